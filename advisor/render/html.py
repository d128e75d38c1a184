"""Templates filled in; values are escaped as HTML needs it, except in Markdown. The only module that imports jinja2."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.model import wording
from advisor.render.explanations import offer_words
from advisor.render.summary import fit_for, note_sections, nothing_reported, unplanned, warnings_in_short

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fill"]

_FUNCTIONS = (fit_for, note_sections, nothing_reported, offer_words, unplanned, warnings_in_short)
_WORDS = {name: getattr(wording, name) for name in wording.__all__} | {one.__name__: one for one in _FUNCTIONS}


def fill(template: Path, /, **data: object) -> str:
    """Returns a template filled in; it may include and extend templates in its own folder.

    Besides ``data``, a template can use every name of ``advisor.model.wording`` and the functions above: functions as
    filters too (``{{ text | capitalised }}``), and constants (``{{ ORDER }}``). Raises an error of jinja2 when the
    template is wrong or uses a name that is not there.
    """
    return _environment(template.parent).get_template(template.name).render(data)


@cache
def _environment(folder: Path) -> Environment:
    """Returns the environment of a folder, which keeps its compiled templates. Threads can share it."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: not (name or "").endswith(".md"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals.update(_WORDS)
    environment.filters.update({name: word for name, word in _WORDS.items() if callable(word)})
    return environment
