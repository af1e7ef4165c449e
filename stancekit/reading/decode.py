"""Bytes to text: a path, a pipe or an open file, gzip by name, UTF-8 or a refusal that says what to do."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stancekit.errors import InputError, ReadError

__all__ = ["Source", "decode"]


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file's text, its lines ended by ``\n`` alone.

    Parameters
    ----------
    name : str
        The file's name as given, ``"-"`` for a pipe.
    text : str
        The text without its byte order mark.
    encoding : str
        ``"utf-8"`` or ``"utf-8-sig"``.
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
    r"""Read a source to its end.

    Parameters
    ----------
    source : str, path or binary file
        ``"-"`` is standard input. A name that ends in ``.gz`` is unpacked.

    Returns
    -------
    Source
        The text; ``\r\n`` and ``\r`` became ``\n``, and no other character ends a line.

    Raises
    ------
    ReadError
        If the file is missing, empty, a broken gzip, or not UTF-8 text.

    Examples
    --------
    >>> import io
    >>> decode(io.BytesIO(b"\xef\xbb\xbfToo late.\r\nToo dear.")).text
    'Too late.\nToo dear.'
    """
    name, data = _read(source)
    _refuse_foreign(name, data)
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        bom = len(data) - len(error.object)  # the codec counts from behind the mark
        at = bom + error.start
        raise ReadError(
            f"byte {at} (0x{data[at]:02x}) is not UTF-8; save the file as UTF-8, "
            "or convert it: iconv -f WINDOWS-1252 -t UTF-8",
            path=name,
            line=_line_at(data, at),
        ) from None
    if not text.strip():
        raise ReadError("the file is empty; expected an article with comments, or comments", path=name)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


def _read(source: str | os.PathLike[str] | BinaryIO) -> tuple[str, bytes]:
    packed = False
    try:
        if isinstance(source, str | os.PathLike) and os.fspath(source) != "-":
            name = os.fspath(source)
            data = Path(source).read_bytes()
            packed = name.endswith(".gz")
        else:
            stream = sys.stdin.buffer if isinstance(source, str | os.PathLike) else source
            name = "-" if stream is not source else _stream_name(source)
            data = stream.read()
            packed = name.endswith(".gz") and not isinstance(stream, gzip.GzipFile)
        if not isinstance(data, bytes):
            raise InputError(f"{name}: the file is open as text; open it in binary mode, 'rb'")
        return name, gzip.decompress(data) if packed else data
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"not a whole gzip file ({error}); fetch or pack it again", path=name) from None
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", path=os.fspath(name)) from None
    except InputError:
        raise
    except ValueError as error:  # a NUL in a path, a closed file
        raise ReadError(f"cannot be read: {error}", path=repr(name)) from None


def _stream_name(stream: object) -> str:
    name = getattr(stream, "name", None)
    return name if isinstance(name, str) else "<stream>"


def _refuse_foreign(name: str, data: bytes) -> None:
    """Refuse what is plainly no UTF-8 text, in its own words rather than the codec's."""
    if data.startswith(b"\x1f\x8b"):
        raise ReadError("the file is packed with gzip; give it a name that ends in .gz", path=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        raise ReadError("the file is UTF-16 or UTF-32; save it as UTF-8", path=name, line=1)
    nul = data.find(b"\0")
    if nul >= 0:
        raise ReadError(
            f"byte {nul} is NUL, so this is no UTF-8 text; save it as UTF-8 "
            "(UTF-16 without its mark looks like this) or choose another file",
            path=name,
            line=_line_at(data, nul),
        )


def _line_at(data: bytes, offset: int) -> int:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
