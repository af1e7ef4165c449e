"""Mails, records, transcripts and notes: who says what, and lines whose colons and dashes are not signatures."""

from __future__ import annotations

import pytest
from files import SAID, TALK, read, refusal, said, talk

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


@pytest.mark.parametrize(
    "head",
    [
        "Path: swim.example!not-for-mail\nFrom: {name} <x@example.org>\nNewsgroups: uk.lido\nSubject: Towels\n",
        "From: {name}\nType: incoming\nSent: Tue, 7 May 2024 09:05:12\nReceived: Tue, 7 May 2024 09:05:13\n",
    ],
)
def test_keys_that_nobody_listed_are_the_heads_where_known_ones_stand_below_them(head):
    page = "".join(f"{head.format(name=name)}\n{words}\n\n" for name, words in SAID)
    assert said(page) == SAID
    noted = "".join(f"{head.format(name=name)}\nPS: {words}\n\n" for name, words in SAID)
    assert said(noted) == [(name, f"PS: {words}") for name, words in SAID]


def test_what_stands_between_and_below_the_mails_of_a_list_is_its_own():
    foot = "____________\nlido mailing list\nlido@example.org\n\n"
    mail = "From {0} at example.org  Mon Apr  8 10:02:11 2024\nFrom: {0} at example.org ({1})\nDate: Mon, 8 Apr 2024\n"
    mail += "Subject: Towels\nMessage-ID: <{0}@example.org>\n\n{2}\n\n" + foot
    page = mail.format("bianca", "Bianca H.", "From me: a big one.") + mail.format("ely", "Ely", "Why?")
    assert said(page) == [("Bianca H.", "From me: a big one."), ("Ely", "Why?")]


@pytest.mark.parametrize("packed", ["", "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n"])
def test_a_mail_answers_the_one_whose_id_it_names(packed):
    mail = "From {0} at example.org  Mon Apr  8 10:02:11 2024\nFrom: {0} at example.org ({0})\nDate: Mon, 8 Apr 2024\n"
    mail += "Reply-To: <bianca@example.org>\nIn-Reply-To:{2}\n" + packed
    mail += "Subject: Towels\nMessage-ID: <{1}@example.org>\n\n{3}\n\n"
    answers = [
        "",
        " <b1@example.org>",
        " <b1@example.org> (Bianca's message)",
        "\n\t<e1@example.org>",
        " <x9@example.org>",
    ]
    mails = zip(["bianca", "ely", "bo", "bianca", "ida"], ["b1", "e1", "o1", "b2", "i1"], answers, strict=True)
    thread = read("".join(mail.format(*one, f"Towel number {at}.") for at, one in enumerate(mails)))
    assert [one.parent for one in thread.comments] == [None, "1", "1", "2", None]


def test_letters_that_no_code_was_used_for_stay_in_a_mails_names():
    mail = (
        'From {0}@example.org Mon Apr  8 10:02:11 2024\nFrom: "{1}" <{0}@example.org>\nSubject: Größe der Handtücher\n'
    )
    mail += (
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nZu klein.\n\n"
    )
    thread = read(mail.format("jo", "Jürgen Weiß") + mail.format("zoe", "Zoë"))
    assert (thread.title, [one.author for one in thread.comments]) == ("Größe der Handtücher", ["Jürgen Weiß", "Zoë"])


@pytest.mark.parametrize("packed", ["", "MIME-Version: 1.0\n"])
def test_a_line_that_a_mailbox_escaped_is_no_quotation(packed):
    mail = "From {0}@example.org Mon Apr  8 10:02:11 2024\nFrom: {0} <{0}@example.org>\nSubject: Fares\n" + packed
    mail += "\nOn fares:\n\n>From what I hear they rise.\n\n"
    thread = read(mail.format("bo") + mail.format("ely"))
    assert [thread.own_words(one) for one in thread.comments] == ["On fares:\n\nFrom what I hear they rise."] * 2


def test_a_record_answers_the_one_whose_id_it_names():
    record = "ID: {}\nParent: {}\nAuthor: {}\nDate: 3 May\nComment: {}\n\n"
    records = [(7, "none", "Bo", "No."), (8, 7, "Ely", "Why?"), (9, 8, "Bo", "Because."), (10, 7, "Ida", "Quite.")]
    thread = read("".join(record.format(*one) for one in records))
    assert [one.parent for one in thread.comments] == [None, "1", "2", "1"]


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


def test_a_line_of_a_mail_that_begins_with_from_is_kept():
    mail = "From: Bo <b@example.org>\nSubject: Fares\nMIME-Version: 1.0\n\nI have lived here for long.\n\n"
    mail += "From what I remember the fares were lower in 1998\nand nobody complained.\n"
    (comment,) = read(mail).comments
    assert "From what I remember the fares were lower in 1998" in comment.text


def test_a_mail_without_words_is_refused():
    mail = "MIME-Version: 1.0\nContent-Type: image/png\n\nAAAA\n"
    for form in (None, "jsonl", "article"):
        assert "the file has no words" in str(refusal(mail, input=form))


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


def test_a_list_is_not_signed_by_its_last_item():
    thread = read("Lido to close\n\nThe trust blames:\n- Laundry\n- Staff\n\nIt wants\n- Money\n- Time\n")
    assert not {one.author for one in thread.comments} & {"Staff", "Time"}


def test_a_title_with_a_colon_is_nobodys_comment():
    for parted in ("\n", "\n\n"):
        notes = parted.join(f"{name}: {words}" for name, words in TALK)
        thread = read(f"The Towel Question: a trust counts its laundry{parted}{notes}\n")
        assert thread.title == "The Towel Question: a trust counts its laundry"
        assert [(one.author, one.text) for one in thread.comments] == SAID


@pytest.mark.parametrize("first", ["Ruth Falk: no idea", "Mary Ann Moss: Who knows?", "Guest: not me"])
def test_who_speaks_first_and_only_once_is_no_title(first):
    name, words = first.split(": ")
    assert said(f"{first}\n" + "\n".join(f"{name}: {words}" for name, words in TALK)) == [(name, words), *SAID]


def test_a_records_reply_to_is_an_id_and_a_mails_is_an_address():
    heads = [("1", "Bo", "-", "Late again."), ("2", "Ida", "1", "For whom?"), ("3", "Ely", "2", "For me.")]
    record = "ID: {}\nAuthor: {}\nReply to: {}\nText: {}\n\n"
    thread = read("".join(record.format(*head) for head in heads))
    assert [(one.author, one.parent) for one in thread.comments] == [("Bo", None), ("Ida", "1"), ("Ely", "2")]
    mail = (
        "From: {0} <x@example.org>\nReply-To: bo@example.org\nSubject: Late\nDate: Mon, 8 Apr 2024 10:02:11\n\n{1}\n\n"
    )
    thread = read("".join(mail.format(name, words) for _, name, _, words in heads))
    assert [(one.author, one.parent) for one in thread.comments] == [("Bo", None), ("Ida", None), ("Ely", None)]


def test_a_form_s_question_between_keys_is_no_words_and_its_keys_are_nobody():
    answer = "Answer {}\nRespondent: {}\nWould you use the ferry on Sundays? {}\nRemarks: {}\n\n"
    rows = [("Bo Rae", "Yes", "It would save me an hour."), ("Allotment Society", "No", "Our plots are uphill.")]
    rows += [("Anonymous", "Not sure", "Ask me in winter."), ("Ida", "Yes", "What does it cost?")]
    thread = read("The Sunday ferry\n\n" + "".join(answer.format(place, *row) for place, row in enumerate(rows, 1)))
    assert (thread.title, thread.article) == ("The Sunday ferry", "")
    assert [(one.author, one.text) for one in thread.comments] == [(name, words) for name, _, words in rows]


def test_a_number_with_a_key_above_records_is_not_their_title():
    record = "Reference: {0}\nSubmitter: {1}\nPosted: 06/12/2024\n{2}\n\n"
    rows = [("A-7", "Bo Rae", "Keep the horn."), ("A-8", "Ida Falk", "It wakes the baby."), ("A-9", "Ely", "Both.")]
    thread = read("File: HB-2024-11\nHorns of the harbour ferry\n\n" + "".join(record.format(*row) for row in rows))
    assert thread.title == "Horns of the harbour ferry"
    assert [(one.author, one.text) for one in thread.comments] == [(name, words) for _, name, words in rows]


def test_three_messages_below_a_date_are_a_chat_if_somebody_speaks_twice():
    messages = "Dad\nWill you vote for the marina\n\nJo\nNo, and I said so\n\nDad\nSo you did\n"
    said = [("Dad", "Will you vote for the marina"), ("Jo", "No, and I said so"), ("Dad", "So you did")]
    assert [(one.author, one.text) for one in read(f"Fri, 3 May at 9:41\n\n{messages}").comments] == said
    assert not any(one.author for one in read(messages).comments)


def test_who_asks_and_who_answers_may_be_in_brackets():
    talk = ["Q (tide_tables): Why is the slipway shut?", "A (Harbour office): It is mended.", "Q (Ida): Until when?"]
    thread = read("\n".join(["Ask the harbour office", *talk, "A (Harbour office): May."]))
    assert [(one.author, one.parent) for one in thread.comments] == [
        *(("tide_tables", None), ("Harbour office", "1"), ("Ida", None), ("Harbour office", "3")),
    ]


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_names_with_colons_are_told_by_voices_if_nobody_speaks_twice(parted):
    said = [
        *(("Ruth Falk", "I moor there every night."), ("Al Moss", "It was dredged in May, and well.")),
        *(("Mary Penn", "Who pays for the dredger?"), ("Bo Rae", "The harbour dues: eleven pounds a foot.")),
    ]
    thread = read(parted.join(["The inner harbour silts up", *(f"{name}: {words}" for name, words in said)]))
    assert (thread.title, [(one.author, one.text) for one in thread.comments]) == ("The inner harbour silts up", said)


@pytest.mark.parametrize(
    "lines",
    [
        ["Parking: I never find any.", "Food: My soup was cold.", "Staff: Lovely people.", "Price: Why so dear?"],
        [
            "Opening hours: I work until six.",
            "Hot food: My soup was cold.",
            "Salad: Why so little?",
            "Tea: We want it.",
        ],
        [
            "North Quay: Built in 1902.",
            "South Quay: Built in 1911.",
            "Old Pier: Built in 1870.",
            "Fish Dock: Closed now.",
        ],
        ["Ruth Falk: I moor there.", "Al Moss: I do not.", "Why would anybody: it silts up.", "So I say: dredge it."],
    ],
)
def test_topics_and_facts_with_colons_are_nobody(lines):
    assert not any(one.author for one in read("\n".join(lines)).comments)
