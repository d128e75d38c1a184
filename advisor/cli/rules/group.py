"""``advisor rules``: the group of the rule author's commands, of which only the one that is called is imported."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["COMMANDS", "format_option", "rules", "rules_option"]

# each command and the line that `advisor rules --help` shows; its module has the same name, with _ for -
COMMANDS = {
    "check": "Find mistakes, and prove what must hold for everyone.",
    "test": "Give the example people their advice, and compare it with what they must get.",
    "coverage": "Show which rules and conditions the example people exercise.",
    "mutate": "Break the rules in every small way, and see which breaks no example person notices.",
    "explain": "Show why a treatment is suggested, or why not, with file and line.",
    "diff": "Compare two states of the rules: for how many answer combinations what changes.",
    "fmt": "Write the rule files in one style; comments are kept.",
    "watch": "Check, test and compare after each save.",
    "new": "Begin a rule base, or a treatment file.",
    "schema": "Write the JSON Schema that lets an editor complete names.",
    "docs": "Write all rules as one readable page.",
    "explain-code": "Explain a finding by its code, with an example and the remedy.",
}


class _ByName(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"advisor.cli.rules.{name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_ByName)
def rules() -> None:
    """Work on rule files: the folder ./rules, or the one that --rules names."""


def rules_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the option ``--rules DIR`` to a command, as the path ``root``; ``./rules`` when it is not given."""
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
    """Returns the option ``--format`` of a command, as ``form``; the first of the formats is the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True)
