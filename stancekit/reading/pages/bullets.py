"""Tell bullets that are comments from lists within what somebody wrote: by names, or by the article above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from stancekit.reading.pages.furniture import boilerplate, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import signature
from stancekit.reading.pages.neighbours import bullet_signs, is_of_page, stands_flush

__all__ = ["bulleted", "first_bullet"]

_FEW = 2  # paragraphs: more bullets than these, and than there are, need no title above
_MOST_ABOVE = 10  # paragraphs of an article for each comment
_MOST_SENTENCES = 0.6  # of an article's paragraphs; others are its authors, captions, links
_LONGEST_TITLE = 120  # characters
_LONGEST_NOTE = 4  # words of a line that says who wrote it, or what a picture shows
_ENDS_TITLE = '?？"”»)%'
_SENTENCE = re.compile(r"[!?…] |[^\W\d]{4}\. ")  # within a line: no title but several sentences
_ENDS = (*".!?…。！？", '"', "”", "»", ")")  # of sentences
_FINAL = "bullets that no prose follows"


def bulleted(lines: Sequence[Line], flush: list[bool]) -> tuple[int, str] | None:
    """Bullets that no prose follows, or bulleted names with their words flush below them."""
    bullets = [at for at, line in enumerate(lines) if line.marker is not None and not is_furniture(line.content)]
    if not bullets:
        return None
    above_words = [at for at in bullets if at + 1 < len(lines) and flush[at + 1]]
    names = [at for at in above_words if bullet_signs(lines[at]) or signature(lines[at].content)]
    alone = len(names) == 1 and bullet_signs(lines[names[0]]) and (names[0] == 0 or lines[names[0] - 1].marker is None)
    alone = alone and (_is_handle(lines[names[0]].content) or _are_article(_paragraphs(lines, flush, names[0])))
    if alone or (len(names) > 1 and 3 * len(names) >= sum(at >= names[0] for at in bullets)):
        start = names[0]
        while start and lines[start - 1].marker is not None:
            start -= 1
        return start, "bulleted names with words below them"
    prose = _prose(lines, flush, _box_below(lines, bullets[-1]))
    if final := _below(prose, bullets):
        ends = [lines[at] for at in final]
        are_signed = _are_signed(ends) or _any_signed(lines)
        if not are_signed and not _are_below_article(_paragraphs(lines, flush, final[0]), ends):
            return None  # a dash or a list at the end of somebody's comment
        return final[0], _FINAL
    # Prose follows the last bullets; only signed ones are comments all the same.
    run = next((at for at in reversed(prose) if at < bullets[-1]), -1) + 1
    if not _any_signed(lines[run:]):
        return None
    first = next(at for at in bullets if at >= run)
    return first, "bulleted names with indented words below them"


def _is_handle(name: str) -> bool:
    """Whether a bullet's name is surely a person's on a site: it has an age beside it, or is a handle."""
    return name.startswith("@") or any(map(str.isdecimal, name))


def _box_below(lines: Sequence[Line], at: int) -> int:
    """The first line below one that opens a box, or the end."""
    return next((below for below in range(at + 1, len(lines)) if boilerplate(lines[below].text)), len(lines))


def _prose(lines: Sequence[Line], flush: list[bool], end: int) -> list[int]:
    """The lines outside bullets, above one, that are not the page's own."""
    return [at for at in range(end) if flush[at] and lines[at].role != "own" and not is_of_page(lines[at].text)]


def _below(prose: Sequence[int], bullets: Sequence[int]) -> list[int]:
    """The bullets below all prose."""
    return [at for at in bullets if not prose or at > prose[-1]]


class _Paragraph(NamedTuple):
    """The first and the last line of a paragraph of prose."""

    first: Line
    last: Line


def _paragraphs(lines: Sequence[Line], flush: list[bool], end: int) -> list[_Paragraph]:
    """The paragraphs above a line or a box, the first line apart; without blank lines, each line is one."""
    found: list[_Paragraph] = []
    prose = [lines[at] for at in _prose(lines, flush, min(end, _box_below(lines, -1)))]
    are_parted = any(line.after_blank for line in prose[1:])
    for line in prose:
        if are_parted and not line.after_blank and len(found) > 1:
            found[-1] = found[-1]._replace(last=line)
        else:
            found.append(_Paragraph(line, line))
    return found


def _are_signed(bullets: Sequence[Line]) -> bool:
    """Whether several bullets begin with names, or one answers another below it."""
    said = [signature(line.content) for line in bullets]
    n_signed = sum(one is not None and (one.kind != "colon" or len(bullets) > 1) for one in said)
    return 2 * n_signed >= len(bullets) or any(below.indent > line.indent + 1 for line, below in pairwise(bullets))


def _are_below_article(above: Sequence[_Paragraph], bullets: Sequence[Line]) -> bool:
    """Whether bullets at the end are comments on an article by the paragraphs above, and these no comments themselves.

    Without an article's title, most of the page is bullets, and no paragraph announces a list.
    """
    if len(bullets) * _MOST_ABOVE < len(above):
        return False
    if len(bullets) == 1:
        text = bullets[0].content
        is_sentence = not text[-1:].isalnum() and not text[:1].islower()
        return not above or (len(above) > 1 and is_sentence and _are_article(above))
    if len(above) < 2 or _are_article(above, least=_MOST_SENTENCES):
        return True
    return len(bullets) > max(_FEW, len(above)) and not above[-1].last.text.endswith(":")


def _are_article(paragraphs: Sequence[_Paragraph], *, least: float = 1) -> bool:
    """Whether the first line may be a title, a question but no sentence, and so many others are sentences.

    Without blank lines, all others are.
    """
    if not paragraphs:
        return True
    title, *others = [one.first for one in paragraphs]
    if re.match("#+ ", title.text):  # Markdown's
        return True
    is_small = title.text.split()[0].islower()
    is_line = len(title.text) <= _LONGEST_TITLE and not is_small and not _SENTENCE.search(title.text)
    is_closed = title.text[-1].isalnum() or title.text[-1] in _ENDS_TITLE
    goes_on = others[:1] and not others[0].after_blank and others[0].text[0].islower()
    are_sentences = [one.last.text.endswith(_ENDS) for one in paragraphs[1:]]
    are_parted = any(line.after_blank for line in others)
    if are_parted and any(are_sentences):  # some only say who wrote it, or what a picture shows
        told = zip(others, are_sentences, strict=True)
        are_sentences = [is_one for line, is_one in told if is_one or len(line.text.split()) > _LONGEST_NOTE]
    enough = (least if are_parted else 1) * len(are_sentences)
    return is_line and is_closed and not goes_on and sum(are_sentences) >= enough


def _any_signed(lines: Sequence[Line]) -> bool:
    """Whether a bulleted name has words indented below it."""
    return any(
        line.marker is not None and bullet_signs(line) and below.marker is None and below.indent > line.indent
        for line, below in pairwise(lines)
    )


def first_bullet(lines: Sequence[Line]) -> tuple[int, str]:
    """Where the comments begin in a file given as an article, if no layout is found."""
    bullets = [at for at, line in enumerate(lines) if line.marker is not None]
    if not bullets:
        return len(lines), "no comments were found"
    told = [at for at in bullets if not is_furniture(lines[at].content)]
    final = _below(_prose(lines, stands_flush(lines), _box_below(lines, told[-1])), told) if told else []
    return (final[0], _FINAL) if final else (bullets[0], "from the first bullet on")
