"""The page of all rules as HTML: one file, light and dark, fit to print, with no scripts and nothing fetched."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from advisor.author.reports.diagram_svg import picture_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.sentences import Sentence
    from advisor.author.reports.docs_page import DocsPage, DocsSection

__all__ = ["docs_html"]

_STYLE = """\
:root { color-scheme: light dark; --text: #1a1a1a; --back: #fff; --quiet: #595959; --line: #d0d0d0; --box: #f4f4f4;
  --link: #0b57a4; --fits: #1a7f37; --out: #b42318; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8e8; --back: #16181b; --quiet: #a8a8a8; --line: #44484d;
  --box: #23262a; --link: #7db7f2; --fits: #5bc57a; --out: #ff8a7d; } }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 1.75rem; }
ul.rules { list-style: none; padding: 0; }
ul.rules > li { margin: 0.75rem 0; overflow-wrap: anywhere; }
code, .basis { color: var(--quiet); font-size: 0.85rem; }
li > code { display: block; }
figure { margin: 1.5rem 0; overflow-x: auto; }
svg { width: 100%; min-width: 40rem; height: auto; font-size: 13px; }
svg text { fill: var(--text); }
svg .column { font-weight: bold; }
svg rect { fill: var(--box); stroke: var(--line); }
svg path { fill: none; stroke: var(--quiet); opacity: 0.45; }
svg .fits { stroke: var(--fits); opacity: 0.7; }
svg .out { stroke: var(--out); stroke-dasharray: 6 4; opacity: 0.9; }
:target { background: var(--box); }
@media print { :root { --text: #000; --back: #fff; --quiet: #444; --link: #000; } nav { display: none; }
  h2, h3 { break-after: avoid; } li, figure { break-inside: avoid; } body { max-width: none; font-size: 10pt; } }
"""


def docs_html(page: DocsPage) -> str:
    """The page as one HTML document."""
    content = [*_part(page.about, 2, page), *_figure(page), *_body(page)]
    return "\n".join([*_top(page), *content, "</main>", "</body>", "</html>", ""])


def _top(page: DocsPage) -> Iterator[str]:
    title = escape(page.title)
    yield from ("<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">')
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield from (f"<title>{title}</title>", f"<style>\n{_STYLE}</style>", "</head>", "<body>", f"<h1>{title}</h1>")
    yield '<nav aria-label="Contents">'
    yield "<ul>"
    for section in page.sections:
        yield f'<li><a href="#{_anchor(section.title)}">{escape(section.title)}</a></li>'
    yield from ("</ul>", "</nav>", "<main>")


def _figure(page: DocsPage) -> Iterator[str]:
    yield '<h2 id="picture">How answers lead to treatments</h2>'
    yield f"<figure>\n{picture_svg(page.picture)}"
    yield "<figcaption>Full lines: the treatment can fit. Broken lines: it can be ruled out. Thin lines: the answer or"
    yield "fact bears on it in another way. What leads to notes only is left out."
    yield "The rules themselves stand below in words.</figcaption>"
    yield "</figure>"


def _body(page: DocsPage) -> Iterator[str]:
    for section in page.sections:
        yield from _part(section, 2, page)


def _part(section: DocsSection, level: int, page: DocsPage) -> Iterator[str]:
    anchor = f' id="{_anchor(section.title)}"' if level == 2 else ""
    yield f"<section>\n<h{level}{anchor}>{escape(section.title)}</h{level}>"
    for text in section.paragraphs:
        yield f"<p>{_words(text)}</p>"
    if section.sentences:
        yield '<ul class="rules">'
        for sentence in section.sentences:
            yield _sentence(sentence, page)
        yield "</ul>"
    for inner in section.sections:
        yield from _part(inner, level + 1, page)
    yield "</section>"


def _sentence(sentence: Sentence, page: DocsPage) -> str:
    own = f' id="claim-{escape(sentence.id)}"' if sentence.id in page.claims else ""
    links = ", ".join(f'<a href="#claim-{escape(claim)}">{escape(claim)}</a>' for claim in sentence.claims)
    judged = "house judgement" if sentence.basis != "source" else ""
    basis = "; ".join(filter(None, (judged, links)))
    said = f' <span class="basis">[{basis}]</span>' if basis else ""
    return f"<li{own}>{_words(sentence.text)}{said} <code>{escape(sentence.id)}</code></li>"


def _words(text: str) -> str:
    """A text with what stands in backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
