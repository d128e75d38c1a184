"""``advisor rules schema``: writes the JSON Schema files of a rule base."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.author.editing.formatter import write_formatted
from advisor.author.editing.json_schema import FOLDER, schema_files, with_lines, write_schema
from advisor.cli.rules.group import rules_option
from advisor.loading.loader import load_rules

__all__ = ["command"]


@click.command("schema")
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), show_default=f"{FOLDER} in the folder of rules",
    help="Folder to write the schemas to.",
)  # fmt: skip
@click.option(
    "--write-lines", is_flag=True, help="Also write, as the first line of each rule file, where its schema stands."
)
@rules_option
def command(out: Path | None, write_lines: bool, root: Path) -> None:
    """Write JSON Schema files with the names of this rule base, so that an editor completes them."""
    folder = out or root / FOLDER
    files = schema_files(load_rules(root))
    written = write_schema(files, folder)
    for path in written:
        click.echo(f"written  {path.as_posix()}")
    click.echo(f"{len(written)} of {len(files)} schemas in {folder.as_posix()} were not up to date")
    if write_lines:
        for file in with_lines(root, folder):
            if file.changed:
                write_formatted(file)
                click.echo(f"line added  {file.path.as_posix()}")
