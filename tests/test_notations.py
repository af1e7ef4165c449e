"""Notations of plain text: trees, Org, AsciiDoc, reStructuredText and quotes of Markdown, and texts that look so."""

from __future__ import annotations

import pytest
from files import read, said

TALK = (
    ("Bianca", "The lido is shut again.", None),
    ("fed_up99", "Who asked for that?", 0),
    ("Morag T.", "It was never warm.", 1),
    ("Bianca", "Nor clean.", 1),
    ("ely&co", "1984", None),
)
PARENTS = [None, "1", "2", "2", None]


def depth(place: int) -> int:
    parent = TALK[place][2]
    return 0 if parent is None else 1 + depth(parent)


def lines(form) -> str:
    return "\n".join(form(depth(at), name, words) for at, (name, words, _) in enumerate(TALK)) + "\n"


def quoted(steps: int, name: str, words: str) -> str:
    marks = "> " * steps
    return f"{marks}**{name}**\n{marks.strip()}\n{marks}{words}\n"


NOTATIONS = {
    "a tree": lambda steps, name, words: "│   " * (steps - 1) + "├── " * (steps > 0) + f"{name}: {words}",
    "a tree with other corners": lambda steps, name, words: (
        "    " * (steps - 1) + "╰─ " * (steps > 0) + f"{name}: {words}"
    ),
    "a tree of plain signs": lambda steps, name, words: (
        "|   " * (steps - 1) + "`-- " * (steps > 0) + f"{name}: {words}"
    ),
    "Org's terms": lambda steps, name, words: "  " * steps + f"- {name} :: {words}",
    "Org's headings": lambda steps, name, words: "*" * (steps + 1) + f" {name}\n{words}",
    "AsciiDoc's stars": lambda steps, name, words: "*" * (steps + 1) + f" *{name}*: {words}",
    "quoted answers": quoted,
}
TOPS = {
    "Org's terms": "#+TITLE: Lido\n\n* Comments\n",
    "Org's headings": "#+TITLE: Lido\n\n",
    "AsciiDoc's stars": "= Lido\n\nIt leaks.\n\n== Comments\n\n",
}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_notation_tells_who_says_what_and_whom_they_answer(notation):
    thread = read(TOPS.get(notation, "Lido\n\n") + lines(NOTATIONS[notation]))
    assert thread.title == "Lido"
    assert [(one.author, one.text) for one in thread.comments] == [(name, words) for name, words, _ in TALK]
    assert [one.parent for one in thread.comments] == PARENTS


def test_fields_are_names_and_what_is_indented_below_them_goes_on():
    page = "Lido\n====\n\n:Bianca: It is shut.\n\n   Again.\n:fed up in Ely: Who asked?\n:Ida: 1984\n"
    assert said(page) == [("Bianca", "It is shut.\n\nAgain."), ("fed up in Ely", "Who asked?"), ("Ida", "1984")]


@pytest.mark.parametrize(
    "page",
    [
        "Lido\n\n:smile: We swim.\nAnd how.\n:wave: Hello.\n:heart: It.\n",
        "Lido\n\n:Author: Bo\n:Date: 3 May 2024\n:Status: draft\n\nIt leaks.\n",
        "Lido\n\n**Opening hours**\n\nNine.\n\n> We swim.\n\n**Prices**\n\nTwo pounds.\n\n**Towels**\n\nBring one.\n",
        "* Bring a towel: it is cold.\n** Very cold\n* And a hat.\n",
    ],
)
def test_signs_in_prose_and_emoji_are_no_notation(page):
    assert not {"smile", "Author", "Opening hours", "Very cold"} & {one.author for one in read(page).comments}


def test_a_quote_within_a_comment_is_no_answer():
    page = "Lido\n\nComments\n\n**Bo**\n\nIt is shut.\n\n**Ely**\n\n> **Bo**\n>\n> It is shut.\n\n"
    page += "Who says so?\n\n**Ida**\n\nI do.\n"
    assert [one.author for one in read(page).comments] == ["Bo", "Ely", "Ida"]
    assert read(page).comments[1].text.endswith("Who says so?")


def test_times_of_sbv_subtitles_are_not_words():
    page = "".join(f"0:00:0{n}.000,0:00:0{n}.900\n{name}: {words}\n\n" for n, (name, words, _) in enumerate(TALK))
    assert said(page) == [(name, words) for name, words, _ in TALK]
