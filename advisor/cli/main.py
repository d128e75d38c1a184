"""The ``advisor`` command: arguments, files and exit codes. What a command needs is imported only when it runs.

Exit codes: 0 done, 1 rule files or answers are wrong, 2 called in a way that cannot work, 130 interrupted.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from advisor import __version__
from advisor.cli.rules.group import rules as rules_group
from advisor.diagnostics.errors import AdvisorError, AnswersInvalid, FindingsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from _typeshed import ReadableBuffer

    from advisor.model.rulebase import RuleBase

__all__ = ["cli", "main"]

_RULES_HELP = "Folder of rule files. Without it $ADVISOR_RULES, else the rules that came with the advisor."

_OUTPUT = "standard output"

_rules_option = click.option("--rules", metavar="DIR", default=None, help=_RULES_HELP)


def main() -> NoReturn:
    """Runs the command line and leaves with its exit code; no mistake of a person ends in a traceback."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    gc.disable()  # until the rules are loaded: starting makes many objects and no garbage
    _name_output()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without a character shows `?` rather than failing
    sys.exit(_guarded(lambda: cli.main(prog_name="advisor", standalone_mode=False)))


def _guarded(run: Callable[[], object]) -> int:
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except FindingsError as error:
        from advisor.diagnostics.findings import findings_text

        click.echo(findings_text(error.findings), err=True)
        return 1
    except UsageError as error:
        click.echo(f"advisor: {error}", err=True)
        return 2
    except AdvisorError as error:
        click.echo(f"advisor: {error}", err=True)
        return 1
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort, EOFError):
        click.echo("Interrupted.", err=True)
        return 130
    except BrokenPipeError:
        # the reader went away (`| head`); Python would complain about it once more while it closes stdout
        _turn_away()
        return 0
    except OSError as error:
        _turn_away()
        what = error.filename or "something"
        done = "written" if what == _OUTPUT else "read or written"
        click.echo(f"advisor: {what} could not be {done}: {_why(error)}", err=True)
        return 1


class _Output(io.FileIO):
    """Standard output that is named by the error when it cannot be written, as files are."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = _OUTPUT
            raise


def _name_output() -> None:
    """Has what cannot be written to standard output say so. A terminal is left alone: it does not run full."""
    out = sys.stdout
    first = out is sys.__stdout__  # which stays open behind ours
    try:
        if first and not out.isatty():
            raw = io.BufferedWriter(_Output(out.fileno(), "wb", closefd=False))
            sys.stdout = io.TextIOWrapper(raw, encoding=out.encoding)
    except (OSError, ValueError):  # not a file: whoever started us reads it in another way
        return


def _why(error: OSError) -> str:
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]  # the rest may hold names


def _turn_away() -> None:
    """Lets what could not be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _load(rules: str | None, *, pictures: bool = False) -> RuleBase:
    from advisor.loading.loader import find_rules, load

    rulebase = load(find_rules(rules, os.environ), pictures=pictures)
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
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the questionnaire needs a terminal; without one use `advisor advise --answers FILE`")
    from advisor.terminal import session as terminal

    return terminal.consult(_load(rules), plain=plain, save=not no_save)


@cli.command()
@click.option("--answers", metavar="FILE", required=True, help="Answers as YAML or JSON; `-` reads standard input.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "pdf"]),
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
    form: Literal["text", "json", "html", "pdf"],
    output: str | None,
    force: bool,
    paper: Literal["A4", "Letter"] | None,
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
    target = _new_file(output, answers, form, force)
    if form == "pdf" and target is None and sys.stdout.isatty():
        raise UsageError("a PDF cannot be shown in a terminal; write it to a file: `--output handout.pdf`")
    rulebase = _load(rules)
    if matters:
        from advisor.analysis.annotations import check_values

        check_values(rulebase, matters)
    if answers == "-":
        try:
            raw = sys.stdin.buffer.read()
        except OSError as error:
            raise UsageError(f"standard input could not be read: {_why(error)}") from error
        node = read_text(raw, "standard input", wrong=AnswersInvalid)
    else:
        node = read_file(Path(answers), answers, wrong=AnswersInvalid)
    checked = read_answers(rulebase, node)
    from advisor.engine.consultation import Consultation

    advice = Consultation(rulebase).advise(checked)
    if form == "text" and target is None:
        from advisor.render.console import print_advice

        print_advice(rulebase, advice, matters)
        return
    from datetime import date

    from advisor.render.formats import advice_file

    content = advice_file(rulebase, advice, form, on=date.today(), values=matters, paper=paper or "A4")
    if target is None:
        click.echo(content, nl=False)
        return
    from advisor.render.files import write_new

    try:
        write_new(target, content, replace=force)
    except OSError as error:
        raise UsageError(f"{target} could not be written: {_why(error)}") from error
    if target != Path(output or ""):  # the ending was added: whoever gave the name would look for another file
        click.echo(f"Saved as {target}.", err=True)


def _new_file(
    output: str | None, answers: str, form: Literal["text", "json", "html", "pdf"], force: bool
) -> Path | None:
    """Where to write, None for standard output; looked at before any work is done. Raises UsageError."""
    if output is None or output == "-":
        if force:
            raise UsageError(f"--force has no effect {'on standard output' if output else 'without --output'}")
        return None
    from advisor.render.files import with_ending

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
    """Whether writing there would write over the answers, by whatever path or link."""
    try:
        return target.is_file() and os.path.samefile(target, sys.stdin.fileno() if answers == "-" else answers)
    except (OSError, ValueError):
        return False  # what cannot be looked at is told of when it is read


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
    from advisor.terminal.drafts import forget_drafts as forget_drafts

    click.echo("The draft is deleted." if forget_drafts() else "There was no draft to delete.")


cli.add_command(rules_group)
