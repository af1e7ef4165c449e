"""Forums: where posts begin and whose they are, what a post quotes, and prose that looks like them."""

from __future__ import annotations

import pytest
from files import read, said

# Forums


POSTS = (
    ("bo_h", "Which towel for a lido?\n\nMine are all too small."),
    ("Morag T.", "A big one. What a question."),
    ("swimmer 99", "None, the sun is enough."),
)
FORUMS = {
    "date, number, name, profile": (
        "05-0{n}-2024, 10:42 AM\n#{n}\n{name}\n{name} is offline\nSenior Member\nJoin Date: May 2015\nPosts: 8{n}\n"
        "{words}\nReply With Quote\n"
    ),
    "name, rank, date, number": "{name}\nTowel folder\nMay {n}, 2024\n#{n}\n{words}\nLike\nQuote\nReply\nReport\n\n",
    "name, rank, keys above numbers": (
        "{name}\nWell-known member\nJoined\nMay 1, 2020\nMessages\n1,234\nReaction score\n12\nMay {n}, 2024\n#{n}\n"
        "{words}\nLike\nReply\nReactions:\nida and ely\n"
    ),
    "subject, post by, words, profile": (
        "{re}Towels\nPost by {name} » Fri May 0{n}, 2024 7:32 pm\n\n{words}\n\n{name}\nPosts: 1{n}\n"
        "Joined: Tue Jan 02, 2018 10:00 am\nLocation: Ely\nTop\n\n"
    ),
    "name, rank, stars, profile, subject, reply on": (
        "{name}\nFull Member\n***\nOffline\nPosts: 1{n}\n{re}Towels\n« Reply #{n} on: May 0{n}, 2024, 10:42:11 AM »\n"
        "{words}\nLogged\n\n"
    ),
    "name and state, profile, number, date": (
        "{name}  Offline\nMember\n***\n\nPosts: 1{n}\nThreads: 3\nJoined: May 2018\nReputation: 0\n#{n}\n"
        "05-0{n}-2024, 10:42 AM\n{words}\nFind\nReply\n"
    ),
    "date with number, name, rank, profile, words, state": (
        "05-0{n}-2024, 10:42 AM   #{n}\n{name}\nMember\n\nJoin Date: May 2016\n{words}\n{name} is offline\n"
        "Reply With Quote\n\n"
    ),
    "name, date, words, number": "{name}\n {n} May @ 10:4{n}am \n{words}\n#{n}\n",
    "date with number, name, rank, profile, icon, words": (
        "05-0{n}-2024, 10:42 AM   #{n}\n{name}\nMember\nJoin Date: May 2016\nPosts: 4{n}\nDefault{title}\n{words}\n"
        "Reply With Quote Reply With Quote\n\n"
    ),
    "date with number, name, state and rank, keys above values, icon with subject, words": (
        "05-0{n}-2024, 10:42 AM #{n}\n{name}\n{name} is online now Senior Member\nJoin Date\nMay 2016\nPosts\n4{n}\n"
        "Default{title}\n{words}\nReply With Quote Reply With Quote\n"
    ),
    "name, rank, profile, subject, post by, words": (
        "{name}\nTowel folder\nPosts: 1{n}\nJoined: Tue Jan 02, 2018 10:00 am\nBoat Type: cutter\n{re}Towels\nQuote\n"
        "Post by {name} » Fri May 0{n}, 2024 7:32 pm\n\n{words}\nTop\n"
    ),
    "labelled subject, post by": "Title: {re}Towels\nPost by: {name} on May 0{n}, 2024, 10:42:11 AM\n{words}\n",
}


@pytest.mark.parametrize("form", FORUMS.values(), ids=FORUMS)
def test_a_forums_head_may_have_any_order(form):
    page = "Lido Forum\nBoard index › General › Towels\nThread: Towels\n\n"
    for n, (name, words) in enumerate(POSTS, 1):
        page += form.format(
            name=name, words=words, n=n, re="Re: " if n > 1 else "", title=("", " Towels", " Re: Towels", "")[n]
        )
    assert said(page) == list(POSTS)


@pytest.mark.parametrize("form", ["{name}\nNew Member\nNov {n}, 2023\n#{n}\n{words}\n"])
def test_a_rank_is_no_name_where_no_blank_line_is_near(form):
    posts = [*POSTS, ("Ely", "Bo_h said:\nWhich towel\nClick to expand...\nNone, I said."), ("Ida", "So be it.")]
    page = "Towels\n\n" + "".join(
        form.format(name=name, words=words.replace("\n\n", "\n"), n=n) for n, (name, words) in enumerate(posts, 1)
    )
    assert [one.author for one in read(page).comments] == [name for name, _ in posts]


def test_who_modified_a_post_when_is_behind_its_date_and_all_end_in_find():
    form = FORUMS["name and state, profile, number, date"]
    pages = [form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(POSTS, 1)]
    pages[1] = pages[1].replace(" AM\n", " AM (This post was last modified: 05-03-2024, 11:00 AM by Morag T..)\n")
    page = f"Thread Rating: 0 Vote(s) - 0 Average\nWhich towel to take\n{''.join(pages)}"
    thread = read(f"{page}Users browsing this thread: 2 Guest(s)\nView a Printable Version\n")
    assert thread.title == "Which towel to take"
    assert [(one.author, one.text) for one in thread.comments] == list(POSTS)


def test_the_title_above_the_first_posts_words_is_not_among_them():
    form = FORUMS["date, number, name, profile"]
    first, *others = (form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(POSTS, 1))
    page = f"Thread: Which towel to take\nThread Tools  Display\n{first.replace('Which', 'Which towel to take', 1)}"
    page = page.replace("Which towel to take towel", "Which towel to take\nWhich towel")
    assert said(page + "".join(others)) == list(POSTS)


def test_the_title_of_a_forums_thread_is_what_its_posts_answer():
    form = FORUMS["subject, post by, words, profile"]
    page = "Lido Forum\nSkip to content\nBoard index ‹ General\n\nTowels\nPost Reply\n3 posts • Page 1 of 1\n\n"
    for n, (name, words) in enumerate(POSTS, 1):
        page += form.format(name=name, words=words, n=n, re="Re: " if n > 1 else "")
    thread = read(f"{page}Post Reply\n3 posts • Page 1 of 1\nReturn to “General”\n")
    assert (thread.title, thread.article) == ("Towels", "")
    assert [(one.author, one.text) for one in thread.comments] == list(POSTS)


def test_below_the_breadcrumbs_and_who_posted_it_stands_the_title():
    page = "Deep Lido > General Discussions > Topic Details\nbo 3 May @ 10:42am\nNo towels\nThey add nothing.\n"
    page += "Showing 1-2 of 2 comments\nEly 3 May @ 11:01am\nThey do.\n#1\nIda 3 May @ 1:15pm\nWhat do they add?\n#2\n"
    thread = read(page)
    assert (thread.title, said(page)) == ("No towels", [("Ely", "They do."), ("Ida", "What do they add?")])


def test_what_all_say_in_a_forum_is_not_its_button():
    form = FORUMS["date, number, name, profile"]
    page = "".join(form.format(name=name, words="First", n=n) for n, (name, _) in enumerate(POSTS, 1))
    assert said(f"Towels\n\n{page}") == [(name, "First") for name, _ in POSTS]


def test_signs_alone_are_words_and_no_rank():
    form = FORUMS["date with number, name, rank, profile, words, state"]
    posts = [*POSTS, ("Ely", "👏👏👏"), ("Ida", "???")]
    page = "".join(form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(posts, 1))
    assert said(f"Towels\n\n{page}") == posts


def test_a_number_above_a_button_is_the_word_of_a_post_below_its_profile():
    form = FORUMS["name, rank, keys above numbers"]
    posts = [*POSTS, ("Ely", "1984")]
    page = "".join(form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(posts, 1))
    assert said(f"Towels\n\n{page}") == posts


def test_a_signature_that_stands_below_several_posts_is_no_word_of_any():
    form = FORUMS["name, rank, date, number"]
    words = [
        ("Ely", "Shame.\n____\nSwim safe."),
        ("Ida", "Why?\n____\nIt was free."),
        ("Ely", "So what\n____\nSwim safe."),
    ]
    page = "".join(form.format(name=name, words=text, n=n) for n, (name, text) in enumerate(words, 1))
    assert [text for _, text in said(f"Towels\n\n{page}")] == ["Shame.", "Why?\n\nIt was free.", "So what"]


def test_a_line_that_all_posts_of_somebody_end_in_is_a_signature():
    posts = [("Ely", "Shame."), ("Ida", "Why?\nI want to know that."), ("Ely", "So what")]
    form = "{name}\nMember\nMay {n}, 2024\n#{n}\n{words}{end}\n\n"
    ends = {"Ely": "\nSwim safe, my friends!", "Ida": ""}
    page = [form.format(name=name, words=words, end=ends[name], n=n) for n, (name, words) in enumerate(posts, 1)]
    assert said("Towels\n\n" + "".join(page)) == posts


# Quotations


@pytest.mark.parametrize(
    "quoting",
    [
        "bo_h said:\nMine are all too small.\nClick to expand...\n",
        "bo_h said:\nMine are all too small.\n",
        "bo_h wrote: ↑\nFri May 03, 2024 7:32 pm\nMine are all too small.\n\n",
        "bo_h wrote: ↑Fri May 03, 2024 7:32 pm\nMine are all too small.\n",
        "Quote Originally Posted by bo_h View Post\nMine are all too small.\n",
        "Quote:\nOriginally posted by bo_h:\nMine are all too small.\n",
        "On 5/1/2024 at 10:42 AM, bo_h said:\nMine are all too small.\n\n",
        "Quote from: bo_h on May 01, 2024, 10:42:11 AM\nMine are all too small.\n",
        "bo_h:\nMine are all too small.\n\n",
    ],
)
def test_what_a_post_quotes_is_not_its_posters(quoting):
    form = FORUMS["name, rank, date, number"]
    page = "Towels\n\n" + "".join(form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(POSTS, 1))
    page += form.format(name="Ely", words=f"{quoting}Then buy a big one.", n=4)
    thread = read(page)
    quoted = thread.comments[-1]
    assert (quoted.author, quoted.parent) == ("Ely", "1")
    assert " ".join(thread.own_words(quoted).split()).endswith("Then buy a big one.")
    assert "too small" not in thread.own_words(quoted)


def test_what_is_quoted_from_another_page_ends_with_its_paragraph():
    form = FORUMS["name, rank, date, number"]
    page = "Towels\n\n" + "".join(form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(POSTS, 7))
    page += form.format(name="Ely", words="Ida said:\nTowels are for cowards.\n\nThey are not.", n=10)
    assert said(page)[-1] == ("Ely", "Ida said:\n> Towels are for cowards.\n\nThey are not.")


def test_a_preview_of_what_a_message_answers_is_in_no_message():
    thread = read(
        "Bianca — Today at 10:42\nThe lido is shut again.\nMorag — Today at 10:43\nWho says so?\n@Bianca\n"
        "The lido is shut again.\nEly — Today at 10:51\nI saw it.\n"
    )
    assert [one.text for one in thread.comments] == ["The lido is shut again.", "Who says so?", "I saw it."]


@pytest.mark.parametrize(
    "text",
    [
        "The lido is shut.\nWhat Bianca said is wrong:\nI never swam there.\n",
        "He said: no.\nThe lido is shut.\nPosts: 12 of them, all rotten.\n",
        "#1\nWe are the champions.\n#2\nSo are we.\n",
        "Quote of the day: swim.\nI do.\nQuote: we will swim.\nThey never did.\n",
        "Good news: 🎉\nIt is open.\nBianca: ↑\nWho says so?\n",
        "Re: towels\nBring your own.\nRe: hats\nDo as you like.\n",
    ],
)
def test_prose_that_looks_like_a_forum_is_none(text):
    comments = text.replace("\n", "\n\n")
    page = f"Lido to charge for towels\n\nThe trust blames the laundry.\n\nComments\n\n{comments}"
    assert said(page) == [(None, line) for line in text.strip().split("\n")]


def test_when_a_post_was_edited_last_and_how_many_are_on_a_page_is_in_no_words():
    head = "{} [developer]  {} May @ 10:42am \n"
    page = "Towels\n\n" + "".join(
        f"{head.format(name, n)}{words}\nLast edited by {name}; {n} May @ 11:0{n}am\n#{n}\n"
        for n, (name, words) in enumerate(POSTS, 1)
    )
    assert said(f"{page}Per page: 15 30 50\n") == list(POSTS)


def test_a_key_of_a_profile_may_be_the_last_line():
    first = "May 2, 2024\n#1\nBo\nLocation\n12\nWhy is it shut?"
    second = "May 3, 2024\n#2\nEly\nPosts: 3\nWhy not.\nPosts: 4\nLocation"
    _, words = said(f"Lido\n\n{first}\n\n{second}")[0]
    assert words.endswith("Why is it shut?")
