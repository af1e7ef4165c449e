"""How a file is read, told also of one that is refused."""

import json

import pytest
from commands import run

from stancekit.errors import InputError, ReadError
from stancekit.reading import account_of

ROWS = [{"id": 1, "body": "Late again.", "user": "Bo", "ups": 3}, {"id": 2, "body": "", "user": "Ida", "ups": 0}]


@pytest.fixture
def saved(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_a_bad_line_of_json_comes_after_how_the_others_are_read(saved):
    path = saved("ferry.jsonl", "".join(json.dumps(row) + "\n" for row in ROWS) + '{"body": oops}\n')
    code, out, err = run("predict", path, "--explain-input")
    assert (code, out.splitlines()[:2]) == (1, [str(path), "format  jsonl, utf-8"])
    assert "why     ignored: ups" in out and "found   no title, 1 comment" in out
    assert [line.partition(";")[0].rpartition(": ")[0] for line in err.splitlines()] == [
        f"stancekit: {path}, line 2",
        f"stancekit: {path}, line 3: not JSON at character 10",
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("1,,Too dear.\n2,1,\n", []),  # what is deleted may be answered
        (",,Too dear.\n,1,\n,,Fine.\n", [3]),
        ('1,,"Too\ndear."\n2,1,"Swim\nthen.",3\n4,1,"torn"x\n5,1,"Why\nnot?"\n', [4, 6]),
    ],
)
def test_a_table_s_columns_come_before_its_bad_rows(rows, lines, saved):
    path = saved("ferry.csv", f"id,reply_to,comment\n{rows}")
    found = account_of(path)
    assert [problem.line for problem in found.problems] == lines
    assert "used: comment as text, id as id, reply_to as parent" in " ".join(found.reading.reasons)
    assert sum(map(len, found.threads)) == 2


def test_many_bad_rows_are_counted(saved):
    path = saved("votes.csv", "id,text\n1,Fine.\n" + "3,\n" * 1_200)
    code, out, err = run("predict", path, "--explain-input")
    assert (code, "used: text as text, id as id" in out) == (1, True)
    assert err.splitlines()[10:] == ["stancekit: ... and 1,190 more"]


def test_a_file_that_is_refused_hides_no_other(saved):
    torn, sound = saved("torn.csv", "id,text\n1,Fine.\n3,\n"), saved("sound.csv", "id,text\n1,Late.\n")
    (latin := torn.with_name("latin.txt")).write_bytes(b"Late caf\xe9.")
    code, out, err = run("predict", latin, torn, sound, "--explain-input")
    assert (code, out.count("format  csv")) == (1, 2)
    assert [line.partition(", line")[0] for line in err.splitlines()] == [f"stancekit: {latin}", f"stancekit: {torn}"]


@pytest.mark.parametrize(
    ("text", "told", "problem"),
    [
        ("id,parent,text\n1,,Dear.\n1,,Late.\n", "parent as parent", "two comments have the id '1'"),
        ("name,mood\nBo,7\n", "the name ends in .csv", "no text column; found name, mood"),
        ("id,text\n", "used: text as text, id as id", "the table has a header but no rows"),
    ],
)
def test_of_what_cannot_be_read_at_all_there_is_what_is_known(text, told, problem, saved):
    found = account_of(saved("ferry.csv", text))
    assert (found.threads, len(found.problems)) == ([], 1)
    assert told in " ".join(found.reading.reasons) and problem in str(found.problems[0])


def test_a_page_a_line_is_one_document_and_has_one_problem(saved):
    pages = [{"comments": {"data": [{"message": 3, "from": "Bo"}]}}] * 2
    found = account_of(saved("pages.jsonl", "".join(json.dumps(page) + "\n" for page in pages)))
    assert (found.reading.format, len(found.problems)) == ("jsonl", 1)


def test_a_pipe_is_read_once():
    code, out, err = run("predict", "--explain-input", stdin="id,parent,text\n1,,Dear.\n2,gone,Why?\n")
    assert (code, "parent as parent" in out, "replies to 'gone'" in err) == (1, True, True)


def test_what_is_no_text_and_no_format_is_refused(saved):
    with pytest.raises(ReadError, match="the file is empty"):
        account_of(saved("empty.txt", ""))
    with pytest.raises(InputError, match="input must be one of"):
        account_of(saved("a.txt", "Fine.\n"), input="docx")
