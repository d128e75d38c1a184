"""``advisor rules explain``: shows why a treatment is suggested or not for one set of answers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from advisor.cli.rules.group import format_option, rules_option

__all__ = ["command"]


@click.command("explain")
@click.argument("treatment")
@click.option("--answers", metavar="FILE", required=True, help="Answers as YAML or JSON; `-` reads standard input.")
@rules_option
@format_option("text", "json")
def command(treatment: str, answers: str, root: Path, form: str) -> None:
    """Show why a treatment is suggested, or why not, with file and line of every rule and claim."""
    from advisor.author.proving.rule_explanation import explain
    from advisor.author.reports.explanation_report import explanation_json, explanation_text
    from advisor.diagnostics.errors import AnswersInvalid
    from advisor.loading.loader import load_rules
    from advisor.questionnaire.answers import read_answers
    from advisor.syntax.tree import read_file, read_text

    rulebase = load_rules(root)
    if answers == "-":
        node = read_text(sys.stdin.buffer.read(), "standard input", wrong=AnswersInvalid)
    else:
        node = read_file(Path(answers), answers, wrong=AnswersInvalid)
    explanation = explain(rulebase, read_answers(rulebase, node), treatment)
    click.echo(explanation_text(explanation) if form == "text" else explanation_json(explanation), nl=False)
