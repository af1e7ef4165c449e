"""Detect a text's format, and say why: by its content, and by its name only if the content leaves it open."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from stancekit.errors import ReadError
from stancekit.reading.decode import Source
from stancekit.reading.delimited import attempts, records
from stancekit.reading.exports import exported
from stancekit.reading.json_text import ASSIGNED, FENCED
from stancekit.reading.rows import match_columns, match_headers
from stancekit.reading.search import is_answered, is_document
from stancekit.reading.table import find_columns, find_top

if TYPE_CHECKING:
    from stancekit.reading.pages.marked import Marked

__all__ = ["Detected", "detect"]

_PREFIX = 100_000  # characters: a header, some rows, some hundred lines
_LONGEST_NAME = 40  # of a column
_LONE = ("text", "comment", "comment_text", "body", "content", "message")  # of a lone column; pages begin with "Review"
_LONGEST_PARAGRAPH = 12  # lines on average; above it, blank lines are accidents in a list
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|feed|svg|disqus)\b", re.IGNORECASE)
_XML = re.compile(r"<disqus\b|wordpress\.org/export/")
_XML_RECORDS = re.compile(r"\s*(?:<\?xml\b[^>]*>\s*)?<(?:comments|reviews|replies)(?:\s[^<>]*)?>\s*<\w")
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*(?:"|\}|$)')
_LIST = re.compile(r'\s*\[\s*["\[\]\d-]')
_STATEMENT = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*.{0,2000}?\*/;?)*+(?:CREATE|DROP|INSERT|LOCK|PRAGMA|SET|BEGIN|START|USE)\b", re.DOTALL
)
_PYTHON = re.compile(r"\s*(?:\[\s*)?\{\s*'[^'\n]{1,40}'\s*:")
_QUOTED_ROW = re.compile(r'"(?:[^"\n]|"")*+"(?:[,;]"(?:[^"\n]|"")*+")++')
_FILLS_TABLE = re.compile(r"^(?:INSERT INTO |COPY [\w.]+ \()", re.MULTILINE)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"|([\[{])|([\]}])', re.DOTALL)
_FEW_LINES, _MANY_LINES = 4, 50
_FEW_ROWS = 3  # of a table below prose, with its header


class Detected(NamedTuple):
    """A text's format.

    Parameters
    ----------
    form : str
        Its name.
    why : tuple of str
        The reasons.
    pages : sequence of Marked
        Of an article, what was marked to recognise it; reading changes it, so it is good for one reading.
    """

    form: str
    why: tuple[str, ...]
    pages: Sequence[Marked] = ()


def detect(source: Source) -> Detected:
    r"""The format of a text; raises ReadError for HTML, or XML that is not an export.

    Examples
    --------
    >>> detect(Source("-", "id;text;author\n1;Too late.;Bianca\n", "utf-8"))
    Detected(form='csv', why=('the first line names the columns text, id, author',), pages=())
    """
    text = source.text
    text = text[text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1 :]  # however many blank lines come first
    if found := _data(source, text):
        return Detected(*found)
    from stancekit.reading.pages.marked import mark_pages  # takes as long to import as all else: hundreds of patterns

    pages = mark_pages(source)
    if any(page.region is not None for page in pages):
        return Detected("article", ("a page with comments",), pages)
    prefix = text[:_PREFIX]
    if all(map(_QUOTED_ROW.fullmatch, prefix.split("\n", _FEW_LINES)[:_FEW_LINES])):
        raise source.error(
            "has lines of cells in quotes, but none that names the columns; put one above the others that names the "
            'column of comments text, such as "author","text"',
            1,
        )
    if n_cells := _cells(prefix):
        raise source.error(
            f"has lines of {n_cells} cells with tabs between, but none that names the columns; "
            "put one above the others that names the column of comments text",
            1,
        )
    return Detected(*_plain(prefix))


def _data(source: Source, text: str) -> tuple[str, tuple[str, ...]] | None:
    """The format of what was written by programs, by content or name."""
    prefix = text[:_PREFIX]
    if _XML_RECORDS.match(prefix) or (_MARKUP.match(prefix) and _XML.search(prefix)):
        return "xml", ("what a site exports as XML",)
    if _MARKUP.match(prefix):
        raise source.error(
            "begins like a page of HTML or XML; open it in a browser and save it as text, or export the comments as "
            "CSV; to read it as it is, name a format with --input",
            1,
        )
    if _STATEMENT.match(prefix) and _FILLS_TABLE.search(prefix):
        raise source.error("is a dump of a database in SQL; export the table that holds the comments as CSV", 1)
    if _PYTHON.match(prefix):
        raise source.error("holds objects as Python prints them; write them with json.dump, as JSON", 1)
    if (name := ASSIGNED.match(prefix)) and _JSON.match(prefix, name.end()):
        return "json", ("the text is a JSON value that a script assigns to a name",)
    if (fence := FENCED.match(text)) and _JSON.match(prefix, fence.end()):
        return "json", ("the text is a JSON value between Markdown's fences",)
    if _JSON.match(prefix):
        return _json(prefix.strip(), bool(text[_PREFIX:].partition("\n")[2].strip()))
    if _LIST.match(prefix) and _is_json(text):
        return "json", ("the text is a JSON list",)
    if table := _table(prefix):
        return table
    ending = source.name.lower().removesuffix(".gz").rpartition(".")[2]
    if ending in ("csv", "tsv", "jsonl", "json", "xml"):
        return ending, (f"the name ends in .{ending}, and the content does not say otherwise",)
    return None


def _json(prefix: str, goes_on: bool) -> tuple[str, tuple[str, ...]]:
    """Tell one JSON value from an object per line, by the first lines and by whether lines follow the prefix."""
    first, *others = [line for line in prefix.split("\n", _FEW_LINES) if line.strip()][:_FEW_LINES]
    if first.startswith("["):
        return "json", ("the text is a JSON list",)
    value = _object(first)
    if value is None and others and not all(map(_object, others)) and _is_begun(first):
        return "json", ("the text is one JSON value over several lines",)
    if others or goes_on:
        return "jsonl", ("the text begins with a JSON object",)
    if _holds_others(first) if value is None else is_document(value) or is_answered(value) or exported(value):
        return "json", ("the text is one JSON value",)
    return "jsonl", ("the text begins with a JSON object",)


def _holds_others(line: str) -> bool:
    """Whether the beginning of an object contains objects or lists, other than a list "comments"."""
    depth, key = 0, ""
    for token in _TOKEN.finditer(line):
        if token[2] and depth == 1 and (key, token[2]) != ("comments", "["):
            return True
        depth += bool(token[2]) - bool(token[3])
        key = token[1] or ""
    return False


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_begun(line: str) -> bool:
    """Whether a line is valid JSON that only lacks its end."""
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(line.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def _table(prefix: str) -> tuple[str, tuple[str, ...]] | None:
    """Recognise a header that names known columns, but not prose such as "Text, lies and buses"."""
    if not prefix.strip():
        return None  # only blank lines in the prefix
    top = find_top(prefix)
    above, below = prefix.split("\n", top.line - 1)[:-1], prefix.split("\n", top.line - 1)[-1]
    try:
        (_, names), *rows = islice(records(below, top.delimiter), 2)
    except ReadError:  # if this is a header, the table's reader reports it
        names, rows = [name.strip('"') for name in top.header.split(top.delimiter)], []
    is_page = any(line.strip() and top.delimiter not in line for line in above)  # one line of which names columns
    is_page = is_page and not (top.delimiter == "\t" and len(_rows(below, "\t", len(prefix) == _PREFIX)) >= _FEW_ROWS)
    known = {} if is_page else match_columns(names)
    fits = bool(rows) and len(rows[0][1]) == len(names) > 1
    terse = all(len(name.split()) <= 2 for name in names)
    if not known or any(len(name) > _LONGEST_NAME for name in names):
        sure = False
    elif len(names) == 1:
        sure = names[0].strip().casefold() in _LONE
    elif "text" in known:
        sure = len(known) > 1 or (fits and terse)
    else:
        sure = len(known) > 1 and fits and terse
    if not sure and (top.delimiter == "\t" or not any(name[:1].isspace() for name in names[1:])):  # no sentence
        known = match_headers(names)
        sure = not is_page and len(known) > 1 and "text" in known
        if not sure:
            known = _sheet(below, top.delimiter, len(prefix) == _PREFIX)
            sure = bool(known)
    if not sure:
        return None
    columns = ", ".join(names[at].strip() for at in known.values())
    which = f"line {top.line}" if any(map(str.strip, above)) else "the first line"
    why = f"{which} names the column{'s' if len(known) > 1 else ''} {columns}"
    return "tsv" if top.delimiter == "\t" else "csv", (why,)


def _sheet(text: str, delimiter: str, is_cut: bool) -> dict[str, int]:
    """The columns of a table whose header says little: it has some rows, all of as many cells; or none."""
    rows = _rows(text, delimiter, is_cut)
    columns = find_columns(rows[0], rows[1:]) if len(rows) >= _FEW_LINES else {}
    return columns if "text" in columns else {}


def _rows(text: str, delimiter: str, is_cut: bool) -> list[list[str]]:
    """The first rows of a table, if all have as many cells, two at least; or none."""
    found = [fields for _, fields in islice(attempts(text, delimiter), _MANY_LINES)]
    rows = [fields for fields in found if not isinstance(fields, ReadError)]
    if is_cut and len(found) < _MANY_LINES:
        del rows[-1:]
    is_even = len(rows) >= max(1, len(found) - is_cut) and len(rows[0]) > 1 and len({*map(len, rows)}) == 1
    return rows if is_even else []


def _cells(prefix: str) -> int:
    """How many cells every line has, of three or more; 0 if the lines differ or have few."""
    counts = [line.count("\t") + 1 for line in prefix.split("\n")[:_MANY_LINES] if line.strip()]
    return counts[0] if len(counts) >= _FEW_LINES and counts[0] > 2 and len(set(counts)) == 1 else 0


def _plain(prefix: str) -> tuple[str, tuple[str, ...]]:
    """Choose paragraphs if blank lines separate short blocks whose lines run on, otherwise lines."""
    blocks = [block for block in re.split(r"\n[^\S\n]*\n", prefix) if block.strip()]
    inner = [line.rstrip() for block in blocks for line in block.strip().split("\n")[:-1]]
    n_lines = len(inner) + len(blocks)
    if len(blocks) < 2 or n_lines > _LONGEST_PARAGRAPH * len(blocks):
        return "lines", ("no table, no JSON, no bulleted or signed comments, and hardly any blank line",)
    finished = sum(line.endswith((".", "!", "?", "…", '"', "”")) for line in inner)
    if 2 * finished > len(inner):
        return "lines", ("most lines end a sentence, also those with no blank line below",)
    return "paragraphs", ("no table, no JSON, no bulleted or signed comments; blank lines part paragraphs",)
