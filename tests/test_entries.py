"""Entries of lists with keys, as in YAML; lines of several keys, as PDF readers print notes; notes in Word's margin."""

from __future__ import annotations

import pytest
from files import SAID, TALK, read, said

ENTRIES = """\
title: "Lido charges for \\"towels\\""
comments:
  - id: 4
    author: "Bianca"
    date: 2024-05-01
    text: "The lido is shut again.\\n\\nIs it not?"
    likes: 3
    replies:
      - id: 5
        text: 'Who asked? That''s me.'
        author: fed_up99
  - id: 6
    author: 'Morag T.'
    text: |
      It was never warm.

      Nor clean: author of this, take note.
    parent: 5
"""


def test_entries_of_a_list_with_keys_are_comments():
    thread = read(ENTRIES)
    assert thread.title == 'Lido charges for "towels"'
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bianca", "The lido is shut again.\n\nIs it not?", None),
        ("fed_up99", "Who asked? That's me.", "1"),
        ("Morag T.", "It was never warm.\n\nNor clean: author of this, take note.", "2"),
    ]


@pytest.mark.parametrize("mark", [">-", "|", "|-", ">+"])
def test_an_entrys_words_may_stand_below_a_sign(mark):
    page = "".join(f"- author: {name}\n  text: {mark}\n    {words}\n" for name, words in SAID)
    assert said(f"comments:\n{page}") == SAID


def test_a_quote_that_is_not_closed_is_kept():
    page = '- author: Bo\n  text: "No" he said\n- author: Ely\n  text: "\\x"\n'
    assert said(page) == [("Bo", '"No" he said'), ("Ely", "\\x")]


@pytest.mark.parametrize(
    "page",
    [
        "Lido\n\nComments\n\n- Bo: text: no.\n- Ely: Why?\n- Ida: author: unknown.\n",
        "Lido\n\nComments\n\n- Author: who cares?\n- Bo: I do.\n- Text: none.\n",
    ],
)
def test_bullets_that_speak_of_keys_are_no_entries(page):
    assert len(read(page).comments) == 3


@pytest.mark.parametrize("gap", ["\t", "   ", " | "])
def test_several_keys_on_a_line_are_the_head_of_the_words_below(gap):
    head = gap.join(["Number: {n}", "Author: {name}", "Subject: Sticky Note", "Date: 0{n}/05/2024 09:05:12"])
    page = "".join(f"Page: {n}\n{head.format(n=n, name=name)}\n{words}\n\n" for n, (name, words) in enumerate(TALK, 1))
    assert said(f"Summary of Comments on lido.pdf\n{page}") == SAID


def test_notes_in_a_margin_are_signed_by_initials_and_may_answer_one_another():
    page = "Commented [BH1]: The lido is shut again.\n\nIs it not?\n\nCommented [M2R1]: Who asked?\n\n"
    page += "Comment [BH3]: Not me.\n"
    assert [(one.author, one.text, one.parent) for one in read(page).comments] == [
        ("BH", "The lido is shut again.\n\nIs it not?", None),
        ("M", "Who asked?", "1"),
        ("BH", "Not me.", None),
    ]
    assert read(f"Comments on the plan\n\n{page}").comments[0].author == "BH"


def test_lettered_notes_are_comments_on_the_text_above():
    page = "Charter of the choir\n\n1. We sing.[a]\n2. Who is late[b] pays.\n\n[a]In summer, too?\n\nReally?\n[b]No!\n"
    thread = read(page)
    assert (thread.title, thread.article) == ("Charter of the choir", "1. We sing.[a]\n2. Who is late[b] pays.")
    assert [(one.author, one.text) for one in thread.comments] == [(None, "In summer, too?\n\nReally?"), (None, "No!")]
