"""The sorts of rule files, and of the entries within entries, by the grammar in ``loading/grammar.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.loading.grammar import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FILES", "UNORDERED", "entry_schema_of", "sort_inside"]

UNORDERED = ("expect",)  # sorts of entries in which the author chooses the order of the keys
_SEVERAL = ("list", "entries", "options", "by_treatment")  # what keys take that have several entries below them
_ONE = ("inner", "said")  # what keys take that have one

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


def sort_inside(sort: str, key: str) -> tuple[str, bool]:
    """Returns the sort of the entries under a key, and whether there can be several; ``""`` when it has none."""
    _, takes, _, *words = GRAMMAR[sort].get(key, ("", "", ""))
    return (words[0], takes in _SEVERAL) if takes in (*_SEVERAL, *_ONE) else ("", False)
