"""Holds the advice that experta leads to, the masks, and a plain oracle against each other, profile by profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from advisor.engine.consultation import Consultation
from advisor.enumeration.outcomes import Outcomes
from advisor.enumeration.visible_masks import adjusted_plans
from tests.oracle import best_first, is_possible, layers_of, ranks, told
from tests.people import answers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.enumeration.outcomes import Scores
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers
    from tests.oracle import Told

Key = TypeVar("Key")
LISTS = ("suggested", "beyond_budget", "not_recommended", "not_applicable")


class Masks:
    """Tells what the masks say of single profiles. They have scores and no order, so the order is the oracle's."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.rulebase = rulebase = outcomes.rulebase
        self._bytes = outcomes.space.size // 8 + 1
        fits = {fit.id: fit for treatment in rulebase.treatments for fit in treatment.fits}
        self._derived = self._table({rule.id: outcomes.facts.mask(rule.when) for rule in rulebase.derivations})
        self._reported = self._table(outcomes.reported)
        self._lists = {place: self._table(table) for place, table in outcomes.lists.items()}
        self._fits = self._table({(fits[fit], kind): mask for (fit, kind), mask in outcomes.decisive_fits.items()})
        self._adjusts = self._table(
            {
                (rule, kind): mask
                for treatment in rulebase.treatments
                for rule in treatment.adjusts
                for kind, mask in adjusted_plans(outcomes, rule).items()
            }
        )
        self._rules_out = self._table(
            {
                (rule, kind): mask & outcomes.not_recommended[treatment.id]
                for treatment in rulebase.treatments
                for rule in treatment.rules_out
                for kind, mask in outcomes.rule_masks[rule.id].items()
            }
        )
        self._scores = [(key, *self._numbers(scores)) for key, scores in outcomes.scores.items()]
        self._overall = [(key, *self._numbers(scores)) for key, scores in outcomes.overall_scores.items()]
        self._shown = {name: self._table(getattr(outcomes, name)) for name in ("warned", "stressed", "noted", "urgent")}

    def _table(self, masks: Mapping[Key, int]) -> list[tuple[Key, bytes]]:
        """Masks as bytes, in which a single profile is found quickly."""
        return [(key, mask.to_bytes(self._bytes, "little")) for key, mask in masks.items() if mask]

    def _numbers(self, scores: Scores) -> tuple[bytes, int, list[tuple[int, bytes]]]:
        return self._table({0: scores.where})[0][1], scores.low, self._table(dict(enumerate(scores.slices)))

    def told(self, number: int) -> Told:
        """Everything the masks say of one profile."""
        byte, bit = number >> 3, 1 << (number & 7)

        def at(table: list[tuple[Key, bytes]]) -> list[Key]:
            return [key for key, data in table if data[byte] & bit]

        def values(table: list[tuple[Key, bytes, int, list[tuple[int, bytes]]]]) -> dict[Key, int]:
            return {
                key: low + sum(1 << place for place in at(slices))
                for key, where, low, slices in table
                if where[byte] & bit
            }

        fits, scores, overall = at(self._fits), values(self._scores), values(self._overall)
        lists = {place: at(table) for place, table in self._lists.items()}
        reasons: dict[str, set[tuple[str, str | None]]] = {}
        for rule, kind in (*fits, *at(self._adjusts), *at(self._rules_out)):
            reasons.setdefault(rule.treatment, set()).add((rule.id, kind))
        shown = {name: at(table) for name, table in self._shown.items()}
        return {
            "derived": sorted(at(self._derived)),
            **{place: best_first(self.rulebase, {one: overall.get(one, 0) for one in lists[place]}) for place in LISTS},
            "ranks": {**ranks(overall, lists["suggested"]), **ranks(overall, lists["beyond_budget"])},
            "plans": {
                kind: best_first(
                    self.rulebase, {one: scores[one, kind] for one in lists["suggested"] if (one, kind) in scores}
                )
                for kind in at(self._reported)
            },
            "grades": {(fit.treatment, kind): fit.grade for fit, kind in fits},
            "scores": scores,
            "overall": overall,
            "reasons": reasons,
            "warned": sorted(shown["warned"]),
            "stressed": sorted(shown["stressed"]),
            "noted": shown["noted"],
            "urgent": shown["urgent"],
        }


def told_by(rulebase: RuleBase, advice: Advice) -> Told:
    """The same of an advice."""
    offered = (*advice.suggestions, *advice.beyond_budget)
    listed = (advice.suggestions, advice.beyond_budget, advice.not_recommended, advice.not_applicable)
    warnings = [warning for shown in offered for warning in shown.warnings]
    fired = {firing.rule for firing in advice.trace}
    return {
        "derived": sorted(rule.id for rule in rulebase.derivations if rule.id in fired),
        **{place: [shown.treatment for shown in some] for place, some in zip(LISTS, listed, strict=True)},
        "ranks": {shown.treatment: shown.rank for shown in offered},
        "plans": {kind: [*plan] for kind, plan in advice.plans.items()},
        "grades": {(shown.treatment, fit.kind): fit.grade for shown in offered for fit in shown.fits},
        "scores": {(shown.treatment, fit.kind): fit.score for shown in offered for fit in shown.fits},
        "overall": {shown.treatment: shown.score for shown in offered},
        "reasons": {
            shown.treatment: {(reason.rule, kind) for reason in shown.reasons for kind in reason.kinds}
            for shown in (*offered, *advice.not_recommended)
        },
        "warned": sorted(warning.id for warning in warnings),
        "stressed": sorted(warning.id for warning in warnings if warning.stressed),
        "noted": [note.id for note in advice.notes],
        "urgent": [note.id for note in advice.urgent],
    }


def disagreement(rulebase: RuleBase, numbers: Iterable[int] | None = None) -> str:
    """The first number of which the three say different things, with what differs; empty when there is none.

    Which numbers are profiles is compared too. Without ``numbers`` it is all of them.
    """
    outcomes, consultation, layers = Outcomes(rulebase), Consultation(rulebase), layers_of(rulebase.derivations)
    masks, space = Masks(outcomes), outcomes.space
    for number in range(space.size) if numbers is None else numbers:
        person = space.profile(number)
        said = {name: sorted(options) for name, options in person.items()}
        counted = bool(space.every >> number & 1)
        if counted != (is_possible(rulebase, person) and space.number(person) == number):
            return f"{said}\nis {'a' if counted else 'no'} profile of the masks, but not so for the oracle"
        if not counted:
            continue
        three = {
            "oracle": told(rulebase, layers, person),
            "experta": told_by(rulebase, consultation.advise(_answers(rulebase, person))),
            "masks": masks.told(number),
        }
        if not three["oracle"] == three["experta"] == three["masks"]:
            names = [n for n, one in three["oracle"].items() if not one == three["experta"][n] == three["masks"][n]]
            return "\n".join([str(said), *(f"{name}: {who} {three[who][name]}" for name in names for who in three)])
    return ""


def _answers(rulebase: RuleBase, person: Mapping[str, frozenset[str]]) -> Answers:
    """The checked answers of a person, who also answers what is not asked: that must not count."""
    strays = {question.id: frozenset(question.option_ids[:1]) for question in rulebase.questions}
    return answers_of(rulebase, {**strays, **person})
