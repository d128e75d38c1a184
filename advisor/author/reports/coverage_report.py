"""The report on what the cases exercise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor.author.casework.case_coverage import BranchCoverage
from advisor.author.reports.figures import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.casework.case_coverage import Coverage, RuleCoverage
    from advisor.diagnostics.source import Position

__all__ = ["coverage_json", "coverage_text"]

_KNOWN = "everything that fires for them is fired by some case"
_BY_TREATMENT = "for each treatment by itself, exactly what fires for them fires for some case"
_ALIKE = "exactly what fires for them fires for one and the same case"


def coverage_text(coverage: Coverage) -> str:
    """The report as text: what is not exercised, then the figures, each with what it means."""
    lines = [*_missing(coverage), *_figures(coverage)]
    return "\n".join(lines) + "\n"


def _missing(coverage: Coverage) -> Iterator[str]:
    yield from _listed("Fired by no case:", coverage.unfired)
    yield from _listed("Conditions that no case makes true, or none makes false:", coverage.unmade)
    yield from _listed("Not possible for any answer combination, so no case is asked for:", coverage.impossible)


def _listed(heading: str, found: Sequence[RuleCoverage | BranchCoverage]) -> Iterator[str]:
    if found:
        yield heading
        yield from (f"  {one.position}  {_what(one)}" for one in sorted(found, key=_place))
        yield ""


def _place(one: RuleCoverage | BranchCoverage) -> tuple[tuple[str, int, int], str]:
    position: Position = one.position
    return position.sort_key, _what(one)


def _what(one: RuleCoverage | BranchCoverage) -> str:
    if isinstance(one, BranchCoverage):
        return f"{one.item}: `{one.condition}` {'true' if one.value else 'false'}"
    return f"{one.called} {one.item}"


def _figures(coverage: Coverage) -> Iterator[str]:
    rules = [one for one in coverage.rules if one.possible]
    halves = [one for one in coverage.conditions if one.possible]
    yield _figure("Rules, warnings and notes", len(rules) - len(coverage.unfired), len(rules), "fired by some case")
    yield _figure(
        "Conditions",
        len(halves) - len(coverage.unmade),
        len(halves),
        "made true, or made false, by some case (each counted apart)",
    )
    yield "Answer combinations"
    for part, meaning in (
        (coverage.known, _KNOWN),
        (coverage.by_treatment, _BY_TREATMENT),
        (coverage.alike, _ALIKE),
    ):
        yield f"  {part} of {coverage.every} ({share(part, coverage.every)}): {meaning}"
    yield f"{coverage.cases} case{'' if coverage.cases == 1 else 's'}. Shares are cut off, never rounded up."


def _figure(what: str, part: int, whole: int, meaning: str) -> str:
    return f"{what}: {part} of {whole} ({share(part, whole)}) {meaning}"


def coverage_json(coverage: Coverage) -> str:
    """The report as JSON, with every rule and condition."""

    def place(position: Position) -> dict[str, object]:
        return {"path": position.source.path, "line": position.line, "column": position.column}

    report = {
        "cases": coverage.cases,
        "complete": coverage.complete,
        "answer_combinations": {
            "all": coverage.every,
            "known": {"meaning": _KNOWN, "number": coverage.known},
            "by_treatment": {"meaning": _BY_TREATMENT, "number": coverage.by_treatment},
            "alike": {"meaning": _ALIKE, "number": coverage.alike},
        },
        "rules": [
            {
                "sort": one.called,
                "id": one.item,
                "cases": one.cases,
                "possible": one.possible,
                "place": place(one.position),
            }
            for one in coverage.rules
        ],
        "conditions": [
            {
                "item": one.item,
                "condition": one.condition,
                "made": one.value,
                "cases": one.cases,
                "possible": one.possible,
                "place": place(one.position),
            }
            for one in coverage.conditions
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
