"""Predictions as rows: label the comments of a file, write them as JSON lines or as CSV."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, TextIO, cast

if TYPE_CHECKING:
    from stancekit.model import Model, Prediction

__all__ = ["Request", "Row", "destination", "label_file", "label_files", "write_csv", "write_jsonl"]

# DEL and C1 controls, line ends beyond ASCII, bidi and zero-width characters: JSON can say them without sending them.
_ACTIVE = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

# What OWASP's "CSV Injection" lists as the start of a formula, full-width forms included.
_SPECIAL = re.compile('[,"\r\n]')
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with each file.

    Parameters
    ----------
    model : str or None
        The name or path of a model; None is the default one.
    target, toward, abstain
        As ``Model.predict_thread`` takes them.
    input, orphans
        As ``read_threads`` takes them.
    explain : bool
        Whether rows say which words spoke for the label.
    """

    model: str | None = None
    target: str | None = None
    toward: Literal["article", "parent"] = "article"
    input: str | None = None
    orphans: Literal["error", "promote"] = "error"
    abstain: bool = True
    explain: bool = False


class Row(NamedTuple):
    """One comment's answer.

    Parameters
    ----------
    data : dict
        The row as JSON has it.
    depth : int
        How many comments stand above this one.
    heading : str
        The title of its thread; empty where there is none.
    """

    data: dict[str, Any]
    depth: int
    heading: str


def label_files(files: Sequence[str], request: Request, *, workers: int = 1) -> Iterator[list[Row]]:
    """The rows of each thread, in the order of the files.

    Parameters
    ----------
    files : sequence of str
        Paths; ``"-"`` is standard input.
    request : Request
        What to do with each.
    workers : int
        How many processes share the files out. The rows are the same whatever the number.

    Yields
    ------
    list of Row
        One thread's.
    """
    from stancekit.model import load_model

    model = load_model(request.model)  # a worker could not refuse it as clearly
    if workers == 1 or len(files) == 1 or "-" in files:  # no worker has this process's standard input
        for file in files:
            yield from label_file(model, file, request, len(files) > 1)
        return
    from stancekit.cli.workers import share_out

    for threads in share_out(files, request, min(workers, len(files))):
        yield from threads


def label_file(model: Model, file: str, request: Request, name_files: bool) -> list[list[Row]]:
    """The rows of one file, thread by thread; they name the file where there are several."""
    from stancekit.reading import read_threads

    threads = []
    for thread in read_threads(file, input=request.input, orphans=request.orphans):
        predictions = model.predict_thread(thread, request.target, toward=request.toward, abstain=request.abstain)
        place = ({"file": file} if name_files else {}) | ({} if thread.id is None else {"thread": thread.id})
        threads.append(
            [
                Row(
                    _data(prediction, model.name, request.explain) | place,
                    thread.depth(prediction.comment),
                    thread.title or "",
                )
                for prediction in predictions
            ]
        )
    return threads


def _data(prediction: Prediction, model: str, explain: bool) -> dict[str, Any]:
    comment = prediction.comment
    data = {
        "id": comment.id,
        "author": comment.author,
        "text": comment.text,
        "target": prediction.target,
        "label": prediction.label,
        "unclear": prediction.unclear,
        "probabilities": prediction.probabilities,
        "model": model,
    }
    return data | {"evidence": [asdict(word) for word in prediction.evidence]} if explain else data


def write_jsonl(rows: Iterable[Row], file: TextIO) -> None:
    """Write a JSON object a line; what could act on a terminal is escaped, so nothing is lost."""
    for row in rows:
        line = json.dumps(row.data, ensure_ascii=False)
        file.write(_ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) + "\n")


def write_csv(rows: Iterable[Row], file: TextIO, *, show: Callable[[str], str] = str) -> None:
    """Write a table of flat columns in which no cell is a formula.

    Parameters
    ----------
    rows : iterable of Row
        What to write; all of it is read first, since any row may add a column.
    file : text file
        Where to.
    show : callable of str to str
        What to do with each text, for a reader that is a terminal.
    """
    table = [_flat(row.data) for row in rows]
    columns = list(dict.fromkeys(column for cells in table for column in cells))
    lines = [
        *([columns] if columns else []),
        *([_safe(show(cells.get(column, ""))) for column in columns] for cells in table),
    ]
    file.writelines(",".join(map(_quoted, line)) + "\n" for line in lines)


def _flat(data: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in data.items():
        if name == "probabilities":
            cells |= {f"p_{label}": repr(probability) for label, probability in value.items()}
        elif isinstance(value, str):
            cells[name] = value
        else:
            cells[name] = "" if value is None else json.dumps(value, ensure_ascii=False)
    return cells


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _quoted(cell: str) -> str:
    # Not the csv module: before Python 3.13 it leaves a lone carriage return unquoted.
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


@contextmanager
def destination(path: str | None) -> Iterator[TextIO]:
    """Standard output, or a file that is complete or untouched; gzip by name.

    Parameters
    ----------
    path : str or None
        Where to write; a link is followed. None is standard output.

    Yields
    ------
    text file
        UTF-8; a lone surrogate is written as an escape.
    """
    if path is None:
        yield sys.stdout
        return
    final = Path(os.path.realpath(path))
    # Nothing can take the place of a device or a named pipe.
    replaced = not final.exists() or stat.S_ISREG(final.stat().st_mode)
    written = final.with_name(f".stancekit-{secrets.token_hex(8)}.tmp") if replaced else final
    try:
        with written.open("xb" if replaced else "wb") as raw:
            with _text(raw, path) as file:
                yield file
            if replaced:
                raw.flush()
                os.fsync(raw.fileno())
        if replaced:
            written.replace(final)
    except OSError as error:
        error.filename = path
        raise
    finally:
        if replaced:
            written.unlink(missing_ok=True)


@contextmanager
def _text(raw: IO[bytes], path: str) -> Iterator[TextIO]:
    # No time and no name in the gzip head: the same rows give the same bytes.
    packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if path.endswith(".gz") else raw
    file = io.TextIOWrapper(cast("IO[bytes]", packed), "utf-8", "backslashreplace", newline="\n")
    try:
        yield file
    except BaseException:
        # Nothing that is left in the buffers matters any more, nor what stops it from being written.
        for close in (file.detach, packed.close):
            with suppress(OSError, ValueError):
                close()
        raise
    file.detach()
    if packed is not raw:
        packed.close()
