"""How answers lead over facts to treatments, as boxes in columns with lines between them; not yet drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.model.conditions import Condition, Is, leaves
from advisor.model.wording import topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Binding

__all__ = ["Diagram", "DiagramBox", "DiagramEdge", "diagram_of"]

How = Literal["fits", "rules out", "bears on"]


@dataclass(frozen=True, slots=True)
class DiagramBox:
    """One answer, fact or treatment; ``column`` counts from 0 at the left."""

    id: str
    label: str
    column: int


@dataclass(frozen=True, slots=True)
class DiagramEdge:
    """From one box to another, and how the first bears on the second."""

    start: str
    end: str
    how: How


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes in the order in which they stand in their columns, the name of each column, and the lines."""

    boxes: tuple[DiagramBox, ...]
    columns: tuple[str, ...]
    lines: tuple[DiagramEdge, ...]


def diagram_of(rulebase: RuleBase) -> Diagram:
    """The picture of a rule base: kinds and questions, facts by how many steps they follow in, treatments.

    What leads to no treatment (to notes only, say) is left out.
    """
    found = tuple(dict.fromkeys([*_to_facts(rulebase), *_to_treatments(rulebase)]))
    leading = _leading(found, {f"treatment {one.id}" for one in rulebase.treatments})
    steps = {fact: step for fact, step in _steps(rulebase).items() if fact in leading}
    facts = 1 + max(steps.values(), default=0)
    boxes = [DiagramBox(f"kind {option.id}", option.short, 0) for option in rulebase.kind_question.options]
    boxes += [
        DiagramBox(question.id, topic(question.id), 0) for question in rulebase.questions if question.id in leading
    ]
    boxes += [DiagramBox(fact, topic(fact), step) for fact, step in sorted(steps.items(), key=lambda pair: pair[1])]
    boxes += [DiagramBox(f"treatment {one.id}", one.name, facts) for one in rulebase.treatments]
    follows = [f"what follows ({step})" if facts > 2 else "what follows" for step in range(1, facts)]
    lines = tuple(line for line in found if line.end in leading)
    return Diagram(tuple(boxes), ("answers", *follows, "treatments"), lines)


def _leading(lines: Iterable[DiagramEdge], treatments: set[str]) -> set[str]:
    """The boxes from which lines lead to a treatment, and the treatments."""
    leading, before = set(treatments), 0
    while len(leading) > before:
        before = len(leading)
        leading |= {line.start for line in lines if line.end in leading}
    return leading


def _steps(rulebase: RuleBase) -> dict[str, int]:
    """In how many steps each fact follows from the answers, at most."""
    steps = {rule.fact: 1 for rule in rulebase.derivations}
    for _ in steps:
        for rule in rulebase.derivations:
            behind = [steps[leaf.fact] for leaf, _ in leaves(rule.when) if isinstance(leaf, Is) and leaf.fact in steps]
            steps[rule.fact] = max(steps[rule.fact], 1 + max(behind, default=0))
    return steps


def _starts(rulebase: RuleBase, condition: Condition) -> Iterable[str]:
    """The boxes that a condition looks at: a depth is looked at in the box of its kind."""
    kinds = rulebase.kinds
    kind_of = {question: kind for kind, question in kinds.depth_questions.items()}
    for leaf, _ in leaves(condition):
        if not isinstance(leaf, Is):
            continue
        if leaf.fact == kinds.question:
            yield from (f"kind {value}" for value in sorted(leaf.values))
        elif leaf.fact in kind_of:
            yield f"kind {kind_of[leaf.fact]}"
        else:
            yield leaf.fact


def _bound(rulebase: RuleBase, binding: Binding | None) -> Iterable[str]:
    return (f"kind {kind}" for kind, _ in rulebase.conditions_by_kind(binding)) if binding else ()


def _to_facts(rulebase: RuleBase) -> Iterable[DiagramEdge]:
    for rule in rulebase.derivations:
        for start in _starts(rulebase, rule.when):
            yield DiagramEdge(start, rule.fact, "bears on")


def _to_treatments(rulebase: RuleBase) -> Iterable[DiagramEdge]:
    for one in rulebase.treatments:
        end = f"treatment {one.id}"
        for start in _starts(rulebase, rulebase.setting_by_id[one.setting].needs):
            yield DiagramEdge(start, end, "bears on")
        for fit in one.fits:
            yield from (DiagramEdge(start, end, "fits") for start in _bound(rulebase, fit.binding))
            yield from (DiagramEdge(start, end, "bears on") for start in _starts(rulebase, fit.when))
        for rule in one.rules_out:
            starts = list(_starts(rulebase, rule.when)) or list(_bound(rulebase, rule.binding))
            yield from (DiagramEdge(start, end, "rules out") for start in starts)
        for adjusts in one.adjusts:
            yield from (DiagramEdge(start, end, "bears on") for start in _starts(rulebase, adjusts.when))
