"""Checks that every name used in a rule file is declared in one.

What a broken file would have declared is unknown; names that it may declare are not reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.findings import Related, error
from advisor.loading.symbols import DeclaredNames

if TYPE_CHECKING:
    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.loading.symbols import SymbolTable
    from advisor.syntax.tree import ScalarNode

__all__ = ["References"]

NameSort = Literal["question", "treatment", "claim", "grade", "setting"]
# the code and label of the finding about a name that is not declared
_UNKNOWN: dict[NameSort, tuple[str, str]] = {
    "question": ("R010", "nothing declares this"),
    "treatment": ("R013", "no file describes this"),
    "claim": ("R014", "no source makes this"),
    "grade": ("R007", "not a grade of this rule base"),
    "setting": ("R007", "not a setting of this rule base"),
}


class References:
    """Looks up names that are used while files are read, and reports those that nothing declares.

    ``declared`` collects every id by its sort; several rule sets that must not share ids share this mapping.
    """

    def __init__(
        self, symbols: SymbolTable, findings: list[Finding], declared: dict[tuple[str, str], Position]
    ) -> None:
        self.symbols, self.findings, self._declared = symbols, findings, declared
        self._names = {
            "question": symbols.questions,
            "treatment": symbols.treatments,
            "claim": symbols.claims,
            "grade": symbols.grades,
            "setting": symbols.settings,
        }

    def report(
        self, code: str, message: str, position: Position | None, label: str, hint: str, *related: Related
    ) -> None:
        """Adds a finding."""
        self.findings.append(error(code, message, position, label, hint, related))

    def declare(self, sort: str, name: str, position: Position) -> None:
        """Records an id of a sort (``rule``), and reports one that is declared a second time."""
        first = self._declared.setdefault((sort, name), position)
        if first is not position:
            message, hint = f"there are two {sort}s called `{name}`", "give one of them another name"
            self.report("R008", message, position, "the second", hint, Related(first, "the first"))

    def check(self, sort: NameSort, used: ScalarNode) -> bool:
        """Returns whether a name of a sort is declared; reports it unless an unreadable file may declare it."""
        code, label = _UNKNOWN[sort]
        return self._check(used, self._names[sort], code, f"there is no {sort}", label, f"the {sort}s are")

    def check_fact(self, used: ScalarNode) -> bool:
        """Returns whether a question or derived fact of this name is declared; reports it as ``check`` does."""
        questions, facts = self.symbols.questions, self.symbols.facts
        complete = questions.complete and facts.complete and self.symbols.kinds_known
        known = DeclaredNames({**facts.positions, **questions.positions}, complete)
        code, label = _UNKNOWN["question"]
        return self._check(used, known, code, "there is no question or fact", label, "the questions and facts are")

    def check_value(self, fact: str, used: ScalarNode) -> bool:
        """Returns whether a question has this option, or a fact this value; reports it as ``check`` does.

        True for an unknown fact, which ``check_fact`` reports.
        """
        if fact not in self.symbols.values:
            return True
        known = self.symbols.values[fact]
        if fact in self.symbols.questions:
            label = "not an option of this question"
            return self._check(used, known, "R012", f"{fact} has no option", label, "the options are")
        return self._check(used, known, "R012", f"{fact} is never", "no rule concludes this", "the values are")

    def _check(
        self, used: ScalarNode, known: DeclaredNames, code: str, message: str, label: str, otherwise: str
    ) -> bool:
        if used.text in known:
            return True
        if known.complete:
            self.report(code, f"{message} `{used.text}`", used.position, label, known.hint(used.text, otherwise))
        return False
