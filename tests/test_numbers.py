"""Copied pages and records: comments that are nothing but a number, among counts that are the page's own."""

from __future__ import annotations

import pytest
from files import FIVE, TOP, read, said

TEN = (*FIVE[:3], ("Ely Moss", "7"), *FIVE[3:], ("Ely Moss", "7 of what?"))

TITLES = ("So so", "Not for us", "Dear", "As expected", "Never again", "Good towels", "Fine with me")
JOBS = ("Retired baker", "University of Ely", "Works at Lido Trust")


def page(layout: str) -> str:
    return "".join(
        layout.format(name=name, words=words, n=n, job=JOBS[n % 3], title=TITLES[n - 2])
        for n, (name, words) in enumerate(TEN, 2)
    )


@pytest.mark.parametrize(
    "layout",
    [
        "Name: {name}\nLikes: {n}\nComment: {words}\n\n",
        "- author: {name}\n  likes: {n}\n  comment: {words}\n",
        "Author: {name}    Date: {n} May 2024    Comment: {words}\n",
    ],
)
def test_a_number_behind_a_key_is_somebodys_words_if_others_have_words_there(layout):
    assert said(f"{TOP}{page(layout)}") == list(TEN)


def test_a_key_with_nothing_but_numbers_counts_the_records():
    layout = "Comment: {n}\nName: {name}\nDate: 3 May 2024\n{words}\n\n"
    assert said(page(layout)) == list(TEN)


@pytest.mark.parametrize(
    "layout",
    [
        "View {name}'s profile\n{name}\n{job}\n{n}h\n{words}\n\nUseful\n{n}\nReply\n",
        "Comment from {name} {n} hours ago\n{name}\n{n} hours ago\n{words}\n\nRespect\n{n}\nReply\nShare\n",
        "{name}\n{job}\n{words}\nLike · Reply · {n} · {n}h\n",
        "{name}\n{n}\n{n}. Mai 2024, 07:5{n}:00\n{words}\nantworten\nmelden\n",
    ],
)
def test_a_number_is_somebodys_words_where_others_have_theirs(layout):
    assert said(f"{TOP}{len(TEN)} comments\n{page(layout)}") == list(TEN)


def test_a_number_below_whom_it_answers_is_somebodys_words():
    whom = {"Ten Bells": "Bianca", "Ida Falk": "Morag T.", "night_bus_9": "Ely Moss", "Ely Moss": "Bianca"}
    blocks = "".join(
        f"Comment from {name} {n} hours ago\n{name}\n{n} hours ago\n"
        + (f"In reply to {whom[name]}\n" if name in whom and words != "7" else "")
        + f"{words}\n\nRespect\n{n}\nReply\nShare\n"
        for n, (name, words) in enumerate(TEN, 2)
    )
    assert said(f"{TOP}7 comments\n{blocks}") == list(TEN)


def test_a_number_below_a_reviews_title_is_its_words_if_all_others_have_words_there():
    layout = (
        "{name}\n{n} reviews\nRated {n} out of 5 stars\n{n} hours ago\n{title}\n{words}\n\nDate: 3 May 2024\nShare\n"
    )
    assert said(page(layout)) == [(name, f"{title}\n{words}") for title, (name, words) in zip(TITLES, TEN, strict=True)]
    counted = layout.replace("\n\nDate", "\n{n}\n\nDate").replace("{title}\n", "")
    people = [(name, words) for name, words in said(page(counted)) if words != "7"]
    assert people == [one for one in TEN if one[1] != "7"]


def test_a_comment_without_words_takes_none_from_the_counts_below_it():
    blocks = [f"{name}\n{n} May 2024\n{words}\nantworten\nmelden\n" for n, (name, words) in enumerate(FIVE, 2)]
    thread = read(f"{TOP}6 comments\n{''.join(blocks)}Ely Moss\n8 May 2024\nantworten\nmelden\n")
    assert [(one.author, one.text) for one in thread.comments][:5] == list(FIVE)
    assert all(one.text not in ("4", "antworten") for one in thread.comments)


@pytest.mark.parametrize(
    "layout",
    [
        "@{name} · {n}h ago\n{words}\n{n}\n",
        "{name}\n{n} hours ago\n{words}\n{n}\n{few}",
        "{name}\n@x_{n}\n·\n{n}h\nReplying to\n@lido\n{words}\n{n}\n{few}1{n}1\n",
        "{n}h\n{name}\n@x_{n}@swim.example\n{words}\n{n}\n",
    ],
)
def test_counts_below_words_are_the_pages_if_most_comments_have_some(layout):
    people = [(name.replace(" ", "_").rstrip("."), words) for name, words in TEN]
    blocks = "".join(
        layout.format(name=name, words=words, n=n, few=f"{n % 3}\n" if n % 3 else "\n")
        for n, (name, words) in enumerate(people, 2)
    )
    found = said(f"{TOP}7 comments\n{blocks}")
    assert [(name.removeprefix("@"), words) for name, words in found] == people


def test_numbers_that_are_all_that_most_people_say_are_their_words():
    guesses = [(name, words if n == 1 else f"1{n}0") for n, (name, words) in enumerate(FIVE)]
    blocks = "".join(f"{name}\n{n} hours ago\n{words}\n" for n, (name, words) in enumerate(guesses, 2))
    assert said(f"{TOP}5 comments\n{blocks}") == guesses


def test_a_number_in_which_few_comments_end_is_one_of_its_words():
    people = [*FIVE[:4], ("Ely", "How many towels are there?\n12")]
    blocks = "".join(f"{name}\n{n} hours ago\n{words}\n\n" for n, (name, words) in enumerate(people, 2))
    assert said(f"{TOP}5 comments\n{blocks}") == people
