"""Pages copied from a browser: what is said by somebody, and what is the page's own."""

from __future__ import annotations

import pytest
from files import FIVE, POST, TOP, read, said


def test_a_button_to_comment_announces_no_comments():
    page = f"{TOP}Like\nComment\nShare\n\n2 comments\n\nBianca\n2 hours ago\nShame.\n\nBo\n1 hour ago\nNo.\n"
    thread = read(page)
    assert thread.title == "Lido to charge for towels"
    assert "laundry" in thread.article
    assert [one.text for one in thread.comments] == ["Shame.", "No."]


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


def test_the_first_post_of_a_page_is_what_the_others_are_about():
    comments = "".join(f"{name}\n2d\n{words}\nLike\n31\nReply\n2\nShare\n" for name, words in FIVE)
    page = f"Thread\n212K views\nely_lido\n3d\n{POST}\nLike\n331\nReply\n120\nShare\nTop\nView activity\n{comments}"
    thread = read(page)
    assert thread.title == POST
    assert [(one.author, one.text) for one in thread.comments] == list(FIVE)
    assert len(read(comments).comments) == len(FIVE)  # nothing says that the first of these is no comment


def test_of_a_row_of_counts_one_may_be_left():
    page = "".join(
        f"{name}\n@h\n· 3h\n{words}\n\n{n}\n"
        for (name, words), n in zip(FIVE, ("1\n\n4", "7", "2\n\n1", "3\n\n9", "31"), strict=True)
    )
    assert said(f"Post\nEly Lido\n@elylido\n{POST}\nMay 4, 2024 at 2:11 PM\n\n{page}") == list(FIVE)


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


@pytest.mark.parametrize("edited", ["Bearbeitet", "Modifié", "Editado", "Edytowano"])
def test_that_a_comment_was_edited_is_nobodys_words(edited):
    dates = {"Bearbeitet": "vor 3 Stunden", "Modifié": "il y a 3 heures", "Editado": "hace 3 horas", "Edytowano": "3 h"}
    marks = ("", f"{edited}\n", "")
    people = zip(FIVE, marks, strict=False)
    page = "".join(f"{name}\n{dates[edited]}\n{mark}{words}\nReply\nShare\n" for (name, words), mark in people)
    assert said(f"{TOP}3 comments\n{page}") == list(FIVE[:3])


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


def test_a_heading_that_is_a_button_too_may_come_again_and_again():
    page = "Top comments\n" * 20_000
    assert said(f"{TOP}{page}Bo: Shame.\nEly: Why?\n") == [("Bo", "Shame."), ("Ely", "Why?")]
