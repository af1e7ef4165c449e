"""Comments noted, clipped or printed by hand: dates beside names, quoted replies, counted records, tables, bars."""

from __future__ import annotations

import pytest
from files import SAID, read, said, talk

TOP = "Lido to close\n\nThe trust blames the laundry.\n\n"


@pytest.mark.parametrize(
    "message",
    [
        "**{name}** *3 May 2024*\n\n{words}\n\n---\n\n",
        "**{name}** _(3 May 2024)_\n\n{words}\n\n",
        "- **{name}** _(3 May 2024)_\n\n  {words}\n\n",
        "> **{name}** · [2024-05-03](https://lido.example/c/1) · 12 points\n>\n> {words}\n\n",
        "2024-05-03 09:17 | {name} | {words}\n",
        "3 May 2024 | {name} | {words}\n",
        "09.17 GMT\n\n{name} writes:\n\n{words}\n\nShare\n\n",
        "{name} (3/5): {words}\n\n",
    ],
)
def test_a_date_beside_a_name_is_nobodys_words(message):
    assert said(TOP + talk(message)) == SAID


def test_an_orgs_date_is_no_part_of_a_name():
    page = "#+TITLE: Lido\n\n" + talk("* {name} <2024-05-03 Fri>\n  {words}\n\n")
    assert said(page) == SAID


def test_whom_a_long_name_answers_may_have_a_long_name_too():
    page = TOP + "the_night_bus_99 wrote:\nNo.\n\nwinter_swimmer_of_ely replied to the_night_bus_99:\nWhy?\n"
    thread = read(page)
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("the_night_bus_99", None),
        ("winter_swimmer_of_ely", "1"),
    ]


def test_replies_quoted_below_dated_names_may_hold_quotes():
    page = TOP + "**Bo** · 3 May 2024\n\nIt leaks.\n\n> **Ely** · 3 May 2024\n>\n> > It leaks.\n>\n> Since when?\n\n"
    thread = read(page + "**Ida** · 4 May 2024\n\n> blames the laundry\n\nOf course.\n")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo", "It leaks.", None),
        ("Ely", "> It leaks.\n\nSince when?", "1"),
        ("Ida", "> blames the laundry\n\nOf course.", None),
    ]


def test_cells_may_have_line_ends_and_answer_rows():
    rows = "| 1 | Bo | No.<br><br>Never. | |\n| 2 | Ida | Why? | 1 |\n"
    thread = read("# Lido\n\n| # | Name | Comment | Reply to |\n|---|---|---|---|\n" + rows)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo", "No.\n\nNever.", None),
        ("Ida", "Why?", "1"),
    ]


def numbered(record: str) -> str:
    return "".join(record.format(n=n, name=name, words=words) for n, (name, words) in enumerate(SAID, 1))


@pytest.mark.parametrize(
    "record",
    [
        "Response no. {n}\nRespondent: {name}\nDate: 3/5/2024\nComment:\n{words}\n\n",
        "Comment {n}\nUser: {name}\nLikes: {n}\n{words}\nCode: ____\n\n",
        "Posts\n______\n{n}. Lido to close\n  Posted by: {name}\n  Date: 3 May 2024\n\n{words}\n\n",
        "From: {name} <a@b.example>\nSubject: Re: Lido\nDate: 3 May 2024\nLines: {n}\n\n{words}\n\n-- \n{name}\n\n",
    ],
)
def test_what_is_alike_around_records_is_nobodys_words(record):
    assert said(numbered(record)) == SAID


def test_a_key_that_few_records_end_in_is_somebodys_words():
    page = numbered("Name: {name}\nDate: 3 May 2024\nComment: {words}\n\n") + "PS: It was free.\n"
    assert said(page)[-1] == ("Bianca", "Not me.\n\nPS: It was free.")


def test_a_name_in_quotes_is_told_from_the_address_behind_it():
    page = numbered('{n}. Lido\n  Posted by: "{name}" name_{n}@lido.example\n  Date: 3 May 2024\n\n{words}\n\n')
    assert said(page) == SAID


@pytest.mark.parametrize(
    "page",
    [
        "Prices\n\nOpen | Monday | two pounds\nShut | Friday | nothing\n",
        "On towels\n\nA *3 May 2024* ticket is void.\n\nBring **one** *2 May 2024* ticket.\n\nThe lido is shut.\n",
    ],
)
def test_bars_and_stars_in_prose_sign_nothing(page):
    assert not any(one.author for one in read(page).comments)
