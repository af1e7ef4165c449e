"""Several processes that share out the files; they have nothing in common but the request."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from stancekit.cli.rows import Request, Row, label_file
from stancekit.errors import StancekitError
from stancekit.model import Model, load_model

__all__ = ["share_out"]


def share_out(files: Sequence[str], request: Request, workers: int) -> Iterator[list[list[Row]]]:
    """The rows of each file, in the order of the files."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (request,))
    try:
        with _interrupts_ignored():
            answers = pool.map(_work, files)
        yield from answers
    except BrokenProcessPool as error:
        raise StancekitError("a worker process died, likely for want of memory; try fewer --workers") from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started meanwhile ignores Ctrl-C: a process that is interrupted while it imports prints a traceback."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_model: Model
_request: Request


def _start(request: Request) -> None:
    global _model, _request
    _model, _request = load_model(request.model), request
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # from here on Ctrl-C ends it at once, without a traceback


def _work(file: str) -> list[list[Row]]:
    return label_file(_model, file, _request, True)
