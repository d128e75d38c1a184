"""The guard in front of the application: it checks every request, and sets the headers of every reply.

The pages hold answers about a person's health, on a port that any page in the same browser can try to reach. So a
request must name one of our hosts (against DNS rebinding), and a form must come from one of our pages (same origin) and
be small. Nothing in a request is ever logged.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import ipaddress
import logging
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["OUR_MISTAKE", "Guard", "Hosts", "HttpError", "policy_for"]

_MOST_BYTES = 64 * 1024  # the form of the largest consultation has less than 16 KiB
_SECONDS = 10.0  # in which a body must arrive
_FORM = "application/x-www-form-urlencoded"
_POLICY = (
    "default-src 'none'; style-src {styles}; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY.format(styles="'self'"),
    "cache-control": "no-store",  # keeps answers off the disk
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",  # with `no-referrer`, browsers would send `Origin: null` with our own forms
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_log = logging.getLogger("advisor.web")


def policy_for(style: str) -> dict[str, str]:
    """Returns the header of a page that contains one style sheet, and may use no other text as a style sheet."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"content-security-policy": _POLICY.format(styles=f"'self' 'sha256-{digest}'")}


class HttpError(Exception):
    """A request that is answered with an error page: its HTTP ``status``, what is wrong, and what can be done."""

    def __init__(self, status: int, title: str, *lines: str) -> None:
        self.status, self.title, self.lines = status, title, lines
        super().__init__(title)


OUR_MISTAKE = HttpError(500, "Something went wrong on our side", "Nothing was kept. Please begin again.")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that a request may name, at one port: loopback, the ``name`` given, and the address ``bound``."""

    name: str
    bound: str
    port: int

    @property
    def private(self) -> bool:
        """Returns whether only this computer can reach the address bound."""
        return ipaddress.ip_address(self.bound).is_loopback

    @property
    def everywhere(self) -> bool:
        """Returns whether every address of this computer is bound."""
        return ipaddress.ip_address(self.bound).is_unspecified

    def allow(self, header: str) -> bool:
        """Returns whether a Host header names one of them; when every address is bound, any numeric address does."""
        name, port = _split(header)
        if port != self.port:
            return False
        if name in ("localhost", "127.0.0.1", "::1", self.name.lower(), self.bound):
            return True
        return self.everywhere and _is_address(name)


class Guard:
    """Wraps the application. ``error_page`` returns the page of an error; a body must arrive within ``seconds``."""

    def __init__(
        self, app: ASGIApp, hosts: Hosts, error_page: Callable[[HttpError], str], *, seconds: float = _SECONDS
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._error_page = error_page
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                reply_headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    reply_headers.setdefault(name, value)
            await send(message)

        try:
            headers = _headers(scope)
            self._check(scope["method"], headers)
            body = await _body(receive, headers, self._seconds) if scope["method"] == "POST" else b""
            await self._app(scope, _receive_again(body, receive), answer)
        except HttpError as error:
            await self._send_error(error, scope, receive, answer)
        except Exception as mistake:  # not raised again, because the server would log it with its message
            place = traceback.extract_tb(mistake.__traceback__)[-1]
            _log.error("our mistake: %s at %s:%s", type(mistake).__name__, place.filename, place.lineno)
            if not begun:
                await self._send_error(OUR_MISTAKE, scope, receive, answer)

    def _check(self, method: str, headers: dict[str, str]) -> None:
        host = headers.get("host", "")
        if not self._hosts.allow(host):
            raise HttpError(
                421,
                "This page is not served under that name",
                "Please open the address that the terminal shows. Only that name and this computer's own are answered.",
            )
        if method not in ("GET", "HEAD", "POST"):
            raise HttpError(405, "That is not something this page does", "Please begin from the first page.")
        if method == "POST" and (
            headers.get("origin") != f"http://{host}" or headers.get("sec-fetch-site", "same-origin") != "same-origin"
        ):
            raise HttpError(
                403,
                "This form did not come from one of our own pages",
                "For your safety it was not read. Please begin from the first page.",
            )

    async def _send_error(self, error: HttpError, scope: Scope, receive: Receive, send: Send) -> None:
        response = HTMLResponse(self._error_page(error), error.status, headers={"connection": "close"})
        await response(scope, receive, send)


def _headers(scope: Scope) -> dict[str, str]:
    """Returns the headers by name. Repeated headers are joined with commas, and so match no host or origin of ours."""
    found: dict[str, str] = {}
    for name, value in ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]):
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


async def _body(receive: Receive, headers: dict[str, str], seconds: float) -> bytes:
    """Returns the whole body of a form. Raises HttpError when it is too large, too slow, or not a form."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HttpError(415, "Only our own forms are read here", f"A form is sent as {_FORM}.")
    too_large = HttpError(
        413, "That form is too large", f"More than {_MOST_BYTES // 1024} KiB is not read. Please begin again."
    )
    length = headers.get("content-length", "0")
    if len(length) >= 10 or (length.isdecimal() and int(length) > _MOST_BYTES):
        raise too_large
    body = b""
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > _MOST_BYTES:
                    raise too_large
    except TimeoutError:
        raise HttpError(408, "The form did not arrive in time", "Please send it once more.") from None
    return body


def _receive_again(body: bytes, receive: Receive) -> Receive:
    """Returns what gives the application a body that was already read, and then whatever else is received."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def message() -> Message:
        return waiting.pop() if waiting else await receive()

    return message


def _split(header: str) -> tuple[str, int]:
    """Returns name and port of ``127.0.0.1:8000``, ``[::1]:8000`` or ``localhost``; no name for anything else."""
    name, _, port = header.rpartition(":") if header.count(":") == 1 or "]:" in header else (header, "", "80")
    if not port.isascii() or not port.isdecimal() or len(port) > 5:
        return "", 0
    return name.strip("[]").lower().removesuffix("."), int(port)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
