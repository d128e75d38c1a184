"""The sorts of rule files and of their entries: the keys of each, in the order in which they are written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENTRY_SCHEMAS", "FILES", "EntryKey", "EntrySchema", "entry_schema_of"]

_UNORDERED = ("expect",)  # sorts of entries in which the author chooses the order of the keys
_SEVERAL = ("list", "entries", "options", "by_treatment")  # what keys take that have several entries below them
_ONE = ("inner", "said")  # what keys take that have one


@dataclass(frozen=True, slots=True)
class EntryKey:
    """One key of an entry, and whether it is needed.

    ``takes`` says what its value is:

    - ``id``, ``text``, ``texts`` (a list), ``number``, ``day``, ``colour``, ``drawing`` (lines of characters),
      ``points`` (of a drawing), ``role`` (of a mark), ``option`` (of the same question), ``word`` (one of ``words``);
    - ``name`` or ``names`` (a list): something that the rule base declares, of the sort in ``words``;
    - ``condition`` (on answers and facts), ``conditions`` (a list, on answers only), ``bound`` (may bind a kind),
      ``told`` (may look at what is suggested);
    - ``inner``, ``said`` (or a bare text), ``list``, ``entries`` and ``options`` (by name), ``by_treatment``: one or
      several entries of the sort in ``words``;
    - any other word: a shape of its own, which ``schema_definitions`` describes.

    ``says`` is what an editor shows of the key.
    """

    name: str
    needed: bool
    takes: str
    says: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntrySchema:
    """One sort of entry. ``*`` among the keys stands for the words that bind, which each rule base chooses."""

    keys: tuple[EntryKey, ...]
    ordered: bool

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in the order in which they are written."""
        return tuple(key.name for key in self.keys)

    def inside(self, name: str) -> tuple[str, bool]:
        """Returns the sort of the entries under a key, and whether there can be several; ``""`` when it has none."""
        for key in self.keys:
            if key.name == name and key.takes in (*_SEVERAL, *_ONE):
                return key.words[0], key.takes in _SEVERAL
        return "", False


def _read_schemas() -> dict[str, EntrySchema]:
    entries = tomllib.loads((Path(__file__).parent / "entries.toml").read_text(encoding="utf-8"))
    shared = entries.pop("shared")
    schemas = {}
    for sort, keys in entries.items():
        known = tuple(_key(name, *(description or shared[name])) for name, description in keys.items())
        schemas[sort] = EntrySchema(known, sort not in _UNORDERED)
    return schemas


def _key(name: str, need: str, takes: str, says: str, *words: str) -> EntryKey:
    return EntryKey(name, need == "must", takes, says, words)


ENTRY_SCHEMAS: Mapping[str, EntrySchema] = _read_schemas()

# by its path within the folder of rules: the sort of a file, or of its entries, and whether it is a list of such
FILES: Mapping[str, tuple[str, bool]] = {
    "rulebase.yaml": ("rulebase", False),
    "questionnaire.yaml": ("question", True),
    "derivations.yaml": ("derivation", True),
    "identification.yaml": ("identification", False),
    "deciding.yaml": ("deciding", False),
    "notes.yaml": ("note", True),
    "pictures.yaml": ("pictures", False),
    "safety.yaml": ("property", True),
    "ignores.yaml": ("ignore", True),
    "approved.yaml": ("approval", True),
    "treatments": ("treatment", False),
    "sources": ("source", False),
    "cases": ("case", True),
}


def entry_schema_of(path: str) -> tuple[str, bool] | None:
    """Returns what ``FILES`` holds for a file by its path in the folder (``treatments/x.yaml``); None if nothing."""
    folder, _, name = path.rpartition("/")
    return FILES.get(folder if folder else name) if name.endswith(".yaml") else None
