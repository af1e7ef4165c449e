"""Files of any size are cut into blocks, with the same rows as if they were read whole."""

import io

import pytest
from commands import objects
from hypothesis import given
from hypothesis import strategies as st
from strategies import BAD, GOOD

from stancekit.bulk import Request, label_files
from stancekit.reading import read_threads, stream
from stancekit.reading.delimited import attempts, whole_records
from stancekit.reading.layout import lay_out
from stancekit.threads import Thread

FAST = Request(model="fast")


def read_in_blocks(data, form=None, **sizes):
    """All rows and rejected rows of a file, and its blocks."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(stream, name, size)
        file = io.BytesIO(data)
        head, is_all = stream.beginning(file)
        layout = lay_out("x", head, is_all, form, alone=True)
        blocks = list(stream.blocks(layout, file, head, layout.offset, layout.line, keep=True))
        answers = [stream.read_block(block) for block in blocks]
    return [row for one in answers for row in one.rows], [bad for one in answers for bad in one.rejected], blocks


class TestBlocks:
    @given(
        st.lists(st.sampled_from([*GOOD.splitlines(), *BAD.splitlines(), b"", b" ", b"x" * 300])), st.integers(1, 200)
    )
    def test_rows_are_the_same_whatever_the_blocks_and_none_is_lost(self, lines, size):
        data = GOOD + b"\n".join(lines)
        rows, rejected, blocks = read_in_blocks(data, "jsonl", BLOCK_BYTES=size, MAX_ROW_BYTES=1000)
        assert (rows, rejected) == read_in_blocks(data, "jsonl")[:2]
        assert len(rows) + len(rejected) == sum(not line.isspace() for line in data.split(b"\n") if line)
        assert b"".join(block.data for block in blocks) == data
        assert sorted({row.line for row in rows} | {one.line for one in rejected}) == [
            number for number, line in enumerate(data.split(b"\n"), 1) if line.strip()
        ]

    def test_a_deleted_comment_is_one_row_by_row_too(self):
        lines = b'{"id": 1, "parent": NaN, "text": ""}\n{"id": 2, "parent": 1.0, "text": "No."}\n'
        rows, rejected, _ = read_in_blocks(lines)
        assert [(row.id, row.parent, row.text) for row in rows] == [("1", None, "[deleted]"), ("2", "1", "No.")]
        assert rejected == []

    @given(
        st.lists(
            st.sampled_from(["a,b", '"a\n,b",c', '"a""b",c', 'a"b,c', '"a"b,c', '"open,c', "a,b,c", "", '"",x', "é,\r"])
        ),
        st.integers(1, 60),
        st.sampled_from(["\n", "\r\n"]),
    )
    def test_a_table_s_too(self, lines, size, end):
        data = end.join(["text,author", *lines]).encode()
        rows, rejected, blocks = read_in_blocks(data, "csv", BLOCK_BYTES=size, MAX_ROW_BYTES=10_000)
        assert (rows, rejected) == read_in_blocks(data, "csv")[:2]
        text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
        assert len(rows) + len(rejected) == sum(1 for _ in attempts(text, ",")) - 1
        for at, block in enumerate(blocks, 1):
            offset, line = block.offset + block.size, block.line + block.n_lines
            file = io.BytesIO(data)
            head, _ = stream.beginning(file)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(stream, "BLOCK_BYTES", size)
                again = list(stream.blocks(block.layout, file, head, offset, line, keep=True))
            assert again == blocks[at:] or not block.size  # of a table without rows

    def test_a_quote_that_never_closes_costs_one_line(self):
        data = b'text,author\n"open,a\n' + b"I love it,b\n" * 50
        rows, rejected, _ = read_in_blocks(data, "csv", BLOCK_BYTES=30, MAX_ROW_BYTES=100)
        assert (len(rows), [one.line for one in rejected]) == (50, [2])
        assert whole_records(data[12:], ",", 30, 100) == len(b'"open,a\n')

    def test_a_row_too_long_to_hold_is_passed_over(self):
        data = b"short\n" + b"x" * 5000 + b"\nshort again\nand again"
        rows, rejected, blocks = read_in_blocks(data, "lines", BLOCK_BYTES=10, MAX_ROW_BYTES=100, _BEGINNING=8)
        assert [(row.line, row.text) for row in rows] == [(1, "short"), (3, "short again"), (4, "and again")]
        assert rejected == [(2, "a row of 5,001 bytes; fewer than 100 are read. Is a line end missing?")]
        assert max(len(block.data or b"") for block in blocks) < 100

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize(
        ("form", "lines"),
        [
            ("lines", ["I love it", "  ", " I doubt it "]),
            ("csv", ["", "text;id", '"I love\nit";a', "I doubt it;b"]),
            ("tsv", ["id\ttext", "a\tI love it", "b\tI doubt it"]),
            ("csv", ["sep=;", "text;id", '"I love\nit";a', ";", "I doubt it;b"]),
            ("csv", ["", 'The "best of it|', '"of 3 May|', "id|text", "1|I love it", "|", "2|I doubt it"]),
            ("csv", ["text,a", '"What of\nit?",Age', '"{""ImportId"": ""Q1""}",', "I love it,4", "I doubt it,5"]),
            ("csv", ["a;text", "", ";Open-Ended Response", "1;I love it", "2;I doubt it"]),
            ("csv", ["id,parent,text", "a,,I love it", ",,", "b,a,", "c,b,I doubt it"]),
            ("jsonl", ['{"text": "I love it", "id": 7}', "", '{"text": "I \\ud800 it", "user": "Bo"}']),
            ("jsonl", ['{"data": {"text": "I &amp; you"}, "by": "Bo"}', '{"post": {"record": {"text": "<p>I</p>"}}}']),
            ("jsonl", ['{"version": 1, "site": {}}', "", '{"text": "I love it"}', '{"text": "é"}']),
            ("jsonl", ['{"version": 1, "site": {}}', '{"title": "t", "comments": [{"text": "I"}]}']),
            ("jsonl", ['{"thread": "t", "comments": [{"text": "I"}, {"text": "you"}]}']),
        ],
    )
    def test_a_good_file_is_read_as_it_is_read_whole(self, form, lines, mark, end):
        data = (mark + end.join(lines)).encode()
        threads = read_threads(io.BytesIO(data), input=form)
        rows, rejected, _ = read_in_blocks(data, form)
        assert rejected == []
        rows = [one for row in rows for one in (row.comments if isinstance(row, Thread) else [row])]
        assert [(row.text, row.author, row.line) for row in rows] == [
            (one.text, one.author, one.line) for thread in threads for one in thread.comments
        ]

    @pytest.mark.parametrize("form", ["csv", "jsonl", "lines"])
    @pytest.mark.parametrize("size", [1 << 20, 41])
    def test_utf_16_is_laid_out_by_its_beginning_and_read_whole(self, form, size):
        text = {"csv": "thread,text\n", "jsonl": '{"text": "Ends well."}\n', "lines": "Ends well.\n"}[form]
        data = (text + "ferry,Zu spät\n" * 3).encode("utf-16")[:size]
        layout = lay_out("x", data, size > len(data), form)
        assert (layout.form, layout.plain, layout.names_threads) == (form, False, form != "lines")

    @pytest.mark.parametrize(
        ("data", "plain"),
        [
            ('{"text": "a"}\n{"text": "b", "parent": null}', False),
            ('{"text": "a"}\n{"text": "b", "reply to": "1"}', False),
            ("text,parent\na,\n", False),
            ("text,thread\na,b\n", True),
            ("cid,text\nUg4,a\nUg4.9,b\n", False),
            ('id,text\nv1.4,"a\nv1.5,b\nv1.5,c\n', True),
            ("author,text,replying_to\nBo,a,\nAda,b,@Bo\n", False),
            ("author,text,replying_to\nBo,a,\nAda,b,@Cy\n", True),
            ("thread,author,text,replying_to\nferry,Bo,a,\nschool,Ada,b,Bo\n", True),
            ("text,level\na,0\nb,1\n", False),
            ("text,level\na,4\nb,2\n", True),
            (
                "Ferry fares to rise\n\nThe board blames fuel.\n\n• Bianca\n\n  Fuel is cheaper.\n\n• About time.\n",
                False,
            ),
            ('{"comments": [{"id": "1", "text": "a"}, {"text": "b", "parent": "1"}]}', True),
            ('{"data": {"text": "a"}, "x": 1}\n{"data": {"text": "b", "parent": null}}', False),
            ('{"id": "Ug4", "text": "a"}\n{"id": "Ug4.9", "text": "b"}', False),
            ('{"id": 6, "text": "a", "path": "0.6"}\n{"id": 7, "text": "b", "path": "0.6.7"}', False),
            ('{"id": 6, "text": "a", "path": "img/6.png"}\n{"id": 7, "text": "b", "path": "img/7.png"}', True),
        ],
    )
    def test_rows_that_answer_rows_are_threads(self, data, plain):
        assert lay_out("x", data.encode(), True).plain == plain


def test_a_title_above_a_table_is_each_rows_in_blocks_as_in_threads():
    data = b"Dogs on the common,\n\nname,remarks\nBo,Leads only.\nIda,Let them run.\n"
    rows, rejected, _ = read_in_blocks(data, BLOCK_BYTES=10)
    assert [(row.text, row.title) for row in rows] == [
        *(("Leads only.", "Dogs on the common"), ("Let them run.", "Dogs on the common")),
    ]
    assert (rejected, read_threads(io.BytesIO(data))[0].title) == ([], "Dogs on the common")


def test_the_header_of_a_file_put_behind_another_is_no_row(tmp_path):
    file, out = tmp_path / "two.csv", tmp_path / "out.jsonl"
    file.write_text("id,text\n1,Late.\n\ufeffid,text\n2,Why?\n", encoding="utf-8")
    assert label_files(file, out, FAST).left_out
    assert [row["text"] for row in objects(out)] == ["Late.", "Why?"]


@pytest.mark.parametrize("form", ["csv", "txt"])
def test_a_bad_row_ends_with_its_line_however_lines_end(form, tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "BLOCK_BYTES", 256)
    file, out = tmp_path / f"rows.{form}", tmp_path / "out.jsonl"
    rows = ["text,author", *(f"Row {at},Bo" for at in range(99))] if form == "csv" else ["I doubt it."] * 99
    rows[9] = '"Row 8" it is,Bo' if form == "csv" else rows[9]
    file.write_bytes("\r".join(rows).encode() + b"\r")
    done = label_files(file, out, FAST)
    assert (done.rows, done.rejected) == (99, form == "csv")
