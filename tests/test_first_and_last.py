"""Copied pages: where the first comment begins, where the last one ends, and messages with previews of others."""

from __future__ import annotations

import pytest
from files import FIVE, read, said

BELOW = "{name}\n{words}\n5h\nLike\nReply\n{n}\n"  # the date is below the words
SCREEN = "{name}\n{words}\n5h  Like  Reply  {n}\n"
AGAIN = (*FIVE, (FIVE[0][0], "Still no towels."))


def page(comment: str, talk=AGAIN) -> str:
    return "".join(comment.format(name=name, words=words, n=n) for n, (name, words) in enumerate(talk, 1))


@pytest.mark.parametrize("links", ["Creator videos\n", "Send\nView more comments\n", "Follow us\nTop\n"])
def test_links_above_the_first_name_are_nobodys(links):
    top = "Lido News\n2d · \nLido to charge for towels\n\n31\n6 comments\nLike\nComment\n"
    assert said(f"{top}{links}{page(BELOW)}") == list(AGAIN)


def test_whoever_speaks_first_may_name_somebody_who_speaks_below():
    talk = [("Ida Falk", "Shame.\nTen Bells"), *FIVE]
    assert said(f"Lido News\n2d · \nLido to charge\n\n31\n6 comments\nLike\nComment\n{page(BELOW, talk)}") == talk


@pytest.mark.parametrize("comment", [BELOW, SCREEN, SCREEN.replace("  ", " ")])
def test_a_file_may_begin_with_the_first_comment(comment):
    assert said(page(comment)) == list(AGAIN)


def test_a_headline_above_the_first_comment_is_no_name():
    thread = read(f"Ely Lido\n\nThe trust blames the laundry.\n\n6 comments\n{page(SCREEN)}")
    assert (thread.title, thread.comments[0].author) == ("Ely Lido", "Bianca")


def test_initials_above_the_first_name_are_no_name_beside_whom_others_answer():
    head = "{0}\n{1}\n{2}5 hours ago\n{3}\n\nReply\n3\n\nShare\n"
    answers = ("", "Reply to Bianca\n", "Reply to Bianca\n", "Reply to Ten Bells\n", "")
    comments = (
        head.format("".join(word[0] for word in name.split())[:2].upper(), name, whom, words)
        for (name, words), whom in zip(FIVE, answers, strict=True)
    )
    thread = read("Lido to charge\n\nConversation\n5 Comments\nSort by\nBest\n" + "".join(comments))
    assert [(one.author, one.text) for one in thread.comments] == list(FIVE)


def test_a_word_below_every_date_opens_no_box_below_the_last():
    comment = "{name}\n5h\nMore\n{words}\nLike\n{n}\nReply\nShare\n"
    assert said(page(comment)) == list(AGAIN)


def test_related_articles_below_the_last_comment_are_no_words():
    assert said(f"{page(BELOW)}Related\nSauna to charge, too\n") == list(AGAIN)


ABOVE = "{name}\n{n}h\n{words}\n\n{votes}Reply\nShare\n"  # the date is above the words
FOOT = "Get our app\nSwim with us\nThe Ely Courier is written in Ely\nJobs\n"


@pytest.mark.parametrize("n_comments", [2, 3, 5])
@pytest.mark.parametrize("votes", ["", "4\n"])
def test_below_the_buttons_that_all_have_is_the_foot(n_comments, votes):
    comments = [ABOVE.format(name=name, words=words, n=5, votes="7\n") for name, words in FIVE[:n_comments]]
    comments[-1] = comments[-1].replace("7\n", votes)
    assert said(f"Comments\n{''.join(comments)}{FOOT}") == list(FIVE[:n_comments])


@pytest.mark.parametrize("words", ["No.\nBring your own", "Three things\nTowels\nSoap\nA coin", "About help and terms"])
def test_short_lines_above_the_buttons_of_the_last_are_its_words(words):
    talk = [*FIVE[:3], ("Kit", words)]
    assert said("Comments\n" + "".join(ABOVE.format(name=name, words=one, n=5, votes="") for name, one in talk)) == talk
    bare = "Comments\n\n" + "\n".join(f"{name}\n5h\n{one}\n" for name, one in talk)
    assert said(bare) == talk


def test_a_comment_below_the_last_known_name_is_not_lost_at_the_foot():
    comment = "{name}\n{date}\n{words}\nLike\nReply\n"
    talk = (*FIVE[:2], ("Kit", "Here I am."))
    dates = ("5 hours ago", "4 hours ago", "yesteryear")
    known = "".join(
        comment.format(name=name, date=date, words=words) for (name, words), date in zip(talk, dates, strict=True)
    )
    assert any("Here I am." in words for _, words in said(f"Comments\n\n{known}"))


@pytest.mark.parametrize(
    "words", ["Jobs, jobs, jobs!", "Jobs jobs jobs", "Send link", "Useful", "Help. Status? Terms!"]
)
def test_words_that_a_foot_has_too_may_be_all_that_somebody_says(words):
    talk = [*FIVE[:2], ("Kit", words), FIVE[3]]
    comments = (f"{name}\n5 hours ago\n{one}\n" for name, one in talk)
    assert said("Comments\n\n" + "\n".join(comments)) == talk


@pytest.mark.parametrize("foot", ["About Tags Rules Privacy", "Help · Terms · Jobs", "Impressum | Datenschutz | AGB"])
def test_links_side_by_side_at_the_foot_are_nobodys(foot):
    comments = "\n".join(f"{name} 5 hours ago\n{words}\n" for name, words in FIVE)
    assert said(f"Comments\n\n{comments}\n{foot}\n") == list(FIVE)


def test_a_count_above_the_buttons_of_the_first_review_announces_no_others():
    review = "Photo of {name}\n{name}\n12 swims\nMay 2, 2024\n{words}\n\n{n} likes\n{count}Like\nComment\n"
    counts = ("2 comments\n", "", "", "", "")
    assert said(
        "Ely Lido\n3.9\n"
        + "".join(
            review.format(name=name, words=words, n=n, count=count)
            for n, ((name, words), count) in enumerate(zip(FIVE, counts, strict=True))
        )
    ) == list(FIVE)


def test_a_place_behind_a_dot_below_every_name_is_nobodys_words():
    talk = [*FIVE[:3], ("Kit", "• No soap\n• No towels")]
    comment = "{name}\n • {place}\n{words}\n5h\nLike\nReply\n"
    places = ("Ely & Soham", "River Walk", "Stuntney", "Mill End")
    pairs = list(zip(talk, places, strict=True))
    assert said("".join(comment.format(name=name, place=place, words=words) for (name, words), place in pairs)) == talk
    some = "".join(comment.format(name=name, place=place, words=words) for (name, words), place in pairs[:2])
    assert said(f"{some}{page(BELOW, FIVE[2:])}")[2:] == list(FIVE[2:])


def test_whoever_spoke_above_stands_alone_above_the_words_that_answer_them():
    talk = [*FIVE[:3], ("Kit", "Bianca\nNot me."), ("Ida Falk", "Bianca"), ("Noor", "Soap\nBianca")]
    words = ["Not me." if name == "Kit" else said for name, said in talk]
    thread = read(page(BELOW, talk))
    assert [one.text for one in thread.comments] == words
    assert thread.comments[3].parent == "1"


def test_a_count_that_a_blank_line_parts_from_words_belongs_to_the_head_below():
    heads = ("", "12\n", "-3 off-topic\n", "4\n", "7\n")
    comments = (f"{count}{name} 5 hours ago\n{words}\n\n" for count, (name, words) in zip(heads, FIVE, strict=True))
    assert said(f"Comments\n\n{''.join(comments)}") == list(FIVE)
    apart = "\n\n".join(f"{name} 5 hours ago\n{words}\n\n12" for name, words in FIVE[:2])
    assert said(f"Comments\n\n{apart}\n\n") == [(name, f"{words}\n\n12") for name, words in FIVE[:2]]


@pytest.mark.parametrize("badge", ["Featured", "Top 3% Commenter"])
def test_a_badge_below_some_dates_is_nobodys_words(badge):
    talk = [ABOVE.format(name=name, words=words, n=5, votes="") for name, words in FIVE]
    talk[2] = talk[2].replace("5h\n", f"5h\n{badge}\n")
    assert said(f"Comments\n{''.join(talk)}") == list(FIVE)
    talk[2] = ABOVE.format(name=FIVE[2][0], words=badge, n=5, votes="")
    assert said(f"Comments\n{''.join(talk)}")[2] == (FIVE[2][0], badge)


def test_a_sign_and_a_count_at_the_end_of_a_message_are_reactions():
    chat = "Bianca — 11/02/2023 8:44 PM\nThe lido is shut again.\n🎉\n3\nIda — 11/02/2023 8:57 PM\n👍\n"
    assert said(chat) == [("Bianca", "The lido is shut again."), ("Ida", "👍")]


CHAT = "Bianca — 11/02/2023 8:44 PM\nThe lido is shut again.\n{0}Ida — 11/02/2023 8:57 PM\nWhy?\n"


@pytest.mark.parametrize("preview", ["The lido is shut again.", "The lido is", "The lido is…"])
def test_a_preview_of_what_is_answered_is_nobodys_words(preview):
    thread = read(CHAT.format(f"@Bianca\n{preview}\n"))
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bianca", "The lido is shut again.", None),
        ("Ida", "Why?", "1"),
    ]


@pytest.mark.parametrize("end", ["@Ida\nDo you know?\n", "@Noor\nThe lido\n"])
def test_who_is_addressed_at_the_end_stays_in_the_words(end):
    assert said(CHAT.format(end))[0] == ("Bianca", f"The lido is shut again.\n{end}".strip())


def test_who_transcribed_a_meeting_says_nothing():
    page = "".join(f"{name}  0:1{n}\n{words}\n\n" for n, (name, words) in enumerate(FIVE))
    assert said(f"{page}Transcribed by https://scribe.example\n") == list(FIVE)


def test_initials_above_names_are_nobodys_last_word():
    people = [("Bo Hale", "No."), ("Ida Falk", "Why?"), ("Ely Rae", "It leaks.")]
    head = "{}\n{}\nReplied on May {}, 2024\nReport abuse\n\n{}\n\n"
    page = "".join(
        head.format(f"{name[0]}{name[1]}".upper(), name, n, words) for n, (name, words) in enumerate(people, 1)
    )
    assert said(f"Lido to close\n{page}") == people


def test_a_chat_of_names_words_and_times_may_be_cut_off_anywhere():
    chat = "".join(f"{name}\n{words}\n10:4{n}\n" for n, (name, words) in enumerate(FIVE))
    assert said(chat.partition("\n")[2]) == list(FIVE[1:])
    turns = "".join(f"10:4{n}\n{name}\n{words}\n" for n, (name, words) in enumerate(FIVE))
    assert said(f"Lido to close\n{turns.rpartition(FIVE[-1][1])[0]}") == list(FIVE[:-1])


def test_names_in_headings_above_dates_need_no_title():
    page = "".join(
        f"{'#' * (n % 2 + 3)} {name}\n\n*May {n}, 2024*\n\n{words}\n\n" for n, (name, words) in enumerate(FIVE)
    )
    assert said(f"As I said.\n\n{page}") == list(FIVE)


def test_names_below_their_pictures_win_over_what_all_have_above_dates():
    form = "Profile photo for {0}\n{0}\n·\nFollow\nSwims in Ely (19{1}–present)\n{1}y\n\n{2}\n\nUpvote\n·\n{1}\n\n"
    page = "".join(form.format(name, n, words) for n, (name, words) in enumerate(FIVE[:4], 80))
    assert said(page.partition("Follow\n")[2])[-3:] == list(FIVE[1:4])


def test_what_is_left_out_between_comments_is_nobodys():
    left_out = "load more comments (3 replies)\nShow more of this conversation\nThis post was removed.\n"
    comments = [ABOVE.format(name=name, n=2, words=words, votes="") for name, words in AGAIN]
    gone = ABOVE.format(name="[deleted]", n=2, words="[removed]", votes="")
    assert said(f"Lido\n\nComments\n{left_out.join(comments)}{gone}{left_out}Type a message\n") == list(AGAIN)


def test_whom_a_comment_answers_may_be_below_reply_to():
    talk = zip(FIVE, ("", "Reply to\nBianca\n", "", "Reply to\nMorag T.\n", ""), strict=True)
    page = "".join(f"{name}\n3 days ago\n{whom}{words}\nReply\n7\nShare\n" for (name, words), whom in talk)
    comments = read(f"Lido\n\nComments\n{page}").comments[1:3]
    assert [(one.text, one.parent) for one in comments] == [(FIVE[1][1], "1"), (FIVE[2][1], None)]


def test_a_date_may_stick_to_the_place_before_it_and_a_button_to_the_next_one():
    places = ("Ely, UKSept. 4", "LeedsSept. 4", "Ely2h ago", "Stow, UK5m ago", "YorkMay 4, 2024")
    rows = ("Reply21 RepliesRecommend1.2KShareFlag", "3 ReplyRecommend41ShareFlag", "ReplyRecommendShareFlag") * 2
    heads = zip(FIVE, places, rows, strict=False)
    page = "".join(f"{name[0]}\n{name}\n{place}\n{words}\n\n{row}\n" for (name, words), place, row in heads)
    assert said(f"Lido to charge\nComments 842\nReader Picks\n\n{page}Read 1,797 more comments\n") == list(FIVE)


def test_among_handles_a_date_may_be_on_its_line_or_below():
    heads = ("@bo\n2 yr ago", "@ida.f · 1 yr ago", "@ely_9\n3 mo ago", "@al · 2 mo ago", "@ten-bells · 5 days ago")
    page = "".join(f"{head}\n{words}\n641\n1\n" for head, (_, words) in zip(heads, FIVE, strict=True))
    talk = said(f"Lido (Video)\n1.8M views · 2 yr ago\nShare\nSave\nComments\n1.3K\nTop\nNewest\n{page}")
    assert talk == [(head.split()[0], words) for head, (_, words) in zip(heads, FIVE, strict=True)]


def test_somebody_may_have_two_roles():
    talk = zip(FIVE, ("", "Author\nRising contributor\n", "", "Admin\nGroup expert\n", "Member\n"), strict=True)
    page = "".join(f"{name}\n{roles}{words}\n5h\nLike\nReply\n3\n" for (name, words), roles in talk)
    assert said(f"Lido News\n2d · \nLido to charge\n\n31\n6 comments\nLike\nComment\n{page}") == list(FIVE)


def test_links_below_the_counts_of_the_last_are_nobodys():
    talk = zip(FIVE, ("1\n3\n42", "1\n5", "2", "3\n11", "14"), strict=True)
    page = "".join(f"{name}\n@{name[:2]}.example\n· 4mo\n{words}\n{counts}\n" for (name, words), counts in talk)
    assert said(f"{page}Search\nDiscover\nFollowing\nMore feeds\n") == list(FIVE)


def test_whom_a_last_comment_answers_again_and_again_is_no_foot():
    words = "In reply to Bo\nB\n" * 8_000
    assert said(f"* Bullet\n{words}") == [("Bullet", words.removeprefix("In reply to Bo\n").rstrip())]
