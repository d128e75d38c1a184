"""A real server and how to ask it: `advisor present` in a process of its own, and requests over loopback.

Where a test decides when what happens, it asks the application itself: ``post`` in an event loop that ``run`` makes.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any, TypeVar

    from starlette.types import ASGIApp, Message

    _T = TypeVar("_T")

__all__ = ["Answer", "Server", "fields_of", "post", "run"]

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server replied."""

    status: int
    headers: Mapping[str, str]
    html: str


class Server:
    """`advisor present` on a free port, ended on leaving. Its whole output is kept.

    ``rules`` is the folder to run over; without it these are the shipped rules.
    """

    def __init__(
        self,
        *arguments: str,
        before: Sequence[str] = (),
        rules: Path | None = None,
        advisor: Sequence[str] = (sys.executable, "-m", "advisor"),
    ) -> None:
        self.rules = rules
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **({"ADVISOR_RULES": str(rules)} if rules else {})}
        command = [*before, *advisor, "present", "--no-open", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=self._output, stderr=subprocess.STDOUT, env=environment)
        self.address = self._wait()
        place = urlsplit(self.address)
        self.host, self.port = place.hostname or "", place.port or 0
        self.origin = self.address.rstrip("/")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(_SECONDS)
        self._output.close()

    @property
    def output(self) -> str:
        """All that it wrote so far, on both streams."""
        size = os.fstat(self._output.fileno()).st_size
        return os.pread(self._output.fileno(), size, 0).decode()

    def get(self, address: str, method: str = "GET", **headers: str | None) -> Answer:
        """Asks for an address as a browser would; a header given as None is left out."""
        return self._ask(method, address, None, headers)

    def post(self, address: str, fields: Iterable[tuple[str, str]] | bytes, **headers: str | None) -> Answer:
        """Sends a form as a browser would; ``headers`` with ``_`` for ``-`` replace the usual ones, None drops one."""
        body = fields if isinstance(fields, bytes) else urlencode(list(fields)).encode()
        usual: dict[str, str | None] = {"origin": self.origin, "content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, body, {**usual, **headers})

    def _ask(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str | None]) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=_SECONDS)
        try:
            connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
            sent = {"host": f"{self.host}:{self.port}", **{name.replace("_", "-"): v for name, v in headers.items()}}
            if body is not None:
                sent.setdefault("content-length", str(len(body)))
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            reply = connection.getresponse()
            told = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, told, reply.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def _wait(self) -> str:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            if found := re.search(r" is open at (http://\S+)\n(?s:.*)Ctrl-C ends it", self.output):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.process.kill()
        raise RuntimeError(f"the server did not start: {self.output}")


def fields_of(given: Mapping[str, object], prefix: str = "a") -> list[tuple[str, str]]:
    """Answers as the fields of a form, in a fixed order: one option as text, several as a collection of texts."""
    found = []
    for question, options in given.items():
        chosen = [options] if isinstance(options, str) else sorted(options)  # type: ignore[call-overload]
        found += [(f"{prefix}.{question}", option) for option in chosen or ["-"]]
    return found


def run(asking: Coroutine[Any, Any, _T]) -> _T:
    """What an event loop of its own makes of it, in another thread: this one may have the browser's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asking).result()


async def post(
    app: ASGIApp, address: str, parts: Sequence[bytes], *, ends: bool = True, **headers: str | None
) -> Answer:
    """What the application answers to a form that arrives in these parts and, unless it ``ends``, never whole."""
    coming: list[Message] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    coming[-1]["more_body"] = not ends
    told = {"host": "localhost", "origin": "http://localhost", "content-type": "application/x-www-form-urlencoded"}
    given = {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in given.items() if value is not None]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0) if coming else await asyncio.Event().wait()  # type: ignore[return-value]  # nothing more

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": address, "query_string": b"", "headers": raw}
    await app(scope, receive, send)
    head, *bodies = sent
    said = {name.decode(): value.decode() for name, value in head["headers"]}
    return Answer(head["status"], said, b"".join(one.get("body", b"") for one in bodies).decode("utf-8", "replace"))
