"""The process around a command: its standard streams, and what it reports and exits with when something goes wrong.

Exit codes: 0 done, 1 rule files or answers are wrong, 2 called in a way that cannot work, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from advisor.diagnostics.errors import AdvisorError, FindingsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer

__all__ = ["error_reason", "run_and_exit"]

_OUTPUT = "standard output"


def run_and_exit(command: Callable[[], object]) -> NoReturn:
    """Runs a command and exits with the code it returns, or 0; errors that are foreseen print one message.

    Opens standard streams that were closed, and has an error name standard output when that cannot be written.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the process that started this one
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    _name_output()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a character that the terminal lacks becomes `?` and fails nothing
    sys.exit(_exit_code(command))


def error_reason(error: OSError) -> str:
    """Returns why the system refused, to stand within a sentence."""
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:]  # the rest may contain names


def _exit_code(command: Callable[[], object]) -> int:
    try:
        code = command()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except FindingsError as error:
        from advisor.diagnostics.findings import findings_text

        click.echo(findings_text(error.findings), err=True)
        return 1
    except AdvisorError as error:
        click.echo(f"advisor: {error}", err=True)
        return 2 if isinstance(error, UsageError) else 1
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort, EOFError):
        click.echo("Interrupted.", err=True)
        return 130
    except BrokenPipeError:  # whoever read the output stopped reading, as `| head` does
        _discard_output()
        return 0
    except OSError as error:
        _discard_output()
        action = "written" if error.filename == _OUTPUT else "read or written"
        click.echo(f"advisor: {error.filename or 'something'} could not be {action}: {error_reason(error)}", err=True)
        return 1


class _Output(io.FileIO):
    """Standard output, which sets its name as the file name of an error, as opened files do."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = _OUTPUT
            raise


def _name_output() -> None:
    """Replaces standard output by one that names itself in errors, except on a terminal, which does not run full."""
    output = sys.stdout
    is_own = output is sys.__stdout__  # and not replaced by the caller
    with suppress(OSError, ValueError):  # raised when it is not a file
        if is_own and not output.isatty():
            raw = io.BufferedWriter(_Output(output.fileno(), "wb", closefd=False))
            sys.stdout = io.TextIOWrapper(raw, encoding=output.encoding)


def _discard_output() -> None:
    """Discards what is still to be written; Python would try again when it exits, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
