"""Undo what a text went through between its site and its file: word processors, mail programs, printers' signs."""

from __future__ import annotations

import quopri
import re
from typing import NamedTuple

from stancekit.reading.pages.lines import is_heading

__all__ = ["Undone", "undone"]

_LINE_ENDS = re.compile("[\v\u2028\u2029]")  # of a word processor, within a paragraph
_SIGNS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\u00ad": None})  # a symbol font's bullets, soft hyphens
_CODE = re.compile(r"=(?:\n|[0-9A-F]{2})")
_SURELY_CODE = re.compile(r"=\n|(?<!\S)[^\s/=]*=20\n|=[C-F][0-9A-F](?:=[89AB][0-9A-F])+")  # no address's "?page=20"
_FEW_CODES = 2
_QUOTING = re.compile(r"\s?>")
_INTRODUCES = re.compile(r".*(?::|\bmessage ?-*)", re.IGNORECASE)


class Undone(NamedTuple):
    """A page's text as it was before.

    Parameters
    ----------
    text : str
        The text.
    why : tuple of str
        What of its way showed, in plain words.
    """

    text: str
    why: tuple[str, ...]


def undone(text: str) -> Undone:
    r"""A page's text as it was before its way into a file.

    Examples
    --------
    >>> undone("> Lido to close\n>\n> Comments\n> \uf0b7 Bo: Why?\n")
    Undone(text='Lido to close\n\nComments\n• Bo: Why?\n', why=('taken off: the > before each line',))
    """
    text = _LINE_ENDS.sub("\n", text).translate(_SIGNS)
    decoded = _decoded(text)
    bare = _unquoted(decoded)
    why = []
    if decoded != text:
        why.append("decoded: what mail programs write for letters and line ends, such as =20")
    if bare != decoded:
        why.append("taken off: the > before each line")
    return Undone(bare, tuple(why))


def _decoded(text: str) -> str:
    """The text that a mail's codes stand for, such as ``=E2=80=93``, if each sign "=" is of such a code."""
    if sum(1 for _ in _SURELY_CODE.finditer(text)) < _FEW_CODES:
        return text
    if sum(1 for _ in _CODE.finditer(text)) < text.count("="):
        return text
    try:
        return quopri.decodestring(text.encode()).decode()
    except UnicodeDecodeError:
        return text


def _unquoted(text: str) -> str:
    """The text without the ``>`` before each line of it, of its comments, or of all that a mail forwards."""
    lines = text.split("\n")
    first = len(lines)
    while first and (not lines[first - 1].strip() or _QUOTING.match(lines[first - 1])):
        first -= 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    quoted = [line for line in lines[first:] if line.strip()]
    depth = min(map(_depth, quoted), default=0)
    bare = [line if not line.strip() else re.sub(rf"^(?:\s?>){{{depth}}} ?", "", line) for line in lines[first:]]
    above = next((line.strip() for line in reversed(lines[:first]) if line.strip()), None)
    is_whole = above is None or is_heading(above)
    is_forwarded = above is not None and _INTRODUCES.fullmatch(above) and any(is_heading(line.strip()) for line in bare)
    return "\n".join([*lines[:first], *bare]) if depth and (is_whole or is_forwarded) else text


def _depth(line: str) -> int:
    """How many ``>`` a line begins with."""
    depth = at = 0
    while (sign := _QUOTING.match(line, at)) is not None:
        depth, at = depth + 1, sign.end()
    return depth
