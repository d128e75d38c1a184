"""The report of one look of `advisor rules watch`, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.proof import combinations
from advisor.author.reports.figures import first_and_more, share
from advisor.diagnostics.findings import finding_text, numbered
from advisor.model.wording import LIST_WORDS, joined, topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.casework.case_runs import CaseReport
    from advisor.author.checking.runner import CheckReport
    from advisor.author.compare.rule_diff import OutcomeDifference, RuleDiff
    from advisor.author.editing.watching import Look
    from advisor.author.proving.proof import Proof

__all__ = ["look_text"]

_MOST = 5  # findings, failed cases or changes that are shown; the commands themselves show all


def look_text(look: Look) -> str:
    """Returns the lines of one look, ending with a line end."""
    lines = [f"saved   {joined(first_and_more(look.saved, _MOST))}"] if look.saved else []
    if look.checked is None:
        lines += _mistakes(look)
        lines.append("check   the rules cannot be read; the last good state is kept")
        return "\n".join(lines) + "\n"
    lines += _checked(look.checked, look.proof)
    lines += _tested(look.tested) if look.tested is not None else [*_mistakes(look), "test    the cases cannot be read"]
    if look.compared is not None:
        lines += _compared(look.compared)
    return "\n".join(lines) + "\n"


def _mistakes(look: Look) -> Iterator[str]:
    for finding in look.mistakes[:_MOST]:
        yield from (finding_text(finding), "")
    if len(look.mistakes) > _MOST:
        yield from (f"and {len(look.mistakes) - _MOST} more", "")


def _checked(report: CheckReport, proof: Proof | None) -> Iterator[str]:
    errors = [finding for finding in report.findings if finding.severity == "error"]
    warnings = len(report.findings) - len(errors)
    for finding in errors[:_MOST]:
        yield from (finding_text(finding), "")
    shown = {finding.about for finding in errors}
    for verdict in report.verdicts:
        if verdict.fails and verdict.property.id not in shown and proof is not None:
            example = f"{proof.of_all(verdict.fails)}; the first: {proof.example(verdict.fails)}"
            yield f"fails   {verdict.property.id}  {example}"
    counts = f"check   {numbered(len(errors), 'error')}, {numbered(warnings, 'warning')}"
    if report.size_note:
        yield f"{counts}; nothing was proved: {report.size_note}"
        return
    failed = sum(not verdict.holds for verdict in report.verdicts)
    proved = f"{numbered(len(report.verdicts), 'property', 'properties')} proved for all {combinations(report.every)}"
    yield f"{counts}; {f'{failed} of {len(report.verdicts)} properties fail' if failed else proved}"


def _tested(report: CaseReport) -> Iterator[str]:
    for result in report.failed[:_MOST]:
        missed = result.missed[0].failure
        yield f"failed  {result.case.name} ({missed.expectation.position})"
        yield f"        expected {missed.expected}; got {missed.got}"
    count = numbered(len(report.results), "case")
    yield f"test    {count}: {f'{len(report.failed)} failed' if report.failed else 'all met'}"


def _compared(comparison: RuleDiff) -> Iterator[str]:
    if not comparison.compared:
        yield f"diff    not compared with the last good state: {'; '.join(comparison.obstacles)}"
    elif not comparison.differing:
        reads = numbered(len(comparison.items), "entry reads", "entries read")
        texts = f", though {reads} differently" if comparison.items else ""
        yield f"diff    the advice is that of the last good state for all {combinations(comparison.every)}{texts}"
    else:
        part = share(comparison.differing, comparison.every)
        count = f"{comparison.differing} of {combinations(comparison.every)} ({part})"
        yield f"diff    since the last good state something changes for {count}"
        for change in comparison.changes[:_MOST]:
            yield f"        {_change(change)}: {combinations(change.count)}"
        if len(comparison.changes) > _MOST:
            yield f"        and {len(comparison.changes) - _MOST} more; `advisor rules diff` shows all"


def _change(change: OutcomeDifference) -> str:
    about = f"{change.name} ({change.kind})" if change.kind else change.name
    if change.aspect == "order":
        return f"{about} stands {change.after} than before"
    before, after = (LIST_WORDS.get(outcome, topic(outcome)) for outcome in (change.before, change.after))
    return f"{about}: {before} -> {after}"
