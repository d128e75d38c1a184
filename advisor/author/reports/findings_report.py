"""A report of findings and proved properties: as terminal text, JSON, GitHub workflow commands and JUnit XML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from advisor.author.proving.proof import combinations
from advisor.diagnostics.findings import finding_json, finding_text, findings_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.author.checking.runner import CheckReport
    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Verdict
    from advisor.diagnostics.findings import Finding

__all__ = ["report_github", "report_json", "report_junit", "report_text"]


def report_text(report: CheckReport, proof: Proof | None = None) -> str:
    """The findings, one line for each property, and a closing line with counts; ends with a line end.

    ``proof`` gives the example of a property that fails.
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
    """The report as one JSON object: ``findings``, ``properties``, ``combinations``, ``not_proved`` and ``counts``."""
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
                "place": {
                    "path": verdict.property.position.source.path,
                    "line": verdict.property.position.line,
                    "column": verdict.property.position.column,
                },
                "claims": list(verdict.property.claims),
            }
            for verdict in report.verdicts
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def report_github(report: CheckReport, proof: Proof | None = None) -> str:
    """One workflow command for each finding and each property that fails, then the closing line.

    A property that a finding is about already is not shown a second time.
    """
    lines = [_command(finding) for finding in report.findings]
    told = {finding.about for finding in report.findings}
    for verdict in report.verdicts:
        if verdict.fails and verdict.property.id not in told:
            position = verdict.property.position
            message = f"{words_of(verdict)}: does not hold for {_failing(verdict, proof)}"
            place = {"file": position.source.path, "line": position.line, "col": position.column}
            lines.append(_workflow("error", {**place, "title": "property"}, message))
    if report.size_note:
        lines.append(_workflow("warning", {"title": "nothing was proved"}, report.size_note))
    return "\n".join([*lines, _closing(report)]) + "\n"


def report_junit(report: CheckReport, titles: Mapping[str, str], proof: Proof | None = None) -> str:
    """JUnit XML with a test case for each check (``titles`` gives the line of each code) and each property.

    Warnings stand in ``system-out`` of their check; only errors make it fail.
    """
    by_code: dict[str, list[Finding]] = {code: [] for code in titles}
    for finding in report.findings:
        by_code.setdefault(finding.code, []).append(finding)
    checks = [_check_case(code, titles.get(code, ""), found) for code, found in by_code.items()]
    properties = [_property_case(verdict, proof) for verdict in report.verdicts]
    suites = [_suite("checks", checks)]
    if properties:
        suites.append(_suite("properties", properties))
    if report.size_note:
        note = "<skipped message=" + _attribute(report.size_note) + "/>"
        suites.append(_suite("properties", [_case("properties", "every property", note)]))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="advisor rules check">\n'
        + "".join(suites)
        + "</testsuites>\n"
    )


def words_of(verdict: Verdict) -> str:
    """What a property says, in the words of its id."""
    return verdict.property.id.replace("-", " ")


def _verdict_lines(report: CheckReport, proof: Proof | None) -> Iterator[str]:
    width = max(len(words_of(verdict)) for verdict in report.verdicts)
    for verdict in report.verdicts:
        what = words_of(verdict).ljust(width)
        if verdict.fails:
            yield f"fails   {what}   {_failing(verdict, proof)}"
        elif not verdict.concerns:
            yield f"fails   {what}   it concerns none of the {report.every} answer combinations"
        else:
            yield f"holds   {what}   proved for all {combinations(report.every)}"


def _failing(verdict: Verdict, proof: Proof | None) -> str:
    said = combinations(verdict.fails.bit_count())
    example = _example(verdict, proof)
    return f"{said}; the first: {example}" if example else said


def _example(verdict: Verdict, proof: Proof | None) -> str:
    return proof.example(verdict.fails) if proof and verdict.fails else ""


def _closing(report: CheckReport) -> str:
    failed = sum(not verdict.holds for verdict in report.verdicts)
    parts = [
        _number(_count(report.findings, "error"), "error"),
        _number(_count(report.findings, "warning"), "warning"),
    ]
    if report.verdicts:
        some = f"{failed} of {len(report.verdicts)} properties fail" if failed else ""
        parts.append(some or f"{_number(len(report.verdicts), 'property', 'properties')} proved")
    return ", ".join(parts)


def _number(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _count(findings: Iterable[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _command(finding: Finding) -> str:
    place: dict[str, object] = {}
    if finding.position:
        at = finding.position
        place = {"file": at.source.path, "line": at.line, "col": at.column, "endColumn": at.column + at.width}
    elif finding.path:
        place = {"file": finding.path}
    said = [finding.message]
    said += [f"{other.position}: {other.says}" for other in finding.related]
    said += [f"example: {finding.example}"] if finding.example else []
    said += [f"help: {finding.hint}"] if finding.hint else []
    return _workflow(finding.severity, {**place, "title": finding.code}, "\n".join(said))


def _workflow(level: str, properties: Mapping[str, object], message: str) -> str:
    """``::error file=,line=,col=,title=::message`` with what the runner would misread escaped."""

    def data(text: object) -> str:
        return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    given = ",".join(
        f"{key}={data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{level} {given}::{data(message)}"


def _check_case(code: str, title: str, findings: Sequence[Finding]) -> str:
    errors = [finding for finding in findings if finding.severity == "error"]
    others = [finding for finding in findings if finding.severity != "error"]
    body = ""
    if errors:
        said = _number(len(errors), "error")
        body += f"<failure message={_attribute(said)}>{_text(findings_text(errors))}</failure>"
    if others:
        body += f"<system-out>{_text(findings_text(others))}</system-out>"
    return _case("checks", f"{code} {title}".strip(), body)


def _property_case(verdict: Verdict, proof: Proof | None) -> str:
    body = f"<failure message={_attribute(_failing(verdict, proof))}/>" if verdict.fails else ""
    return _case("properties", words_of(verdict), body)


def _case(group: str, name: str, body: str) -> str:
    head = f"    <testcase classname={_attribute(group)} name={_attribute(name)}"
    return f"{head}>{body}</testcase>\n" if body else f"{head}/>\n"


def _suite(name: str, cases: Sequence[str]) -> str:
    failures, skipped = sum("<failure" in case for case in cases), sum("<skipped" in case for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    return f"  <testsuite name={_attribute(name)} {counts}>\n{''.join(cases)}  </testsuite>\n"


# what XML 1.0 cannot hold, however it is escaped
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("?", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", text), {"\n": "&#10;"})
