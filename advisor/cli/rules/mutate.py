"""``advisor rules mutate``: changes the rules in every small way, and finds the changes that no case notices."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.cli.rules.group import format_option, rules_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from advisor.author.mutation.mutants import Mutant

__all__ = ["command"]


@click.command()
@rules_option
@format_option("text", "json")
@click.option(
    "--at-least",
    "percent",
    type=click.IntRange(0, 100),
    default=95,
    show_default=True,
    metavar="PERCENT",
    help="Share that must be killed of what concerns neither rule-outs nor warnings (of those: all).",
)
def command(root: Path, form: str, percent: int) -> int:
    """Break the rules in every small way, and see which breaks no example person notices.

    Each change (a mutant) drops, negates or alters one thing. It is killed when some case then fails, and proved to
    change nothing when no answer combination is told anything else. What is left survived: a case is missing.
    """
    from advisor.author.mutation.mutation_run import mutate
    from advisor.author.proving.subject import open_subject
    from advisor.author.reports.mutation_report import mutation_json, mutation_text
    from advisor.cases.cases import open_cases

    subject = open_subject(root)
    cases = open_cases(subject.rulebase, root)
    if subject.proof is None:
        assert subject.too_large is not None
        raise subject.too_large
    mutation = mutate(subject.proof, cases, _with_progress)
    click.echo((mutation_json if form == "json" else mutation_text)(mutation, percent), nl=False)
    return 0 if mutation.reaches(percent) else 1


def _with_progress(mutants: Sequence[Mutant]) -> Iterable[Mutant]:
    """Each mutant; on a terminal a bar on standard error shows how far it has come."""
    with click.progressbar(
        mutants, label="Mutants", file=sys.stderr, hidden=not sys.stderr.isatty(), show_pos=True
    ) as bar:
        yield from bar
