"""What went wrong, in one line on standard error, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import UnsupportedOperation
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from stancekit.cli.display import visible
from stancekit.errors import LabelsError, StancekitError

__all__ = ["Commands", "refuse"]

_CLOSED_PIPE, _INTERRUPTED = 141, 130  # as a shell reports SIGPIPE and SIGINT

_UsageError: Any = typer.BadParameter.__mro__[1]  # click's; some typers carry a click of their own


class Commands(TyperGroup):
    """Commands that say in one line what went wrong."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102
        with exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: D102
        with exit_codes():
            return super().invoke(ctx)


@contextmanager
def exit_codes() -> Iterator[None]:
    """What goes wrong inside ends the command with a line, or one for each row at fault, and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except LabelsError as error:
        refuse(*str(error).split("\n"))
    except StancekitError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
    except BrokenPipeError:
        _abandon_output()
        raise typer.Exit(_CLOSED_PIPE) from None
    except OSError as error:
        _abandon_output()
        reason = "it is closed" if isinstance(error, UnsupportedOperation) else error.strerror or error
        refuse(f"{error.filename or 'the output'}: cannot be written: {reason}")
    except MemoryError:
        refuse("there is not enough memory; split the file, take --model fast, or free some")
    except _UsageError as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # whose message is the help
            error.message = visible(error.message).removeprefix("Value error, ")
        raise


def refuse(*lines: str) -> NoReturn:
    """Leave with code 1, having said why."""
    for line in lines:
        typer.echo(f"stancekit: {visible(line)}", err=True)
    raise typer.Exit(1)


def _abandon_output() -> None:
    """Let what is left in standard output's buffer go nowhere, lest Python complain of it while it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
