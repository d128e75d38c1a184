"""The guard by itself, around an application of the test's own: which hosts are ours, and whose mistake is told how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.web.guard import OUR_MISTAKE, Guard, Hosts
from tests.web.serving import run

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send


def _sent(method: str = "GET", *, begun: bool = False) -> list[Message]:
    """What is sent when the application breaks, before or after it has begun to reply. An error page is its words."""
    sent: list[Message] = []

    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("broken")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    guard = Guard(broken, Hosts("localhost", "127.0.0.1", 8000), lambda error: "|".join((error.title, *error.lines)))
    run(guard({"type": "http", "method": method, "headers": [(b"host", b"localhost:8000")]}, receive, send))
    return sent


def test_a_mistake_of_ours_is_told_when_nothing_was_sent_before() -> None:
    start, body = _sent()
    assert start["status"] == 500
    assert body["body"].decode() == "|".join((OUR_MISTAKE.title, *OUR_MISTAKE.lines))


def test_a_reply_that_had_begun_only_ends() -> None:
    assert [(message["type"], message["status"]) for message in _sent(begun=True)] == [("http.response.start", 200)]


def test_another_method_is_told_where_to_begin() -> None:
    start, body = _sent("PUT")
    assert start["status"] == 405
    assert body["body"] == b"That is not something this page does|Please begin from the first page."


@pytest.mark.parametrize("header", ["clinic:8000", "Clinic:8000", "CLINIC.:8000", "192.168.0.7:8000", "localhost:8000"])
def test_the_name_given_and_the_address_bound_are_hosts_however_they_are_written(header: str) -> None:
    hosts = Hosts("Clinic", "192.168.0.7", 8000)
    assert hosts.allow(header)
    assert not hosts.allow(header.replace("8000", "8001"))


@pytest.mark.parametrize(("bound", "allowed"), [("0.0.0.0", True), ("::", True), ("192.168.0.7", False)])
def test_any_address_is_a_host_where_every_address_is_bound_but_no_other_name(bound: str, allowed: bool) -> None:
    hosts = Hosts("clinic", bound, 8000)
    assert hosts.allow("10.0.0.9:8000") is allowed
    assert hosts.allow("[fe80::1]:8000") is allowed
    assert not hosts.allow("attacker.example:8000")
