"""Comments noted, clipped or printed by hand: dates beside names, quoted replies, counted records, tables, bars."""

from __future__ import annotations

from contextlib import suppress

import pytest
from files import SAID, read, refusal, said, talk

from stancekit.errors import ReadError

TOP = "Lido to close\n\nThe trust blames the laundry.\n\n"


@pytest.mark.parametrize(
    "message",
    [
        "**{name}** *3 May 2024*\n\n{words}\n\n---\n\n",
        "**{name}** _(3 May 2024)_\n\n{words}\n\n",
        "- **{name}** _(3 May 2024)_\n\n  {words}\n\n",
        "> **{name}** · [2024-05-03](https://lido.example/c/1) · 12 points\n>\n> {words}\n\n",
        "2024-05-03 09:17 | {name} | {words}\n",
        "3 May 2024 | {name} | {words}\n",
        "09.17 GMT\n\n{name} writes:\n\n{words}\n\nShare\n\n",
        "{name} (3/5): {words}\n\n",
    ],
)
def test_a_date_beside_a_name_is_nobodys_words(message):
    assert said(TOP + talk(message)) == SAID


def test_an_orgs_date_is_no_part_of_a_name():
    page = "#+TITLE: Lido\n\n" + talk("* {name} <2024-05-03 Fri>\n  {words}\n\n")
    assert said(page) == SAID


def test_whom_a_long_name_answers_may_have_a_long_name_too():
    page = TOP + "the_night_bus_99 wrote:\nNo.\n\nwinter_swimmer_of_ely replied to the_night_bus_99:\nWhy?\n"
    thread = read(page)
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("the_night_bus_99", None),
        ("winter_swimmer_of_ely", "1"),
    ]


def test_replies_quoted_below_dated_names_may_hold_quotes():
    page = TOP + "**Bo** · 3 May 2024\n\nIt leaks.\n\n> **Ely** · 3 May 2024\n>\n> > It leaks.\n>\n> Since when?\n\n"
    thread = read(page + "**Ida** · 4 May 2024\n\n> blames the laundry\n\nOf course.\n")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo", "It leaks.", None),
        ("Ely", "> It leaks.\n\nSince when?", "1"),
        ("Ida", "> blames the laundry\n\nOf course.", None),
    ]


def test_cells_may_have_line_ends_and_answer_rows():
    rows = "| 1 | Bo | No.<br><br>Never. | |\n| 2 | Ida | Why? | 1 |\n"
    thread = read("# Lido\n\n| # | Name | Comment | Reply to |\n|---|---|---|---|\n" + rows)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo", "No.\n\nNever.", None),
        ("Ida", "Why?", "1"),
    ]


def test_a_guest_books_dates_are_above_what_nobody_signed():
    words = ["Cold.", "Lovely", "Lovely", "Lovely", "Why no lift?"]
    entries = "".join(f"{n}/5/2024\n{text}\n\n" for n, text in enumerate(words, 1))
    thread = read(f"Guest book of the lido\n\n{entries}My husband waited.\n")
    assert thread.title == "Guest book of the lido"
    assert [one.text for one in thread.comments] == [*words[:-1], "Why no lift?\n\nMy husband waited."]
    assert not any(one.author for one in thread.comments)


def test_a_guest_books_names_are_below_the_last_sentence():
    names = ("Familie Moos, Linz", "Jarek", "Nell & Tess")
    words = ("Cold soup.", "No signal!\nWe shall come again.", "Who snores?")
    entries = "".join(f"12 August 2022\n{text}\n{name}\n\n" for name, text in zip(names, words, strict=True))
    assert said(f"Guest book of the hut\n\n{entries}") == [
        *(("Familie Moos", words[0]), ("Jarek", words[1]), ("Nell & Tess", words[2])),
    ]


def numbered(record: str) -> str:
    return "".join(record.format(n=n, name=name, words=words) for n, (name, words) in enumerate(SAID, 1))


@pytest.mark.parametrize(
    "record",
    [
        "Response no. {n}\nRespondent: {name}\nDate: 3/5/2024\nComment:\n{words}\n\n",
        "Comment ID: A-{n}\nSubmitter Name: {name}\nReceived Date: May {n}, 2024\nState: OR\n\nComment:\n{words}\n\n",
        "Comment {n}\nUser: {name}\nLikes: {n}\n{words}\nCode: ____\n\n",
        "Posts\n______\n{n}. Lido to close\n  Posted by: {name}\n  Date: 3 May 2024\n\n{words}\n\n",
        "From: {name} <a@b.example>\nSubject: Lido\nDate: 3 May\nLines: {n}\n\n{words}\n\n-- \n{name}\nTeam {n}\n\n",
    ],
)
def test_what_is_alike_around_records_is_nobodys_words(record):
    assert said(numbered(record)) == SAID


def test_a_key_that_few_records_end_in_is_somebodys_words():
    page = numbered("Name: {name}\nDate: 3 May 2024\nComment: {words}\n\n") + "PS: It was free.\n"
    assert said(page)[-1] == ("Bianca", "Not me.\n\nPS: It was free.")


def test_a_name_in_quotes_is_told_from_the_address_behind_it():
    page = numbered('{n}. Lido\n  Posted by: "{name}" name_{n}@lido.example\n  Date: 3 May 2024\n\n{words}\n\n')
    assert said(page) == SAID


@pytest.mark.parametrize(
    "page",
    [
        "Prices\n\nOpen | Monday | two pounds\nShut | Friday | nothing\n",
        "On towels\n\nA *3 May 2024* ticket is void.\n\nBring **one** *2 May 2024* ticket.\n\nThe lido is shut.\n",
    ],
)
def test_bars_and_stars_in_prose_sign_nothing(page):
    assert not any(one.author for one in read(page).comments)


@pytest.mark.parametrize(
    "message",
    [
        "[{name}]\n{words}\n\nAnd so on.\n\n",
        "{name}\n(Ely) (Ind)\n\n{words}\n\nAnd so on.\n\n",
        "{name}\n~~~~~~~~~~~\n\n{words}\n\nAnd so on.\n\n",
    ],
)
def test_names_on_lines_of_their_own_need_no_heading(message):
    page = "Lido to close\n=============\n\nThe trust blames the laundry.\n\n" + talk(message)
    page = page if "~" in message else page.replace("=============\n\nThe trust blames the laundry.\n", "")
    assert said(page) == [(name, f"{words}\n\nAnd so on.") for name, words in SAID]


@pytest.mark.parametrize(
    "page",
    [
        "On towels\n\n[Verse 1]\nIt is cold.\n\n[Chorus]\nAnd wet.\n\n[Verse 2]\nIt is.\n\n[Chorus]\nAnd wet.\n",
        "On towels\n=========\n\nWhy\n---\n\nIt is cold.\n\nHow\n---\n\nWarm them.\n\nWhy\n---\n\nAs said.\n",
        "On towels\n\nBo Falk\n(the trust)\n\nEly Ward\n(the pool)\n\nIda Moss\n(the boats)\n",
    ],
)
def test_verses_parts_and_lists_of_people_are_no_comments(page):
    assert not any(one.author for one in read(page).comments)


def test_letters_that_begin_alike_end_in_a_name_and_a_place():
    letters = "SIR – It leaks.\n\nAs ever.\n\nBo Falk\nEly\n\nSIR – Ways out:\n\n- boats\n- trains\n\nS.\nLeeds\n\n"
    thread = read(f"On the lido\n\n{letters}SIR – No\n\nnight_bus\nYork\n")
    assert [(one.author, one.text.split("\n")[0]) for one in thread.comments] == [
        ("Bo Falk", "SIR – It leaks."),
        ("S.", "SIR – Ways out:"),
        ("night_bus", "SIR – No"),
    ]


def test_a_place_behind_a_comma_is_no_part_of_a_letter_writers_name():
    letters = "It leaks.\n\nAs ever.\nBo Falk, Ely\n\nSo what?\nIda Rae, Stow on the Wold\n\nWell said!\nBo Falk, Ely\n"
    assert said(f"On the lido\n\n{letters}") == [
        *(("Bo Falk", "It leaks.\n\nAs ever."), ("Ida Rae", "So what?"), ("Bo Falk", "Well said!")),
    ]


def test_one_speaker_is_no_letter_writer():
    page = "Bo: It leaks.\n\nOld pipes\n\nBo: And the roof.\n\nOld tiles\n\nBo: And the boiler.\n\nOld, too.\n"
    assert "Old pipes" not in {one.author for one in read(page).comments}


def test_a_quote_of_several_paragraphs_is_one_persons_if_it_is_closed_above_a_name():
    quotes = '"It leaks.\n\nStill."\n— Bo, 3 May 2024\n\n"Two ways:\n\n- boats\n- trains"\n— Ida, 3 May 2024\n\n'
    assert said(f'On the lido\n\n{quotes}"No."\n— Bo, 4 May 2024\n') == [
        ("Bo", '"It leaks.\n\nStill."'),
        ("Ida", '"Two ways:\n\n- boats\n- trains"'),
        ("Bo", '"No."'),
    ]


@pytest.mark.parametrize("foot", ["https://lido.example/3   {n}/2", "Page {n} of 2", "Seite {n} von 2"])
def test_the_numbers_of_sheets_are_nobodys_words(foot):
    head = "3/5/24, 4:12 PM   Lido to close\n"
    first = f"Lido to close\n\n2 comments\n\nBo says:\n3 May 2024\nIt leaks.\n\n{foot.format(n=1)}\n{head}\nStill.\n\n"
    page = f"{head}\n{first}Ida says:\n3 May 2024\nNo.\n\n{foot.format(n=2)}\n"
    assert said(page) == [("Bo", "It leaks.\n\nStill."), ("Ida", "No.")]
    assert read(page).title == "Lido to close"


def test_grades_are_no_numbers_of_sheets():
    page = "Lido\n\nComments\n\nBo: 1/10\n\nIda: 2/10\n\nEly: 10/10\n"
    assert [text for _, text in said(page)] == ["1/10", "2/10", "10/10"]


def test_a_date_between_somebodys_words_is_said():
    page = TOP + "Bo: They met on\n\n12 March 2024\n\nat ten.\n\nIda: So late?\n\nBo: Yes, so late.\n"
    assert said(page)[0] == ("Bo", "They met on\n\n12 March 2024\n\nat ten.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[{'author': 'Bo', 'text': 'No.'},\n {'author': 'Ida', 'text': 'Why?'}]\n", "json.dump"),
        ("".join(f"Bo\t3/5/2024\tIt leaks, part {n}.\t{n}\n" for n in range(5)), "names the column"),
    ],
)
def test_what_lacks_only_its_form_is_refused_with_advice(text, told):
    assert told in str(refusal(text))


PARTED = "It is shut.\n-----\nWhy?\n-----\nTwo reasons:\n\n- leaks\n- costs\n-----\n3 May 2024\n"


@pytest.mark.parametrize(
    ("above", "article"),
    [("Lido to close\n\n", ""), (f"{TOP}As ever.\n-----\n", "The trust blames the laundry.\n\nAs ever.")],
)
def test_rules_part_comments_without_names(above, article):
    thread = read(above + PARTED)
    assert (thread.title, thread.article) == ("Lido to close", article)
    assert [one.text for one in thread.comments] == [
        "It is shut.",
        "Why?",
        "Two reasons:\n\n- leaks\n- costs",
        "3 May 2024",
    ]
    assert not any(one.parent for one in thread.comments)


def test_rules_in_an_essay_part_no_comments():
    part = "I swam there as a child.\n\nThe water was cold.\n\nNobody minded.\n\nWe had no towels.\n\n* * *\n\n"
    page = "Three summers\n\n" + 4 * part + "It is shut.\n"
    assert "rules" not in " ".join(read(page).reading.reasons)


def test_a_wikis_source_shows_whose_name_a_link_is():
    link = "[[User:{id}|{name}]] ([[User talk:{id}|talk]]) 09:17, 3 May 2024 (UTC)"
    words = (
        f"They could go on Monday {link.format(id='bo', name='Bo F.')}\n: No 😂 {link.format(id='s', name='Salt ⚓')}\n"
    )
    thread = read("== Lido ==\n" + words)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo F.", "They could go on Monday", None),
        ("Salt ⚓", "No 😂", "1"),
    ]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_title_with_a_colon_is_nobodys_words(between):
    words = between.join(f"{name}: {text}" for name, text in SAID)
    page = f"The Lido: a cold place\n\n{'The trust blames the laundry.' if between != chr(10) else ''}\n\n{words}\n"
    assert (read(page).title, said(page)) == ("The Lido: a cold place", SAID)


def test_whoever_speaks_first_in_a_thread_of_blocks_is_no_title():
    page = "Ida: a cold place\n\n" + talk("{name}: {words}\n\n")
    assert said(page) == [("Ida", "a cold place"), *SAID]


def test_a_number_below_a_key_of_words_is_words():
    page = (
        numbered("Name: {name}\nDate: 3 May 2024\nComment: {words}\n\n") + "Name: Ida\nDate: 3 May 2024\nComment: 7\n"
    )
    assert said(page) == [*SAID, ("Ida", "7")]


def test_what_a_screen_reader_says_before_texts_is_nobodys_words():
    message = "article\nlink {name}\n2 hours ago\n{words}\nbutton Like, 3 likes\nbutton Reply\n"
    page = "heading level 1 Lido to close\nIt leaks.\nheading level 2 3 comments\nlist with 3 items\n" + talk(message)
    assert said(page + "list end\n") == SAID
    assert said(PAGE_OF_LINKS)[0] == ("Bo", "link roads are shut")


PAGE_OF_LINKS = "Lido\n\nComments\n\nBo: link roads are shut\n\nIda: button up, it is cold\n\nBo: It is.\n"


def test_a_wikis_name_may_end_in_a_picture():
    page = "Lido\n\nShame. Salt ⚓ (talk) 09:17, 3 May 2024 (UTC)\nGreat work 👍 Bo (talk) 09:30, 3 May 2024 (UTC)\n"
    assert said(page) == [("Salt ⚓", "Shame."), ("Bo", "Great work 👍")]


def test_parts_of_a_manual_that_begin_alike_are_no_letters():
    page = "=head1 FIELDS\n\n" + "".join(f"=item field {n}\n\nExample:\n\n  {n}\n\nIt counts.\n\n" for n in range(4))
    assert not any(one.author for one in read(page + "=back\n").comments)


def test_columns_may_be_set_with_spaces_below_dashes():
    rows = [("Bo Rae", "3 May", "Paint it green again."), ("", "4 May", "Why paint it?"), ("Ida", "4 May", "It rusts.")]
    table = "\n".join(f"{name:10}  {date:8}  {words}" for name, date, words in [("Name", "When", "Comment"), *rows])
    head, _, below = table.partition("\n")
    page = f"The bandstand\n\n{head}\n{'-' * 10}  {'-' * 8}  {'-' * 30}\n{below}\n"
    thread = read(page)
    assert thread.title == "The bandstand"
    assert [(one.author or "", one.text) for one in thread.comments] == [(name, words) for name, _, words in rows]
    assert not any(one.author for one in read(page.replace("\nIda       ", "\nThe parish council")).comments)


@pytest.mark.parametrize(
    "message",
    [
        "---\n\n**{name}**\n\n{words}\n\n",
        "***\n**{name}**\n{words}\n\n",
        "{words} ({name})\n",
        "{words} ({name}, 42)\n\n",
    ],
)
@pytest.mark.parametrize("top", [TOP, "Lido to close\n\n"])
def test_bold_names_below_rules_and_names_in_brackets_behind_words_sign_them(message, top):
    thread = read(top + talk(message))
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_below_a_heading_too_a_name_in_brackets_signs_the_words_before_it():
    page = "Lido to close\n\nComments:\n\nlovely and warm (Bianca)\n\nWho asked for that? (Bo)\n\nI did. (Morag T.)\n"
    assert said(page) == [("Bianca", "lovely and warm"), ("Bo", "Who asked for that?"), ("Morag T.", "I did.")]


@pytest.mark.parametrize(
    "page",
    [
        "Lido\n\n---\n\n**Background**\n\nIt was dug in 1931.\n\n---\n\n**Method**\n\nWe swam.\n\n---\n\n"
        "**Result**\n\nCold.\n",
        "Films of May\n\nThe Long Swim (Falk)\nCold Water (Moss)\nTowels (Ward)\n",
        "Who won\n\nThe lido won. (1931)\nThe pond won. (1932)\nNobody won. (1933)\n",
    ],
)
def test_titles_of_parts_works_and_years_sign_nothing(page):
    assert not any(one.author for one in read(page).comments)


def test_dashes_behind_a_quote_are_before_a_name_however_many_they_are():
    page = f'On fares\n\n"No." — Bo\n"Why?" — Ely\n"It was." {"-" * 200_000} Ida\n'
    assert said(page) == [("Bo", '"No."'), ("Ely", '"Why?"'), ("Ida", '"It was."')]
    lines = ["Some title", f'"a"{"-" * 200_000}x—']
    assert [text for _, text in said("\n".join(lines))] == lines


@pytest.mark.parametrize(
    "page",
    [
        "Name: Bo\nDate: 3 May\n" * 3,
        "From: Bo\nSubject: Lido\n" * 4 + "Nice.\n",
        "Published 3 May 2020\nPublished 3 May 2020\n" + "00:01:02,000 --> 00:01:04,000\nPublished 3 May 2020\n" * 2,
    ],
)
def test_heads_without_words_say_nothing_or_are_refused(page):
    with suppress(ReadError):
        assert read(page).comments


@pytest.mark.parametrize(
    "page",
    [
        "Lido to charge\n\nThe trust blames it.\n\nComments\n\nBo\n2 hours ago\nShame.\n1.204 replies\n\n"
        "Ida\n3 hours ago\nWhy?\nReply\n",
        "Lido Forum\n- Town talk\n\nBo\t05-01-2024 10:00 AM\nShame.\n\nIda\t05-01-2024 10:01 AM\nWhy?\n",
        "Lido to charge\n\nIt leaks.\n\nComments\n\nBo\n@bo_77\n2 hours ago\nShame.\nReply\n\n"
        "Ida\n3 hours ago\nWhy?\nReply\n",
    ],
)
def test_a_line_that_few_pages_have_is_no_words(page):
    assert said(page) == [("Bo", "Shame."), ("Ida", "Why?")]


@pytest.mark.parametrize("head", ["· 2 hours ago", "| 2 May 2024", "- — Today at 10:42"])
def test_a_date_alone_signs_nothing(head):
    page = f"Pool\n\nIt leaks.\n\nComments\n\nShame.\n\n{head}\nAgain.\n\nWho pays?\n"
    assert any("Again." in words for _, words in said(page))


def test_numbers_with_pro_or_con_tell_what_a_claim_answers():
    thread = read(
        "Discussion Title: The lido should charge.\n\n1. The lido should charge.\n1.1. Pro: It leaks money.\n"
        "1.1.1. Con: It leaks water, not money.\n1.2. Con: Some have none.\n"
    )
    assert thread.title == "The lido should charge."
    assert [(one.text, thread.depth(one)) for one in thread.walk()] == [
        ("It leaks money.", 0),
        ("It leaks water, not money.", 1),
        ("Some have none.", 0),
    ]


def test_what_sounds_like_a_telephone_s_last_line_is_said():
    page = "Lido\n\nIt leaks.\n\nComments\n\nBo\n2 hours ago\nNo.\n\nIda\n3 hours ago\nWhy?\n\n"
    last = "Sent from a small flat above the lido, where I hear every splash. Keep it open."
    assert said(page + last)[-1] == ("Ida", f"Why?\n\n{last}")
    assert said(page + "Sent from my phone")[-1] == ("Ida", "Why?")


def test_an_address_of_brackets_alone_is_read():
    assert said(f"From: Bo {'(' * 5_000}@x\nSubject: Lido\nDate: 3 May 2024\n\nShame.\n")[-1][1] == "Shame."
