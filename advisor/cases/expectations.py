"""What a case can expect, and whether the advice that its person gets meets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.cases.observed import LISTS, OVERALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.cases.observed import Observed
    from advisor.diagnostics.source import Position

__all__ = ["EXPECTATIONS", "NEGATIVE", "OPPOSITE", "Expectation", "Failure", "judge_expectations"]


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
    """One expectation that is not met: what was expected, what was got instead, and the ids (``names``) it is about."""

    expectation: Expectation
    expected: str
    got: str
    names: tuple[str, ...] = ()


# by the expectation that something is so, the one that it is not
NEGATIVE = {"warnings": "no_warnings", "stressed": "no_stressed", "notes": "no_notes", "urgent": "no_urgent"}
OPPOSITE = {**NEGATIVE, **{absent: shown for shown, absent in NEGATIVE.items()}}


def judge_expectations(expectations: Iterable[Expectation], observed: Observed) -> tuple[Failure, ...]:
    """Returns every expectation that is not met, in their order."""
    return tuple(failure for one in expectations if (failure := EXPECTATIONS[one.what](one, observed)))


def _listed(expectation: Expectation, observed: Observed) -> Failure | None:
    wrong = tuple(name for name in expectation.values if observed.places[name] != expectation.what)
    got = ", ".join(f"{name}: {observed.places[name]}" for name in wrong)
    return Failure(expectation, f"{expectation.what}: {', '.join(wrong)}", got, wrong) if wrong else None


def _only(expectation: Expectation, observed: Observed) -> Failure | None:
    wanted, got = set(expectation.values), set(observed.listed("suggested"))
    if wanted == got:
        return None
    names = tuple(sorted(wanted ^ got))
    parts = [f"{name} as well" for name in sorted(got - wanted)]
    parts += [f"{name}: {observed.places[name]}" for name in sorted(wanted - got)]
    return Failure(expectation, f"only: {', '.join(sorted(wanted)) or 'nothing'}", ", ".join(parts), names)


def _order(expectation: Expectation, observed: Observed) -> Failure | None:
    ranks = observed.ranks[OVERALL]
    for pair in pairwise(expectation.values):
        above, below = pair
        if above not in ranks or below not in ranks or ranks[above] >= ranks[below]:
            got = ", ".join(
                f"{name}: {f'rank {ranks[name]}' if name in ranks else observed.places[name]}"
                for name in (above, below)
            )
            return Failure(expectation, f"{above} above {below}", got, (above, below))
    return None


def _plan(expectation: Expectation, observed: Observed) -> Failure | None:
    kind, *wanted = expectation.values
    plan = observed.plans.get(kind)
    if [name for name in plan or () if name in wanted] == wanted:
        return None
    missing = [name for name in wanted if name not in (plan or ())]
    got = "no plan" if plan is None else ", ".join(plan) or "an empty plan"
    return Failure(expectation, f"{kind}: {', '.join(wanted)}", got, tuple(missing or wanted))


def _ranks(expectation: Expectation, observed: Observed) -> Failure | None:
    where, name, wanted = expectation.values
    rank = observed.ranks.get(where, {}).get(name)
    if rank is not None and str(rank) == wanted:
        return None
    got = f"rank {rank}" if rank is not None else "not there"
    return Failure(expectation, f"{where}: {name} at rank {wanted}", got, (name,))


def _grades(expectation: Expectation, observed: Observed) -> Failure | None:
    kind, name, wanted = expectation.values
    got = observed.grades.get(kind, {}).get(name)
    if got == wanted:
        return None
    return Failure(expectation, f"{kind}: {name} {wanted}", got or f"{name} is not offered for it", (name,))


def _reasons(expectation: Expectation, observed: Observed) -> Failure | None:
    name, *wanted = expectation.values
    rules = observed.reasons[name]
    if rules == set(wanted):
        return None
    got = ", ".join(sorted(rules)) or "no reasons"
    return Failure(expectation, f"{name} because of: {', '.join(sorted(wanted))}", got, (name,))


def _shown(expectation: Expectation, observed: Observed) -> Failure | None:
    """Judges that warnings or notes are shown, stressed or urgent, or that they are not."""
    absent = expectation.what in NEGATIVE.values()
    shown: frozenset[str] = getattr(observed, OPPOSITE[expectation.what] if absent else expectation.what)
    wrong = tuple(name for name in expectation.values if (name in shown) is absent)
    if not wrong:
        return None
    got = "shown" if absent else ", ".join(sorted(shown)) or "none"
    return Failure(expectation, f"{expectation.what}: {', '.join(wrong)}", got, wrong)


EXPECTATIONS: dict[str, Callable[[Expectation, Observed], Failure | None]] = {
    **dict.fromkeys(LISTS, _listed),
    "only": _only,
    "order": _order,
    "plans": _plan,
    "ranks": _ranks,
    "grades": _grades,
    "reasons": _reasons,
    **dict.fromkeys((what for pair in NEGATIVE.items() for what in pair), _shown),
}
