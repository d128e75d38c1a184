"""How large a form may be, to the byte, and which word about its length is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.web.guard import Guard, Hosts
from tests.web.serving import post, run

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST = 64 * 1024


def _status(length: str | None, *parts: bytes) -> int:
    """The status of a form in these parts whose head says that length; 200 is a form that arrived whole."""

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["body"] == b"".join(parts)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    guard = Guard(app, Hosts("localhost", "127.0.0.1", 80), lambda error: error.title)
    return run(post(guard, "/", parts, content_length=length)).status


@pytest.mark.parametrize(
    ("length", "status"),
    [
        (None, 200),
        ("", 200),
        ("0", 200),
        (f"{MOST}", 200),
        (f"{MOST + 1}", 413),
        (f"0000{MOST}", 200),
        (f"0000{MOST + 1}", 413),
        ("999999999", 413),
        ("1000000000", 413),
        ("0000000001", 413),
        ("-1", 200),
        ("65537x", 200),
        ("3, 3", 200),
        ("no number at all", 413),
        ("9" * 5000, 413),  # more digits than Python makes a number of
    ],
)
def test_the_length_that_is_said(length: str | None, status: int) -> None:
    assert _status(length, b"a=b") == status


@pytest.mark.parametrize(
    ("parts", "status"), [((MOST,), 200), ((MOST - 1, 1), 200), ((MOST + 1,), 413), ((MOST, 1), 413)]
)
def test_the_length_that_arrives(parts: tuple[int, ...], status: int) -> None:
    assert _status(None, *(b"a" * part for part in parts)) == status
