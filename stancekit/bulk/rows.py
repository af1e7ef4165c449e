"""Predictions as rows: label the comments of a file or of a block, write them as JSON lines or as CSV."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stancekit.errors import InputError
from stancekit.files import pack
from stancekit.inputs import switch
from stancekit.reading import read_threads
from stancekit.reading.stream import Block, Rejected, read_block
from stancekit.threads import Orphans, Thread

if TYPE_CHECKING:
    from typing import BinaryIO

    from stancekit.model import Model
    from stancekit.predictions import Prediction
    from stancekit.reading.rows import Row

__all__ = ["Labelled", "Request", "Whole", "Writer", "columns_of", "label_part", "label_threads"]

# DEL and C1 controls, line ends beyond ASCII, bidi and zero-width characters: JSON can escape them.
_ACTIVE = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

_SPECIAL = re.compile('[,"\r\n]')
# What OWASP's "CSV Injection" lists as the start of a formula, full-width forms included.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")

_OF_ROWS = ("csv", "tsv", "jsonl", "json", "xml")  # formats in which a comment names the one that it answers


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with each file.

    Parameters
    ----------
    model : str, path or None
        The name or path of a model; None is the default one.
    target, toward, abstain
        As ``Model.predict_thread`` takes them.
    input, orphans
        As ``read_threads`` takes them.
    explain : bool
        Whether rows say which words count for the label.
    alone : bool
        Whether every row or comment of a table, JSON or XML is labelled by itself, even if it answers another.
    """

    model: str | None = None
    target: str | None = None
    toward: Literal["article", "parent"] = "article"
    input: str | None = None
    orphans: Orphans = "error"
    abstain: bool = True
    explain: bool = False
    alone: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.model, os.PathLike):
            object.__setattr__(self, "model", os.fspath(self.model))
        if self.toward not in ("article", "parent"):
            raise InputError(f"toward must be 'article' or 'parent', got {self.toward!r}")
        if self.orphans not in ("error", "promote"):
            raise InputError(f"orphans must be 'error' or 'promote', got {self.orphans!r}")
        for name in ("abstain", "explain", "alone"):
            object.__setattr__(self, name, switch(name, getattr(self, name)))
        if self.alone and self.toward == "parent":
            raise InputError("toward 'parent' asks about what a reply answers, and alone leaves that out; choose one")


@dataclass(frozen=True, slots=True)
class Writer:
    """How rows become bytes; a worker has the same one.

    Parameters
    ----------
    columns : tuple of str, or None
        The columns of a CSV; None writes JSON lines.
    packed : bool
        Whether to pack with gzip.
    show : callable of str to str
        Applied to each text of a CSV, to make it safe for a terminal.
    """

    columns: tuple[str, ...] | None
    packed: bool
    show: Callable[[str], str]

    def head(self) -> bytes:
        """The header of a CSV; nothing for JSON lines."""
        return b"" if self.columns is None else self._bytes(_csv_line(map(self.show, self.columns)))

    def rows(self, lines: Iterable[str]) -> bytes:
        """The bytes of some rows, each given as JSON."""
        if self.columns is None:
            return self._bytes("".join([f"{line}\n" for line in lines]))
        return self._bytes("".join(_csv_line(self._cells(json.loads(line))) for line in lines))

    def _cells(self, row: dict[str, Any]) -> Iterator[str]:
        row |= {f"p_{label}": repr(probability) for label, probability in row["probabilities"].items()}
        for column in self.columns or ():
            value = row.get(column)
            text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            cell = self.show(text)
            yield f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell

    def _bytes(self, text: str) -> bytes:
        return pack(text.encode("utf-8", "backslashreplace"), packed=self.packed)


def columns_of(model: Model, request: Request, *, file: bool, thread: bool) -> tuple[str, ...]:
    """The columns of a CSV: the keys of a row of JSON, with a column for each probability."""
    probabilities = (f"p_{label}" for label in model.labels)
    return (
        *("id", "author", "text", "target", "label", "unclear", *probabilities, "model"),
        *(("evidence",) if request.explain else ()),
        *(("file",) if file else ()),
        *(("thread",) if thread else ()),
    )


def _csv_line(cells: Iterable[str]) -> str:
    # Not the csv module: before Python 3.13 it leaves a lone carriage return unquoted.
    return ",".join('"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell for cell in cells) + "\n"


@dataclass(frozen=True, slots=True)
class Whole:
    """A file whose threads are read whole.

    Parameters
    ----------
    name : str
        The file.
    data : binary file or None
        Its contents, if they cannot be read again.
    """

    name: str
    data: BinaryIO | None = None


class Labelled(NamedTuple):
    """The result for a file or a block.

    Parameters
    ----------
    data : bytes
        The rows as they are to be written.
    n_rows : int
        How many rows were read: those labelled and those rejected.
    n_comments : int
        How many comments were labelled; more than the rows where rows are threads.
    rejected : list of Rejected
        The rows that could not be read.
    left_out : bool
        Whether something of the file is in no row (``Reading.left_out``).
    """

    data: bytes
    n_rows: int
    n_comments: int
    rejected: list[Rejected]
    left_out: bool


def label_part(model: Model, request: Request, writer: Writer, part: Block | Whole, *, name_files: bool) -> Labelled:
    """Label the comments of a file or a block."""
    name = part.name if isinstance(part, Whole) else part.layout.name
    scribe = _Scribe(model, request, name if name_files else None)
    if isinstance(part, Whole):
        lines, left_out = list[str](), False
        for thread, predictions in label_threads(model, part, request):
            lines += scribe.lines(thread, predictions)
            left_out |= thread.reading is not None and thread.reading.left_out != ()
        return Labelled(writer.rows(lines), len(lines), len(lines), [], left_out)
    found = read_block(part, request.orphans)
    # A row without an id goes by its line.
    lines = list(_label_rows(model, found.rows, request, scribe, "line {}" if part.layout.has_ids else "{}"))
    n_rows = len(found.rows) + len(found.rejected)
    return Labelled(writer.rows(lines), n_rows, len(lines), found.rejected, found.left_out)


def label_threads(model: Model, file: Whole, request: Request) -> Iterator[tuple[Thread, list[Prediction]]]:
    """Each thread of a file, with the predictions for its comments in reading order."""
    orphans: Orphans = "promote" if request.alone else request.orphans
    for thread in read_threads(file.data or file.name, input=request.input, orphans=orphans):
        if request.alone and thread.reading is not None and thread.reading.format in _OF_ROWS:
            thread = thread.without_replies()
        yield thread, _label_thread(model, thread, request)


def _label_rows(
    model: Model, found: Sequence[Row | Thread], request: Request, scribe: _Scribe, by_line: str
) -> Iterator[str]:
    rows = [one for one in found if not isinstance(one, Thread)]
    targets = [row.target or row.title if request.target is None else request.target for row in rows]
    predictions = iter(model.predict([row.text for row in rows], targets, abstain=request.abstain))
    for one in found:
        if isinstance(one, Thread):
            yield from scribe.lines(one, _label_thread(model, one, request))
        else:
            key = by_line.format(one.line) if one.id is None else one.id
            yield scribe.line(key, one.author, one.text, next(predictions), one.thread)


def _label_thread(model: Model, thread: Thread, request: Request) -> list[Prediction]:
    return model.predict_thread(thread, request.target, toward=request.toward, abstain=request.abstain)


class _Scribe:
    """Writes predictions as ``json.dumps`` would, in half the time, as a fast model takes no longer to predict."""

    def __init__(self, model: Model, request: Request, file: str | None) -> None:
        self._probabilities = ", ".join(f"{quoted(label).replace('%', '%%')}: %r" for label in model.labels)
        self._model, self._file = quoted(model.name), "" if file is None else f', "file": {quoted(file)}'
        self._explain = request.explain

    def lines(self, thread: Thread, predictions: Iterable[Prediction]) -> Iterator[str]:
        for one in predictions:
            comment = one.comment
            yield self.line(comment.id, comment.author, comment.text, one, thread.id)

    def line(self, key: str, author: str | None, text: str, prediction: Prediction, thread: str | None) -> str:
        label, target, probabilities = prediction.label, prediction.target, tuple(prediction.probabilities.values())
        evidence = self._evidence(prediction) if self._explain else ""
        line = (
            f'{{"id": {quoted(key)}, "author": {_quoted(author)}, "text": {quoted(text)}, "target": {_quoted(target)}, '
            f'"label": {_quoted(label)}, "unclear": {"true" if label is None else "false"}, '
            f'"probabilities": {{{self._probabilities % probabilities}}}, "model": {self._model}{evidence}{self._file}'
        )
        line += "}" if thread is None else f', "thread": {quoted(thread)}}}'
        if not line.isascii() or "\x7f" in line:  # what could act on a terminal is escaped, so nothing is lost
            return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
        return line

    def _evidence(self, prediction: Prediction) -> str:
        words = [asdict(word) for word in prediction.evidence]
        return f', "evidence": {json.dumps(words, ensure_ascii=False)}'


def _quoted(text: str | None) -> str:
    return "null" if text is None else quoted(text)
