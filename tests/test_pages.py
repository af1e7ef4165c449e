"""Copied pages: what the layouts of many sites have in common, and prose that looks like them."""

from __future__ import annotations

import pytest
from files import FIVE, POST, TOP, read, said


def parents(page: str) -> list[str | None]:
    return [one.parent for one in read(page).comments]


# Dates


@pytest.mark.parametrize(
    "date",
    [
        *("May 2", "Apr. 3", "3 May, 10:42", "10:42 AM", "05-03-2024", "3. Mai 2024 um 10:12 Uhr", "3 May at 08:15"),
        *("9:14 AM · Apr 3, 2024", "· 16h", "1w • Edited •", "2024-4-12", "11:10 AM Today", "3. Dezember 2024"),
        "Jan 2024",
    ],
)
def test_a_date_below_a_name_may_be_short(date):
    page = f"{TOP}Comments\n\nBianca\n{date}\nShame.\n\nso what\n{date}\nBring your own.\n"
    assert said(page) == [("Bianca", "Shame."), ("so what", "Bring your own.")]


@pytest.mark.parametrize(
    "head", ["{}, 3 May, 10:42", "{}, [03.05.2024 10:42]", "{} (3 May)", "{} - 10:42", "{} · Apr 3"]
)
def test_a_short_date_behind_a_name_needs_a_sign(head):
    page = "\n\n".join(f"{head.format(name)}\nShame on them." for name in ("Bianca", "Ten Bells"))
    assert said(page) == [("Bianca", "Shame on them."), ("Ten Bells", "Shame on them.")]


def test_prose_that_names_a_day_or_an_hour_signs_nothing():
    text = "The lido opens May 2\nWe swam until 10:42\nA towel costs 10.42\nThe next fair is 3 May\nIt lost 3-4\n"
    assert said(text) == [(None, line) for line in text.strip().split("\n")]


def test_where_somebody_lives_is_no_part_of_the_name():
    page = f"{TOP}Comments\n\nBianca, Ely, United Kingdom, 3 hours ago\nShame.\n\nBob Hale, Jr., 2 hours ago\nNo.\n"
    assert said(page) == [("Bianca", "Shame."), ("Bob Hale, Jr.", "No.")]


@pytest.mark.parametrize("name", ["Not A Robot", "so what", "Just Me", "Exactly", "Well Well Well"])
def test_any_few_words_are_a_name_where_a_block_begins_with_them_and_a_date(name):
    page = f"{TOP}3 comments\n\n{name}\n2 hours ago\nMary Hill is right.\n\nBo\n1 hour ago\nExactly\nwhat I said.\n"
    assert said(page) == [(name, "Mary Hill is right."), ("Bo", "Exactly\nwhat I said.")]


def test_a_row_of_buttons_with_a_date_signs_nothing():
    page = (
        f"{TOP}Comments\n\nBianca\n2 hours ago\nShame.\nLike · Reply · 5h\n\nBo\n1 hour ago\nNo.\nLike · Reply · 4h\n"
    )
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


def test_a_button_to_comment_announces_no_comments():
    page = f"{TOP}Like\nComment\nShare\n\n2 comments\n\nBianca\n2 hours ago\nShame.\n\nBo\n1 hour ago\nNo.\n"
    thread = read(page)
    assert thread.title == "Lido to charge for towels"
    assert "laundry" in thread.article
    assert [one.text for one in thread.comments] == ["Shame.", "No."]


def test_characters_of_no_width_are_in_no_name():
    page = f"{TOP}Comments\n\n\u200b\u202aBianca\u202c\u200b\n2 hours ago\nShame.\n\nBo\u200b · 1 hour ago\nNo.\n"
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


# Rows of buttons


PEOPLE = (("Bianca", "Shame."), ("so what", "Bring your own."), ("Ten Bells", "Who pays?\n\nNot me."))


@pytest.mark.parametrize(
    "comment",
    [
        "{name}\nMay 2\n{words}\nRespect\n12\nReply\nShare\n",  # Respect is known by recurring alone
        "{name}\nEly, Cambs.\nMay 2\n{words}\n\n41 Applaud\nShare\nFlag\n",
        "View {name}’s profile\n{name}\n • 2nd\nBaker | Swimmer\n1w\n\n{words}\n\nLike\n1,944\nReply\n",
        "{name}'s profile picture\n{name}\n \n{words}\n3d24 likesReply\n",
        "{name}\nWorks at Ely Lido\n{words}\nLike · Reply · 2 · 3d\n",
        "{name}\n@handle\n·\nApr 3\n{words}\n5\n1\n33\n1.9K\n",
        "{name}\n{words}\n2d\nLike\nReply\n34\n",
        "{name}\n{words}\nLike\nReply\n2d\n",
        "{name}\n{words}\n2-14\nReply\n4521\n",
        "{name}\n2 days ago\n{words}\nLike\n(14)\nReply\nReport\n",
        "{name}\n12. November 2023, 07:15\n{words}\nantworten\n+41\n-2\n\n",
        "{name}\n{words}\nUpvote (4)\nReport\nShare\n2d ago\n\n",
    ],
)
def test_what_stands_between_rows_of_buttons_is_a_name_a_profile_and_words(comment):
    page = TOP + "3 comments\n" + "".join(comment.format(name=name, words=words) for name, words in PEOPLE)
    thread = read(page)
    assert (thread.title, thread.article) == ("Lido to charge for towels", "The trust blames the laundry.")
    assert [(one.author, " ".join(one.text.split())) for one in thread.comments] == [
        (name, " ".join(words.split())) for name, words in PEOPLE
    ]


@pytest.mark.parametrize("words", ["Shame", "Respect", "First", "👏👏👏"])
def test_what_three_people_say_above_their_buttons_is_no_button(words):
    for comment in ("{}\n2 hours ago\n{}\nReply\nShare\n", "{}\n{}\n2d\nReply\n"):
        page = TOP + "3 comments\n" + "".join(comment.format(name, words) for name, _ in PEOPLE)
        assert said(page) == [(name, words) for name, _ in PEOPLE]


def test_unsigned_words_between_buttons_stay_unsigned():
    page = f"{TOP}Comments\n\nShame on them.\nReply\n\nI bring my own.\nReply\n\nWho pays?\nReply\n"
    assert said(page) == [(None, "Shame on them."), (None, "I bring my own."), (None, "Who pays?")]


# Whom a comment answers


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


# Comments of which all words look like the page's own


LAYOUTS = (
    "{name}\n{words}\n2d\nReply\n",
    "{name}\n{words}\n2d\nLike\nReply\n34\n",
    "{name}\n{words}\nLike\nReply\n2d\n",
    "{name}\n{words}\n2-14\nReply\n4521\n",
    "{name}\n2 days ago\n{words}\nLike\n(14)\nReply\nReport\n",
    "{name}\n12. November 2023, 07:15\n{words}\nantworten\n+41\n-2\n\n",
    "{name}\n{words}\nUpvote (4)\nReport\nShare\n2d ago\n\n",
    "{name}\n2 hours ago\n{words}\nReply\nShare\n",
    "{name}\n2 hours ago\n{words}\n\n",
    "{name}\nMay 2\n{words}\nRespect\n12\nReply\nShare\n",
    "{name}\n@{handle}\n·\nApr 3\n{words}\n5\n1\n33\n1.9K\n",
    "{name}\n{name}\n{words}\n3d\n24 likes\nReply\n",
    "{name}'s profile picture\n{name}\n \n{words}\n3d24 likesReply\n",
    "{name}\n{words}\nLike · Reply · 2 · 3d\n",
    "@{handle}\n2 days ago\n{words}\n\n12\n\n\nReply\n",
    "{name}\n• 3 days ago\n{words}\n\n17\n•\nReply\n•\nShare ›\n",
    "{name}\n • 3rd+\nBaker | Swimmer\n1w\n\n{words}\n\nLike\n1,944\nReply\n",
    "{name} wrote:\n{words}\n\n",
    "- {name} (2 hours ago)\n  {words}\n",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_button_a_number_or_a_date_may_be_all_that_somebody_says(layout, place):
    for words in ("12", "1.4K", "Like", "Share", "Reply", "Report", "Save", "2d", "2 hours ago", "View all comments"):
        comments = [one if at != place else (one[0], words) for at, one in enumerate(FIVE)]
        blocks = [
            layout.format(name=name, words=said, handle=name.lower().replace(" ", "").replace(".", ""))
            for name, said in comments
        ]
        thread = read(TOP + "5 comments\n\n" + "".join(blocks))
        assert [one.text for one in thread.comments] == [said for _, said in comments]
        assert thread.comments[place].author is not None


@pytest.mark.parametrize("button", ["Show parent", "View 18 more", "More replies", "Customer image", "Share:"])
def test_a_button_that_one_comment_has_is_nobodys_words(button):
    page = "".join(f"{name}\nMay 2, 2024\n{words}\nReply\n\n" for name, words in FIVE[:-1])
    page += f"{FIVE[-1][0]}\nMay 2, 2024\n{FIVE[-1][1]}\n{button}\nReply\n"
    assert said(f"{TOP}5 comments\n\n{page}") == list(FIVE)


def test_a_comment_without_words_takes_no_button_for_words():
    blocks = [f"{name}\n2 hours ago\n{words}\nLike\nReply\n" for name, words in FIVE]
    blocks[2] = "Morag T.\n2 hours ago\nLike\nReply\n"  # a picture
    thread = read(TOP + "5 comments\n\n" + "".join(blocks))
    assert [(one.author, one.text) for one in thread.comments] == [*FIVE[:2], *FIVE[3:]]


def test_a_number_without_a_count_below_it_is_somebodys_words():
    comments = [*FIVE[:2], ("Ely", "42"), *FIVE[2:]]
    counts = {"Ely": "", "Bianca": ""}
    page = "".join(
        f"{name}\n2 hours ago\n\n{words}\n\n{counts.get(name, '12' + chr(10))}Reply\nShare\n\n"
        for name, words in comments
    )
    assert said(f"{TOP}6 comments\n\n{page}") == comments


def test_a_last_comment_that_is_a_number_does_not_take_the_foot_for_words():
    comments = [*FIVE, ("Ely", "42")]
    page = "".join(f"{name}\n2 hours ago\n\n{words}\n\n12\nReply\nShare\n\n" for name, words in comments)
    assert said(f"{TOP}6 comments\n\n{page}Privacy\n") == comments


def test_a_number_below_what_all_have_between_date_and_words_is_somebodys_words():
    comments = [*FIVE[:2], ("Ely", "42"), *FIVE[2:]]
    page = "".join(f"{name}\nMay 2, 2024\nto the list\n\n{words}\n\nReply\nForward\n\n" for name, words in comments)
    assert said(f"Towels\n\n{page}") == comments


# What stands beside a name or between two rows


@pytest.mark.parametrize(
    "layout",
    [
        "{name}\n2 hours ago\nUser ID: {n}\n{words}\nScore: -{n}\nReply\n",  # keys that recur
        "{name}\n2 hours ago\n{words}\nDate of visit: {month} 3, 2024\nReply\n",
        "{name}\n2 hours ago\nLiked by Ely\n\n{words}\n\nLike ({n})\nReply\n3 replies by Ely and others\n",
        "{name}\nEly Park • {n}d\n{words}\nLike\nReply\nShare\n",  # a place beside a date
        "{name}'s profile picture\n{name}\n \n{words}\n{n}d{n} likesReply\n",  # buttons glued, each row another
        "Profile photo for {name}\n{name}\n·\nFollow\nBaker\n{n}y\n{words}\n{n}K views\nUpvote\n·\n{n}\n3\n",
        "{name}\n2 hours ago\nAuthor\n{words}\nReply\n− +\nAvatar\n",
        "[-] {name} {n} hours ago (edited) | link | [+] 2 children\n{words}\n",
        "{name} Author\n2 hours ago\n{words}\nReply\n",
        "{name}[S] 21 points {n} hours ago*\n{words}\npermalinkembedsavereportreply\n",
        "{name}\n·Author\n·\n{n}h\n{words}\nLike\nReply\n",
        "{name}\nEly, UK | {n}h ago\n{words}\nReply\n{n} Recommend\nShare\n\n",
        "{name}\n{n} points {n} hours ago\n{words}\n\n",
        "{name}\ncommented on May {n}, 2024\n{name}\non May {n}, 2024\nContributor\nMore actions\n{words}\n\n"
        "👍\nReact with 👍\n{n}\n\n",
        "[–]{name} {n} points {n} hours ago (2 children)\n\n{words}\n\npermalinkembedsavereportreply\n\n",
    ],
)
def test_what_recurs_beside_names_and_words_is_the_pages(layout):
    months = ("May", "April", "March", "June", "July")
    people = [(name.replace(" ", "_").rstrip("."), words) for name, words in FIVE]
    page = "".join(
        layout.format(name=name, words=words, n=at + 7, month=months[at]) for at, (name, words) in enumerate(people)
    )
    thread = read(TOP + "5 comments\n\n" + page)
    assert [(one.author, one.text) for one in thread.comments] == people
    assert thread.title == "Lido to charge for towels"


def test_words_with_a_key_that_do_not_recur_are_said_by_somebody():
    page = "".join(f"{name}\n2 hours ago\n{words}\nReply\n" for name, words in FIVE[:4])
    page += "Ely\n2 hours ago\nPrice: 12\nScore: 0\nReply\n"
    assert said(f"{TOP}5 comments\n\n{page}")[-1] == ("Ely", "Price: 12\nScore: 0")


def test_an_answer_without_buttons_ends_the_comment_above():
    reviews = [
        f"{name}\n{at + 2} reviews\n2 weeks ago\n{words}\nLike\nShare\n" for at, (name, words) in enumerate(FIVE)
    ]
    reviews.insert(2, "Response from the owner\na week ago\nThank you!\n")
    thread = read("The Lido Tea Room\n4.1\n312 reviews\nSort by\nNewest\n" + "".join(reviews))
    assert [(one.author, one.text) for one in thread.comments] == [
        *FIVE[:2], ("Response from the owner", "Thank you!"), *FIVE[2:],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "buttons"),
    [
        (("3 comentarios", "Ordenar por", "Mejor puntuados"), ("Responder", "Me gusta {}")),
        (("3 commentaires", "Les plus récents"), ("J’aime ({})", "Répondre")),
        (("3 Kommentare", "Sortieren nach", "Kommentieren …"), ("Gefällt mir {}", "Antworten")),
        (("Sort by:", "Best", "Comments Section"), ("Reply", "Like {}")),
    ],
)
def test_how_a_page_sorts_and_counts_in_its_language_is_no_name(above, buttons):
    row = "\n".join(buttons)
    below = "\n".join(
        f"{name}\n{at} h\n{words}\n\n{row.format(at)}" for at, (name, words) in enumerate(PEOPLE[:2] * 2, 2)
    )
    assert said(f"{TOP}{chr(10).join(above)}\n{below}\n") == list(PEOPLE[:2] * 2)


def test_a_name_may_be_right_below_how_a_page_sorts():
    page = f"{TOP}Comments\nSort by:\nBianca\n2 hours ago\nShame.\nLike\nBo\n1 hour ago\nNo.\nLike\n"
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


def test_the_first_post_of_a_page_is_what_the_others_are_about():
    comments = "".join(f"{name}\n2d\n{words}\nLike\n31\nReply\n2\nShare\n" for name, words in FIVE)
    page = f"Thread\n212K views\nely_lido\n3d\n{POST}\nLike\n331\nReply\n120\nShare\nTop\nView activity\n{comments}"
    thread = read(page)
    assert thread.title == POST
    assert [(one.author, one.text) for one in thread.comments] == list(FIVE)
    assert len(read(comments).comments) == len(FIVE)  # nothing says that the first of these is no comment


# Names that only their likes show to be names


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


@pytest.mark.parametrize("bold", ["**{}**", "__{}__", "**{}**:", "**{}** (3 May)"])
def test_bold_lines_below_a_heading_are_names(bold):
    first, second = bold.format("Bianca"), bold.format("fed up")
    thread = read(f"{TOP}## Comments\n\n{first}\nShame.\n\nOn them.\n\n{second}\n> Shame.\n\nWhy?\n")
    assert [(one.author, one.text) for one in thread.comments] == [
        *(("Bianca", "Shame.\n\nOn them."), ("fed up", "> Shame.\n\nWhy?"))
    ]


@pytest.mark.parametrize("verb", ["replied:", "said:", "reblogged this from Bianca and added:", "commented:"])
def test_a_name_may_stand_above_a_line_that_says_it_spoke(verb):
    page = f"Bianca\nreblogged this and added:\nLidos are for everybody.\nfed_up\n{verb}\nNot for me.\n"
    assert said(page) == [("Bianca", "Lidos are for everybody."), ("fed_up", "Not for me.")]
    assert parents(page)[1] == ("1" if "from" in verb else None)


@pytest.mark.parametrize(
    "page",
    [
        "# Comments on the budget\n\n## Taxes\nThey rise.\n\n## Schools\nThey close.\n",
        "# Study\n\n## Methods\nWe asked.\n\n## Discussion\n\n### Limits\nMany.\n\n### Outlook\nGood.\n",
        "# Diary\n\n**Monday**\nI swam.\n\n**Tuesday**\nI swam again.\n",
        "The mayor spoke\nHe said:\nNever.\nThen she answered\nquickly:\nWhy?\n",
    ],
)
def test_headings_bold_lines_and_verbs_of_an_essay_are_no_names(page):
    assert all(one.author is None for one in read(page).comments)


def test_a_name_that_stands_again_above_who_commented_is_in_no_comment():
    page = "Drop the old towels #12\nbo opened this issue on Mar 3, 2021 · 2 comments\n\nComments\n"
    page += "ida\nunlocked this discussion on Mar 2, 2021\n"
    page += "@bo\n \nMember\nbo commented on Mar 3, 2021\nThey are wet.\n\n 👍\n12\n 👎\n3\n@fed-up\n"
    thread = read(page + "fed-up commented on Mar 4, 2021\n👍\n@kit\nkit bot commented on Mar 5, 2021\nStale.\n")
    assert [(one.author, one.text) for one in thread.comments] == [
        *(("bo", "They are wet."), ("fed-up", "👍"), ("kit bot", "Stale."))
    ]


def test_of_a_row_of_counts_one_may_be_left():
    page = "".join(
        f"{name}\n@h\n· 3h\n{words}\n\n{n}\n"
        for (name, words), n in zip(FIVE, ("1\n\n4", "7", "2\n\n1", "3\n\n9", "31"), strict=True)
    )
    assert said(f"Post\nEly Lido\n@elylido\n{POST}\nMay 4, 2024 at 2:11 PM\n\n{page}") == list(FIVE)


@pytest.mark.parametrize(
    "shown", ["Hide 2 replies", "Hide replies (2)", "Hide all 2 replies", "2 Comments on Bo’s comment"]
)
def test_replies_that_are_unfolded_answer_the_comment_above(shown):
    blocks = [f"{name}\n2 days ago\n{words}\nLike\nReply\n" for name, words in FIVE]
    blocks.insert(2, f"{shown}\n")
    page = TOP + "5 comments\n\n" + "".join(blocks)
    assert parents(page) == [None, None, "2", "2", None]
    assert parents(page.replace(shown, "View 2 replies")) == [None] * 5


@pytest.mark.parametrize("heading", ["0 comments", "Comments (0)", "## 0 Comments"])
@pytest.mark.parametrize(
    "foot", ["", "Be the first to comment\n", "Sort by\nNewest\n\nLog in to comment\n", "No comments yet.\n"]
)
def test_a_page_may_say_that_it_has_no_comments(heading, foot):
    thread = read(f"{TOP}{heading}\n\n{foot}", input="article")
    assert (thread.title, thread.article, thread.comments) == (TOP.split("\n")[0], "The trust blames the laundry.", ())
    words = " ".join(kept.text for kept in thread.remainder).split()
    assert words == f"{heading} {foot}".split()


def test_comments_below_a_heading_that_counts_none_are_read_all_the_same():
    page = f"{TOP}0 comments\n\nShame on them.\n\nI bring my own towel, thank you.\n"
    assert [text for _, text in said(page)] == ["Shame on them.", "I bring my own towel, thank you."]
    assert len(read(f"{TOP}0 comments\n\nBo\n2 hours ago\nShame.\n").comments) == 1
    assert len(read(f"{TOP}10 comments\n\nShame on them.\n").comments) == 1


def test_a_numbered_list_goes_on_below_a_sheets_number():
    page = (
        "For the lido\nReasons (page 1 of 2)\n\n1. Ruth Hale, Ely\n   I swim daily.\n2. J. Munro, March\n   So do I.\n"
    )
    page += "\nPage 2 of 2\n\n3. Ida Falk, Ely\n   I do not, but my aunt does.\n"
    assert [one.text for one in read(page).comments] == ["I swim daily.", "So do I.", "I do not, but my aunt does."]


def test_a_name_in_full_and_a_rank_below_a_handle_are_not_the_author():
    talk = [("ida_f\nIda Falk", "It leaks."), ("bo", "Where?"), ("hale\nRuth Hale\nRegular", "At the\nback, Bo.")]
    page = "\n".join(f"{head}\nMay {n}, 2024\n{words}\n" for n, (head, words) in enumerate(talk, 2))
    assert said(f"Pond\n\n{page}") == [("ida_f", "It leaks."), ("bo", "Where?"), ("hale", "At the\nback, Bo.")]


def test_roles_between_some_names_and_their_dates_do_not_move_the_other_names():
    row = "\n\nUpvote\n30\nDownvote\nReply\n"
    page = f"{TOP}Sort by:\nBest\nSearch Comments\ndryland\n•\n4h ago\nNo.{row}"
    page += f"wetfeet\nOP\n•\n3h ago\nHarsh.{row}helper\nMOD\n•\n5h ago\nBe nice.{row}"
    assert said(page) == [("dryland", "No."), ("wetfeet", "Harsh."), ("helper", "Be nice.")]


def test_edited_between_a_name_and_words_hides_neither():
    page = "".join(f"{name}\n{name}\nEdited\n{words}\n1w\n3 likes\nReply\n" for name, words in FIVE[:1])
    page += "".join(f"{name}\n{name}\n{words}\n1w\nReply\n" for name, words in FIVE[1:])
    assert said(f"ely_lido\nNew hours from Monday.\n1w\n\n{page}") == list(FIVE)


def test_one_comment_with_words_tells_which_buttons_others_say():
    page = (
        f"{TOP}Comments\n\nBo · 2 hours ago\nShame.\nReply · Share\n    Kit · 1 hour ago\n    Like\n    Reply · Share\n"
    )
    page += (
        "        Bo · 50 minutes ago\n        Share\n        Reply · Share\nAnn · 4 minutes ago\nReply\nReply · Share\n"
    )
    thread = read(page)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        *(("Bo", "Shame.", None), ("Kit", "Like", "1"), ("Bo", "Share", "2"), ("Ann", "Reply", None))
    ]


# Polish pages, and what has been edited


@pytest.mark.parametrize(
    "date", ["2 godz. temu", "3 tygodnie temu", "miesiąc temu", "10 maja 2024", "3 lipca 2024, 10:42"]
)
def test_a_polish_page_has_dates_and_buttons(date):
    talk = [("Kasia", "Wstyd."), ("Marek W.", "Kto za to zapłaci?")]
    page = "".join(f"{name}\n{date}\n{words}\nOdpowiedz\nZgłoś do moderacji\nLubię to 3\n" for name, words in talk)
    assert said(f"Basen zamknięty\n\nRada zdecydowała.\n\nKomentarze (2)\nNajnowsze\n{page}") == talk


@pytest.mark.parametrize("edited", ["Bearbeitet", "Modifié", "Editado", "Edytowano"])
def test_that_a_comment_was_edited_is_nobodys_words(edited):
    dates = {"Bearbeitet": "vor 3 Stunden", "Modifié": "il y a 3 heures", "Editado": "hace 3 horas", "Edytowano": "3 h"}
    marks = ("", f"{edited}\n", "")
    people = zip(FIVE, marks, strict=False)
    page = "".join(f"{name}\n{dates[edited]}\n{mark}{words}\nReply\nShare\n" for (name, words), mark in people)
    assert said(f"{TOP}3 comments\n{page}") == list(FIVE[:3])


# Groups and feeds


@pytest.mark.parametrize("role", ["Group expert", "Rising contributor", "All-star contributor", "New member", "Abonné"])
def test_what_somebody_is_in_a_group_is_no_words(role):
    roles = (f"{role}\n", "", "", "Top contributor\n", "")
    comments = zip(FIVE, roles, strict=True)
    page = "".join(f"{name}\n{role}{words}\n2d\nLike\nReply\n" for (name, words), role in comments)
    assert said(f"{TOP}5 comments\n{page}") == list(FIVE)


@pytest.mark.parametrize(
    "row",
    [
        "Gefällt mir · Antworten · 2 · 3 Tage",
        "Lubię to! · Odpowiedz · 2 dni",
        "J’aime · Répondre · 3 j",
        "Me gusta · 3 · 2 h",
    ],
)
def test_a_row_of_buttons_may_be_in_any_language_known(row):
    page = "".join(f"{name}\n{words}\n{row}\n" for name, words in FIVE)
    assert said(f"{TOP}5 comments\n{page}Facebook Kommentar-Plug-in\n") == list(FIVE)


def test_handles_without_servers_have_dates_below_the_words():
    dates = (f"May 0{n}, 2024, 10:42 AM·{n}·12" for n in range(1, 6))
    handles = ("bianca", "bells", "morag_t", "falk", "bus9")
    people = zip(FIVE, handles, dates, strict=True)
    page = "".join(f"{name}\n@{handle}\n\n{words}\n\n{date}\n\n" for (name, words), handle, date in people)
    assert said(page) == list(FIVE)


@pytest.mark.parametrize(
    "head",
    [
        "{} (bo-{}) wrote on 2024-05-03:\t#{}\n",
        "Revision history for this message\n{} (bo-{})\nwrote on 2024-05-03:\n#{}\n",
        "{}, no. {}\nreplied on 3 May 2024 at 9:17:\n#{}\n",
    ],
)
def test_a_number_behind_what_was_written_when_is_nobodys_words(head):
    heads = [head.format(name, n, n) for n, (name, _) in enumerate(FIVE, 1)]
    page = "".join(f"{above}{words}\n\n" for above, (_, words) in zip(heads, FIVE, strict=True))
    comments = read(f"Lido to charge for towels\n\n{page}").comments
    assert [one.text for one in comments] == [words for _, words in FIVE]
    assert all((one.author or "").startswith(name) for one, (name, _) in zip(comments, FIVE, strict=True))


def test_counts_of_reactions_below_comments_are_no_headings():
    form = "{}\n{}w\nReport this comment\n{}\nLike\nReply\n{} Reactions\n"
    page = "".join(form.format(name, n, words, n + 1) for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}Like\nComment\nShare\n5 Comments\n{page}") == list(FIVE)


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


def test_a_dot_and_a_place_between_names_and_words_are_in_no_comment():
    form = "{}\n{}•\nCastle Hill\n\n{}\n\n2d\nLike\nReply\nShare\n\n"
    page = "".join(form.format(name, "Regular\n" * (name == "Morag T."), words) for name, words in FIVE)
    assert said(f"{TOP}Like\nComment\nShare\n5 comments\n{page}") == list(FIVE)


def test_what_a_page_recommends_below_its_comments_is_no_comment():
    page = "".join(f"@{name.split()[0]}\n2 years ago\n{words}\n12\nReply\n" for name, words in FIVE)
    foot = "All\nFrom Ely Lido\nRelated\n3:44\nHow to dive\nEly Lido\n1.2K views • 6 years ago\n"
    assert [text for _, text in said(f"{TOP}5 comments\n{page}{foot}")] == [words for _, words in FIVE]


def test_counts_above_the_foot_are_the_last_comments():
    counts = ("61\n2\n1\n", "104\n5\n", "88\n1\n", "17\n", "2\n")
    page = "".join(f"{name}\n3h\n{words}\n{count}" for (name, words), count in zip(FIVE, counts, strict=True))
    assert said(f"{page}Log in or sign up for Lidos\nSee what people say of towels.\n") == list(FIVE)
