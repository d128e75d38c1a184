"""Example people and the advice they must get, read from the folder ``cases``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.cases.expectations import EXPECTATIONS, Expectation, judge_expectations
from advisor.cases.observed import BEYOND, OVERALL, observed_by
from advisor.diagnostics.errors import AnswersInvalid, RuleBaseInvalid
from advisor.diagnostics.findings import Related, error, nearest
from advisor.loading.fields import Fields, choice_hint, read_scalars, wrong_shape
from advisor.loading.grammar import KEYS
from advisor.model.conditions import leaves, truth
from advisor.questionnaire.answers import Answers, read_answers
from advisor.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advisor.cases.expectations import Failure
    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

__all__ = ["Case", "failures", "open_cases", "read_cases"]


@dataclass(frozen=True, slots=True)
class Case:
    """One example person, with checked answers and what the advice must hold; ``show``: an example on the page."""

    name: str
    answers: Answers
    expects: tuple[Expectation, ...]
    position: Position = field(compare=False, repr=False)
    show: bool = False


def open_cases(rulebase: RuleBase, root: Path) -> tuple[Case, ...]:
    """Returns every case of a folder of rules. Raises RuleBaseInvalid, also when there is no case to run."""
    folder = f"{root.as_posix()}/cases"
    found = read_cases(rulebase, root / "cases", folder)
    if not found:
        hint = "write example people in a file there, each as `- case: ...` with `answers` and `expect`"
        raise RuleBaseInvalid([error("R006", f"there are no cases in {folder}", None, "", hint)])
    return found


def read_cases(rulebase: RuleBase, folder: Path, shown_as: str) -> tuple[Case, ...]:
    """Returns every case of the ``*.yaml`` files in a folder, in the order of the file names and within the files.

    ``shown_as`` names the folder in messages. Raises RuleBaseInvalid with every mistake in every file.
    """
    findings: list[Finding] = []
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            node = read_file(path, f"{shown_as}/{path.name}")
        except RuleBaseInvalid as problem:
            findings.extend(problem.findings)
            continue
        if not isinstance(node, SequenceNode):
            findings.append(wrong_shape("a case file is a list of cases", node, "begin each with `- case: ...`"))
            continue
        found.extend(case for item in node.items if (case := _case(rulebase, item, findings)))
    findings.extend(_repeated(found))
    if findings:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return tuple(found)


def failures(case: Case, advice: Advice) -> tuple[Failure, ...]:
    """Returns every expectation of a case that its advice does not meet, in the order of the file."""
    return judge_expectations(case.expects, observed_by(advice))


def _case(rulebase: RuleBase, node: Node, findings: list[Finding]) -> Case | None:
    before = len(findings)
    fields = Fields.of(node, "a case", KEYS["case"], findings)
    if fields is None:
        return None
    name, given, expected = fields.text("case"), fields.value("answers"), fields.value("expect")
    expects = tuple(_ExpectationReader(rulebase, findings).read(expected)) if expected is not None else ()
    show, answers = fields.flag("show", default=False), None
    if given is not None:
        try:
            answers = read_answers(rulebase, given)
        except AnswersInvalid as problem:
            findings.extend(problem.findings)
    if answers and given is not None:
        findings.extend(_impossible(rulebase, fields.name, answers, given.position))
    return Case(name, answers, expects, node.position, show) if answers and len(findings) == before else None


def _impossible(rulebase: RuleBase, name: str, answers: Answers, at: Position) -> Iterator[Finding]:
    """Returns a finding when a case gives answers that the rule base calls impossible: nothing is proved of them."""
    for condition in rulebase.impossible:
        if truth(condition, lambda fact: answers.given.get(fact, frozenset())):
            places = [Related(leaf.position, "called impossible") for leaf, _ in leaves(condition) if leaf.position]
            message, hint = f"{name} gives answers that are called impossible", "change one of the two"
            yield error("R023", message, at, "the answers", hint, places[:1])
            return


def _repeated(cases: Iterable[Case]) -> Iterator[Finding]:
    seen: dict[str, Position] = {}
    for case in cases:
        if case.name in seen:
            first = Related(seen[case.name], "the first")
            message = f"there are two cases called `{case.name}`"
            yield error("R008", message, case.position, "the second", "give one of them another name", [first])
        seen.setdefault(case.name, case.position)


class _ExpectationReader:
    """Reads what a case expects; an unknown name is a finding, and so is an expectation that could never fail."""

    def __init__(self, rulebase: RuleBase, findings: list[Finding]) -> None:
        self.rulebase, self.findings = rulebase, findings
        self.treatments = tuple(rulebase.treatment_by_id)
        self.kinds = rulebase.kind_question.option_ids
        warnings = tuple(warning.id for treatment in rulebase.treatments for warning in treatment.warnings)
        notes = tuple(note.id for note in rulebase.notes)
        self.shown = {
            **dict.fromkeys(("warnings", "no_warnings", "stressed", "no_stressed"), warnings),
            **dict.fromkeys(("notes", "no_notes", "urgent", "no_urgent"), notes),
        }

    def read(self, node: Node) -> Iterator[Expectation]:
        """Returns the expectations of an entry, in their order."""
        if not isinstance(node, MappingNode) or not node.entries:
            hint = f"name at least one of {', '.join(EXPECTATIONS)}"
            self.findings.append(wrong_shape("`expect` is a mapping", node, hint))
            return
        for key, value in node.entries:
            what = key.text
            if what not in EXPECTATIONS:
                hint = choice_hint(what, EXPECTATIONS, "a case can expect")
                message = f"no advice can be expected to have `{what}`"
                self.findings.append(error("R005", message, key.position, "not known here", hint))
            elif what == "order":
                yield from self._pairs(value)
            elif what in ("plans", "ranks", "grades", "reasons"):
                yield from self._mapping(what, value)
            else:
                names = self._names(value, what, self.shown.get(what, self.treatments), empty=what == "only")
                yield Expectation(what, names, value.position)

    def _pairs(self, node: Node) -> Iterator[Expectation]:
        flat = not isinstance(node, SequenceNode) or not node.items or isinstance(node.items[0], ScalarNode)
        for pair in node.items if isinstance(node, SequenceNode) and not flat else (node,):
            if flat or not isinstance(pair, SequenceNode) or len(pair.items) < 2:
                hint = "write `order: [[first, second]]`, the first above the second"
                self.findings.append(wrong_shape("`order` is a list of pairs", pair, hint))
                continue
            yield Expectation("order", self._names(pair, "order", self.treatments), pair.position)

    def _mapping(self, what: str, node: Node) -> Iterator[Expectation]:
        if not isinstance(node, MappingNode) or not node.entries:
            form = {"plans": "kind: [treatment, ...]", "reasons": "treatment: [rule, ...]"}
            hint = f"write `{what}: {{{form.get(what, 'kind: {treatment: ...}')}}}`"
            self.findings.append(wrong_shape(f"`{what}` is a mapping", node, hint))
            return
        keys = {"reasons": self.treatments, "ranks": (*self.kinds, OVERALL, BEYOND)}.get(what, self.kinds)
        for key, value in node.entries:
            self._check(key, what, keys)
            if key.text not in keys:
                continue
            if what in ("plans", "reasons"):
                known = self.treatments if what == "plans" else self._rules(key.text)
                yield Expectation(what, (key.text, *self._names(value, what, known)), value.position)
                continue
            if not isinstance(value, MappingNode) or not value.entries:
                hint = f"write `{{treatment: {'1' if what == 'ranks' else 'grade'}}}`"
                self.findings.append(wrong_shape(f"`{what}` has a mapping for each {key.text}", value, hint))
                continue
            for treatment, said in value.entries:
                self._check(treatment, what, self.treatments)
                yield Expectation(what, (key.text, treatment.text, self._word(said, what)), said.position)

    def _rules(self, treatment: str) -> tuple[str, ...]:
        found = self.rulebase.treatment_by_id[treatment]
        return tuple(rule.id for rule in (*found.fits, *found.rules_out, *found.adjusts))

    def _word(self, node: Node, what: str) -> str:
        """Returns a grade, or a rank as it is written; what is neither is a finding."""
        if not isinstance(node, ScalarNode):
            self.findings.append(wrong_shape(f"`{what}` has one word here", node, "write one word"))
            return ""
        if what == "grades":
            self._check(node, what, tuple(self.rulebase.grade_by_id))
        elif not (node.text.isascii() and node.text.isdigit() and 1 <= int(node.text[:9]) <= len(self.treatments)):
            hint = f"write a whole number from 1 to {len(self.treatments)}"
            message = f"a rank cannot be `{node.text}`"
            self.findings.append(error("R020", message, node.position, "not a number for this", hint))
        return node.text

    def _names(self, node: Node, what: str, known: tuple[str, ...], *, empty: bool = False) -> tuple[str, ...]:
        found = read_scalars(node, f"`{what}`", self.findings)
        for one in found:
            self._check(one, what, known)
        if isinstance(node, SequenceNode) and not node.items and not empty:
            hint = f"name at least one, or leave `{what}` out"
            self.findings.append(wrong_shape(f"`{what}` names something", node, hint))
        return tuple(one.text for one in found)

    def _check(self, item: ScalarNode, what: str, known: tuple[str, ...]) -> None:
        if item.text not in known:
            message = f"nothing called `{item.text}` can stand under `{what}`"
            hint = choice_hint(item.text, known, "it can be") if len(known) <= 10 or nearest(item.text, known) else ""
            self.findings.append(error("R013", message, item.position, "not known here", hint))
