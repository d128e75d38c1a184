"""The first screen of an advice: what cannot wait, and the leading options for each kind, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.ranking import ranks
from advisor.render.page import BLANK, Block, height
from advisor.wording import kind_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.result import Advice, Suggestion
    from advisor.rulebase import RuleBase

__all__ = ["capitalised", "counted", "summary"]

_MOST = 3  # options shown of one plan


def summary(rulebase: RuleBase, advice: Advice, width: int = 80, rows: int = 24) -> tuple[Block, ...]:
    """As many leading options of each plan (at most three, at least one) as ``rows`` lines hold."""
    for leading in range(_MOST, 0, -1):
        blocks = tuple(_summary(rulebase, advice, leading))
        if height(blocks, width) <= rows:
            break
    return blocks


def counted(number: int, one: str, many: str = "") -> str:
    """``no warnings``, ``1 warning``, ``3 warnings``."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def capitalised(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


def _summary(rulebase: RuleBase, advice: Advice, leading: int) -> Iterator[Block]:
    for note in advice.urgent:
        yield Block(f"Please read first: {note.text}", "stressed")
        yield BLANK
    yield Block("Your advice in short", "heading")
    for kind in advice.plans:
        yield from _plan(rulebase, advice, kind, leading)
    if not advice.plans:
        yield Block("You reported no marks, so no treatment is suggested. Advice on prevention stands below.", indent=2)
    yield BLANK
    yield from _rest(advice)


def _plan(rulebase: RuleBase, advice: Advice, kind: str, leading: int) -> Iterator[Block]:
    yield Block(capitalised(kind_words(rulebase, [kind])), "name", indent=2)
    suggested = {suggestion.treatment: suggestion for suggestion in advice.suggestions}
    plan = advice.plans[kind]
    scores = [_score(suggested[treatment], kind) for treatment in plan]
    for treatment, rank in list(zip(plan, ranks(scores), strict=True))[:leading]:
        suggestion = suggested[treatment]
        grade = next(fit.grade for fit in suggestion.fits if fit.kind == kind)
        label = rulebase.grade_by_id[grade].label
        warnings = counted(len(suggestion.warnings), "warning")
        yield Block(f"{suggestion.name}: {label}; {warnings}", indent=4, mark=f"{rank}. ")
    more, equal = len(plan) - leading, scores[leading:].count(scores[leading - 1]) if plan[leading:] else 0
    if more > 0:
        with_it = f" ({equal} with the same number)" if equal else ""
        yield Block(f"and {counted(more, 'other')}, below{with_it}", "quiet", indent=4)
    if not plan:
        yield Block(_nothing(advice, kind), indent=4)


def _score(suggestion: Suggestion, kind: str) -> int:
    return next(fit.score for fit in suggestion.fits if fit.kind == kind)


def _nothing(advice: Advice, kind: str) -> str:
    beyond = sum(any(fit.kind == kind for fit in suggestion.fits) for suggestion in advice.beyond_budget)
    if beyond:
        return f"Nothing within your budget; {counted(beyond, 'option')} beyond it, below."
    return "Nothing suggested with these answers; the reasons stand below. A professional can look at it with you."


def _rest(advice: Advice) -> Iterator[Block]:
    warnings = sum(len(suggestion.warnings) for suggestion in advice.suggestions)
    parts = []
    if advice.suggestions:
        suggestions = counted(len(advice.suggestions), "suggestion")
        parts.append(f"{suggestions} with {counted(warnings, 'warning')}. Please read the warnings before you choose.")
    if advice.beyond_budget:
        parts.append(f"Beyond your budget: {len(advice.beyond_budget)}.")
    if advice.not_recommended:
        parts.append(f"Not recommended for you: {len(advice.not_recommended)}.")
    parts.append("This is information to talk over with a clinician.")
    yield Block(" ".join(parts), indent=2)
