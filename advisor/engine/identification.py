"""Proposes kinds from what a person sees, with a rule set of its own and the same engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.compilation import Production
from advisor.engine.inference import Inference
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import Identification, RuleBase

__all__ = ["propose"]


def propose(rulebase: RuleBase, given: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Returns the kinds that the answers to the identification questions point to, for the person to confirm.

    The set is empty when the rules conclude none, and when the rule base has no identification.
    """
    identification = rulebase.identification
    if identification is None:
        return frozenset()
    derived = (fired.production.derives for fired in _inference(identification).run(given).fired)
    return frozenset(fact[1] for fact in derived if fact and fact[0] == rulebase.kinds.question)


def _inference(identification: Identification) -> Inference:
    return Inference(
        (question.id for question in identification.questions),
        (
            Production(stage, rule.id, rule.when, rule, (rule.fact, rule.value))
            for stage, stratum in enumerate(strata(identification.rules))
            for rule in stratum
        ),
    )
