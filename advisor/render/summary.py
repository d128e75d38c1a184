"""The first screen of an advice, and what several renderers say of the whole advice or of the plan for one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.ranking import ranks
from advisor.model.wording import answered, capitalised, counted, kind_words, no_warning_words
from advisor.render.text_blocks import BLANK, Block, height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.advice import Advice, KindScore, ShownNote, Suggestion
    from advisor.model.rulebase import Grade

__all__ = [
    "answer_lines",
    "fit_for",
    "note_sections",
    "nothing_reported",
    "plan_ranks",
    "summary",
    "tiers",
    "unplanned",
    "warnings_in_short",
]

# how much of each plan is shown: up to three options, or below that one line for the best of them
_MOST_OPTIONS = 3
_BEST_ALONE = 0
_NAME_ALONE = -1  # the same line, without grade and warnings


def summary(advice: Advice, width: int = 80, rows: int = 24) -> tuple[Block, ...]:
    """Returns what is urgent and the leading options of each plan, as many of them as fit ``rows`` lines."""
    for options in range(_MOST_OPTIONS, _NAME_ALONE - 1, -1):
        blocks = tuple(_summary(advice, options))
        if height(blocks, width) <= rows:
            break
    return blocks


def answer_lines(advice: Advice) -> Iterator[tuple[str, str]]:
    """Yields the id of each question answered, with the answer in words."""
    for question_id, answer in advice.answers.items():
        options = (answer,) if isinstance(answer, str) else answer
        yield question_id, answered(advice.rulebase.options[question_id], options)


def nothing_reported(advice: Advice) -> str:
    """Returns what stands in the place of options when none of the kinds was reported."""
    below = " Please read the notes below." if advice.notes else ""
    return f"You reported none of the kinds, so no treatment is suggested.{below}"


def warnings_in_short(suggestion: Suggestion) -> str:
    """Returns how many warnings a suggestion has, and how grave: ``3 warnings (1 serious, 1 to note specially)``."""
    if not suggestion.warnings:
        return "no warning for your answers" if suggestion.about.can_warn else "no warning named by the source"
    serious = sum(warning.severity == "serious" for warning in suggestion.warnings)
    stressed = sum(warning.stressed for warning in suggestion.warnings)
    grave = [f"{number} {how}" for number, how in ((serious, "serious"), (stressed, "to note specially")) if number]
    return counted(len(suggestion.warnings), "warning") + (f" ({', '.join(grave)})" if grave else "")


def fit_for(suggestion: Suggestion, kind: str) -> KindScore:
    """Returns the grade and score of a suggestion for one of the kinds it fits."""
    return next(fit for fit in suggestion.fits if fit.kind == kind)


def plan_ranks(advice: Advice, kind: str, *, beyond: bool = False) -> tuple[tuple[Suggestion, int], ...]:
    """Returns the suggestions for a kind with their rank for it, best first; ``beyond``: those beyond the budget."""
    if beyond:
        fitting = _beyond_budget_for(advice, kind)
        plan = sorted(fitting, key=lambda suggestion: -fit_for(suggestion, kind).score)
    else:
        by_id = {suggestion.treatment: suggestion for suggestion in advice.suggestions}
        plan = [by_id[treatment] for treatment in advice.plans[kind]]
    return tuple(zip(plan, ranks(fit_for(suggestion, kind).score for suggestion in plan), strict=True))


def tiers(advice: Advice, kind: str) -> tuple[tuple[Grade, tuple[Suggestion, ...]], ...]:
    """Returns every grade, from best to least supported, with its suggestions for a kind, best first."""
    plan = [suggestion for suggestion, _ in plan_ranks(advice, kind)]
    return tuple(
        (grade, tuple(suggestion for suggestion in plan if fit_for(suggestion, kind).grade == grade.id))
        for grade in advice.rulebase.grades.values()
    )


def note_sections(advice: Advice) -> tuple[tuple[str, tuple[ShownNote, ...]], ...]:
    """Returns the notes that do not lead, by section; the sections are in the same order for everyone."""
    found = ((name, [n for n in advice.notes if n.section == name and not n.lead]) for name in advice.rulebase.sections)
    return tuple((name, tuple(notes)) for name, notes in found if notes)


def unplanned(advice: Advice, kind: str) -> str:
    """Returns what stands in the place of options when nothing is suggested for a reported kind."""
    if beyond := _beyond_budget_for(advice, kind):
        return f"Nothing within your budget; {counted(len(beyond), 'option')} beyond it, below."
    return "Nothing suggested with these answers; the reasons stand below. A professional can look at it with you."


def _beyond_budget_for(advice: Advice, kind: str) -> list[Suggestion]:
    return [one for one in advice.beyond_budget if any(fit.kind == kind for fit in one.fits)]


def _summary(advice: Advice, options: int) -> Iterator[Block]:
    for note in advice.urgent:
        yield Block(f"Please read first: {note.text}", "stressed")
        yield BLANK
    yield Block("Your advice in short", "heading")
    for kind in advice.plans:
        if options > _BEST_ALONE:
            yield from _leading_options(advice, kind, options)
        else:
            yield _best_option(advice, kind, name_alone=options == _NAME_ALONE)
    if not advice.plans:
        yield Block(nothing_reported(advice), indent=2)
    yield BLANK
    yield Block(" ".join(_totals(advice)), indent=2)


def _leading_options(advice: Advice, kind: str, options: int) -> Iterator[Block]:
    yield Block(capitalised(kind_words(advice.rulebase.kinds, [kind])), "name", indent=2)
    plan = plan_ranks(advice, kind)
    for suggestion, rank in plan[:options]:
        yield Block(f"{suggestion.name}: {_about(advice, suggestion, kind)}", indent=4, mark=f"{rank}. ")
    if others := plan[options:]:
        equal = sum(rank == plan[options - 1][1] for _, rank in others)
        same_rank = f" ({equal} with the same number)" if equal else ""
        yield Block(f"and {counted(len(others), 'other')}, below{same_rank}", "quiet", indent=4)
    if not plan:
        yield Block(unplanned(advice, kind), indent=4)


def _best_option(advice: Advice, kind: str, *, name_alone: bool) -> Block:
    """Returns a plan in one line, for many kinds at once or a small window."""
    kind_name = capitalised(kind_words(advice.rulebase.kinds, [kind]))
    plan = [suggestion for suggestion, _ in plan_ranks(advice, kind)]
    if not plan:
        return Block(f"{kind_name}: {unplanned(advice, kind)}", indent=2, mark="- ")
    others = f", {counted(len(plan) - 1, 'other')} below" if plan[1:] else ""
    about = "" if name_alone else f" ({_about(advice, plan[0], kind)})"
    return Block(f"{kind_name}: {plan[0].name}{about}{others}", indent=2, mark="- ")


def _about(advice: Advice, suggestion: Suggestion, kind: str) -> str:
    grade = advice.rulebase.grades[fit_for(suggestion, kind).grade]
    return f"{grade.label}; {warnings_in_short(suggestion)}"


def _totals(advice: Advice) -> Iterator[str]:
    if advice.suggestions:
        suggestions = counted(len(advice.suggestions), "suggestion")
        warnings = sum(len(suggestion.warnings) for suggestion in advice.suggestions)
        if warnings:
            yield f"{suggestions} with {counted(warnings, 'warning')}. Please read the warnings before you choose."
        else:
            can_warn = any(suggestion.about.can_warn for suggestion in advice.suggestions)
            yield f"{suggestions}. {no_warning_words(can_warn)}"
    if advice.beyond_budget:
        yield f"Beyond your budget: {len(advice.beyond_budget)}."
    if advice.not_recommended:
        yield f"Not recommended for you: {len(advice.not_recommended)}."
    yield "This is information to talk over with a clinician."
