"""What does the work, always in order: this process, several on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pkgutil import resolve_name
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any, TypeVar

from stancekit import __version__
from stancekit.errors import InputError, StancekitError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["Hands"]

# Each worker has one part in work and one waiting; more would only take memory.
_PARTS_PER_WORKER = 2

# Read by onnxruntime (see features/encoder.py), the tokenizers and numpy's linear algebra library.
_THREADS = ("STANCEKIT_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Part = TypeVar("Part")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Hands:
    """The processes that do the work.

    Parameters
    ----------
    workers : int
        How many processes on this machine; 1 is this process itself.
    scheduler : str or None
        The address of a Dask scheduler, whose workers are used instead.
    """

    workers: int = 1
    scheduler: str | None = None

    @property
    def are_here(self) -> bool:
        """Whether this process does the work itself."""
        return self.workers == 1 and self.scheduler is None

    def in_order(
        self, work: Callable[[Part], Result], parts: Iterable[Part]
    ) -> Generator[tuple[Part, Result], None, None]:
        """Each part and its result, in the order of the parts, with few of them in memory at once.

        Parameters
        ----------
        work : callable
            Makes a result of a part; unless ``are_here``, this, parts and results must be picklable.
        parts : iterable
            Read only as workers become free.

        Yields
        ------
        (part, result)
        """
        if self.are_here:
            yield from ((part, work(part)) for part in parts)
            return
        with _cluster(self.scheduler) if self.scheduler else _processes(self.workers) as (executor, n_workers):
            pending: deque[tuple[Part, Future[Result]]] = deque()
            refusal = None
            parts = iter(parts)
            while pending or refusal is None:
                while refusal is None and len(pending) <= _PARTS_PER_WORKER * n_workers:
                    try:
                        part = next(parts)
                    except StopIteration:
                        break
                    except StancekitError as error:  # the parts before it come first, as with one process
                        refusal = error
                    else:
                        pending.append((part, executor.submit(work, part)))
                if not pending:
                    break
                part, future = pending.popleft()
                yield part, future.result()
            if refusal is not None:
                raise refusal


@contextmanager
def _processes(workers: int) -> Iterator[tuple[Executor, int]]:
    # Slow to import, and seldom needed.
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    pool = ProcessPoolExecutor(
        workers, get_context("spawn"), _join, (signal.getsignal(signal.SIGINT) == signal.SIG_IGN,)
    )
    others = {*active_children()}
    try:
        with _interrupts_ignored(), _shared_cores(workers):
            for _ in range(workers):  # each call starts a process, as none is idle yet
                pool.submit(os.getpid)
        yield pool, workers
    except BrokenProcessPool as error:
        raise StancekitError(
            "a worker process died, likely for want of memory; try fewer --workers (and a script that labels with "
            'workers needs: if __name__ == "__main__":)'
        ) from error
    except BaseException:  # a part may be a whole file, of which nobody waits for the end
        for process in {*active_children()} - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _join(ignores_interrupts: bool) -> None:
    if not ignores_interrupts:  # as in the background of a script, which Ctrl-C must not stop
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # from here on Ctrl-C ends it at once, without a traceback
    Thread(target=_leave_with_the_parent, daemon=True).start()


def _leave_with_the_parent() -> None:
    """Exit when the parent does; else the workers of a killed process would wait for work for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started inside ignore Ctrl-C, as one interrupted while it imports prints a traceback."""
    if current_thread() is not main_thread():  # only the main thread may set signal handlers
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shared_cores(workers: int) -> Iterator[None]:
    """Processes started inside use their share of the cores, unless the environment sets another number."""
    share = str(max(1, (os.cpu_count() or 1) // workers))
    own = {name: share for name in _THREADS if name not in os.environ}
    os.environ.update(own)
    try:
        yield
    finally:
        for name in own:
            del os.environ[name]


@contextmanager
def _cluster(scheduler: str) -> Iterator[tuple[Any, int]]:
    try:
        from distributed import CancelledError, Client, KilledWorker, Security
        from distributed.comm import CommClosedError
        from distributed.comm.addressing import parse_address, parse_host_port
        from distributed.comm.registry import get_backend
    except ImportError:
        raise InputError("a scheduler needs Dask: pip install distributed") from None
    try:
        # Before there is a client, as one with a bad address would take a minute to close.
        scheme, place = parse_address(scheduler, strict=True)
        get_backend(scheme).get_connector()
        parse_host_port(place)
        if scheme in ("tls", "wss") and not Security().get_connection_args("client")["ssl_context"]:
            raise ValueError("Dask's configuration, distributed.comm.tls, names no certificates")
        client = Client(scheduler, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{scheduler}: no Dask scheduler answers there ({error}); check the address") from None
    with client:
        n_workers = sum(client.nthreads().values())
        if not n_workers:
            raise InputError(f"{scheduler}: the scheduler has no workers; start some: dask worker {scheduler}")
        # A worker that cannot read what it is sent would end, and the job would wait for ever.
        for worker, found in client.run(resolve_name, "stancekit:__version__", on_error="return").items():
            if isinstance(found, str | ImportError) and found != __version__:
                what = f"stancekit {found}" if isinstance(found, str) else "no stancekit"
                raise InputError(f"{worker}: this worker has {what}; install {__version__} for the Python that runs it")
        try:
            yield client, n_workers  # not its executor, which would wait for ever for a scheduler that dies
        except KilledWorker as error:
            raise StancekitError(f"{scheduler}: several workers died over one part, so it was given up") from error
        except (CancelledError, CommClosedError) as error:
            raise StancekitError(
                f"{scheduler}: the scheduler was lost; start it, then the job again, with --resume if it fills a folder"
            ) from error
