"""``advisor rules fmt``: writes rule files in one style."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.author.editing.formatter import format_files, rule_files, write_formatted
from advisor.author.reports.format_report import fmt_lines
from advisor.cli.rules.group import rules_option

__all__ = ["command"]


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change, and exit with 1.")
@rules_option
def command(files: tuple[Path, ...], check: bool, root: Path) -> int:
    """Write rule files in one style: FILES, or all below --rules. Comments and the meaning are kept."""
    formatted = format_files(files or rule_files(root), root)
    if not check:
        for file in formatted:
            if file.changed:
                write_formatted(file)
    for line in fmt_lines(formatted, check=check):
        click.echo(line)
    return 1 if any(file.refused or (check and file.changed) for file in formatted) else 0
