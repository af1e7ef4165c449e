"""Recognise comments without any sign of a page: blocks that begin with a name, or words in quotes with one behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stancekit.reading.pages.dates import LONGEST_HEAD, LONGEST_NAME, is_date
from stancekit.reading.pages.furniture import RULE, is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.names import Signature, is_name, is_surely_name, may_be_name, signature
from stancekit.reading.pages.records import is_key

__all__ = ["mark_behind", "mark_dated", "mark_parted", "mark_voices"]

_BRACKETED = re.compile(rf"\[(?P<name>[^\[\]]{{2,{LONGEST_NAME}}})\]:?(?:\s+|$)")
_SPOKEN = re.compile(rf"(?P<words>[\"“„«].*[\"”“»])\s*[—–-]++\s*+(?P<name>[^—–]{{1,{LONGEST_HEAD}}})")
_BEHIND = re.compile(r"(?P<words>\S.*\S)\s+\((?P<name>[^()]{2,60})\)")
_WITHIN = re.compile(r"(?:\([^()]{1,60}\)\s*)+")
_ENDS = (".", "!", "?", "…")
_YEAR = re.compile(r"\b\d{4}\b|\d[/.]\d\d$")
_FEW, _FEW_BLOCKS, _FEW_VOICES = 3, 4, 2
_VOICE = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|me|mine|[Ww]e|[Oo]urs?|us)\b|\?")
_MOST_BLOCKS, _MOST_WORDS = 2, 120  # of a part on average; parts of an essay are longer


def mark_voices(lines: Sequence[Line]) -> int | None:
    r"""Mark comments whose names are told from the whole: each begins with one, or ends in one behind a quote.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless all from the first such comment on are alike.

    Returns
    -------
    int or None
        The index of the first of them.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> for text in ("[Bo] No.\n[Ely] Why?\n[Ida] It was free.", "“No.” — Bo\n\n“Why?” — Ely\n\n“It was.” — Ida"):
    ...     lines = scan(f"On fares\n\n{text}")
    ...     print(mark_voices(lines), [line.said.author for line in lines if line.said])
    1 ['Bo', 'Ely', 'Ida']
    1 ['Bo', 'Ely', 'Ida']
    """
    for mark in (_mark_bracketed, _mark_spoken, mark_behind, _mark_titled, _mark_named, _mark_once):
        if (first := mark(lines)) is not None:
            return first
    return None


def _mark_bracketed(lines: Sequence[Line]) -> int | None:
    """Lines such as ``[Bo] No.``, or ``[Bo]`` above words: a verse of a song may have such a line, too."""
    found = {at: match for at, line in enumerate(lines) if (match := _BRACKETED.match(line.text)) is not None}
    first = min(found, default=0)
    parted = [at for at in range(first + 1, len(lines)) if lines[at].after_blank]
    alone = [at for at in found if found[at].end() == len(lines[at].text)]
    if alone:
        times = Counter(found[at]["name"] for at in found)
        begin = all(at == first or lines[at].after_blank for at in found)
        if not begin or max(times.values()) == 1 or 2 * sum(map(is_surely_name, times)) < len(times):
            return None
    if len(found) < _FEW or not all(at in found or alone for at in parted or range(first, len(lines))):
        return None
    if not all(is_name(match["name"], strict=False) for match in found.values()):
        return None
    for at, match in found.items():
        lines[at].sign(Signature(match["name"], "label", "", lines[at].text[match.end() :]))
    return first


def _mark_spoken(lines: Sequence[Line]) -> int | None:
    """Paragraphs such as ``“No.” — Bo``, each on a line of its own."""
    found = {at: match for at, line in enumerate(lines) if (match := _SPOKEN.fullmatch(line.text)) is not None}
    first = min(found, default=0)
    if len(found) < _FEW or set(found) != set(range(first, len(lines))):
        return None
    names = {at: match["name"].split(",")[0].strip() for at, match in found.items()}
    if not all(is_name(name, strict=False) for name in names.values()):
        return None
    for at, match in found.items():
        lines[at].sign(Signature(names[at], "label", "", match["words"]))
    return first


def mark_behind(lines: Sequence[Line]) -> int | None:
    r"""Mark lines such as ``No. (Bo)``, if all from the first on are such and most are sentences.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("On fares\n\nNo. (Bo)\nWhy? (Ely, 42)\nIt was free! (Ida)")
    >>> mark_behind(lines), [line.said.author for line in lines if line.said]
    (1, ['Bo', 'Ely', 'Ida'])
    """
    found = {at: match for at, line in enumerate(lines) if (match := _BEHIND.fullmatch(line.text)) is not None}
    first = min(found, default=0)
    if len(found) < _FEW or set(found) != set(range(first, len(lines))):
        return None
    names = {at: match["name"].split(",")[0].strip() for at, match in found.items()}
    n_said = sum(match["words"].endswith(_ENDS) or bool(_VOICE.search(match["words"])) for match in found.values())
    if 2 * n_said <= len(found) or not all(map(is_name, names.values())):
        return None
    for at, match in found.items():
        lines[at].sign(Signature(names[at], "label", "", match["words"]))
    return first


def _mark_titled(lines: Sequence[Line]) -> int | None:
    """Blocks of a name and a line in brackets, as whom a speaker represents, each above the words."""
    starts = [at for at, line in enumerate(lines) if at == 0 or line.after_blank]
    heads = {
        start
        for start, end in pairwise(starts)
        if end - start == 2 and may_be_name(lines[start].text) and _WITHIN.fullmatch(lines[start + 1].text)
    }
    if len(heads) < _FEW or len({lines[at].text for at in heads}) == 1 or any(at + 2 in heads for at in heads):
        return None
    for at in heads:
        lines[at].sign(Signature(lines[at].text, "label", lines[at + 1].text, ""))
        lines[at + 1].role = "own"
    return min(heads)


def _mark_named(lines: Sequence[Line]) -> int | None:
    """Blocks whose first line is a name, three below a date: somebody speaks twice, or all names are in capitals."""
    starts = [at for at, line in enumerate(lines) if at == 0 or line.after_blank]
    named = [start for start, end in pairwise([*starts, len(lines)]) if end - start > 1 and _is_speaker(lines[start])]
    few = _FEW if named and named[0] and is_date(lines[named[0] - 1].text) else _FEW_BLOCKS
    if len(named) < few or len(named) < 0.75 * sum(start >= named[0] for start in starts):
        return None
    names = Counter(lines[at].text for at in named)
    is_again = len(names) < len(named) and len(names) > 1
    if not is_again and not all(name.isupper() for name in names):
        return None
    for at in named:
        lines[at].sign(Signature(lines[at].text, "label", "", ""))
    return named[0]


def _mark_once(lines: Sequence[Line]) -> int | None:
    """Blocks, or else lines, that all begin like ``Bo Rae:``, each once: some ask, or say what they think."""
    starts = [at for at, line in enumerate(lines) if at == 0 or line.after_blank]
    said = {at: one for at, line in enumerate(lines) if (one := _colon(line)) is not None}
    first = min(said, default=0)
    parted = [at for at in starts if at >= first]
    blocks = parted if len(parted) > 1 else list(range(first, len(lines)))
    if len(blocks) < _FEW_BLOCKS or any(at not in said for at in blocks):
        return None
    n_voices = sum(_VOICE.search(said[at].rest) is not None for at in blocks)
    n_names = sum(is_surely_name(said[at].author) for at in blocks)
    if n_voices < max(_FEW_VOICES, len(blocks) / 3) or 4 * n_names < 3 * len(blocks):
        return None
    for at in blocks:
        lines[at].sign(said[at])
    return first


def _colon(line: Line) -> Signature | None:
    """Who a line that begins like ``Bo Rae:`` says said the rest, if that is several words."""
    said = signature(line.text) if line.marker is None and line.role is None else None
    is_said = said is not None and said.kind == "colon" and len(said.rest.split()) >= _FEW and not is_key(said.author)
    return replace(said, kind="label") if said is not None and is_said else None


def mark_dated(lines: Sequence[Line]) -> int | None:
    r"""Mark comments that have a date above, such as a guest book's, and a name below their words if all have one.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless three blocks, and most from the first of them on, begin with a day of some year.

    Returns
    -------
    int or None
        The index of the first date.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Guest book\n\n3/5/2024\nCold.\n\n4/5/2024\nNo lift!\n\nWhy?\n\n5/5/2024\nLovely.")
    >>> mark_dated(lines), [line.said.date for line in lines if line.said]
    (1, ['3/5/2024', '4/5/2024', '5/5/2024'])
    """
    starts = [at for at, line in enumerate(lines) if at == 0 or line.after_blank]
    dated = {
        start: end
        for start, end in pairwise([*starts, len(lines)])
        if end - start > 1 and _YEAR.search(lines[start].text[:LONGEST_NAME]) and is_date(lines[start].text)
    }
    first = min(dated, default=0)
    named = sum(end - start > 2 and may_be_name(lines[start + 1].text) for start, end in dated.items())
    if len(dated) < _FEW or len(dated) < 0.75 * sum(start >= first for start in starts) or 2 * named > len(dated):
        return None
    are_signed = all(end - start > _FEW - 1 and _is_below_sentence(lines, end - 1) for start, end in dated.items())
    for at, end in dated.items():
        name = lines[end - 1].text.partition(",")[0] if are_signed else ""  # behind a comma is a place
        lines[at].sign(Signature(name, "dated", lines[at].text, ""))
        lines[at].role = lines[at + 1].role = None  # if several say the same, it looked like their name
        if are_signed:
            lines[end - 1].hide()
    return first


def _is_below_sentence(lines: Sequence[Line], at: int) -> bool:
    """Whether a line may be the name of whoever said the sentence that ends above it."""
    return may_be_name(lines[at].text) and lines[at - 1].text.endswith(_ENDS)


def mark_parted(lines: Sequence[Line]) -> int | None:
    r"""Mark comments without names that are parted by rules, below a title, or below an article of several paragraphs.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless the rules are alike and three or more, and what they part is short.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Lido\n\nIt is shut.\n-----\nWhy?\n-----\nTwo reasons.\n\nLeaks.\n-----\nI see.")
    >>> mark_parted(lines), [line.said.rest for line in lines if line.said]
    (1, ['It is shut.', 'Why?', 'Two reasons.', 'I see.'])
    """
    rules = [at for at, line in enumerate(lines) if RULE.fullmatch(line.text)]
    if len(rules) < _FEW or len({lines[at].text for at in rules}) > 1:
        return None
    spans = [(start, end) for start, end in pairwise([0, *(at + 1 for at in rules), len(lines) + 1]) if end - start > 1]
    if len(spans) < _FEW:
        return None
    first, end = spans[0]
    is_titled = (
        end - first > 2 and lines[first + 1].after_blank and not lines[first].text.endswith((".", "!", '"', "”"))
    )
    spans[0] = first + is_titled, end
    n_blocks = [1 + sum(lines[at].after_blank for at in range(start + 1, end - 1)) for start, end in spans]
    if is_titled and n_blocks[0] > 1:
        del spans[0], n_blocks[0]
    n_words = sum(len(lines[at].text.split()) for start, end in spans for at in range(start, end - 1))
    is_long = sum(n_blocks) > _MOST_BLOCKS * len(spans) or n_words > _MOST_WORDS * len(spans)
    if len(spans) < _FEW or is_long or any(lines[at].text[0] in "#|" for at in range(spans[0][0], len(lines))):
        return None
    if 2 * sum(_may_be_head(lines[start]) for start, _ in spans) > len(spans):
        return None
    for start, _ in spans:
        lines[start].sign(Signature("", "dated", "", lines[start].text))
    return spans[0][0]


def _may_be_head(line: Line) -> bool:
    return line.marker is not None or is_name(line.text, strict=False) or signature(line.text) is not None


def _is_speaker(line: Line) -> bool:
    return (
        line.marker is None
        and line.role is None
        and line.text[0] not in "[("
        and is_name(line.text)
        and not is_furniture(line.text)
    )
