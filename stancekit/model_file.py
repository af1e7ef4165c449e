r"""One safe file for a model: named arrays and a JSON header under one checksum.

The layout is that of safetensors, so whatever reads safetensors can open the file::

    8 bytes     the length of the head, little-endian
    head        {"__metadata__":{"stancekit":"{\"format\":1,\"sha256\":\"4be1…\",…}"},"weights":{…},…}
    the rest    the arrays' bytes, one after another

safetensors alone would read almost every flipped bit as another weight. The checksum here is the sha256 of the whole
file with its own 64 digits written as zeros; it is at the same place in every format version, so it is found and
checked before anything is parsed. Nothing in a file is ever run, and no other loader is tried.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save

from stancekit.errors import InputError, ModelFileError
from stancekit.files import is_pipe, replace_file

__all__ = ["ModelFile", "read_model_file", "write_model_file"]

FORMAT = 1
MAX_FILE_BYTES = 512 * 1024**2
MAX_HEAD_BYTES = 8 * 1024**2

DTYPES: dict[str, np.dtype[Any]] = {
    "F16": np.dtype("<f2"),
    "F32": np.dtype("<f4"),
    "I8": np.dtype("i1"),
    "I16": np.dtype("<i2"),
    "I32": np.dtype("<i4"),
    "I64": np.dtype("<i8"),
    "U8": np.dtype("u1"),
    "U16": np.dtype("<u2"),
    "U32": np.dtype("<u4"),
    "U64": np.dtype("<u8"),
}

LENGTH_BYTES = 8
START = b'{"__metadata__":{"stancekit":"{\\"format\\":'
SEAL = re.compile(re.escape(START) + rb'(?P<format>[0-9]{1,9}),\\"sha256\\":\\"(?P<sha256>[0-9a-f]{64})\\"')
ZEROS = "0" * 64
ARRAY_ENDS = re.compile(rb'"data_offsets":\[[0-9]{1,12},([0-9]{1,12})\]')

COPY_AGAIN = "copy or download the model again"
MAKE_ONE = "make a model with 'stancekit train LABELS.csv --output FILE'"

FOREIGN = (
    (re.compile(rb'.{8}\{\s*"', re.DOTALL), "a safetensors file of another program"),
    (re.compile(rb"\x80[\x02-\x05]|\(dp|\(lp|ccopy_reg|ZF"), "a pickle or joblib file"),
    (re.compile(rb"PK[\x03\x05]"), "a zip file, such as npz, skops or torch"),
    (re.compile(rb"\x1f\x8b"), "a gzip file"),
    (re.compile(rb"\x78[\x01\x5e\x9c\xda]|BZh|\xfd7zXZ|\x5d\0\0|\x04\x22\x4d\x18"), "a compressed joblib file"),
    (re.compile(rb"\x93NUMPY"), "a NumPy array"),
    (re.compile(rb"\x89HDF"), "an HDF5 file"),
    (re.compile(rb"\x08[\x01-\x20][\x12\x3a\x42]"), "an ONNX file"),
)


@dataclass(frozen=True, eq=False)
class ModelFile:
    """What a model file holds.

    Parameters
    ----------
    header : mapping of str to Any
        JSON values, as they were written; a tuple comes back as a list.
    tensors : mapping of str to ndarray
        Read-only arrays by name, in the order of their names; floats are finite.
    sha256 : str
        The file's checksum: 64 hexadecimal digits that name this header and these tensors.
    """

    header: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray]
    sha256: str


def write_model_file(path: str | os.PathLike[str], header: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> str:
    """Write a model file in one step and return its checksum.

    The same content gives the same bytes, whatever the order of its keys. A reader of `path`, even after a
    crash, finds the whole old file or the whole new one.

    Parameters
    ----------
    path : str or path-like
        Where to write. An existing file is replaced; a link is followed.
    header : mapping of str to Any
        JSON values with str keys. At the top level ``"format"`` and ``"sha256"`` are reserved.
    tensors : mapping of str to ndarray
        Arrays of any shape; float16, float32 or integers, and finite.

    Returns
    -------
    str
        The checksum, 64 hexadecimal digits.

    Raises
    ------
    InputError
        If the header is not JSON, an array is of another dtype or not finite, or the whole is too large to be
        read again.
    ModelFileError
        If it cannot be written, and an existing file is untouched; or if it is a pipe or a device.

    Examples
    --------
    >>> import tempfile
    >>> weights = np.array([0.5, -1.25], dtype=np.float32)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_model_file(f"{folder}/mine.stance", {"labels": ["abusive", "civil"]}, {"weights": weights})
    '8a429216699118a50cde75966863ee5dcd9bb80a36bf86564bba86d64f4705c5'
    """
    data = _serialize(header, tensors)
    seal = SEAL.match(data, LENGTH_BYTES)
    if seal is None:
        raise ModelFileError("this version of safetensors lays files out in another way", path=str(path))
    sha256 = _checksum(data, seal)
    start, end = seal.span("sha256")
    view = memoryview(data)
    if is_pipe(os.fspath(path)):
        raise ModelFileError("this is a pipe or a device, and a model is a file; name another place", path=str(path))
    try:
        replace_file(Path(os.path.realpath(path)), (view[:start], sha256.encode(), view[end:]))
    except (OSError, ValueError) as error:
        raise ModelFileError(
            f"the model could not be written: {_reason(error)}; what was there before is untouched", path=str(path)
        ) from error
    return sha256


def read_model_file(path: str | os.PathLike[str]) -> ModelFile:
    """Read a model file, or say why it cannot be trusted.

    Memory stays near twice the file's size. The file is recognised by its content, not by its name.

    Parameters
    ----------
    path : str or path-like
        A file that `write_model_file` wrote.

    Returns
    -------
    ModelFile
        Its header, tensors and checksum.

    Raises
    ------
    ModelFileError
        If the file is missing, too large, cut short, altered, not stancekit's, of a later format or malformed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = f"{folder}/mine.stance"
    ...     _ = write_model_file(path, {"labels": ["for", "against"]}, {"bias": np.array([3, -3], np.int8)})
    ...     model = read_model_file(path)
    >>> model.header, model.tensors["bias"]
    ({'labels': ['for', 'against']}, array([ 3, -3], dtype=int8))
    """
    name = str(path)
    data = _file_bytes(Path(path), name)
    seal = SEAL.match(data, LENGTH_BYTES)
    if seal is None:
        raise ModelFileError(_what_it_is_instead(data), path=name)
    head_end = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES], "little")
    sha256 = seal["sha256"].decode()
    if not seal.end() <= head_end <= len(data) or head_end > MAX_HEAD_BYTES or _checksum(data, seal) != sha256:
        raise ModelFileError(_what_happened(data, head_end), path=name)
    if int(seal["format"]) != FORMAT:
        raise ModelFileError(
            f"the file has format {int(seal['format'])} and this stancekit reads format {FORMAT}: "
            "a newer stancekit wrote it; install that one",
            path=name,
        )
    try:
        # In this order, as safetensors limits the depth and the types of the head before Python parses it.
        tensors = _tensors(data)
        header = _header(str(data[LENGTH_BYTES:head_end], "utf-8"), sha256)
    except (SafetensorError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ModelFileError(
            "the file is malformed though its checksum matches, so stancekit did not write it: "
            f"{_reason(error)}; do not use it",
            path=name,
        ) from error
    return ModelFile(header, tensors, sha256)


def _serialize(header: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> bytes:
    """Lay out the file's bytes, with zeros for the checksum."""
    taken = sorted({"format", "sha256"} & header.keys())
    if taken:
        raise InputError(f"the header's key {taken[0]!r} is the file's own; choose another name")
    arrays = {name: np.asarray(array, order="C") for name, array in tensors.items()}
    for name, array in arrays.items():
        if array.dtype.newbyteorder("<") not in DTYPES.values():
            raise InputError(
                f"tensor {name!r} is {array.dtype}, and a model file holds float16, float32 and integers; "
                "convert it with .astype(np.float32)"
            )
        _check_finite(name, array)
    if "__metadata__" in arrays:
        raise InputError("'__metadata__' cannot name a tensor: safetensors takes it for the header")
    try:
        data = save(arrays, metadata={"stancekit": _metadata(header, ZEROS)})
    except (SafetensorError, ValueError, TypeError, RecursionError) as error:
        raise InputError(f"the header or a tensor's name cannot be written as JSON: {_reason(error)}") from error
    head_bytes = int.from_bytes(data[:LENGTH_BYTES], "little")
    if LENGTH_BYTES + head_bytes > MAX_HEAD_BYTES or len(data) > MAX_FILE_BYTES:
        raise InputError(
            f"the model is too large to be read again: {head_bytes:,} bytes of header and "
            f"{len(data):,} in all, where {MAX_HEAD_BYTES:,} and {MAX_FILE_BYTES:,} may be"
        )
    return data


def _metadata(header: Mapping[str, Any], sha256: str) -> str:
    """Canonical JSON; format and checksum come first so that they stand at a known place."""
    seal = f'{{"format":{FORMAT},"sha256":"{sha256}"'
    rest = json.dumps(dict(header), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)[1:]
    return f"{seal}{rest}" if rest == "}" else f"{seal},{rest}"


def _checksum(data: bytes, seal: re.Match[bytes]) -> str:
    start, end = seal.span("sha256")
    view = memoryview(data)
    digest = hashlib.sha256(view[:start])
    digest.update(ZEROS.encode())
    digest.update(view[end:])
    return digest.hexdigest()


def _file_bytes(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ModelFileError("this is a folder; name the .stance file in it", path=name)
        if not stat.S_ISREG(status.st_mode):
            raise ModelFileError("this is a pipe or a device; save the model to a file first", path=name)
        if status.st_size > MAX_FILE_BYTES:
            raise ModelFileError(
                f"the file has {status.st_size:,} bytes and a model at most {MAX_FILE_BYTES:,}; "
                "it was not read; name a .stance file",
                path=name,
            )
        with path.open("rb") as file:
            # One byte more than there should be, so that a file that grows meanwhile fails its checksum.
            return file.read(status.st_size + 1)
    except FileNotFoundError as error:
        raise ModelFileError(f"there is no such file; check the name, or {MAKE_ONE}", path=name) from error
    except ModelFileError:
        raise
    except (OSError, ValueError) as error:
        raise ModelFileError(f"the file could not be read: {_reason(error)}", path=name) from error


def _what_it_is_instead(data: bytes) -> str:
    if not data:
        return f"the file is empty; {COPY_AGAIN}"
    start = data[LENGTH_BYTES : LENGTH_BYTES + len(START)]
    if start and START.startswith(start):
        return f"the file is cut short or damaged in its first bytes; {COPY_AGAIN}"
    for beginning, kind in FOREIGN:
        if beginning.match(data):
            return (
                f"this is not a stancekit model: it looks like {kind}; stancekit never loads those; "
                f"name a .stance file, such as classifier.model_.save(FILE) writes, or {MAKE_ONE}"
            )
    return f"this is not a stancekit model, or its first bytes are damaged; name a .stance file, or {COPY_AGAIN}"


def _what_happened(data: bytes, head_end: int) -> str:
    """Guess what is wrong, for the message, from bytes that cannot be trusted."""
    ends = [int(end) for end in ARRAY_ENDS.findall(data, 0, min(head_end, MAX_HEAD_BYTES))]
    expected = head_end + max(ends, default=0)
    if head_end <= MAX_HEAD_BYTES and len(data) < expected:
        of = f" of {expected:,}" if len(data) >= head_end else ""  # else the head, which says where arrays end, is cut
        return f"the file is cut short: it has {len(data):,}{of} bytes; {COPY_AGAIN}"
    return f"the file was altered: its checksum does not match; {COPY_AGAIN}"


def _tensors(data: bytes) -> dict[str, np.ndarray]:
    parsed: list[tuple[str, dict[str, Any]]]
    parsed = deserialize(data)  # type: ignore[no-untyped-call, unused-ignore]
    tensors = {}
    for name, tensor in sorted(parsed, key=itemgetter(0)):
        if tensor["dtype"] not in DTYPES:
            raise ValueError(f"tensor {name!r} is {tensor['dtype']}, which a model file does not hold")
        array = np.frombuffer(tensor["data"], dtype=DTYPES[tensor["dtype"]]).reshape(tensor["shape"])
        _check_finite(name, array)
        array.setflags(write=False)
        tensors[name] = array
    return tensors


def _check_finite(name: str, array: np.ndarray) -> None:
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise InputError(f"tensor {name!r} holds values that are not finite")


def _header(head: str, sha256: str) -> dict[str, Any]:
    metadata = json.loads(head, object_pairs_hook=_distinct)["__metadata__"]
    if metadata.keys() != {"stancekit"}:
        raise ValueError("the metadata has other keys than 'stancekit'")
    header: dict[str, Any] = json.loads(metadata["stancekit"], object_pairs_hook=_distinct)
    del header["format"], header["sha256"]
    if _metadata(header, sha256) != metadata["stancekit"]:
        raise ValueError("the header is not canonical JSON")
    return header


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key stands twice")
    return values


def _reason(error: Exception) -> str:
    """Give one printable line, since a hostile file may put text of its own into an error."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return "".join(character if character.isprintable() else "?" for character in text[:200])
