"""What is asked of options beyond their type; whatever falls short is a usage error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from stancekit.errors import InputError
from stancekit.files import check_rows_output, check_writable, is_pipe

__all__ = ["check_job", "floors_of", "not_empty", "writable", "writable_file", "writable_or_folder"]


def writable(path: str | None) -> str | None:
    """A file that can be written."""
    return _checked(check_writable, path)


def writable_file(path: str | None) -> str | None:
    """As ``writable``, and no pipe or device: a model is written anew beside its place, and then put there."""
    if path == "-":
        raise typer.BadParameter("'-' is not a file name; a model cannot go to standard output, so name a file")
    if path is not None and is_pipe(path):
        raise typer.BadParameter(f"{path!r} is a pipe or a device; name a file")
    return writable(path)


def writable_or_folder(path: str | None) -> str | None:
    """A file or a folder for rows; a folder that is there gets the ``/`` that tells one that is to be made."""
    _checked(check_rows_output, path)
    return f"{path.rstrip('/')}/" if path and "://" not in path and Path(path).is_dir() else path


def _checked(check: Callable[[str], None], path: str | None) -> str | None:
    try:
        if path is not None:
            check(path)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None
    return path


def not_empty(text: str | None) -> str | None:
    """A text with something in it."""
    if text is not None and not text.strip():
        raise typer.BadParameter("it is empty; say what the stance is about, or leave the option out")
    return text


def floors_of(given: list[str]) -> dict[str, float]:
    """What ``--fail-under`` asks of each score of an audit."""
    from stancekit.audit import SCORES

    floors = {}
    for one in given:
        name, _, value = one.partition("=")
        if name in floors:
            raise typer.BadParameter(f"--fail-under is given twice for {name}; give it once")
        try:
            floors[name] = float(value)
        except ValueError:
            raise typer.BadParameter(f"--fail-under takes SCORE=VALUE, such as recall=0.5, got {one!r}") from None
        if name not in SCORES or not 0 <= floors[name] <= 1:
            raise typer.BadParameter(
                f"--fail-under takes a value from 0 to 1 for one of {', '.join(SCORES)}, got {one!r}"
            )
    return floors


def check_job(
    form: str | None,
    output: str | None,
    toward: str,
    *,
    alone: bool,
    resume: bool,
    workers: int,
    scheduler: str | None,
) -> None:
    """Refuse options of ``predict`` that exclude each other."""
    if toward == "parent" and alone:
        raise typer.BadParameter(
            "--toward parent asks about what a reply answers, and --alone leaves that out; choose one"
        )
    if resume and (output is None or form == "table"):
        raise typer.BadParameter("--resume needs --output FILE, with jsonl or csv as the format")
    if form == "table" and (workers > 1 or scheduler is not None):
        raise typer.BadParameter("--workers and --scheduler need jsonl or csv as the format")
    if workers > 1 and scheduler is not None:
        raise typer.BadParameter(
            "--workers starts processes on this machine, --scheduler uses those of a cluster; choose one"
        )
    if form == "table" and output is not None and (output.endswith("/") or "://" in output):
        raise typer.BadParameter(f"a table can be written only to a local file, not to {output!r}; choose jsonl or csv")
