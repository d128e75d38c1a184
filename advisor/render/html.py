"""Templates filled in; values are escaped as HTML needs it, except in Markdown. The only module that imports jinja2."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro

from advisor.model import wording
from advisor.render.explanations import offer_words
from advisor.render.summary import fit_for, note_sections, nothing_reported, unplanned, warnings_in_short

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Templates"]

_FUNCTIONS = (fit_for, note_sections, nothing_reported, offer_words, unplanned, warnings_in_short)
_WORDS = {name: getattr(wording, name) for name in wording.__all__} | {one.__name__: one for one in _FUNCTIONS}


class Templates:
    """The templates of one folder, each compiled once; they may include and extend each other. Threads can share it.

    Besides the data it is given, a template can use every name of ``advisor.model.wording`` and the functions above:
    functions as filters too (``{{ text | capitalised }}``), and constants (``{{ ORDER }}``). It can also use the macros
    of the template ``fixed``. What these return for some arguments is kept, so those must not tell of a person;
    ``{{ each(item, things) | safe }}`` calls one of them for each of several things.
    """

    def __init__(self, folder: Path, fixed: str = "") -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=lambda name: not (name or "").endswith(".md"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.globals.update(_WORDS)
        self._environment.filters.update({name: word for name, word in _WORDS.items() if callable(word)})
        self._environment.globals["each"] = lambda macro, things: "".join(map(macro, things))
        macros = vars(self._environment.get_template(fixed).module) if fixed else {}
        self._environment.globals.update({k: cache(macro) for k, macro in macros.items() if isinstance(macro, Macro)})

    def fill(self, template: str, /, **data: object) -> str:
        """Returns a template filled in. Raises an error of jinja2 when it is wrong or uses a name that is not there."""
        return self._environment.get_template(template).render(data)
