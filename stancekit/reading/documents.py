"""Read JSON and XML: plain comments or threads, sites' exports, or documents to search for comments."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

from stancekit.reading.decode import Source
from stancekit.reading.exports import Exported, exported, exported_xml
from stancekit.reading.json_text import objects, values_of
from stancekit.reading.jsonl import MIXED, Rows, is_thread, n_headers, read_objects, threads_in
from stancekit.reading.search import is_page, searched
from stancekit.threads import Orphans, Reading, Thread

__all__ = ["read_json", "read_jsonl", "read_xml"]

_BEYOND_LATIN_1 = re.compile(r"[^\0-\xff]|\\u(?!00)")


def read_json(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """Read a file that is a JSON value: a list of comments or threads, or a document with one inside.

    Several values, such as the pages of an API one after another, are a list of values.
    """
    values = values_of(source)
    value = values[0] if len(values) == 1 else values
    if len(values) > 1:
        if all(isinstance(one, list) for one in values):
            value = [one for page in values for one in page]
        reading = reading.and_so(f"{len(values):,} JSON values one after another are read as a list")
    if (mended := _mended(source, value)) is not None:
        value = mended
        reading = reading.and_so("its accents, UTF-8 taken for Latin-1 as in exports of Meta's, were decoded")
    try:
        found = exported(value) or searched(value)
    except ValueError as error:
        raise source.error(str(error)) from None
    return _read(source, reading, "promote" if found.is_part else orphans, found)


def _mended(source: Source, value: Any) -> Any:
    """The value with its accents decoded, if all of them are UTF-8 that was taken for Latin-1; else None."""
    if _BEYOND_LATIN_1.search(source.text) or (source.text.isascii() and "\\u00" not in source.text):
        return None
    with suppress(UnicodeError, RecursionError):
        written = json.dumps(value, ensure_ascii=False)
        return None if written.isascii() else json.loads(written.encode("latin-1").decode("utf-8"))
    return None


def read_jsonl(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """Read JSON lines: comments, threads, or an API's pages, which together are one document."""
    lines = list(objects(source))
    if n_lines := n_headers(value for _, value in lines):
        reading = reading.leaving_out(f"{n_lines:,} lines of a header above the comments")
        lines = lines[n_lines:]
    if lines and all(is_page(value) for _, value in lines):
        found = None
        with suppress(ValueError):  # without comments, read_objects reports what the first line holds
            found = searched([value for _, value in lines])
        if found is not None:
            return _read(source, reading, "promote", found)
    return read_objects(source, reading, orphans, lines)


def read_xml(source: Source, reading: Reading, orphans: Orphans) -> list[Thread]:
    """Read a site's XML export."""
    return _read(source, reading, orphans, exported_xml(source))


def _read(source: Source, reading: Reading, orphans: Orphans, found: Exported) -> list[Thread]:
    if not found.objects:
        left_out = f"; left out: {', '.join(found.left_out)}" if found.left_out else ""
        raise source.error(f"holds no comments{left_out}")
    reading = reading.leaving_out(*found.left_out)
    whole = [isinstance(value, dict) and is_thread(source, None, value) for value in found.objects]
    if all(whole):
        lines = [(None, value) for value in found.objects]
        return threads_in(source, reading, orphans, lines, found.people)
    if any(whole):
        raise source.error(MIXED)
    rows = Rows(source, found.people)
    return rows.threads(reading, rows.read_comments(None, found.objects, ""), orphans)
