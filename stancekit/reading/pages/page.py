"""What became of each line of a page: every line has exactly one place, and the page's own are kept, too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stancekit.reading.pages.lines import Line
from stancekit.threads import Part, Remainder

__all__ = ["Page"]


class Page:
    """What became of each line that is not blank."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._above = {below.number: line.number for line, below in pairwise(lines)}
        self._roles: dict[int, tuple[str, str, int]] = {}
        self._rest: list[tuple[str, Line, str | None]] = []

    def put(self, line: Line, role: str, why: str, owner: int = 0) -> None:
        """Record what a line is, why, and to which comment it belongs."""
        self._roles[line.number] = (role, why, owner)

    def leave(self, line: Line, name: str) -> None:
        """Keep a line as a remainder, together with the one above if that has the same name."""
        self.put(line, "remainder", name, -1)
        self._rest.append((name, line, None))

    def note(self, line: Line, name: str, text: str) -> None:
        """Keep a part of a line as a remainder."""
        self._rest.append((name, line, text))

    def remainder(self) -> tuple[Remainder, ...]:
        """What was left, in the order of the page."""
        kept: list[tuple[str, int, list[str]]] = []
        whole: tuple[str, int] | None = None  # the name and the number of the line above, if it was left as a whole
        for name, line, text in sorted(self._rest, key=lambda left: left[1].number):
            if text is None and whole == (name, self._above.get(line.number)):
                kept[-1][2].extend(["", line.text] if line.after_blank else [line.text])
            else:
                kept.append((name, line.number, [line.text if text is None else text]))
            whole = (name, line.number) if text is None else None
        return tuple(Remainder(name, "\n".join(lines), number) for name, number, lines in kept)

    def parts(self, first_line: int, last_line: int) -> tuple[Part, ...]:
        """The page's parts between two of the file's lines; blank lines belong to the part above them."""
        starts: list[tuple[int, tuple[str, str, int]]] = []
        for number in sorted(self._roles):
            if not starts or starts[-1][1] != self._roles[number]:
                starts.append((number if starts else first_line, self._roles[number]))
        ends = [*(number - 1 for number, _ in starts[1:]), last_line][: len(starts)]
        return tuple(Part(first, last, role, why) for (first, (role, why, _)), last in zip(starts, ends, strict=True))
