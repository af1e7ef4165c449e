"""Recognise records of other shapes than one key per line: entries of a list in YAML, and several keys on a line."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from stancekit.reading.pages.dates import LONGEST_HEAD
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature
from stancekit.reading.pages.records import counting_keys, key_of

__all__ = ["mark_entries", "mark_lines_of_keys"]

_KEY = re.compile(r"[^\W\d][\w -]{0,30}?\s*:(?:\s+(?P<value>\S.*)|$)")
_BLOCK = re.compile(r"[|>][+-]?\d?")  # YAML's sign for words on the lines below
_BESIDE = re.compile(r"\t+|\s{2,}|\s+\|\s+")
_NUMBERED = re.compile(r"[^\W\d]{1,20}:\s*\d{1,5}")  # "Page: 3"
_FEW = 2


@dataclass(slots=True)
class _Entry:
    """One entry: its column, and of each kind of key the index of the line and the value."""

    column: int
    counting: Container[str]  # keys that hold numbers
    keys: list[int] = field(default_factory=list)
    values: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, at: int, text: str) -> None:
        kind, value = key_of(text, self.counting) or ("other", "")
        self.keys.append(at)
        self.values.setdefault(kind, (at, _plain(value)))

    def value(self, kind: str) -> str:
        return self.values[kind][1] if kind in self.values else ""

    def signature(self, beside: str, words: str) -> Signature:
        return Signature(self.value("author"), "record", beside, words, self.value("parent"), self.value("id"))


def mark_entries(lines: Sequence[Line]) -> int | None:
    r"""Mark the words of a list's entries that have keys such as ``author:`` and ``text:``, and hide the keys.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless all entries are such, and there are two.

    Returns
    -------
    int or None
        The index of the first line with words.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("comments:\n- author: Bo\n  text: 'No.'\n  replies:\n  - author: Ely\n    text: |\n      Why?")
    >>> mark_entries(lines), [(line.said.author, line.said.rest, line.indent) for line in lines if line.said]
    (2, [('Bo', 'No.', 0), ('Ely', '', 2)])
    """
    counting = counting_keys(line.content for line in lines)
    entries: list[_Entry] = []
    stack: list[_Entry] = []  # the entries that an entry further below may be in
    for at, line in enumerate(lines):
        while stack and line.indent < stack[-1].column:
            stack.pop()
        if line.marker == "-" and key_of(line.content) is not None:
            stack.append(_Entry(line.indent + len(line.text) - len(line.content), counting))
            stack[-1].add(at, line.content)
            entries.append(stack[-1])
        elif stack and line.indent == stack[-1].column and _KEY.fullmatch(line.text):
            stack[-1].add(at, line.text)
        elif line.marker == "-" and not stack:
            return None
    found = [entry for entry in entries if {"author", "text"} <= entry.values.keys()]
    if len(found) < max(_FEW, len(entries)):
        return None
    for line in lines[: found[0].keys[0]]:
        if (title := key_of(line.text)) is not None and title[0] == "title":
            line.role, line.text = "title", f"title: {_plain(title[1])}"
    for entry in found:
        _mark(lines, entry)
    return min(entry.values["text"][0] for entry in found)


def _mark(lines: Sequence[Line], entry: _Entry) -> None:
    for at in entry.keys:
        lines[at].hide()
    at, words = entry.values["text"]
    line = lines[at]
    line.role, line.indent = None, lines[entry.keys[0]].indent
    rest = "" if _BLOCK.fullmatch(words) else words
    line.sign(entry.signature(entry.value("date"), rest))


def _plain(value: str) -> str:
    """A value without the quotes around it."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value, strict=False)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        except ValueError:
            return value[1:-1]
    return value


def mark_lines_of_keys(lines: Sequence[Line]) -> int | None:
    r"""Mark lines of several keys, one of which names an author, as heads, and numbers of pages above them.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless there are two such lines.

    Returns
    -------
    int or None
        The index of the first of them.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Page: 1\nAuthor: Bo\tDate: 3 May\nNo.\nPage: 4\nAuthor: Ely\tDate: 3 May\nWhy?")
    >>> mark_lines_of_keys(lines), [line.said.author for line in lines if line.said]
    (1, ['Bo', 'Ely'])
    """
    several = {
        at: _BESIDE.split(line.text)
        for at, line in enumerate(lines)
        if len(line.text) <= LONGEST_HEAD and line.text.count(":") > 1
    }
    several = {at: parts for at, parts in several.items() if len(parts) >= _FEW and all(map(_KEY.fullmatch, parts))}
    counting = counting_keys(part for parts in several.values() for part in parts)
    heads: dict[int, _Entry] = {}
    for at, parts in several.items():
        entry = _Entry(lines[at].indent, counting)
        for part in parts:
            entry.add(at, part)
        if entry.value("author"):
            heads[at] = entry
    if len(heads) < _FEW:
        return None
    for at, entry in heads.items():
        line = lines[at]
        line.sign(entry.signature(line.text, entry.value("text")))
        if at and _NUMBERED.fullmatch(lines[at - 1].text):
            lines[at - 1].role = "own"
    return min(heads)
