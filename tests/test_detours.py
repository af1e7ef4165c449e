"""Pages that went through a mail, a word processor or a printer before they were saved."""

from __future__ import annotations

import quopri

import pytest
from files import SAID, TALK, read, said, talk

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


@pytest.mark.parametrize("foot", ["\n{}", "- {} -", "lido.example/towels\n\n{}", "Page {}"])
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
