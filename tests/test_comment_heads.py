"""Heads of comments as programs and sites show them, each around the same three comments."""

from __future__ import annotations

import pytest
from files import FIVE, SAID, TALK, read, said

from stancekit.reading.pages.parents import Links, parents_by_links

HEADS = {
    "a tracker's": "@{name}\n{name} commented on May 2, 2024\n{words}\n\n",
    "a tracker's with a month between bars": "{name} added a comment - 02/May/24 3:12 PM\n{words}\n\n",
    "a chat's with a day": "{name} — 05/02/2024 3:12 PM\n{words}\n",
    "a chat's with a day of the week": "[Tuesday 3:12 PM] {name}\n\n{words}\n\n",
    "a date in italics": "### {name}\n\n*2 May 2024, 15:12*\n\n{words}\n\n",
    "a profile below a rank": "05-02-2024, 03:12 PM #{n}\n{name}\nMember\n\nJoin Date\nMay 2010\nPosts\n312\n\n"
    "{words}\nReply With Quote\n\n",
    "a pick of the editors": "{name}\nGuardian Pick\n2 May 2024 15.12\n12\n{words}\nReply\nReport\n\n",
    "a handle, a dot and a role": "{name}\n@user\n·\n3 months ago\nOwner\n{words}\n\n",
    "a handle with a date": "{name}\n@user · 2 hours ago\nDeveloper\n{words}\n\n",
    "a tracker's that was edited": "{name} added a comment - 02/May/24 3:12 PM - edited\n{words}\n\n",
    "a name twice": "{name}\n{name}\non May 2, 2024\nContributor\nMore actions\n{words}\n\n",
    "a group's": "{name}\nunread,\nMay 2, 2024, 10:22:11 AM\n\nto Lido Talk\n{words}\n\nReply all\nForward\n\n",
    "a day of the week below the name": "{name}\nTuesday 3:12 PM\n{words}\n\n",
    "a picture's word": "{name}\nmore_vert\nMay 2, 2024\n{words}\nDid you find this helpful?\nYes\nNo\n",
    "a number below": "{name}  May 2 @ 10:22am \n{words}\n#{n}\n",
    "reactions below": "{name}\n2 hours ago\n{words}\n👍 3 ❤️ 12\nReply\n",
    "a mood below a name": "{name}\n:umbrella: 3:12 PM\n{words}\n",
    "when it was changed behind a dot": "{name}\nMay 2·edited May 3\n{words}\nReply\nShare\n",
    "a month and a year's end": "{name}\nMay '24\n{words}\n\n3\n\nReply\n",
    "a French clock": "{name}\n02/05/2024 - 15H12\n{words}\nRépondre\nSignaler\n",
    "a German clock": "{name}\n02.05.2024, 15.12 Uhr\n{words}\nAntworten\nMehr\n",
    "when it was changed": "{name}\nvor 2 Jahren (bearbeitet)\n{words}\n3\nAntworten\n",
    "who changed it": "{name}\n2 May 2024, 15:12 (Last edited: 2 May 2024, 16:40 by a moderator of the lido.)\n"
    "{words}\nReply\n",
    "what was bought": "{name}\nReviewed in the Isle of Man on 2 May 2024\nColour: Red\nSize: L\nVerified Purchase\n"
    "{words}\nHelpful\nReport\n",
    "where it was reviewed": "{name}\nReviewed in the Isle of Man on 2 May 2024\nVerified Purchase\n"
    "{words}\nHelpful\nReport\n",
    "who posted it": "Comment posted by {name}, at 15:12 2 May 2024\n{words}\n\n4\n1\nreply\n",
    "a folded name": "[–]{name}\n12 points\n2 months ago\n{words}\n\npermalink\nsource\n",
    "a score": "{name}\n2 months ago\n+{n}\n{words}\nReply\n",
    "a handle above and a date below": "{name}\n@user@lido.example\n{words}\nMay 2, 2024, 15:12 · Web · 3 · 12\n",
    "a handle behind the name": "{name} @user-of-the.lido.example · 2h\n{words}\n3\n1\n12\n",
    "a long handle behind the name": "{name} @swimmer_of_ely_since_1998@lido.example\n2h\n\n{words}\n\nReply 1\n\n",
    "a place in brackets": "{name} (Ely, 2024-05-02)\n{words}\n\n",
    "a colon on a line of its own": "0:0{n}\n{name}\n: \n{words}\n",
    "points above the date": "{name}\n{n} points\n3 days ago\n{words}\n\n",
    "a server, icons and a score": "{name}\n@lido.example\nlink\nfedilink\nEnglish\narrow-up\n{n}\n·\n3 days ago\n\n"
    "{words}\n\n",
    "a tab": "{name}\t{words}\n",
    "from one to everyone": "from {name} to everyone:    3:1{n} PM\n{words}\n",
    "a preview above the name": "{words} by {name}\n{name}\n3:1{n} PM\n{words}\n",
    "a date in a key": "Comment {n}\nName: {name}\nOrganization: n/a\nDate received: {n}/5/2024\n{words}\n\n",
    "a place below, glued buttons": "{name}\nEly\n{words}\nLikeReply{n}w\n",
    "likes behind the date": "{name} A year ago · 0 Likes\n\n{words}\n\n",
    "a tracker's number and dots": "Comment {n} • {name} • 2024-05-02 10:42:13 UTC\n{words}\n\n",
    "a date behind the buttons": "{name}\n{words}\nReply Like May 0{n}, 2024\n",
    "who left a comment": "@{name}\n{name} left a comment\nMember\n\n"
    "Choose a reason for hiding this comment\n{words}\n\n",
    "two spaces before an age": "{name}  {n}y\n{words}\n",
    "when it was replied": "{name[0]}\n{name}\nReplied on May {n}, 2024\nReport abuse\n\n{words}\n\n"
    "{n} people found this reply helpful\n·\nWas this reply helpful?\nYes\nNo\n",
    "an address and a zone": "{name} swimmer at lido.example\nMon May  4 10:12:13 CEST 2024\n\nPrevious message: Rota\n"
    "Messages sorted by: [ date ] [ thread ]\n\n{words}\n\n",
    "keys before tabs": "From\t{name} <>\nDate\tMon, 4 May 2024 10:12:13 +0100\nSubject\tRe: Lido\n\n{words}\n\n",
    "where in a tune": "{name} at 2:4{n} · {n} years ago\n{words}\nReply\n",
    "who signed": "{name} signed {n} days ago\n{words}\n{n} likes\n",
    "an older tracker's": "Comment {n} {name} 2024-05-02 10:42:13 UTC\n\n{words}\n\n",
    "a task's": "{name} added a comment. May {n} 2024, 3:12 PM\n{words}\n\n",
    "when it was submitted": "{name}\nComment submitted date: Tue 1{n} Mar 2024\n{words}\n\n",
    "where in a recording": "{name}\nat 1{n}:40\n{words}\n\n",
    "a number before the age": "{name}\n#{n}.1  —  vor {n} Jahren\n1{n}\n{words}\nAntworten\n\n",
    "who likes it": "{name}\n{words}\nReply·Ida Falk likes this·May 0{n}, 2024\n\n",
    "a button to report": "{name} says:\n2 May 2024 at 15:12\n\n{words}\n\nReport this comment\n\n",
}


def numbered(message: str, messages=TALK) -> str:
    return "".join(message.format(name=name, words=words, n=n) for n, (name, words) in enumerate(messages, 1))


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_is_read_whatever_program_wrote_it(head):
    comments = numbered(head)
    assert said(f"Lido to close\n\n## Comments\n\n{comments}" if "###" in head else comments) == SAID


def test_no_break_spaces_are_spaces():
    head = "{name}\n2\u00a0points\n3\u00a0days ago\u202f·\u00a0edited\n{words}\n\nReply\u00a0·\u00a0Like\n\n"
    assert said(numbered(head)) == SAID


def test_a_name_in_a_chat_may_begin_with_a_digit():
    assert said("0xbo (10:22): No.\n\nIda (10:31): Why?\n\n0xbo (10:42): It leaks.\n") == [
        ("0xbo", "No."),
        ("Ida", "Why?"),
        ("0xbo", "It leaks."),
    ]


def test_the_line_that_says_who_pinned_a_comment_is_no_title():
    page = "Pinned by @lido\n@bo\n2 days ago\nNo.\n\n3\n\nReply\n\n@ida\n2 days ago\nWhy?\n\n4\n\nReply\n\n"
    assert said(page) == [("@bo", "No."), ("@ida", "Why?")]
    assert read(page).title is None


def test_the_line_that_says_that_a_comment_was_linked_to_is_no_name():
    head = "@{}\n2 days ago\n{}\n\n3\n\n\nReply\n\n"
    page = f"2 Comments\n{head.format('bo', 'No.')}Highlighted comment\n{head.format('ida', 'Why?')}"
    assert said(page) == [("@bo", "No."), ("@ida", "Why?")]


PLACES = ("Ely", "Brooklyn, NY", "Leeds, United Kingdom", "Stow on the Wold", "NJ")


@pytest.mark.parametrize("head", ["{name}\n{place}\nMay 2", "{name}\nMay 2\n{place}", "{name}\n{place} | May 2"])
def test_a_place_above_or_below_a_date_is_no_name_and_no_word(head):
    form = f"{head}\n{{words}}\n\nReply12 RecommendShare\n\n"
    page = "".join(
        form.format(name=name, place=place, words=words) for (name, words), place in zip(FIVE, PLACES, strict=True)
    )
    assert said(f"Lido to close\n\nComments 5\n\n{page}") == list(FIVE)


@pytest.mark.parametrize("words", ["Ely, again.\nWhy?", "Boring\nIt leaks.", "Never, ever\nNo."])
def test_words_below_a_date_that_look_like_a_place_are_kept(words):
    form = "{name}\nMay 2\n{words}\n\nReply\n\n"
    page = "".join(form.format(name=name, words=text) for name, text in (*FIVE, ("Ely", words)))
    assert said(f"Lido to close\n\nComments 6\n\n{page}") == [*FIVE, ("Ely", words)]


def test_the_first_comment_below_a_title_ends_in_buttons_as_all_do():
    form = "{name}\nEly\n{words}\nLikeReply2w\n"
    page = "".join(form.format(name=name, words=words) for name, words in FIVE)
    assert said(f"Lido to close\n\n{page}") == list(FIVE)


def test_a_comment_of_several_lines_ends_in_its_author_and_a_date():
    ends = ("It was free – bo May 2, 2023 at 9:12", "Once.\nIn the spring of that year – ida May 3, 2023 at 9:14")
    page = (
        f"Is the lido free?\n\nIt has no sign.\n{ends[0]}\n{ends[1]}\nAnd so I said to you – bo May 3, 2023 at 9:15\n"
    )
    assert said(page)[1:] == [("ida", "Once.\nIn the spring of that year"), ("bo", "And so I said to you")]


def test_everybodys_rank_is_nobodys_name():
    people = [("Bo Hale", "No."), ("Ida Falk", "Why not?"), ("Bo Hale", "It leaks."), ("Ely Rae", "Still?")]
    ends = ("", "", "Show previous replies\n", "")
    page = "".join(f"{name}\nBacker\n{3}d\n{words}\n{end}" for (name, words), end in zip(people, ends, strict=True))
    assert said(f"Lido to close\nComments\n4\nOnly backers can comment.\n{page}") == people


def test_a_count_of_posts_behind_the_name_again_is_nobodys_name():
    form = "{name}\n{name} Posts: 1{n} Forumite\n{n} May 2024 at 1:10PM\n{words}\n{n}\n"
    people = [("bo_h", "It was free once.\n\nWas it?"), ("oldswimmer", "No."), ("Ely", "lol"), ("bo_h", "It was.")]
    page = "".join(form.format(name=name, words=words, n=n) for n, (name, words) in enumerate(people, 1))
    assert said(f"Lido to close\n\n{page}") == people


def test_what_mentions_an_issue_is_an_event_with_its_title():
    head = "{} commented on May 2, 2024\n{}\n"
    event = "lido-bot mentioned this issue on May 3, 2024\nDrop the old pump #90\n"
    page = head.format("bo", "No.") + event + head.format("ida", "Why?") + head.format("bo", "It leaks.")
    assert said(f"Lido leaks #88\n{page}") == [("bo", "No."), ("ida", "Why?"), ("bo", "It leaks.")]


def test_what_was_done_to_a_task_is_an_event():
    head = "{} added a comment. May 2 2024, 3:12 PM\n{}\n\n"
    done = (
        "bo created this task. May 1 2024, 9:02 AM\n",
        "ida triaged this task as High priority. May 3 2024, 10:12 AM\n",
    )
    page = done[0] + head.format("bo", "No.") + done[1] + head.format("ida", "Why?") + head.format("bo", "It leaks.")
    assert said(f"T88 Lido leaks\n\nEvent Timeline\n\n{page}") == [("bo", "No."), ("ida", "Why?"), ("bo", "It leaks.")]


def test_a_word_in_brackets_that_an_office_puts_above_everybodys_is_nobodys():
    head = "{}\nComment submitted date: Tue 12 Mar 2024\n{}{}\n\n"
    sides = ("(Objects)\n", "(Supports)\n", "(Neutral)\n", "(Objects)\n", "(Objects)\n")
    page = "".join(head.format(name, side, words) for (name, words), side in zip(FIVE, sides, strict=True))
    assert said(f"Lido: change of use\n\nComments: 5\n\n{page}") == list(FIVE)
    one = "".join(head.format(name, "(Sigh)\n" if name == "Ten Bells" else "", words) for name, words in FIVE)
    assert said(f"Lido: change of use\n\nComments: 5\n\n{one}")[1] == ("Ten Bells", "(Sigh)\nWho pays for it?")


@pytest.mark.parametrize("newsletter", ["Ten Bells's Newsletter", "Ten’s Bells and Whistles"])
def test_the_newsletter_of_one_is_no_name(newsletter):
    head = "{}\nMay 2\n\n{}\n\nLike (24)\nReply\nShare\n"
    names = ("Bianca", f"Ten Bells\n{newsletter}", "Morag T.", "Ida Falk", "night_bus_9")
    page = "".join(head.format(name, words) for name, (_, words) in zip(names, FIVE, strict=True))
    assert said(f"Against towels\n\nDiscussion about this post\n\n{page}") == list(FIVE)


def test_one_full_handle_below_a_date_does_not_hide_the_others():
    form = "{name}\n@{handle}@lido.example\n{words}\n{date}\n"
    page = form.format(
        name="Bo Hale", handle="bo", words="It leaks.", date="May 2, 2024, 09:14 · Web\n4 boosts · 9 favorites"
    )
    page += form.format(name="Ida", handle="ida", words="Why?", date="May 2")
    page += form.format(name="Ely Rae", handle="ely", words="Old pipes.", date="May 3")
    assert said(page) == [("Bo Hale", "It leaks."), ("Ida", "Why?"), ("Ely Rae", "Old pipes.")]


def test_comments_below_a_heading_without_buttons_are_not_the_article():
    form, some = "{}\n2 days ago\n{}\n", "Show previous replies\n"
    page = "".join(form.format(*one) + (some if n in (1, 2, 4) else "") for n, one in enumerate(FIVE))
    assert said(f"Lido to close\nComments\n5\n{page}") == list(FIVE)


def test_the_first_name_may_stand_right_below_the_title():
    form = "{}\n{}\n{} May at 2:35 am\nReply\n"
    page = "".join(form.format(name, words, n) for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"Lido to close in the spring\n{page}") == list(FIVE)


def test_dates_below_the_words_end_comments_below_a_heading():
    form = "{}\n{}\n{} days ago\n"
    page = "".join(form.format(name, words, n) for n, (name, words) in enumerate(SAID, 1))
    assert said(f"Lido to close\nKudos\n3 Comments\n{page}") == SAID


@pytest.mark.parametrize("end", ["0 new messages", "Comment actions"])
def test_a_page_s_own_line_at_the_foot_is_nobodys_word(end):
    page = "".join(f"{name}\nMay 2, 2024, 10:22:11 AM\n{words}\n\n" for name, words in SAID)
    assert said(f"Lido to close\n\n{page}{end}\n") == SAID


def test_who_speaks_most_in_a_chat_is_no_rank():
    turns = [("Bo Hale", "No Way"), ("Bo Hale", "Oh My"), ("Ida Falk", "Good Lord"), ("Bo Hale", "Yes Indeed")]
    chat = "".join(f"{name}\n10:4{n}\n{words}\n" for n, (name, words) in enumerate(turns))
    assert said(chat) == turns


def test_the_pronouns_of_some_are_no_names():
    head = "{}\n{}\nMay 2\n\n{}\n\n--\n\n1 reply\n\nReply\n\n"
    pronouns = ("", "he/him\n", "")
    page = "".join(head.format(name, his, words) for (name, words), his in zip(SAID, pronouns, strict=True))
    assert said(f"Lido to close\n\nResponses (3)\n\n{page}") == SAID


def test_who_was_present_at_a_meeting_says_nothing():
    page = "Lido to close\n\nPresent: 62 residents\nApologies: Cllr Dray\n\nBo: No.\n\nIda: Why?\n\nBo: It leaks.\n"
    page += "\nAll over.\n"
    assert said(page) == [("Bo", "No."), ("Ida", "Why?"), ("Bo", "It leaks.\n\nAll over.")]


def test_a_few_words_below_a_forums_head_are_no_name():
    post = "{name}\nPosts: 112\nRe: Lido\n#{n}\nPost by {name} » Tue May 04, 2024 10:22 am\n\n{words}\nTop\n\n"
    few = [("Bo", "No"), ("Ida", "Why not 🎉"), ("Bo", "Lol")]
    assert said(numbered(post, few)) == few


@pytest.mark.parametrize("answers", ["In reply to\nBianca\n", "Reply to @Bianca\n", "Reply to Bianca\n"])
def test_whom_a_comment_answers_may_stand_below_its_date(answers):
    page = f"Bianca\n2 hours ago\nNo.\n\nReply\nShare\n\nIda\n1 hour ago\n{answers}Why?\n\nReply\nShare\n\n"
    assert [(one.author, one.text, one.parent) for one in read(page).comments] == [
        ("Bianca", "No.", None),
        ("Ida", "Why?", "1"),
    ]


def test_votes_above_most_names_are_nobodys_words():
    head = "12\n[-] {name} 2 hours ago | link\n\n{words}\n\n"
    assert said(numbered(head, TALK * 2)) == SAID * 2


def test_a_live_chats_label_is_no_part_of_a_name():
    page = (
        "Live: your questions\n\nComment From Bo\nWhy?\n\nLido Desk\nIt leaks.\n\nComment From Ida in Ely\nStill?\n\n"
    )
    assert said(f"{page}Lido Desk\nYes.\n") == [
        *(("Bo", "Why?"), ("Lido Desk", "It leaks."), ("Ida in Ely", "Still?"), ("Lido Desk", "Yes.")),
    ]


def test_whom_a_comment_answers_may_stand_behind_an_arrow_above_its_date():
    head = "{}\n{}{}\na day ago\n{}\n7\n0\nReply\n"
    page = head.format("B", "Bianca", "", "No.") + head.format("M", "Morag T.", "\n→ Bianca", "Why?")
    thread = read(f"Lido\n\nIt leaks.\n\n3 comments\nBest\nNewest\nOldest\n{page}{head.format('I', 'Ida', '', 'Yes.')}")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        *(("Bianca", "No.", None), ("Morag T.", "Why?", "1"), ("Ida", "Yes.", None)),
    ]


def test_who_answered_above_folded_replies_says_nothing():
    head = "{}\n{}\n3w\nLike\nReply\n15\n"
    page = f"Comments\n{head.format('Ida Moss', 'No.')}Bo Falk replied\n·\n2 Replies\n{head.format('Bo Falk', 'Why?')}"
    assert said(page + head.format("Ida Moss", "It leaks.")) == [
        *(("Ida Moss", "No."), ("Bo Falk", "Why?"), ("Ida Moss", "It leaks.")),
    ]


def test_what_a_channel_answered_is_a_button():
    page = "@bo\n2 days ago\nNo.\n\n3\n\nReply\n\n@lido\n·\n3 replies\n\n@ida\n2 days ago\nWhy?\n\n4\n\nReply\n\n"
    assert said(page) == [("@bo", "No."), ("@ida", "Why?")]


def test_what_an_export_adds_to_messages_is_nobodys_words():
    page = "[05/02/2024 10:22 AM] bo\nNo.\n\n{Reactions}\n👍 (2)\n\n[05/02/2024 10:23 AM] ida\nWhy?\n\n"
    page += "Exported 2 message(s)\n"
    assert said(page) == [("bo", "No."), ("ida", "Why?")]


@pytest.mark.parametrize("account", ["Lido News\n2d · \n", "Lido News\n1,204 followers\n2d •\nFollow\n"])
def test_the_account_that_posted_is_no_title(account):
    page = f"{account}Lido to close\n\n3 comments\n" + numbered("{name}\n{words}\n1d\nLike\nReply\n")
    assert read(page).title == "Lido to close"
    assert said(page) == SAID


def test_who_started_a_thread_is_no_account():
    post = "{name}\nMember\nJoined: May 2019\nPosts: 112\nYesterday at 10:22 AM\n#{n}\n{words}\nLike\nReply\n"
    page = f"Lido to close\nThread starter\nBianca\nStart date\nYesterday at 10:22 AM\n{numbered(post)}"
    assert read(page).title == "Lido to close"
    assert said(page) == SAID


def test_a_list_within_a_numbered_comment_stays_in_it():
    page = "3 comments\n\n" + numbered(
        "{n}. {name} says:\n4 May 2024 at 10:22\n\n{words}\n\n",
        [("Bo", "No."), ("Ida", "Why?\n\n1. it leaks\n2. it is cold\n\nThat is all."), ("Bo", "Lol")],
    )
    assert said(page) == [("Bo", "No."), ("Ida", "Why?\n\n1. it leaks\n2. it is cold\n\nThat is all."), ("Bo", "Lol")]


def test_who_wrote_the_article_may_have_that_above_the_name():
    page = "Lido to close\n3 comments\n" + numbered("{name}\n{words}\n1d\nReply\nShare\n")
    assert said(page.replace("Morag T.", "Author\nMorag T.")) == SAID


@pytest.mark.parametrize("name", ["J.-P. Falk", "J. P. Falk", "St. John"])
def test_initials_may_be_joined(name):
    page = numbered("{name}\n3 May 2024\n{words}\n\n", [("Bianca", "No."), (name, "Why?"), ("Bianca", "It leaks.")])
    assert said(page) == [("Bianca", "No."), (name, "Why?"), ("Bianca", "It leaks.")]


def test_a_dash_between_a_name_and_a_date_is_no_row_of_buttons():
    few = [("bo", "Yes."), ("ida_9", "Why?\n\nIt leaks."), ("ely", "12"), ("bo", "Good point"), ("noor", "first")]
    page = "May 2, 2024\n" + numbered("{name}\n — \n5/2/24, 10:2{n} AM\n{words}\n", few)
    assert said(page) == few


@pytest.mark.parametrize("head", ["{name}: {words}\n", "{name} - {words}\n", "{name} (10:2{n}): {words}\n"])
def test_a_name_in_small_letters_is_known_by_coming_again(head):
    few = [("Bo", "No."), ("fed up in Ely", "Why not: it leaks?"), ("Bo", "Where?"), ("fed up in Ely", "All over.")]
    assert said("Lido to close\n\n" + numbered(head, few)) == few


def test_a_date_behind_a_bold_name_is_no_words_whatever_the_name_is():
    page = "- **Bo** (04 Mar 2024): No.\n  - **fed up in Ely** (04 Mar 2024): Why?\n- **Ida** (05 Mar 2024): Lol\n"
    assert said(f"# Lido\n\n## Comments\n\n{page}") == [("Bo", "No."), ("fed up in Ely", "Why?"), ("Ida", "Lol")]


def test_what_begins_alike_once_is_no_name():
    page = "Lido\n\nBo: No.\nin short: it leaks.\n\nIda: Why?\nBo: Old pipes.\n"
    assert [author for author, _ in said(page)] == ["Bo", "Ida", "Bo"]


NOTATIONS = {
    "underlined": ("Lido\n====\n\nIt leaks.\n\nComments\n--------\n\n", "{name}\n~~~~~~~~~~\n\n{words}\n\n"),
    "AsciiDoc's": ("= Lido\n\nIt leaks.\n\n== Comments\n\n", "=== {name}\n\n{words}\n\n"),
    "Org's": ("#+TITLE: Lido\n\nIt leaks.\n\n* Comments\n", "** {name}\n:PROPERTIES:\n:ID: 12\n:END:\n{words}\n"),
}


@pytest.mark.parametrize(("above", "head"), NOTATIONS.values(), ids=NOTATIONS)
def test_names_may_be_headings_in_any_notation(above, head):
    page = above + numbered(head, TALK)
    assert said(page) == SAID
    assert read(page).title == "Lido"


def test_underlined_parts_of_an_essay_are_no_names():
    essay = "On comments\n===========\n\nSome are kind.\n\nWhat to do\n----------\n\nRead them.\n\n"
    essay += "When to stop\n------------\n\nIn time.\n"
    assert {author for author, _ in said(essay)} == {None}


def test_a_page_of_links_and_comments_has_no_title():
    page = "Post\n\nConversation\n\n" + numbered("{name}\n@user_{n}\n·\n2h\n{words}\n3\n12\n112\n\n")
    assert read(page).title is None
    assert said(page) == SAID


def test_a_wikis_name_may_have_initials():
    page = (
        "Cake\nNobody can flee. J. Falk (talk) 14:02, 3 March 2022 (UTC)\nWhy? Ely (talk) 15:40, 3 March 2022 (UTC)\n"
    )
    assert said(page) == [("J. Falk", "Nobody can flee."), ("Ely", "Why?")]


@pytest.mark.parametrize(
    "line", ["In May '68 (edited) we sat here.", "At 9h30 it leaks (modified)", "Reviewed in a hurry"]
)
def test_a_line_with_a_part_of_a_date_is_said_by_somebody(line):
    page = numbered("{name}\n2 May 2024\n{words}\nReply\n", [("Bo", f"No.\n{line}"), ("Ida", "Why?"), ("Bo", line)])
    assert said(page) == [("Bo", f"No.\n{line}"), ("Ida", "Why?"), ("Bo", line)]


def parents(text):
    return [None if one.parent is None else int(one.parent) for one in read(text).comments]


@pytest.mark.parametrize(
    "head",
    [
        *(
            "Ida → Bo\n2 May 2024\n",
            "Ida\n2 May 2024\nAntwort auf #1 von Bo\n",
            "Ida\n2 May 2024\nReplying to #1 by Bo\n",
            "Ida\n2 May 2024\n(In reply to Bo from comment #1)\n",
            "Ida ➤ Bo • 2 years ago\n",
        ),
        "Reply posted by Ida, at 15:12 2 May 2024, to Bo\n",
    ],
)
def test_a_head_may_say_whom_it_answers(head):
    page = f"Comments\n\nBo\n2 May 2024\nIt leaks.\nReply\nMo\n2 May 2024\nWhy?\nReply\n{head}No.\nReply\n"
    assert said(page) == [("Bo", "It leaks."), ("Mo", "Why?"), ("Ida", "No.")]
    assert parents(page) == [None, None, 1]


def test_a_person_may_be_called_the_author():
    page = numbered(
        "{name}\n2 May 2024\n{words}\nReply\n", [("the author", "No."), ("Ida Author", "Why?"), ("Bo", "Oh.")]
    )
    assert [name for name, _ in said(page)] == ["the author", "Ida", "Bo"]


def test_plus_one_alone_is_what_somebody_says():
    few = [("Bo", "+1"), ("Ida", "Why?"), ("Bo", "+1\nIt leaks."), ("Mo", "No.")]
    assert said(numbered("{name}\n2 May 2024\n{words}\nReply\n", few)) == few


@pytest.mark.parametrize(
    "row", ["permalink\n{link}reply\n", "permalink {link} reply\n", "permalink\n{link}\nreport\nreply\n"]
)
def test_a_link_to_the_parent_right_below_a_comment_without_one_answers_that(row):
    rows = [row.format(link=link) for link in ("", "parent\n" if row.endswith("}reply\n") else "parent")]
    page = "".join(
        f"[–]{name} {n} points 2 years ago\n\nThe lido leaks {n} times.\n\n{rows[link]}\n"
        for n, (name, link) in enumerate([("bo", 0), ("ida", 1), ("bo", 1), ("mo", 0), ("ida", 1)], 3)
    )
    assert parents(page) == [None, 1, None, None, 4]


def test_counts_of_answers_say_more_than_links():
    heads = [("bo", 0, 2), ("ida", 1, 1), ("mo", 1, 0), ("eve", 1, 0), ("jo", 0, 0), ("al", 0, 1), ("bo", 1, 0)]
    page = "".join(
        f"[–]{name} 4 points 2 years ago ({n} {'child' if n == 1 else 'children'})\n\nIt leaks, says {name}.\n\n"
        + "permalink\nsave\n"
        + "parent\n" * link
        + "report\nreply\n\n"
        for name, link, n in heads
    )
    assert parents(page) == [None, 1, 2, 1, None, None, 6]


def test_links_to_the_root_say_how_deep_a_comment_is():
    links = [
        "next",
        "parent | next",
        "root | parent | next",
        "root | parent | prev | next",
        "parent | prev | next",
        "prev",
    ]
    page = "".join(
        f"{name} {n} hours ago | {links} [–]\n\nThe lido leaks {n} times.\nreply\n\n"
        for n, (name, links) in enumerate(zip(("bo", "ida", "mo", "eve", "jo", "al"), links, strict=True), 2)
    )
    assert parents(page) == [None, 1, 2, None, 1, None]


def test_where_all_comments_link_to_a_parent_nothing_is_known():
    page = "".join(
        f"{name} {n} hours ago | parent | next [–]\n\nIt leaks.\nreply\n\n" for n, name in enumerate("abc", 2)
    )
    assert parents(page) == [None, None, None]


def test_of_many_comments_that_link_to_a_parent_the_first_alone_is_sure():
    answer = Links(frozenset({"parent"}))
    assert parents_by_links([Links(), *[answer] * 100_000]) == [None, 0, *[None] * 99_999]


def test_signs_of_an_instance_in_a_name_are_no_sentence():
    form = "{}d\n{}\n@user{}@lido.example\n{}\n\n1\n0\n"
    names = ("Bianca :verified:", "Ten Bells", ":wave: Morag T.", "Ida Falk", "night_bus_9")
    page = "".join(
        form.format(n, name, n, words) for n, (name, (_, words)) in enumerate(zip(names, FIVE, strict=True), 1)
    )
    assert said(f"Back\n{page}") == [(name, words) for name, (_, words) in zip(names, FIVE, strict=True)]


def test_what_differs_by_a_number_between_names_and_dates_is_no_name():
    names = ("Bianca Falk", "Ely Ray", "Bianca Falk", "Ida Okoro", "Ely Ray")
    form = "{}\nPatchset {}\nMar 12 14:02\n{}\n"
    page = "".join(form.format(name, n, words) for n, (name, (_, words)) in enumerate(zip(names, FIVE, strict=True), 1))
    assert said(f"Cache the tides\n\n{page}") == [(name, words) for name, (_, words) in zip(names, FIVE, strict=True)]
