"""From what a person sees to the kinds it may be: a small rule set of its own, forward-chained by the same engine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from advisor.engine.inference import Inference, Production
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import Identification, RuleBase

__all__ = ["propose"]


def propose(rulebase: RuleBase, given: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The kinds that what was seen points to, to be confirmed by the person; empty when it cannot be told."""
    identification = rulebase.identification
    if identification is None:
        return frozenset()
    fired = _inference(identification).run(given).fired
    concluded = (one.production.derives for one in fired if one.production.derives)
    return frozenset(value for fact, value in concluded if fact == rulebase.kinds.question)


@lru_cache(maxsize=1)
def _inference(identification: Identification) -> Inference:
    layers = strata(identification.rules)
    return Inference(
        (question.id for question in identification.questions),
        (
            Production(stage, rule.id, rule.when, rule, (rule.fact, rule.value))
            for stage, layer in enumerate(layers)
            for rule in layer
        ),
    )
