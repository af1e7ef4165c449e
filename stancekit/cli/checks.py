"""What is asked of options beyond their type; whatever falls short is a usage error."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from stancekit.files import is_pipe

__all__ = ["floors_of", "not_empty", "writable", "writable_file", "writable_or_folder"]

_NO_FORMATS = {".xlsx", ".xls", ".ods", ".tsv", ".parquet"}


def writable(path: str | None) -> str | None:
    """A file that can be written: found out before the work, not after it."""
    if path is None:
        return None
    if not path:
        raise typer.BadParameter("it is empty; name a file")
    if path == "-":
        raise typer.BadParameter(
            "'-' is not a file name; leave the option out for standard output, or write ./- for a file of this name"
        )
    if is_pipe(path):
        if not os.access(path, os.W_OK):
            raise typer.BadParameter(f"you may not write to {path!r}; choose another")
        return path
    folder = Path(path).parent
    if not folder.is_dir():
        raise typer.BadParameter(f"the folder {str(folder)!r} does not exist; make it first")
    if Path(path).is_dir():
        raise typer.BadParameter(f"{path!r} is a folder; name a file in it")
    if not os.access(folder, os.W_OK):
        raise typer.BadParameter(f"you may not write to the folder {str(folder)!r}; choose another")
    return path


def writable_file(path: str | None) -> str | None:
    """As ``writable``, and no pipe or device: a model is written anew beside its place, and then put there."""
    if path == "-":
        raise typer.BadParameter("'-' is not a file name; a model cannot go to standard output, so name a file")
    if path is not None and is_pipe(path):
        raise typer.BadParameter(f"{path!r} is a pipe or a device; name a file")
    return writable(path)


def writable_or_folder(path: str | None) -> str | None:
    """As ``writable``; a folder, or a place that is not of this machine, is made when it is written to."""
    if path and Path(path).suffix.casefold() in _NO_FORMATS:
        raise typer.BadParameter(f"{path!r} is named as what stancekit does not write; end it with .csv or .jsonl")
    if path and "://" not in path and Path(path).is_dir():
        return f"{path.rstrip('/')}/"
    return path if path and (path.endswith("/") or "://" in path) else writable(path)


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
