"""Matches facts with rules for experta, by counting: each rule has a number of unmet tests, and is activated at zero.

experta's own matcher (RETE) visits every node of its network at each firing and copies tokens from node to node. Rules
made by ``advisor.engine.compilation`` need neither: no rule binds a variable or is matched twice, and no fact is ever
retracted. So a declared fact meets each test about its class once, however many rules share the test, and touches only
the rules whose count changes. Nothing is kept from one run to the next but the index of the tests.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from advisor.engine._experta import ANDFC, NOT, NOTFC, Activation, DepthStrategy, Matcher, P

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.engine._experta import Agenda, ExpertaRule, Fact, KnowledgeEngine

__all__ = ["CountingMatcher", "SalienceStrategy"]

_salience = attrgetter("key")


class _OnlyActivation(Activation):  # type: ignore[misc]  # experta has no types
    """The one activation a rule can have. It is its own identity; experta compares rules and facts deeply."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __init__(self, rule: ExpertaRule) -> None:
        super().__init__(rule, ())
        self.key = rule.salience
        self.action = rule._wrapped  # what the rule does; calling the rule filters arguments that ours don't have


class SalienceStrategy(DepthStrategy):  # type: ignore[misc]
    """experta's order of firing for rules of which no two have the same salience: the greatest first."""

    def get_key(self, activation: Activation) -> int:
        """Returns the salience; experta also looks at the facts, and keeps every activation it has seen."""
        return int(activation.rule.salience)

    def update_agenda(self, agenda: Agenda, added: Sequence[Activation], removed: Sequence[Activation]) -> None:
        """Takes activations off the agenda and puts others on it, in bulk where there are many."""
        waiting = agenda.activations
        for activation in removed:
            index = bisect_left(waiting, activation.key, key=_salience)
            if index < len(waiting) and waiting[index] is activation:  # else it has fired
                del waiting[index]
        if len(added) > len(waiting):
            waiting.extend(added)
            waiting.sort(key=_salience)
        else:
            for activation in added:
                insort(waiting, activation, key=_salience)


class _Touched:
    """The numbers of the rules that need, and of those that forbid, a fact with certain values."""

    def __init__(self) -> None:
        self.needing: list[int] = []
        self.forbidding: list[int] = []


class CountingMatcher(Matcher):  # type: ignore[misc]
    """experta's ``__matcher__`` for conjunctions of patterns that are each matched by at most one fact.

    A pattern tests its fields by literals alone, or by ``P``, ``~P`` and ``&`` of these; a class with patterns of the
    second sort has one fact in a run. ``NOT`` stands around one pattern of literals. The predicates return booleans.
    """

    def __init__(self, engine: KnowledgeEngine) -> None:
        super().__init__(engine)
        self._activations: list[_OnlyActivation] = []
        self._counts: list[int] = []  # by rule: the tests to be met
        self._by_values: dict[type, dict[tuple[str, ...], dict[Any, _Touched]]] = {}
        self._by_test: dict[type, dict[tuple[str, Callable[[Any], bool], bool], list[int]]] = {}
        for rule in engine.get_rules():
            self._add(rule)
        self._tables = {
            kind: [(_values_of(fields), table) for fields, table in tables.items()]
            for kind, tables in self._by_values.items()
        }
        self._tests = {
            kind: [(field, holds, wanted, rules) for (field, holds, wanted), rules in tests.items()]
            for kind, tests in self._by_test.items()
        }
        self.reset()

    def reset(self) -> None:
        """Forgets the facts."""
        self._unmet = list(self._counts)

    def changes(
        self, adding: Sequence[Fact] = (), deleting: Sequence[Fact] = ()
    ) -> tuple[list[_OnlyActivation], list[_OnlyActivation]]:
        """Returns the activations that come and those that go with new facts. Facts cannot be deleted."""
        assert not deleting, "no rule retracts a fact"
        unmet, activations = self._unmet, self._activations
        complete: list[int] = []
        removed: list[_OnlyActivation] = []
        for fact in adding:
            for values_of, table in self._tables.get(type(fact), ()):
                touched = table.get(values_of(fact))
                if touched is not None:
                    for number in touched.needing:
                        unmet[number] -= 1
                        if not unmet[number]:
                            complete.append(number)
                    for number in touched.forbidding:
                        if not unmet[number]:
                            removed.append(activations[number])
                        unmet[number] += 1
            for field, holds, wanted, rules in self._tests.get(type(fact), ()):
                if holds(fact[field]) is wanted:
                    for number in rules:
                        unmet[number] -= 1
                        if not unmet[number]:
                            complete.append(number)
        return [activations[number] for number in complete if not unmet[number]], removed

    def _add(self, rule: ExpertaRule) -> None:
        number, count = len(self._activations), 0
        for pattern in rule:
            if isinstance(pattern, NOT):
                self._touched(pattern[0]).forbidding.append(number)
            elif any(isinstance(wanted, (P, NOTFC, ANDFC)) for wanted in pattern.values()):
                for field, constraint in pattern.items():
                    for holds, wanted in _single_tests(constraint):
                        tests = self._by_test.setdefault(type(pattern), {})
                        tests.setdefault((field, holds, wanted), []).append(number)
                        count += 1
            else:
                self._touched(pattern).needing.append(number)
                count += 1
        self._activations.append(_OnlyActivation(rule))
        self._counts.append(count)

    def _touched(self, pattern: Fact) -> _Touched:
        fields = tuple(pattern)
        table = self._by_values.setdefault(type(pattern), {}).setdefault(fields, {})
        return table.setdefault(_values_of(fields)(pattern), _Touched())


def _values_of(fields: tuple[str, ...]) -> Callable[[Fact], Any]:
    return itemgetter(*fields) if fields else lambda _fact: ()


def _single_tests(constraint: P | NOTFC | ANDFC) -> Iterator[tuple[Callable[[Any], bool], bool]]:
    """Yields the predicates of a constraint, each with the result it must have."""
    if isinstance(constraint, ANDFC):
        for part in constraint:
            yield from _single_tests(part)
    elif isinstance(constraint, NOTFC):
        yield constraint[0].match, False
    else:
        yield constraint.match, True
