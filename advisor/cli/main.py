"""The ``advisor`` command and its subcommands. What a subcommand needs is imported only when it runs."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from advisor import __version__
from advisor.cli.process import error_reason, run_and_exit
from advisor.cli.rules.group import rules as rules_group
from advisor.diagnostics.errors import AnswersInvalid, UsageError
from advisor.render.files import ENDINGS, advice_file, with_ending, write_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.render.files import Format
    from advisor.render.handout import Paper

__all__ = ["cli", "main"]

_RULES_HELP = "Folder of rule files. Without it $ADVISOR_RULES, else the rules that came with the advisor."

_rules_option = click.option("--rules", metavar="DIR", default=None, help=_RULES_HELP)


def main() -> NoReturn:
    """Runs the command line and exits with its exit code."""
    gc.disable()  # until the rules are loaded: until then many objects are created, and none becomes garbage
    run_and_exit(lambda: cli.main(prog_name="advisor", standalone_mode=False))


def _load(rules: str | None, *, pictures: bool = False) -> RuleBase:
    from advisor.loading.loader import find_rules, load_rules

    rulebase = load_rules(find_rules(rules, os.environ), pictures=pictures)
    gc.enable()
    return rulebase


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_rules_option
@click.option("--plain", is_flag=True, help="Numbered options and typed answers, as screen readers need.")
@click.option("--no-save", is_flag=True, help="Keep no draft of the answers.")
@click.version_option(__version__, prog_name="advisor")
@click.pass_context
def cli(context: click.Context, rules: str | None, plain: bool, no_save: bool) -> int:
    """Ask about acne scars, then show treatment options to talk over with a clinician.

    Without a command the questionnaire starts. The advisor informs a talk with a clinician; it never diagnoses.
    """
    if context.invoked_subcommand is not None:
        if rules is not None or plain or no_save:
            raise UsageError("--rules, --plain and --no-save before a command have no effect; write them behind it")
        return 0
    from advisor.terminal.session import choose_dialogue, consult

    dialogue = choose_dialogue(plain=plain)
    return consult(_load(rules), dialogue, save=not no_save)


@cli.command()
@click.option("--answers", metavar="FILE", required=True, help="Answers as YAML or JSON; `-` reads standard input.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ENDINGS)),
    default="text",
    show_default=True,
    help="`html` and `pdf` are a hand-out of one or two pages.",
)
@click.option(
    "--output",
    metavar="FILE",
    default=None,
    help="Write to a file; a name without an ending gets that of the format; `-` is standard output, as without it.",
)
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.option(
    "--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), help="Of the hand-out; A4 unless said."
)
@click.option(
    "--matters",
    metavar="VALUE",
    multiple=True,
    help="What matters to the person, by its id in deciding.yaml; may be given again.",
)
@_rules_option
def advise(
    answers: str,
    form: Format,
    output: str | None,
    force: bool,
    paper: Paper | None,
    matters: Sequence[str],
    rules: str | None,
) -> None:
    """Give advice for answers in a file, without prompts."""
    from advisor.questionnaire.answers import read_answers
    from advisor.syntax.tree import read_file, read_text

    if paper and form not in ("html", "pdf"):
        raise UsageError(f"--paper has no effect with --format {form}; it is for the hand-out, html or pdf")
    if matters and form == "json":
        raise UsageError("--matters has no effect with --format json, which has no place for it")
    target = _output_path(output, answers, form, force)
    if form == "pdf" and target is None and sys.stdout.isatty():
        raise UsageError("a PDF cannot be shown in a terminal; write it to a file: `--output handout.pdf`")
    rulebase = _load(rules)
    if matters:
        from advisor.analysis.annotations import check_values

        check_values(rulebase.deciding, matters)
    if answers == "-":
        try:
            raw = sys.stdin.buffer.read()
        except OSError as error:
            raise UsageError(f"standard input could not be read: {error_reason(error)}") from error
        node = read_text(raw, "standard input", wrong=AnswersInvalid)
    else:
        node = read_file(Path(answers), answers, wrong=AnswersInvalid)
    checked = read_answers(rulebase, node)
    from advisor.engine.consultation import Consultation

    advice = Consultation(rulebase).advise(checked)
    if form == "text" and target is None:
        from advisor.render.console import print_advice

        print_advice(advice, matters)
        return
    from datetime import date

    content = advice_file(advice, form, on=date.today(), values=matters, paper=paper or "A4")
    if target is None:
        click.echo(content, nl=False)
        return
    try:
        write_new(target, content, replace=force)
    except OSError as error:
        raise UsageError(f"{target} could not be written: {error_reason(error)}") from error
    if target != Path(output or ""):  # an ending was added, so the file is not where it might be looked for
        click.echo(f"Saved as {target}.", err=True)


def _output_path(output: str | None, answers: str, form: Format, force: bool) -> Path | None:
    """Returns where to write, None for standard output. Raises UsageError when nothing should be written there."""
    if output is None or output == "-":
        if force:
            raise UsageError(f"--force has no effect {'on standard output' if output else 'without --output'}")
        return None
    if not output or os.path.isdir(output):
        raise UsageError(
            f"--output needs the name of a file, and {f'{output} is a folder' if output else 'it is empty'}"
        )
    target = with_ending(Path(output), form)
    if _same_file(target, answers):
        raise UsageError(f"{target} is the file of the answers; give another name, so that they are kept")
    if target.exists() and not force:
        raise UsageError(f"{target} exists; give another name, or --force to replace it")
    return target


def _same_file(target: Path, answers: str) -> bool:
    """Returns whether the two are one file, by whatever path or link, so that the answers would be overwritten."""
    try:
        return target.is_file() and os.path.samefile(target, sys.stdin.fileno() if answers == "-" else answers)
    except (OSError, ValueError):
        return False  # what cannot be found is reported when it is read


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_rules_option
def questions(form: str, rules: str | None) -> None:
    """Show the questions and their options, as an answers file needs them."""
    rulebase = _load(rules)
    if form == "json":
        from advisor.render.json import questions_json

        click.echo(questions_json(rulebase), nl=False)
        return
    from advisor.render.questions_text import questions_text

    click.echo(questions_text(rulebase), nl=False)


@cli.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="0 takes one that is free."
)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Which address to bind.")
@click.option("--open/--no-open", "show", default=True, help="Whether to open a browser; by default one is.")
@_rules_option
def present(port: int, host: str, show: bool, rules: str | None) -> None:
    """Show the advisor as a page in a browser on this computer, until Ctrl-C."""
    rulebase = _load(rules, pictures=True)
    from advisor.web.serving import present as serve

    serve(rulebase, host=host, port=port, show=show)


@cli.command()
def forget() -> None:
    """Delete any draft of answers kept on this computer."""
    from advisor.terminal.drafts import forget_drafts

    click.echo("The draft is deleted." if forget_drafts() else "There was no draft to delete.")


cli.add_command(rules_group)
