"""The report of `advisor rules mutate`: survivors with a case to add, what changes nothing, and figures."""

from __future__ import annotations

from dataclasses import asdict, astuple
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

__all__ = ["case_yaml", "mutation_json", "mutation_text"]

_LEFT_OUT = ("dropped", "taken away")
_MEANT = "Its expectation is what the rules say today: add it only if that is right."


def mutation_text(mutation: Mutation, percent: int) -> str:
    """Returns the report as text; ``percent`` is the share of the group `the rest` that must be killed."""
    lines = [*_survivors(mutation), *_equivalents(mutation), *_figures(mutation), *_verdict(mutation, percent)]
    return "\n".join(lines) + "\n"


def _survivors(mutation: Mutation) -> Iterator[str]:
    for judged in mutation.having("survived"):
        yield f"survived: {_name(judged)}"
        yield f"  --> {judged.mutant.position}"
        differs = f"{judged.differs} of {mutation.every} answer combinations"
        yield f"  No case notices it. It changes the advice for {differs}."
        if judged.suggested is not None:
            yield f"  A case that would notice it. {_MEANT}"
            yield ""
            yield from (f"    {line}" for line in case_yaml(judged.suggested, _name(judged)))
        yield ""


def _name(judged: JudgedMutant) -> str:
    return f"{judged.mutant.item} {judged.mutant.change}"


def _equivalents(mutation: Mutation) -> Iterator[str]:
    equivalent = mutation.having("equivalent")
    headings = {True: "Redundant: this could be left out", False: "Without effect: this could be changed"}
    for is_left_out, heading in headings.items():
        listed = [judged for judged in equivalent if judged.mutant.kind.endswith(_LEFT_OUT) is is_left_out]
        if listed:
            yield f"{heading}, and no advice would change (proved for all {mutation.every} answer combinations):"
            yield from (f"  {judged.mutant.position}  {_name(judged)}" for judged in listed)
            yield ""
    if equivalent:
        yield "Compared: lists, grades, reasons, ranks, warnings, notes; not points, nor the derivations in between."
        yield ""


def _figures(mutation: Mutation) -> Iterator[str]:
    head = ("", "made", "killed", "survived", "no effect")
    tallies = {kind: mutation.tally(kind=kind) for kind in mutation.kinds}
    tallies |= {group: mutation.tally(group=group) for group in GROUPS}
    tallies["all"] = mutation.tally()
    yield from table([head, *((name, str(tally.made), *map(str, astuple(tally))) for name, tally in tallies.items())])
    yield ""


def _verdict(mutation: Mutation, percent: int) -> Iterator[str]:
    for group in GROUPS:
        tally = mutation.tally(group=group)
        seen = tally.killed + tally.survived
        if seen:
            wanted = f"{percent} %" if group == "the rest" else "all"
            met = tally.reaches(percent if group == "the rest" else 100)
            killed = f"{tally.killed} of {seen} that have an effect were killed ({share(tally.killed, seen)})"
            yield f"{'holds' if met else 'fails'}   {group}: {killed}; wanted: {wanted}"
    yield f"Judged by {numbered(mutation.cases, 'case')}."


def case_yaml(case: SuggestedCase, name: str) -> Iterator[str]:
    """Yields the lines of a suggested case in YAML."""
    quoted = name.replace('"', "'")
    yield f'- case: "{quoted}"'
    answers = ", ".join(
        f"{question}: {answer if isinstance(answer, str) else _flow(answer)}"
        for question, answer in case.answers.items()
    )
    yield f"  answers: {{{answers}}}"
    if case.free:
        yield f"  # the change shows whatever is answered to {', '.join(case.free)}"
    yield f"  expect: {{{', '.join(map(_expected, case.expects))}}}"


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
    data = {
        "reaches": mutation.reaches(percent),
        "combinations": mutation.every,
        "cases": mutation.cases,
        "by_kind": {kind: _tally_object(mutation.tally(kind=kind)) for kind in mutation.kinds},
        "by_group": {group: _tally_object(mutation.tally(group=group)) for group in GROUPS},
        "survived": [_mutant_object(judged) for judged in mutation.having("survived")],
        "equivalent": [_mutant_object(judged) for judged in mutation.having("equivalent")],
    }
    return json_text(data)


def _tally_object(tally: Tally) -> dict[str, int]:
    return {"made": tally.made, **asdict(tally)}


def _mutant_object(judged: JudgedMutant) -> dict[str, object]:
    mutant = judged.mutant
    data: dict[str, object] = {
        "item": mutant.item,
        "kind": mutant.kind,
        "group": mutant.group,
        "change": mutant.change,
        "place": place_json(mutant.position),
    }
    if judged.suggested is not None:
        data |= {"combinations": judged.differs, "case": "\n".join(case_yaml(judged.suggested, _name(judged)))}
    return data
