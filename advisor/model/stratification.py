"""Sorts derivations into strata, so that a fact is settled before a rule asks that it be absent (``not``).

A conclusion is a fact with a value. Its stratum is at least that of every conclusion it needs, and above that of every
conclusion whose absence it needs. Answers are known from the start and need no stratum.
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

Conclusion = tuple[str, str]  # a fact and its value
Needs = dict[Conclusion, list[tuple[Conclusion, bool]]]  # True: needs the absence


def strata(derivations: Iterable[Derivation]) -> tuple[tuple[Derivation, ...], ...]:
    """Returns the derivations as a tuple of strata, lowest first, each a tuple that is not empty, in the order given.

    Facts that no derivation concludes count as answers. Raises RuleBaseInvalid with one finding (R017) for each cycle
    of derivations that goes through a ``not``, where a conclusion would follow from its own absence.
    """
    rules = tuple(derivations)
    needs = _needs(rules)
    stratum = dict.fromkeys(needs, 0)
    changed = True
    while changed:
        changed = False
        for conclusion, needed in needs.items():
            lowest = max((stratum[other] + negated for other, negated in needed), default=0)
            if lowest > stratum[conclusion]:
                stratum[conclusion], changed = lowest, True
            if lowest > len(needs):  # more strata than conclusions: a cycle raises itself without end
                raise RuleBaseInvalid(_cycles(rules, needs))
    return tuple(
        tuple(rule for rule in rules if stratum[rule.fact, rule.value] == number)
        for number in sorted(set(stratum.values()))
    )


def _needs(rules: tuple[Derivation, ...]) -> Needs:
    """Maps each conclusion to those it needs, each with whether it needs its absence."""
    needs: Needs = {(rule.fact, rule.value): [] for rule in rules}
    for rule in rules:
        for leaf, negated in leaves(rule.when):
            if isinstance(leaf, Is):
                others = sorted((leaf.fact, value) for value in leaf.values)
                needs[rule.fact, rule.value].extend((other, negated) for other in others if other in needs)
    return needs


def _cycles(rules: tuple[Derivation, ...], needs: Needs) -> list[Finding]:
    """Returns one finding for each set of conclusions on a common cycle through a ``not``."""
    findings: list[Finding] = []
    reported: set[Conclusion] = set()
    for start in sorted(needs):
        for needed, negated in needs[start]:
            path = _shortest_path(needed, start, needs) if negated else None
            if path is None or start in reported:
                continue
            reported.update(path)
            findings.append(_cycle_finding([start, *path[:-1]], rules))
    return findings


def _shortest_path(start: Conclusion, goal: Conclusion, needs: Needs) -> tuple[Conclusion, ...] | None:
    """Returns a shortest path from ``start`` to ``goal``, each conclusion needing the next; None when there is none."""
    seen = {start}
    waiting: deque[tuple[Conclusion, ...]] = deque([(start,)])
    while waiting:
        path = waiting.popleft()
        if path[-1] == goal:
            return path
        for needed, _ in needs[path[-1]]:
            if needed not in seen:
                seen.add(needed)
                waiting.append((*path, needed))
    return None


def _cycle_finding(around: list[Conclusion], rules: tuple[Derivation, ...]) -> Finding:
    """Returns the finding that names, for each conclusion of a cycle, the rule by which it follows from the next."""
    steps = []
    for (fact, value), after in zip(around, [*around[1:], around[0]], strict=True):
        rule, negated = _link((fact, value), after, rules)
        steps.append((rule, f"{fact}: {value} follows from {'not ' if negated else ''}{after[0]}: {after[1]}"))
    (first, label), *others = steps
    fact, value = around[0]
    return error(
        "R017",
        f"`{fact}: {value}` would follow from its own absence",
        first.position,
        label,
        "take `not` out of one of them, or let it look at answers",
        [Related(rule.position, says) for rule, says in others],
    )


def _link(conclusion: Conclusion, needed: Conclusion, rules: tuple[Derivation, ...]) -> tuple[Derivation, bool]:
    """Returns a rule by which one conclusion needs another or (preferably) its absence, and whether the absence."""
    found = [
        (rule, negated)
        for rule in rules
        if (rule.fact, rule.value) == conclusion
        for leaf, negated in leaves(rule.when)
        if isinstance(leaf, Is) and leaf.fact == needed[0] and needed[1] in leaf.values
    ]
    return next((link for link in found if link[1]), found[0])
