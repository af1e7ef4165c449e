"""Copied pages: what stands at the edges of comments, such as dates, counts, titles and buttons."""

from __future__ import annotations

import pytest
from files import FIVE, TOP, read, said


@pytest.mark.parametrize("date", ["{n} May 2024 at 10:4{n}", "May {n}, 2024 at 10:4{n} AM"])
def test_a_name_that_ends_in_a_digit_or_a_point_is_told_from_the_date_glued_to_it(date):
    people = [*FIVE, ("Ten B.", "Ask the trust."), ("swim_1999", "Closed since."), ("lane (4)", "1984")]
    blocks = [
        f"{name}{date.format(n=n)}\n{words}\n\nReplyDelete\nReplies\n\n" for n, (name, words) in enumerate(people, 1)
    ]
    assert said(f"{TOP}8 comments:\n\n{''.join(blocks)}Add comment\n") == people


@pytest.mark.parametrize("age", ["{n} hr", "{n} hrs", "{n} mins", "{n} wk", "{n} yrs"])
def test_an_age_may_be_a_number_and_a_short_unit(age):
    people = enumerate(FIVE, 1)
    blocks = [
        f"{name}\n•\nEly Park\n{age.format(n=n)}\n\n{words}\n\nLike\nReply\nShare\n{n}\n\n"
        for n, (name, words) in people
    ]
    assert said(TOP + "".join(blocks)) == list(FIVE)


@pytest.mark.parametrize(
    "layout",
    [
        "{n}h\n{name}\n@x_{n}@swim.example\n\n{words}\n\n{n}\n0\n14\n\n",
        "{name}\n@x_{n}@swim.example\n{n}h\n{words}\n{n}\n0\n14\n1.2K\n",
    ],
)
def test_as_many_counts_as_most_have_are_below_words_on_pages_without_buttons(layout):
    people = [*FIVE, ("Ely", "1984")]
    post = "Lido news\n@lido@swim.example\n\nThe lido charges for towels\n\nMay 3, 2024, 08:00 AM\n·\nPublic\n"
    page = "".join(layout.format(name=name, words=words, n=n) for n, (name, words) in enumerate(people, 1))
    assert said(post + page) == people


def test_a_sign_with_a_count_below_words_is_a_reaction_and_alone_it_is_the_words():
    people = [*FIVE[:2], ("Ely", "👏"), *FIVE[2:]]
    page = "".join(
        f"{name}\n{n} hours ago\n{words}\n\n👍\n{n}\n{n} replies\n\n" for n, (name, words) in enumerate(people, 2)
    )
    assert said(f"{TOP}6 comments\n\n{page}") == people
    bare = "".join(f"{name}\n{n} hours ago\n\n{words}\n\n" for n, (name, words) in enumerate(people, 2))
    assert said(f"{TOP}6 comments\n\n{bare}") == people


@pytest.mark.parametrize("last", ["3 likes\nReply\n", "Reply\n"])
def test_a_post_above_its_comments_that_alone_has_no_buttons_is_what_they_are_about(last):
    head = "{name}'s profile picture\n{name}\n \n{n}d\n{words}\n"
    people = [(f"{name.replace(' ', '_').lower()}x", words) for name, words in FIVE]
    page = "lidox's profile picture\nlidox\nFollow\n"
    page += head.format(name="lidox", words="The lido charges for towels\nIt blames the laundry.", n=6)
    page += "".join(
        head.format(name=name, words=words, n=n) + f"{n} likes\nReply\n\n" for n, (name, words) in enumerate(people, 2)
    )
    thread = read(page + head.format(name="elyx", words="Quite.", n=1) + last)
    assert (thread.title, thread.article) == ("The lido charges for towels", "It blames the laundry.")
    assert [(one.author, one.text) for one in thread.comments] == [*people, ("elyx", "Quite.")]


def test_a_title_above_stars_a_date_and_a_name_belongs_to_the_words_below():
    titles = ("Fine", "Not a towel in sight", "Oh dear", "Cold, wet and dear", "Five stars")
    page = "".join(
        f"{title}\n★★★☆☆\n0{n}/05/2024\n{name}\n{words}\n\n"
        for n, (title, (name, words)) in enumerate(zip(titles, FIVE, strict=True), 1)
    )
    found = said(f"Lido charges for towels\nRatings & Reviews\n4.1 out of 5\n210 Ratings\n{page}")
    assert found == [(name, f"{title}\n\n{words}") for title, (name, words) in zip(titles, FIVE, strict=True)]


def test_a_number_behind_two_arrows_is_the_post_that_another_answers():
    posts = [
        ("Bo", "Which towel?"),
        ("Ely", ">>7001\nA big one."),
        ("Bo", ">>7002\nWhy?"),
        ("Bo", ">>7001\n>A big one\nNo."),
    ]
    page = "".join(
        f"{name} 05/0{n}/24(Tue)09:05:1{n} No.700{n}\n{words}\n\n" for n, (name, words) in enumerate(posts, 1)
    )
    thread = read(f"Lido towels\n\nThey cost two pounds.\n\n{page}")
    assert [(one.author, one.text) for one in thread.comments] == posts
    assert [one.parent for one in thread.comments] == [None, "1", "2", "1"]


def test_small_words_beside_each_other_below_a_date_are_buttons():
    page = "".join(
        f"{name}\nMay {n}, 2024\nLink\n{'Parent' + chr(10) if n % 2 else ''}{words}\n{n} votes\nReply\n\n"
        for n, (name, words) in enumerate(FIVE, 1)
    )
    assert said(f"{TOP}5 comments\n\n{page}") == list(FIVE)


def test_a_button_to_sign_in_above_a_name_is_none():
    page = "".join(f"{name}\n{n} hours ago\nedited\n{words}\n\n" for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}5 comments\nSign in to comment\nSign in with Lidopass\n\n{page}") == list(FIVE)


@pytest.mark.parametrize("date", ["last week", "this month", "{n} days ago · edited by ida_b"])
def test_a_date_may_name_a_week_or_who_edited_the_words(date):
    page = "".join(f"{name}\n{date.format(n=n)}\n{words}\nReply\n\n" for n, (name, words) in enumerate(FIVE, 2))
    assert said(f"{TOP}5 comments\n\n{page}") == list(FIVE)


def test_last_week_in_a_sentence_signs_nothing():
    page = f"{TOP}Comments\n\nIt closed last week\nand nobody told us.\n\nShame on them last year\nand now.\n"
    assert [one.author for one in read(page).comments] == [None, None]


def test_whoever_is_reviewed_answers_the_review_above():
    review = "{name}\n{n} May 2024\nRated {n} out of 5 stars\n{words}\nUseful\nShare\n"
    reviews = [review.format(name=name, words=words, n=n) for n, (name, words) in enumerate(FIVE, 1)]
    reviews[2] += "Reply from Ely Lido\n4 May 2024\nThank you for your words.\n"
    thread = read("Ely Lido\nReviews\n" + "".join(reviews))
    (answer,) = [one for one in thread.comments if one.author == "Ely Lido"]
    assert (answer.text, answer.parent) == ("Thank you for your words.", "3")
    assert [(one.author, one.text) for one in thread.comments if one is not answer] == list(FIVE)


SHUT = "The lido was to open on\n\n3 May 2023\n\nand we are still waiting."


@pytest.mark.parametrize(
    "layout",
    [
        "{name}\n{n} hours ago\n\n{words}\n\nLike\nReply\n\n",
        "Photo of {name}\n{name}\n{n} hours ago\n{words}\nUseful ({n})\nReply\n",
        "{name}\n0{n}.05.2024, 07.5{n} Uhr\n{words}\n{n}\nAntworten\nMehr\n",
        "{name} ({n} May 2024, 10:42):\n{words}\n\n",
        "0{n}/05/2024, 10:42 - {name}: {words}\n",
        "Name: {name}\nPosted: {n} May 2024\nComment: {words}\n\n",
        "### {name}\n{words}\n\n",
    ],
)
def test_a_date_among_somebodys_words_is_one_of_them(layout):
    people = [*FIVE[:2], ("Ely", SHUT), *FIVE[2:]]
    page = "".join(layout.format(name=name, words=words, n=n) for n, (name, words) in enumerate(people, 1))
    assert said(f"{TOP}## Comments (6)\n\n{page}") == people


def test_dates_that_most_comments_have_above_or_below_words_are_the_pages():
    page = "".join(f"### {name}\n{words}\nEdited\n{n} May 2024\n(by post)\n" for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}## Comments\n\n{page}") == [(name, f"{words}\n\n(by post)") for name, words in FIVE]
    page = "".join(f"{name}\n{n}h\n{words}\n{n} likes\nReply\n\n" for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}5 comments\n{page}Most read this week.\n3 May 2024\nFerry fares rise\n") == list(FIVE)


@pytest.mark.parametrize(
    ("layout", "is_plain"),
    [
        ("Name: {name}\nDate: {n} May 2024\nComment: {words}\n\n", True),
        ("- author: {name}\n  date: 2024-05-0{n}\n  text: |\n    {words}\n", True),
        ("### {name}\n\n{words}\n\n", True),
        ("{name}\n{n} hours ago\n{words}\nReply\n\n", False),
    ],
)
def test_a_button_among_words_is_one_of_them_where_comments_have_no_buttons(layout, is_plain):
    words = "It ends with the words\nRead more\nwhich lead nowhere."
    people = [*FIVE[:2], ("Ely", words if is_plain else words.replace("\nRead more\n", "\n\n")), *FIVE[2:]]
    shown = [*FIVE[:2], ("Ely", words.replace("\n", "\n    ") if "- author" in layout else words), *FIVE[2:]]
    page = "".join(layout.format(name=name, words=words, n=n) for n, (name, words) in enumerate(shown, 1))
    assert said(f"{TOP}## Comments\n\n{page}") == people


@pytest.mark.parametrize(
    "foot",
    [
        "You must log in or register to reply here.\nShare:\nFacebook X (Twitter) Email\nMade with Poolboard\n",
        "Log in to like or comment.\nMetadata\nNo one assigned\n",
        "All times are UTC\n",
        "« Older Bins in June | Newer A fair in May »\n",
    ],
)
def test_a_pages_foot_below_comments_without_buttons_is_nobodys(foot):
    page = "".join(f"{name}\n{n} hours ago\n{words}\n\n" for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}5 comments\n\n{page}{foot}") == list(FIVE)


def test_a_name_before_today_is_no_signature():
    page = "".join(f"{name}\n{n} hours ago\n{words}\nReply\nFlag\n" for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}5 comments\n\n{page}View all comments\nTrending\nGold Rate Today\n") == list(FIVE)


def test_an_article_between_its_authors_name_and_the_heading_of_the_comments_is_none_of_them():
    page = "".join(
        f"{name}\n{n} hours ago\n{n}\n\n{words}\n\nReply\nShare\n\n" for n, (name, words) in enumerate(FIVE, 1)
    )
    article = "The trust blames the laundry.\n\nIt says that a towel costs two pounds to wash."
    for byline in ("Ruth Falk", "By Ruth Falk"):
        for above in ("", "Home\nNews\nSport\nLocal\n"):
            top = f"{above}Lido to charge for towels\n{byline}\n12 May 2024\n\n{article}\n\nShare\nReuse this\n"
            thread = read(f"{top}Comments (5)\nOldest\n\n{page}")
            assert (thread.title, [(one.author, one.text) for one in thread.comments]) == (
                "Lido to charge for towels",
                list(FIVE),
            )
            assert thread.article.startswith(article)


def test_a_first_comment_above_a_heading_for_its_answers_is_kept():
    page = "".join(f"{name}\n{n} hours ago\n{words}\nLike\nReply\n" for n, (name, words) in enumerate(FIVE, 1))
    first, rest = page.split("Ten Bells", 1)
    assert said(f"{TOP}{first}2 replies\nTen Bells{rest}") == list(FIVE)


@pytest.mark.parametrize("sign", [".", ",", "-1."])
def test_a_line_of_signs_that_counts_have_is_somebodys_words(sign):
    line = sign * 100_000  # seen as a count at each sign, it took minutes
    assert said(f"Comments\n\nBo: hi there\n\nEly: so\n{line}\n") == [("Bo", "hi there"), ("Ely", f"so\n{line}")]


@pytest.mark.parametrize(
    "top",
    [
        "# Tram\n\nThe city wants a tram",
        "Tram planned\n\nBy Anna Berg\n\nPhoto: Lars\n\nThe city wants a tram.",
        "eBay opens a shop\n\nThe city wants it.",
    ],
)
def test_bullets_below_a_short_article_are_comments(top):
    thread = read(f"{top}\n\n- Great!\n- No, thanks\n")
    assert [one.text for one in thread.comments] == ["Great!", "No, thanks"] and thread.title
