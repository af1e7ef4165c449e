"""Read a path, a pipe or an open file as UTF-8 or marked UTF-16, unpacking ``.gz``; errors say what to do instead."""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any, BinaryIO

from stancekit.errors import InputError, ReadError, StancekitError

__all__ = [
    "HAS_NUL",
    "NOT_UTF_8",
    "Source",
    "count_lines",
    "decode",
    "expanded",
    "failures",
    "found_by_fsspec",
    "is_utf_16",
    "open_file",
    "refuse_foreign",
]

_PATTERN = re.compile(r"[*?]|\[.+\]")
_MAX_UTF_16_BYTES = 1 << 26  # it is decoded as a whole
_LONGEST_PATH = 4_096  # characters, as on Linux
HAS_NUL = "holds a NUL, which is no text; remove it or delete the row"
NOT_UTF_8 = "is not UTF-8; save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file's text, with ``\n`` as its only line ending.

    Parameters
    ----------
    name : str
        The file's name as given; ``"-"`` is standard input.
    text : str
        The text without its byte order mark.
    encoding : str
        ``"utf-8"``, ``"utf-8-sig"`` or ``"utf-16"``.
    """

    name: str
    text: str
    encoding: str

    @property
    def n_lines(self) -> int:
        """How many lines the text has."""
        return self.text.count("\n") + (not self.text.endswith("\n"))

    def error(self, message: str, line: int | None = None) -> ReadError:
        """A `ReadError` that names this file."""
        return ReadError(message, path=self.name, line=line)


def decode(source: str | os.PathLike[str] | BinaryIO) -> Source:
    r"""Read a whole source as text.

    Parameters
    ----------
    source : str, path or binary file
        ``"-"`` is standard input. A name that ends in ``.gz`` is unpacked.

    Returns
    -------
    Source
        The text, with ``\r\n`` and ``\r`` replaced by ``\n``; no other character ends a line.

    Raises
    ------
    ReadError
        If the file is missing, empty, a broken gzip, or neither UTF-8 text nor UTF-16 with its byte order mark.

    Examples
    --------
    >>> import io
    >>> decode(io.BytesIO(b"\xef\xbb\xbfToo late.\r\nToo dear.")).text
    'Too late.\nToo dear.'
    >>> decode(io.BytesIO("Schön.".encode("utf-16")))
    Source(name='<stream>', text='Schön.', encoding='utf-16')
    """
    name, data = _read(source)
    refuse_foreign(name, data)
    if is_utf_16(data):
        encoding, text = "utf-16", _from_utf_16(name, data)
    else:
        encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
        text = _from_utf_8(name, data, encoding)
    if not text.strip():
        raise ReadError("the file is empty", path=name)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


def is_utf_16(data: bytes) -> bool:
    """Whether a file begins with the byte order mark of UTF-16, as spreadsheets and app stores write it."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) and not data.startswith(_UTF_32)


def _from_utf_8(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        bom = len(data) - len(error.object)  # the codec counts from after the mark
        at = bom + error.start
        line = count_lines(data[:at]) + 1
        raise ReadError(f"byte {at} (0x{data[at]:02x}) {NOT_UTF_8}", path=name, line=line) from None


def _from_utf_16(name: str, data: bytes) -> str:
    if len(data) > _MAX_UTF_16_BYTES:
        raise ReadError(
            f"the file is UTF-16, of which at most {_MAX_UTF_16_BYTES >> 20} MB are read; "
            "convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW",
            path=name,
        )
    try:
        text = data.decode("utf-16")
        at = text.index("\0") if "\0" in text else None
    except UnicodeDecodeError as error:
        text = data[: error.start].decode("utf-16", "ignore")
        at = len(text)
    if at is not None:
        line = count_lines(text[:at].encode()) + 1
        raise ReadError("begins as UTF-16 does, but this line is none; save the file as UTF-8", path=name, line=line)
    return text


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """Open a file in binary mode, without unpacking it; fsspec opens names that contain ``://``."""
    if "://" not in name:
        with Path(name).open("rb") as file:
            yield file
        return
    try:
        import fsspec

        found = fsspec.open(name, "rb")  # kept while the file is open: an archive around it closes with this
    except ImportError as error:
        raise _package_missing(name, error) from None
    with found as file:
        yield file


def expanded(files: Iterable[str]) -> list[str]:
    """The files, with each pattern that is no file's name replaced by the files that match it, sorted."""
    return [match for name in files for match in (_matches(name) if _PATTERN.search(name) else [name])]


def _matches(name: str) -> list[str]:
    if "://" in name:
        _, link, around = name.partition("::")  # the archive, and where it is
        with failures(name):
            system, pattern = found_by_fsspec(name)
            told = {} if (is_one := system.exists(pattern)) else system.glob(pattern, detail=True)
        matching = sorted(path for path, one in told.items() if one["type"] != "directory")
        found = [name] if is_one else [f"{system.unstrip_protocol(match)}{link}{around}" for match in matching]
    else:  # in quotes, or where no shell expands it
        with failures(name):
            # Not Path.glob, which takes no absolute patterns.
            matching = sorted(one for one in glob(name, recursive=True) if not Path(one).is_dir())  # noqa: PTH207
            found = [name] if Path(name).exists() else matching
    if not (matches := list(found)):
        raise ReadError("no file has a name like this", path=name)
    return matches


def found_by_fsspec(name: str) -> tuple[Any, str]:
    """The file system of a name, and its path there; an InputError if a package that it needs is missing."""
    try:
        import fsspec

        return fsspec.core.url_to_fs(name)  # type: ignore[no-any-return]
    except ImportError as error:
        raise _package_missing(name, error) from None


def _package_missing(name: str, error: ImportError) -> InputError:
    """The error for a name that cannot be opened without fsspec, or without the package that fsspec's message names."""
    needed = "folders and names with :// need fsspec: pip install fsspec" if error.name == "fsspec" else str(error)
    return InputError(f"{name}: {needed}")


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Turn any failure to read a file into a `ReadError`."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"not a whole gzip file ({error}); fetch or pack it again", path=name) from None
    except OSError as error:
        refused = isinstance(error, IsADirectoryError | PermissionError)  # the latter on Windows
        if refused and "://" not in name and os.path.isdir(name):  # noqa: PTH112 - Path's would fail here
            raise ReadError(f"is a folder; name its files, such as '{Path(name, '*.csv')}'", path=name) from None
        raise ReadError(f"cannot be read: {error.strerror or error}", path=name) from error
    except StancekitError:
        raise
    except ValueError as error:  # a NUL in a path, a closed file
        raise ReadError(f"cannot be read: {error}", path=repr(name)) from None


def _read(source: str | os.PathLike[str] | BinaryIO) -> tuple[str, bytes]:
    if isinstance(source, str | os.PathLike):
        if not (name := os.fspath(source)):
            raise InputError("source is an empty path; name a file")
        if ("\n" in name or len(name) > _LONGEST_PATH) and not os.path.lexists(name):
            raise InputError("source must be a path, got a text; io.BytesIO(text.encode()) is a file that holds it")
        stream = sys.stdin.buffer if name == "-" else None
    elif hasattr(source, "read"):
        name, stream = _stream_name(source), source
    else:
        raise InputError(f"source must be a path or a file that is open in binary mode, got {type(source).__name__}")
    with failures(name):
        if stream is None:
            with open_file(name) as file:
                data = file.read()
        else:
            data = stream.read()
        if not isinstance(data, bytes):
            raise InputError(f"{name}: the file is open as text; open it in binary mode, 'rb'")
        packed = name.endswith(".gz") and (stream is None or data.startswith(_GZIP))  # else a stream unpacks it
        return name, gzip.decompress(data) if packed else data


def _stream_name(stream: object) -> str:
    name = getattr(stream, "name", None)
    return name if isinstance(name, str) else "<stream>"


_GZIP = b"\x1f\x8b"
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_PACKERS = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_DOCUMENTS = {
    b"%PDF-": "a PDF",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a zip file, as .docx, .xlsx and .odt are",
    b"\xd0\xcf\x11\xe0": "a document of an older Office",
}


def refuse_foreign(name: str, data: bytes) -> None:
    """Refuse what is plainly neither UTF-8 text nor marked UTF-16, with a clearer message than the codec's."""
    if data.startswith(_GZIP):
        is_named = name != "-" and not name.startswith("/dev/")
        how = "give it a name that ends in .gz" if is_named else "unpack it first: gzip -dc FILE | stancekit ..."
        raise ReadError(f"the file is packed with gzip; {how}", path=name)
    if packer := next((packer for magic, packer in _PACKERS.items() if data.startswith(magic)), None):
        raise ReadError(f"the file is packed with {packer}; unpack it, or pack it with gzip", path=name)
    if document := next((document for magic, document in _DOCUMENTS.items() if data.startswith(magic)), None):
        raise ReadError(f"the file is {document}; save what is in it as text, or a table as CSV", path=name)
    if data.startswith(_UTF_32):
        how = "save it as UTF-8, or convert it: iconv -f UTF-32 -t UTF-8 FILE > NEW"
        raise ReadError(f"the file is UTF-32; {how}", path=name, line=1)
    if is_utf_16(data):
        return
    nul = data.find(b"\0")
    if nul >= 0:
        line = count_lines(data[:nul]) + 1
        other = (
            f"byte {nul} is NUL, so this is no UTF-8 text; save it as UTF-8 "
            "(UTF-16 without its mark looks like this) or choose another file"
        )
        raise ReadError(other if line == 1 else HAS_NUL, path=name, line=line)


def count_lines(data: bytes) -> int:
    r"""How many line endings these bytes have: ``\n``, ``\r\n`` or ``\r``."""
    return data.count(b"\n") + (data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else 0)
