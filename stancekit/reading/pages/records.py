"""Recognise records: comments or mails below lines such as ``Author: Bianca`` and ``Date: 3 May``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, is_date
from stancekit.reading.pages.furniture import is_furniture
from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature
from stancekit.reading.rows import OF_TABLES, SYNONYMS, fold, match_columns

__all__ = ["counting_keys", "is_key", "key_of", "mark_records", "mark_rows"]

_KEYED = re.compile(r"(?P<key>[^\W\d][\w -]{0,30}?)\s*(?::(?:\s+|$)|\t\s*)(?P<value>.*)")
_ASKED = re.compile(r"(?P<key>[^\W\d][^?:]{3,80}\?)\s+(?P<value>\S.*)")  # a form's question and its answer
_EMPHASIS = re.compile(r"\*\*(?P<key>[^*:]{1,30}):?\*\*:?\s*")  # Markdown's, around a key
_TITLES = "subject headline article topic betreff objet asunto oggetto onderwerp"
_DATES = "date sent posted published time created created_at timestamp when datum gesendet fecha data дата 日期"
_OTHERS = (
    "to cc bcc reply_to return_path received delivered_to references sender organization importance"
    " mime_version user_agent newsgroups an à para likes votes rating score stars url link source location"
)
_KINDS = {
    **{name: role for role in ("id", "parent") for name in SYNONYMS[role]},
    **{name: "other" for role in ("thread", "target") for name in SYNONYMS[role]},
    **dict.fromkeys(_OTHERS.split(), "other"),
    **dict.fromkeys((*SYNONYMS["title"], *_TITLES.split()), "title"),
    **dict.fromkeys(_DATES.split(), "date"),
    **dict.fromkeys(SYNONYMS["author"], "author"),
    **dict.fromkeys(SYNONYMS["text"], "text"),
}
_OF_FORMS = set(OF_TABLES["text"]) - set(SYNONYMS["text"])  # keys of words, if any stand beside them
_COUNT = re.compile(r"\d[\d.,]*[KkMm]?")
_CODE = re.compile(r"\S*\d\S*")  # "DOT-2023-0104"
_OF_A_MAIL = {"from", "subject"}  # keys that the only record of a file must have
_MAIL_ID = re.compile(r"<[^<>\s]+>")
_ADDRESSED = re.compile(r"\"(?P<name>[^\"@]+)\"\s+[^\s@<>]+@[^\s@<>]+")  # no brackets around the address
_FROM_LINE = re.compile(r"From \S+(?: at |@)\S+\s.*\d{4}")  # between the mails of an mbox
_OF_MAILS = ("x_", "list_", "content_", "dkim_", "arc_", "authentication_", "received_")
_DATED = re.compile(r"(?:^|_)(?:date|time|received|submitted|posted|created)(?:_|$)")  # "Date received"
_LONGEST_KEY = 40
# Below a Markdown table's header, and below that of columns set with spaces.
_TABLE_RULE = re.compile(r"\|(?:\s*:?-{2,}:?\s*\|)+|-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+")
_DASHES = re.compile(r"\S+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)  # a cell's line ends
_NUMBER = re.compile(r"\d+")
_ANSWER = re.compile(r"\b(?:re|aw): ")
_FEW_ROWS = 2
_HIGH = 3  # lines at most above a record
_SIGNED = 10  # lines of a mail's signature, the dashes above it and a list's address below it


@dataclass(slots=True)
class _Record:
    """The keyed lines of one record: the kind and value at each index, and the first index of each kind."""

    found: dict[int, tuple[str, str]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, at: int, kind: str, value: str) -> None:
        self.found[at] = kind, value
        self.first.setdefault(kind, at)

    def add_below(self, at: int, text: str) -> None:
        """Add a line that continues the one above, whose value it is if that has none."""
        above = next(reversed(self.found))
        kind, value = self.found[above]
        self.found[above] = kind, value or text
        self.found[at] = "other", ""

    def of(self, kind: str) -> int | None:
        return self.first.get(kind)

    def id_of(self, kind: str) -> str:
        """The id of the record or of the one that it answers, without what stands beside a mail's; ``""`` if none."""
        at = self.of(kind)
        value = "" if at is None else self.found[at][1]
        of_mail = _MAIL_ID.search(value)
        return of_mail[0] if of_mail else value

    @property
    def is_one(self) -> bool:
        """Whether it names an author, and has a date, a title, a text or a number."""
        author = self.of("author")
        kinds = {kind for kind, _ in self.found.values()}
        is_counted = any(kind == "other" and value.isdecimal() for kind, value in self.found.values())
        is_more = is_counted or not kinds.isdisjoint(("date", "title", "text"))
        return author is not None and bool(self.found[author][1]) and is_more


def mark_records(lines: Sequence[Line]) -> int | None:
    r"""Mark the heads of records, and their other keys as the page's own.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless there are two records, or the file is one mail.

    Returns
    -------
    int or None
        The index of the first head.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Author: Bo\nDate: 3 May\nComment: No.\n\nAuthor: Ely\nDate: 4 May\nComment: Why?")
    >>> mark_records(lines), [(line.said.author, line.said.rest) for line in lines if line.said]
    (2, [('Bo', 'No.'), ('Ely', 'Why?')])
    """
    runs = list(_runs(lines, _further_keys(lines)))
    records = [run for run in runs if run.is_one]
    alone = len(records) == 1 and 0 in records[0].found and _is_mail(lines, records[0])
    alone = alone and not any(is_heading(line.text) for line in lines)  # or it forwards a page with comments
    if len(records) < 2 and not alone:
        return None
    for run in runs:
        title = run.of("title")
        if title is not None and title <= max(records[0].found):
            lines[title].role = "title"
            lines[title].unbullet()
            break
    for line in lines:
        if line.text.startswith("From ") and _FROM_LINE.fullmatch(line.text, 0, LONGEST_HEAD):
            line.role = "own"
    for beside in (_above, _below, _codes, _signatures):
        for at in beside(lines, records):
            lines[at].hide()
    anchors = [_mark(lines, record) for record in records]
    return anchors[0]


def _above(lines: Sequence[Line], records: Sequence[_Record]) -> list[int]:
    """The lines right above records that are alike but for numbers, as in "Response no. 3", up to a blank line."""
    found: list[int] = []
    tops = [min(record.found) for record in records]
    for distance in range(1, _HIGH + 1):
        tops = [top for top in tops if top and not lines[top - distance + 1].after_blank and top >= distance]
        alike = Counter(_alike(lines[top - distance].text) for top in tops)
        shared = {text for text, times in alike.items() if times >= _FEW_ROWS and 2 * times > len(records)}
        tops = [top for top in tops if _alike(lines[top - distance].text) in shared]
        found.extend(top - distance for top in tops)
    return found


def _codes(lines: Sequence[Line], records: Sequence[_Record]) -> list[int]:
    """The keyed numbers above all records, as in "Comments received: 3", if something else is there, too."""
    top = min(records[0].found)
    keyed = {at: match for at in range(top) if (match := _KEYED.match(lines[at].text)) and not key_of(lines[at].text)}
    found = [at for at, match in keyed.items() if _CODE.fullmatch(match["value"])]
    return found if len(found) < top else []


def _alike(text: str) -> str:
    return _ANSWER.sub("", _NUMBER.sub("#", text.casefold()))


def _below(lines: Sequence[Line], records: Sequence[_Record]) -> list[int]:
    """The last lines of records that have the same key in most, as in "Code: ____"."""
    keyed: dict[int, str] = {}
    for record, end in zip(records, _ends(lines, records), strict=True):
        last = next((at for at in range(end - 1, -1, -1) if lines[at].role != "own"), 0)
        match = _KEYED.match(lines[last].text) if last > max(record.found) + (record.of("text") is None) else None
        keyed.update({last: match["key"]} if match is not None else {})
    times = Counter(keyed.values())
    return [at for at, key in keyed.items() if times[key] > max(_FEW_ROWS, len(records) // 2)]


def _ends(lines: Sequence[Line], records: Sequence[_Record]) -> list[int]:
    """The line behind each record: the first of the next, or behind the last of all."""
    return [*(min(record.found) for record in records[1:]), len(lines)]


def _signatures(lines: Sequence[Line], records: Sequence[_Record]) -> list[int]:
    """The last lines of mails, below two dashes."""
    found: list[int] = []
    for record, end in zip(records, _ends(lines, records), strict=True):
        top = max(record.found)
        while end > top and lines[end - 1].role == "own":
            end -= 1
        top = max(top, end - _SIGNED - 1)
        dashes = next((at for at in range(end - 1, top, -1) if lines[at].text == "--"), end)
        found += range(dashes, end) if _is_mail(lines, record) else ()
    return found


def mark_rows(lines: Sequence[Line]) -> int | None:
    r"""Mark the rows of a table of comments below an article, and its header as the page's own.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless a header with a rule below names a column of comments, and two rows or more have as many
        cells, between bars or below the dashes.

    Returns
    -------
    int or None
        The index of the first row.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Fares rise\n\n| # | Name | Comment |\n|---|---|---|\n| 1 | Bo | Shame. |\n| 2 | Ida | Why? |")
    >>> mark_rows(lines), [(line.said.author, line.said.rest) for line in lines if line.said]
    (3, [('Bo', 'Shame.'), ('Ida', 'Why?')])
    """
    rule = next((at for at, line in enumerate(lines) if at and _TABLE_RULE.fullmatch(line.text, 0, LONGEST_HEAD)), 0)
    if not rule:
        return None
    starts = [dashes.start() for dashes in _DASHES.finditer(lines[rule].text)] if "|" not in lines[rule].text else []
    names = _cells(lines[rule - 1], starts)
    columns = match_columns(names)
    if "parent" in columns and 0 not in columns.values():
        columns.setdefault("id", 0)  # "#", or what else is above the rows' numbers
    end = rule + 1
    while end < len(lines) and len(_cells(lines[end], starts)) == len(names):
        end += 1
    if "text" not in columns or end - rule - 1 < _FEW_ROWS:
        return None
    rest = lines[end:] if starts else []
    if rest and (not rest[0].after_blank or any(_cells(line, starts) for line in rest)):
        return None  # a row does not fit
    for line in lines[rule + 1 : end]:
        cells = _cells(line, starts)
        said = {role: cells[at] for role, at in columns.items()}
        words, author = _BREAK.sub("\n", said["text"]), said.get("author", "")
        others = " ".join(
            cell for at, cell in enumerate(cells) if cell and names[at] and cell not in (said["text"], author)
        )
        line.sign(Signature(author, "record", others, words, said.get("parent", ""), said.get("id", "")))
    for line in lines[rule - 1 : rule + 1]:
        line.hide()
    return rule + 1


def _cells(line: Line, starts: Sequence[int]) -> list[str]:
    """The cells of a row, between bars or from where each column starts; none if the line is no row."""
    text = line.text
    if starts:
        text = " " * line.indent + text
        is_row = not any(text[start - 1 : start].strip() for start in starts[1:])
        cells = [text[start:end].strip() for start, end in pairwise([*starts, len(text)])]
        return cells if is_row and any(cells[1:]) else []
    if len(text) < 2 or text[0] != "|" or text[-1] != "|":
        return []
    return [cell.strip() for cell in text[1:-1].split("|")]


def _is_mail(lines: Sequence[Line], record: _Record) -> bool:
    return {lines[at].text.partition(":")[0].casefold() for at in record.found} >= _OF_A_MAIL


def _further_keys(lines: Sequence[Line]) -> set[str]:
    """The keys that no list has but most records: each right above a known key, and at a block's start or below one."""
    further: Counter[str] = Counter()
    known = [key_of(line.text) for line in lines]
    for at, (line, below) in enumerate(pairwise(lines)):
        is_above = known[at] is None and known[at + 1] is not None and not below.after_blank
        match = _KEYED.match(line.text) or _ASKED.match(line.text) if is_above else None
        is_within = at > 0 and known[at - 1] is not None and (known[at + 1] or ("",))[0] != "author"
        if match is not None and match["value"] and (line.after_blank or is_within):
            further[match["key"]] += 1
    for at in range(1, len(lines) - 1):  # and those at a head's end
        match = _KEYED.match(lines[at].text) if known[at - 1] and known[at] is None else None
        is_end = lines[at + 1].after_blank and not lines[at].after_blank and known[at - 1] != ("text", "")
        if match is not None and match["value"] and is_end:
            further[match["key"]] += 1
    for at in range(1, len(lines)):  # and all in a head above a key of words
        if lines[at].after_blank and known[at] is not None and (known[at] or ("",))[0] == "text":
            further.update(_keys_of_head(lines, known, at))
    n_records = sum(keyed is not None and keyed[0] == "author" for keyed in known)
    return {key for key, times in further.items() if times > 1 and times > n_records // 2}


def _keys_of_head(lines: Sequence[Line], known: Sequence[tuple[str, str] | None], end: int) -> set[str]:
    """The unknown keys of the block above a line, if all its lines have keys, one for an author and none for words."""
    start = end - 1
    while start > 0 and not lines[start].after_blank:
        start -= 1
    kinds = {keyed[0] for keyed in known[start:end] if keyed is not None}
    matches = [_KEYED.match(line.text) for line in lines[start:end]]
    if "author" not in kinds or "text" in kinds or None in matches:
        return set()
    return {match["key"] for match, keyed in zip(matches, known[start:end], strict=True) if match and keyed is None}


def _runs(lines: Sequence[Line], further: set[str]) -> Iterator[_Record]:
    """The runs of keyed lines, each up to the words; an indented line continues the one above."""
    run = _Record()
    counting = counting_keys(line.text for line in lines)
    for at, line in enumerate(lines):
        keyed = key_of(line.text, counting)
        keys = line.text.partition(":")[0].strip(), f"{line.text.partition('?')[0]}?"
        if keyed is None and not further.isdisjoint(keys):
            keyed = "other", ""
        is_head = run.of("author") is not None and run.of("text") is None
        if (
            (line.after_blank and not (is_head and keyed is not None and keyed[0] == "text"))
            or run.of("text") is not None
            or (keyed and keyed[0] == "author" and run.of("author") is not None)
        ):
            if run.found:
                yield run
            run = _Record()
        begins = line.after_blank or bool(run.found) or at == 0 or is_furniture(lines[at - 1].text)
        if keyed is not None and (begins or keyed[0] == "author"):
            run.add(at, *keyed)
        elif run.found and line.indent > lines[next(iter(run.found))].indent and not line.after_blank:
            run.add_below(at, line.text.strip())
        else:
            if run.found:
                yield run
            run = _Record()
    if run.found:
        yield run


def key_of(text: str, counting: Container[str] = ()) -> tuple[str, str] | None:
    """The kind of a line's key, if known, and its value; those that are `counting` hold no words."""
    match = _EMPHASIS.match(text) or _KEYED.match(text)
    if match is None or len(match["key"]) > _LONGEST_KEY:
        return None
    name = fold(match["key"])
    is_other = name in counting or name.startswith(_OF_MAILS)
    kind = "other" if is_other else _KINDS.get(name)
    value = text[match.start("value") :] if match.re is _KEYED else text[match.end() :]
    if name == "reply_to" and "@" not in value:  # a mail's is an address
        kind = "parent"
    if kind is None and _DATED.search(name) and is_date(value):
        kind = "date"
    if name in _OF_FORMS and value and not is_other:
        kind = "text"
    return None if kind is None else (kind, value)


def counting_keys(texts: Iterable[str]) -> set[str]:
    """The names of keys that would hold words but hold only numbers, such as "Message: 3".

    Examples
    --------
    >>> counting_keys(["Message: 1", "Comment: 7", "Message: 2", "Comment: 7 what?"])
    {'message'}
    """
    found: dict[str, bool] = {}
    for text in texts:
        if ":" in text[: 2 * _LONGEST_KEY] and (keyed := key_of(text)) is not None and keyed[0] == "text":
            name = fold(text.partition(":")[0].strip("* "))
            found[name] = found.get(name, True) and _COUNT.fullmatch(keyed[1]) is not None
    return {name for name, counts in found.items() if counts}


def is_key(name: str) -> bool:
    """Whether a word before a colon is a record's key rather than somebody's name."""
    return fold(name) in _KINDS or fold(name) in _OF_FORMS


def _mark(lines: Sequence[Line], record: _Record) -> int:
    """Put a record's signature on the line with the words, or on its last line that is not a title."""
    author, words = record.of("author"), record.of("text")
    named = _name(record.found[author][1]) if author is not None else ""
    anchor = words if words is not None else max(at for at in record.found if lines[at].role != "title")
    date, rest = ("", record.found[words][1]) if words is not None else (lines[anchor].text, "")
    said = Signature(named, "record", date, rest, record.id_of("parent"), record.id_of("id"))
    for at in record.found:
        if lines[at].role != "title":
            lines[at].hide()
    lines[anchor].role = None
    lines[anchor].sign(said)
    return anchor


def _name(value: str) -> str:
    """A name without the address beside it."""
    if (match := _ADDRESSED.fullmatch(value, 0, LONGEST_HEAD)) is not None:
        return match["name"]
    value = value.removesuffix("<>").rstrip()
    name, address = (
        parseaddr(value) if ("@" in value or " at " in value) and len(value) <= LONGEST_HEAD else (value, "")
    )
    return name or address or value
