"""HTML where no browser read it: references to letters, ``&#105;diot``, or to what nobody sees, and tags in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from stancekit.text.characters import fold
from stancekit.text.edits import Edit
from stancekit.text.harsh import is_harsh
from stancekit.text.links import TAG_IN_A_WORD

__all__ = ["AFTER_AMPERSAND", "AFTER_BACKSLASH", "unescaped", "unslashed", "untagged"]

# Behind a word, a semicolon stays: without its neighbours nobody can tell whether it is a reference's or the writer's.
AFTER_AMPERSAND = r"(?:#(?:\d{2,7}(?!\d)|x[\da-f]{2,6}(?![\da-f]))(?:;(?=[\w&]))?|(?:shy|zwn?j);(?=[\w&]))"
AFTER_BACKSLASH = "[*_~]"  # as Markdown's editors write it: "f\\*\\*k"
_ESCAPED = re.compile(rf"\\(?={AFTER_BACKSLASH})")
_REFERENCE = re.compile(f"&{AFTER_AMPERSAND}")
_TAG = re.compile(TAG_IN_A_WORD)
_TAGGED = re.compile(rf"(?<![^\W_])[a-z]+(?:{TAG_IN_A_WORD}[a-z]+)+(?![^\W_])")


def unescaped(text: str) -> Iterator[Edit]:
    """References to letters and digits as these, and none to what is invisible; those to quotes and emoji stay."""
    for match in _REFERENCE.finditer(text):
        plain = fold(html.unescape(match[0]))
        if plain.isascii() and (plain.isalnum() or not plain):
            yield *match.span(), plain


def unslashed(text: str) -> Iterator[Edit]:
    """Signs without the backslash that tells Markdown to leave them alone."""
    for match in _ESCAPED.finditer(text):
        yield *match.span(), ""


def untagged(text: str) -> Iterator[Edit]:
    """Harsh words without the tags in them: ``id<b>iot``, ``id<i>i</i>ot``."""
    for match in _TAGGED.finditer(text) if _TAG.search(text) else ():
        if is_harsh(word := _TAG.sub("", match[0])):
            yield *match.span(), word
