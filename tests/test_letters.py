"""Letters to a newspaper: each is signed below its last sentence."""

from __future__ import annotations

import pytest
from files import read


def test_letters_are_signed_by_a_name_or_a_name_and_a_place_below_their_last_sentence():
    page = "Letters to the editor\n\nOn towels\n\nSIR – Two pounds is dear.\nRuth Hale\nEly\n\n"
    page += (
        "SIR – I swim daily.\n\nI bring my own.\nJ. P. Munro (retd)\nMarch, Cambs\n\nSIR – Why not?\nMary-Ann de Wit\n"
    )
    thread = read(page)
    assert thread.title == "On towels"
    assert [(one.author, one.text) for one in thread.comments] == [
        ("Ruth Hale", "SIR – Two pounds is dear."),
        ("J. P. Munro (retd)", "SIR – I swim daily.\n\nI bring my own."),
        ("Mary-Ann de Wit", "SIR – Why not?"),
    ]


def test_the_next_letters_headline_is_below_a_name_and_a_place():
    page = "Letters\n\nDear at the price\n\nSIR – Two pounds is dear.\n\nRuth Hale\nEly\n\nWhat of the soap\n\n"
    page += "SIR – I swim daily.\n\nJ. P. Munro\nMarch\n\nSIR – Why not?\n\nYours etc.\n\nMary-Ann de Wit\n"
    assert [one.author for one in read(page).comments] == ["Ruth Hale", "J. P. Munro", "Mary-Ann de Wit"]


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\nNo End\n\nWe swam.\n\nIt rained again.\n",
        "I like it.\nvery much\n\nShame on them.\nof course\n",
        "Towels are dear.\nGood Grief!\n\nWho pays?\nNot Me, surely.\n",
    ],
)
def test_short_lines_below_sentences_sign_no_letters(text):
    assert all(one.author is None for one in read(text).comments)
