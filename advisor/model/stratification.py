"""Derivations in the order in which they may fire: what is looked at under ``not`` is settled before.

The unit is one conclusion, a fact with its value. A conclusion stands no lower than what it follows from, and higher
than what it follows from the absence of; answers are settled from the start.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Related, error
from advisor.model.conditions import Is, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.findings import Finding
    from advisor.model.rules import Derivation

__all__ = ["strata"]

Conclusion = tuple[str, str]


def strata(derivations: Iterable[Derivation]) -> tuple[tuple[Derivation, ...], ...]:
    """The derivations by stratum, lowest first; within a stratum they keep their order.

    Facts that no derivation concludes are taken for answers. Raises RuleBaseInvalid with one finding for each circle
    of derivations that goes through a ``not``: there the first would take itself back.
    """
    rules = tuple(derivations)
    needs = _needs(rules)
    level = dict.fromkeys(needs, 0)
    moved = True
    while moved:
        moved = False
        for conclusion, needed in needs.items():
            lowest = max((level[one] + negated for one, negated in needed), default=0)
            if lowest > level[conclusion]:
                level[conclusion], moved = lowest, True
            if lowest > len(needs):  # more levels than conclusions: some circle lifts itself
                raise RuleBaseInvalid(_circles(rules, needs))
    height = max(level.values(), default=-1)
    return tuple(
        layer
        for stratum in range(height + 1)
        if (layer := tuple(rule for rule in rules if level[rule.fact, rule.value] == stratum))
    )


def _needs(rules: tuple[Derivation, ...]) -> dict[Conclusion, list[tuple[Conclusion, bool]]]:
    """For each conclusion the conclusions it depends on, and whether on their absence."""
    needs: dict[Conclusion, list[tuple[Conclusion, bool]]] = {(rule.fact, rule.value): [] for rule in rules}
    for rule in rules:
        for leaf, negated in leaves(rule.when):
            if isinstance(leaf, Is):
                named = sorted((leaf.fact, value) for value in leaf.values)
                needs[rule.fact, rule.value].extend((one, negated) for one in named if one in needs)
    return needs


def _circles(rules: tuple[Derivation, ...], needs: dict[Conclusion, list[tuple[Conclusion, bool]]]) -> list[Finding]:
    """One finding for each set of conclusions that lie on a common circle through a ``not``."""
    findings: list[Finding] = []
    told: set[Conclusion] = set()
    for start in sorted(needs):
        for needed, negated in needs[start]:
            way = _way(needed, start, needs) if negated else None
            if way is None or start in told:
                continue
            told.update(way)
            findings.append(_circle(way, rules))
    return findings


def _way(
    start: Conclusion, goal: Conclusion, needs: dict[Conclusion, list[tuple[Conclusion, bool]]]
) -> list[Conclusion] | None:
    """The shortest chain from ``goal`` back to ``start``, each needed by the one behind it; None without one."""
    before: dict[Conclusion, Conclusion | None] = {start: None}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if at == goal:
            chain = []
            step: Conclusion | None = at
            while step is not None:
                chain.append(step)
                step = before[step]
            return chain
        for needed, _ in needs[at]:
            if needed not in before:
                before[needed] = at
                waiting.append(needed)
    return None


def _circle(chain: list[Conclusion], rules: tuple[Derivation, ...]) -> Finding:
    """Says how each conclusion of a chain follows from the next; the first needs the absence of the last."""
    around = [chain[0], *reversed(chain[1:])]
    steps = []
    for place, (fact, value) in enumerate(around):
        after = around[(place + 1) % len(around)]
        rule, negated = _link((fact, value), after, rules)
        steps.append((rule, f"{fact}: {value} follows from {'not ' if negated else ''}{after[0]}: {after[1]}"))
    (first, said), *others = steps
    fact, value = around[0]
    return error(
        "R017",
        f"`{fact}: {value}` would follow from its own absence",
        first.position,
        said,
        "take `not` out of one of them, or let it look at answers",
        [Related(rule.position, says) for rule, says in others],
    )


def _link(conclusion: Conclusion, needed: Conclusion, rules: tuple[Derivation, ...]) -> tuple[Derivation, bool]:
    """A rule by which one conclusion needs another; where there are several, one that needs its absence."""
    found = [
        (rule, negated)
        for rule in rules
        if (rule.fact, rule.value) == conclusion
        for leaf, negated in leaves(rule.when)
        if isinstance(leaf, Is) and leaf.fact == needed[0] and needed[1] in leaf.values
    ]
    return next((link for link in found if link[1]), found[0])
