"""Find which earlier comment a comment quotes, as replies in flat threads do, with ``>`` lines or a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from stancekit.reading.pages.dates import DATE, LONGEST_HEAD, is_date, with_date
from stancekit.reading.pages.furniture import is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import BY, is_name, signature

__all__ = ["Spoken", "is_attribution", "is_quote", "mark_quotations"]

_WORD = re.compile(r"\w+")
_DEPTH = re.compile(r"(?:>\s*)+")
_RUN = 4  # words: fewer in a row are shared by comments that have nothing to do with each other
_MOST_CANDIDATES, _MOST_TIMES = 50, 4  # comments in which a run is looked for, and how often in one
_MOST_LINES = 5
_OF_A_MAIL = (
    rf"(?:on|am|le)\s+{DATE}(?:\s?[+-]\d{{4}})?,?\s+(?:(?:schrieb|a écrit)\s+)?"
    r"(?P<name>[^<>:]{1,60}?)(?:\s+<[^>]{1,80}>)?(?:\s+(?:wrote|said|a écrit))?\s*:"
)


def is_quote(line: str) -> bool:
    """Whether a line is quoted from elsewhere; ``>>9004`` is a post's number."""
    return line.startswith(">") and not (line.startswith(">>") and line[2:3].isdecimal())


def is_attribution(line: str) -> bool:
    """Whether a line says who wrote the mail that is quoted below: "On 8 Apr 2024, Bianca <b@example.org> wrote:"."""
    return _of_a_mail(line) is not None


def _of_a_mail(line: str) -> re.Match[str] | None:
    """What a line says about the mail that is quoted below; it ends with a colon."""
    line = line[:LONGEST_HEAD]
    return with_date(_OF_A_MAIL).fullmatch(line) if line.endswith(":") else None


def _introduced(line: str) -> str | None:
    """Whom a line says is quoted below: "Bianca wrote:", "On 8 Apr 2024, Bianca <b@example.org> wrote:"."""
    if mail := _of_a_mail(line):
        return mail["name"].casefold()
    said = signature(line)
    return None if said is None or said.rest else said.author.casefold()


class Spoken:
    """What has been said so far, and by whom; a quoted line belongs to whoever wrote it unquoted.

    Examples
    --------
    >>> spoken = Spoken()
    >>> spoken.add("Bianca", ["The ferry has never been on time."])
    >>> spoken.add(None, ["> The ferry has never been on time.", "It was in 1998."])
    >>> spoken.quoted(["> never been on time", "Nor will it be."])
    0
    """

    def __init__(self) -> None:
        self._said: list[str] = []
        self._authors: list[str | None] = []
        self._runs: dict[int, dict[int, list[int]]] = {}  # in which comments, and where in each
        self._whole: dict[str, int] = {}
        self._last_by: dict[str, int] = {}

    def add(self, author: str | None, lines: Sequence[str]) -> None:
        """Remember the next comment."""
        place = len(self._said)
        words = _WORD.findall("\n".join(line for line in lines if not is_quote(line)).casefold())
        self._said.append(f" {' '.join(words)} ")
        self._authors.append(author.casefold() if author else None)
        self._whole[self._said[-1]] = place
        if author:
            self._last_by[author.casefold()] = place
        begins = 0
        for at in range(len(words) - _RUN + 1):
            found = self._runs.setdefault(hash(tuple(words[at : at + _RUN])), {}).setdefault(place, [])
            if len(found) < _MOST_TIMES:
                found.append(begins)
            begins += 1 + len(words[at])

    def quoted(self, lines: Sequence[str]) -> int | None:
        """The place of the latest comment that these lines quote, or None."""
        first = next((at for at, line in enumerate(lines) if is_quote(line)), None)
        if first is None:
            return None
        author = _introduced(lines[first - 1]) if first else None
        quotes = [
            (line[: match.end()].count(">"), line[match.end() :]) for line in lines if (match := _DEPTH.match(line))
        ]
        nearest = min(depth for depth, _ in quotes)
        words = [text for depth, text in quotes if depth == nearest]
        if author is None and (named := signature(words[0])) is not None and named.kind == "wrote" and not named.rest:
            author, words = named.author.casefold(), words[1:]
        for attempt in (" ".join(words), *words[:_MOST_LINES]):
            place = self._find(_WORD.findall(attempt.casefold()), author)
            if place is not None:
                return place
        return None if author is None else self._last_by.get(author)

    def holds(self, author: str, lines: Sequence[str]) -> bool:
        """Whether what these lines quote was said by this author."""
        place = self.quoted([f"{author} wrote:", *lines])
        return place is not None and self._authors[place] == author.casefold()

    def has_said(self, author: str, line: str) -> bool:
        """Whether this author has said what a line says."""
        place = self._find(_WORD.findall(line.casefold()), author.casefold())
        return place is not None and self._authors[place] == author.casefold()

    def _find(self, words: list[str], author: str | None) -> int | None:
        if not words:
            return None
        if len(words) < _RUN:
            return self._whole.get(f" {' '.join(words)} ")
        # The last word may be cut short by an ellipsis, so its end is not compared.
        sought = f" {' '.join(words)}"
        latest = islice(reversed(self._runs.get(hash(tuple(words[:_RUN])), {}).items()), _MOST_CANDIDATES)
        found = [place for place, begins in latest if any(self._said[place].startswith(sought, at) for at in begins)]
        return next((place for place in found if author in (None, self._authors[place])), next(iter(found), None))


_QUOTING = re.compile(
    r"(?P<quote>(?:quote:?\s*)?originally posted by|quot(?:e|ing) from|zitat von|citation de):?\s+"
    r"(?P<of>\S.{0,60}?)(?:\s+view post)?:?"
    r"|(?P<at>@\S{1,40})"
    r"|(?P<name>\S.{0,40}?)(?P<verb>\s+(?:wrote|said|schrieb|sagte|a écrit|escribió|dijo))?\s*:\s*"
    r"(?:(?P<sure>[↑⬆\ue000-\uf8ff])\s*(?P<when>.{0,40}))?",
    re.IGNORECASE,
)
_QUOTE_ALONE = ("quote", "quote:", "view post", "↑")
_FOLDED_BELOW = "click to expand"
_MOST_FOLDED = 60  # lines
_LONGEST_QUOTING = 100


def mark_quotations(lines: Sequence[Line]) -> None:
    r"""Put ``>`` before what a page quotes below a line such as "Bianca said:", which then begins no comment.

    Pages seldom say where a quotation ends; it includes the lines that Bianca has said above.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bianca\nMay 2\nToo late.\nEly\nMay 3\nBianca said:\nToo late.\nFor whom?")
    >>> mark_quotations(lines)
    >>> [line.text for line in lines[5:]]
    ['Bianca said:', '> Too late.', 'For whom?']
    """
    signed = any(line.said is not None for line in lines)
    quoting = {
        at: one
        for at, line in enumerate(lines)
        if line.said is None and line.role != "own" and (one := _quoting(line.text, among_posts=signed)) is not None
    }
    quoting.update((at, (name, True)) for at, name in _heads_again(lines))
    names = {name.casefold() for name, _ in quoting.values()}
    spoken, speaker, done = Spoken(), None, 0
    heads: set[str] = set()  # lines that begin comments of this page, so not quotations
    for at, line in enumerate(lines):
        if at < done:
            continue
        if at in quoting and (line.text not in heads or _is_head(lines[at - 1].text)):
            name, sure = quoting[at]
            first, end = _extent(lines, at, name, sure, spoken)
            if end > first and _is_preview(lines, at, end):
                for own in lines[at:end]:
                    own.role = "own"
                done = end
                continue
            if sure or end > first:
                line.role = "quoting"
            if end > first:
                for below in lines[at + 1 : first]:
                    below.role = "own"
                for quoted in lines[first:end]:
                    quoted.marker, quoted.text = None, f"> {quoted.text}"
                    quoted.content = quoted.text
                done = end
                continue
        signer = _signer(line.text) if line.said is None else line.said.author.casefold()
        if line.said is not None or signer in names:
            speaker = signer
            heads.add(line.text)
        elif names:
            spoken.add(speaker, [line.text])


def _heads_again(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The names and dates right below another comment's that are above an earlier comment, too: it is quoted."""
    times = Counter(line.text for line in lines if len(line.text) <= _LONGEST_QUOTING)
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if times[line.text] > 1 and line.said is None and _is_head(line.text):
            if line.text in seen and at and lines[at - 1].text != line.text and _is_head(lines[at - 1].text):
                said = signature(line.text)
                yield at, said.author if said is not None else ""
            seen.add(line.text)


def _is_head(text: str) -> bool:
    """Whether a line is a name and a date."""
    said = signature(text) if len(text) <= _LONGEST_QUOTING else None
    return said is not None and said.kind == "dated" and not said.rest


def _is_preview(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether lines are a chat's preview of the message that the one below answers."""
    if not lines[at].text.startswith("@"):
        return False
    below = signature(lines[end].text) if end < len(lines) else None
    return below is not None and below.kind == "dated"


def _quoting(text: str, *, among_posts: bool = False) -> tuple[str, bool] | None:
    """Whom a line says is quoted below, and whether it surely is a quotation: among posts, "Bo said:" is."""
    if mail := _of_a_mail(text):
        return mail["name"], True
    match = _QUOTING.fullmatch(text) if len(text) <= _LONGEST_QUOTING else None
    if match is None or (match["when"] and not is_date(match["when"])):
        return None
    if match["at"]:
        return match["at"][1:], False
    name = re.sub(r"\s+on\s+.*", "", match["of"]) if match["of"] else match["name"]
    if not is_name(name.strip(), strict=False):
        return None
    return name.strip(), bool(match["quote"] or (match["verb"] and (among_posts or match["sure"])))


def _ends_post(line: Line) -> bool:
    return line.said is not None or line.role == "own" or is_furniture(line.text)


def _signer(text: str) -> str:
    """Whose words may follow a line that is a name, alone or with a date."""
    text = text[by.end() :] if (by := BY.match(text)) else text
    said = signature(text)
    return (text if said is None else said.author).casefold()


def _extent(lines: Sequence[Line], at: int, name: str, sure: bool, spoken: Spoken) -> tuple[int, int]:
    """The start and end of what is quoted below a line that says so; equal if nothing is."""
    first = at + 1
    while first < len(lines) and (is_date(lines[first].text) or lines[first].text.casefold() in _QUOTE_ALONE):
        first += 1
    if first < len(lines) and is_quote(lines[first].text):
        return first, first
    end = first
    while end < len(lines) and spoken.has_said(name, lines[end].text):
        end += 1
    for below in range(first, min(first + _MOST_FOLDED, len(lines))):
        if lines[below].text.casefold().startswith(_FOLDED_BELOW):
            return first, below
        if _ends_post(lines[below]) or _quoting(lines[below].text):
            break
    if end == first and sure:  # said elsewhere: to the next blank line, or one line without any
        last = min(first + _MOST_FOLDED, len(lines))
        stop = next((below for below in range(first, last) if _ends_post(lines[below])), last)
        blanks = (below for below in range(first + 1, stop) if lines[below].after_blank)
        end = next(blanks, first + 1) if stop - first > 1 else first
    return first, end
