"""``advisor rules test``: compares the advice of the example people with what they must get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.rules.group import format_option, rules_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.author.casework.case_runs import CaseReport
    from advisor.cases.cases import Case

__all__ = ["command"]


@click.command()
@rules_option
@format_option("text", "json", "junit", "github")
@click.option("--update", is_flag=True, help="Rewrite wrong expectations in the case files, and show what changed.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def command(root: Path, form: str, update: bool, names: tuple[str, ...]) -> int:
    """Give the example people of cases/ their advice, and compare it with what they must get.

    With a NAME only the cases whose name holds it. Exit code 1 when an expectation is not met, or there is no case.
    """
    from advisor.author.casework.case_runs import chosen, run_cases
    from advisor.author.reports.case_report import RENDERERS
    from advisor.cases.cases import open_cases
    from advisor.loading.loader import load_rules

    rulebase = load_rules(root)
    cases = open_cases(rulebase, root)
    report = run_cases(rulebase, chosen(cases, names))
    if update:
        return _update(root, report, cases)
    click.echo(RENDERERS[form](report), nl=False)
    return 1 if report.failed else 0


def _update(root: Path, report: CaseReport, cases: Sequence[Case]) -> int:
    from advisor.author.casework.updating import updates
    from advisor.author.reports.case_report import update_text
    from advisor.diagnostics.errors import AdvisorError

    files = {result.case.position.source.path for result in report.failed}
    paths = {shown: root / "cases" / shown.rpartition("/")[2] for shown in files}
    rewritten = tuple(updates(report, cases, {shown: path.read_text("utf-8") for shown, path in paths.items()}))
    for update in rewritten:
        try:
            paths[update.path].write_text(update.after, encoding="utf-8", newline="")
        except OSError as problem:
            raise AdvisorError(f"cannot write {update.path}: {problem.strerror}") from None
    click.echo(update_text(rewritten), nl=False)
    return 0
