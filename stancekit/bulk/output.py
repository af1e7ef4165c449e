"""Where rows go: a pipe, a file that is complete or untouched and can be resumed, a partition of a cluster's folder."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, Any, Protocol

from stancekit.errors import InputError, ReadError
from stancekit.files import naming, open_pipe, sync_folder
from stancekit.reading.stream import Rejected

__all__ = [
    "TEMPORARY",
    "Fingerprint",
    "Output",
    "Place",
    "check_fingerprint",
    "damaged",
    "file_output",
    "folder_journal",
    "job_name",
    "partition_output",
    "pipe_output",
    "read_journal",
    "rejected_name",
    "written_beside",
]

SECONDS_BETWEEN_CHECKPOINTS = 1.0
_LONGEST_REJECTED = 1 << 16  # bytes of a row
TEMPORARY = ".stancekit-"  # begins the names of partitions that are not complete yet

# Windows locks bytes, also behind the end; this is the highest that each of its C libraries can lock.
_LOCKED_BYTE = (1 << 31) - 2

Fingerprint = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """How far a job has come.

    Parameters
    ----------
    files : int
        How many files are done.
    offset, line : int
        Where the next row of the current file begins; 0 at its beginning.
    rows, rejected, comments : int
        How many rows were read, how many of them were set aside, how many comments were labelled.
    refused : int
        How many of the files were refused as a whole, which only a folder's job survives.
    left_out : bool
        Whether something of the files is in no row, such as comments without words.
    """

    files: int = 0
    offset: int = 0
    line: int = 0
    rows: int = 0
    rejected: int = 0
    comments: int = 0
    refused: int = 0
    left_out: bool = False


class Output(Protocol):
    """Takes a job's rows, in order."""

    begins: Place | None
    """Where an earlier run left off."""

    def write(self, data: bytes) -> None:
        """Take some rows."""

    def reject(self, name: str, rejected: Sequence[Rejected]) -> None:
        """Take the rows of a file that cannot be read, or refuse the file for them."""

    def reached(self, place: Place) -> None:
        """Note that everything up to this place has been given."""


@dataclass
class _Pipe:
    file: IO[bytes]
    begins: Place | None = None

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:  # with python -u standard output takes no more at once than a pipe holds
            left = left[self.file.write(left) :]

    def reject(self, name: str, rejected: Sequence[Rejected]) -> None:
        line, reason = rejected[0]
        raise ReadError(f"{reason}; with a file as output (--output) such rows are set aside", path=name, line=line)

    def reached(self, place: Place) -> None:
        pass


@contextmanager
def pipe_output(path: str | None) -> Iterator[Output]:
    """Standard output, or a device or named pipe; there, the first bad row ends the job."""
    if path is None:
        yield _Pipe(sys.stdout.buffer)
        return
    with naming(path), open_pipe(path) as file:
        yield _Pipe(file)


def rejected_name(path: str) -> str:
    """The name of the file for the rows that a job sets aside.

    Examples
    --------
    >>> rejected_name("out.jsonl"), rejected_name("out.csv.gz")
    ('out.rejected.jsonl', 'out.csv.gz.rejected.jsonl')
    """
    return f"{path.removesuffix('.jsonl')}.rejected.jsonl"


def _lines(name: str, rejected: Sequence[Rejected]) -> bytes:
    rows = ({"file": name, "line": line, "reason": reason} for line, reason in rejected)
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _may_be_replaced(rejected: Path) -> bool:
    """Whether a file is not there, or is one that a job wrote for the rows that it set aside."""
    with suppress(FileNotFoundError):
        with rejected.open("rb") as file:
            first = file.readline(_LONGEST_REJECTED)
        try:
            return not first or json.loads(first).keys() == {"file", "line", "reason"}
        except (ValueError, AttributeError):
            return False
    return True


class _File:
    """A file that has another name until it is complete, and a journal of how far it has come.

    While the job runs, the rows are in ``NAME.partial`` and the journal in ``NAME.journal``. The journal holds a length
    of each file that was on the disk before the journal was, so whatever a killed job wrote after that is cut off, and
    its rows are labelled again.
    """

    def __init__(self, path: str, fingerprint: Callable[[], Fingerprint] | None, resume: bool) -> None:
        self._path, self._fingerprint, self._resume = path, fingerprint, resume
        final, rejected = Path(os.path.realpath(path)), Path(os.path.realpath(rejected_name(path)))
        self._finals = (rejected, final)  # rows last: once they are there, all is
        self._partials = tuple(one.with_name(f"{one.name}.partial") for one in self._finals)
        self._journal = final.with_name(f"{final.name}.journal")
        self._new_journal = final.with_name(f"{final.name}.journal.new")
        self._files: tuple[IO[bytes], ...] = ()
        self._job: Fingerprint | None = None
        self._has_place = False  # noted in the journal, beyond the start
        self._checked = time.monotonic()
        self.begins: Place | None = None
        self.is_done = False

    @property
    def names(self) -> tuple[Path, ...]:
        """Every file that it may write or remove."""
        return *self._finals, *self._partials, self._journal, self._new_journal

    def __enter__(self) -> _File:
        with ExitStack() as stack:
            if self._fingerprint:  # before anything is read
                self._job = self._fingerprint()
            journal = self._read_journal() if self._resume and self._job else None
            if journal is not None and journal["done"]:
                left = [one for one in self._partials if one.exists()]
                self._files = tuple(stack.enter_context(one.open("ab")) for one in left)
                is_ours = all(map(_lock, self._files, left))
                if not is_ours or self._read_journal() != journal:
                    raise InputError(f"{self._path}: another job is writing it; let it end, or stop it first")
                self.begins, self.is_done = Place(**journal["place"]), True
                stack.pop_all()
                return self
            if folder := next((str(name) for name in self.names if name.is_dir()), None):
                raise InputError(f"{folder}: is a folder, and this job writes a file of that name; move it away")
            if not _may_be_replaced(self._finals[0]):
                raise InputError(f"{self._finals[0]}: is no list of rows that a job set aside; move it away")
            sizes = (0,) * len(self._partials) if journal is None else journal["sizes"]
            files = tuple(stack.enter_context(partial.open("ab")) for partial in self._partials)
            for file, partial in zip(files, self._partials, strict=True):
                if not _lock(file, partial):
                    raise InputError(f"{self._path}: another job is writing it; let it end, or stop it first")
            if not self._resume:
                stack.callback(self._discard)  # if anything interrupts
            self._new_journal.unlink(missing_ok=True)  # left by a run that was killed while writing it
            if journal is None:
                self._journal.unlink(missing_ok=True)  # before the files that it describes are emptied
            elif (place := Place(**journal["place"])) != Place():  # else not even a header is written
                self.begins, self._has_place = place, True
            for final, partial in zip(self._finals, self._partials, strict=True):
                with suppress(FileNotFoundError):
                    partial.chmod(stat.S_IMODE(final.stat().st_mode))  # readable by whoever could read it before
            for file, size in zip(files, sizes, strict=True):
                if file.tell() < size:
                    raise InputError(f"{file.name}: is shorter than it was; run the job again without --resume")
                file.truncate(size)
                file.seek(size)  # where `tell` counts from until something is written
            self._files = files
            if self._job and journal is None:  # so that also what is killed in its first second is known
                self._save(Place(), done=False)
            stack.pop_all()
        return self

    def write(self, data: bytes) -> None:
        self._files[-1].write(data)

    def reject(self, name: str, rejected: Sequence[Rejected]) -> None:
        self._files[0].write(_lines(name, rejected))

    def reached(self, place: Place) -> None:
        if self._job and time.monotonic() - self._checked >= SECONDS_BETWEEN_CHECKPOINTS:
            self._save(place, done=False)

    def finish(self, place: Place) -> None:
        """Give the files their final names."""
        if not self.is_done:
            if self._has_place:  # else a job killed between two renamings would seem to lack rows
                self._save(place, done=True)
            else:
                self._sync()
            if os.name == "nt":  # where an open file cannot be renamed; elsewhere it stays locked until it is
                self._close()
        for final, partial in zip(self._finals, self._partials, strict=True):
            if final is self._finals[-1] or place.rejected:
                try:
                    partial.replace(final)
                except FileNotFoundError:  # an earlier run has renamed it, or somebody removed it
                    if not (self.is_done and final.exists()):
                        raise
            else:
                final.unlink(missing_ok=True)
                partial.unlink(missing_ok=True)
        sync_folder(self._journal.parent)
        self._journal.unlink(missing_ok=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        is_discarded = kind is not None and not self._resume and self._files
        if is_discarded and os.name != "nt":  # while they are still locked: else they may be another job's by now
            self._discard()
        self._close()
        if is_discarded and os.name == "nt":
            self._discard()

    def _discard(self) -> None:
        for path in (self._new_journal, self._journal, *self._partials):
            path.unlink(missing_ok=True)

    def _close(self) -> None:
        for file in self._files:
            with suppress(OSError):  # a full disk fails here again
                file.close()

    def _sync(self) -> None:
        for file in self._files:
            _sync(file)

    def _save(self, place: Place, *, done: bool) -> None:
        self._sync()
        sizes = [file.tell() for file in self._files]
        journal = {"job": self._job, "place": asdict(place), "sizes": sizes, "done": done}
        with self._new_journal.open("w", encoding="utf-8") as text:
            json.dump(journal | {"sha256": _checksum(journal)}, text)
            text.flush()
            os.fsync(text.fileno())
        self._new_journal.replace(self._journal)
        sync_folder(self._journal.parent)
        self._checked, self._has_place = time.monotonic(), place != Place()

    def _read_journal(self) -> dict[str, Any] | None:
        if not self._journal.exists():
            return None
        has = ("job", "place", "sizes", "done")
        journal = read_journal(str(self._journal), self._journal.read_bytes(), *has, "sha256")
        # A place that is wrong but possible would leave rows out, or label some twice, and look like success.
        if journal["sha256"] != _checksum({name: journal[name] for name in has}):
            raise damaged(str(self._journal))
        place, sizes = journal["place"], journal["sizes"]
        if not (
            isinstance(place, dict)
            and place.keys() == asdict(Place()).keys()
            and isinstance(sizes, list)
            and len(sizes) == len(self._partials)
            and all(isinstance(number, int) and number >= 0 for number in (*place.values(), *sizes))
        ):
            raise damaged(str(self._journal))
        check_fingerprint(str(self._journal), journal["job"], self._job or {})
        return journal


def _sync(file: IO[bytes]) -> None:
    """Put a file on the disk, if it is one of this machine."""
    file.flush()
    with suppress(AttributeError, UnsupportedOperation):
        os.fsync(file.fileno())


def _checksum(journal: Fingerprint) -> str:
    return hashlib.sha256(json.dumps(journal, sort_keys=True).encode()).hexdigest()


def read_journal(name: str, data: bytes, *has: str) -> dict[str, Any]:
    """The journal that an earlier run wrote."""
    try:
        journal = json.loads(data)
    except ValueError:
        journal = None
    if not isinstance(journal, dict) or not journal.keys() >= {*has} or not isinstance(journal.get("job", {}), dict):
        raise damaged(name)
    return journal


def damaged(name: str) -> InputError:
    """The error for a file that is not a valid journal."""
    return InputError(f"{name}: is damaged, or no journal of stancekit; run the job again without --resume")


def check_fingerprint(
    journal: str, then: Fingerprint, now: Fingerprint, instead: str = "run it again without --resume"
) -> None:
    """Refuse to resume another job than the one that was begun."""
    now = json.loads(json.dumps(now))
    changed = [name for name in now.keys() | then.keys() if now.get(name) != then.get(name)]
    if changed:
        raise InputError(
            f"{journal}: the job was begun with another {', another '.join(sorted(changed))}; "
            f"go on with the same, or {instead}"
        )


def written_beside(path: str) -> tuple[Path, ...]:
    """Every file that a job with this output may write or remove."""
    return _File(path, None, resume=False).names


@contextmanager
def file_output(
    path: str, fingerprint: Callable[[], Fingerprint] | None = None, *, resume: bool = False
) -> Iterator[_File]:
    """A file that is complete or untouched, and beside it the file `rejected_name` of rows that were set aside.

    Parameters
    ----------
    path : str
        Where to write; a link is followed.
    fingerprint : callable, optional
        Says what the job is, so that another one cannot resume it. Without this there is no journal.
    resume : bool
        Whether to go on where an earlier run was stopped, and to keep partial files if this one is stopped.
    """
    with naming(path), _File(path, fingerprint, resume) as file:
        yield file


def _lock(file: IO[bytes], partial: Path) -> bool:
    """Whether no other process writes the file; from now on none can, until this one closes it or ends."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(_LOCKED_BYTE)
        with suppress(PermissionError):
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0, os.SEEK_END)
            return True
        return False
    import fcntl

    with suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(file.fileno()), partial.stat())  # else the other job has just renamed it
    return False


@contextmanager
def partition_output(path: str, job: str, run: str = "") -> Iterator[Output]:
    """A file anywhere that fsspec knows, complete or absent; written again as a whole if its worker is lost.

    Until it is complete it has a name that begins with ``TEMPORARY`` and the name of the job.
    """
    import fsspec

    system, final = fsspec.core.url_to_fs(path)
    finals = rejected_name(final), final
    token = f"{run}-{secrets.token_hex(8)}"
    partials = [f"{one.rpartition('/')[0]}/{TEMPORARY}{job}-{token}-{at}.tmp" for at, one in enumerate(finals)]
    try:
        with system.open(partials[0], "wb") as rejected, system.open(partials[1], "wb") as rows:
            output = _Partition(rows, rejected)
            yield output
            for file in (rows, rejected):
                _sync(file)
        journal = folder_journal(final.rpartition("/")[0])
        if not system.exists(journal) or job_name(system.cat_file(journal)) != job:
            raise InputError(
                f"{journal}: is another job's by now, or a worker does not see it, so {final} was not written; "
                "choose another folder"
            )
        if not output.has_rejected and system.exists(finals[0]):
            system.rm(finals[0])
        for final, partial, is_wanted in zip(finals, partials, (output.has_rejected, True), strict=True):
            if is_wanted:
                _rename(system, partial, final)
    except OSError as error:
        error.filename = path  # not the temporary one
        raise
    finally:
        for partial in partials:
            with suppress(FileNotFoundError):
                system.rm(partial)


def folder_journal(root: str) -> str:
    """The file in a folder that says which job it is for."""
    return f"{root.rstrip('/')}/_stancekit.json"


def job_name(journal: bytes) -> str:
    """A name for a job: a hash of its folder's journal."""
    return hashlib.sha256(journal).hexdigest()[:16]


def _rename(system: Any, partial: str, final: str) -> None:
    try:
        system.mv(partial, final)
    except FileNotFoundError:  # the same job ran twice at once, and the other run removed this as a leftover
        if not system.exists(final):
            raise


@dataclass
class _Partition:
    rows: IO[bytes]
    rejected: IO[bytes]
    begins: Place | None = None
    has_rejected: bool = False

    def write(self, data: bytes) -> None:
        self.rows.write(data)

    def reject(self, name: str, rejected: Sequence[Rejected]) -> None:
        self.has_rejected = True
        self.rejected.write(_lines(name, rejected))

    def reached(self, place: Place) -> None:
        pass
