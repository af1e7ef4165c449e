"""Comments that are counted, with names or without, and essays, lists and contracts that are counted, too."""

from __future__ import annotations

import pytest
from files import SAID, read, said

TOP = "Lido to close\n\nThe trust blames the laundry.\n\n"
PEOPLE = {
    "notes in a margin": ("[{letter}] {name}\n{words}\n\n", [None, None, None]),
    "letters": ("({letter}) {name}: {words}\n\n", [None, None, None]),
    "letters and points": ("{letter}) {name}: {words}\n", [None, None, None]),
    "outline": ("{outline} {name}: {words}\n", [None, "1", "2"]),
    "fields": ("#{n} | {name} | 3 May 2024 09:17 | {n} likes\n{words}\n\n", [None, None, None]),
    "cells": ("{n} | {name} | {words}\n", [None, None, None]),
    "cells with dates": ("{n} | {name} | 3 May 2024 | {words}\n", [None, None, None]),
    "fields that answer": ("#{n} | {name} | 3 May 2024 | reply to #{above}\n{words}\n\n", [None, "1", "2"]),
    "fields behind the count": ("#{n} {name} · 3 May 2024\n\n{words}\n\nAnd so on.\n\n", [None, None, None]),
}


def counted(form: str) -> str:
    return "".join(
        form.format(n=n, above=n - 1, letter="abc"[n - 1], outline=".".join("1" * n), name=name, words=words)
        for n, (name, words) in enumerate(SAID, 1)
    )


@pytest.mark.parametrize(("form", "parents"), PEOPLE.values(), ids=PEOPLE)
def test_counted_names_are_whose_comments_follow(form, parents):
    thread = read(TOP + counted(form))
    assert thread.article == "The trust blames the laundry."
    assert [(one.author, one.text.removesuffix("\n\nAnd so on.")) for one in thread.comments] == SAID
    assert [one.parent for one in thread.comments] == parents


def test_a_list_within_a_counted_comment_stays_in_it():
    page = TOP + "(a) Bo: Two ways:\n\n(i) boats\n\n(ii) trains\n\n(b) Ida: No.\n\n(c) Bo: Why?\n"
    assert [one.author for one in read(page).comments] == ["Bo", "Ida", "Bo"]


@pytest.mark.parametrize(
    "page",
    [
        "Terms\n\n(a) Landlord: the trust.\n\n(b) Tenant: whoever swims.\n\n(c) Deposit: two pounds.\n",
        "1 | Landlord | The trust.\n2 | Tenant | Whoever swims.\n3 | Deposit | Two pounds.\n",
        "1 Purpose: to keep the lido.\n1.1 Scope: the pool.\n1.2 Cost: two pounds.\n2 End: never.\n",
        "#1 Opening Hours\nNine to five.\n\n#2 Prices\nTwo pounds.\n\n#3 Warm Towels\nBring one.\n",
        "(1) Bo Falk\nThe trust.\n\n(2) Ida Moss\nThe pool.\n\n(3) Ely Ward\nThe boats.\n",
        "[a] See Moss 1998, p. 3.\n[b] It says so in the minutes.\n[c] Ibid.\n",
    ],
)
def test_counted_parts_and_terms_are_nobody(page):
    assert not any(one.author for one in read(page).comments)


def test_numbered_comments_keep_their_lists_and_paragraphs():
    page = "Lido to close\n\n1) It is shut.\n\nAgain.\n\n2) Three reasons:\n\n- leaks\n- costs\n\n3) 1998\n\n4) Why?\n"
    thread = read(page)
    assert thread.title == "Lido to close"
    assert [one.text for one in thread.comments] == [
        "It is shut.\n\nAgain.",
        "Three reasons:\n\n- leaks\n- costs",
        "1998",
        "Why?",
    ]


def test_numbered_parts_of_an_essay_are_not_counted_as_comments():
    part = "{n}. {words}\n\nThat was long ago, and few remember it.\n\nNobody wrote it down.\n\n"
    page = "Three summers\n\nI swam there as a child.\n\n" + counted(part) + "It is shut now.\n"
    assert "1. The lido is shut again." in [one.text for one in read(page).comments]


def test_counted_buttons_and_grades_are_nobody():
    page = "Lido\n\n1 star\n12%\n2 star\n6%\n3 star\n80%\n\nIt is warm.\n"
    assert not any(one.author for one in read(page).comments)


COUNTED = "bo May 3, 2024, 10:42am 1\n\nTags push titles off my phone.\n\n3 Likes\n\n"


def test_a_count_behind_a_name_and_a_date_is_nobodys_word():
    page = COUNTED + "Ely_Ray (Ely Ray) May 3, 2024, 11:15am 2\n\nKeep them.\n\n1 Like\n\n"
    page += "ida May 4, 2024, 8:02am 4\n\nbo:\n\n push titles off my phone\n\nThen not on phones.\n\n"
    page += "system (system) Closed June 5, 2024, 7:00am 5\n\nThis topic was automatically closed 30 days later.\n"
    thread = read(f"Shall tags be shown?\n\nFeedback\n\n{page}")
    assert thread.title == "Shall tags be shown?"
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("bo", "Tags push titles off my phone.", None),
        ("Ely_Ray", "Keep them.", None),
        ("ida", "Then not on phones.", "1"),
    ]


def test_numbers_that_do_not_rise_are_no_counts():
    page = "Bo May 3, 2024 9\nNo.\nEly May 3, 2024 2\nWhy?\nIda May 4, 2024 4\nIt leaks.\n"
    assert not any(one.author for one in read(f"Lido\n\n{page}").comments)


def test_what_a_tracker_changed_and_its_foot_are_nobodys_words():
    heads = [f"{name} (user-{n}) wrote on 2024-03-1{n}:\t \t#{n}\n" for n, (name, _) in enumerate(SAID, 1)]
    page = "".join(f"{head}{words}\n\n" for head, (_, words) in zip(heads, SAID, strict=True))
    page = page.replace(heads[2], f"Changed in paperd (Ubuntu):\nstatus:\tNew → Confirmed\n{heads[2]}")
    foot = "To post a comment you must log in.\nEdit bug mail\nOther subscribers\n"
    thread = read(f"The last line is cut off\nBug #204 reported by Bianca on 2024-03-10\n\n{page}{foot}")
    assert thread.title == "The last line is cut off"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_what_was_done_between_comments_and_what_is_below_a_box_are_nobodys_words():
    form = "{0}\n{0} commented on Mar 3, 2025\n{0}\non Mar 3, 2025\n{1}\n\n"
    done = "bo\nclosed this as completedin #12on Mar 10, 2025\n\nida\nadded this to the 2.1 plan on Mar 9, 2025\n\n"
    foot = "Sign up for free to join this conversation on GitHub. Sign in to comment\nMetadata\nLabels\nbug\n"
    assert said(f"Undo\n#7\n{done.join(form.format(*one) for one in SAID)}{foot}") == SAID
