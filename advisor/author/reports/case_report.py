"""The report of `advisor rules test`: as text, JSON, JUnit XML and GitHub workflow commands."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from advisor.author.reports.report_formats import JunitCase, junit_xml, workflow_command
from advisor.diagnostics.findings import numbered
from advisor.diagnostics.source import place_json
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.casework.case_runs import CaseReport, CaseResult, Miss
    from advisor.author.casework.updating import Update

__all__ = ["RENDERERS", "testing_github", "testing_json", "testing_junit", "testing_text", "update_text"]


def testing_text(report: CaseReport) -> str:
    """Returns each failed case with what was expected and got, then the counts."""
    lines: list[str] = []
    for result in report.failed:
        lines += [*_failed(result), ""]
    return "\n".join([*lines, _count(report)]) + "\n"


def _failed(result: CaseResult) -> Iterator[str]:
    yield f"failed: {result.case.name}"
    for miss in result.missed:
        yield f"  --> {miss.failure.expectation.position}"
        yield f"  - {miss.failure.expected}"
        yield f"  + {miss.failure.got}"
        yield from (f"    {line}" for line in _rules(miss))


def _rules(miss: Miss) -> Iterator[str]:
    return (f"{rule.rule} {rule.did} ({rule.position})" for rule in miss.rules)


def _count(report: CaseReport) -> str:
    outcome = f"{len(report.failed)} failed (- expected, + got)" if report.failed else "all met"
    return f"{numbered(len(report.results), 'case')}, {report.expectations} expectations: {outcome}"


def testing_json(report: CaseReport) -> str:
    """Returns ``{"cases", "failed", "results": [{"case", "place", "missed": [{"expected", "got", ...}]}]}`` as JSON."""
    data = {
        "cases": len(report.results),
        "failed": len(report.failed),
        "results": [
            {
                "case": result.case.name,
                "place": place_json(result.case.position),
                "missed": [
                    {
                        "expectation": miss.failure.expectation.what,
                        "expected": miss.failure.expected,
                        "got": miss.failure.got,
                        "place": place_json(miss.failure.expectation.position),
                        "rules": [
                            {"rule": rule.rule, "did": rule.did, "place": place_json(rule.position)}
                            for rule in miss.rules
                        ],
                    }
                    for miss in result.missed
                ],
            }
            for result in report.results
        ],
    }
    return json_text(data)


def testing_junit(report: CaseReport) -> str:
    """Returns JUnit XML with a test suite for each case file."""
    files: dict[str, list[JunitCase]] = {}
    for result in report.results:
        files.setdefault(result.case.position.source.path, []).append(_junit_case(result))
    return junit_xml(files, tests=len(report.results), failures=len(report.failed))


def _junit_case(result: CaseResult) -> JunitCase:
    if not result.missed:
        return JunitCase(result.case.name)
    return JunitCase(result.case.name, "; ".join(map(_expected_and_got, result.missed)), "\n".join(_failed(result)))


def testing_github(report: CaseReport) -> str:
    """Returns a workflow command for each expectation that was not met, then the counts."""
    lines = []
    for result in report.failed:
        for miss in result.missed:
            message = "\n".join([_expected_and_got(miss), *_rules(miss)])
            lines.append(workflow_command("error", result.case.name, message, miss.failure.expectation.position))
    return "\n".join([*lines, _count(report)]) + "\n"


def _expected_and_got(miss: Miss) -> str:
    return f"expected {miss.failure.expected}; got {miss.failure.got}"


def update_text(updates: Sequence[Update]) -> str:
    """Returns what changed in the case files, as a unified diff."""
    if not updates:
        return "Every expectation is met; nothing was rewritten.\n"
    lines: list[str] = []
    for update in updates:
        before, after = update.before.splitlines(), update.after.splitlines()
        lines += unified_diff(before, after, update.path, update.path, "as it was", "as rewritten", lineterm="")
    rewritten = numbered(len(updates), "case file was", "case files were")
    lines += ["", f"{rewritten} rewritten. Read the difference: is the new advice what these people must get?"]
    return "\n".join(lines) + "\n"


RENDERERS = {"text": testing_text, "json": testing_json, "junit": testing_junit, "github": testing_github}
