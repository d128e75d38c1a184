"""Computes one person's advice from checked answers.

``Consultation`` compiles a rule base once; ``advise`` may then be called for any number of people.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import error
from advisor.engine.fixed_parts import FixedParts
from advisor.engine.inference import Inference
from advisor.engine.productions import production_stages
from advisor.engine.ranking import Conclusions, Ranking, ranks
from advisor.model.advice import Advice, Firing, KindScore, Reason, Suggestion, Unsuggested

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from advisor.engine.compilation import Fired
    from advisor.engine.productions import ProductionItem, Settles
    from advisor.engine.ranking import ListName, Placement
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Fit, RuleOut, Treatment
    from advisor.questionnaire.answers import Answers

    Settled = defaultdict[Settles, list[ProductionItem]]

__all__ = ["Consultation"]

_OF_OFFERED = frozenset({"warned", "stressed", "adjusts"})  # left out of the trace unless the treatment is offered


class Consultation:
    """A rule base made ready to give advice, for any number of people. Safe to share between threads.

    Building one takes longer than a consultation, so build it once for a rule base and keep it.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        stages = production_stages(rulebase)
        self._inference = Inference(
            (question.id for question in rulebase.questions),
            (production for stage in stages for production in stage),
            gated_stage=len(stages) - 1,
        )
        self._ranking = Ranking(rulebase)
        self._said = FixedParts(rulebase)

    def advise(self, answers: Answers) -> Advice:
        """Returns the advice for one person's checked answers (from ``check_answers`` with the same rule base).

        Answers that the rule base calls ``impossible`` get advice like any others, but the proofs leave them out.
        Raises AnswersInvalid when the answers were checked against another questionnaire, and InferenceFailed when
        rules keep firing; that is a fault of the program, never of the answers.
        """
        questions = self.rulebase.questions
        if answers.questions is not questions and answers.questions != questions:
            message = "the answers were checked against another questionnaire than that of this rule base"
            hint = "check them with `check_answers` and the rule base of this consultation"
            raise AnswersInvalid([error("A006", message, None, hint=hint)])
        run = self._inference.run(answers.given)
        settled = _settled(run.fired)
        concluded = _concluded(settled)
        reached = {item.item.id for item in settled["reached"]}
        nothing = Conclusions()
        placements = [
            self._ranking.place(treatment, concluded.get(treatment.id, nothing), reached)
            for treatment in self.rulebase.treatments
        ]
        so_far = len(run.fired)
        run.proceed(placement.treatment for placement in placements if placement.list_name == "suggested")
        return self._advice(answers, placements, concluded, settled, _settled(run.fired[so_far:]), run.fired)

    def _advice(
        self,
        answers: Answers,
        placements: Sequence[Placement],
        concluded: Mapping[str, Conclusions],
        settled: Settled,
        settled_last: Settled,
        fired: Iterable[Fired],
    ) -> Advice:
        said, rulebase = self._said, self.rulebase
        warned = {item.item.id for item in settled["warned"]}
        stressed = {item.item.id for item in settled["stressed"]}
        noted = {item.item.id for item in settled_last["noted"]}
        urgent = {item.item.id for item in settled_last["urgent"]}
        by_list: defaultdict[ListName, list[Placement]] = defaultdict(list)
        for placement in placements:
            by_list[placement.list_name].append(placement)

        def listed(which: ListName) -> tuple[Suggestion, ...]:
            found = self._ranking.ordered(by_list[which])
            return tuple(
                self._suggestion(placement, rank, concluded[placement.treatment], warned, stressed)
                for placement, rank in zip(found, ranks(placement.score for placement in found), strict=True)
            )

        reported = answers.given.get(rulebase.kinds.question, frozenset())
        offered = {placement.treatment for placement in placements if placement.fits}
        unlisted = {placement.treatment: placement.list_name for placement in placements if not placement.fits}
        return Advice(
            rulebase=said.stamp,
            answers=answers.plain(),
            unused_answers=answers.unused,
            urgent=tuple(note for note in said.urgent if note.id in urgent),
            suggestions=listed("suggested"),
            beyond_budget=listed("beyond_budget"),
            not_recommended=tuple(
                self._ruled_out(treatment, concluded[treatment.id])
                for treatment in self._ranking.by_invasiveness
                if unlisted.get(treatment.id) == "not_recommended"
            ),
            not_applicable=tuple(
                said.not_applicable[treatment.id]
                for treatment in self._ranking.by_invasiveness
                if unlisted.get(treatment.id) == "not_applicable"
            ),
            plans={
                kind: self._ranking.plan(by_list["suggested"], kind)
                for kind in rulebase.kind_question.option_ids
                if kind in reported
            },
            notes=tuple(note for note in said.notes if note.id in noted),
            trace=tuple(
                Firing(production.id, facts, production.yields.concludes)
                for production, facts in fired
                if production.yields.settles not in _OF_OFFERED or production.yields.item.treatment in offered
            ),
            disclaimer=rulebase.disclaimer.text,
        )

    def _suggestion(
        self,
        placement: Placement,
        rank: int,
        concluded: Conclusions,
        warned: Collection[str],
        stressed: Collection[str],
    ) -> Suggestion:
        treatment = self.rulebase.treatment_by_id[placement.treatment]
        return Suggestion(
            treatment=treatment.id,
            name=treatment.name,
            what=treatment.what,
            setting=treatment.setting,
            invasiveness=treatment.invasiveness,
            rank=rank,
            score=placement.score,
            fits=tuple(
                KindScore(kind, fit.grade, fit.basis, placement.scores[kind]) for kind, fit in placement.fits.items()
            ),
            reasons=self._reasons(placement, concluded),
            warnings=tuple(
                weighty if warning.id in stressed else warning
                for warning, weighty in self._said.warnings[treatment.id]
                if warning.id in warned
            ),
            would_need=self._said.would_need.get(treatment.setting) if placement.list_name == "beyond_budget" else None,
        )

    def _reasons(self, placement: Placement, concluded: Conclusions) -> tuple[Reason, ...]:
        """The fits that count, then the adjustments of the plans it stands in; each rule once, best first."""
        rules: dict[str, tuple[Fit | Adjustment, set[str]]] = {}
        for kind, fit in placement.fits.items():
            rules.setdefault(fit.id, (fit, set()))[1].add(kind)
        for rule, bound in concluded.adjusts:
            counted = placement.fits if bound is None else {bound} & placement.fits.keys()
            if counted:
                rules.setdefault(rule.id, (rule, set()))[1].update(counted)
        points = self._ranking.points
        return tuple(
            Reason(rule.id, rule.because, points[rule.id], rule.basis, rule.claims, self._in_order(kinds))
            for _, (rule, kinds) in sorted(rules.items(), key=lambda item: self._ranking.weight[item[0]])
        )

    def _ruled_out(self, treatment: Treatment, concluded: Conclusions) -> Unsuggested:
        rules: dict[str, tuple[RuleOut, set[str]]] = {}
        for rule, kind in concluded.rules_out:
            rules.setdefault(rule.id, (rule, set()))[1].add(kind)
        reasons = tuple(
            Reason(rule.id, rule.because, 0, rule.basis, rule.claims, self._in_order(kinds))
            for _, (rule, kinds) in sorted(rules.items())
        )
        return Unsuggested(treatment.id, treatment.name, treatment.what, treatment.setting, reasons)

    def _in_order(self, kinds: Collection[str]) -> tuple[str, ...]:
        if len(kinds) == 1:
            return tuple(kinds)
        return tuple(kind for kind in self.rulebase.kind_question.option_ids if kind in kinds)


def _settled(fired: Iterable[Fired]) -> Settled:
    """Returns what the productions that fired settle, by the sort of it."""
    found: Settled = defaultdict(list)
    for production, _ in fired:
        found[production.yields.settles].append(production.yields)
    return found


def _concluded(settled: Settled) -> dict[str, Conclusions]:
    """Returns what was concluded of each treatment of which anything was."""
    found: defaultdict[str, Conclusions] = defaultdict(Conclusions)
    for item in settled["fits"]:
        found[item.item.treatment].fits.append((item.item, item.kind))
    for item in settled["rules_out"]:
        found[item.item.treatment].rules_out.append((item.item, item.kind))
    for item in settled["adjusts"]:
        found[item.item.treatment].adjusts.append((item.item, item.kind))
    return found
