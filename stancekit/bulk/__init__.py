"""Label files of any size: block by block, on several cores or machines, resumable.

``output`` is where rows go, ``rows`` what they look like, ``crew`` which processes make them; ``job`` joins the three,
and ``folder`` runs one for each file if the output is a folder.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from stancekit.bulk.crew import Hands
from stancekit.bulk.folder import label_folder
from stancekit.bulk.job import Job, Progress
from stancekit.bulk.output import Place, file_output, pipe_output, rejected_name, written_beside
from stancekit.bulk.rows import Request
from stancekit.errors import InputError
from stancekit.files import check_rows_output, is_pipe, refuse_overwriting, suffix_of
from stancekit.inputs import is_path, switch, whole_number
from stancekit.loading import load_model
from stancekit.reading.decode import expanded
from stancekit.reading.stream import is_read_once

__all__ = ["Request", "Summary", "label_files"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a job did.

    Parameters
    ----------
    rows : int
        How many plain rows were read.
    rejected : int
        How many of them were set aside; all others were labelled.
    comments : int
        How many comments were labelled, including those of files that are read whole.
    rejected_path : str or None
        Where the rejected rows are, and why files were refused; None where there are none.
    resumed_at : int
        How many of the comments an earlier run had labelled, which this one continued; 0 also for a folder.
    files, refused : int
        How many files were read, and how many of them were refused: their rows are not counted. If the output is a
        single file, a file that is refused ends the job.
    left_out : bool
        Whether something of the files is in no row, such as comments without words: `Reading.left_out` tells what.
    """

    rows: int
    rejected: int
    comments: int
    rejected_path: str | None = None
    resumed_at: int = 0
    files: int = 0
    refused: int = 0
    left_out: bool = False


def label_files(
    files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str] | None,
    request: Request | None = None,
    *,
    form: Literal["jsonl", "csv"] | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    show: Callable[[str], str] = str,
    progress: Progress | None = None,
) -> Summary:
    r"""Label the comments of files, in order, and write a row for each.

    Plain rows, of which none answers another, are read block by block: memory does not grow with the file, and a bad
    row is set aside in the file `rejected_name`. Files of threads are read whole, and refused if a row is bad. A
    refused file ends the job; but if the output is a folder, only its own output is empty, and it is counted.

    Parameters
    ----------
    files : path or iterable of paths
        ``"-"`` is standard input. A name with ``://`` in it is opened by fsspec. A name that is no file's may be a
        pattern, such as ``"many/*.csv"``.
    output : path or None
        A file, gzipped if its name ends in ``.gz``; a folder, with ``/`` at its end, for one file per input;
        or None for standard output. With a pipe nothing can be set aside, so a bad row ends the job.
    request : Request, optional
        What to do with each file.
    form : {"jsonl", "csv"}, optional
        How to write; by default CSV if the output's name ends in ``.csv`` or ``.csv.gz``, else JSON lines.
    workers : int
        How many processes share the work. The output is the same whatever the number.
    scheduler : str, optional
        The address of a Dask scheduler whose workers do the work instead; they must have the same stancekit, the model
        under the same name, and the files.
    resume : bool
        Whether to go on where an earlier run of the same job was stopped.
    show : callable of str to str
        Applied to each text of a CSV, to make it safe for a terminal. Workers must be able to import it.
    progress : callable, optional
        Called now and then with how many bytes of the files are done and how many rows.

    Returns
    -------
    Summary

    Raises
    ------
    ReadError, ThreadError
        If a file cannot be read and the output is not a folder; rows already written to a pipe stay there.
    InputError
        If an argument is of another type, there is no file, the job cannot be resumed, no scheduler answers, its
        workers have another stancekit, or the output cannot be written, is named as a format that is not written, is
        also an input or is being written by another job.
    ModelFileError
        If there is no such model, here or at a worker.
    StancekitError
        If a worker process dies, several of Dask's do, or its scheduler does.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     comments = Path(folder) / "comments.jsonl"
    ...     _ = comments.write_text('{"text": "Well done!"}\n{"txt": "Oops"}\n{"text": "It will never work."}\n')
    ...     summary = label_files([str(comments)], f"{folder}/out.jsonl", Request(model="fast"))
    ...     summary.rows, summary.comments, summary.rejected, Path(summary.rejected_path).name
    (3, 2, 1, 'out.rejected.jsonl')
    """
    request = Request() if request is None else request
    if not isinstance(request, Request):
        raise InputError(f"request must be a Request, such as Request(model='fast'), got {request!r}")
    if form not in ("jsonl", "csv", None):
        raise InputError(f"form must be 'jsonl', 'csv' or None, got {form!r}")
    workers, resume = whole_number("workers", workers, 1), switch("resume", resume)
    if scheduler is not None and not (isinstance(scheduler, str) and scheduler):
        raise InputError(f"scheduler must be an address, such as 'tcp://host:8786', or None, got {scheduler!r}")
    if scheduler is not None and workers > 1:
        raise InputError("workers are processes of this machine, a scheduler has its own; give one of the two")
    output = _checked_output(output)
    form = form or ("csv" if output is not None and suffix_of(output) == ".csv" else "jsonl")
    files = expanded(_names(files))
    if twice := next((name for name in files if is_read_once(name) and files.count(name) > 1), None):
        raise InputError(f"{twice}: is given more than once, and can be read once")
    is_folder = output is not None and (output.endswith("/") or Path(output).is_dir())
    refuse_overwriting(files, output, *(() if output is None or is_folder else written_beside(output)))
    is_once = any(map(is_read_once, files))
    if resume and (is_pipe(output) or is_once):
        raise InputError("a pipe cannot be read or written again, so resuming needs files on both sides")
    model = load_model(request.model)  # with a clearer error than a worker could give
    hands, progress = Hands(workers, scheduler), progress or (lambda done, rows: None)
    if output is not None and is_folder:
        return _summary(*label_folder(files, output, request, form, hands, resume=resume, progress=progress))
    if not hands.are_here:
        _check_picklable(show)
    job = Job(files, request, form, packed=output is not None and output.endswith(".gz"), show=show)
    if output is None or is_pipe(output):
        with pipe_output(output) as pipe:
            return _summary(replace(job.run(model, pipe, hands, progress), files=len(files)))
    with file_output(output, None if is_once else job.fingerprint, resume=resume) as file:
        end = file.begins if file.is_done and file.begins else job.run(model, file, hands, progress)
        file.finish(end)
    done = _summary(replace(end, files=len(files)), rejected_name(output))
    return replace(done, resumed_at=file.begins.comments if file.begins else 0)


def _checked_output(output: str | os.PathLike[str] | None) -> str | None:
    if output is None:
        return None
    if output == "":  # with a slash behind it, it would be the root of the file system
        raise InputError("output is empty; name a file, a folder with / at its end, or give None for standard output")
    if not is_path(output):
        raise InputError(f"output must be a path or None, got {output!r}")
    path = os.fspath(output)
    if "://" in path and not path.endswith("/"):
        raise InputError(f"{path}: a single file must be on this machine; end it with / for a folder there")
    check_rows_output(path)
    return path


def _check_picklable(show: Callable[[str], str]) -> None:
    try:
        pickle.dumps(show)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(f"show must be a function that workers can import, got {show!r}: {error}") from None


def _names(files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    is_table = hasattr(files, "columns")  # pandas', of which a loop would take the columns' names for files
    if isinstance(files, bytes) or is_table or not isinstance(files, str | os.PathLike | Iterable):
        instead = "; save it as CSV, or give Model.predict its columns" if is_table else ""
        raise InputError(f"files must be a path or several, got {type(files).__name__}{instead}")
    names = [files] if isinstance(files, str | os.PathLike) else list(files)
    for strange in (name for name in names if not is_path(name)):
        raise InputError(f"files must be paths, got {strange!r}; name each file")
    if not names:
        raise InputError("there is no file to label")
    return [os.fspath(name) for name in names]


def _summary(place: Place, rejected_path: str | None = None) -> Summary:
    where = rejected_path if place.rejected or place.refused else None
    return Summary(
        place.rows,
        place.rejected,
        place.comments,
        where,
        files=place.files,
        refused=place.refused,
        left_out=place.left_out,
    )
