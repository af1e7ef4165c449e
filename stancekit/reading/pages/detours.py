"""Undo what a text went through between its site and its file: word processors, mail programs, printers' signs."""

from __future__ import annotations

import quopri
import re
from html import unescape
from itertools import islice
from typing import NamedTuple

from stancekit.reading.pages.lines import is_heading

__all__ = ["Undone", "undone"]

_LINE_ENDS = re.compile("[\v\u2028\u2029]")  # of a word processor, within a paragraph
_CONTROLS = re.compile(r"\x1b\[[\d;]*[A-Za-z]|[\0-\x08\x0e-\x1f\x7f\xad]")  # of terminals and chats; soft hyphens
_SIGNS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪"})  # a symbol font's bullets
_BOX = re.compile(r"^([ \t>]*)[☐☑☒](?=\s)", re.MULTILINE)
_SECOND_BULLET = re.compile(r"^o[\t ](?=[\t ]*\S)", re.MULTILINE)  # a word processor's, whose indentation is lost
_FIRST_BULLET = re.compile(r"^•", re.MULTILINE)
_LINE_BREAK = re.compile(r"<br\s?/?>[ \t]*(?:\n|\Z)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|#\d{2,5}|[lr][sd]quo|hellip|[mn]dash);")
_CODE = re.compile(r"=(?:\n|[0-9A-F]{2})")
_SURELY_CODE = re.compile(r"=\n|(?<!\S)[^\s/=]*=20\n|=[C-F][0-9A-F](?:=[89AB][0-9A-F])+")  # no address's "?page=20"
_FEW_CODES = 2  # of a mail or of HTML
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
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).translate(_SIGNS)
    text = _BOX.sub(r"\1•", text)
    if _FIRST_BULLET.search(text):
        text = _SECOND_BULLET.sub("    ◦ ", text)
    decoded = _decoded(text)
    bare = _unquoted(decoded)
    why = []
    if decoded != text:
        why.append("decoded: what mails or HTML write for letters and line ends, such as =20 or <br>")
    if bare != decoded:
        why.append("taken off: the > before each line")
    return Undone(bare, tuple(why))


def _decoded(text: str) -> str:
    """The text that codes stand for: a mail's, such as ``=E2=80=93``, or HTML's, such as ``&nbsp;``.

    It is a mail's code if each sign "=" is of such a code.
    """
    if _are_few(_SURELY_CODE, text):
        marked = text if _are_few(_LINE_BREAK, text) else _LINE_BREAK.sub("\n", text)
        return marked if _are_few(_ENTITY, text) else _ENTITY.sub(lambda code: unescape(code[0]), marked)
    if sum(1 for _ in _CODE.finditer(text)) < text.count("="):
        return text
    try:
        return quopri.decodestring(text.encode()).decode()
    except UnicodeDecodeError:
        return text


def _are_few(pattern: re.Pattern[str], text: str) -> bool:
    return sum(1 for _ in islice(pattern.finditer(text), _FEW_CODES)) < _FEW_CODES


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
