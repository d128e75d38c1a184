"""The first screen of an advice: what cannot wait, and the leading options for each kind, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.ranking import ranks
from advisor.model.wording import capitalised, counted, kind_words, no_warning_words
from advisor.render.text_blocks import BLANK, Block, height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.advice import Advice, ShownNote, Suggestion
    from advisor.model.rulebase import Grade, RuleBase

__all__ = [
    "note_sections",
    "nothing_reported",
    "plan_ranks",
    "summary",
    "tiers",
    "unplanned",
    "warnings_in_short",
]

_MOST = 3  # options shown of one plan
_BARE = -1  # of each plan the best alone, by its name


def summary(rulebase: RuleBase, advice: Advice, width: int = 80, rows: int = 24) -> tuple[Block, ...]:
    """As many leading options of each plan (at most three; the best alone where room is short) as fit."""
    for leading in range(_MOST, _BARE - 1, -1):
        blocks = tuple(_summary(rulebase, advice, leading))
        if height(blocks, width) <= rows:
            break
    return blocks


def nothing_reported(advice: Advice) -> str:
    """What is said instead of options where none of the kinds was reported."""
    below = " Please read the notes below." if advice.notes else ""
    return f"You reported none of the kinds, so no treatment is suggested.{below}"


def warnings_in_short(rulebase: RuleBase, suggestion: Suggestion) -> str:
    """How many warnings, and how grave: ``3 warnings (1 serious, 1 to note specially)``."""
    if not suggestion.warnings:
        told = rulebase.treatment_by_id[suggestion.treatment].warnings
        return "no warning for your answers" if told else "no warning named by the source"
    serious = sum(warning.severity == "serious" for warning in suggestion.warnings)
    stressed = sum(warning.stressed for warning in suggestion.warnings)
    grave = [f"{number} {how}" for number, how in ((serious, "serious"), (stressed, "to note specially")) if number]
    return counted(len(suggestion.warnings), "warning") + (f" ({', '.join(grave)})" if grave else "")


def plan_ranks(advice: Advice, kind: str, *, beyond: bool = False) -> tuple[tuple[Suggestion, int], ...]:
    """The suggestions for one kind with their rank in its plan, best first; ``beyond``: those beyond the budget."""
    fitting = [
        (next(fit.score for fit in suggestion.fits if fit.kind == kind), suggestion)
        for suggestion in (advice.beyond_budget if beyond else advice.suggestions)
        if any(fit.kind == kind for fit in suggestion.fits)
    ]
    if beyond:
        fitting.sort(key=lambda one: -one[0])
    else:
        fitting.sort(key=lambda one: advice.plans[kind].index(one[1].treatment))
    return tuple(zip((one for _, one in fitting), ranks(score for score, _ in fitting), strict=True))


def tiers(rulebase: RuleBase, advice: Advice, kind: str) -> tuple[tuple[Grade, tuple[Suggestion, ...]], ...]:
    """The plan of a kind by grade, every grade of the rule base from best supported to least, each in plan order."""
    plan = plan_ranks(advice, kind)
    return tuple(
        (grade, tuple(one for one, _ in plan if any((fit.kind, fit.grade) == (kind, grade.id) for fit in one.fits)))
        for grade in rulebase.grades_by_points
    )


def note_sections(rulebase: RuleBase, advice: Advice) -> tuple[tuple[str, tuple[ShownNote, ...]], ...]:
    """The notes that do not stand before the options, by section; sections stand in the same order for everyone."""
    sections = dict.fromkeys(note.section for note in rulebase.notes)
    found = {name: tuple(n for n in advice.notes if n.section == name and not n.lead) for name in sections}
    return tuple((name, notes) for name, notes in found.items() if notes)


def unplanned(advice: Advice, kind: str) -> str:
    """What is said of a reported kind that nothing is suggested for."""
    beyond = sum(any(fit.kind == kind for fit in suggestion.fits) for suggestion in advice.beyond_budget)
    if beyond:
        return f"Nothing within your budget; {counted(beyond, 'option')} beyond it, below."
    return "Nothing suggested with these answers; the reasons stand below. A professional can look at it with you."


def _summary(rulebase: RuleBase, advice: Advice, leading: int) -> Iterator[Block]:
    for note in advice.urgent:
        yield Block(f"Please read first: {note.text}", "stressed")
        yield BLANK
    yield Block("Your advice in short", "heading")
    for kind in advice.plans:
        if leading > 0:
            yield from _plan(rulebase, advice, kind, leading)
        else:
            yield _best(rulebase, advice, kind, bare=leading == _BARE)
    if not advice.plans:
        yield Block(nothing_reported(advice), indent=2)
    yield BLANK
    yield from _rest(rulebase, advice)


def _plan(rulebase: RuleBase, advice: Advice, kind: str, leading: int) -> Iterator[Block]:
    yield Block(capitalised(kind_words(rulebase, [kind])), "name", indent=2)
    plan = plan_ranks(advice, kind)
    for suggestion, rank in plan[:leading]:
        yield Block(f"{suggestion.name}: {_about(rulebase, suggestion, kind)}", indent=4, mark=f"{rank}. ")
    more = len(plan) - leading
    equal = sum(rank == plan[leading - 1][1] for _, rank in plan[leading:])
    if more > 0:
        with_it = f" ({equal} with the same number)" if equal else ""
        yield Block(f"and {counted(more, 'other')}, below{with_it}", "quiet", indent=4)
    if not plan:
        yield Block(unplanned(advice, kind), indent=4)


def _best(rulebase: RuleBase, advice: Advice, kind: str, *, bare: bool) -> Block:
    """A plan in a line, for many kinds at once or a small window."""
    named = capitalised(kind_words(rulebase, [kind]))
    plan = [suggestion for suggestion, _ in plan_ranks(advice, kind)]
    if not plan:
        return Block(f"{named}: {unplanned(advice, kind)}", indent=2, mark="- ")
    more = f", {counted(len(plan) - 1, 'other')} below" if plan[1:] else ""
    about = "" if bare else f" ({_about(rulebase, plan[0], kind)})"
    return Block(f"{named}: {plan[0].name}{about}{more}", indent=2, mark="- ")


def _about(rulebase: RuleBase, suggestion: Suggestion, kind: str) -> str:
    grade = next(fit.grade for fit in suggestion.fits if fit.kind == kind)
    return f"{rulebase.grade_by_id[grade].label}; {warnings_in_short(rulebase, suggestion)}"


def _rest(rulebase: RuleBase, advice: Advice) -> Iterator[Block]:
    warnings = sum(len(suggestion.warnings) for suggestion in advice.suggestions)
    parts = []
    if advice.suggestions:
        suggestions = counted(len(advice.suggestions), "suggestion")
        if warnings:
            parts.append(
                f"{suggestions} with {counted(warnings, 'warning')}. Please read the warnings before you choose."
            )
        else:
            shown = (rulebase.treatment_by_id[one.treatment] for one in advice.suggestions)
            parts.append(f"{suggestions}. {no_warning_words(shown)}")
    if advice.beyond_budget:
        parts.append(f"Beyond your budget: {len(advice.beyond_budget)}.")
    if advice.not_recommended:
        parts.append(f"Not recommended for you: {len(advice.not_recommended)}.")
    parts.append("This is information to talk over with a clinician.")
    yield Block(" ".join(parts), indent=2)
