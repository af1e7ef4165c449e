"""Find where the comments of a saved page begin, and what begins one.

`mark_comments` tries one layout after another, the most telling first. Functions called ``mark_...`` mark the lines
that their layout explains, and if they look for comments return the first's index or None; all others only look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from stancekit.reading.pages.beside import mark_beside
from stancekit.reading.pages.blocks import mark_blocks
from stancekit.reading.pages.bullets import bulleted
from stancekit.reading.pages.chats import mark_chat, mark_clocked, mark_days_and_tags, mark_reactions, mark_turns
from stancekit.reading.pages.counted import mark_counted, mark_counted_behind, mark_numbered
from stancekit.reading.pages.dates import VOTES, is_date
from stancekit.reading.pages.entries import mark_entries, mark_lines_of_keys
from stancekit.reading.pages.events import mark_events
from stancekit.reading.pages.forums import mark_posts, mark_signatures
from stancekit.reading.pages.furniture import RULE, answered, bare_button, boilerplate, is_faint, is_furniture
from stancekit.reading.pages.headings import (
    mark_headings,
    mark_names_above_handles,
    mark_names_again,
    mark_names_in_full,
    mark_ranks,
)
from stancekit.reading.pages.lines import Line, announces_none, is_count_of_replies, is_heading, trim
from stancekit.reading.pages.names import Signature, is_name, may_be_name
from stancekit.reading.pages.neighbours import (
    announces_answers,
    bullet_signs,
    is_button,
    is_of_page,
    is_prose,
    names_bullet,
    signs,
    stands_flush,
)
from stancekit.reading.pages.notations import mark_notation
from stancekit.reading.pages.notes import mark_labelled, mark_letters, mark_margin, mark_signed_below
from stancekit.reading.pages.places import (
    mark_names_above_glued_dates,
    mark_names_above_places,
    mark_names_before_places,
)
from stancekit.reading.pages.quotes import mark_quotations
from stancekit.reading.pages.records import mark_records, mark_rows
from stancekit.reading.pages.repeats import Repeats
from stancekit.reading.pages.reviews import mark_reviews
from stancekit.reading.pages.talk import mark_talk
from stancekit.reading.pages.terse import mark_terse
from stancekit.reading.pages.typed import mark_typed
from stancekit.reading.pages.undersigned import mark_answers
from stancekit.reading.pages.voices import mark_behind, mark_dated, mark_parted, mark_voices

__all__ = ["Region", "mark_comments", "opens"]

_FOOT = 40  # lines
_FEW_DATED = 3  # comments
_MANY_WORDS = 4  # of a title above a date; names have fewer
_FEW_WORDS = 2  # sentences: fewer below "0 comments" are the page's
_OFTEN = 3  # times: a name that is less often above others may be somebody's who answers them
_FEW_LINES = 3  # what a page puts between "Comments" and the first of them
_DATE_SIGNS = ("", *"·•|»<,(–—-*_")  # what may come before a signature's date; "" if it has a line of its own
_SIGNS_BESIDE = (
    "|",
    " · ",
    *VOTES,
    "comment",
    "description",
    " no.",
)  # links behind a date, votes or "commented on" before it, a number
_LONGEST_AGE = 5  # characters: "11mo"
_CHAT, _BELOW = "times with names", "names below their words"


Style: TypeAlias = Literal["bullets", "names", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Region:
    """Where the comments are.

    Parameters
    ----------
    start : int
        The index of the first comment's first line among the lines that are not blank.
    style : Style
        What begins a comment.
    why : str
        The reason in plain words.
    """

    start: int
    style: Style
    why: str


def mark_comments(lines: Sequence[Line]) -> Region | None:
    """Find where the comments begin: between rows of buttons, under a heading, or at bullets or signed lines.

    Marks the lines whose neighbours show what they are.
    """
    found = _find(lines)
    return found if found is None or found.style != "names" else _below_article(lines, found)


def _below_article(lines: Sequence[Line], found: Region) -> Region:
    """The same comments without the first if it is the article: below it alone is a heading, and above it none."""
    heads = (at for at in range(found.start, len(lines)) if lines[at].role == "author" or lines[at].said is not None)
    first, second = next(heads, 0), next(heads, 0)
    headings = [at for at in range(second) if is_heading(lines[at].text) and not is_count_of_replies(lines[at].text)]
    if (third := next(heads, 0)) and len(headings) == 1 and first < headings[0]:
        row = _buttons_between(lines, headings[0] + 1, second)
        if row and row == _buttons_between(lines, second, third)[-len(row) :]:  # a count above one comment's buttons
            return found
    if not headings or headings[0] < first or any(announces_answers(lines, at) for at in headings):
        return found
    if {lines[at].text for at in headings} & {line.text for line in lines[second:]}:
        return found
    is_title = first == 0 and len(lines[first].text.split()) >= _MANY_WORDS
    lines[first].role, lines[first].said = None if is_title else "own", None
    return replace(found, start=second)


def _buttons_between(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """The buttons on some lines, without their counts."""
    return [bare_button(line.text) for line in lines[start:end] if is_furniture(line.text) and not is_faint(line.text)]


def _find(lines: Sequence[Line]) -> Region | None:
    """The first layout that explains the lines."""
    mark_beside(lines)
    mark_events(lines)
    mark_reactions(lines)
    mark_days_and_tags(lines)
    if found := (
        _named(mark_notation(lines), "names in a notation's fields or above quoted answers")
        or _named(mark_answers(lines), _BELOW)
        or _named(mark_chat(lines, alone=False), _CHAT)
        or _named(mark_counted(lines), "counted names")
        or _named(mark_counted_behind(lines), "counted names with dates")
        or _named(mark_margin(lines), "notes in a margin")
        or _named(mark_rows(lines), "rows of a table")
        or _named(mark_entries(lines), "entries of a list with keys such as author")
        or _named(mark_lines_of_keys(lines), "lines of keys such as Author")
    ):
        return found
    if found := _named(mark_records(lines), "records with keys such as Author"):
        mark_signatures(lines)
        return found
    if found := _named(mark_talk(lines), "names and dates behind the words"):
        return found
    found = _named(mark_posts(lines), "posts with a forum's heads")
    mark_quotations(lines)
    if found:
        mark_signatures(lines)
        return found
    if found := _named(mark_reviews(lines), "reviews as a site lays them out"):
        return found
    mark_ranks(lines)
    _mark_replies(lines)
    if found := _named(mark_headings(lines), "names on lines of their own"):
        return found
    for mark in (mark_names_before_places, mark_names_above_glued_dates):
        if found := _named(mark(lines), "names with places and dates"):
            return found
    mark_names_again(lines)
    mark_names_above_handles(lines)
    mark_names_above_places(lines)
    mark_names_in_full(lines)
    mark_terse(lines)
    flush = stands_flush(lines)
    if found := _names_above(lines, flush):
        return _typed(lines, found) or found
    alike = Repeats(lines)
    if found := _named(
        mark_blocks(lines, at_least=len(alike.heads) + 2 * alike.is_sure), "names between rows of buttons"
    ):
        return found
    if found := _named(alike.mark(), "names in lines that are alike"):
        return found
    found = _under_heading(lines, flush)
    return _announced(lines, found) if found else _unannounced(lines, flush)


def _announced(lines: Sequence[Line], found: Region) -> Region:
    """The comments below a heading, by what begins or ends each of them."""
    if found.style != "paragraphs":
        return _typed(lines, found) or _dated(lines, found) or found
    return (
        _signed(lines, found.start)
        or _typed(lines, found)
        or _named(mark_signed_below(lines[found.start :], announced=True), _BELOW, found.start)
        or _named(mark_letters(lines), _BELOW)
        or _named(mark_behind(lines[found.start :]), _BELOW, found.start)
        or found
    )


def _dated(lines: Sequence[Line], found: Region) -> Region | None:
    """Names with dates below the one line that begins like "Bianca:", a title below a menu's link to comments."""
    kinds = Counter(said.kind for at in range(found.start, len(lines)) if (said := signs(lines, at)) is not None)
    first = signs(lines, found.start) if found.style == "names" else None
    if first is None or first.kind != "colon" or first.date or kinds["colon"] > 1 or kinds["dated"] < _FEW_DATED:
        return None
    return _signed(lines, found.start + 1)


def _unannounced(lines: Sequence[Line], flush: list[bool]) -> Region | None:
    """Comments without a heading: all of them begin or end alike."""
    if found := _named(mark_signed_below(lines), _BELOW) or _named(mark_dated(lines), "dates above them"):
        return found
    if found := _named(mark_letters(lines), _BELOW):
        return found
    if found := _named(mark_numbered(lines), "counted paragraphs") or _named(mark_parted(lines), "rules between them"):
        return found
    if found := _named(mark_clocked(lines), _CHAT):
        return found
    begin, signed = bulleted(lines, flush), _signed(lines)
    bullets = None if begin is None else Region(begin[0], "bullets", begin[1])
    if found := signed if _are_lists(lines, bullets, signed) else bullets or signed:
        return _typed(lines, found) or found
    return (
        _named(mark_chat(lines, alone=True), _CHAT)
        or _named(mark_turns(lines), "names and dates on lines of their own")
        or _named(mark_labelled(lines), "lines that begin with who says them")
        or _named(mark_voices(lines), "names at the beginning of each, or behind their words")
    )


def _named(first: int | None, why: str, start: int = 0) -> Region | None:
    """Comments that begin with names, the first of them so far below `start`; None if a layout found none."""
    return None if first is None else Region(start + first, "names", why)


def _typed(lines: Sequence[Line], found: Region) -> Region | None:
    """The same comments, if they were typed with heads of one shape."""
    said = signs(lines, found.start) if found.style == "names" and found.start < len(lines) else None
    if said is not None and said.kind != "colon":
        return None
    first = mark_typed(lines[found.start :])
    if first is None:
        return None
    at = found.start + first
    style: Style = "names" if lines[at].marker is None else "bullets"
    return Region(at, style, found.why if found.style == style else f"{found.why}, each begun by a name")


def _under_heading(lines: Sequence[Line], flush: list[bool]) -> Region | None:
    """The earliest heading that comments follow, unless prose separates them from a later one."""
    headings = [at for at, line in enumerate(lines) if line.marker is None and is_heading(line.text)]
    headings = [at for at in headings if not announces_answers(lines, at)]
    without_reactions = [at for at in headings if not lines[at].text.casefold().endswith(" reactions")]
    if len(without_reactions) < len(headings) - 1:  # then they are counted below each comment
        headings = without_reactions
    others = [at for at in headings if not is_count_of_replies(lines[at].text)]
    if len(others) < len(headings) - 1 or (len(others) < len(headings) and _is_signed_above(lines, headings[-1])):
        # then no count of replies announces all comments
        headings = others
    elif others and len(others) < len(headings):
        found = _best_of(others, lines, flush)
        return found if found is not None and found.style != "paragraphs" else _best_of(headings, lines, flush)
    return _best_of(headings, lines, flush)


def _is_signed_above(lines: Sequence[Line], at: int) -> bool:
    """Whether several comments are above a line: an article has one author and one date."""
    return sum((said := signs(lines, above)) is not None and said.kind == "dated" for above in range(at)) > 1


def _best_of(headings: Sequence[int], lines: Sequence[Line], flush: list[bool]) -> Region | None:
    best: Region | None = None
    prose = len(lines)  # the nearest line of prose below
    first_prose = next((at for at, line in enumerate(lines) if at and is_prose(line)), len(lines))
    bottom = len(lines)
    telling = [at for at, line in enumerate(lines) if line.marker is not None or not is_furniture(line.text)]
    for at in reversed(headings):
        for below in range(bottom - 1, at, -1):
            if flush[below] and is_prose(lines[below]):
                prose = below
        bottom, line = at, lines[at]
        near = telling[(first := bisect_right(telling, at)) : first + _FEW_LINES]
        end = near[-1] + 1 if len(near) == _FEW_LINES else len(lines)
        start = next((below for below in near if opens(lines, below) or is_prose(lines[below])), end)
        style = opens(lines, start) if start < len(lines) else None
        why = f"they stand under the heading {line.text[:40]!r} (line {line.number})"
        if style is None and best is None and announces_none(line.text) and _is_foot(lines, at + 1):
            best = Region(len(lines), "paragraphs", f"the heading {line.text[:40]!r} says that there are none")
        elif style is None:
            start = at + 1
            while start < len(lines) and RULE.fullmatch(lines[start].text):  # the heading's underline
                start += 1
            is_below_title = at == 1 and start < len(lines) and is_prose(lines[start])
            if best is None and start < len(lines) and (first_prose < at or at == 0 or is_below_title):
                best = Region(start, "paragraphs", f"{why}, parted by blank lines")
        elif best is None or best.style == "paragraphs" or prose > best.start:
            best = Region(start, style, f"{why}, each begun by {_BEGUN[style]}")
    return best


def _is_foot(lines: Sequence[Line], start: int) -> bool:
    """Whether hardly any sentence is between a line and the end."""
    return len(lines) - start <= _FOOT and sum(map(is_prose, lines[start:])) < _FEW_WORDS


_BEGUN: dict[Style, str] = {"bullets": "a bullet", "names": "its author's name"}


def opens(lines: Sequence[Line], at: int) -> Style | None:
    """The style of the comment that this line, under a heading, begins, if it does."""
    line = lines[at]
    if line.marker is not None:
        return "bullets"
    is_of_page = is_furniture(line.text) or boilerplate(line.text) is not None
    return "names" if not is_of_page and signs(lines, at) is not None else None


def _mark_replies(lines: Sequence[Line]) -> None:
    """Mark the second of two names between a button and a date if it has signed before: the first one answers it."""
    dated = {line.text for line, below in pairwise(lines) if is_date(below.text)}
    for at, line in enumerate(lines[:-1]):
        if answered(line.text) == "" and (lines[at + 1].text.startswith("@") or lines[at + 1].text in dated):
            _mark_answered(lines, at + 1)
        elif _answers_below(lines, at):
            line.text, line.role = trim(line.text[1:]), "answered"
    signed: set[str] = set()
    tops = Counter(lines[at - 1].text for at in range(1, len(lines) - 1) if is_date(lines[at + 1].text))
    above_names = {text for text, times in tops.items() if times >= _OFTEN and 2 * times > tops.total()}  # not names
    for at in range(1, len(lines) - 1):
        name, above = lines[at], lines[at - 1]
        if not is_date(lines[at + 1].text) or name.marker is not None or not is_name(name.text, strict=False):
            continue
        button = at - 2
        highest = max(button - _FEW_LINES, 0)
        while button > highest and (len(lines[button].text) == 1 or is_faint(lines[button].text)):
            button -= 1  # a picture, an initial
        answers = is_name(above.text, strict=above.text not in signed) and not (
            is_of_page(above.text) or is_faint(above.text)
        )
        answers = answers and len(above.text) > 1 and above.text not in above_names
        if answers and name.text in signed and button >= 0 and is_button(lines[button].content):
            name.role = "answered"
            signed.add(above.text)
        else:
            signed.add(name.text)
            above_names.add(above.text)  # but unknown buttons


def _answers_below(lines: Sequence[Line], at: int) -> bool:
    """Whether a line between a name and a date is an arrow and whom the comment answers."""
    is_arrow = at > 0 and lines[at].text[0] == "→" and trim(lines[at].text[1:]) != ""
    return is_arrow and is_date(lines[at + 1].text) and may_be_name(lines[at - 1].text)


def _mark_answered(lines: Sequence[Line], at: int) -> None:
    """Mark the handle below "Replying to", and further ones after "and"."""
    lines[at].role = "answered"
    while at + 2 < len(lines) and lines[at + 1].text in ("and", ",", "&") and lines[at + 2].text.startswith("@"):
        lines[at + 1].role = lines[at + 2].role = "own"
        at += 2


def _names_above(lines: Sequence[Line], flush: list[bool]) -> Region | None:
    """At least two names, each on a line of its own above the one bullet that is its comment."""
    found = [at for at in range(1, len(lines) - 1) if flush[at] and names_bullet(lines, at)]
    if len(found) < 2 or 2 * len(found) < sum(line.marker is not None for line in lines[found[0] :]):
        return None
    if 2 * len(found) < sum(flush[at] and not is_of_page(lines[at].text) for at in range(found[0], len(lines))):
        return None  # lines that happen to be above dashes
    return Region(found[0], "names", "names with a bullet below each")


def _are_lists(lines: Sequence[Line], bullets: Region | None, signed: Region | None) -> bool:
    """Whether bullets are lists within signed comments: below the first name, no more than names, and none signed."""
    if bullets is None or signed is None or signed.start >= bullets.start or bullet_signs(lines[bullets.start]):
        return False
    n_signed = sum(signs(lines, at) is not None for at in range(signed.start, bullets.start))
    return n_signed >= max(_FEW_DATED, sum(line.marker is not None for line in lines[bullets.start :]))


def _signed(lines: Sequence[Line], start: int = 0) -> Region | None:
    """At least two lines such as "Bianca wrote:", or names with dates, from some line on."""
    found: dict[str, list[int]] = {"wrote": [], "dated": []}
    for at in range(start, len(lines)):
        if (said := signs(lines, at)) is None:
            continue
        if said.kind == "wrote" or (said.kind == "colon" and said.date):  # "Bianca (3 May 2021):"
            found["wrote"].append(at)
        elif said.kind == "dated" and _is_no_sentence(lines[at].text, said):
            found["dated"].append(at)
    shown_as = {"wrote": "lines such as 'Bianca wrote:'", "dated": "names with dates"}
    for kind, shown in shown_as.items():
        if len(found[kind]) > 1:
            return Region(found[kind][0], "names", shown)
    return None


def _is_no_sentence(text: str, said: Signature) -> bool:
    """Whether a date has its own line, a sign beside it or no space before it; "It shut on 3 May 2021" has not."""
    is_beside = said.date[:1] in _DATE_SIGNS or any(sign in said.date.casefold() for sign in _SIGNS_BESIDE)
    gap = text[len(said.author) :][:2]
    is_apart = (len(said.date) <= _LONGEST_AGE and gap == "  ") or gap[:1] == "\t"
    return is_beside or is_apart or text.startswith(said.author + said.date)
