"""The report of `advisor rules mutate`: survivors with a case to add, what changes nothing, and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.mutation.mutants import GROUPS
from advisor.author.reports.figures import share, table
from advisor.diagnostics.findings import numbered
from advisor.diagnostics.source import place_json
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.mutation.mutation_run import JudgedMutant, Mutation, Tally
    from advisor.author.mutation.suggested_case import ExpectedLine, SuggestedCase

__all__ = ["mutation_json", "mutation_text"]

LEFT_OUT = ("dropped", "taken away")
_MEANT = "Its expectation is what the rules say today: add it only if that is right."


def mutation_text(mutation: Mutation, percent: int) -> str:
    """Returns the report as text; ``percent`` is the share of the group `the rest` that must be killed."""
    lines = [*_survivors(mutation), *_equivalents(mutation), *_figures(mutation), *_verdict(mutation, percent)]
    return "\n".join(lines) + "\n"


def _survivors(mutation: Mutation) -> Iterator[str]:
    for one in mutation.having("survived"):
        mutant = one.mutant
        yield f"survived: {mutant.item} {mutant.said}"
        yield f"  --> {mutant.position}"
        yield f"  No case notices it. It changes the advice for {one.differs} of {mutation.every} answer combinations."
        if one.ready is not None:
            yield f"  A case that would notice it. {_MEANT}"
            yield ""
            yield from (f"    {line}" for line in ready_yaml(one.ready, f"{mutant.item} {mutant.said}"))
        yield ""


def _equivalents(mutation: Mutation) -> Iterator[str]:
    found = mutation.having("equivalent")
    left_out = [one for one in found if one.mutant.kind.endswith(LEFT_OUT)]
    others = [one for one in found if one not in left_out]
    proved = f"proved for all {mutation.every} answer combinations"
    if left_out:
        yield f"Redundant: this could be left out, and no advice would change ({proved}):"
        yield from (_place(one) for one in left_out)
        yield ""
    if others:
        yield f"Without effect: this could be changed, and no advice would change ({proved}):"
        yield from (_place(one) for one in others)
        yield ""
    if found:
        yield "Compared: lists, grades, reasons, ranks, warnings, notes; not points, nor the derivations in between."
        yield ""


def _place(one: JudgedMutant) -> str:
    return f"  {one.mutant.position}  {one.mutant.item} {one.mutant.said}"


def _figures(mutation: Mutation) -> Iterator[str]:
    head = ("", "made", "killed", "survived", "no effect")
    rows = [head, *((kind, *_row(mutation.tally(kind=kind))) for kind in mutation.kinds)]
    rows += [*((group, *_row(mutation.tally(group=group))) for group in GROUPS)]
    yield from table([*rows, ("all", *_row(mutation.tally()))])
    yield ""


def _row(tally: Tally) -> tuple[str, str, str, str]:
    return str(tally.made), str(tally.killed), str(tally.survived), str(tally.equivalent)


def _verdict(mutation: Mutation, percent: int) -> Iterator[str]:
    for group in GROUPS:
        tally = mutation.tally(group=group)
        seen = tally.killed + tally.survived
        if seen:
            wanted = f"{percent} %" if group == "the rest" else "all"
            met = tally.reaches(percent if group == "the rest" else 100)
            said = f"{tally.killed} of {seen} that have an effect were killed ({share(tally.killed, seen)})"
            yield f"{'holds' if met else 'fails'}   {group}: {said}; wanted: {wanted}"
    yield f"Judged by {numbered(mutation.cases, 'case')}."


def ready_yaml(ready: SuggestedCase, name: str) -> Iterator[str]:
    """Yields the lines of the suggested case in YAML."""
    quoted = name.replace('"', "'")
    yield f'- case: "{quoted}"'
    answers = ", ".join(
        f"{question}: {answer if isinstance(answer, str) else _flow(answer)}"
        for question, answer in ready.answers.items()
    )
    yield f"  answers: {{{answers}}}"
    if ready.free:
        yield f"  # the change shows whatever is answered to {', '.join(ready.free)}"
    yield f"  expect: {{{', '.join(_expected(line) for line in ready.expects)}}}"


def _expected(line: ExpectedLine) -> str:
    what, values = line
    match what:
        case "order":
            return f"order: [{_flow(values)}]"
        case "ranks" | "grades":
            return f"{what}: {{{values[0]}: {{{values[1]}: {values[2]}}}}}"
        case "reasons" | "plans":
            return f"{what}: {{{values[0]}: {_flow(values[1:])}}}"
        case _:
            return f"{what}: {_flow(values)}"


def _flow(values: tuple[str, ...]) -> str:
    return f"[{', '.join(values)}]"


def mutation_json(mutation: Mutation, percent: int) -> str:
    """Returns ``{"reaches", "combinations", "cases", "by_kind", "by_group", "survived", "equivalent"}`` as JSON."""

    def tally(found: Tally) -> dict[str, int]:
        return {
            "made": found.made,
            "killed": found.killed,
            "survived": found.survived,
            "equivalent": found.equivalent,
        }

    data = {
        "reaches": mutation.reaches(percent),
        "combinations": mutation.every,
        "cases": mutation.cases,
        "by_kind": {kind: tally(mutation.tally(kind=kind)) for kind in mutation.kinds},
        "by_group": {group: tally(mutation.tally(group=group)) for group in GROUPS},
        "survived": [_as_json(one) for one in mutation.having("survived")],
        "equivalent": [_as_json(one) for one in mutation.having("equivalent")],
    }
    return json_text(data)


def _as_json(one: JudgedMutant) -> dict[str, object]:
    mutant = one.mutant
    data: dict[str, object] = {
        "item": mutant.item,
        "kind": mutant.kind,
        "group": mutant.group,
        "change": mutant.said,
        "place": place_json(mutant.position),
    }
    if one.ready is not None:
        name = f"{mutant.item} {mutant.said}"
        data |= {"combinations": one.differs, "case": "\n".join(ready_yaml(one.ready, name))}
    return data
