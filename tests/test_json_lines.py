"""JSON lines, a comment or a thread each: what each key is, and what is refused."""

from __future__ import annotations

import io
import json

import pytest
from files import read, refusal

from stancekit.errors import ThreadError
from stancekit.reading import read_threads


def test_jsonl_with_mixed_ids():
    lines = [{"id": 1, "body": "Late."}, {"id": "b", "body": "Early.", "parent_id": 1, "user": None, "ups": [3]}]
    thread = read("\n\n".join(map(json.dumps, lines)))
    assert [(c.id, c.parent, c.text, c.line) for c in thread.comments] == [
        ("1", None, "Late.", 1),
        ("b", "1", "Early.", 3),
    ]
    assert "ignored: ups" in thread.reading.reasons


def test_an_optional_key_of_another_type_is_left_out_and_said():
    lines = '{"text": "Late.", "target": [{"url": "x"}], "title": true, "by": 1.5}\n{"text": "No.", "target": "Bus"}'
    thread = read(lines)
    assert [(one.author, one.target) for one in thread.comments] == [(None, None), (None, "Bus")]
    assert "ignored: by, title, target" in thread.reading.reasons


def test_an_object_that_names_no_comment_is_ignored_and_said():
    thread = read('{"id": {"of": 4}, "text": "Mow it"}\n{"id": 5, "parent": {"ref": 4}, "text": "Why?"}\n')
    assert [(comment.id, comment.parent) for comment in thread.comments] == [("1", None), ("5", None)]
    assert "ignored: id, parent" in thread.reading.reasons


def test_ids_have_no_blanks_around_and_a_lone_picture_says_nothing():
    thread = read(
        '{"id": "1 ", "text": "Late.", "thread": "A "}\n'
        '{"id": "2", "parent": "1", "text": "<img src=x>", "thread": "A"}\n'
    )
    assert [(one.id, one.parent, one.text) for one in thread.comments] == [
        ("1", None, "Late."),
        ("2", "1", "[deleted]"),
    ]


def test_a_comment_that_names_no_thread_stays_with_the_others():
    comments = '{"id": "1", "text": "Late.", "thread": "t"}, {"id": "2", "text": "No.", "parent": "1"}'
    thread = read(f'{{"comments": [{comments}]}}')
    assert [(one.id, one.parent) for one in thread.comments] == [("1", None), ("2", "1")]


def test_whole_numbers_keep_their_digits():
    ids = ["9007199254740993.0", "9007199254740992.0"]
    thread = read("".join(f'{{"id": {name}, "text": "Mow it"}}\n' for name in ids))
    assert [comment.id for comment in thread.comments] == [name.removesuffix(".0") for name in ids]


def test_reddit_s_ids_with_their_kinds():
    rows = [("a1", "t3_post", "Late."), ("b2", "t1_a1", "Early."), ("c3", "t1_b2", "Never.")]
    lines = [{"id": name, "parent_id": parent, "link_id": "t3_post", "body": text} for name, parent, text in rows]
    thread = read("\n".join(map(json.dumps, lines)))
    assert [(c.id, c.parent) for c in thread.comments] == [("a1", None), ("b2", "a1"), ("c3", "b2")]
    lines[1]["parent_id"] = "t1_gone"
    with pytest.raises(ThreadError, match="'t1_gone', which is not in this thread"):
        read("\n".join(map(json.dumps, lines)))


def test_replies_inside_what_they_answer():
    comments = [
        {
            "text": "Late.",
            "replies": [{"text": "Early.", "children": [{"id": "x", "text": "Never."}]}, {"text": "Ha."}],
        },
        {"text": "Fine."},
    ]
    thread = read(json.dumps({"title": "Fares up", "comments": comments}))
    assert [(c.text, c.parent) for c in thread.walk()] == [
        *(("Late.", None), ("Early.", "1"), ("Never.", "1.1"), ("Ha.", "1"), ("Fine.", None)),
    ]
    assert not any("ignored" in reason for reason in thread.reading.reasons)
    assert "comment 1.2 of this thread" in str(refusal('{"comments": [{"text": "a", "replies": [{"text": "b"}, {}]}]}'))
    assert [c.text for c in read(json.dumps(comments[0])).walk()] == ["Late.", "Early.", "Never.", "Ha."]
    lines = "\n".join(map(json.dumps, comments))
    assert [c.text for c in read(lines).walk()] == [c.text for c in read(json.dumps(comments)).walk()]


def test_a_thread_a_line():
    line = {
        "thread": "t1",
        "title": "Fares up",
        "summary": "By a tenth.",
        "comments": [
            {"id": 1, "parent": None, "author": "Bo", "text": "Dear."},
            {"id": 2, "parent": 1, "text": "Swim."},
        ],
    }
    empty = {"thread": "t2", "title": "Pool opens", "comments": []}
    fares, pool = read_threads(io.BytesIO(f"{json.dumps(line)}\n{json.dumps(empty)}\n".encode()))
    assert (fares.id, fares.title, fares.article) == ("t1", "Fares up", "By a tenth.")
    assert [(c.id, c.parent, c.author) for c in fares.comments] == [("1", None, "Bo"), ("2", "1", None)]
    assert (pool.title, len(pool)) == ("Pool opens", 0)


def test_lone_surrogates_are_replaced_and_told():
    thread = read('{"text": "Late \\ud800 again \\ud83d\\ude80"}\n')
    assert thread.comments[0].text == "Late \ufffd again \U0001f680"
    assert "lone surrogates became U+FFFD (line 1)" in thread.reading.reasons


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "a", "text": "b"}', "'text' stands twice"),
        ('{"text": NaN}', "the text is empty"),
        ('{"text": "a", "n": -Infinity}', "-Infinity is no JSON number"),
        ('{"text": "a", "id": 1e400}', "1e400 is too large a number"),
        ('{"text": 3}', "'text' must be a string, not a number"),
        ('{"text": "a", "id": 1.5}', "'id' must be a string or a whole number, not 1.5"),
        ('{"text": " "}', "the text is empty"),
        ('{"remark": "a"}', "no text; found the keys 'remark'"),
        ('{"text": "a"', "not JSON at character"),
        ('{"text": "a", "x": ' + "9" * 5000 + "}", "cannot be trusted"),
        ('{"text": ' + "[" * 100_000, "nested too deeply"),
        ("[1]", "expected an object"),
        ('{"comments": [{"text": "a"}]}', "are threads"),
        ('{"comments": 3}', "no text; found the keys 'comments'"),
    ],
)
def test_json_that_cannot_be_trusted_is_refused_with_its_line(line, words):
    error = refusal('{"text": "fine"}\n' + line + "\n")
    assert error.line == 2
    assert words in str(error)


def test_a_comment_inside_a_thread_is_named_by_its_place():
    assert "comment 2 of this thread: no text" in str(refusal('{"comments": [{"text": "a"}, {}]}\n'))
    assert "comment 1 of this thread is null" in str(refusal('{"comments": [null]}\n'))
