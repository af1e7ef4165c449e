"""Pages whose heads repeat the same words around names, wikis' talk pages, and what is below the last comment."""

from __future__ import annotations

import pytest
from files import FIVE, TOP, read, said

TALK = (
    ("Bianca", "The lido is shut again."),
    ("fed_up99", "Who asked for that?"),
    ("Morag T.", "It was never warm.\n\nNor was it clean."),
    ("ely&co", "At last"),
)
SAID = list(TALK)
TOWNS = ("Ely", "Soham", "Witchford", "March", "Chatteris", "Downham Market", "Littleport")
SITES = {
    "review by": "Review by {name}\n★★★½\n{words}\n\nLike review\n{n},204 likes\n",
    "picture, name, profile": "Profile photo for {name}\n{name}\n ·\nFollow\nSwims in {town}\n\n{words}\n\n"
    "{n}.4K views\nView 6 upvotes\n6\n",
    "picture, name, numbers": "Profile Image for {name}.\n{name}\n{n} reviews\n12 followers\nFollow\n"
    "March {n}, 2022\n{words}\n{n} likes\n",
    "commented on": "{name}\n{name} commented on May {n}, 2024\n{name}\non May {n}, 2024\nMember\n{words}\n",
    "posted by, at": "Comment posted by {name}, at 09:1{n} 12 Mar 2024\n{name}\n09:1{n} 12 Mar 2024\n"
    "{words}\nreply\n3{n}\nReport comment\n",
    "name, stars": "{name}\n{n}.0 out of 5 stars Cold\nReviewed in Ely on {n} May 2024\n"
    "{words}\n{n} people found this helpful\nHelpful\nReport\n",
    "name, counts, hours": "{name}\n14{n} products in account\n1{n} reviews\n{n}1.0 hrs on record\n"
    "POSTED: {n} MAY\n{words}\nWas this review helpful?\nYes\nNo\n",
    "subject, by": "Re:Cold water (Score:{n})\nby {name} ( 93{n} ) on Tuesday May {n}, 2024 @09:20AM (#6430{n})\n"
    "{words}\nReply to This\nShare\n",
    "message by": "message {n}: by {name}, Moderator (new)\nMay 0{n}, 2024 09:1{n}AM\n\n{words}\nreply | flag\n\n",
    "initials, name, place, counts, stars": "{name[0]}\n{name}\nNL\n•\n{n} reviews\nRated {n} out of 5 stars\n"
    "May {n}, 2024\n{words}\n\nMay {n}, 2024\nUnprompted review\nUseful\nShare\n\n",
    "view profile": "View {name}’s  profile\n{name}\n   • 3rd+\n3rd+\nSwimmer. Opinions mine.\n1{n}h\n"
    "{words}\nLike\nlike\n14\nReply\n",
}


def page(site: str, talk=TALK) -> str:
    numbered = enumerate(zip(talk, TOWNS, strict=False), 1)
    return "".join(SITES[site].format(name=name, words=words, town=town, n=n) for n, ((name, words), town) in numbered)


@pytest.mark.parametrize("site", SITES)
def test_heads_that_are_alike_begin_comments(site):
    assert said(f"Lido shut again\n\nThe trust blames the laundry.\n\n{page(site)}") == SAID


@pytest.mark.parametrize("site", SITES)
def test_menus_above_and_links_below_are_no_comments(site):
    thread = read(
        f"Skip to content\nHome\nNews\nLido shut again\n\nIt leaks.\n\n{page(site)}"
        "About\nCareers\nSitemap\nPress office\n"
    )
    assert [(one.author, one.text) for one in thread.comments[:-1]] == SAID[:-1]
    assert thread.comments[-1].author == "ely&co"
    assert thread.comments[-1].text.startswith("At last")


def test_what_one_of_few_has_edited_takes_no_words_from_others():
    dates = ("6d", "6d\n(edited)", "5d")
    heads = [
        f"View {name}’s profile\n{name}\n• 2nd\nSwims in {town}" for (name, _), town in zip(SAID, TOWNS, strict=False)
    ]
    rest = [f"{date}\n{words}\nLike\n31\nReply\n" for date, (_, words) in zip(dates, SAID, strict=False)]
    page = "".join(f"{head}\n{below}" for head, below in zip(heads, rest, strict=False))
    assert said(f"Lido shut again\n\nThe trust blames the laundry.\n\n{page}") == SAID[:3]


@pytest.mark.parametrize("words", ["This.", "Yes", "lol no", "Member"])
@pytest.mark.parametrize("site", SITES)
def test_what_several_people_say_alike_is_kept(site, words):
    talk = (*TALK, *((name, words) for name in ("Ida", "Uwe K.", "noor_1")))
    found = [(one.author, one.text) for one in read(f"Lido shut again\n\n{page(site, talk)}").comments]
    assert [author for author, _ in found] == [name for name, _ in talk]
    assert all(words in text.split("\n") for _, text in found[4:])


def test_a_line_that_some_say_among_others_is_theirs():
    people = [
        (
            f"person_{n}",
            f"I totally agree.\nNumber {'abcdefghijkl'[n]} is right." if n % 4 == 1 else f"No, {'abcdefghijkl'[n]}.",
        )
        for n in range(12)
    ]
    head = "Review by {name}\n★★★½\n{words}\n\nLike review\n{n},204 likes\n"
    found = said(
        "Lido\n\n" + "".join(head.format(name=name, words=words, n=n) for n, (name, words) in enumerate(people))
    )
    assert found == people


def test_words_that_recur_in_an_article_are_no_heads():
    lines = "".join(f"Photo by {name}\n{name} opened the lido in {year}.\n" for name, year in (("Bo", 1), ("Ida", 2)))
    thread = read(f"Lido to close\n\n{lines}\nComments\n\nBianca: Shame.\n\nEly: Who pays?\n")
    assert [one.author for one in thread.comments] == ["Bianca", "Ely"]
    assert "opened the lido" in thread.article


def test_a_talk_pages_comments_end_in_names():
    section = "Warm water\n[edit source]\nLatest comment: 1 year ago\n2 comments\n2 people in discussion\n"
    thread = read(
        "Talk:Lido\nArticle\nTalk\n"
        f"{section}Who says that it is warm? I swam.\n\nIt was not. Bianca (talk) 14:02, 3 March 2022 (UTC)Reply\n"
        "    The trust's own page – Preceding unsigned comment added by 86.140.22.9 (talk) 15:40, 3 March 2022 (UTC)\n"
        f"{section}Agreed Ely's Oven (talk · contribs) 10:10, 1 July 2023 (UTC)Reply\n"
        "    It is Morag7 (talk) 11:45, 1 July 2023 (UTC)[reply]\nRetrieved from the wiki\nPrivacy policy\n"
    )
    assert thread.title == "Talk:Lido"
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("Bianca", None),
        ("86.140.22.9", "1"),
        ("Ely's Oven", None),
        ("Morag7", "3"),
    ]
    assert thread.comments[1].text == "The trust's own page"
    assert not any("Privacy" in one.text or "UTC" in one.text for one in thread.comments)


def test_the_last_comment_ends_where_the_others_do():
    comment = "{name}\n{n} days ago\n{words}\n{n}\nReport\n"
    talk = "".join(comment.format(name=name, words=words, n=n) for n, (name, words) in enumerate(TALK, 2))
    thread = read(f"Keep the lido\n\nComments\n{talk}View all\nReport a policy violation\nCompany\nAbout\nCareers\n")
    assert [(one.author, one.text) for one in thread.comments] == SAID
    assert any("policy violation" in kept.text for kept in thread.remainder)


def test_a_head_that_says_reply_answers_the_comment_above():
    head = (
        "{kind} posted by {name}, at 09:1{n} 12 Mar 2024\n{name}\n09:1{n} 12 Mar 2024\n{words}\nreply\n3{n}\nReport\n"
    )
    kinds = ("Comment", "Reply", "Reply", "Comment")
    numbered = enumerate(zip(kinds, TALK, strict=True), 1)
    thread = read("Lido\n\n" + "".join(head.format(kind=k, name=name, words=w, n=n) for n, (k, (name, w)) in numbered))
    assert [one.parent for one in thread.comments] == [None, "1", "1", None]


def test_whom_a_head_says_is_answered_may_stand_before_the_name_again():
    form = "{0} posted by {1}, at 17:0{2} 2 Nov 2025{3}{1}\n17:0{2} 2 Nov\n{4}\n\nRate up 8{2}\nRate down {2}\nLink\n"
    heads = (("Comment", ""), ("Reply", ", to Bianca"), ("Reply", ", to Ten Bells"), ("Comment", ""))
    page = (form.format(kind, name, 4, whom, words) for (kind, whom), (name, words) in zip(heads, FIVE, strict=False))
    thread = read(f"Lido\n\nView 341 comments 341\n{''.join(page)}Page 1 of 18\n")
    assert [one.parent for one in thread.comments] == [None, "1", "2", None]


def test_an_account_with_a_place_above_a_post_says_nothing():
    head = "{0}'s profile picture\n{0}\n"
    page = "".join(f"{head.format(name)}3w\n{words}\n12 likes\nReply\n" for name, words in FIVE)
    top = f"{head.format('lido')}•\nFollow\nEly, UK\n{head.format('lido')}3w\nTwo pounds for a towel.\n"
    assert said(f"Home\nSearch\n{top}{page}Add a comment…\n") == list(FIVE)


def test_a_head_again_right_below_another_introduces_what_is_quoted():
    head = "{name} · 12/03/2024 08:1{n}\n\n{words}\n\nThank\nQuote\nReport\n"
    quoting = "fed_up99 · 12/03/2024 08:12\nWho asked for that?\n\nI did."
    talk = (*TALK[:2], ("Bianca", quoting), TALK[3])
    thread = read(
        "Lido\n3 replies\n" + "".join(head.format(name=name, words=w, n=n) for n, (name, w) in enumerate(talk, 1))
    )
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("Bianca", None),
        ("fed_up99", None),
        ("Bianca", "2"),
        ("ely&co", None),
    ]
    assert "asked" not in thread.own_words(thread.comments[2])


def test_the_headline_that_a_page_repeats_is_its_title():
    top = (
        "Stack Shop\nVouchers\nGarden chair with a high back, green\n› Reviews\nGarden chair with a high back, green\n"
    )
    assert read(top + page("name, stars")).title == "Garden chair with a high back, green"


def test_a_wikis_source_shows_who_signs_and_colons_show_what_is_answered():
    sign = "[[User:{0}|{0}]] <small>([[User talk:{0}|talk]])</small> 09:0{1}, 4 March 2024 (UTC)"
    page = "== Lido shut again ==\n"
    for n, (name, words) in enumerate(TALK):
        lines = words.replace("\n\n", "\n").split("\n")
        page += "\n".join(":" * min(n, 2) + line for line in lines) + f" {sign.format(name, n)}\n"
    thread = read(page)
    assert thread.title == "Lido shut again"
    assert [(one.author, " ".join(one.text.split())) for one in thread.comments] == [
        (name, " ".join(words.split())) for name, words in TALK
    ]
    assert [one.parent for one in thread.comments] == [None, "1", "2", "2"]


def test_names_with_points_and_words_that_end_in_signs_are_told_apart_in_a_wiki():
    talk = [
        ("Mrs. H. Falk", "Shut 🙄"),
        ("swim.er", "See https://lido.example/shut"),
        ("Bianca", "👏"),
        ("Morag T.", "And cold."),
    ]
    page = "Lido shut again[edit]\nIt leaks, they say.\n\n" + "\n".join(
        f"{words} {name} (talk) 09:0{n}, 4 March 2024 (UTC)[reply]" for n, (name, words) in enumerate(talk)
    )
    thread = read(page)
    assert thread.title == "Lido shut again"
    assert [(one.author, one.text) for one in thread.comments] == [
        (talk[0][0], "It leaks, they say.\n\nShut 🙄"),
        *talk[1:],
    ]


def test_words_with_a_name_and_a_date_behind_a_dash_are_comments_and_votes_stand_between():
    talk = [
        *(("Bianca", "The lido is shut again, is it not?"), ("fed_up99", "lol")),
        ("Morag T.", "It was never warm to me"),
        ("ely&co", "1984"),
        ("Bianca", "And it was not clean either."),
    ]
    page = "".join(
        f"{n or ''}\n{words} – {name} Commented May {n + 1}, 2024 at 09:05\n" for n, (name, words) in enumerate(talk)
    )
    assert (
        said(f"Why is the lido shut?\nAsk Question\n\nIt leaks, they say.\n\nShare\nFollow\n{page}Add a comment\n")
        == talk
    )


def test_heads_with_a_dash_above_words_are_not_words():
    talk = [("Bianca", "The lido is shut again."), ("Ida", "Who asked for that?"), ("Morag T.", "It was never warm.")]
    page = "".join(
        f"Member of the swimming club – {name}, May {n}, 2024\n{words}\n\n" for n, (name, words) in enumerate(talk, 1)
    )
    texts = [one.text for one in read(f"Lido shut again\n\nIt leaks.\n\nComments\n\n{page}").comments]
    assert all(words in text for text, (_, words) in zip(texts, talk, strict=True))


@pytest.mark.parametrize("heading", ["", "5 comments\n\n"])
def test_names_right_below_words_are_whose_words_are_above_them(heading):
    layout = "{words}\nposted by {name} at 9:1{n} AM on March 12, 2024 [{n} favorites]\n\n"
    people = [(name.replace(" ", "_").rstrip("."), words) for name, words in FIVE]
    people[2] = (people[2][0], f"{people[2][1]}\n\nAnd soap.")
    page = "".join(layout.format(name=name, words=words, n=n) for n, (name, words) in enumerate(people, 1))
    article = "" if heading else "posted by op_user (5 comments total)\n\n"
    thread = read(f"{TOP.rstrip()}\n{article}{heading}{page}« Older Bins in June | Newer A fair »\n")
    assert [(one.author, one.text) for one in thread.comments] == people
    assert (thread.title, thread.article) == tuple(TOP.strip().split("\n\n"))


def test_titles_above_names_are_not_the_words_of_whoever_is_above():
    titles = ("So so", "Not for us", "Dear", "As expected", "Never again")
    page = "".join(
        f"{title}\nReview by {name}\n\n{words}\n\n" for title, (name, words) in zip(titles, FIVE, strict=True)
    )
    assert all(words in text for (_, words), (_, text) in zip(FIVE, said(page), strict=True))
    assert [name for name, _ in said(page)] == [name for name, _ in FIVE]


def test_a_name_that_stands_again_before_all_words_is_none_of_them():
    form = "message {}: by {} (new)\nMay 03, 2024 07:12AM\n\n{} {}\nreply | flag\n\n"
    page = "".join(form.format(n, name, name, words) for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"Winter of the Bell\n\nComments Showing 1-5 of 5\n\n{page}back to top\n") == list(FIVE)


def test_a_comment_that_is_gone_is_in_no_other_one():
    row = "\nUpvote\n3\nDownvote\nReply\n"
    page = "".join(f"u/{name} avatar\n{name}\n•\n5h ago\n{words}{row}" for name, words in SAID)
    gone = f"[deleted]\n•\n4h ago\nComment removed by moderator{row}"
    assert said(f"{TOP}{page}{gone}u/Ida avatar\nIda\n•\n5h ago\nWhy?{row}") == [*SAID, ("Ida", "Why?")]
