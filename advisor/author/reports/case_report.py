"""The report on cases: text, JSON, JUnit's XML, and annotations as GitHub shows them beside the lines."""

from __future__ import annotations

import json
from difflib import unified_diff
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.casework.case_runs import CaseReport, CaseResult, Miss
    from advisor.author.casework.updating import Update

__all__ = ["RENDERERS", "testing_github", "testing_json", "testing_junit", "testing_text", "update_text"]


def testing_text(report: CaseReport) -> str:
    """Each failed case with a diff of expected and got, then the count."""
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
        yield from (f"    {line}" for line in _because(miss))


def _because(miss: Miss) -> Iterator[str]:
    for rule in miss.rules:
        yield f"{rule.rule} {rule.did} ({rule.position})"


def _count(report: CaseReport) -> str:
    total, failed = len(report.results), len(report.failed)
    said = f"{total} case{'' if total == 1 else 's'}, {report.expectations} expectations"
    return f"{said}: {f'{failed} failed (- expected, + got)' if failed else 'all met'}"


def testing_json(report: CaseReport) -> str:
    """``{"cases", "failed", "results": [{"case", "place", "missed": [{"expected", "got", "place", "rules"}]}]}``."""
    told = {
        "cases": len(report.results),
        "failed": len(report.failed),
        "results": [
            {
                "case": result.case.name,
                "place": str(result.case.position),
                "missed": [
                    {
                        "expectation": miss.failure.expectation.what,
                        "expected": miss.failure.expected,
                        "got": miss.failure.got,
                        "place": str(miss.failure.expectation.position),
                        "rules": [
                            {"rule": rule.rule, "did": rule.did, "place": str(rule.position)} for rule in miss.rules
                        ],
                    }
                    for miss in result.missed
                ],
            }
            for result in report.results
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def testing_junit(report: CaseReport) -> str:
    """One test suite for each case file."""
    files: dict[str, list[CaseResult]] = {}
    for result in report.results:
        files.setdefault(result.case.position.source.path, []).append(result)
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines.append(f'<testsuites tests="{len(report.results)}" failures="{len(report.failed)}">')
    for path, results in files.items():
        failed = sum(bool(result.missed) for result in results)
        lines.append(f'  <testsuite name={quoteattr(path)} tests="{len(results)}" failures="{failed}">')
        for result in results:
            lines += _junit_case(path, result)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _junit_case(path: str, result: CaseResult) -> Iterator[str]:
    head = f"    <testcase classname={quoteattr(path)} name={quoteattr(result.case.name)}"
    if not result.missed:
        yield f"{head}/>"
        return
    said = quoteattr("; ".join(f"expected {m.failure.expected}; got {m.failure.got}" for m in result.missed))
    yield f"{head}>"
    yield f"      <failure message={said}>{escape(chr(10).join(_failed(result)))}</failure>"
    yield "    </testcase>"


def testing_github(report: CaseReport) -> str:
    """A workflow command for each expectation that was not met, then the count."""
    lines = []
    for result in report.failed:
        for miss in result.missed:
            at = miss.failure.expectation.position
            said = [f"expected {miss.failure.expected}; got {miss.failure.got}", *_because(miss)]
            where = f"file={_property(at.source.path)},line={at.line},col={at.column}"
            lines.append(f"::error {where},title={_property(result.case.name)}::{_message(chr(10).join(said))}")
    return "\n".join([*lines, _count(report)]) + "\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def update_text(updates: Sequence[Update]) -> str:
    """What changed in the case files, line by line."""
    if not updates:
        return "Every expectation is met; nothing was rewritten.\n"
    lines: list[str] = []
    for one in updates:
        before, after = one.before.splitlines(), one.after.splitlines()
        lines += unified_diff(before, after, one.path, one.path, "as it was", "as rewritten", lineterm="")
    said = "1 case file was rewritten" if len(updates) == 1 else f"{len(updates)} case files were rewritten"
    return "\n".join([*lines, "", f"{said}. Read the difference: is the new advice what these people must get?"]) + "\n"


RENDERERS = {"text": testing_text, "json": testing_json, "junit": testing_junit, "github": testing_github}
