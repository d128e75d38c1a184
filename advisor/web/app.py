"""The application: which address is answered by which step, and what every mistake looks like to a person."""

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
    from advisor.web.examples import Example
    from advisor.web.guard import Hosts

__all__ = ["application"]

_STATIC = Path(__file__).parent / "static"
_MOST_FIELDS = 1000
_MOST_WAITING = 4  # hand-outs being made or waited for
_NOWHERE = HttpError(404, "There is no such page", "Please begin from the first page.")
_NO_ANSWERS = HttpError(
    405,
    "There are no answers here",
    "Your answers live in the page and are kept nowhere else. When a page is opened anew, they are gone.",
)


def application(consultation: Consultation, examples: Sequence[Example], hosts: Hosts) -> Guard:
    """The ASGI application over one rule base. Answers are worked out on the event loop: there is one engine."""
    pages = Pages(consultation, examples, private=hosts.private)
    steps = Steps(pages)
    rulebase, names = consultation.rulebase, tuple(example.name for example in examples)

    async def form_of(request: Request) -> Form:
        try:
            text = (await request.body()).decode("utf-8")
            fields = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=_MOST_FIELDS)
        except ValueError:  # bytes that are no text, a field without `=`, too many fields
            raise HttpError(400, "That form cannot be read", "Please begin again from the first page.") from None
        return read_form(rulebase, fields, names)

    def answering(step: Callable[[Form], StepResult]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            try:
                reply = step(await form_of(request))
            except AnswersInvalid as wrong:
                reply = StepResult(pages.wrong(wrong.findings), 400)
            return HTMLResponse(reply.html, reply.status, policy_for(reply.style) if reply.style else None)

        return endpoint

    press = asyncio.Lock()  # one PDF at a time: each takes a processor for a second or two
    queue = 0

    async def printed(make: Callable[[], bytes], request: Request) -> bytes:
        nonlocal queue
        if queue >= _MOST_WAITING:
            raise HttpError(503, "Other hand-outs are being made", "Please go back and try once more in a moment.")
        queue += 1
        try:
            async with press:
                return b"" if await request.is_disconnected() else await run_in_threadpool(make)
        finally:
            queue -= 1

    async def pdf(request: Request) -> Response:
        try:
            make = pages.handout_pdf((await form_of(request)).state)  # the advice on the event loop, as everywhere
            content = await printed(make, request)
        except AnswersInvalid as wrong:
            return HTMLResponse(pages.wrong(wrong.findings), 400)
        except PdfUnavailable as missing:
            raise HttpError(501, "A PDF cannot be made on this computer", f"{missing}.") from None
        named = {"content-disposition": 'attachment; filename="handout.pdf"'}
        return Response(content, media_type="application/pdf", headers=named)

    async def welcome(_request: Request) -> Response:
        return HTMLResponse(pages.welcome(ConsultationState()))

    def refusing(refusal: HttpError) -> Callable[[Request, Exception], Response]:
        return lambda _request, _error: HTMLResponse(pages.http_error(refusal), refusal.status)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HttpError)
        return refusing(error)(request, error)

    app = Starlette(
        routes=[
            Route("/", welcome, methods=["GET"]),
            *(Route(address, answering(step), methods=["POST"]) for address, step in steps.ways.items()),
            Route("/handout.pdf", pdf, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={
            404: refusing(_NOWHERE),
            405: refusing(_NO_ANSWERS),
            HttpError: refused,
            Exception: refusing(OUR_MISTAKE),
        },
    )
    app.router.redirect_slashes = False
    return Guard(app, hosts, pages.http_error)
