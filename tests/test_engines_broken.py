"""Breaks what each engine decides, one thing at a time: the comparison of the engines finds every one of them."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from advisor.engine.patterns import Disjunction, negations_inward, terms
from advisor.engine.productions import conditions_by_kind, production_stages
from advisor.engine.ranking import Placement, Ranking, ranks
from advisor.enumeration.answer_space import Space
from advisor.enumeration.fact_masks import FactMasks, _read
from advisor.enumeration.outcomes import Outcomes, Scores
from advisor.model import stratification
from advisor.model.conditions import ALWAYS, All, AnyOf, Not, leaves
from advisor.model.stratification import strata
from advisor.questionnaire.flow import asked_questions
from tests.test_engines_agree import some_disagreement

if TYPE_CHECKING:
    from collections.abc import Callable

    Patch = Callable[[pytest.MonkeyPatch], None]

SEEDS = range(12)  # one of these random rule bases must show each fault; most show in the first two

_mask, _masks_by_kind, _consistent = FactMasks._mask, Outcomes.masks_by_kind, Space._consistent
_plus, _best, _place, _plan = Scores.plus, Scores.best, Ranking.place, Ranking.plan


def _everywhere(old: Callable[..., Any], new: Callable[..., Any]) -> Patch:
    """Puts a function in the place of another one, in each module that uses it."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        modules = [module for name, module in sys.modules.items() if name.startswith("advisor.")]
        users = [(module, name) for module in modules for name, value in vars(module).items() if value is old]
        assert users
        for module, name in users:
            monkeypatch.setattr(module, name, new)

    return patch


def _member(owner: object, name: str, new: object) -> Patch:
    return lambda monkeypatch: monkeypatch.setattr(owner, name, new)


def _found_out(name: str, new: Callable[[Outcomes], object]) -> Patch:
    """Puts another property in the place of one of the outcomes."""
    found = cached_property(new)
    found.__set_name__(Outcomes, name)
    return _member(Outcomes, name, found)


def _productions(change: Callable[[Any], Any]) -> Patch:
    """Changes each production, or leaves it out by None."""

    def changed(rulebase: Any) -> list[list[Any]]:
        return [[new for one in stage if (new := change(one))] for stage in production_stages(rulebase)]

    return _everywhere(production_stages, changed)


def _concluded(change: Callable[[Any], dict[str, Any]]) -> Patch:
    """Changes what the rules concluded about a treatment before it is placed."""
    return _member(
        Ranking,
        "place",
        lambda ranking, one, found, reached: _place(ranking, one, replace(found, **change(found)), reached),
    )


def _bound(**fields: None) -> Patch:
    def conditions(rulebase: Any, binding: Any, when: Any) -> Any:
        return conditions_by_kind(rulebase, replace(binding, **fields), when)

    return _everywhere(conditions_by_kind, conditions)


def _bound_masks(**fields: None) -> Patch:
    def masks_by_kind(outcomes: Outcomes, binding: Any, when: Any) -> Any:
        return _masks_by_kind(outcomes, binding and replace(binding, **fields), when)

    return _member(Outcomes, "masks_by_kind", masks_by_kind)


def _outer_only(condition: Any, *, negated: bool = False) -> Any:
    """Like ``negations_inward``, but under ``not`` the parts of an ``any`` or ``all`` stay as they are."""
    match condition:
        case Not(part):
            return _outer_only(part, negated=not negated)
        case All(parts) | AnyOf(parts):
            inner = tuple(map(_outer_only, parts))
            return All(inner) if isinstance(condition, All) is not negated else AnyOf(inner)
        case _:
            return Not(condition) if negated else condition


def _derived_once(facts: FactMasks, rules: Any) -> dict[tuple[str, str], int]:
    found = {**dict.fromkeys(((rule.fact, rule.value) for rule in rules), 0), **facts._answers}
    for rule in rules:
        found[rule.fact, rule.value] |= _mask(facts, rule.when, found, found, {})
    return found


EXPERTA = {
    "binding without depths": _bound(depths=None),
    "binding without kinds": _bound(kinds=None),
    "binding without its condition": _everywhere(conditions_by_kind, lambda r, b, _: conditions_by_kind(r, b, ALWAYS)),
    "strata that ignore `not`": _member(
        stratification, "leaves", lambda when: ((leaf, False) for leaf, _ in leaves(when))
    ),
    "strata upside down": _everywhere(strata, lambda rules: strata(rules)[::-1]),
    "`not` that stops at groups": _everywhere(negations_inward, _outer_only),
    "`not` of a derived fact overlooked": _everywhere(
        terms, lambda *of: tuple(term for term in terms(*of) if not getattr(term, "negated", False))
    ),
    "`any` of which the first counts": _everywhere(
        terms,
        lambda *of: tuple(
            replace(term, alternatives=term.alternatives[:1]) if isinstance(term, Disjunction) else term
            for term in terms(*of)
        ),
    ),
    "everything within reach": _productions(
        lambda one: replace(one, when=ALWAYS) if one.yields.settles == "reached" else one
    ),
    "nothing stressed": _productions(lambda one: one if one.yields.settles != "stressed" else None),
    "nothing urgent": _productions(lambda one: one if one.yields.settles != "urgent" else None),
    "points taken, not given": _concluded(
        lambda found: {"adjusts": tuple((replace(rule, points=-rule.points), kind) for rule, kind in found.adjusts)}
    ),
    "points in every plan": _concluded(lambda found: {"adjusts": tuple((rule, None) for rule, _ in found.adjusts)}),
    "the first fit counts": _concluded(lambda found: {"fits": found.fits[:1]}),
    "a fit beats a rule-out": _concluded(
        lambda found: {"rules_out": [one for one in found.rules_out if one[1] not in {kind for _, kind in found.fits}]}
    ),
    "equals share no rank": _everywhere(ranks, lambda scores: tuple(range(1, len([*scores]) + 1))),
    "equals by name alone": _member(
        Ranking, "ordered", lambda _, placements: sorted(placements, key=lambda one: (-one.score, one.treatment))
    ),
    "plans worst first": _member(Ranking, "plan", lambda *of: _plan(*of)[::-1]),
    "a sum for a best score": _member(Placement, "score", property(lambda placement: sum(placement.scores.values()))),
    "answers to what is not asked": _everywhere(asked_questions, lambda questions, _: tuple(questions)),
}
MASKS = {
    "binding without depths": _bound_masks(depths=None),
    "binding without kinds": _bound_masks(kinds=None),
    "binding without its condition": _member(
        Outcomes, "masks_by_kind", lambda outcomes, binding, _: _masks_by_kind(outcomes, binding, ALWAYS)
    ),
    "one round of derivations": _member(FactMasks, "_derived", _derived_once),
    "no rule woken by what it needs": _everywhere(_read, lambda *of: (one for one in _read(*of) if one[1])),
    "`not` not looked for": _everywhere(_read, lambda *of: ((fact, False) for fact, _ in _read(*of))),
    "`not` of what is known so far": _member(
        FactMasks, "_mask", lambda facts, when, known, _, suggested: _mask(facts, when, known, known, suggested)
    ),
    "nothing impossible": _member(Space, "_consistent", lambda space, answers, _: _consistent(space, answers, ())),
    "answers to what is not asked": _member(Space, "_consistent", lambda space, *_: space._full),
    "everything within reach": _found_out("suggested", lambda outcomes: outcomes.offered),
    "nothing stressed": _found_out("stressed", lambda _: {}),
    "nothing urgent": _found_out("urgent", lambda _: {}),
    "nothing suggested to notes": _member(
        Outcomes, "mask", lambda outcomes, when: outcomes.facts.mask(when, dict.fromkeys(outcomes.suggested, 0))
    ),
    "points taken from everyone": _member(
        Scores, "plus", lambda s, by, at: _plus(s, by, at) if by >= 0 else Scores(s.where, s.low + by, s.slices)
    ),
    "every fit counts": _found_out(
        "decisive_fits",
        lambda outcomes: {
            (fit.id, kind): mask & outcomes.fits[one.id, kind]
            for one in outcomes.rulebase.treatments
            for fit in one.fits
            for kind, mask in outcomes.rule_masks[fit.id].items()
        },
    ),
    "a fit beats a rule-out": _found_out(
        "ruled_out",
        lambda outcomes: {
            key: mask & ~outcomes._gathered("fits").get(key, 0) for key, mask in outcomes._gathered("rules_out").items()
        },
    ),
    "the first score for a best": _member(
        Scores, "best", lambda one, other: _best(one, replace(other, where=other.where & ~one.where))
    ),
}


def test_whole_engines_agree_where_broken_ones_are_found() -> None:
    assert [some_disagreement(random.Random(seed)) for seed in SEEDS] == [""] * len(SEEDS)


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param(patch, id=f"{engine}: {name}")
        for engine, faults in (("experta", EXPERTA), ("masks", MASKS))
        for name, patch in faults.items()
    ],
)
def test_a_broken_engine_is_found(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    patch(monkeypatch)
    assert any(some_disagreement(random.Random(seed)) for seed in SEEDS)
