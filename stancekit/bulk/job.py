"""A job: files in, rows out into one output, part by part."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, TypeAlias

from stancekit import __version__
from stancekit.bulk.crew import Hands
from stancekit.bulk.output import Fingerprint, Output, Place
from stancekit.bulk.rows import Labelled, Request, Whole, Writer, columns_of, label_part
from stancekit.errors import ModelFileError, ReadError
from stancekit.loading import load_model, model_path
from stancekit.model import Model
from stancekit.reading.decode import failures, found_by_fsspec
from stancekit.reading.layout import Layout, lay_out
from stancekit.reading.stream import (
    BLOCK_BYTES,
    Block,
    beginning,
    blocks,
    is_read_once,
    opened,
    unpacked,
)

__all__ = ["Form", "Job", "Progress", "loaded", "model_digest", "size_of"]

Form: TypeAlias = Literal["jsonl", "csv"]
Progress: TypeAlias = Callable[[int, int], None]


class _Part(NamedTuple):
    """What is labelled at once."""

    what: Block | Whole
    files: int  # how many come before its own
    is_first: bool  # in its file
    bytes_done: int  # of the files as stored, including this part

    @property
    def size(self) -> int:
        return self.what.size if isinstance(self.what, Block) else 0

    def place_behind(self, before: Place, found: Labelled) -> Place:
        n_comments, left_out = before.comments + found.n_comments, before.left_out or found.left_out
        if isinstance(self.what, Whole):
            return replace(before, files=self.files + 1, offset=0, line=0, comments=n_comments, left_out=left_out)
        return Place(
            self.files,
            self.what.offset + self.what.size,
            self.what.line + self.what.n_lines,
            before.rows + found.n_rows,
            before.rejected + len(found.rejected),
            n_comments,
            left_out=left_out,
        )


@dataclass
class Job:
    """Files to be labelled into one output.

    Parameters
    ----------
    files : sequence of str
        Where to read.
    request : Request
        What to do with each.
    form : {"jsonl", "csv"}
        How to write.
    packed : bool
        Whether to pack with gzip.
    show : callable of str to str
        As in `Writer`.
    """

    files: Sequence[str]
    request: Request
    form: Form = "jsonl"
    packed: bool = False
    show: Callable[[str], str] = str
    _stack: ExitStack = field(default_factory=ExitStack, init=False, repr=False)
    _pipes: dict[str, BinaryIO] = field(default_factory=dict, init=False)  # open until the job ends
    _heads: dict[str, tuple[bytes, bool]] = field(default_factory=dict, init=False)  # of the pipes

    def run(self, model: Model, output: Output, hands: Hands, progress: Progress) -> Place:
        """Label what is not labelled yet; the parts are written in order.

        Returns
        -------
        Place
            Where the job ended, with the counts.
        """
        with self._stack:
            return self._run(model, output, hands, progress)

    def _run(self, model: Model, output: Output, hands: Hands, progress: Progress) -> Place:
        writer = Writer(self._columns(model), self.packed, self.show)
        place = output.begins
        if place is None:
            place = Place()
            output.write(writer.head())
        own = (model, "") if hands.are_here else (None, model_digest(self.request.model))
        work = _Work(self.request, writer, len(self.files) > 1, *own)
        before = {name: _identity(name) for name in self.files[place.files :]}
        # The first blocks of a file, until a row in them could be read, and how many bytes of rows were tried.
        opening: list[tuple[_Part, Labelled]] = []
        tried = 0
        for part, found in hands.in_order(work, self._parts(place, hands.are_here)):
            if opening and part.files != opening[0][0].files:
                raise _nothing_read(opening)
            opening.append((part, found))
            is_read = isinstance(part.what, Whole) or found.n_rows > len(found.rejected)
            if opening[0][0].is_first and not is_read:
                tried += part.size if found.rejected else 0
                if tried >= BLOCK_BYTES:
                    raise _nothing_read(opening)
                continue
            for one, of_one in opening:
                if of_one.rejected:
                    output.reject(self.files[one.files], of_one.rejected)
                output.write(of_one.data)
                place = one.place_behind(place, of_one)
            opening, tried = [], 0
            output.reached(place)
            progress(part.bytes_done, place.rows)
        if opening:
            raise _nothing_read(opening)
        for name, was in before.items():
            if was is None or (now := _identity(name)) is None:
                continue
            if now[:2] != was[:2] and not hands.are_here:  # workers open it anew for each block
                raise ReadError("was replaced while it was read; run the job again", path=name)
            if now[:2] == was[:2] and now[2] < was[2]:
                raise ReadError("became shorter while it was read; run the job again", path=name)
        return place

    def fingerprint(self) -> Fingerprint:
        """What must be the same for another run to resume this job."""
        return {**_asked(self.request, self.form), "input": [[name, _state(name)] for name in self.files]}

    def _columns(self, model: Model) -> tuple[str, ...] | None:
        if self.form == "jsonl":
            return None
        thread = any(self._look_at(name).names_threads for name in self.files)
        return columns_of(model, self.request, file=len(self.files) > 1, thread=thread)

    def _look_at(self, name: str) -> Layout:
        with self._opened(name) as file:
            return self._lay_out(name, *self._beginning(name, file))

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        """A file, opened at its beginning; one that can be read only once stays open where it is."""
        if not is_read_once(name):
            with opened(name) as file:
                yield file
            return
        with failures(name):
            if name not in self._pipes:
                self._pipes[name] = self._stack.enter_context(unpacked(name))
            yield self._pipes[name]

    def _beginning(self, name: str, file: BinaryIO) -> tuple[bytes, bool]:
        """The beginning of a file; kept, if the file can be read only once."""
        if not is_read_once(name):
            return beginning(file)
        if name not in self._heads:
            self._heads[name] = beginning(file)
        return self._heads[name]

    def _lay_out(self, name: str, head: bytes, is_all: bool) -> Layout:
        return lay_out(name, head, is_all, self.request.input, alone=self.request.alone)

    def _parts(self, begins: Place, keep: bool) -> Iterator[_Part]:
        done = sum(size_of(name) for name in self.files[: begins.files])
        for number, name in enumerate(self.files[begins.files :], begins.files):
            with self._opened(name) as file:
                head, is_all = self._beginning(name, file)
                layout = self._lay_out(name, head, is_all)
                if layout.plain:
                    offset, line = (
                        (begins.offset, begins.line)
                        if begins.offset and number == begins.files
                        else (layout.offset, layout.line)
                    )
                    again = not is_read_once(name) and not name.endswith(".gz")
                    for block in blocks(layout, file, head, offset, line, keep=keep or not again):
                        read = block.offset + block.size
                        if isinstance(file, gzip.GzipFile) and not is_read_once(name):
                            read = file.fileobj.tell()
                        yield _Part(block, number, block.offset == layout.offset, done + read)
                else:
                    rest = _rest(name, head, file) if is_read_once(name) else None
                    yield _Part(Whole(name, rest), number, True, done + size_of(name))
                self._heads.pop(name, None)
            done += size_of(name)


@dataclass(frozen=True)
class _Work:
    """What a worker does with a part; it loads the model itself, once, unless it is given one."""

    request: Request
    writer: Writer
    name_files: bool
    model: Model | None
    digest: str

    def __call__(self, part: _Part) -> Labelled:
        model = self.model or loaded(self.request.model, self.digest)
        return label_part(model, self.request, self.writer, part.what, name_files=self.name_files)


@lru_cache(maxsize=1)
def loaded(name: str | None, digest: str) -> Model:
    """The model of this name, kept for the next part; a ModelFileError if its file has another digest here."""
    try:
        is_it = model_digest(name) == digest
    except ModelFileError:
        is_it = False
    if not is_it:
        raise ModelFileError("no model, or another, is called so at a worker; copy the one that is meant", path=name)
    return load_model(name)


def model_digest(name: str | None) -> str:
    """The sha256 of a model's file, in hexadecimal digits."""
    path = model_path(name)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelFileError(f"the file could not be read: {error.strerror or error}", path=str(path)) from error


def _asked(request: Request, form: Form) -> Fingerprint:
    """Whatever decides what rows look like, under the names that the user knows."""
    options = {f"--{name}": value for name, value in asdict(request).items()}
    options["--no-abstain"] = not options.pop("--abstain")
    return options | {"model file": model_digest(request.model), "--format": form, "stancekit": __version__}


def _state(name: str) -> Fingerprint:
    with failures(name):
        if "://" in name:
            system, path = found_by_fsspec(name)
            return {"key": hashlib.sha256(str(system.info(path)).encode()).hexdigest()}
        with Path(name).open("rb") as file:
            status = os.fstat(file.fileno())
            first = hashlib.sha256(file.read(1 << 20)).hexdigest()
    return {"bytes": status.st_size, "changed": status.st_mtime_ns, "beginning": first}


def _identity(name: str) -> tuple[int, int, int] | None:
    """A file's device, number and size; None if it is read once, elsewhere, or gone."""
    with suppress(OSError):
        if not ("://" in name or is_read_once(name)):
            status = Path(name).stat()
            return status.st_dev, status.st_ino, status.st_size
    return None


def size_of(name: str) -> int:
    """A file's size as stored, in bytes; 0 if it is read once, elsewhere, or gone."""
    known = _identity(name)
    return known[2] if known else 0


def _rest(name: str, head: bytes, file: BinaryIO) -> BinaryIO:
    whole = io.BytesIO(head + file.read())
    whole.name = name.removesuffix(".gz")  # it is unpacked
    return whole


def _nothing_read(opening: Sequence[tuple[_Part, Labelled]]) -> ReadError:
    """The error for a file whose first rows cannot be read at all: it is not what it was taken for."""
    block = opening[0][0].what
    assert isinstance(block, Block)
    header, path = block.layout.header, block.layout.name
    rejected = [one for _, found in opening for one in found.rejected]
    if not rejected:
        kind = "the table has a header but no rows" if header else "the file has no rows"
        return ReadError(kind, path=path, line=header.line if header else None)
    line, reason = rejected[0]
    return ReadError(reason, path=path, line=line)
