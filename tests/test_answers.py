"""Pages copied from a browser: whom a comment answers, and what all of them are about."""

from __future__ import annotations

import pytest
from files import FIVE, TOP, read, said


def parents(page: str) -> list[str | None]:
    return [one.parent for one in read(page).comments]


@pytest.mark.parametrize(
    "reply",
    [
        "In reply to Ten Bells\nBo\n1 hour ago\n{}\n",
        "Bo\n1 hour ago\nReplying to Ten Bells\n{}\n",
        "Bo\n1 hour ago\n(in reply to ten bells)\n{}\n",
        "Bo\n1 hour ago\nReplying to\n@bells\n{}\n",
        "Bo\n1 hour ago\nReplying to\n@bells\nand\n@ely\n{}\n",
        "Bo\n1 hour ago\nReplying to @bells and @ely\n{}\n",
        "Bo replied to Ten Bells\n1 hour ago\n{}\n",
        "Bo, in reply to Ten Bells\n1 hour ago\n{}\n",
        "Bo (in reply to Ten Bells) · 1 hour ago\n{}\n",
    ],
)
@pytest.mark.parametrize("buttons", ["", "Like\nReply\n"])
def test_a_comment_answers_whom_its_page_says_it_answers(reply, buttons):
    first = "Ely\n@ely\n·\n4 hours ago\nShame.\n" + buttons
    second = "Ten Bells\n@bells\n·\n2 hours ago\nWho pays?\n" + buttons
    thread = read(f"{TOP}Comments\n\n{first}\n{second}\n{reply.format('You do.')}{buttons}")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        *(("Ely", "Shame.", None), ("Ten Bells", "Who pays?", None), ("Bo", "You do.", "2")),
    ]


def test_whom_a_comment_answers_is_its_nearest_comment_above_and_nobody_unknown():
    blocks = [("Bo", "Shame."), ("Ely", "No."), ("Bo", "Why?")]
    page = TOP + "Comments\n\n" + "".join(f"{name}\n2 hours ago\n{words}\nReply\n\n" for name, words in blocks)
    page += "Ann\n1 hour ago\nIn reply to Bo\nBecause.\nReply\n\nJo\n1 hour ago\nIn reply to Kit\nWhat?\nReply\n"
    assert parents(page) == [None, None, None, "3", None]


def test_words_that_begin_with_an_authors_name_answer_them():
    first = "Marjorie K.\n2 hours ago\nShame.\n\nBo\n2 hours ago\n"
    page = f"{TOP}Comments\n\n{first}"
    assert parents(page + "@Marjorie K. And who pays?\n") == [None, "1"]
    assert parents(page + "@marjorie k.: and who pays?\n") == [None, "1"]
    assert parents(page + "Marjorie K. and who pays?\n") == [None, "1"]
    assert parents(page + "@Marj and who pays?\n") == [None, None]
    assert parents(page + "Marjorie, who pays?\n") == [None, None]
    assert parents(page + "@Bo is what they call me.\n") == [None, None]


def test_words_about_a_reply_answer_nobody():
    page = f"{TOP}Comments\n\nBo\n2 hours ago\nIn reply to the council I wrote a letter, and Ely replied to Bo.\n\n"
    thread = read(page + "Ely\n1 hour ago\nReplying to Bo is a waste of time.\n")
    assert [one.parent for one in thread.comments] == [None, None]
    assert thread.comments[1].text == "Replying to Bo is a waste of time."


def test_an_answer_without_buttons_ends_the_comment_above():
    reviews = [
        f"{name}\n{at + 2} reviews\n2 weeks ago\n{words}\nLike\nShare\n" for at, (name, words) in enumerate(FIVE)
    ]
    reviews.insert(2, "Response from the owner\na week ago\nThank you!\n")
    thread = read("The Lido Tea Room\n4.1\n312 reviews\nSort by\nNewest\n" + "".join(reviews))
    assert [(one.author, one.text) for one in thread.comments] == [
        *FIVE[:2], ("Response from the owner", "Thank you!"), *FIVE[2:],
    ]  # fmt: skip


def test_headings_below_one_for_comments_are_names_and_deeper_ones_answer():
    page = "# Lido to charge for towels\n\nThe trust blames the laundry.\n\n## Comments\n\n"
    page += "### Bianca (3 May)\nShame.\n\n#### fed_up\nOf whom?\n\n#### Bo · 2 days ago\nNo.\n\n"
    page += "### Ten Bells\n- 12 pounds\n- a week\n"
    thread = read(page)
    assert (thread.title, thread.article) == ("Lido to charge for towels", "The trust blames the laundry.")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        *(("Bianca", "Shame.", None), ("fed_up", "Of whom?", "1"), ("Bo", "No.", "1")),
        ("Ten Bells", "- 12 pounds\n- a week", None),
    ]


@pytest.mark.parametrize("verb", ["replied:", "said:", "reblogged this from Bianca and added:", "commented:"])
def test_a_name_may_stand_above_a_line_that_says_it_spoke(verb):
    page = f"Bianca\nreblogged this and added:\nLidos are for everybody.\nfed_up\n{verb}\nNot for me.\n"
    assert said(page) == [("Bianca", "Lidos are for everybody."), ("fed_up", "Not for me.")]
    assert parents(page)[1] == ("1" if "from" in verb else None)


@pytest.mark.parametrize(
    "shown", ["Hide 2 replies", "Hide replies (2)", "Hide all 2 replies", "2 Comments on Bo’s comment"]
)
def test_replies_that_are_unfolded_answer_the_comment_above(shown):
    blocks = [f"{name}\n2 days ago\n{words}\nLike\nReply\n" for name, words in FIVE]
    blocks.insert(2, f"{shown}\n")
    page = TOP + "5 comments\n\n" + "".join(blocks)
    assert parents(page) == [None, None, "2", "2", None]
    assert parents(page.replace(shown, "View 2 replies")) == [None] * 5


REPLIES = ("2 replies", "", "", "0 replies", "0 replies")


def test_where_all_but_replies_count_their_replies_these_answer_them():
    blocks = [f"{name}\nMay {n}, 2024\n\n{words}\n\n" for n, (name, words) in enumerate(FIVE, 1)]
    page = "".join(f"{block}{count}\n" for block, count in zip(blocks, REPLIES, strict=True))
    top = "Lido to close\n\nBo\nMay 1, 2024\n\nWhat now?\n\nReplies: 3 comments · 2 replies\n\n"
    assert said(top + page) == list(FIVE)
    assert parents(top + page) == [None, "1", "1", None, None]
    assert parents(top + page.replace("0 replies", "")) == [None] * 5
    assert parents(top + page.replace("2 replies", "3 replies")) == [None] * 5


def test_the_beginning_of_an_answer_above_the_answers_is_nobodys_comment():
    top = "How warm is it?\n\nBo\nMay 1, 2024\n\nI need to know.\n\nAnswered by Bianca\nMay 2, 2024\nShame on\n\n"
    top += "View full answer\nReplies: 5 comments 0 replies\n\n"
    form = "Comment options\n\n{}\nMay {}, 2024\n\n{}\n\nMarked as answer\n0 replies\n"
    page = "".join(form.format(name, n, words) for n, (name, words) in enumerate(FIVE, 1))
    assert said(top + page) == list(FIVE)
