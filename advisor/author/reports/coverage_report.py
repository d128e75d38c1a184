"""The report of `advisor rules coverage`: which rules and conditions the cases exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.casework.case_coverage import BranchCoverage
from advisor.author.reports.figures import share
from advisor.diagnostics.findings import numbered
from advisor.diagnostics.source import place_json
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.casework.case_coverage import Coverage, RuleCoverage

__all__ = ["coverage_json", "coverage_text"]

_KNOWN = "everything that fires for them is fired by some case"
_BY_TREATMENT = "for each treatment by itself, exactly what fires for them fires for some case"
_ALIKE = "exactly what fires for them fires for one and the same case"


def coverage_text(coverage: Coverage) -> str:
    """Returns the report as text: what is not exercised, then the figures, each with what it means."""
    lines = [*_missing(coverage), *_figures(coverage)]
    return "\n".join(lines) + "\n"


def _missing(coverage: Coverage) -> Iterator[str]:
    yield from _listed("Fired by no case:", coverage.unfired)
    yield from _listed("Conditions that no case makes true, or none makes false:", coverage.unmade)
    yield from _listed("Not possible for any answer combination, so no case is asked for:", coverage.impossible)


def _listed(heading: str, found: Sequence[RuleCoverage | BranchCoverage]) -> Iterator[str]:
    if found:
        yield heading
        yield from (f"  {one.position}  {_what(one)}" for one in sorted(found, key=_sort_key))
        yield ""


def _sort_key(one: RuleCoverage | BranchCoverage) -> tuple[tuple[str, int, int], str]:
    return one.position.sort_key, _what(one)


def _what(one: RuleCoverage | BranchCoverage) -> str:
    if isinstance(one, BranchCoverage):
        return f"{one.item}: `{one.said}` {'true' if one.value else 'false'}"
    return f"{one.called} {one.item}"


def _figures(coverage: Coverage) -> Iterator[str]:
    rules = sum(one.possible for one in coverage.rules)
    branches = sum(one.possible for one in coverage.conditions)
    yield f"Rules, warnings and notes: {_share(rules - len(coverage.unfired), rules)} fired by some case"
    made = _share(branches - len(coverage.unmade), branches)
    yield f"Conditions: {made} made true, or made false, by some case (each counted apart)"
    yield "Answer combinations"
    meanings = ((coverage.known, _KNOWN), (coverage.by_treatment, _BY_TREATMENT), (coverage.alike, _ALIKE))
    for part, meaning in meanings:
        yield f"  {_share(part, coverage.every)}: {meaning}"
    yield f"{numbered(coverage.cases, 'case')}. Shares are cut off, never rounded up."


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({share(part, whole)})"


def coverage_json(coverage: Coverage) -> str:
    """Returns the report as JSON, with every rule and condition."""
    data = {
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
                "place": place_json(one.position),
            }
            for one in coverage.rules
        ],
        "conditions": [
            {
                "item": one.item,
                "condition": one.said,
                "made": one.value,
                "cases": one.cases,
                "possible": one.possible,
                "place": place_json(one.position),
            }
            for one in coverage.conditions
        ],
    }
    return json_text(data)
