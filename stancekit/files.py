"""Writing files completely or not at all, and recognising pipes and devices."""

from __future__ import annotations

import gzip
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from stancekit.errors import InputError

__all__ = [
    *("check_rows_output", "check_writable", "is_pipe", "naming", "open_pipe", "pack"),
    *("refuse_overwriting", "replace_file", "suffix_of", "sync_folder", "write_text"),
]

# ".gz" is what is left of ".GZ": only in small letters does it pack.
_NO_FORMATS = {".xlsx", ".xls", ".ods", ".tsv", ".parquet", ".json", ".html", ".gz", ".bz2", ".xz", ".zst", ".zip"}

_LOCAL = re.compile(r"(?:file|local)://")  # fsspec's prefixes for local paths
_DESCRIPTOR = re.compile(r"/dev/std(?P<stream>in|out|err)|/(?:dev|proc/self)/fd/(?P<number>\d+)")
_STREAMS = {"in": 0, "out": 1, "err": 2}
_MOST_LINKS = 40  # as Linux follows


def replace_file(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write or replace a file, completely or not at all, even if the machine stops in between."""
    # Not tempfile: its files are private to the user, and a model is often read by other users.
    temporary = path.with_name(f".stancekit-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))  # readable by whoever could read it before
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a file's new name survive a crash."""
    # Some file systems cannot; there, a crash may bring back the old file, which is complete too.
    with suppress(OSError):
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_text(path: str, text: str) -> None:
    """Write a file completely or not at all, gzipped if its name ends in ``.gz``; or write to a device or pipe.

    Raises
    ------
    OSError
        If it cannot be written; its ``filename`` is the path.
    """
    data = pack(text.encode("utf-8", "backslashreplace"), packed=path.endswith(".gz"))
    with naming(path):
        if is_pipe(path):
            with open_pipe(path) as pipe:
                pipe.write(data)
        else:
            replace_file(Path(os.path.realpath(path)), [data])


@contextmanager
def naming(path: str) -> Iterator[None]:
    """An OSError inside is one of this file, whichever file beside it was being written."""
    try:
        yield
    except OSError as error:
        error.filename = path
        raise


def pack(data: bytes, *, packed: bool) -> bytes:
    """The bytes, gzipped if ``packed``; several such results, one after another, are one valid gzip file."""
    # No time and no name in the header, so the same rows give the same bytes.
    return gzip.compress(data, 6, mtime=0) if packed else data


def check_writable(path: str) -> None:
    """Refuse a file that cannot be written: found out before the work, not after it."""
    if not path:
        raise InputError("output is empty; name a file")
    if path == "-":
        raise InputError(
            "'-' is not a file name; leave the output out for standard output, or write ./- for a file of this name"
        )
    if is_pipe(path):
        if not os.access(path, os.W_OK):
            raise InputError(f"you may not write to {path!r}; choose another")
        return
    folder = Path(path).parent
    if not folder.is_dir():
        raise InputError(f"the folder {str(folder)!r} does not exist; make it first")
    if Path(path).is_dir():
        raise InputError(f"{path!r} is a folder; name a file in it")
    if not os.access(folder, os.W_OK):
        raise InputError(f"you may not write to the folder {str(folder)!r}; choose another")


def check_rows_output(path: str) -> None:
    """As `check_writable`, for rows; a folder, or what is not on this machine, is made when it is written to."""
    if suffix_of(path) in _NO_FORMATS:
        raise InputError(
            f"stancekit does not write {suffix_of(path)} files; end the name of {path!r} with .csv or .jsonl (or .gz)"
        )
    if not (path.endswith("/") or "://" in path or (path and Path(path).is_dir())):
        check_writable(path)


def suffix_of(path: str) -> str:
    """The ending of a file's name in lower case, without the ``.gz`` behind it."""
    return Path(path.removesuffix(".gz")).suffix.casefold()


def is_pipe(path: str | None) -> bool:
    """Whether nothing can replace what is there: standard output, an open file, a device or a named pipe."""
    if path is None or _descriptor(path) is not None:  # even of a file: whoever opened it wants it continued
        return True
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # whoever opens it reports what is wrong
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def open_pipe(path: str) -> BinaryIO:
    """Open for writing what ``is_pipe`` accepts; an open file is continued where it is."""
    number = _descriptor(path)
    return Path(path).open("wb") if number is None else os.fdopen(os.dup(number), "wb")


def _descriptor(path: str) -> int | None:
    """The number of the open file that a path such as ``/dev/stdout``, or a link to it, stands for."""
    place = Path(path)
    for _ in range(_MOST_LINKS):
        try:
            place = Path(re.sub("^//+", "/", os.path.normpath(Path.cwd() / place)))
            if match := _DESCRIPTOR.fullmatch(str(place)):
                return _STREAMS[match["stream"]] if match["stream"] else int(match["number"])
            place = place.parent / place.readlink()
        except (OSError, ValueError):  # not a link
            return None
    return None


def refuse_overwriting(inputs: Sequence[str], *outputs: str | Path | None) -> None:
    """Refuse to overwrite an input, whatever name or link it is given by.

    Parameters
    ----------
    inputs : sequence of str
        Files; ``-`` is standard input.
    outputs : str, path or None
        Files that may exist; None is standard output.

    Raises
    ------
    InputError
        If an output is one of the inputs.
    """
    own = [status for name in inputs if (status := _status(0 if name == "-" else name)) is not None]
    for output in outputs:
        written = _status(1 if output is None else output)
        if written is None or not any(os.path.samestat(written, read) for read in own):
            continue
        if output is None:
            raise InputError("standard output goes into a file that is read as well, without end; write to another")
        raise InputError(f"{output}: is read as well; writing it would replace it, so name another output")


def _status(file: str | Path | int) -> os.stat_result | None:
    """The status of a regular file, given its name or descriptor; None if it is not one."""
    with suppress(OSError, ValueError):  # no such file, or not a valid name
        status = os.fstat(file) if isinstance(file, int) else Path(_LOCAL.sub("", str(file))).stat()
        return status if stat.S_ISREG(status.st_mode) else None
    return None
