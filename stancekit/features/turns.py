"""Turns that threads take with what they share: first come, first served, and never held over a fork."""

from __future__ import annotations

import os
from threading import RLock
from types import TracebackType
from weakref import WeakSet

__all__ = ["Turns"]


class Turns:
    """A lock whose owner, if it wants it again, comes after those who wait for it.

    A child that is forked while another thread has its turn would wait for ever, as that thread is not in the child; so
    there everything begins anew. The same thread may take a second turn during its first: so a signal's handler may ask
    for what it interrupted.

    Examples
    --------
    >>> turns = Turns()
    >>> with turns:
    ...     print("alone")
    alone
    """

    def __init__(self) -> None:
        self.begin_anew()
        _ALL.add(self)

    def begin_anew(self) -> None:
        """Let nobody have a turn or wait for one."""
        # Whoever is next has the first while waiting for the second. So the owner, if it wants another turn, has to
        # wait for the first: a plain lock it would have again before a waiting thread wakes up.
        self._next, self._now = RLock(), RLock()

    def __enter__(self) -> None:
        try:
            with self._next:
                self._now.acquire()
        except BaseException:  # Ctrl-C just after it was acquired, when no ``with`` would release it
            self.__exit__(None, None, None)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:  # noqa: SIM105  # the fewer calls before the lock's own, the fewer places for Ctrl-C to skip it
            self._now.release()
        except RuntimeError:  # it was not acquired, or before a fork
            pass


_ALL: WeakSet[Turns] = WeakSet()


def _after_a_fork() -> None:
    for turns in list(_ALL):
        turns.begin_anew()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_after_a_fork)
