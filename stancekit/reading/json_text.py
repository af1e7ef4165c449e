"""JSON as text: parsed so strictly that what comes out can be trusted, with the line of what cannot."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from math import isinf
from typing import Any

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.values import KINDS

__all__ = ["ASSIGNED", "FENCED", "object_of", "objects", "values_of"]

ASSIGNED = re.compile(  # Twitter's archives; and what keeps Gerrit's answers from being run as a script
    r"(?:\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]{0,100}\s*=|\)\]\}',?)\s*(?=[\[{])"
)
FENCED = re.compile(  # Markdown, with a line or two above
    r"\s*+(?:[^\s`\[{][^\n`\[{]{0,200}\n\s*+){0,3}+```(?:json)?[^\S\n]*+\n(?=\s*+[\[{](?:(?!\n```).)*+\n```\s*+\Z)",
    re.DOTALL,
)
_WORD = re.compile(r"\S")
_COMMA_TOO_MANY = re.compile(r"\s*,\s*[\]}]")


def objects(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL text, each with its line number.

    Raises
    ------
    ReadError
        If a line is not an object, repeats a key, holds infinity or an integer of thousands of digits, or nests too
        deeply.
    """
    for number, line in enumerate(source.text.split("\n"), 1):
        if line and not line.isspace():
            yield number, object_of(source, number, line)


def object_of(source: Source, number: int, line: str) -> dict[str, Any]:
    """Parse a line as an object; raises as `objects` does."""
    value = value_of(source, line, number, "one whole object a line")
    if not isinstance(value, dict):
        how = "; with --input json the whole file is one value" if isinstance(value, list) else ""
        raise source.error(f'expected an object such as {{"text": ...}}, found {KINDS[type(value)]}{how}', number)
    return value


def values_of(source: Source) -> list[Any]:
    """The JSON values of a text, of which most have one; raises as `objects` does.

    One may be what a script assigns to a name, or between Markdown's fences.
    """
    values: list[Any] = []
    before = ASSIGNED.match(source.text) or FENCED.match(source.text)
    at = before.end() if before else 0
    end = len(source.text.rstrip().rstrip(";`") if before else source.text)
    try:
        while (begins := _WORD.search(source.text, at, end)) is not None or not values:
            value, at = _DECODER.raw_decode(source.text, begins.start() if begins else at)
            values.append(value)
    except (ValueError, RecursionError) as error:
        raise _no_json(source, error, 1, "one whole value") from None
    return values


def value_of(source: Source, text: str, number: int, expected: str) -> Any:
    """Parse a text that begins at line `number` as a JSON value; raises as `objects` does."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _no_json(source, error, number, expected) from None


def _no_json(source: Source, error: ValueError | RecursionError, number: int, expected: str) -> ReadError:
    if isinstance(error, json.JSONDecodeError):
        before = error.doc[: error.pos].rstrip()  # Python 3.13 stops at the comma, others at the bracket behind it
        is_comma_too_many = _COMMA_TOO_MANY.match(error.doc, len(before) - before.endswith(","))
        hint = "; delete the comma before the bracket" if is_comma_too_many else ""
        what = f"not JSON at character {error.colno}: {error.msg}; expected {expected}{hint}"
        return source.error(what, number + error.lineno - 1)
    if isinstance(error, RecursionError):
        what = "JSON nested too deeply; give each comment an entry of its own, and the id of its parent"
        return source.error(what, number)
    return source.error(f"JSON that cannot be trusted: {error}", number)  # a key twice, infinity, thousands of digits


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return value


def _constant(name: str) -> None:
    """NaN is null, as pandas and json.dumps write what is missing; infinity is an error."""
    if name != "NaN":
        raise ValueError(f"{name} is no JSON number")


def _number(written: str) -> float:
    """A whole number is an integer: pandas writes 7.0 for an id where others of its column are missing."""
    number = float(written)
    if isinf(number):
        raise ValueError(f"{written[:40]} is too large a number")
    whole, _, zeros = written.partition(".")
    if zeros and not zeros.strip("0"):
        return int(whole)  # with all its digits
    return int(number) if number.is_integer() else number


# The decoder calls the hook for every object, so a dict that comes out has been checked at any depth.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant, parse_float=_number)
