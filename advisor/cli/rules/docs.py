"""``advisor rules docs``: writes all rules as one readable page."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.author.proving.safety_file import read_safety
from advisor.author.reports.docs_page import docs_html, docs_markdown, page_of
from advisor.cli.rules.group import format_option, rules_option
from advisor.diagnostics.errors import UsageError
from advisor.loading.loader import load_rules

__all__ = ["command"]


@click.command("docs")
@format_option("html", "markdown")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="File to write; without it, the terminal.")
@rules_option
def command(form: str, out: Path | None, root: Path) -> None:
    """Write all rules as one readable page, each as a sentence, with what it rests on."""
    rulebase = load_rules(root)
    page = page_of(rulebase, read_safety(rulebase, root / "safety.yaml", f"{root.as_posix()}/safety.yaml"))
    text = docs_html(page) if form == "html" else docs_markdown(page)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"cannot write {out.as_posix()}: {problem.strerror}") from problem
    click.echo(f"written  {out.as_posix()}")
