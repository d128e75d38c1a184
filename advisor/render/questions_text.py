"""The questions as text for someone who writes an answers file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.conditions import ALWAYS
from advisor.model.wording import condition_words
from advisor.render.text_blocks import BLANK, Block, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["questions_text"]


def questions_text(rulebase: RuleBase, width: int = 100) -> str:
    """Returns every question with its id, when it is asked, and the ids of its options."""
    return text_of((block for question in rulebase.questions for block in _question(rulebase, question)), width)


def _question(rulebase: RuleBase, question: Question) -> Iterator[Block]:
    yield Block(f"{question.id}: {question.ask}")
    how = "any of these, as a list; [] for none" if question.several else "one of these"
    default = f"; {question.default} when left out" if question.default is not None else ""
    yield Block(f"{how}{default}", indent=2)
    if question.ask_when != ALWAYS:
        yield Block(f"asked when {condition_words(rulebase, question.ask_when)}", indent=2)
    for option in question.options:
        yield Block(f"{option.id}: {option.label}", indent=4)
    yield BLANK
