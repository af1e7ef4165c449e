"""What sites export reads as the threads that it holds. The files under cases/exports are written for this (CC0)."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import ReadError, StancekitError
from stancekit.reading import read_threads
from stancekit.reading.exports import exported
from stancekit.reading.markup import text_of

CASES = Path(__file__).parent / "cases" / "exports"
BELL = "Harbour bell to ring at noon again"
EXPECTED = {
    "reddit.json": [
        (
            BELL,
            "It has been silent since 2013.",
            [
                ("c1", "gullwatcher", None, "At last & not a day too soon."),
                ("c2", "[deleted]", "c1", "[removed]"),
                ("c3", "pell", "c2", "> it wakes the dead\n\nSo do you, with your drill."),
                ("c4", "night.shift", None, "Some of us sleep at noon."),
            ],
        )
    ],
    "pushshift.json": [
        (None, "", [("c1", "gullwatcher", None, "At last."), ("c2", "pell", "c1", "Why now?")]),
        (None, "", [("d1", "pell", None, "Another post, another day.")]),
    ],
    "hackernews.json": [
        (
            "A tide gauge that tweets",
            "",
            [
                ("10", "kelp", None, "It's lovely.\n\nHow is it powered?"),
                ("11", None, "10", "[deleted]"),
                ("12", "tidewatch", "11", "By the tide, of course."),
            ],
        )
    ],
    "youtube.json": [
        (
            None,
            "",
            [
                ("y1", "Maren O", None, "Finally!\nWell done & thanks."),
                ("y1.1", "Osei", "y1", "Too late for me."),
                ("y2", "pell", None, "First"),
            ],
        )
    ],
    "disqus.xml": [
        (
            BELL,
            "It has been silent since 2013.",
            [
                ("4", "Gull Watcher", None, "At last.\n\nNow the clock, please."),
                ("5", "pell", "4", "[deleted]"),
                ("6", "Osei", "5", "> Now the clock, please.\n\nAnd who winds it?"),
            ],
        ),
        (None, "", [("7", "Osei", None, "A page that is gone.")]),
    ],
    "wordpress.xml": [
        (
            "Night buses to run until four",
            "The council voted on Tuesday.",
            [("1", "Bianca", None, "Long overdue.\n\nWell done."), ("3", "Ten Bells", "1", "And who drives them?")],
        )
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_reads_as_its_threads(name):
    threads = read_threads(CASES / name)
    assert [
        (thread.title, thread.article, [(one.id, one.author, one.parent, one.text) for one in thread.walk()])
        for thread in threads
    ] == EXPECTED[name]
    assert all(thread.reading.format == Path(name).suffix[1:] for thread in threads)


def test_what_was_left_out_is_said():
    left_out = {
        "reddit.json": "left out: 7 comments that the site did not send",
        "youtube.json": "left out: 2 replies that the site did not send",
        "wordpress.xml": "left out: 1 pingbacks of other sites",
    }
    for name, said in left_out.items():
        (thread,) = read_threads(CASES / name)
        assert said in thread.reading.reasons


@pytest.mark.parametrize("indent", [None, 1])
def test_one_value_of_comments_or_threads_reads_as_lines_do(indent):
    comments = [{"id": 1, "text": "Late."}, {"id": 2, "parent": 1, "text": "Early."}]
    for value in (comments, [{"title": "Fares", "comments": comments}], {"title": "Fares", "comments": comments}):
        (thread,) = read_threads(io.BytesIO(json.dumps(value, indent=indent).encode()))
        assert [(one.id, one.parent, one.text) for one in thread.comments] == [
            ("1", None, "Late."),
            ("2", "1", "Early."),
        ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[\n {}, 3\n]", "expected a list of objects, found that value 2 of it is a number"),
        ('[{"text": "a"},\n {"text": ]', "line 2: not JSON at character 11: Expecting value; expected one whole value"),
        ("[{}]", "no text; found the keys (none)"),
        ('{"kind": "Listing", "data": {"children": []}}', None),
        ('<?xml version="1.0"?><disqus', "line 1: not well-formed XML: unclosed token: line 1, column 21"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><disqus xmlns="http://disqus.com"/>', "declares a document type or entities"),
        ('<rss xmlns:wp="http://wordpress.org/export/1.2/"></rss>', "XML with the root 'rss', which is neither"),
        ('<disqus xmlns="http://disqus.com"></disqus>', "holds no comments"),
    ],
)
def test_what_is_no_whole_export_is_refused(text, message):
    source = io.BytesIO(text.encode())
    if message is None:
        assert [len(thread) for thread in read_threads(source)] == [0]
        return
    with pytest.raises(ReadError) as refusal:
        read_threads(source, input="xml" if "<" in text else None)
    assert message in str(refusal.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "kind",
                    "data",
                    "children",
                    "items",
                    "snippet",
                    "replies",
                    "comments",
                    "topLevelComment",
                    "id",
                    "text",
                    "title",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_is_worse_than_refused(value):
    exported(value)
    try:
        read_threads(io.BytesIO(json.dumps(value).encode()), input="json", orphans="promote")
    except StancekitError as error:
        assert str(error)


@given(st.text(alphabet="<>/&;pbr abq\n\"'=", max_size=60))
def test_markup_of_any_kind_becomes_text(html):
    assert isinstance(text_of(html), str)


def test_scripts_are_not_read_and_lists_have_lines():
    assert text_of("<script>alert(1)</script><ul><li>one<li>two</ul>three") == "one\ntwo\n\nthree"
    assert text_of("a < b & c") == "a < b & c"
