"""The parts of an advice that depend on the rule base alone: made once, and shared by everyone's advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.advice import RuleBaseExtract, ShownWarning, TreatmentTexts
from advisor.model.rules import SEVERITIES, AttributedText
from advisor.model.wording import source_words

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment

__all__ = ["WarningPair", "extract_of", "texts_of", "warning_pairs"]

WarningPair = tuple[ShownWarning, ShownWarning]  # the same warning, not stressed and stressed


def extract_of(rulebase: RuleBase) -> RuleBaseExtract:
    """Returns what every advice of a rule base says of it."""
    options = {question.id: question.names for question in rulebase.questions}
    disclaimer = rulebase.disclaimer
    return RuleBaseExtract(
        name=rulebase.name,
        version=rulebase.version,
        date=rulebase.date,
        digest=rulebase.digest,
        kind_called=rulebase.kinds.called,
        options=options,
        kinds=options[rulebase.kinds.question],
        grades={grade.id: grade for grade in rulebase.grades_by_points},
        sections=tuple(dict.fromkeys(note.section for note in rulebase.notes)),
        intended_use=rulebase.intended_use,
        disclaimer=AttributedText(disclaimer.text, disclaimer.basis, disclaimer.claims),
        sources=tuple(map(source_words, rulebase.sources)),
        example_claim=next(iter(rulebase.claim_by_id), ""),
        deciding=rulebase.deciding,
    )


def texts_of(rulebase: RuleBase, treatment: Treatment) -> TreatmentTexts:
    """Returns what is said of a treatment to everyone."""
    setting = rulebase.setting_by_id[treatment.setting]
    return TreatmentTexts(
        what=treatment.what,
        how_well=treatment.how_well,
        recovery=treatment.recovery,
        unsaid=treatment.unsaid,
        questions=treatment.questions,
        basis=treatment.basis,
        claims=treatment.claims,
        where=setting.label,
        cost=setting.cost,
        can_warn=bool(treatment.warnings),
    )


def warning_pairs(treatment: Treatment) -> tuple[WarningPair, ...]:
    """Returns the warnings of a treatment, gravest first."""
    order = sorted(treatment.warnings, key=lambda warning: (SEVERITIES.index(warning.severity), warning.id))
    plain, stressed = (
        [ShownWarning(w.id, w.severity, w.text, stress, w.basis, w.claims) for w in order] for stress in (False, True)
    )
    return tuple(zip(plain, stressed, strict=True))
