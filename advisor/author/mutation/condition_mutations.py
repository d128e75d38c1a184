"""Small changes to one condition or binding: a leaf dropped or negated, an option added or taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advisor.author.proving.conditionals import leaf_changes, leaf_text
from advisor.model.conditions import ALWAYS, Condition, Is, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.author.proving.conditionals import Leaf
    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Binding

__all__ = ["ConditionMutator", "MutationLabel"]


@dataclass(frozen=True, slots=True)
class MutationLabel:
    """What was changed: ``kind`` is a row of the summary, ``change`` says it in words, ``position`` is where it stands.

    ``position`` is None where it is that of the whole rule.
    """

    kind: str
    change: str
    position: Position | None = None


class ConditionMutator:
    """Changes conditions into others that could stand in the same rule base."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.kinds, self.treatments = rulebase.kinds, tuple(rulebase.treatment_by_id)
        self.kind_ids = rulebase.kind_question.option_ids
        self.options = {question.id: question.option_ids for question in rulebase.questions}  # values of each fact
        for rule in rulebase.derivations:
            if rule.value not in self.options.get(rule.fact, ()):
                self.options[rule.fact] = (*self.options.get(rule.fact, ()), rule.value)

    def conditions(self, condition: Condition) -> Iterator[tuple[Condition, MutationLabel]]:
        """Returns every change of a condition; one of which nothing is left becomes one that always holds."""
        for changed, label in leaf_changes(condition, self._leaf):
            yield (ALWAYS if changed is None else changed), label

    def _leaf(self, leaf: Leaf) -> Iterator[tuple[Condition | None, MutationLabel]]:
        text = leaf_text(leaf)
        yield None, MutationLabel("condition dropped", f"without `{text}`", leaf.position)
        yield Not(leaf), MutationLabel("condition negated", f"with `not` before `{text}`", leaf.position)
        places = dict(leaf.value_positions)
        if isinstance(leaf, Is):
            for value, values, label in _options(leaf.values, self.options.get(leaf.fact, ()), leaf.fact):
                yield replace(leaf, values=values), replace(label, position=places.get(value, leaf.position))
        elif not leaf.selector:
            for value, values, label in _options(leaf.treatments, self.treatments, "suggests"):
                yield replace(leaf, treatments=values), replace(label, position=places.get(value, leaf.position))

    def bindings(self, binding: Binding) -> Iterator[tuple[Binding, MutationLabel]]:
        """Returns every change of a binding that still binds a kind there is."""
        places = dict(binding.positions)
        first = next(iter(places.values()), None)
        depth_of, depth_called = self.kinds.depth_questions, self.kinds.depth_called
        if binding.kinds is not None:
            known = [kind for kind in self.kind_ids if binding.depths is None or kind in depth_of]
            for value, kinds, label in _options(binding.kinds, known, self.kinds.called):
                yield replace(binding, kinds=kinds), replace(label, position=places.get(value, first))
        if binding.depths is not None:
            bound = [kind for kind in self.kind_ids if binding.kinds is None or kind in binding.kinds]
            known = [option for kind in bound if kind in depth_of for option in self.options[depth_of[kind]]]
            first_depth = next((places[depth] for depth in places if depth in binding.depths), first)
            for value, depths, label in _options(binding.depths, dict.fromkeys(known), depth_called):
                yield replace(binding, depths=depths), replace(label, position=places.get(value, first_depth))
            change = f"without `{depth_called}: {', '.join(sorted(binding.depths))}`"
            yield replace(binding, depths=None), MutationLabel("condition dropped", change, first_depth)


def _options(
    values: frozenset[str], known: Iterable[str], called: str
) -> Iterator[tuple[str, frozenset[str], MutationLabel]]:
    """Returns the values with one less (never none left) or one more, after that one value and before the label."""
    for value in sorted(values) if len(values) > 1 else ():
        yield value, values - {value}, MutationLabel("option taken away", f"`{called}` without `{value}`")
    for value in known:
        if value not in values:
            yield value, values | {value}, MutationLabel("option added", f"`{called}` also `{value}`")
