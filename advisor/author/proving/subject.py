"""What a check looks at: a rule base, its safety properties, and its proof where it is not too large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from advisor.author.proving.proof import Proof
from advisor.author.proving.safety_file import read_safety
from advisor.diagnostics.errors import TooLarge
from advisor.loading.loader import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.author.proving.properties import Property
    from advisor.diagnostics.findings import Finding
    from advisor.model.rulebase import RuleBase

__all__ = ["Check", "Subject", "open_subject"]


@dataclass(frozen=True)
class Subject:
    """A rule base under check. ``proof`` is None, and ``too_large`` says why, when nothing can be proved about it."""

    root: Path
    rulebase: RuleBase
    properties: tuple[Property, ...]
    proof: Proof | None
    too_large: TooLarge | None = None


class Check(Protocol):
    """A module of ``advisor.author.checks``.

    A check that finds nothing without a proof says ``NEEDS_PROOF = True``, and one that leaves findings out as long as
    another rule is dead ``YIELDS_TO_DEAD_RULES = True``: its entries in ``ignores.yaml`` are then not called unused.
    """

    CODE: str  # S and three digits; the explanation is `checking/explanations/CODE.md`
    find: Callable[[Subject], Iterator[Finding]]


def open_subject(root: Path) -> Subject:
    """Loads a folder of rules with its properties. Raises RuleBaseInvalid with every mistake in its files."""
    rulebase = load_rules(root)
    properties = read_safety(rulebase, root / "safety.yaml", f"{root.as_posix()}/safety.yaml")
    try:
        return Subject(root, rulebase, properties, Proof(rulebase))
    except TooLarge as error:
        return Subject(root, rulebase, properties, None, error)
