"""Tables: how a row says which one it answers, and what stands above the header."""

from __future__ import annotations

import pytest
from files import read

from stancekit.errors import ThreadError

ROWS = (("1", "", "bo", "No."), ("2", "1", "Ida F.", "Why?"), ("3", "2", "bo", "It leaks."), ("4", "", "ely", "Shame."))
PARENTS = [None, "1", "2", None]


@pytest.mark.parametrize(
    "header",
    [
        "No;Reply to no;Name;Comment",
        "N°;Réponse à;Pseudo;Message",
        "Nr.;Antwort auf;Nutzer;Kommentar",
        "#;reply_of;by;msg",
    ],
)
def test_a_column_of_numbers_says_what_is_answered(header):
    thread = read("\n".join([header, *(";".join(row) for row in ROWS)]) + "\n")
    assert [(one.author, one.parent) for one in thread.comments] == [
        (author, parent) for (_, _, author, _), parent in zip(ROWS, PARENTS, strict=True)
    ]


def test_numbers_are_no_ids_where_nothing_is_answered():
    assert [one.id for one in read("num,text\n3,No.\n3,Why?\n").comments] == ["1", "2"]


@pytest.mark.parametrize("column", ["replying_to", "reply_to", "Reply to user"])
def test_a_name_says_whose_latest_comment_is_answered(column):
    table = f"username,{column},text\nbo,,No.\nIda F.,@Bo,Why?\nbo,ida f.,It leaks.\nely,,Shame.\nIda F.,bo,Still.\n"
    assert [one.parent for one in read(table).comments] == [None, "1", "2", None, "3"]


def test_whom_a_row_answers_may_be_somebody_who_is_not_there():
    assert [one.parent for one in read("username,replying_to,text\nbo,noor,No.\nida,bo,Why?\n").comments] == [None, "1"]


def test_an_id_that_no_row_has_is_still_refused():
    with pytest.raises(ThreadError, match="'9'"):
        read("id,author,reply_to,text\n1,bo,,No.\n2,ida,9,Why?\n3,bo,1,It leaks.\n")


@pytest.mark.parametrize("column", ["level", "Depth", "indent"])
def test_levels_say_what_is_answered(column):
    table = f"{column},name,comment\n0,bo,No.\n1,ida,Why?\n2,bo,It leaks.\n1,ely,Shame.\n0,noor,Towels!\n"
    assert [one.parent for one in read(table).comments] == [None, "1", "2", "1", None]


@pytest.mark.parametrize("levels", ["13", "31", "1x", "1 "])
def test_other_levels_say_nothing_of_answers(levels):
    table = "level,name,comment\n" + "".join(f"{level},bo,No {at}.\n" for at, level in enumerate(levels))
    assert [one.parent for one in read(table).comments] == [None, None]


TABLE = "Author,Date,Comment\nbo,2024-05-02,No.\nida,2024-05-03,Why?\n"


@pytest.mark.parametrize("above", ["Lido to charge,,\n,,\n", "Export of comments,,\nLido to charge,,\n2024-05-03,,\n"])
def test_a_title_may_be_above_the_header(above):
    assert read(above + TABLE).title == "Lido to charge"


@pytest.mark.parametrize("above", ["", "Exported on 3 May 2024,,\n", "https://lido.example.org/12,,\n", "sep=,\n"])
def test_what_a_file_says_of_itself_is_no_title(above):
    thread = read(above + TABLE)
    assert thread.title is None
    assert len(thread.comments) == 2


def test_a_column_of_titles_counts_more_than_what_is_above():
    assert read("Letters,\n,\ntitle,text\nLido,No.\nLido,Why?\n").title == "Lido"
