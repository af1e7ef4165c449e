"""HTML's references to letters, ``&#105;diot``, and to what nobody sees, ``id&shy;iot``, where no browser read them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from stancekit.text.characters import fold
from stancekit.text.edits import Edit

__all__ = ["AFTER_AMPERSAND", "unescaped"]

# Behind a word, a semicolon stays: without its neighbours nobody can tell whether it is a reference's or the writer's.
AFTER_AMPERSAND = r"(?:#(?:\d{2,7}(?!\d)|x[\da-f]{2,6}(?![\da-f]))(?:;(?=[\w&]))?|(?:shy|zwn?j);(?=[\w&]))"
_REFERENCE = re.compile(f"&{AFTER_AMPERSAND}")


def unescaped(text: str) -> Iterator[Edit]:
    """References to letters and digits as these, and none to what is invisible; those to quotes and emoji stay."""
    for match in _REFERENCE.finditer(text):
        plain = fold(html.unescape(match[0]))
        if plain.isascii() and (plain.isalnum() or not plain):
            yield *match.span(), plain
