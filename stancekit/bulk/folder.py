"""A job whose output is a folder: each input is labelled into a file of its own, complete or absent."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import PurePath
from typing import Any

from stancekit.bulk.crew import Hands
from stancekit.bulk.job import Form, Job, Progress, loaded, model_digest, size_of
from stancekit.bulk.output import (
    TEMPORARY,
    Fingerprint,
    Place,
    check_fingerprint,
    damaged,
    folder_journal,
    job_name,
    partition_output,
    read_journal,
    rejected_name,
)
from stancekit.bulk.rows import Request
from stancekit.errors import InputError, ReadError, ThreadError
from stancekit.files import refuse_overwriting
from stancekit.reading.decode import found_by_fsspec
from stancekit.reading.stream import Rejected, is_read_once

__all__ = ["label_folder"]


def label_folder(
    files: Sequence[str],
    folder: str,
    request: Request,
    form: Form,
    hands: Hands,
    *,
    resume: bool,
    progress: Progress,
) -> tuple[Place, str]:
    """Label each file into an output file of its own: complete or absent, and made again if its worker is lost.

    Returns
    -------
    done : Place
        The counts of what this run did.
    rejected_path : str
        Where it set rows or files aside; a pattern unless there is one such place.
    """
    system, root = found_by_fsspec(folder)
    outputs = _outputs(files, folder, form)
    asked = Job(files, request, form).fingerprint()
    system.makedirs(root, exist_ok=True)
    beside = [*map(rejected_name, outputs), folder_journal(root)]
    refuse_overwriting(files, *outputs, *beside)
    done = set(filter(system.exists, outputs))
    job = job_name(json.dumps(asked).encode())
    is_begun = resume and system.exists(folder_journal(root))
    taken = done if is_begun else done | set(filter(system.exists, beside[:-1]))
    _claim(system, root, folder, asked, job, taken, resume=resume)
    todo = [(name, output) for name, output in zip(files, outputs, strict=True) if output not in done]
    run = secrets.token_hex(8)
    work = _LabelFile(request, form, model_digest(request.model), job, run)
    leftovers = f"{job}-{run}"
    total, set_aside = Place(), []
    n_bytes = sum(size_of(name) for name, output in zip(files, outputs, strict=True) if output in done)
    try:
        with closing(hands.in_order(work, todo)) as labelled:
            for (name, output), place in labelled:
                total = Place(
                    total.files + 1,
                    rows=total.rows + place.rows,
                    rejected=total.rejected + place.rejected,
                    comments=total.comments + place.comments,
                    refused=total.refused + place.refused,
                    left_out=total.left_out or place.left_out,
                )
                if place.rejected or place.refused:
                    set_aside.append(rejected_name(output))
                n_bytes += size_of(name)
                progress(n_bytes, total.rows)
        leftovers = job  # all is there, so also what other runs have begun is of no use
    finally:
        # By workers that were lost or stopped.
        for left in system.glob(f"{escape(root.rstrip('/'))}/{TEMPORARY}{leftovers}-*"):
            with suppress(FileNotFoundError):
                system.rm(left)
    return total, set_aside[0] if len(set_aside) == 1 else f"{folder.rstrip('/')}/*.rejected.jsonl"


def _outputs(files: Sequence[str], folder: str, form: Form) -> list[str]:
    """The output file of each input; an InputError if two inputs would have the same."""
    outputs = [_output(name, folder, form) for name in files]
    if pipe := next(filter(is_read_once, files), None):
        raise InputError(f"{folder}: takes a file for each input, and {pipe} is a pipe; give --output a file")
    if again := next((name for name, count in Counter(files).items() if count > 1), None):
        raise InputError(f"{again}: is given more than once; name it once")
    counts = Counter(outputs)
    if twice := [name for name, output in zip(files, outputs, strict=True) if counts[output] > 1]:
        raise InputError(f"{' and '.join(twice[:2])} would both become {_stem(twice[0])}.{form}; rename one")
    if clash := set(outputs) & set(map(rejected_name, outputs)):
        raise InputError(
            f"{min(clash)}: is for rows that are set aside of one input, and for those of another; rename one"
        )
    return outputs


def _output(name: str, folder: str, form: str) -> str:
    return f"{folder.rstrip('/')}/{_stem(name)}.{form}"


def _claim(system: Any, root: str, folder: str, asked: Fingerprint, job: str, taken: set[str], *, resume: bool) -> None:
    """Note in the folder which job it is for; an InputError if it is for another."""
    journal = folder_journal(root)
    begun = _begun(system, journal, resume)
    if resume and begun is not None:
        check_fingerprint(journal, begun, asked, "choose another folder")
        return
    if taken:
        go_on = ", or go on with --resume what began it" if begun is not None and not resume else ""
        raise InputError(f"{min(taken)}: is there already; choose another folder{go_on}")
    if begun is not None and begun["input"] != json.loads(json.dumps(asked["input"])):
        others = [_output(name, folder, begun["--format"]) for name, _ in begun["input"]]
        if not all(map(system.exists, others)):
            raise InputError(f"{journal}: another job has begun here and is not done; choose another folder")
    unwritten = f"{root.rstrip('/')}/{TEMPORARY}{job}-{secrets.token_hex(8)}.tmp"
    try:
        system.pipe_file(unwritten, json.dumps(asked).encode())
        system.mv(unwritten, journal)
    except OSError as error:
        with suppress(OSError):  # it may not exist
            system.rm(unwritten)
        error.filename = error.filename or journal
        raise


def _begun(system: Any, journal: str, resume: bool) -> Fingerprint | None:
    """The job that was begun in a folder; an unreadable journal is an error only when resuming."""
    if not system.exists(journal):
        return None
    try:
        begun = read_journal(journal, system.cat_file(journal), "input", "--format")
        files = begun["input"]
        if not isinstance(files, list) or not all(isinstance(one, list) and len(one) == 2 for one in files):
            raise damaged(journal)
        if not all(isinstance(name, str) for name, _ in files):
            raise damaged(journal)
        return begun
    except InputError:
        if resume:
            raise
        return None


def _stem(name: str) -> str:
    links = [link for link in name.split("::") if "://" in link]  # not what only keeps a copy: simplecache::s3://...
    return PurePath((links or [name])[0].removesuffix(".gz")).stem  # of a file in an archive, not of the archive


@dataclass(frozen=True)
class _LabelFile:
    """What a worker does with a file whose rows it writes itself; a refused file does not stop the job."""

    request: Request
    form: Form
    digest: str
    job: str
    run: str

    def __call__(self, names: tuple[str, str]) -> Place:
        source, output = names
        job = Job([source], self.request, self.form)
        try:
            with partition_output(output, self.job, self.run) as partition:
                return job.run(loaded(self.request.model, self.digest), partition, Hands(), lambda done, rows: None)
        except (ReadError, ThreadError) as error:
            if isinstance(error.__cause__, OSError):  # the disk's or the network's fault, which may pass
                raise
            reason = error.reason if isinstance(error, ReadError) else str(error).removeprefix(f"{source}: ")
            with partition_output(output, self.job, self.run) as partition:
                partition.reject(source, [Rejected(error.line, reason)])
            return Place(files=1, refused=1)
