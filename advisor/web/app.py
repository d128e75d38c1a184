"""The web application: which step answers which address, and which page answers an error."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from advisor.diagnostics.errors import AnswersInvalid, PdfUnavailable
from advisor.web.forms import ConsultationState, Form, read_form
from advisor.web.guard import OUR_MISTAKE, Guard, HttpError, policy_for
from advisor.web.pages import Pages
from advisor.web.steps import StepResult, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from advisor.engine.consultation import Consultation
    from advisor.render.handout import Handout
    from advisor.web.examples import Example
    from advisor.web.guard import Hosts

__all__ = ["application"]

_STATIC = Path(__file__).parent / "static"
_MOST_FIELDS = 1000
_MOST_QUEUED = 4  # PDFs that are being made or waited for
_NOWHERE = HttpError(404, "There is no such page", "Please begin from the first page.")
_NO_ANSWERS = HttpError(
    405,
    "There are no answers here",
    "Your answers live in the page and are kept nowhere else. When a page is opened anew, they are gone.",
)


def application(consultation: Consultation, examples: Sequence[Example], hosts: Hosts) -> Guard:
    """Returns the ASGI application for one rule base. It has one engine, so only the event loop works out advice."""
    pages = Pages(consultation, examples, private=hosts.private)
    steps = Steps(pages)
    rulebase, names = consultation.rulebase, tuple(example.name for example in examples)

    async def read(request: Request) -> Form:
        try:
            text = (await request.body()).decode("utf-8")
            fields = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=_MOST_FIELDS)
        except ValueError:  # not UTF-8, a field without `=`, or too many fields
            raise HttpError(400, "That form cannot be read", "Please begin again from the first page.") from None
        return read_form(rulebase, fields, names)

    def answering(step: Callable[[Form], StepResult]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            try:
                reply = step(await read(request))
            except AnswersInvalid as wrong:
                reply = StepResult(pages.wrong(wrong.findings), 400)
            return HTMLResponse(reply.html, reply.status, policy_for(reply.style) if reply.style else None)

        return endpoint

    printer = asyncio.Lock()  # one PDF at a time, because each occupies a processor for a second or two
    queued = 0

    async def printed(handout: Handout, request: Request) -> bytes:
        nonlocal queued
        if queued >= _MOST_QUEUED:
            raise HttpError(503, "Other hand-outs are being made", "Please go back and try once more in a moment.")
        queued += 1
        try:
            async with printer:
                return b"" if await request.is_disconnected() else await run_in_threadpool(handout.pdf)
        finally:
            queued -= 1

    async def pdf(request: Request) -> Response:
        try:
            content = await printed(pages.handout((await read(request)).state), request)
        except AnswersInvalid as wrong:
            return HTMLResponse(pages.wrong(wrong.findings), 400)
        except PdfUnavailable as missing:
            raise HttpError(501, "A PDF cannot be made on this computer", f"{missing}.") from None
        headers = {"content-disposition": 'attachment; filename="handout.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)

    async def welcome(_request: Request) -> Response:
        return HTMLResponse(pages.welcome(ConsultationState()))

    def error_page(error: Exception) -> Response:
        assert isinstance(error, HttpError)
        return HTMLResponse(pages.http_error(error), error.status)

    app = Starlette(
        routes=[
            Route("/", welcome, methods=["GET"]),
            *(Route(address, answering(step), methods=["POST"]) for address, step in steps.addresses.items()),
            Route("/handout.pdf", pdf, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={
            404: lambda _request, _error: error_page(_NOWHERE),
            405: lambda _request, _error: error_page(_NO_ANSWERS),
            HttpError: lambda _request, error: error_page(error),
            Exception: lambda _request, _error: error_page(OUR_MISTAKE),
        },
    )
    app.router.redirect_slashes = False
    return Guard(app, hosts, pages.http_error)
