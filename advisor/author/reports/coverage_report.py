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


def _listed(heading: str, parts: Sequence[RuleCoverage | BranchCoverage]) -> Iterator[str]:
    if parts:
        yield heading
        yield from (f"  {part.position}  {_what(part)}" for part in sorted(parts, key=_sort_key))
        yield ""


def _sort_key(part: RuleCoverage | BranchCoverage) -> tuple[tuple[str, int, int], str]:
    return part.position.sort_key, _what(part)


def _what(part: RuleCoverage | BranchCoverage) -> str:
    if isinstance(part, BranchCoverage):
        return f"{part.item}: `{part.condition}` {'true' if part.value else 'false'}"
    return f"{part.called} {part.item}"


def _figures(coverage: Coverage) -> Iterator[str]:
    rules = sum(rule.possible for rule in coverage.rules)
    branches = sum(branch.possible for branch in coverage.conditions)
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
                "sort": rule.called,
                "id": rule.item,
                "cases": rule.cases,
                "possible": rule.possible,
                "place": place_json(rule.position),
            }
            for rule in coverage.rules
        ],
        "conditions": [
            {
                "item": branch.item,
                "condition": branch.condition,
                "made": branch.value,
                "cases": branch.cases,
                "possible": branch.possible,
                "place": place_json(branch.position),
            }
            for branch in coverage.conditions
        ],
    }
    return json_text(data)
