"""Serves the pages on this computer until it is interrupted."""

from __future__ import annotations

import errno
import os
import socket
import sys
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from advisor.diagnostics.errors import UsageError
from advisor.engine.consultation import Consultation
from advisor.web.app import application
from advisor.web.examples import examples_of
from advisor.web.guard import Hosts

if TYPE_CHECKING:
    import asyncio

    from advisor.model.rulebase import RuleBase

__all__ = ["present"]

_LOOPBACK = "127.0.0.1"
_BACKLOG = 128  # connections that may wait at once


def present(rulebase: RuleBase, *, host: str, port: int, show: bool) -> None:
    """Serves the pages until it is interrupted. ``port`` 0 takes a free one, and ``show`` opens a browser.

    Raises UsageError when the address cannot be used, and RuleBaseInvalid when the example people are wrong.
    """
    examples = examples_of(rulebase)
    listening = _listen(host, port)
    bound, port = listening.getsockname()[:2]
    hosts = Hosts(host, bound, port)
    config = uvicorn.Config(
        application(Consultation(rulebase), examples, hosts),
        access_log=False,  # who uses the pages is not recorded
        log_level="critical",  # the rest is about malformed requests; the guard logs our mistakes
        lifespan="off",
        ws="none",
        http=HeaderTimeoutProtocol,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        limit_concurrency=200,
        h11_max_incomplete_event_size=16 * 1024,
    )
    shown_host = _LOOPBACK if hosts.everywhere else f"[{bound}]" if ":" in bound else bound
    address = f"http://{shown_host}:{port}/"
    click.echo(f"{rulebase.name} {rulebase.version} is open at {address}")
    click.echo(_reach_words(hosts))
    click.echo("Nothing is stored and nothing is sent anywhere. Ctrl-C ends it.")
    sys.stdout.flush()
    if show and _has_screen():
        webbrowser.open(address)
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after it has shut down
        server.run(sockets=[listening])
    click.echo("Closed.")


class HeaderTimeoutProtocol(H11Protocol):
    """Closes connections on which no complete headers arrive, because many of them would keep everyone else out."""

    seconds = 10.0  # in which the headers of a request must arrive
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._watch()

    def _watch(self) -> None:
        waiting = self.conn.their_state is h11.IDLE and not self.transport.is_closing()
        if waiting and self._late is None:
            self._late = self.loop.call_later(self.seconds, self.transport.close)
        elif not waiting and self._late is not None:
            self._late.cancel()
            self._late = None


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be a name"
        raise UsageError(
            f"`{host}` is no address of this computer ({reason}); without --host it is {_LOOPBACK}"
        ) from None
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise UsageError(f"`{host}` is no address of this computer; without --host it is {_LOOPBACK}") from None
        reason = (error.strerror or str(error)).lower()
        raise UsageError(
            f"port {port} at {host} cannot be used ({reason}); `--port 0` takes one that is free"
        ) from None
    return listening


def _reach_words(hosts: Hosts) -> str:
    if hosts.private:
        return "Only this computer can reach it."
    return f"Bound to {hosts.bound}: OTHER COMPUTERS IN THE NETWORK CAN REACH IT, and what they send is not encrypted."


def _has_screen() -> bool:
    """Returns whether a browser with windows can open; one in the terminal would cover the address."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
