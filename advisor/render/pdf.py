"""HTML into PDF: the one door to WeasyPrint, which is an extra and is loaded only when a PDF is wanted."""

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
    """Whether WeasyPrint is there at all, without loading it."""
    return find_spec("weasyprint") is not None


def require() -> None:
    """Raises PdfUnavailable when WeasyPrint, or a library of the system that it needs, is missing."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise PdfUnavailable(f"a PDF needs WeasyPrint: `pip install weasyprint`, {_INSTEAD}") from error
    except OSError as error:  # WeasyPrint is here and Pango is not
        missing = "a PDF needs the Pango library, version 1.44 or later, which was not found on this system"
        raise PdfUnavailable(f"{missing}; install it (Debian: libpangoft2-1.0-0), {_INSTEAD}") from error


def fitting_pdf(documents: Sequence[Callable[[], str]], pages: int) -> bytes:
    """The last of several documents that fits ``pages`` pages, as PDF; where none does, in as few as the first takes.

    The documents are HTML and go from the one that takes least room to the one that takes most. The PDF is tagged as
    PDF/UA-1 asks. Nothing is fetched: whatever the HTML points to outside itself is left out. Raises PdfUnavailable.
    """
    require()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells of each CSS property only browsers know
    best = laid_out(documents[0]())
    most = max(pages, len(best.pages))
    low, high = 1, len(documents) - 1
    while low <= high:
        middle = (low + high) // 2
        tried = laid_out(documents[middle]())
        if len(tried.pages) <= most:
            best, low = tried, middle + 1
        else:
            high = middle - 1
    written = best.write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(written, bytes)
    return written


def laid_out(html: str) -> Document:
    """A document set on pages. Nothing is fetched."""
    from weasyprint import HTML

    return HTML(string=html, url_fetcher=_Refusing()).render(pdf_variant="pdf/ua-1")


class _Refusing:
    """Stands where WeasyPrint looks for what fetches."""

    _fail_on_errors = False  # WeasyPrint 68 and later ask for it: what is refused is left out, as before

    def __call__(self, url: str, *_: object, **__: object) -> NoReturn:
        raise ValueError(f"nothing is fetched: {url}")
