"""PDF from HTML. This is the only module that imports WeasyPrint, an optional dependency that is loaded when needed."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

from advisor.diagnostics.errors import PdfUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weasyprint import Document

__all__ = ["fitting_pdf", "installed", "laid_out", "require"]

_INSTEAD = "or write it as HTML (`--format html`) and print that from a browser"


def installed() -> bool:
    """Returns whether WeasyPrint is installed, without loading it."""
    return find_spec("weasyprint") is not None


def require() -> None:
    """Raises PdfUnavailable when WeasyPrint, or a system library that it needs, is missing."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise PdfUnavailable(f"a PDF needs WeasyPrint: `pip install weasyprint`, {_INSTEAD}") from error
    except OSError as error:  # WeasyPrint is installed, Pango is not
        missing = "a PDF needs the Pango library, version 1.44 or later, which was not found on this system"
        raise PdfUnavailable(f"{missing}; install it (Debian: libpangoft2-1.0-0), {_INSTEAD}") from error


def fitting_pdf(documents: Sequence[Callable[[], str]], pages: int) -> bytes:
    """Returns as PDF the last of several HTML documents that fits ``pages`` pages.

    The documents must be in order from the one that needs least room to the one that needs most. When none fits, the
    last that needs no more pages than the first is taken. The PDF is tagged (PDF/UA-1) and nothing is loaded from
    elsewhere. Raises PdfUnavailable.
    """
    require()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it warns of each CSS property that only browsers know
    best = laid_out(documents[0]())
    most = max(pages, len(best.pages))
    low, high = 1, len(documents) - 1
    while low <= high:
        middle = (low + high) // 2
        document = laid_out(documents[middle]())
        if len(document.pages) <= most:
            best, low = document, middle + 1
        else:
            high = middle - 1
    content = best.write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(content, bytes)
    return content


def laid_out(html: str) -> Document:
    """Returns an HTML document laid out on pages. Nothing is loaded from elsewhere."""
    from weasyprint import HTML

    return HTML(string=html, url_fetcher=_NoFetcher()).render(pdf_variant="pdf/ua-1")


class _NoFetcher:
    """Refuses every address that WeasyPrint wants to load."""

    _fail_on_errors = False  # WeasyPrint 68 and later read this: an address that is refused is left out

    def __call__(self, url: str, *_: object, **__: object) -> NoReturn:
        raise ValueError(f"nothing is fetched: {url}")
