"""``advisor rules watch``: checks, tests and compares the rules after each save."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.author.editing.watching import watch
from advisor.author.proving.subject import open_subject
from advisor.author.reports.watch_report import look_text
from advisor.cli.rules.group import rules_option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("watch")
@click.option("--once", is_flag=True, help="Look once, and exit with 1 when something is wrong.")
@rules_option
def command(root: Path, once: bool) -> int:
    """Check, test and compare after each save, until it is interrupted (Ctrl-C)."""
    if not root.is_dir():
        open_subject(root)  # raises the reason: a folder that never existed is not waited for
    for look in watch(root):
        click.echo(look_text(look))
        sys.stdout.flush()
        if once:
            return 0 if look.good else 1
        if not look.saved:
            click.echo(f"Watching {root.as_posix()}; save a file, or stop with Ctrl-C.\n")
    return 0
