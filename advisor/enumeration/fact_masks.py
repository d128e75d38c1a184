"""Facts and conditions as bit masks: the answers of every profile, and the facts derived from them.

Derived facts are found without sorting the derivations into strata, by two estimates that close in on each other: with
a ``not`` read where a fact surely holds too much may follow, and with it read where a fact possibly holds too little.
Each estimate is worked out from the one before it until both are equal (the well-founded model). Where no fact follows
from its own absence, as loading makes sure, they come to be: at what the derivations mean when taken in strata.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import InferenceFailed
from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.model.rules import Derivation

__all__ = ["FactMasks", "union"]

Masks = dict[tuple[str, str], int]  # by a fact and its value


def union(masks: Iterable[int]) -> int:
    """Returns the mask of the profiles in at least one of the masks; 0 without masks."""
    return reduce(or_, masks, 0)


class FactMasks:
    """Where conditions hold, for the profiles of the mask ``every``. Nothing changes once it is made.

    ``answers`` holds the mask of each ``(question, option)``. The constructor raises InferenceFailed when a fact would
    follow from its own absence.
    """

    def __init__(
        self, every: int, answers: Mapping[tuple[str, str], int], derivations: Iterable[Derivation] = ()
    ) -> None:
        self.every = every
        self._answers = {fact: mask & every for fact, mask in answers.items()}
        self._facts = self._derived(tuple(derivations))

    def mask(self, condition: Condition, suggested: Mapping[str, int] | None = None) -> int:
        """Returns the mask of the profiles for which a condition holds.

        ``suggested`` has the profiles to which each treatment is suggested; raises KeyError for one that it leaves out.
        """
        return self._mask(condition, self._facts, self._facts, suggested or {})

    def fact(self, name: str, value: str) -> int:
        """Returns the mask of the profiles with that answer or that derived fact; 0 when there is no such name."""
        return self._facts.get((name, value), 0)

    def deriving(self, derivations: Iterable[Derivation]) -> FactMasks:
        """Returns the same answers with the facts of these derivations instead. Raises InferenceFailed."""
        return FactMasks(self.every, self._answers, derivations)

    def of_profiles(self, numbers: Sequence[int]) -> FactMasks:
        """Returns the answers of some profiles, without derived facts: bit i then stands for profile ``numbers[i]``."""

        def cut(mask: int) -> int:
            return union((mask >> number & 1) << place for place, number in enumerate(numbers))

        return FactMasks(cut(self.every), {fact: cut(mask) for fact, mask in self._answers.items()})

    def _derived(self, rules: Sequence[Derivation]) -> Masks:
        concluded = {(rule.fact, rule.value) for rule in rules}
        readers: dict[tuple[str, str], list[int]] = defaultdict(list)
        negated = False
        for number, rule in enumerate(rules):
            for fact, under_not in _read(rule.when):
                readers[fact].append(number)
                negated |= under_not and fact in concluded

        def following(under_not: Masks) -> Masks:
            """What follows from the answers when what stands under a ``not`` is read there; only readers are redone."""
            facts = {**dict.fromkeys(concluded, 0), **self._answers}
            waiting: Iterable[int] = range(len(rules))
            while waiting:
                woken: dict[int, None] = {}
                for number in waiting:
                    rule = rules[number]
                    conclusion = (rule.fact, rule.value)
                    after = facts[conclusion] | self._mask(rule.when, facts, under_not, {})
                    if after != facts[conclusion]:
                        facts[conclusion] = after
                        woken.update(dict.fromkeys(readers[conclusion]))
                waiting = woken
            return facts

        sure = self._answers
        while True:
            possible = following(sure)
            before, sure = sure, following(possible) if negated else possible
            if sure == possible:
                return sure
            if sure == before:
                unsettled = sorted(": ".join(fact) for fact in concluded if sure[fact] != possible[fact])
                raise InferenceFailed(f"for some answers these follow from their own absence: {', '.join(unsettled)}")

    def _mask(self, condition: Condition, facts: Masks, under_not: Masks, suggested: Mapping[str, int]) -> int:
        """Returns where a condition holds; under a ``not`` facts are read in ``under_not``, under two in ``facts``."""
        match condition:
            case Is(fact, values):
                return union(facts.get((fact, value), 0) for value in values)
            case All(parts):
                return reduce(and_, (self._mask(part, facts, under_not, suggested) for part in parts), self.every)
            case AnyOf(parts):
                return union(self._mask(part, facts, under_not, suggested) for part in parts)
            case Not(part):
                return self.every & ~self._mask(part, under_not, facts, suggested)
            case Suggests(treatments):
                return union(suggested[treatment] for treatment in treatments)


def _read(condition: Condition, under_not: bool = False) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yields each fact with a value that a condition reads, with whether it is under an odd number of ``not``."""
    match condition:
        case Is(fact, values):
            yield from (((fact, value), under_not) for value in values)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _read(part, under_not)
        case Not(part):
            yield from _read(part, not under_not)
