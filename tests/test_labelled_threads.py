"""Labelled threads, one a line of JSON: each comment becomes a row, or its line is refused."""

import pytest

from stancekit import LabelsError
from stancekit.reading.labels import read_labels

THREAD = '{"thread": "t1", "title": "Pier to close", "comments": [%s]}\n'
FINE = ", ".join(
    [
        '{"text": "At last.", "stance": "supportive", "abusive": false}',
        '{"text": "You fool.", "stance": "neutral", "abusive": true}',
    ]
)


def test_labelled_threads_are_read_with_their_titles(write):
    rows = read_labels(write(THREAD % FINE, "threads.jsonl")).rows
    assert [(row.text, row.label, row.target, row.thread, row.line) for row in rows] == [
        ("At last.", "supportive", "Pier to close", "t1", 1),
        ("You fool.", "abusive", "Pier to close", "t1", 1),
    ]
    assert [row.parent for row in rows] == [None, None]


def test_html_in_labelled_threads_is_shown_and_a_comment_may_have_a_title_of_its_own(write):
    comments = FINE.replace("At last.", "<p>At last &amp; cheap.</p>").replace('"You fool."', '"No.", "title": "Lido"')
    rows = read_labels(write(THREAD.replace("Pier", "<b>Pier</b>") % comments, "threads.jsonl")).rows
    assert [(row.text, row.target) for row in rows] == [("At last & cheap.", "Pier to close"), ("No.", "Lido")]
    line = '{"title": "Pier &amp; lido", "text": "At last &amp; cheap.", "label": "civil"}'
    (row,) = read_labels(write(line, "lines.jsonl")).rows
    assert (row.text, row.target) == ("At last & cheap.", "Pier & lido")


def test_labelled_threads_are_read_with_their_parents(write):
    comments = (
        '{"id": 7, "parent": null, "text": "At last.", "stance": "supportive", "abusive": false}, '
        '{"id": 8, "parent": 7, "text": "Hear, hear.", "stance": "supportive", "abusive": false}, '
        '{"id": 9, "parent": 1, "text": "No.", "stance": "skeptical", "abusive": false}'
    )
    labels = read_labels(write(THREAD % comments.replace('"parent": 7', '"Parent ": 7'), "threads.jsonl"))
    assert [row.parent for row in labels.rows] == [None, "At last.", None]
    assert labels.notes[0].endswith("read without what they answer: 1")


@pytest.mark.parametrize("key", ["replies", "Replies", "comments"])
def test_replies_inside_what_they_answer_are_rows_too(write, key):
    one = f'{{"text": "At last.", "stance": "supportive", "abusive": false, "{key}": [%s]}}'
    rows = read_labels(write(THREAD % one % FINE, "threads.jsonl")).rows
    assert [(row.text, row.parent) for row in rows] == [
        ("At last.", None),
        ("At last.", "At last."),
        ("You fool.", "At last."),
    ]


def test_every_line_is_a_thread_whatever_names_it(write):
    by_id = THREAD.replace('"thread": "t1"', '"id": 5')
    nameless = THREAD.replace('"thread": "t1", ', "")
    other = nameless % FINE.replace("At last.", "Why?")
    threads = [row.thread for row in read_labels(write(by_id % FINE + nameless % FINE + other, "threads.jsonl")).rows]
    assert threads[:2] == ["5", "5"] and len(set(threads)) == 3
    assert [row.thread for row in read_labels(write(nameless % FINE + other, "again.jsonl")).rows] == threads[2:]


def test_a_key_that_nothing_uses_is_refused_or_named(write):
    path = write(THREAD.replace('"title"', '"tittle"') % FINE, "threads.jsonl")
    with pytest.raises(LabelsError, match="column 'tittle': is a key that labelled threads do not have; rename"):
        read_labels(path)
    assert read_labels(path, extra_columns="ignore").notes[0].endswith("keys not used: tittle")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            THREAD % FINE.replace("At last.", "At last. " * 20_000),
            "the text of comment 1 of this thread has 180,000 characters, more than 100,000",
        ),
        (
            THREAD % FINE.replace('{"text"', '{"id": 1, "text"'),
            "two comments have the id '1'; give each its own",
        ),
        (
            THREAD
            % FINE.replace('"text": "At', '"id": 0, "parent": 1, "text": "At').replace(
                '"text": "You', '"id": 1, "parent": 0, "text": "You'
            ),
            "comments answer each other in a ring: '0' -> '1' -> '0'; one of them must have no parent",
        ),
        (
            THREAD % (FINE + ', {"text": "Why?", "stance": "unsure", "abusive": false}'),
            "comment 3 of this thread must have a stance, supportive, skeptical or neutral; it has 'unsure'",
        ),
        (
            THREAD % FINE.replace("false", '"no"'),
            "comment 1 of this thread must have abusive, true or false; it has 'no'",
        ),
        (THREAD % '{"text": "A", "stanse": "neutral"}', "skeptical or neutral; it has the keys text, stanse"),
        ('{"thread": "t1", "comments": []}\n', "line 1: has no comments; delete the thread or fill it in"),
        ('{"thread": "t1", "comments": [3]}\n', "comment 1 of this thread must have a text"),
        (THREAD.replace('"Pier to close"', "[]") % FINE, "the title must be a string, not a list"),
        (
            THREAD % FINE.replace('{"text": "At', '{"parent": {}, "text": "At'),
            "the parent of comment 1 of this thread must",
        ),
        (
            '{"text": "At last.", "lable": "supportive"}\n',
            'is no thread with "comments"; of lines of labelled comments, the first must have "text" and "label"',
        ),
        (THREAD % FINE + "{", "not JSON at character 2: Expecting property name"),
    ],
)
def test_threads_that_cannot_be_trusted_are_refused(write, content, message):
    path = write(content, "threads.jsonl")
    with pytest.raises(LabelsError) as refusal:
        read_labels(path)
    assert str(refusal.value).startswith(f"{path}, line {content.count(chr(10)) + (not content.endswith(chr(10)))}: ")
    assert message in str(refusal.value)
