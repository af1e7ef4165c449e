"""Chats: how messages begin, which lines are the chat's own, and prose that looks like them; no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from files import FIVE, SAID, TALK, read, said, talk
from hypothesis import example, given
from hypothesis import strategies as st


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


def test_times_days_and_reactions_between_dated_messages_are_a_chats_own():
    head = "{} — 03/12/2024 8:1{} PM\n"
    bo, ida = head.format("bo", 4), head.format("Ida", 6)
    page = f"{bo}So Sunday?\n[8:14 PM]\nI must know.\n\n{ida}No.\n:joy:\n3\nMarch 13, 2024\n\n{bo}Then not.\n"
    assert said(page) == [("bo", "So Sunday?\n\nI must know."), ("Ida", "No."), ("bo", "Then not.")]
    assert said("Ida Falk  9:02 AM\nNo.\n:joy:\n3\nBo Hale  9:05 AM\nWhy?\n") == [
        ("Ida Falk", "No."),
        ("Bo Hale", "Why?"),
    ]


def test_a_list_within_a_message_makes_no_other_comments():
    page = "".join(f"{name}, [12.04.2024 18:02]\n{words}\n\n" for name, words in TALK)
    page += "Ely 🌻, [12.04.2024 19:40]\nTwo conditions:\n1. no bikes in the shed\n2. oil for the hinge\n"
    assert said(page) == [*TALK, ("Ely 🌻", "Two conditions:\n1. no bikes in the shed\n2. oil for the hinge")]


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


def test_what_a_chats_program_says_is_nobodys_comment():
    page = (
        "[03/05/2024, 8:02:11 AM] Pool: \u200eBo created this group\n[03/05/2024, 9:12:05 AM] Bo: Keep it warm.\n"
        "\u200e[03/05/2024, 9:13:05 AM] Ida: \u200eimage omitted\n[03/05/2024, 9:14:05 AM] Ida: <Médias omis>\n"
        "[03/05/2024, 9:15:05 AM] Ida: This message was deleted\n[03/05/2024, 9:16:05 AM] Ida: Who pays? <3\n"
    )
    thread = read(page)
    assert [(one.author, one.text) for one in thread.comments] == [("Bo", "Keep it warm."), ("Ida", "Who pays? <3")]
    assert sum("omi" in kept.text for kept in thread.remainder) == 1


CUES = {
    "SubRip": "{n}\n00:00:0{n},100 --> 00:00:0{n},900\n{name}: {words}\n\n",
    "WebVTT": "00:0{n}.100 --> 00:0{n}.900 align:start\n<v {name}>{words}</v>\n\n",
    "a meeting's": "{n}\n00:00:0{n}.100 --> 00:00:0{n}.900\n{name}: <i>{words}</i>\n\n",
}


@pytest.mark.parametrize("form", CUES.values(), ids=CUES)
@pytest.mark.parametrize("head", ["", "WEBVTT - lido\nKind: captions\n\nNOTE\nAt the hearing\n\n"])
def test_subtitles_are_what_their_speakers_say(form, head):
    cues = [form.format(n=n, name=name, words=words) for n, (name, words) in enumerate(TALK, 1)]
    goes_on = "00:00:04.100 --> 00:00:04.900\nNor you.\n"
    thread = read(head + "".join(cues) + goes_on)
    assert [(one.author, one.text) for one in thread.comments] == [*SAID[:-1], ("Bianca", "Not me.\n\nNor you.")]
    assert sum(kept.text.count("-->") for kept in thread.remainder if kept.name == "time") == 4


@pytest.mark.parametrize("line", [":umbrella: 10:42 AM", ":umbrella: (25:99) hm", "From :umbrella: 10:42", "app 10:42"])
def test_a_sign_with_a_time_is_nobody(line):
    assert [one.text for one in read(f"Ida\nIt leaks again\n{line}\nWhere is the bucket\n").comments]


def test_what_a_chat_says_of_deleted_messages_is_nobodys_word():
    deleted = ("Diese Nachricht wurde gelöscht.", "Ce message a été supprimé", "Se eliminó este mensaje.")
    chat = talk("03/05/2024, 10:42 - {name}: {words}\n")
    assert said(chat + "".join(f"03/05/2024, 10:43 - Ida: {words}\n" for words in deleted)) == SAID


def test_what_a_chats_program_adds_to_words_is_not_said():
    chat = talk("03/05/2024, 10:42 - {name}: {words} <This message was edited>\n")
    assert said(chat) == SAID
    assert said(talk("{name[0]}\n{name}\n10:42\n{words} (edited)\n").replace("that? (edited)", "that?\n👍\n2")) == SAID
    assert said(talk("{name}, [03.05.2024 10:42]\n{words}\n\n") + "Ida, [03.05.2024 10:43]\n[ Photo ]\n") == SAID


def test_a_preview_of_what_is_answered_says_whom():
    chat = "10:42:11\t From Bo to Everyone:\n\tThe pump of the lido leaks again\n"
    chat += "10:42:50\t From Ida to Everyone:\n\tWho has the key to the shed?\n"
    chat += '10:43:20\t From Mo to Everyone:\n\tReplying to "The pump of the lido ..."\n\tit has since Easter\n'
    thread = read(chat)
    assert [(one.author, one.parent) for one in thread.comments] == [("Bo", None), ("Ida", None), ("Mo", "1")]
    assert thread.comments[2].text == "it has since Easter"


def test_a_message_at_the_top_of_a_chat_is_no_post_even_if_only_others_have_buttons():
    head = "{}\n  10:4{} AM\n{}\n{}"
    page = "".join(head.format(name, n, words, "2 replies\n" if n else "") for n, (name, words) in enumerate(FIVE))
    assert said(page) == list(FIVE)


CLOCKED = "{name}\n{words}\n10:42 AM\n"


@pytest.mark.parametrize("top", ["Lido\n31 members, 2 online\nFri, May 3\n", "Lido\nToday\n", "Lido\n\n"])
def test_times_below_messages_days_and_reactions_are_a_chats_own(top):
    page = top + talk(CLOCKED) + "👍\n2\nMay 4\nEly\nadmin\nNo towels\nnor hats\n9:02\n👍 4\nNot one.\nedited 9:03\n"
    assert said(page) == [*SAID, ("Ely", "No towels\nnor hats\n\nNot one.")]
    assert read(page).title == "Lido"


def test_a_preview_of_what_somebody_said_is_in_no_message():
    times_below = f"Lido\nToday\n{talk(CLOCKED)}Ely\nMorag T.\nWho asked for that?\nI did.\n10:44 AM\n"
    times_above = "Bianca\n10:42\nIt leaks again.\n👍\n2\nMorag T.\n10:43\n(edited)\nWhere does it?\n" * 2
    times_above += "Ely\n10:44\nIn reply to\nMorag T.\nWhere does it…\nBy the steps.\n"
    assert said(times_below)[-1] == ("Ely", "I did.")
    assert read(times_below).comments[-1].parent == "2"
    assert said(times_above)[-2:] == [("Morag T.", "Where does it?"), ("Ely", "By the steps.")]


def test_who_reacted_to_a_message_is_nobodys_word():
    chat = talk("[2024-05-03 10:42] {name}: {words}\n(- Bo: 👍, Ida Falk: 😂 -)\n")
    assert said(chat) == SAID


def test_times_below_lines_that_are_no_messages_sign_nothing():
    page = "Doors\nBring a towel.\n10:00\nLunch\nIt is free.\n12:30\nDoors\nThey shut.\n17:00\nCome all!\n"
    assert not any(one.author for one in read(f"Open day\n\n{page}").comments)


def test_days_and_tags_of_servers_are_a_chats_own():
    form = "{day}{name}\n{tag} — 5/3/24, 10:42 AM\n{words}\n"
    tags = {"Bianca": "WET\n", "Morag T.": ""}
    chat = [(name, words.replace("Who asked for that?", "the lido deserved it")) for name, words in SAID]
    page = "".join(form.format(name=name, words=words, tag=tags[name], day="May 4, 2024\n") for name, words in chat)
    assert said(page) == chat
