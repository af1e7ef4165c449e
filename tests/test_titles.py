"""Which line of a copied page is its title: not a menu, an address, a site or an account."""

from __future__ import annotations

import pytest
from files import FIVE, POST, SAID, read

SIGNED = "Comments\n\nBianca\n2 hours ago\nShame.\nReply\n\nBo\n1 hour ago\nNo.\nReply\n"


@pytest.mark.parametrize(
    "menu",
    [
        "Skip to content\nSkip to site index\n\n",
        "Skip to main content\nMenu\nLog in\n\n",
        "Home\nSections\n",
        "The Ely Courier\nHome\nNews\nSport\nWhat's on\nSubscribe\nNews\n\n",
        "https://ely.example.org/news/lido-towels\n\n",
        "ely.example.org\n",
        "Ely Courier\nWeather\nJobs\nProperty\nCars\n\n",
        "Home › News › Ely\n",
    ],
)
@pytest.mark.parametrize(
    "headline", ["Lido to charge for towels", "Ely Lido Will Charge for Towels. Swimmers Are Furious."]
)
def test_a_menu_an_address_or_a_site_is_no_title(menu, headline):
    thread = read(f"{menu}{headline}\nBy Ines Falk\n3 May 2024\n\nThe trust blames the laundry.\n\n{SIGNED}")
    assert (thread.title, thread.article) == (headline, "The trust blames the laundry.")
    assert len(thread.comments) == 2


def test_a_site_whose_foot_names_it_is_no_title():
    page = f"Ely Courier\nLido to charge for towels\n\nThe trust blames the laundry.\n\n{SIGNED}© 2024 Ely Courier\n"
    assert read(page).title == "Lido to charge for towels"
    assert read(page.replace("© 2024 Ely Courier\n", "")).title == "Ely Courier"


@pytest.mark.parametrize("title", ["Lido to charge", "Ely Lido", "Towels", "Who pays?", "Lido: two pounds a towel"])
@pytest.mark.parametrize("below", ["", "By Ines Falk\n", "Ines Falk\n3 May 2024\n", "News\nEly\nSwimming\n"])
def test_a_short_headline_stays_the_title_whatever_is_below(title, below):
    thread = read(f"{title}\n{below}\nThe trust blames the laundry, which has put up its prices.\n\n{SIGNED}")
    assert thread.title == title


def test_a_heading_that_quotes_a_line_above_says_which_is_the_title():
    page = "Swimming in Ely\nA diary\n\nMy towel\n\nIt is wet.\n\n2 thoughts on “My towel”\n\n"
    thread = read(page + SIGNED.removeprefix("Comments\n\n"))
    assert (thread.title, len(thread.comments)) == ("My towel", 2)


@pytest.mark.parametrize(
    "post",
    [
        "Post\nEly Lido\n@elylido\n{}\n9:14 AM · Apr 3, 2024\n·\n48.2K\n Views\n12\n31\n",
        "Post\nEly Lido\n‪@elylido.example.org‬\n{}\n\nMay 4, 2024 at 2:11 PM\n12 reposts 4 likes\n\nWrite your reply\n",
        "Feed post number 1\nInes Falk\n • 2nd\nTrustee | Swimmer\n1w • Edited •\n\n{}\n\n203\n2 comments\n",
        "Ely Lido\n3 May at 08:15\n·\n{}\nLike\nComment\nShare\n214\n2 comments\n",
        "ely_lido\n{}\n3d\n\n",
        "ely.lido\nVerified\nEdited•3w\n{}\n",
        "Thread\n1.2K views\nelylido\n14h\n{}\n\n",
        "Bianca\n3 May\n{}\nLike\nComment\nShare\n2 comments\n",
    ],
)
def test_the_title_of_a_post_is_its_first_line_and_no_account(post):
    comments = SIGNED.removeprefix("Comments\n\n")
    thread = read(post.format(POST) + comments)
    assert thread.title == POST
    assert [(one.author, one.text) for one in thread.comments] == [("Bianca", "Shame."), ("Bo", "No.")]


def test_of_a_long_post_the_first_sentence_is_the_title_and_all_of_it_the_article():
    long = "Two pounds for a towel. " + "We asked the trust why, and it blames the laundry. " * 4
    page = f"Post\nEly Lido\n@elylido\n{long}\nWhat now?\n9:14 AM · Apr 3, 2024\n\n{SIGNED}"
    thread = read(page)
    assert thread.title == "Two pounds for a towel."
    assert thread.article.split("\n\n")[:2] == [long.strip(), "What now?"]


def test_an_author_who_comments_does_not_hide_the_headline_above_the_name():
    page = f"Why I swim\nSome notes\nBianca\n3 May 2024\n\nBecause it is cold, and nobody talks.\n\n{SIGNED}"
    assert read(page).title == "Why I swim"


@pytest.mark.parametrize(
    "top",
    [
        "Opinion\nSwimming\nThis article is more than 1 year old\n{}\nInes Falk\n\nThe trust blames the laundry.\n\n",
        "r/ely\n•\n5 hr. ago\nwetfeet22\n\n{}\nDiscussion\nIt is dear.\n\nUpvote\n88\nDownvote\nShare\n\n",
        "Ines Falk\n@ines@swim.example\n\n{}\n\nMay 03, 2024, 10:12 · \n·\n12\n·\n30\n\n",
        "ely_lido\nVerified\nEdited · 2w\n\n{}\n\n",
    ],
)
def test_kickers_ages_ranks_and_accounts_are_no_title(top):
    comments = "Bo\n@bo\n1d\nShame.\n\n3\n\n2\n\nKit\n@kit\n22h\nWho pays?\n\n1\n\n4\n"
    thread = read(top.format("The lido should be free for all") + comments)
    assert thread.title == "The lido should be free for all"
    assert [(one.author, one.text) for one in thread.comments] == [("Bo", "Shame."), ("Kit", "Who pays?")]


def test_a_ticket_s_key_and_a_forum_s_name_are_no_titles():
    ticket = "LIDO-12\nTowels cost too much\nDetails\nStatus: Open\nDescription\nTwo pounds each.\n\n"
    ticket += "".join(
        f"{name} added a comment - 0{n}/May/24 9:05 AM\n\n{words}\n\n" for n, (name, words) in enumerate(SAID, 1)
    )
    assert read(ticket).title == "Towels cost too much"
    printed = "The Lido Board\nhttps://board.lido.example/\n\nTowels cost too much\n"
    printed += "https://board.lido.example/t?12\n\nPage 1 of 1\n"
    for n, (name, words) in enumerate(SAID, 1):
        printed += f"{'Re: ' * (n > 1)}Towels cost too much\nPosted: Tue May 0{n}, 2024 9:05 am\nby {name}\n{words}\n"
    thread = read(printed)
    assert (thread.title, [(one.author, one.text) for one in thread.comments]) == ("Towels cost too much", SAID)


def test_a_question_whose_asker_comments_keeps_its_title():
    page = "Why is the lido shut?\nAsked 3 years ago\n14\nIt was open in May.\n\nIs it the laundry?\n\nShare\nFollow\n"
    page += "asked May 3, 2024 at 8:00\nBianca's user avatar\nBianca\n1,204 2 gold badges 11 silver badges\n2\n"
    page += "".join(f"{words} – {name} Commented May {n}, 2024 at 9:05\n" for n, (name, words) in enumerate(SAID, 4))
    thread = read(page)
    assert thread.title == "Why is the lido shut?"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_answers_have_who_gave_them_below():
    def card(verb: str, name: str) -> str:
        badges = "4,10212 gold badges31 silver badges44 bronze badges"
        return f"Share\nImprove this answer\n{verb} May 3, 2024 at 8:00\n{name}'s user avatar\n{name}\n{badges}\n"

    page = f"Why is the lido shut?\nAsked 3 years ago\n14\n\nIt was open in May.\n\n{card('asked', 'Ely')}"
    page += "1\nWhich one? \n– bo_7\n May 3, 2024 at 9:20\nAdd a comment\n2 Answers\nHighest score (default)\n"
    page += f"22\n\nIt leaks.\n\nSince 1998.\n\n{card('answered', 'Ida')}Again? – Ely Commented May 4, 2024 at 9:05\n"
    page += "Still\nleaks.  – Ida Commented May 4, 2024 at 9:06\nAdd a comment\n3\n\nNobody swims.\n\n"
    thread = read(f"{page}{card('answered', 'Bo')}Add a comment\nYour Answer\nNot the answer you’re looking for?\n")
    assert (thread.title, "It was open in May." in thread.article) == ("Why is the lido shut?", True)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        *(("bo_7", "Which one?", None), ("Ida", "It leaks.\n\nSince 1998.", None), ("Ely", "Again?", "2")),
        *(("Ida", "Still\nleaks.", "2"), ("Bo", "Nobody swims.", None)),
    ]


@pytest.mark.parametrize(
    "top",
    [
        "Ely Lido\n5 h  · \n{}\n\n3 comments\nLike\nComment\n",
        "Ely Lido\n5 Std. · Public\n{}\n\n3 comments\nLike\nComment\n",
        "login  |  language\nAll boards > Ely > Lido\n{}\n\nComments\n",
        "Skip to main content\nOpen menu\n{}\n\nComments\n",
        "Ely Courier\nSubscribe\nSign in\nLocal  Sport  Jobs  Weather\n\n{}\nBy Ines Falk\n\nComments\n",
        "Pond\nNewest Comments\nSearch\nLog in\n12\n{}\nlido.example authored by wet 3 days ago\n\nComments\n",
        "~swimming\n{}\nMay 2, 2024\nIt is dear.\n\n2 comments\n",
        "{}\nMay 02, 2024\n\nIt is dear.\n\nShare\n\nComments\n",
        "jump to content\nELYcommentsother discussions (1)\n\n214\nsubmitted 5 hours ago by wet\n{}\n\n2 comments\n",
        "Home\nJobs\n\nInes Falk\n Ines Falk\n   • 2nd\nWriter\n2w • Edited •\n\nFollow\n{}\n\n12\n3 comments\nLike\n",
        "Ines Falk\n@ines\n{}\n3:42 PM · May 4, 2024\n14 reposts 2 quotes 61 likes\n",
        "Gmail\nInes Falk <ines@lido.example>\n{}\n3 messages\n",
        "{}\n\nConversation\n2 Comments\nYour voice matters to us. Discussions are moderated\nLog in\n",
    ],
)
def test_a_page_s_name_or_its_links_are_no_titles(top):
    thread = read(
        top.format("The lido should be free for all") + "".join(f"{name}\n1d\n{words}\nReply\n" for name, words in SAID)
    )
    assert thread.title == "The lido should be free for all"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_a_line_that_announces_reviews_is_no_title():
    review = "{}\n4.0 out of 5 stars Warm\nReviewed in France on 3 May 2024\n{}\n2 people found this helpful\nHelpful\n"
    page = "Bath towel, blue\n4.1 out of 5 stars\nTop reviews from France\n"
    thread = read(page + "".join(review.format(name, f"{words} So there.") for name, words in FIVE))
    assert thread.title != "Top reviews from France"


@pytest.mark.parametrize("title", ["Towels | Ely Courier", "Lido · shut again", "menu for the lido"])
def test_a_bar_or_a_dot_in_a_title_makes_it_no_link(title):
    assert read(f"{title}\n\nThe trust blames the laundry.\n\n{SIGNED}").title == title


def test_how_often_a_topic_was_read_is_not_in_its_title():
    page = "Topic: Best towel for the lido? (Read 1,812 times)\n\n" + SIGNED
    assert read(page).title == "Best towel for the lido?"


@pytest.mark.parametrize(
    "group",
    [
        "Ely Swimmers\nPrivate group · 311 members\n\nIda Falk · Admin · 2 June at 08:15\n{}\n\n",
        "Ely Swimmers\nPublic group\n·\n12.4K members\nJoin group\nIda Falk\n  · 3 May at 10:42  ·\n{}\n",
    ],
)
def test_a_groups_name_is_no_title_of_what_is_posted_in_it(group):
    comments = "".join(f"{name}\n{words}\nLike · Reply · 3d\n\n" for name, words in FIVE)
    thread = read(group.format("Water will be cut off in July") + f"5 comments\n\n{comments}")
    assert thread.title == "Water will be cut off in July"
    assert [(one.author, one.text) for one in thread.comments] == list(FIVE)


@pytest.mark.parametrize("head", ["{}\nThread starter Bo\nStart date Mar 8, 2025\n", "Thread: {}\nThread Tools\n"])
def test_a_title_is_above_who_started_a_thread_or_behind_a_label(head):
    assert read("Home\nForums\nHouse and garden\nSheds\n" + head.format("Our towels") + SIGNED).title == "Our towels"
