"""Small changes to one condition or binding: a leaf dropped or negated, an option added or taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advisor.model.conditions import ALWAYS, All, AnyOf, Is, Not
from advisor.model.rules import Binding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition, Suggests
    from advisor.model.rulebase import RuleBase

__all__ = ["ConditionMutation", "ConditionMutator"]


@dataclass(frozen=True, slots=True)
class ConditionMutation:
    """One change. ``kind`` is a row of the summary; ``said`` names it; ``made`` is what stands there then."""

    kind: str
    said: str
    position: Position | None
    made: Condition | Binding | None


class ConditionMutator:
    """What can stand in conditions of a rule base: every fact with its values, every treatment, kinds and depths."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.kinds, self.treatments = rulebase.kinds, tuple(rulebase.treatment_by_id)
        self.options: dict[str, tuple[str, ...]] = {question.id: question.option_ids for question in rulebase.questions}
        for rule in rulebase.derivations:
            if rule.value not in self.options.get(rule.fact, ()):
                self.options[rule.fact] = (*self.options.get(rule.fact, ()), rule.value)
        self.kind_ids = rulebase.kind_question.option_ids

    def conditions(self, condition: Condition) -> Iterator[ConditionMutation]:
        """Every change of a condition; dropping all there was leaves one that always holds."""
        for edit in self._edits(condition):
            yield edit if edit.made is not None else replace(edit, made=ALWAYS)

    def _edits(self, condition: Condition) -> Iterator[ConditionMutation]:
        """As ``conditions``, but ``made`` is None where nothing is left."""
        match condition:
            case All(parts) | AnyOf(parts):
                for place, part in enumerate(parts):
                    for edit in self._edits(part):
                        rest = (*parts[:place], *_one(edit.made), *parts[place + 1 :])
                        yield replace(edit, made=type(condition)(rest) if rest else None)
            case Not(part):
                for edit in self._edits(part):
                    made = _one(edit.made)
                    yield replace(edit, made=Not(made[0]) if made else None)
            case _:
                yield from self._leaf(condition)

    def _leaf(self, leaf: Is | Suggests) -> Iterator[ConditionMutation]:
        named = _named(leaf)
        yield ConditionMutation("condition dropped", f"without `{named}`", leaf.position, None)
        yield ConditionMutation("condition negated", f"with `not` before `{named}`", leaf.position, Not(leaf))
        places = dict(leaf.value_positions)
        if isinstance(leaf, Is):
            for value, values, edit in _options(leaf.values, self.options.get(leaf.fact, ()), leaf.fact):
                position = places.get(value, leaf.position)
                yield replace(edit, made=replace(leaf, values=values), position=position)
        elif not leaf.selector:
            for value, values, edit in _options(leaf.treatments, self.treatments, "suggests"):
                position = places.get(value, leaf.position)
                yield replace(edit, made=replace(leaf, treatments=values), position=position)

    def bindings(self, binding: Binding) -> Iterator[ConditionMutation]:
        """Every change of what is bound that still binds something there is."""
        places = dict(binding.positions)
        first = next(iter(places.values()), None)
        depth_of, word = self.kinds.depth_questions, self.kinds.depth_called
        if binding.kinds is not None:
            known = [kind for kind in self.kind_ids if binding.depths is None or kind in depth_of]
            for value, kinds, edit in _options(binding.kinds, tuple(known), self.kinds.called):
                yield replace(edit, made=replace(binding, kinds=kinds), position=places.get(value, first))
        if binding.depths is not None:
            bound = [depth_of[kind] for kind in self.kind_ids if kind in depth_of and _binds(binding, kind)]
            known = list(dict.fromkeys(option for question in bound for option in self.options[question]))
            first_depth = next((places[depth] for depth in places if depth in binding.depths), first)
            for value, depths, edit in _options(binding.depths, tuple(known), word):
                yield replace(edit, made=replace(binding, depths=depths), position=places.get(value, first_depth))
            said = f"without `{word}: {', '.join(sorted(binding.depths))}`"
            yield ConditionMutation("condition dropped", said, first_depth, replace(binding, depths=None))


def _one(made: Condition | Binding | None) -> tuple[Condition, ...]:
    assert not isinstance(made, Binding)
    return () if made is None else (made,)


def _binds(binding: Binding, kind: str) -> bool:
    return binding.kinds is None or kind in binding.kinds


def _named(leaf: Is | Suggests) -> str:
    if isinstance(leaf, Is):
        return f"{leaf.fact}: {', '.join(sorted(leaf.values))}"
    said = [f"{name} {value}" for name, value in leaf.selector] or sorted(leaf.treatments)
    return f"suggests: {', '.join(said)}"


def _options(
    values: frozenset[str], known: tuple[str, ...], of: str
) -> Iterator[tuple[str, frozenset[str], ConditionMutation]]:
    """One value less (never none left) or one more: the value, all of them then, an edit without place and result."""
    for value in sorted(values) if len(values) > 1 else ():
        yield value, values - {value}, ConditionMutation("option taken away", f"`{of}` without `{value}`", None, None)
    for value in known:
        if value not in values:
            yield value, values | {value}, ConditionMutation("option added", f"`{of}` also `{value}`", None, None)
