"""Every error stancekit raises on purpose.

StancekitError
├── ReadError           a file could not be read as comments
├── ThreadError         the comments do not form a reply tree
├── LabelsError         labelled rows that cannot be trusted
├── InputError          an argument that does not fit the data or the model
└── ModelFileError      a model file is missing, cut short, altered or not stancekit's

All of them are also ``ValueError``, so code that knows nothing of stancekit can catch them. A message says what was
expected, what was found, where, and what to do next; the place is also kept as attributes.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["InputError", "LabelsError", "ModelFileError", "Problem", "ReadError", "StancekitError", "ThreadError"]


class StancekitError(ValueError):
    """The root of the tree: catch this to catch all of them; raised itself if workers die, or their scheduler."""


class ReadError(StancekitError):
    """A file could not be read as comments.

    Attributes
    ----------
    path : str or None
        The file's name as it was given; ``"-"`` for a pipe.
    line : int or None
        The line, counted from 1.
    reason : str
        The message without file and line.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        self.path, self.line, self.reason = path, line, message
        super().__init__(f"{place(path, line)}{message}")


class ThreadError(StancekitError):
    """The comments do not form a reply tree.

    Attributes
    ----------
    ids : tuple of str
        The comments concerned: the duplicate, the orphan and its missing parent, or the members of the cycle.
    line : int or None
        The line of the duplicate, the orphan or a member of the cycle, if the comments were read from lines.
    """

    def __init__(self, message: str, *, ids: tuple[str, ...] = (), line: int | None = None) -> None:
        self.ids, self.line = ids, line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with one row of a file of labels."""

    path: str
    line: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        column = f"column '{self.column}': " if self.column else ""
        return f"{place(self.path, self.line)}{column}{self.reason}"


class LabelsError(StancekitError):
    """Labelled rows that cannot be trusted; nothing was trained.

    Attributes
    ----------
    problems : tuple of Problem
        Every problem found, in the order of the file; the message shows the first ten.
    """

    shown = 10

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [str(problem) for problem in problems[: self.shown]]
        if len(problems) > self.shown:
            lines.append(f"... and {len(problems) - self.shown} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[LabelsError], tuple[tuple[Problem, ...]]]:
        return LabelsError, (self.problems,)


class InputError(StancekitError):
    """An argument that does not fit the data or the model."""


class ModelFileError(StancekitError):
    """A model file is missing, cut short, altered or not stancekit's; nothing in it was used.

    Attributes
    ----------
    path : str or None
        The file's name as it was given.
    """

    def __init__(self, message: str, *, path: str | None = None) -> None:
        self.path = path
        super().__init__(f"{place(path, None)}{message}")


def place(path: str | None, line: int | None) -> str:
    """``"file, line 3: "``, or as much of it as is known."""
    where = [part for part in (path, f"line {line}" if line is not None else None) if part]
    return f"{', '.join(where)}: " if where else ""
