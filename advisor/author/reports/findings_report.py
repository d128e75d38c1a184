"""The report of `advisor rules check`: as text, JSON, GitHub workflow commands and JUnit XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.proof import combinations
from advisor.author.reports.report_formats import JunitCase, junit_xml, workflow_command
from advisor.diagnostics.findings import finding_json, finding_text, findings_text, numbered
from advisor.diagnostics.source import place_json
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.author.checking.runner import CheckReport
    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Verdict
    from advisor.diagnostics.findings import Finding

__all__ = ["report_github", "report_json", "report_junit", "report_text"]


def report_text(report: CheckReport, proof: Proof | None = None) -> str:
    """Returns the findings, a line for each property, and a line with counts; ends with a line end.

    ``proof`` is needed for the example of a property that fails, here and in the other formats.
    """
    parts = []
    if report.findings:
        parts.append("\n\n".join(map(finding_text, report.findings)))
    if report.verdicts:
        parts.append("\n".join(_verdict_lines(report, proof)))
    if report.size_note:
        parts.append(f"Nothing was proved: {report.size_note}.")
    parts.append(_closing(report))
    return "\n\n".join(parts) + "\n"


def report_json(report: CheckReport, proof: Proof | None = None) -> str:
    """Returns a JSON object: ``findings``, ``properties``, ``combinations``, ``not_proved`` and ``counts``."""
    failed = sum(not verdict.holds for verdict in report.verdicts)
    data = {
        "schema": 1,
        "combinations": report.every or None,
        "not_proved": report.size_note,
        "counts": {
            "errors": _count(report.findings, "error"),
            "warnings": _count(report.findings, "warning"),
            "hold": len(report.verdicts) - failed,
            "fail": failed,
        },
        "findings": [finding_json(finding) for finding in report.findings],
        "properties": [
            {
                "property": verdict.property.id,
                "holds": verdict.holds,
                "concerns": verdict.concerns.bit_count(),
                "fails": verdict.fails.bit_count(),
                "example": _example(verdict, proof),
                "place": place_json(verdict.property.position),
                "claims": list(verdict.property.claims),
            }
            for verdict in report.verdicts
        ],
    }
    return json_text(data)


def report_github(report: CheckReport, proof: Proof | None = None) -> str:
    """Returns a workflow command for each finding and each property that fails, then the line with counts.

    A property that a finding is about is not shown a second time.
    """
    lines = [_command(finding) for finding in report.findings]
    reported = {finding.about for finding in report.findings}
    for verdict in report.verdicts:
        if verdict.fails and verdict.property.id not in reported:
            message = f"{_words(verdict)}: does not hold for {_failing(verdict, proof)}"
            lines.append(workflow_command("error", "property", message, verdict.property.position))
    if report.size_note:
        lines.append(workflow_command("warning", "nothing was proved", report.size_note))
    return "\n".join([*lines, _closing(report)]) + "\n"


def report_junit(report: CheckReport, titles: Mapping[str, str], proof: Proof | None = None) -> str:
    """Returns JUnit XML with a test case for each check (``titles`` has the title of each code) and each property.

    Warnings are in the ``system-out`` of their check; only errors make it fail.
    """
    by_code: dict[str, list[Finding]] = {code: [] for code in titles}
    for finding in report.findings:
        by_code.setdefault(finding.code, []).append(finding)
    checks = [_check_case(f"{code} {titles.get(code, '')}".strip(), findings) for code, findings in by_code.items()]
    suites = {"checks": checks}
    if report.verdicts:
        suites["properties"] = [
            JunitCase(_words(verdict), _failing(verdict, proof) if verdict.fails else "") for verdict in report.verdicts
        ]
    if report.size_note:
        suites["properties"] = [JunitCase("every property", skipped=report.size_note)]
    return junit_xml(suites, name="advisor rules check")


def _check_case(name: str, findings: Sequence[Finding]) -> JunitCase:
    errors = [finding for finding in findings if finding.severity == "error"]
    others = [finding for finding in findings if finding.severity != "error"]
    failure = numbered(len(errors), "error") if errors else ""
    return JunitCase(name, failure, findings_text(errors), findings_text(others))


def _words(verdict: Verdict) -> str:
    """The id of a property as words."""
    return verdict.property.id.replace("-", " ")


def _verdict_lines(report: CheckReport, proof: Proof | None) -> Iterator[str]:
    width = max(len(_words(verdict)) for verdict in report.verdicts)
    for verdict in report.verdicts:
        what = _words(verdict).ljust(width)
        if verdict.fails:
            yield f"fails   {what}   {_failing(verdict, proof)}"
        elif not verdict.concerns:
            yield f"fails   {what}   it concerns none of the {report.every} answer combinations"
        else:
            yield f"holds   {what}   proved for all {combinations(report.every)}"


def _failing(verdict: Verdict, proof: Proof | None) -> str:
    count = combinations(verdict.fails.bit_count())
    example = _example(verdict, proof)
    return f"{count}; the first: {example}" if example else count


def _example(verdict: Verdict, proof: Proof | None) -> str:
    return proof.example(verdict.fails) if proof and verdict.fails else ""


def _closing(report: CheckReport) -> str:
    failed = sum(not verdict.holds for verdict in report.verdicts)
    parts = [
        numbered(_count(report.findings, "error"), "error"),
        numbered(_count(report.findings, "warning"), "warning"),
    ]
    if report.verdicts:
        proved = f"{numbered(len(report.verdicts), 'property', 'properties')} proved"
        parts.append(f"{failed} of {len(report.verdicts)} properties fail" if failed else proved)
    return ", ".join(parts)


def _count(findings: Iterable[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _command(finding: Finding) -> str:
    lines = [finding.message, *(f"{other.position}: {other.says}" for other in finding.related)]
    lines += [f"example: {finding.example}"] if finding.example else []
    lines += [f"help: {finding.hint}"] if finding.hint else []
    at = finding.position
    more: dict[str, object] = {"endColumn": at.column + at.width} if at else {"file": finding.path}
    return workflow_command(finding.severity, finding.code, "\n".join(lines), at, **more)
