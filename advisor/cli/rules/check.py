"""``advisor rules check``: finds mistakes in the rules, and proves every property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.author.checking.code_explanations import code_explanations
from advisor.author.checking.runner import CHECKS, run_checks
from advisor.author.compare.approvals import read_approved
from advisor.author.editing.fixes import apply_fixes, diff, mistakes, plan_fixes
from advisor.author.proving.subject import open_subject
from advisor.author.reports.findings_report import report_github, report_json, report_junit, report_text
from advisor.cases.cases import read_cases
from advisor.cli.rules.group import format_option, rules_option
from advisor.diagnostics.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("check")
@rules_option
@format_option("text", "json", "github", "junit")
@click.option("--fix", is_flag=True, help="First correct misspelled names, where one name is clearly nearest.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what it would change, and change nothing.")
def command(root: Path, form: str, fix: bool, dry_run: bool) -> int:
    """Find mistakes, and prove what must hold for everyone.

    Exit code 1 when there is an error or a property fails; warnings alone leave it at 0. What --fix changes is shown
    as a diff (on standard error, so that a report stays whole).
    """
    if dry_run and not fix:
        raise UsageError("--dry-run goes with --fix")
    if fix:
        _correct(root, dry_run)
    subject = open_subject(root)
    # what only other commands use is read too, so that its mistakes are reported
    read_cases(subject.rulebase, root / "cases", f"{root.as_posix()}/cases")
    read_approved(subject.rulebase, root / "approved.yaml", f"{root.as_posix()}/approved.yaml")
    report = run_checks(subject)
    if form == "junit":
        explained = code_explanations()
        titles = {check.CODE: explained[check.CODE].title for check in CHECKS}
        text = report_junit(report, titles, subject.proof)
    else:
        text = {"text": report_text, "json": report_json, "github": report_github}[form](report, subject.proof)
    click.echo(text, nl=False)
    return 0 if report.passes else 1


def _correct(root: Path, dry_run: bool) -> None:
    """Corrects misspelled names. A file that can be read only now may have more of them, so this is repeated."""
    for _ in range(5):
        fixes = plan_fixes(root, mistakes(root))
        click.echo(diff(root, fixes), nl=False, err=True)
        if dry_run or not fixes:
            return
        apply_fixes(fixes)
