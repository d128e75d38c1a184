"""Templates filled in: the one door to jinja2. A name that is missing fails.

Whatever is put in is escaped as HTML needs it, except in Markdown (``.md``): such a template escapes it itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.model.wording import (
    LEAD,
    ORDER,
    SKETCHES,
    STRESSED,
    answered,
    capitalised,
    condition_words,
    counted,
    day,
    joined,
    kind_words,
    no_warning_words,
    remaining_words,
    section_heading,
    severity_word,
    stands_words,
    topic,
)
from advisor.render.explanations import offer_words
from advisor.render.summary import note_sections, nothing_reported, unplanned, warnings_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["fill"]

_FILTERS: Mapping[str, Callable[..., str]] = {
    "capitalised": capitalised,
    "day": day,
    "joined": joined,
    "section_heading": section_heading,
    "severity_word": severity_word,
    "stands_words": stands_words,
    "topic": topic,
}
_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "answered": answered,
    "condition_words": condition_words,
    "counted": counted,
    "kind_words": kind_words,
    "remaining_words": remaining_words,
    "no_warning_words": no_warning_words,
    "note_sections": note_sections,
    "nothing_reported": nothing_reported,
    "offer_words": offer_words,
    "unplanned": unplanned,
    "warnings_in_short": warnings_in_short,
}
_SAYINGS: Mapping[str, str] = {"LEAD": LEAD, "ORDER": ORDER, "SKETCHES": SKETCHES, "STRESSED": STRESSED}


def fill(template: Path, /, **data: object) -> str:
    """A template filled in; it may include and extend templates of its own folder.

    Besides ``data`` every template has the filters (``{{ text | capitalised }}``), functions
    (``{{ kind_words(rulebase, kinds) }}``) and sentences (``{{ ORDER }}``) named above. Raises jinja2's errors for a
    mistake in a template, which is always ours.
    """
    return _environment(template.parent).get_template(template.name).render(data)


@cache
def _environment(folder: Path) -> Environment:
    """Built once for each folder; templates are read once and kept. Safe to share between threads."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: not (name or "").endswith(".md"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(_FUNCTIONS)
    environment.globals.update(_SAYINGS)
    return environment
