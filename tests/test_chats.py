"""Chats, forums, mail and notes: whose words begin where, what is quoted, and prose that looks like them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from files import read
from hypothesis import example, given
from hypothesis import strategies as st

TALK = (("Bianca", "The lido is shut again."), ("Morag T.", "Who asked for that?"), ("Bianca", "Not me."))
SAID = list(TALK)


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.author, one.text) for one in read(text).comments]


def talk(message: str) -> str:
    return "".join(message.format(name=name, words=words) for name, words in TALK)


# Chats


@pytest.mark.parametrize(
    "message",
    [
        *("[10:42] <{name}> {words}\n", "10:42 < {name}> {words}\n", "2024-05-03 10:42:11 <@{name}> {words}\n"),
        *("<{name}> {words}\n", "(10:42:11) {name}: {words}\n", "10:42 {name}: {words}\n", "[10:42] {name}: {words}\n"),
        *("10:42:11\t From {name} : {words}\n", "10:42:11 From {name} to Everyone:\n\t{words}\n\n"),
        *("[3/5 10:42] {name}\n{words}\n", "[10:42 AM] {name}\n{words}\n", "2024-05-03 10:42:11\t{name}\t{words}\n"),
        *("{name}  10:42 AM\n{words}\n", "{name} 10:42\n{words}\n\n", "{name}  APP  10:42 AM\n{words}\n"),
        *(
            "{name}\n  10:42 AM\n{words}\n",
            "{name} — Today at 10:42\n{words}\n",
            "{name}\n — 03/05/2024 10:42\n{words}\n",
        ),
        *("{name}, [03.05.2024 10:42]\n{words}\n\n", "03/05/2024 10:42 - {name}: {words}\n"),
        *("3/5/24 10:42 p. m. - {name}: {words}\n", "03.05.24, 10:42 - {name}: {words}\n"),
        *("[3/5/24, 10:42:11\u202fPM] {name}: {words}\n", "[10:42 AM, 5/3/2024] {name}: {words}\n"),
        *("2024/5/3 上午10:42 - {name}: {words}\n", "\u200e[03.05.24, 10:42:11] {name}: {words}\n"),
        *("03/05/2024 à 10:42 - {name}: {words}\n", "[Yesterday at 10:42] {name}: {words}\n"),
        "{name}\n — \n05/03/2024 10:42 AM\n{words}\n",
        *("{name}\n10:42 AM\n{words}\n1 Like reaction.\n1\n", "[10:42]{name}: {words}\n", "10:42\t@{name}\t{words}\n"),
        *("{name}\n{words}\n3 May 2024, 10:42\n", "10:42 AM\n{name}\n{words}\n", "May 3, 2024\n{name}\n{words}\n\n"),
        *("{name}  0:15\n{words}\n\n", "[00:00:15] {name}: {words}\n", "{name} (00:15): {words}\n"),
    ],
)
def test_a_chat_is_known_by_what_its_messages_begin_with(message):
    thread = read(talk(message))
    assert [(one.author, one.text) for one in thread.comments] == SAID
    assert (thread.title, thread.article) == (None, "")


def test_a_chats_notices_are_nobodys_words():
    thread = read(
        "--- Log opened Fri May 03 10:40:11 2024\n10:42 -!- ely [~e@host.example] has joined #lido\n"
        "10:42 < bo> Who has a towel?\n10:43  * ely waves\n10:43 <@ely> I have.\n10:44 -!- ely has quit [Ping: out]\n"
        "--- Log closed Fri May 03 11:00:00 2024\n"
    )
    assert thread.title is None
    assert [(one.author, one.text) for one in thread.comments] == [("bo", "Who has a towel?"), ("ely", "I have.")]
    rest = "\n".join(one.text for one in thread.remainder)
    assert all(words in rest for words in ("Log opened", "has joined", "ely waves", "has quit", "Log closed"))


def test_who_waves_without_a_time_is_known_by_speaking():
    text = "Session Start: Fri May 03 10:40:11\n<bo> Who has a towel?\n* ely waves\n<ely> I have:\n* a hat\n<bo> Ah.\n"
    assert said(text) == [("bo", "Who has a towel?"), ("ely", "I have:\n* a hat"), ("bo", "Ah.")]


def test_a_day_between_messages_is_nobodys_word():
    page = "Bianca  APP  10:42 AM\nThe lido is shut.\nFriday, May 3rd\nMorag  9:02 AM\nAgain?\n"
    assert said(page) == [("Bianca", "The lido is shut."), ("Morag", "Again?")]


def test_a_notice_with_a_colon_is_no_message():
    day = "[03.05.24, 10:4"
    thread = read(
        f"{day}2:11] Bianca: Hello.\n{day}3:11] Morag T. changed the subject to “Trip: Friday”\n{day}4:11] Ely: Ah.\n"
    )
    assert [(one.author, one.text) for one in thread.comments] == [("Bianca", "Hello."), ("Ely", "Ah.")]


def test_a_message_goes_on_until_the_next_begins():
    text = "10:42 Bianca: Bring\n- a towel\n- a hat\n10:40 was too early\nand Ely said: no.\n10:44 Bo: Comments\n"
    thread = read(text + "10:45 Bianca: Both.\n10:46 Bo: Fine.\n10:47 Bianca: Good.\n")
    assert [(one.author, one.text) for one in thread.comments][:2] == [
        ("Bianca", "Bring\n- a towel\n- a hat\n10:40 was too early\nand Ely said: no."),
        ("Bo", "Comments"),
    ]


def test_times_and_reactions_within_a_chat_are_its_own():
    thread = read(
        "Bianca\n  10:42 AM\nThe lido is shut.\n:+1:\n6\n\nMorag\n  10:44 AM\nAgain?\n10:45\nWho says so?\n3 replies\n"
        "Last reply today at 11:20 AM\n\nEly\n  10:51 AM\n10:51\n"
    )
    assert [(one.author, " ".join(one.text.split())) for one in thread.comments] == [
        ("Bianca", "The lido is shut."),
        ("Morag", "Again? Who says so?"),
        ("Ely", "10:51"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "At 10:42 Bianca said: no.\nAt 10:50 Morag said: yes.\nAt 11:00 they left.\n",
        "10:42 was too early for me.\n10:50 would do.\nThe boat is late: nobody cares.\n",
        "10:42\n11:30\n12:15\nNone of these.\n",
        "3 May\nThe lido opened.\n4 May\nIt leaked.\n5 May\nIt shut.\n",
        "2022\n3 May 2022\nTowels\nToo dear.\n4 May 2022\nHats\nToo dear too.\n5 May 2022\nBoats\n",
        "Tea at 10:42\nCake at 11:00\nA swim at noon.\n",
        "10:00 Opening\n10:30 Coffee\n11:00 Panel\n",
        "Ely 10:42\nMarch 10:55\nThe times are wrong.\nSo they are.\n",
        "Bianca: is she coming?\nWho knows.\nMorag will be there.\nIt is at 10:42.\n",
        "<3 this place\n<b> is no tag of mine\nLovely.\n",
        "[sic] The lido is “shutted”.\n[1] says so: nobody else.\n[2] Ely: see there.\n",
    ],
)
def test_prose_with_times_is_no_chat(text):
    assert said(text) == [(None, line) for line in text.strip().split("\n")]


def test_two_messages_within_a_comment_make_no_chat_of_its_page():
    pasted = "[5/3/24, 10:42] Bianca: Shut?\n[5/3/24, 10:43] Morag: Shut.\n"
    page = f"Lido to close\n\nThe trust blames the laundry.\n\nComments\n\nBo\n2 hours ago\nThey told us:\n{pasted}"
    page += "Is that an answer?\n\nEly\n1 hour ago\nIt is.\n\nIda\n1 hour ago\nNo.\n"
    assert [author for author, _ in said(page)] == ["Bo", "Ely", "Ida"]
    assert "Morag: Shut." in said(page)[0][1]


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
    "labelled subject, post by": "Title: {re}Towels\nPost by: {name} on May 0{n}, 2024, 10:42:11 AM\n{words}\n",
}


@pytest.mark.parametrize("form", FORUMS.values(), ids=FORUMS)
def test_a_forums_head_may_have_any_order(form):
    page = "Lido Forum\nBoard index › General › Towels\n\n"
    for n, (name, words) in enumerate(POSTS, 1):
        page += form.format(name=name, words=words, n=n, re="Re: " if n > 1 else "")
    assert said(page) == list(POSTS)


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


def test_a_signature_that_stands_below_several_posts_is_no_word_of_any():
    form = FORUMS["name, rank, date, number"]
    words = [
        ("Ely", "Shame.\n____\nSwim safe."),
        ("Ida", "Why?\n____\nIt was free."),
        ("Ely", "So what\n____\nSwim safe."),
    ]
    page = "".join(form.format(name=name, words=text, n=n) for n, (name, text) in enumerate(words, 1))
    assert [text for _, text in said(f"Towels\n\n{page}")] == ["Shame.", "Why?\n\nIt was free.", "So what"]


# Quotations


@pytest.mark.parametrize(
    "quoting",
    [
        "bo_h said:\nMine are all too small.\nClick to expand...\n",
        "bo_h said:\nMine are all too small.\n",
        "bo_h wrote: ↑\nFri May 03, 2024 7:32 pm\nMine are all too small.\n\n",
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


# Mail and other records


def test_mails_are_comments_of_their_senders_and_the_subject_is_the_title():
    mail = "From: {} <x@example.org>\nDate: Mon, 8 Apr 2024 10:02:11 +0200\nSubject: {}[lido] Towels?\n\n{}\n\n"
    thread = read(
        mail.format("Bianca", "", "Which towel do we all bring?\n\nSource: none of mine.\n\nBianca")
        + mail.format(
            '"Hill, Morag"',
            "Re: ",
            "On Mon, 8 Apr 2024, Bianca wrote:\n> Which towel do we all bring?\n\nA big one.\n\n-- \nMorag",
        )
    )
    assert thread.title == "[lido] Towels?"
    assert [(one.author, one.parent) for one in thread.comments] == [("Bianca", None), ("Hill, Morag", "1")]
    assert thread.comments[0].text == "Which towel do we all bring?\n\nSource: none of mine.\n\nBianca"
    assert "do we all bring" not in thread.own_words(thread.comments[1])


def test_what_stands_between_and_below_the_mails_of_a_list_is_its_own():
    foot = "____________\nlido mailing list\nlido@example.org\n\n"
    mail = "From {0} at example.org  Mon Apr  8 10:02:11 2024\nFrom: {0} at example.org ({1})\nDate: Mon, 8 Apr 2024\n"
    mail += "Subject: Towels\nMessage-ID: <{0}@example.org>\n\n{2}\n\n" + foot
    page = mail.format("bianca", "Bianca H.", "From me: a big one.") + mail.format("ely", "Ely", "Why?")
    assert said(page) == [("Bianca H.", "From me: a big one."), ("Ely", "Why?")]


def test_addresses_beside_names_and_dates_are_in_no_name():
    mail = "{} <x@example.org>\tMon, Apr 8, 2024 at 10:02 AM\nTo: lido@example.org\n{}\n"
    thread = read("Towels\n2 messages\n" + "".join(mail.format(name, words) for name, words in TALK))
    assert (thread.title, [(one.author, one.text) for one in thread.comments]) == ("Towels", SAID)


@pytest.mark.parametrize(
    "body",
    [
        'Content-Type: text/plain; charset="utf-8"\n'
        "Content-Transfer-Encoding: quoted-printable\n\nThe caf=C3=A9 is=\n right.",
        'Content-Type: text/plain; charset="latin-1"\n'
        "Content-Transfer-Encoding: quoted-printable\n\nThe caf=E9 is right.",
        "Content-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\nVGhlIGNhZsOpIGlzIHJpZ2h0Lg==",
        "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n<p>The café is <b>right</b>.</p>",
        "Content-Type: multipart/alternative; boundary=q\n\n--q\nContent-Type: text/html\n\n<p>No.</p>\n--q\n"
        "Content-Type: text/plain; charset=utf-8\n\nThe café is right.\n--q--",
    ],
)
def test_a_saved_mail_is_unpacked(body):
    heads = "Return-Path: <b@example.org>\nFrom: =?utf-8?q?Ren=C3=A9?= <b@example.org>\nTo: letters@example.org\n"
    thread = read(f"{heads}Subject: =?utf-8?q?Re:_The_caf=C3=A9?=\nMIME-Version: 1.0\n{body}\n")
    assert (thread.title, [(one.author, one.text) for one in thread.comments]) == (
        "The café",
        [("René", "The café is right.")],
    )


def test_a_box_of_mails_is_a_thread():
    mail = "From {0}@example.org Mon Apr  8 10:02:11 2024\nFrom: {0}@example.org ({1})\nDate: Mon, 8 Apr 2024\n"
    mail += "Subject: Towels\nMIME-Version: 1.0\n\n{2}\n\n"
    box = mail.format("bianca", "Bianca H.", "From me: a big one.") + mail.format("ely", "Ely", "Why?")
    assert said(box) == [("Bianca H.", "From me: a big one."), ("Ely", "Why?")]


@pytest.mark.parametrize(
    "record",
    [
        "Author: {name}\nDate: 2024-05-03\nComment: {words}\n\n",
        "Name: {name}\nComment: {words}\n",
        "**User:** {name}\n**Date:** 3 May\n**Text:** {words}\n\n",
        "Utilisateur : {name}\nDate : 3 mai\nCommentaire : {words}\n\n",
        "ID: 3\nFrom: {name}\nSent: 3 May\nMessage:\n{words}\n\n---\n\n",
    ],
)
def test_records_with_keys_are_comments(record):
    thread = read(f"Title: Lido to close\n\n{talk(record)}")
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_keys_above_an_article_make_no_comment_of_it():
    page = "Title: Lido to close\nAuthor: Ines Falk\nDate: 3 May 2024\n\nThe trust blames the laundry.\n\nComments\n\n"
    thread = read(f"{page}Bianca\n2 hours ago\nShame.\n\nBo\n1 hour ago\nNo.\n")
    assert (thread.title, said(page + "Bianca\n2 hours ago\nShame.\n")[0]) == ("Lido to close", ("Bianca", "Shame."))
    assert "laundry" in thread.article


# Notes


@pytest.mark.parametrize(
    "line", ["{name}: {words}\n", "{name} - {words}\n", "{name} – {words}\n\n", "{name}:  {words}\n\n"]
)
def test_a_line_may_begin_with_who_says_it(line):
    thread = read(f"Lido to close\nCopied on Friday\n\n{talk(line)}")
    assert (thread.title, [(one.author, one.text) for one in thread.comments]) == ("Lido to close", SAID)


@pytest.mark.parametrize(
    "labels", ["Q A Q", "User1 User2 User3", "Speaker_A Speaker_B Speaker_A", "P1 P2 P3", "@bo @ely @ida"]
)
def test_labels_of_a_transcript_are_its_speakers(labels):
    names = [label.replace("_", " ") for label in labels.split()]
    assert said("".join(f"{name}: Shame.\n" for name in names)) == [(name, "Shame.") for name in names]


def test_a_transcripts_speakers_may_say_several_lines():
    page = "MAYOR HALE: Order, please.\nCLLR. MOSS: It must stay free.\nIt always was.\nMAYOR HALE: Noted.\n"
    assert said(page)[1:] == [("CLLR. MOSS", "It must stay free.\nIt always was."), ("MAYOR HALE", "Noted.")]
    page = "Q: Who asked?\nA: The trust did.\n\nQ: Is that fair?\nA: No.\nIt never was.\n\nQ: What now?\nA: We swim.\n"
    assert [author for author, _ in said(page)] == ["Q", "A"] * 3
    assert said(page)[3] == ("A", "No.\nIt never was.")


@pytest.mark.parametrize(
    "form", ["Comment by {name}:\n{words}\n\n", "Comment 1 ({name}): {words}\n", "{name}:\n{words}\n\n"]
)
def test_a_label_may_say_that_a_comment_follows(form):
    assert said(talk(form)) == SAID


def test_a_number_may_stand_above_its_comment():
    thread = read("Lido to close\n\nComment 1\nShame.\n\nComment 2\nWhy?\nTell us.\n\nComment 3\nAt last\n")
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == [
        *((None, "Shame."), (None, "Why?\nTell us."), (None, "At last")),
    ]


def test_numbered_comments_are_unsigned_and_may_be_answered_by_number():
    thread = read(
        "Lido to close\n\nComment 1: Shame.\nComment 2: At last\nComment 3: Why?\n\nReply to comment 2: Never.\n"
    )
    assert thread.title == "Lido to close"
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        (None, "Shame.", None),
        (None, "At last", None),
        (None, "Why?", None),
        (None, "Never.", "2"),
    ]


def test_an_indented_label_answers_the_one_above():
    thread = read("User1: Shame.\nUser2: Why?\n    User1: It was free.\n    User3: And warm.\nUser2: Oh.\n")
    assert [one.parent for one in thread.comments] == [None, None, "2", "2", None]


def test_a_name_may_stand_below_the_words_behind_a_dash():
    page = "Lido to close\n\nReaders write:\n\n“Shame.”\n– Bianca, Ely\n\n“At last.\nIt leaked.”\n— Bo_99\n\n"
    thread = read(f"{page}“Why?”\n- Ida T.\n")
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == [
        ("Bianca", "“Shame.”"),
        ("Bo_99", "“At last.\nIt leaked.”"),
        ("Ida T.", "“Why?”"),
    ]


def test_under_a_heading_any_label_is_a_name_where_each_line_has_one():
    page = "Comments on the beach (transcribed)\n\nMrs E. Hill: Fine.\nVisitor, name withheld: Dirty.\n"
    thread = read(
        f"{page}T.B.: Mine is clean\nAnon: who pays??\nCllr. Moss: Residents asked for this: 212 did.\n"
        "Lido volunteer: Terns nest here.\n"
    )
    assert thread.title == "Comments on the beach (transcribed)"
    names = ["Mrs E. Hill", "Visitor, name withheld", "T.B.", "Anon", "Cllr. Moss", "Lido volunteer"]
    assert [one.author for one in thread.comments] == names


@pytest.mark.parametrize(
    "text",
    [
        "The lido: a disgrace.\nTowels: too dear.\nStaff: none to be seen.\n",
        "Bianca: you are wrong.\nThe lido was never free.\nNobody swam there.\n",
        "I swim - mostly.\nI float - rarely.\nNobody cares - why would they?\n",
        "Serves: 4\nPrep: 10 minutes\nCost: low\n",
    ],
)
def test_lines_with_colons_and_dashes_stay_whole(text):
    assert said(text) == [(None, line) for line in text.strip().split("\n")]


# Laws

MESSAGES = (
    *("[10:42] <bo> {}", "10:42 -!- bo has joined", "bo: {}", "Bo - {}", "Bo\n10:42 AM\n{}", "Bo — Today at 10:42\n{}"),
    *(
        "[3/5/24, 10:42] Bo: {}",
        "10:42 Ely:\n{}",
        "Author: Bo\nDate: 3 May\nText: {}",
        "Bo\nMember\nMay 3, 2024\n#7\n{}",
    ),
    *("From: Bo\nDate: Mon, 8 Apr 2024\nSubject: Towels\n\n{}", "May 3, 2024\n#8\nEly\nEly is offline\nPosts: 12\n{}"),
    *(
        "Re: Towels\nPost by Ida » Fri May 03, 2024 7:32 pm\n{}\n\nIda\nPosts: 3",
        "{}\n– Bo",
        "Ely\n2 hours ago\n{}\nReply",
    ),
    *(
        "Bo said:\n{}\nClick to expand...",
        "Originally posted by Ely:\n{}",
        "> {}",
        "@Bo\n{}",
        ":+1:\n3",
        "____\n{}",
        "{}",
    ),
    *("3 replies", "Comments", "--- Log opened", "10:42", "Lido to close", ""),
)
WORDS = ("Shame on them all", "No", "It was free: once", "10:42", "Posts: 12", "Re: that", "bo waves")
SIGNS = ("said", "From", "by", "Post", "posted", "Text")  # what says that a name is one


@given(st.lists(st.tuples(st.sampled_from(MESSAGES), st.sampled_from(WORDS)), min_size=1, max_size=12))
@example([("Lido to close", ""), *[("From: Bo\nDate: Mon, 8 Apr 2024\nSubject: Towels\n\n{}", "No")] * 2])
def test_every_word_of_a_file_is_somewhere(messages):
    text = "\n".join(message.format(words) for message, words in messages)
    if not text.strip():
        return
    thread = read(text)
    kept = [thread.title or "", thread.article, *(one.text for one in thread.remainder)]
    kept += [f"{one.author or ''} {one.text}" for one in thread.comments]
    lost = Counter(re.findall(r"\w+", text)) - Counter(re.findall(r"\w+", " ".join(kept)))
    assert set(lost) <= set(SIGNS)


def test_a_list_is_not_signed_by_its_last_item():
    thread = read("Lido to close\n\nThe trust blames:\n- Laundry\n- Staff\n\nIt wants\n- Money\n- Time\n")
    assert not {one.author for one in thread.comments} & {"Staff", "Time"}
