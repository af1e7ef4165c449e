"""Recognise what only the line beside it shows to be the page's own: "Yes" below "Was this helpful?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from stancekit.reading.pages.dates import is_date
from stancekit.reading.pages.furniture import DOTS, is_furniture, is_role
from stancekit.reading.pages.lines import Line, is_count_of_replies

__all__ = ["mark_beside"]

_HELPFUL = re.compile(r".{0,60}\bhelpful\?", re.IGNORECASE)
_DRAWER, _END_OF_DRAWER, _DEEP = re.compile(r":[A-Z]{1,20}:"), ":END:", 20  # Org's; lines
_SORT = re.compile(  # a label alone, above the order that is chosen
    r"sort(?:ed)? by:?|sortier(?:en|t) nach:?|tri(?:er)? par:?|ordenar por:?|(?:sort|sortierung|tri|ordenar):",
    re.IGNORECASE,
)
_KEYED = re.compile(r"date (?:posted|of (?:experience|visit|stay)): \S.{0,40}", re.IGNORECASE)
_COUNTRY = re.compile("[A-Z]{2}")
_LINK = re.compile(  # of a page's foot
    r"about(?: us)?|careers|jobs|press(?: office)?|contact(?: us)?|help(?: cent(?:er|re))?|faqs?|sitemap|cookies?"
    r"|(?:privacy|cookies?)(?: policy| settings| notice)?|(?:\w+ )?terms(?: (?:of|and|&) \w+)?|legal|accessibility"
    r"|advertise|report a problem"
    r"|über uns|impressum|datenschutz|agb|kontakt|mentions légales|confidentialité|aviso legal|privacidad|regulamin",
    re.IGNORECASE,
)
_FEW_LINKS, _LONGEST_LINK = 3, 30
_SENT_FROM = re.compile(
    r"sent from (?:my )?[^.!?]{2,30}|von meinem .{2,20} gesendet|envoyé de mon .{2,30}", re.IGNORECASE
)
_SIGNED = 6  # lines of a mail's signature, with the dashes above it
_FEW_WORDS = 3  # of a label, at most
_ANSWERED = re.compile(r"@.{0,60}|\S.{0,40} replied")
_BRACED = re.compile(r"\{\w{1,20}\}")  # "{Reactions}"


def mark_beside(lines: Sequence[Line]) -> None:
    r"""Mark what only a line beside it shows to be the page's own.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Go to lido\nr/lido\nNo.\nWas this helpful?\nYes\nNo\n@bo\n·\n3 replies\n{Reactions}\n👍 (2)")
    >>> mark_beside(lines)
    >>> [line.text for line in lines if line.role != "own"]
    ['r/lido', 'No.', 'Was this helpful?', '3 replies']
    """
    _hide_foot(lines)
    _hide_signature(lines)
    for at, line in enumerate(lines[:-1]):
        below = lines[at + 1]
        if line.text == f"Go to {below.text[2:]}" and below.text.startswith("r/"):
            line.role = "own"
        elif below.text == "Yes" and _HELPFUL.fullmatch(line.text):
            below.role = "own"
            if at + 2 < len(lines) and lines[at + 2].text == "No":
                lines[at + 2].role = "own"
        elif _ANSWERED.fullmatch(line.text) and below.text in DOTS and at + 2 < len(lines):
            if is_count_of_replies(lines[at + 2].text):  # the channel, or somebody, has answered, too
                line.role = below.role = "own"
                if line.text[0] != "@":
                    lines[at + 2].role = "own"
        elif _DRAWER.fullmatch(line.text):
            texts = [inner.text for inner in lines[at : at + _DEEP]]
            for inner in lines[at : at + texts.index(_END_OF_DRAWER) + 1] if _END_OF_DRAWER in texts else ():
                inner.role = "own"
        elif _KEYED.fullmatch(line.text):
            line.role = "own"
        elif line.text == "Previous" and below.text.isdecimal():
            _hide_pages(lines, at)
        elif (
            is_role(line.text)
            and _COUNTRY.fullmatch(below.text)
            and at + 2 < len(lines)
            and is_date(lines[at + 2].text)
        ):
            line.role = below.role = "own"  # between a name and a date
        elif is_role(line.text) and is_furniture(below.text) and at + 2 < len(lines) and is_date(lines[at + 2].text):
            line.role = below.role = "own"  # a button beside the role
        elif (_SORT.fullmatch(line.text) and _is_label(lines, at + 1)) or (
            _BRACED.fullmatch(line.text) and not below.after_blank
        ):
            line.role = below.role = "own"


def _hide_foot(lines: Sequence[Line]) -> None:
    """Mark the links that a file ends with, each on a line, if there are several: one may be somebody's words."""
    links = list(takewhile(lambda line: _LINK.fullmatch(line.text, 0, _LONGEST_LINK), reversed(lines)))
    for line in links if len(links) >= _FEW_LINKS else ():
        line.role = "own"


def _hide_signature(lines: Sequence[Line]) -> None:
    """Mark who forwards the page, in the lines that a file ends with, below two dashes, or what was used for that."""
    if lines and lines[-1].after_blank and _SENT_FROM.fullmatch(lines[-1].text):
        lines[-1].hide()
        lines = lines[:-1]
    for at in range(len(lines) - 2, max(len(lines) - _SIGNED, 1) - 1, -1):
        if lines[at + 1].after_blank or lines[at + 1].text.endswith((".", "!", "?", "…")):
            return
        if lines[at].text == "--":
            for line in lines[at:]:
                line.hide()
            return


def _hide_pages(lines: Sequence[Line], at: int) -> None:
    """Mark "Previous", the numbers of pages below it, and "Next" below these, if that is there."""
    end = at + 1
    while end < len(lines) and lines[end].text.isdecimal():
        end += 1
    if end < len(lines) and lines[end].text.startswith("Next"):
        for link in lines[at : end + 1]:
            link.role = "own"


def _is_label(lines: Sequence[Line], at: int) -> bool:
    """Whether a line may be a label: few words, no end of a sentence, and no name above a date."""
    text = lines[at].text
    is_above_date = at + 1 < len(lines) and is_date(lines[at + 1].text)
    return text[-1].isalnum() and len(text.split()) <= _FEW_WORDS and not is_above_date
