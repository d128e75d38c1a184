"""Matches facts with rules for experta, by counting: each rule has a number of unmet parts, and is activated at zero.

experta's own matcher (RETE) visits every node of its network at each firing and copies tokens from node to node. Rules
made by ``advisor.engine.compilation`` need neither: no rule binds a variable or is to fire twice, and no fact is ever
retracted. So a declared fact meets each test about its class once, however many rules share the test, and touches only
the rules whose count changes. Nothing is kept from one run to the next but the index of the tests.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from advisor.engine._experta import ANDFC, NOT, NOTFC, OR, Activation, DepthStrategy, Matcher, P

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
    """experta's order of firing for rules of which no two have the same salience: the greatest first.

    experta also looks at the facts of an activation, and keeps every activation it has seen.
    """

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
    """The nodes that need, and those that forbid, a fact with certain values."""

    def __init__(self) -> None:
        self.needing: list[int] = []
        self.forbidding: list[int] = []


class CountingMatcher(Matcher):  # type: ignore[misc]
    """experta's ``__matcher__`` for rules of facts, ``NOT``, ``AND`` and ``OR`` that are to be activated only once.

    A pattern tests its fields by literals alone, or by ``P``, ``~P`` and ``&`` of these, whose predicates return
    booleans; a class with patterns of the second sort has one fact in a run. ``NOT`` stands around one pattern of
    literals. However many alternatives of an ``OR`` hold, there is one activation; experta makes one for each.

    A node is a rule, an ``OR``, or an alternative of one. It counts how many of its parts must still be met: all parts
    of a rule or alternative, one of an ``OR``. At zero or below it is met, and so a part of its parent is.
    """

    def __init__(self, engine: KnowledgeEngine) -> None:
        super().__init__(engine)
        self._counts: list[int] = []  # by node, in an empty run
        self._parents: list[int | None] = []
        self._activations: dict[int, _OnlyActivation] = {}  # by the node of each rule
        self._by_values: dict[type, dict[tuple[str, ...], dict[tuple[Any, ...], _Touched]]] = {}
        self._by_test: dict[type, dict[str, dict[tuple[Callable[[Any], bool], bool], list[int]]]] = {}
        for rule in engine.get_rules():
            node = self._node(None, 0)
            self._activations[node] = _OnlyActivation(rule)
            self._require_all(rule, node)
        self.reset()

    def reset(self) -> None:
        """Forgets the facts."""
        self._unmet = list(self._counts)

    def changes(
        self, adding: Sequence[Fact] = (), deleting: Sequence[Fact] = ()
    ) -> tuple[list[_OnlyActivation], list[_OnlyActivation]]:
        """Returns the activations that come and those that go with new facts. Facts cannot be deleted."""
        assert not deleting, "no rule retracts a fact"
        unmet, parents = self._unmet, self._parents
        met: dict[int, None] = {}
        removed: list[_OnlyActivation] = []
        for fact in adding:
            for fields, table in self._by_values.get(type(fact), {}).items():
                touched = table.get(tuple([fact[field] for field in fields]))
                if touched is not None:
                    for node in touched.needing:
                        unmet[node] -= 1
                        if not unmet[node]:
                            self._is_met(node, met)
                    for node in touched.forbidding:
                        unmet[node] += 1
                        if unmet[node] == 1:
                            self._is_unmet(node, removed)
            for field, tests in self._by_test.get(type(fact), {}).items():
                value = fact[field]
                for (holds, wanted), nodes in tests.items():
                    if holds(value) is wanted:
                        for node in nodes:
                            unmet[node] -= 1
                            if not unmet[node]:
                                if parents[node] is None:  # most are rules, and need no call
                                    met[node] = None
                                else:
                                    self._is_met(node, met)
        return [self._activations[node] for node in met if unmet[node] <= 0], removed

    def _is_met(self, node: int, met: dict[int, None]) -> None:
        """Counts a node that has come to be met in its parent, and so on; adds the rule when that is met."""
        unmet, parents = self._unmet, self._parents
        while (parent := parents[node]) is not None:
            node = parent
            unmet[node] -= 1
            if unmet[node]:
                return
        met[node] = None

    def _is_unmet(self, node: int, removed: list[_OnlyActivation]) -> None:
        """The same for a node that is no longer met."""
        unmet, parents = self._unmet, self._parents
        while (parent := parents[node]) is not None:
            node = parent
            unmet[node] += 1
            if unmet[node] != 1:
                return
        removed.append(self._activations[node])

    def _node(self, parent: int | None, count: int) -> int:
        self._counts.append(count)
        self._parents.append(parent)
        return len(self._counts) - 1

    def _require_all(self, parts: Iterable[Any], node: int) -> None:
        """Makes the parts of a rule or an alternative count in its node."""
        for part in parts:
            if isinstance(part, NOT):
                self._touched(part[0]).forbidding.append(node)
            elif isinstance(part, OR):
                choice = self._node(node, 1)
                for alternative in part:
                    one = self._node(choice, 0)
                    self._require_all(alternative, one)
                    self._counts[choice] -= self._counts[one] == 0  # it forbids facts, and needs none
                self._counts[node] += self._counts[choice] == 1
            elif any(isinstance(wanted, (P, NOTFC, ANDFC)) for wanted in part.values()):
                by_field = self._by_test.setdefault(type(part), {})
                for field, constraint in part.items():
                    tests = by_field.setdefault(field, {})
                    for test in _single_tests(constraint):
                        tests.setdefault(test, []).append(node)
                        self._counts[node] += 1
            else:
                self._touched(part).needing.append(node)
                self._counts[node] += 1

    def _touched(self, pattern: Fact) -> _Touched:
        table = self._by_values.setdefault(type(pattern), {}).setdefault(tuple(pattern), {})
        return table.setdefault(tuple(pattern.values()), _Touched())


def _single_tests(constraint: P | NOTFC | ANDFC) -> Iterator[tuple[Callable[[Any], bool], bool]]:
    """Yields the predicates of a constraint, each with the result it must have."""
    if isinstance(constraint, ANDFC):
        for part in constraint:
            yield from _single_tests(part)
    elif isinstance(constraint, NOTFC):
        yield constraint[0].match, False
    else:
        yield constraint.match, True
