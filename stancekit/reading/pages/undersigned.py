"""Recognise names right below words, "posted by Bianca at 9:17", where the lines around them are alike on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from stancekit.reading.pages.lines import Line, is_heading
from stancekit.reading.pages.names import Signature

__all__ = ["mark_undersigned"]


def mark_undersigned(lines: Sequence[Line], names: Mapping[int, str], known: Sequence[bool]) -> int | None:
    r"""Mark the words above names; above the first name is the article, unless a heading is between the two.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless each name has words right above and a blank line below, and most comments have one
        paragraph: with a title above each name, there would be one more.
    names : mapping of int to str
        The name on each line that has one and nothing else of a comment, in their order; there are three or more.
    known : sequence of bool
        For each line, whether it is known to be the page's own.

    Returns
    -------
    int or None
        The index of the first words.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> said = {"Bo": "No.", "Ely": "Why?", "Ida": "It leaks."}
    >>> lines = scan("Comments\n" + "\n\n".join(f"{words}\nposted by {name}" for name, words in said.items()))
    >>> mark_undersigned(lines, {2: "Bo", 4: "Ely", 6: "Ida"}, [True] + 6 * [False])
    1
    >>> [(line.said.author, line.said.rest) for line in lines if line.said]
    [('Bo', 'No.'), ('Ely', 'Why?'), ('Ida', 'It leaks.')]
    """
    ends = list(names)
    alone = sum(not any(line.after_blank for line in lines[end + 2 : below]) for end, below in pairwise(ends))
    if 2 * alone <= len(ends) or not all(_is_below_words(lines, at, name, known) for at, name in names.items()):
        return None
    headings = [at for at in range(ends[0]) if is_heading(lines[at].text)]
    starts = [headings[-1] + 1 if headings else ends[0], *(end + 1 for end in ends[:-1])]
    for start, (end, name) in zip(starts, names.items(), strict=True):
        beside = " ".join(lines[end].text.replace(name, " ", 1).split())
        if start < end:
            lines[start].sign(Signature(name, "label", beside, lines[start].text))
        lines[end].role = "own"
    for line in lines[ends[-1] + 1 :]:
        line.hide()
    return next(start for start, end in zip(starts, ends, strict=True) if start < end)


def _is_below_words(lines: Sequence[Line], at: int, name: str, known: Sequence[bool]) -> bool:
    """Whether a name has words right above, and a blank line or nothing below."""
    if at == 0 or lines[at].after_blank:
        return False
    is_named_above = known[at - 1] or lines[at - 1].text in name
    return not is_named_above and (at + 1 == len(lines) or lines[at + 1].after_blank)
