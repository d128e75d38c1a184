"""``advisor rules explain-code``: explains a finding by its code."""

from __future__ import annotations

import click

from advisor.author.checking.code_explanations import code_explanations
from advisor.author.reports.code_report import page_json, page_text
from advisor.cli.rules.group import format_option
from advisor.diagnostics.errors import UsageError
from advisor.diagnostics.findings import nearest

__all__ = ["command"]


@click.command("explain-code")
@click.argument("code")
@format_option("text", "json")
def command(code: str, form: str) -> None:
    """Explain a finding by its CODE, as S003: what it means, an example and the remedy."""
    known = code_explanations()
    page = known.get(code.strip().upper())
    if page is None:
        like = nearest(code.strip().upper(), known)
        hint = f"did you mean {like}?" if like else f"the codes are {', '.join(known)}"
        raise UsageError(f"there is no code `{code}`; {hint}")
    click.echo(page_text(page) if form == "text" else page_json(page), nl=False)
