"""Pages that went through a mail, a word processor or a printer before they were saved."""

from __future__ import annotations

import quopri

import pytest
from files import FIVE, SAID, TALK, read, said, talk

PAGE = "Lido to close\n\nThe trust blames the laundry.\n\nComments\n\n"


def quoted(page: str, sign: str = "> ") -> str:
    return "".join(f"{sign}{line}".rstrip() + "\n" for line in page.splitlines())


@pytest.mark.parametrize("sign", ["> ", ">", ">> ", "> > "])
@pytest.mark.parametrize("above", ["", "Do look at what Ely says.\n\nOn 3 May 2024, Ida Falk wrote:\n\n"])
def test_a_page_that_a_mail_quotes_is_read_as_it_was(sign, above):
    thread = read(above + quoted(PAGE + talk("{name} wrote:\n{words}\n\n"), sign))
    assert [(one.author, one.text) for one in thread.comments] == SAID
    assert "taken off: the > before each line" in thread.reading.reasons


def test_comments_that_are_all_block_quotes_have_their_own_words():
    page = PAGE + "\n\n".join(f"> {words}\n>\n> — {name}" for name, words in TALK)
    assert said(page) == SAID


def test_a_mail_with_a_quotation_at_its_end_quotes():
    page = PAGE + "Bo wrote:\nIt was free once.\n\nIda wrote:\nWhen? You said:\n> It was free once.\n"
    assert said(page)[1] == ("Ida", "When? You said:\n> It was free once.")


def test_letters_are_read_that_a_mail_program_wrote_as_codes():
    page = PAGE + talk("{name} wrote:\n“{words}” It is shut, and will stay shut until the café opens, they say.\n\n")
    assert said(quopri.encodestring(page.encode()).decode()) == said(page)
    assert said(page.replace("“", "").replace(".\n", ".=20\n"))[0][1].endswith("they say.")
    coded = PAGE + talk("{name} wrote:\n{words} See https://lido.example/?page=20\n\n")
    assert said(coded)[0][1].endswith("?page=20")


@pytest.mark.parametrize("end", ["\v", "\u2028"])
def test_a_word_processors_line_ends_within_a_paragraph_end_lines(end):
    assert said(PAGE + talk(f"{{name}} wrote:{end}{{words}}\n\n")) == SAID


def test_a_symbol_fonts_bullets_and_soft_hyphens_hide_nothing():
    assert said(PAGE.replace("mm", "m\u00adm") + talk("\uf0b7\t{name}: {words}\n")) == SAID


@pytest.mark.parametrize("foot", ["\n{}", "{}/3", "- {} -", "lido.example/towels\n\n{}", "Page {}"])
@pytest.mark.parametrize("head", ["", "Lido Gazette, 3 May 2024\n"])
def test_what_a_printer_puts_on_each_sheet_is_in_no_comment(foot, head):
    first, second, third = (f"{name} wrote:\n{words}\n\n" for name, words in TALK)
    sheets = [PAGE + first, second.replace("for", f"for\n{foot.format(2)}\n\f{head}"), third]
    page = f"{head}{sheets[0]}{foot.format(1)}\n\f{head}{sheets[1]}{sheets[2]}{foot.format(3)}\n"
    thread = read(page)
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == [
        SAID[0],
        (TALK[1][0], TALK[1][1].replace("for ", "for\n")),
        SAID[2],
    ]


def test_a_number_at_a_sheets_end_is_somebodys_unless_all_sheets_are_counted():
    page = PAGE + "Bo wrote:\nHow many towels?\n\nIda wrote:\n12\n\fBo wrote:\nAnd for whom?\n\nIda wrote:\nNobody.\n"
    assert said(page)[1] == ("Ida", "12")


FORWARDED = "From: Pat Hill <pat@example.org>\nDate: Fri, 3 May 2024 at 10:12\nSubject: {}\nTo: <mel@example.org>\n\n"


@pytest.mark.parametrize("opening", ["", "Hi Jo, here is what I meant.\n\nBegin forwarded message:\n\n"])
def test_a_forwarded_page_has_its_own_title_or_the_mails_subject(opening):
    comments = talk("{name} says:\n{words}\n\n")
    subject = FORWARDED.format("Fwd: Lido to close")
    for page in (PAGE, PAGE.partition("\n\n")[2]):
        thread = read(
            opening
            + subject
            + page
            + comments
            + "-- \nPat Hill\nChair of the swimmers\n07700 900123\n\nSent from my iPhone\n"
        )
        assert (thread.title, thread.article) == ("Lido to close", "The trust blames the laundry.")
        assert [(one.author, one.text) for one in thread.comments] == SAID


def test_the_comments_of_a_newsletter_end_where_it_says_why_it_was_sent():
    page = "View this email in your browser\n\n" + PAGE + talk("“{words}”\n— {name}\n\n")
    thread = read(page + "You are receiving this email because you asked for it.\nUnsubscribe | Update your address\n")
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == [(name, f"“{words}”") for name, words in TALK]


@pytest.mark.parametrize(
    "line", ["ADVERTISEMENT - CONTINUE READING BELOW", "Story continues below advertisement", "Anzeige", "Publicité"]
)
def test_advertisements_are_in_no_comment(line):
    assert said(PAGE + talk(f"{{name}}: {{words}}\n\n{line}\n\n")) == SAID


@pytest.mark.parametrize(
    "below", ["", "You may also like\n\nLido to open\n\nPool to close\n", "Lesen Sie auch\n\nBäder\n"]
)
def test_a_name_with_a_number_signs_where_every_other_paragraph_is_signed(below):
    names = ("Bianca", "Ely Falk", "Bianca", "Bo, no. 9", "Ida", "Ely Falk")
    page = PAGE + "".join(f"{name}: Towel number {at}.\n\n" for at, name in enumerate(names)) + below
    assert said(page) == [(name, f"Towel number {at}.") for at, name in enumerate(names)]
    assert said(page.replace("Ida: ", "Bo asks "))[2] == (
        "Bianca",
        "Towel number 2.\n\nBo, no. 9: Towel number 3.\n\nBo asks Towel number 4.",
    )


def test_small_names_typed_below_a_title_and_a_heading_sign():
    names = ("mairead", "captain haddock", "fergal quirke", "signe", "mairead")
    page = "Lido to close\n\ncomments:\n" + "".join(f"{name} - Towel number {at}.\n" for at, name in enumerate(names))
    assert said(page) == [(name, f"Towel number {at}.") for at, name in enumerate(names)]


@pytest.mark.parametrize("arrow", [">", "->", "=>", "→"])
def test_an_arrow_between_names_says_who_is_answered(arrow):
    thread = read(PAGE + f"Bo: It was free once.\n\nIda: When?\n\nEly {arrow} Bo: In 1998.\n\nBo: Quite.\n")
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("Bo", None),
        ("Ida", None),
        ("Ely", "1"),
        ("Bo", None),
    ]


def test_a_researchers_code_before_a_name_is_no_part_of_it():
    page = PAGE + "".join(f"[{code}] {name}: {words}\n" for code, (name, words) in zip("PCP", TALK, strict=True))
    assert said(page) == SAID


def test_signs_of_terminals_chats_and_html_hide_nobodys_name():
    page = PAGE + talk("{name} wrote:\n{words}\n\n")
    assert said(page.replace("Bianca", "\x02Bianca\x02").replace("Morag T.", "\x1b[1mMorag T.\x1b[0m")) == SAID
    assert said(page.replace("\n", "<br>\n").replace(" ", "&nbsp;")) == said(page.replace(" ", "\xa0"))
    assert said(PAGE + "Bo wrote:\nWrite &amp;, they say.\n\nIda wrote:\nWhy?\n")[0][1] == "Write &amp;, they say."


def test_a_word_processors_second_bullet_is_a_reply_without_its_indentation():
    thread = read(PAGE + "•\tBo: It was free once.\no\tIda: When?\n•\tEly: In 1998.\n")
    assert [(one.author, one.parent) for one in thread.comments] == [("Bo", None), ("Ida", "1"), ("Ely", None)]


@pytest.mark.parametrize("line", ["Read more: Mayor opens pool", "Lees ook", "Sign up to our daily newsletter"])
def test_links_and_invitations_between_comments_are_in_none(line):
    assert said(PAGE + talk(f"{{name}}: {{words}}\n\n{line}\n\n")) == SAID
    assert said(PAGE + "Bo: No.\n\nIda: Read more: it is all there.\n")[1] == ("Ida", "Read more: it is all there.")


@pytest.mark.parametrize("head", ["### {}", "**{}**", "{} wrote:"])
def test_words_that_are_all_block_quotes_below_names_are_said_by_them(head):
    assert said(PAGE + "".join(f"{head.format(name)}\n\n> {words}\n\n" for name, words in FIVE)) == list(FIVE)


def test_what_stands_above_a_quotation_need_be_no_name():
    words = [f"{answer}\n> {words}" for answer in ("Says who?", "Not in my street.") for _, words in FIVE]
    assert said(PAGE + "".join(f"• {one}\n" for one in words)) == [(None, one) for one in words]


def test_a_date_before_a_name_is_no_part_of_it():
    assert said(PAGE + talk("3/5/24 {name}: {words}\n")) == SAID


def test_brackets_may_say_whom_a_note_answers():
    thread = read(PAGE + "Bo: It was free once.\n\nIda Falk (re: Bo): When?\n\nEly (to Ida Falk): In 1975.\n")
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        ("Bo", "It was free once.", None),
        ("Ida Falk", "When?", "1"),
        ("Ely", "In 1975.", "2"),
    ]


@pytest.mark.parametrize("end", ["Footnotes:\n1. See the lease of 1975.", "End of comments."])
def test_what_is_below_the_last_comment_is_no_words(end):
    assert said(PAGE + talk("{name} wrote:\n{words}\n\n") + end + "\n") == SAID


@pytest.mark.parametrize(
    "head",
    [
        "Source: The Lido Gazette\nAccessed: 3 May 2024\n",
        "**Title:** Lido to close\n**URL:** https://lido.example/towels\n**Date accessed:** 3 May 2024\n",
        "We and our partners use cookies to improve this site.\nAccept all\nReject all\n",
    ],
)
def test_what_a_collector_or_a_site_puts_above_an_article_is_no_title(head):
    thread = read(f"{head}\n{PAGE}" + talk("{name} wrote:\n{words}\n\n"))
    assert thread.title == "Lido to close"
    assert [(one.author, one.text) for one in thread.comments] == SAID


def test_a_page_that_a_mail_quotes_below_its_own_words_has_its_own_title():
    mail = "Have a look.\n\nOn Fri, 3 May 2024 at 10:12, Pat Hill <pat@example.org> wrote:\n\n"
    thread = read(mail + quoted(PAGE + talk("{name}: {words}\n\n")))
    assert (thread.title, thread.article) == ("Lido to close", "The trust blames the laundry.")


def test_block_quotes_below_names_are_no_quotations_of_the_comments_above():
    towels = [("Bianca", "A towel is two pounds each time."), ("Morag T.", "Two pounds each time."), ("Bianca", "So.")]
    assert said(PAGE + "".join(f"**{name}**\n\n> {words}\n\n" for name, words in towels)) == towels
