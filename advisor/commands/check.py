"""``advisor rules check``: what is wrong with the rules, and the proof of every property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.author.check import CHECKS, run
from advisor.author.subject import open_subject
from advisor.commands.group import format_option, rules_option
from advisor.render.findings import report_github, report_json, report_junit, report_text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("check")
@rules_option
@format_option("text", "json", "github", "junit")
def command(root: Path, form: str) -> int:
    """Find mistakes, and prove what must hold for everyone.

    Exit code 1 when there is an error or a property fails; warnings alone leave it at 0.
    """
    subject = open_subject(root)
    report = run(subject)
    if form == "junit":
        told = report_junit(report, {check.CODE: check.TITLE for check in CHECKS}, subject.proof)
    else:
        rendered = {"text": report_text, "json": report_json, "github": report_github}[form]
        told = rendered(report, subject.proof)
    click.echo(told, nl=False)
    wrong = any(finding.severity == "error" for finding in report.findings)
    return int(wrong or any(verdict.fails for verdict in report.verdicts))
