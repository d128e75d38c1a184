"""Computes one person's advice from checked answers.

``Consultation`` compiles a rule base once; ``advise`` may then be called for any number of people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.advice_parts import extract_of, texts_of, warning_pairs
from advisor.engine.inference import Fired, Inference
from advisor.engine.productions import ProductionItem, conclusion_words, production_stages
from advisor.engine.ranking import Conclusions, Placement, ordered, place_treatment, plan_order, ranks
from advisor.model.advice import (
    Advice,
    Firing,
    KindScore,
    Reason,
    ShownNote,
    ShownWarning,
    Suggestion,
    Unsuggested,
    UrgentNote,
    WouldNeedAnswer,
)
from advisor.model.rulebase import Setting
from advisor.model.rules import NOT_SURE, Adjustment, Fit, Note, RuleOut, Treatment, TreatmentWarning
from advisor.model.wording import answer_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis
    from advisor.questionnaire.answers import Answers

__all__ = ["Consultation"]


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
        self._extract = extract_of(rulebase)
        self._texts = {treatment.id: texts_of(rulebase, treatment) for treatment in rulebase.treatments}
        self._warnings = {treatment.id: warning_pairs(treatment) for treatment in rulebase.treatments}
        self._uncalled = {treatment.id: _not_called_for(rulebase, treatment) for treatment in rulebase.treatments}

    def advise(self, answers: Answers) -> Advice:
        """Returns the advice for one person's checked answers (from ``check_answers`` with the same rule base).

        Answers that the rule base calls ``impossible`` get advice like any others, but the proofs leave them out.
        Raises InferenceFailed when rules keep firing; that is a fault of the program, never of the answers.
        """
        run = self._inference.run(answers.given)
        concluded, warned, reached = self._gather(run.fired)
        placements = {
            treatment.id: place_treatment(treatment, concluded.get(treatment.id, Conclusions()), reached, self.rulebase)
            for treatment in self.rulebase.treatments
        }
        run.proceed(s.treatment for s in placements.values() if s.list_name == "suggested")
        return self._advice(answers, placements, concluded, warned, run.fired)

    def _gather(self, fired: Iterable[Fired]) -> tuple[dict[str, Conclusions], dict[str, set[str]], set[str]]:
        """What was concluded of each treatment, the warnings that hold (with "stressed" apart), settings in reach."""
        fits: dict[str, list[tuple[Fit, str]]] = {}
        rules_out: dict[str, list[tuple[RuleOut, str]]] = {}
        adjusts: dict[str, list[tuple[Adjustment, str | None]]] = {}
        warned: dict[str, set[str]] = {"": set(), "stressed": set()}
        reached: set[str] = set()
        for one in fired:
            match one.production.yields:
                case ProductionItem(Fit() as fit, str() as kind):
                    fits.setdefault(fit.treatment, []).append((fit, kind))
                case ProductionItem(RuleOut() as rule_out, str() as kind):
                    rules_out.setdefault(rule_out.treatment, []).append((rule_out, kind))
                case ProductionItem(Adjustment() as adjustment, kind):
                    adjusts.setdefault(adjustment.treatment, []).append((adjustment, kind))
                case ProductionItem(TreatmentWarning() as warning, _, part):
                    warned[part].add(warning.id)
                case ProductionItem(Setting() as setting):
                    reached.add(setting.id)
        concluded = {
            treatment.id: Conclusions(
                tuple(fits.get(treatment.id, ())),
                tuple(rules_out.get(treatment.id, ())),
                tuple(adjusts.get(treatment.id, ())),
            )
            for treatment in self.rulebase.treatments
        }
        return concluded, warned, reached

    def _advice(
        self,
        answers: Answers,
        placements: Mapping[str, Placement],
        concluded: Mapping[str, Conclusions],
        warned: Mapping[str, set[str]],
        fired: Iterable[Fired],
    ) -> Advice:
        rulebase = self.rulebase
        by_id = rulebase.treatment_by_id
        listed: dict[str, tuple[Suggestion, ...]] = {}
        for which in ("suggested", "beyond_budget"):
            found = ordered((s for s in placements.values() if s.list_name == which), rulebase)
            listed[which] = tuple(
                self._suggestion(by_id[placement.treatment], placement, rank, concluded[placement.treatment], warned)
                for placement, rank in zip(found, ranks(s.score for s in found), strict=True)
            )
        unlisted = {
            which: tuple(
                self._unsuggested(treatment, concluded[treatment.id], warned)
                for treatment in sorted(rulebase.treatments, key=lambda t: (t.invasiveness, t.name, t.id))
                if placements[treatment.id].list_name == which
            )
            for which in ("not_recommended", "not_applicable")
        }
        shown = _noted(fired)
        reported = answers.given.get(rulebase.kinds.question, frozenset())
        return Advice(
            rulebase=self._extract,
            answers=answers.plain(rulebase),
            unused_answers=answers.unused,
            urgent=tuple(
                UrgentNote(n.id, n.text, n.basis, n.claims) for n in rulebase.notes if n.id in shown["urgent"]
            ),
            suggestions=listed["suggested"],
            beyond_budget=listed["beyond_budget"],
            not_recommended=unlisted["not_recommended"],
            not_applicable=unlisted["not_applicable"],
            plans={
                kind: plan_order(placements.values(), rulebase, kind)
                for kind in rulebase.kind_question.option_ids
                if kind in reported
            },
            notes=tuple(
                ShownNote(n.id, n.section, n.text, n.basis, n.claims, n.lead)
                for n in rulebase.notes
                if n.id in shown[""]
            ),
            trace=tuple(self._trace(fired, placements)),
            disclaimer=rulebase.disclaimer.text,
        )

    def _suggestion(
        self,
        treatment: Treatment,
        placement: Placement,
        rank: int,
        concluded: Conclusions,
        warned: Mapping[str, set[str]],
    ) -> Suggestion:
        setting = self.rulebase.setting_by_id[treatment.setting]
        needed = setting.would_need if placement.list_name == "beyond_budget" else None
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
            warnings=self._warned(treatment, warned),
            about=self._texts[treatment.id],
            would_need=WouldNeedAnswer(needed.question, needed.option, needed.text) if needed else None,
        )

    def _warned(self, treatment: Treatment, warned: Mapping[str, set[str]]) -> tuple[ShownWarning, ...]:
        shown, stressed = warned[""], warned["stressed"]
        return tuple(
            strong if plain.id in stressed else plain
            for plain, strong in self._warnings[treatment.id]
            if plain.id in shown
        )

    def _reasons(self, placement: Placement, concluded: Conclusions) -> tuple[Reason, ...]:
        """The fits that count, then the adjustments of the plans it stands in; each rule once, best first."""
        kinds: dict[Fit | Adjustment, list[str]] = {}
        for kind, fit in placement.fits.items():
            kinds.setdefault(fit, []).append(kind)
        for rule, bound in concluded.adjusts:
            fitting = [kind for kind in placement.fits if bound is None or bound == kind]
            if fitting:
                kinds.setdefault(rule, []).extend(kind for kind in fitting if kind not in kinds.get(rule, ()))

        def points(rule: Fit | Adjustment) -> int:
            return self.rulebase.grade_by_id[rule.grade].points if isinstance(rule, Fit) else rule.points

        order = sorted(kinds, key=lambda rule: (isinstance(rule, Adjustment), -points(rule), rule.id))
        return tuple(
            Reason(rule.id, rule.because, points(rule), rule.basis, rule.claims, self._in_order(kinds[rule]))
            for rule in order
        )

    def _unsuggested(self, treatment: Treatment, concluded: Conclusions, warned: Mapping[str, set[str]]) -> Unsuggested:
        kinds: dict[RuleOut, list[str]] = {}
        for rule, kind in concluded.rules_out:
            kinds.setdefault(rule, []).append(kind)
        reasons = tuple(
            Reason(rule.id, rule.because, 0, rule.basis, rule.claims, self._in_order(kinds[rule]))
            for rule in sorted(kinds, key=lambda rule: rule.id)
        )
        if not reasons:  # it is not applicable: no rule-out holds
            reasons = self._uncalled.get(treatment.id, ())
        return Unsuggested(
            treatment=treatment.id,
            name=treatment.name,
            what=treatment.what,
            setting=treatment.setting,
            reasons=reasons,
            warnings=self._warned(treatment, warned),
            about=self._texts[treatment.id],
        )

    def _in_order(self, kinds: Iterable[str]) -> tuple[str, ...]:
        found = set(kinds)
        return tuple(kind for kind in self.rulebase.kind_question.option_ids if kind in found)

    def _trace(self, fired: Iterable[Fired], placements: Mapping[str, Placement]) -> Iterator[Firing]:
        """Yields the firings for the trace, without warnings and adjustments of treatments that are not offered."""
        for one in fired:
            match one.production.yields:
                case ProductionItem(TreatmentWarning() | Adjustment() as item, _, _) if not placements[
                    item.treatment
                ].fits:
                    continue
                case ProductionItem() as concludes:
                    yield Firing(one.production.id, one.facts, conclusion_words(concludes))


def _not_called_for(rulebase: RuleBase, treatment: Treatment) -> tuple[Reason, ...]:
    """Returns the reason why a treatment is not applicable, naming what it would be for; none where nothing fits."""
    depths: dict[str, set[str]] = {}
    for fit in treatment.fits:
        for kind, _ in rulebase.conditions_by_kind(fit.binding, fit.when):
            depths.setdefault(kind, set()).update(fit.binding.depths or _depths_of(rulebase, kind))
    kinds = tuple(kind for kind in rulebase.kind_question.option_ids if kind in depths)
    alike: dict[str, list[str]] = {}  # the kinds that are fitted at the same depths
    for kind in kinds:
        some = depths[kind] - {NOT_SURE} if depths[kind] < _depths_of(rulebase, kind) else ()
        named = answer_words(rulebase, rulebase.kinds.depth_questions[kind], some) if some else ""
        alike.setdefault(f", if {named}" if named else "", []).append(kind)
    if not alike:
        return ()
    said = "; or for ".join(
        f"{answer_words(rulebase, rulebase.kinds.question, group)}{depth}" for depth, group in alike.items()
    )
    basis: Basis = "source" if all(fit.basis == "source" for fit in treatment.fits) else "house judgement"
    claims = tuple(dict.fromkeys(claim for fit in treatment.fits for claim in fit.claims))
    return (Reason("", f"It would be for {said}. Nothing you reported calls for it.", 0, basis, claims, kinds),)


def _depths_of(rulebase: RuleBase, kind: str) -> frozenset[str]:
    """Every depth that a kind can have; none where it has no depth question."""
    question = rulebase.kinds.depth_questions.get(kind)
    return frozenset(rulebase.question_by_id[question].option_ids if question else ())


def _noted(fired: Iterable[Fired]) -> dict[str, set[str]]:
    """The ids of the notes that hold, with those that are urgent apart."""
    found: dict[str, set[str]] = {"": set(), "urgent": set()}
    for one in fired:
        match one.production.yields:
            case ProductionItem(Note() as note, _, part):
                found[part].add(note.id)
    return found
