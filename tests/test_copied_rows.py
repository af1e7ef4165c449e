"""Rows of buttons and heads of comments on copied pages that no list of words covers."""

from __future__ import annotations

import pytest
from files import FIVE, read, said

ROWS = {
    "votes with words": ("#{n}\n{name}\n2 May 2024 | 10:2{n}\n", "Thumbs up {n}\nThumbs down 0\nResponder\n"),
    "an unknown button below a known one": ("{name}\nle 02/05/2024 à 15:12\n", "{n} J'aime\nRépondre\nRelire\n"),
    "one word": ("{name}\n2 May 2024\n", "more\n"),
    "buttons between dots": ("{name}\nMay 2, 2024 at 10:2{n} AM\n", "Amend\n·\nRemove\n·\n"),
    "a button beside a picture's word": ("{name}\nmore_vert\nFlag inappropriate\nMay 2, 2024\n", "Reply\n"),
    "a gap": ("{name}  May 2\n", "\n{n}\n\nReply\n"),
    "no space before the date": ("{name}2 May 2024\n", "{n} out of 12 found this useful. Log in to vote.\nPermalink\n"),
}


def page(row: str, talk=FIVE) -> str:
    head, buttons = ROWS[row]
    comment = head + "{words}\n\n" + buttons
    comments = (comment.format(name=name, words=words, n=n) for n, (name, words) in enumerate(talk, 1))
    return "Lido to charge for towels\n\n5 comments\n" + "".join(comments)


@pytest.mark.parametrize("row", ROWS)
def test_what_recurs_at_the_ends_of_comments_is_nobodys_words(row):
    assert said(page(row)) == list(FIVE)


@pytest.mark.parametrize("row", ROWS)
def test_what_a_few_end_with_is_theirs(row):
    talk = [(name, f"{words}\nSad day" if n < 2 else words) for n, (name, words) in enumerate(FIVE)]
    assert said(page(row, talk)) == talk


def test_words_that_are_all_that_most_say_are_theirs():
    talk = [(name, "Me too" if n else "Shame.") for n, (name, _) in enumerate(FIVE)]
    assert said(page("an unknown button below a known one", talk)) == talk


def test_a_head_may_say_who_is_answered_and_name_the_author_again():
    page = "Lido to charge\n\n3 comments\nOldest\n"
    page += "Comment posted by Bianca, at 20:44 2 MayBianca\n20:44 2 May\nShame.\n3 up\n1 down\n"
    page += "Reply posted by Ten Bells, to Bianca, at 20:57 2 MayTen Bells replied:\nWhy?\n2 up\n2 down\n"
    page += "Comment posted by Ida Falk, at 21:02 2 MayIda Falk\n21:02 2 May\nNobody asked.\n4 up\n0 down\n"
    page += "Reply posted by Bianca, to Ida Falk, at 21:20 2 MayBianca replied:\nThey never do.\n2 up\n1 down\n"
    assert [(one.author, one.text, one.parent) for one in read(page).comments] == [
        ("Bianca", "Shame.", None),
        ("Ten Bells", "Why?", "1"),
        ("Ida Falk", "Nobody asked.", None),
        ("Bianca", "They never do.", "3"),
    ]


PLACES = ("Ely, United Kingdom", "Leeds", "far from the lido, France", "Ely, United Kingdom", "March")


def placed(talk=FIVE) -> str:
    heads = zip(talk, PLACES, strict=True)
    return "".join(
        f"{name}, {place}, {n + 2} hours ago\n{words}\nReply\n" for n, ((name, words), place) in enumerate(heads)
    )


def test_a_place_behind_a_name_may_be_anything_where_others_have_one():
    assert said(f"Lido to charge\n\n5 comments\n{placed()}") == list(FIVE)


def test_a_sentence_with_a_date_behind_commas_is_no_head():
    talk = [*FIVE[:-1], ("Ida Falk", "It was warm.\nAnd I was there, in the water, 2 hours ago")]
    assert said(f"Lido to charge\n\n5 comments\n{placed(talk)}") == talk


GRADES = {
    "stars below the title": ("{title}\n★★★☆☆\n05/02/2024\n{name}\n\n", "\nmore\n"),
    "a fraction above the title": ("{n}/10\n{title}\n{name}2 May 2024\n", "{n} found this useful.\nPermalink\n"),
}


@pytest.mark.parametrize("grade", GRADES)
def test_a_reviews_title_may_be_above_or_below_its_grade(grade):
    head, row = GRADES[grade]
    titles = ("Cold", "Never again", "Not for me", "As ever", "Good towels")
    talk = zip(FIVE, titles, strict=True)
    reviews = (
        f"{head}{words}\n{row}".format(title=title, name=name, n=n) for n, ((name, words), title) in enumerate(talk, 1)
    )
    expected = [(name, f"{title}\n{words}") for (name, words), title in zip(FIVE, titles, strict=True)]
    found = said("Ely Lido (2021)\nReviews\n" + "".join(reviews))
    assert [(author, " ".join(text.split())) for author, text in found] == [
        (author, " ".join(text.split())) for author, text in expected
    ]


def test_a_fraction_may_be_all_that_somebody_says():
    talk = [*FIVE[:-1], ("Bo", "10/10")]
    assert said(page("one word", talk)) == talk


@pytest.mark.parametrize("words", ["It closed  May 2", "We met on 12 March 2024"])
def test_a_date_behind_words_is_no_head(words):
    assert said(page("one word", [*FIVE[:-1], ("Bo", f"Well.\n{words}")]))[-1] == ("Bo", f"Well.\n{words}")


TRACKER = "{name}\ncommented on May 2, 2024\n{name}\non May 2, 2024\nContributor\n{words}\n\n"
DONE = "noor-bot\nadded \n question\nThe trust has to say more\n on May 3, 2024\n"


def login(name: str) -> str:
    return name.replace(" ", "_").rstrip(".")


def tracked(talk=FIVE) -> list[str]:
    return [TRACKER.format(name=login(name), words=words) for name, words in talk]


def test_what_was_done_between_comments_is_nobodys_words():
    comments = tracked()
    page = (
        f"Lido #12\nOpen\n{''.join(comments[:2])}{DONE}{''.join(comments[2:])}@noor noor closed this on May 4, 2024\n"
    )
    page += "Sign up for free to join this conversation on Lido. Already have an account?\nLabels\nquestion\n"
    assert said(page) == [(login(name), words) for name, words in FIVE]


def test_what_was_done_is_nobodys_words_where_heads_say_only_on_which_day():
    comments = [f"{login(name)}\non May 2, 2024\nMember\n{words}\n\n" for name, words in FIVE]
    page = f"Lido #12\nOpen\n{''.join(comments[:2])}{DONE}{''.join(comments[2:])}{DONE}"
    assert said(page) == [(login(name), words) for name, words in FIVE]


def test_what_somebody_says_was_done_is_theirs():
    words = "The bot added a label.\nadded\nMy towel\nThe trust closed this on Monday"
    talk = [*FIVE[:4], ("Bo", words)]
    assert said("Lido #12\nOpen\n" + "".join(tracked(talk)))[-1] == ("Bo", words)
    assert said("Lido\n\n" + talk_of_two(DONE))[-1][1].startswith("Why?\nnoor-bot\nadded")


def talk_of_two(end: str) -> str:
    return f"Bo, 2 hours ago\nNo.\n\nIda, 1 hour ago\nWhy?\n{end}"
