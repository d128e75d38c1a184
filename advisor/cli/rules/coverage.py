"""``advisor rules coverage``: which rules and conditions the example people exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.rules.group import format_option, rules_option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command()
@rules_option
@format_option("text", "json")
def command(root: Path, form: str) -> int:
    """Show which rules and conditions the example people exercise.

    Exit code 1 when a rule is fired by no case, or a condition not made both true and false.
    """
    from advisor.author.casework.case_coverage import measure_coverage
    from advisor.author.proving.subject import open_subject
    from advisor.author.reports.coverage_report import coverage_json, coverage_text
    from advisor.cases.cases import open_cases

    subject = open_subject(root)
    cases = open_cases(subject.rulebase, root)
    if subject.proof is None:
        assert subject.too_large is not None
        raise subject.too_large
    coverage = measure_coverage(subject.proof, cases)
    click.echo(coverage_json(coverage) if form == "json" else coverage_text(coverage), nl=False)
    return 0 if coverage.complete else 1
