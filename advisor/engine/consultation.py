"""Answers in, advice out: the one door for every surface.

``Consultation`` compiles a rule base once; ``advise`` may then be called for any number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.inference import Fired, Inference, Production
from advisor.engine.ranking import Conclusions, Placement, ordered, place_treatment, plan_order, ranks
from advisor.model.advice import (
    Advice,
    Firing,
    KindScore,
    Reason,
    RuleBaseStamp,
    ShownNote,
    ShownWarning,
    Suggestion,
    Unsuggested,
    UrgentNote,
    WouldNeedAnswer,
)
from advisor.model.conditions import ALWAYS, Condition, all_of
from advisor.model.rulebase import Setting
from advisor.model.rules import SEVERITIES, Adjustment, Derivation, Fit, Note, RuleOut, Treatment, TreatmentWarning
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Binding
    from advisor.questionnaire.answers import Answers

__all__ = ["Consultation", "stamp"]


@dataclass(frozen=True, slots=True)
class _Concludes:
    """What a production stands for: an item of the rule base, the kind it was bound to, and which part of it."""

    item: Derivation | Fit | RuleOut | Adjustment | TreatmentWarning | Note | Setting
    kind: str | None = None
    part: str = ""  # "stressed" and "urgent" are conditions of their own beside `when`


def stamp(rulebase: RuleBase) -> RuleBaseStamp:
    """Which rule base this is, as every result says it."""
    return RuleBaseStamp(rulebase.name, rulebase.version, rulebase.date, rulebase.digest)


class Consultation:
    """A rule base ready to advise. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        layers = strata(rulebase.derivations)
        self._inference = Inference(
            (question.id for question in rulebase.questions),
            (*self._derivations(layers), *self._treatments(len(layers)), *self._notes(len(layers) + 1)),
            gated_stage=len(layers) + 1,
        )

    def advise(self, answers: Answers) -> Advice:
        """The advice for one person. Raises InferenceFailed when the rules do not come to rest.

        Answers that the rule base calls ``impossible`` are advised on like any others, but nothing was proved of them.
        """
        run = self._inference.run(answers.given)
        concluded, warned, reached = self._gather(run.fired)
        standings = {
            treatment.id: place_treatment(treatment, concluded.get(treatment.id, Conclusions()), reached, self.rulebase)
            for treatment in self.rulebase.treatments
        }
        run.proceed(s.treatment for s in standings.values() if s.list_name == "suggested")
        return self._advice(answers, standings, concluded, warned, run.fired)

    def _derivations(self, layers: Iterable[Iterable[Derivation]]) -> Iterator[Production]:
        for stage, layer in enumerate(layers):
            for rule in layer:
                yield Production(stage, rule.id, rule.when, _Concludes(rule), (rule.fact, rule.value))

    def _treatments(self, stage: int) -> Iterator[Production]:
        for setting in self.rulebase.settings:
            yield Production(stage, f"reach {setting.id}", setting.needs, _Concludes(setting))
        for treatment in self.rulebase.treatments:
            rules: tuple[Fit | RuleOut | Adjustment, ...] = (
                *treatment.fits,
                *treatment.rules_out,
                *treatment.adjusts,
            )
            for rule in rules:
                for kind, when in self._bound(rule.binding, rule.when):
                    yield Production(stage, rule.id, when, _Concludes(rule, kind))
            for warning in treatment.warnings:
                for kind, when in self._bound(warning.binding, warning.when):
                    yield Production(stage, warning.id, when, _Concludes(warning, kind))
                if warning.stressed_when is not None:
                    yield Production(stage, warning.id, warning.stressed_when, _Concludes(warning, part="stressed"))

    def _notes(self, stage: int) -> Iterator[Production]:
        for note in self.rulebase.notes:
            yield Production(stage, note.id, note.when, _Concludes(note))
            if note.urgent_when is not None:
                yield Production(stage, note.id, note.urgent_when, _Concludes(note, part="urgent"))

    def _bound(self, binding: Binding | None, when: Condition) -> Iterator[tuple[str | None, Condition]]:
        if binding is None:
            yield None, when
        else:
            yield from self.rulebase.conditions_by_kind(binding, all_of(ALWAYS, when))

    def _gather(self, fired: Iterable[Fired]) -> tuple[dict[str, Conclusions], dict[str, set[str]], set[str]]:
        """What was concluded of each treatment, the warnings that hold (with "stressed" apart), settings in reach."""
        fits: dict[str, list[tuple[Fit, str]]] = {}
        rules_out: dict[str, list[tuple[RuleOut, str]]] = {}
        adjusts: dict[str, list[tuple[Adjustment, str | None]]] = {}
        warned: dict[str, set[str]] = {"": set(), "stressed": set()}
        reached: set[str] = set()
        for one in fired:
            match one.production.yields:
                case _Concludes(Fit() as fit, str() as kind):
                    fits.setdefault(fit.treatment, []).append((fit, kind))
                case _Concludes(RuleOut() as rule_out, str() as kind):
                    rules_out.setdefault(rule_out.treatment, []).append((rule_out, kind))
                case _Concludes(Adjustment() as adjustment, kind):
                    adjusts.setdefault(adjustment.treatment, []).append((adjustment, kind))
                case _Concludes(TreatmentWarning() as warning, _, part):
                    warned[part].add(warning.id)
                case _Concludes(Setting() as setting):
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
        standings: Mapping[str, Placement],
        concluded: Mapping[str, Conclusions],
        warned: Mapping[str, set[str]],
        fired: Iterable[Fired],
    ) -> Advice:
        rulebase = self.rulebase
        by_id = rulebase.treatment_by_id
        listed: dict[str, tuple[Suggestion, ...]] = {}
        for which in ("suggested", "beyond_budget"):
            found = ordered((s for s in standings.values() if s.list_name == which), rulebase)
            listed[which] = tuple(
                self._suggestion(by_id[standing.treatment], standing, rank, concluded[standing.treatment], warned)
                for standing, rank in zip(found, ranks(s.score for s in found), strict=True)
            )
        unlisted = {
            which: tuple(
                self._unsuggested(treatment, concluded[treatment.id])
                for treatment in sorted(rulebase.treatments, key=lambda t: (t.invasiveness, t.name, t.id))
                if standings[treatment.id].list_name == which
            )
            for which in ("not_recommended", "not_applicable")
        }
        shown = _noted(fired)
        reported = answers.given.get(rulebase.kinds.question, frozenset())
        return Advice(
            rulebase=stamp(rulebase),
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
                kind: plan_order(standings.values(), rulebase, kind)
                for kind in rulebase.kind_question.option_ids
                if kind in reported
            },
            notes=tuple(
                ShownNote(n.id, n.section, n.text, n.basis, n.claims, n.lead)
                for n in rulebase.notes
                if n.id in shown[""]
            ),
            trace=tuple(self._trace(fired, standings)),
            disclaimer=rulebase.disclaimer.text,
        )

    def _suggestion(
        self,
        treatment: Treatment,
        standing: Placement,
        rank: int,
        concluded: Conclusions,
        warned: Mapping[str, set[str]],
    ) -> Suggestion:
        setting = self.rulebase.setting_by_id[treatment.setting]
        needed = setting.would_need if standing.list_name == "beyond_budget" else None
        shown = sorted(
            (warning for warning in treatment.warnings if warning.id in warned[""]),
            key=lambda warning: (SEVERITIES.index(warning.severity), warning.id),
        )
        return Suggestion(
            treatment=treatment.id,
            name=treatment.name,
            what=treatment.what,
            setting=treatment.setting,
            invasiveness=treatment.invasiveness,
            rank=rank,
            score=standing.score,
            fits=tuple(
                KindScore(kind, fit.grade, fit.basis, standing.scores[kind]) for kind, fit in standing.fits.items()
            ),
            reasons=self._reasons(standing, concluded),
            warnings=tuple(ShownWarning(w.id, w.severity, w.text, w.id in warned["stressed"], w.claims) for w in shown),
            would_need=WouldNeedAnswer(needed.question, needed.option, needed.text) if needed else None,
        )

    def _reasons(self, standing: Placement, concluded: Conclusions) -> tuple[Reason, ...]:
        """The fits that count, then the adjustments of the plans it stands in; each rule once, best first."""
        kinds: dict[Fit | Adjustment, list[str]] = {}
        for kind, fit in standing.fits.items():
            kinds.setdefault(fit, []).append(kind)
        for rule, bound in concluded.adjusts:
            fitting = [kind for kind in standing.fits if bound is None or bound == kind]
            if fitting:
                kinds.setdefault(rule, []).extend(kind for kind in fitting if kind not in kinds.get(rule, ()))

        def points(rule: Fit | Adjustment) -> int:
            return self.rulebase.grade_by_id[rule.grade].points if isinstance(rule, Fit) else rule.points

        order = sorted(kinds, key=lambda rule: (isinstance(rule, Adjustment), -points(rule), rule.id))
        return tuple(
            Reason(rule.id, rule.because, points(rule), rule.basis, rule.claims, self._in_order(kinds[rule]))
            for rule in order
        )

    def _unsuggested(self, treatment: Treatment, concluded: Conclusions) -> Unsuggested:
        kinds: dict[RuleOut, list[str]] = {}
        for rule, kind in concluded.rules_out:
            kinds.setdefault(rule, []).append(kind)
        reasons = tuple(
            Reason(rule.id, rule.because, 0, rule.basis, rule.claims, self._in_order(kinds[rule]))
            for rule in sorted(kinds, key=lambda rule: rule.id)
        )
        return Unsuggested(treatment.id, treatment.name, treatment.what, treatment.setting, reasons)

    def _in_order(self, kinds: Iterable[str]) -> tuple[str, ...]:
        found = set(kinds)
        return tuple(kind for kind in self.rulebase.kind_question.option_ids if kind in found)

    def _trace(self, fired: Iterable[Fired], standings: Mapping[str, Placement]) -> Iterator[Firing]:
        """Every firing but those that could not matter: warnings and adjustments of what is not listed."""
        for one in fired:
            match one.production.yields:
                case _Concludes(TreatmentWarning() | Adjustment() as item, _, _) if not standings[item.treatment].fits:
                    continue
                case _Concludes() as concludes:
                    yield Firing(one.production.id, one.facts, _said(concludes))


def _noted(fired: Iterable[Fired]) -> dict[str, set[str]]:
    """The ids of the notes that hold, with those that are urgent apart."""
    found: dict[str, set[str]] = {"": set(), "urgent": set()}
    for one in fired:
        match one.production.yields:
            case _Concludes(Note() as note, _, part):
                found[part].add(note.id)
    return found


def _said(concludes: _Concludes) -> str:
    """What a firing concluded, as the trace says it."""
    bound = f" for {concludes.kind}" if concludes.kind else ""
    match concludes.item:
        case Derivation(fact=fact, value=value):
            return f"{fact}: {value}"
        case Fit() as fit:
            return f"{fit.treatment} fits{bound}: {fit.grade}"
        case RuleOut() as rule:
            return f"{rule.treatment} ruled out{bound}"
        case Adjustment() as rule:
            return f"{rule.treatment} {rule.points:+d}{bound}"
        case TreatmentWarning() as warning:
            return f"{concludes.part or 'warning'} {warning.id}{bound}"
        case Note() as note:
            return f"{concludes.part or 'note'} {note.id}"
        case Setting() as setting:
            return f"{setting.id} within reach"
