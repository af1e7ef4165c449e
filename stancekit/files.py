"""Files that are complete or untouched, and what is no such file."""

from __future__ import annotations

import gzip
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from stancekit.errors import InputError

__all__ = ["is_pipe", "pack", "refuse_overwriting", "replace_file", "sync_folder", "write_text"]

_LOCAL = re.compile(r"(?:file|local)://")  # before a path, for fsspec


def replace_file(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Put a file in the place of another, whole or not at all, even if the machine stops meanwhile."""
    # Not tempfile: its files are private to the user, and a model is often read by another.
    temporary = path.with_name(f".stancekit-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """See to it that a file's new name outlives a crash."""
    # Some file systems cannot; there, a crash may bring back the old file, which is whole as well.
    with suppress(OSError):
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_text(path: str, text: str) -> None:
    """Write a file that is complete or untouched, packed where its name ends in ``.gz``; or to a device or pipe.

    Raises
    ------
    OSError
        If it cannot be written; its ``filename`` is the path.
    """
    data = pack(text.encode("utf-8", "backslashreplace"), packed=path.endswith(".gz"))
    try:
        if is_pipe(path):
            with Path(path).open("wb") as pipe:
                pipe.write(data)
        else:
            replace_file(Path(os.path.realpath(path)), [data])
    except OSError as error:
        error.filename = path
        raise


def pack(data: bytes, *, packed: bool = True) -> bytes:
    """The bytes as a gzip file of their own, if so wished; such files can follow one another, and make one."""
    # No time and no name in the head: the same rows give the same bytes.
    return gzip.compress(data, 6, mtime=0) if packed else data


def is_pipe(path: str | None) -> bool:
    """Whether nothing can take the place of what is there: standard output, a device or a named pipe."""
    if path is None or not Path(path).exists():
        return path is None
    mode = Path(path).stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def refuse_overwriting(inputs: Sequence[str], *outputs: str | Path) -> None:
    """Refuse to write over what is read, whatever name or link either goes by; ``-`` is standard input.

    Raises
    ------
    InputError
        If an output is one of the inputs.
    """
    for output in map(Path, outputs):
        if output.is_file() and any(_is_read_from(name, output) for name in inputs):
            raise InputError(f"{output}: is read as well; writing it would replace it, so name another output")


def _is_read_from(name: str, output: Path) -> bool:
    with suppress(OSError, ValueError):  # no such file, or a standard input that is none
        read = os.fstat(sys.stdin.fileno()) if name == "-" else Path(_LOCAL.sub("", name)).stat()
        return os.path.samestat(read, output.stat())
    return False
