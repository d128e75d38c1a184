"""What a case can expect, and whether what a person is told meets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.cases.observed import LISTS, OVERALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.cases.observed import Observed
    from advisor.diagnostics.source import Position

__all__ = ["EXPECTATIONS", "NEGATIVE", "Expectation", "Failure", "judge_expectation"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of what a case expects: ``what`` is its key, ``values`` the ids it names.

    ``plans``: the kind, then treatments. ``ranks``: where, the treatment, its rank. ``grades``: the kind, the
    treatment, its grade. ``reasons``: the treatment, then rules.
    """

    what: str
    values: tuple[str, ...]
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that is not met: what was expected, what was got instead, and the ``names`` that it is about."""

    expectation: Expectation
    expected: str
    got: str
    names: tuple[str, ...] = ()


# each expectation that something is shown, and the one that it is not
NEGATIVE = {"warnings": "no_warnings", "stressed": "no_stressed", "notes": "no_notes", "urgent": "no_urgent"}


def judge_expectation(expectations: Iterable[Expectation], told: Observed) -> tuple[Failure, ...]:
    """Every expectation that is not met, in their order."""
    return tuple(found for one in expectations if (found := EXPECTATIONS[one.what](one, told)))


def _listed(expectation: Expectation, told: Observed) -> Failure | None:
    wrong = tuple(name for name in expectation.values if told.places[name] != expectation.what)
    got = ", ".join(f"{name}: {told.places[name]}" for name in wrong)
    return Failure(expectation, f"{expectation.what}: {', '.join(wrong)}", got, wrong) if wrong else None


def _only(expectation: Expectation, told: Observed) -> Failure | None:
    wanted, got = set(expectation.values), set(told.listed("suggested"))
    if wanted == got:
        return None
    names = tuple(sorted(wanted ^ got))
    said = [f"{name} as well" for name in sorted(got - wanted)]
    said += [f"{name}: {told.places[name]}" for name in sorted(wanted - got)]
    return Failure(expectation, f"only: {', '.join(sorted(wanted)) or 'nothing'}", ", ".join(said), names)


def _order(expectation: Expectation, told: Observed) -> Failure | None:
    found = told.ranks[OVERALL]
    for above, below in pairwise(expectation.values):
        if above not in found or below not in found or found[above] >= found[below]:
            got = ", ".join(
                f"{name}: {f'rank {found[name]}' if name in found else told.places[name]}" for name in (above, below)
            )
            return Failure(expectation, f"{above} above {below}", got, (above, below))
    return None


def _plan(expectation: Expectation, told: Observed) -> Failure | None:
    kind, *wanted = expectation.values
    plan = told.plans.get(kind)
    if [name for name in plan or () if name in wanted] == wanted:
        return None
    missing = [name for name in wanted if name not in (plan or ())]
    said = "no plan" if plan is None else ", ".join(plan) or "an empty plan"
    return Failure(expectation, f"{kind}: {', '.join(wanted)}", said, tuple(missing or wanted))


def _ranks(expectation: Expectation, told: Observed) -> Failure | None:
    where, name, wanted = expectation.values
    rank = told.ranks.get(where, {}).get(name)
    if rank is not None and str(rank) == wanted:
        return None
    got = f"rank {rank}" if rank is not None else "not there"
    return Failure(expectation, f"{where}: {name} at rank {wanted}", got, (name,))


def _grades(expectation: Expectation, told: Observed) -> Failure | None:
    kind, name, wanted = expectation.values
    got = told.grades.get(kind, {}).get(name)
    if got == wanted:
        return None
    return Failure(expectation, f"{kind}: {name} {wanted}", got or f"{name} is not offered for it", (name,))


def _reasons(expectation: Expectation, told: Observed) -> Failure | None:
    name, *wanted = expectation.values
    got = told.reasons[name]
    if got == set(wanted):
        return None
    said = ", ".join(sorted(got)) or "no reasons"
    return Failure(expectation, f"{name} because of: {', '.join(sorted(wanted))}", said, (name,))


def _shown(pick: Callable[[Observed], frozenset[str]]) -> Callable[[Expectation, Observed], Failure | None]:
    def judged(expectation: Expectation, told: Observed) -> Failure | None:
        got, absent = pick(told), expectation.what in NEGATIVE.values()
        wrong = tuple(name for name in expectation.values if (name in got) is absent)
        if not wrong:
            return None
        return Failure(expectation, f"{expectation.what}: {', '.join(wrong)}", _said(sorted(got), absent), wrong)

    return judged


def _said(got: list[str], absent: bool) -> str:
    return "shown" if absent else ", ".join(got) or "none"


EXPECTATIONS: dict[str, Callable[[Expectation, Observed], Failure | None]] = {
    **dict.fromkeys(LISTS, _listed),
    "only": _only,
    "order": _order,
    "plans": _plan,
    "ranks": _ranks,
    "grades": _grades,
    "reasons": _reasons,
    "warnings": _shown(lambda told: told.warnings),
    "no_warnings": _shown(lambda told: told.warnings),
    "stressed": _shown(lambda told: told.stressed),
    "no_stressed": _shown(lambda told: told.stressed),
    "notes": _shown(lambda told: told.notes),
    "no_notes": _shown(lambda told: told.notes),
    "urgent": _shown(lambda told: told.urgent),
    "no_urgent": _shown(lambda told: told.urgent),
}
