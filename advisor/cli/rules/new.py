"""``advisor rules new``: begins a rule base, or a treatment file."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.author.checks.placeholder_texts import PLACEHOLDER
from advisor.author.editing.scaffold import new_rule_base, new_treatment
from advisor.cli.rules.group import rules_option
from advisor.diagnostics.errors import UsageError

__all__ = ["command"]


@click.command("new")
@click.argument("what", metavar="DIR | treatment NAME", nargs=-1, required=True)
@rules_option
def command(what: tuple[str, ...], root: Path) -> None:
    """Begin a small working rule base in DIR, or a treatment file in the folder that --rules names.

    Nothing that is there is overwritten. A folder called `treatment` is written as `./treatment`.
    """
    match what:
        case ("treatment", name):
            path = new_treatment(root, name)
            click.echo(f"written  {path.as_posix()}")
            click.echo(
                f"Next: replace each text that begins with `{PLACEHOLDER}`, and take the marks `#` away from the"
            )
            click.echo(f"rules you need. Then: advisor rules check --rules {root.as_posix()}")
        case ("treatment",):
            raise UsageError("a treatment needs a name: `advisor rules new treatment some_name`")
        case (folder,):
            for path in new_rule_base(Path(folder)):
                click.echo(f"written  {path.as_posix()}")
            click.echo("Next: read rulebase.yaml, then change one thing and see what these say:")
            click.echo(f"  advisor rules check --rules {folder}")
            click.echo(f"  advisor rules test --rules {folder}")
            click.echo(f"  advisor rules watch --rules {folder}")
        case _:
            raise UsageError("write `advisor rules new DIR`, or `advisor rules new treatment NAME`")
