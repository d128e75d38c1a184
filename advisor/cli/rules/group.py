"""``advisor rules``: the rule author's commands, looked up by name so that only the one called is imported."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["COMMANDS", "format_option", "rules", "rules_option"]

# each command with its module here and the line that `advisor rules --help` shows
COMMANDS = {
    "check": ("check", "Find mistakes, and prove what must hold for everyone."),
    "test": ("test", "Give the example people their advice, and compare it with what they must get."),
    "coverage": ("coverage", "Show which rules and conditions the example people exercise."),
    "mutate": ("mutate", "Break the rules in every small way, and see which breaks no example person notices."),
    "explain": ("explain", "Show why a treatment is suggested, or why not, with file and line."),
    "diff": ("diff", "Compare two states of the rules: for how many answer combinations what changes."),
    "fmt": ("fmt", "Write the rule files in one style; comments are kept."),
    "watch": ("watch", "Check, test and compare after each save."),
    "new": ("new", "Begin a rule base, or a treatment file."),
    "schema": ("schema", "Write the JSON Schema that lets an editor complete names."),
    "docs": ("docs", "Write all rules as one readable page."),
    "explain-code": ("explain_code", "Explain a finding by its code, with an example and the remedy."),
}


class _ByName(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"advisor.cli.rules.{COMMANDS[name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.group(cls=_ByName)
def rules() -> None:
    """Work on rule files: the folder ./rules, or the one that --rules names."""


def rules_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--rules DIR``, as a path; ``./rules`` without it."""
    return click.option(
        "--rules",
        "root",
        metavar="DIR",
        type=click.Path(path_type=Path),
        default=Path("rules"),
        show_default="./rules",
        help="Folder of rule files.",
    )(function)


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format``, one of those given; the first is the default."""
    choices: Sequence[str] = formats
    return click.option("--format", "form", type=click.Choice(choices), default=choices[0], show_default=True)
