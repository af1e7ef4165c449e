"""JSON documents of APIs: comments are found whatever stands around them and within them, and nothing else is."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit import ReadError, StancekitError
from stancekit.reading import read_threads


def threads_of(value, name="answer.json"):
    file = io.BytesIO(json.dumps(value).encode())
    file.name = name
    return read_threads(file)


def read(value):
    (thread,) = threads_of(value)
    ids = [one.id for one in thread.comments]
    return thread.title, [
        (one.author, one.text, None if one.parent is None else ids.index(one.parent)) for one in thread.comments
    ]


WANTED = [("Morag", "Long overdue.", None), ("ferryman", "Who pays?", 0)]

SHAPES = {
    "edges and nodes": {
        "data": {
            "story": {
                "metadata": {"title": "Ferry to go free"},
                "comments": {
                    "edges": [
                        {
                            "node": {
                                "id": "a",
                                "body": "<div>Long overdue.</div>",
                                "author": {"id": "u1", "username": "Morag"},
                                "parent": None,
                                "replies": {
                                    "edges": [
                                        {
                                            "node": {
                                                "id": "b",
                                                "body": "Who pays?",
                                                "author": {"username": "ferryman"},
                                                "parent": {"id": "a"},
                                            }
                                        }
                                    ]
                                },
                            }
                        }
                    ]
                },
            }
        }
    },
    "numbered posts": {
        "post_stream": {
            "posts": [
                {
                    "id": 40,
                    "username": "Morag",
                    "cooked": "<p>Long overdue.</p>",
                    "post_number": 1,
                    "reply_to_post_number": None,
                },
                {
                    "id": 41,
                    "username": "ferryman",
                    "cooked": "<p>Who pays?</p>",
                    "post_number": 2,
                    "reply_to_post_number": 1,
                },
            ],
            "stream": [40, 41],
        },
        "id": 9,
        "title": "Ferry to go free",
    },
    "responses and profiles": {
        "status": "ok",
        "discussion": {
            "title": "Ferry to go free",
            "comments": [
                {
                    "id": 1,
                    "body": "<p>Long overdue.</p>",
                    "userProfile": {"displayName": "Morag"},
                    "responses": [
                        {
                            "id": 2,
                            "body": "Who pays?",
                            "userProfile": {"displayName": "ferryman"},
                            "responseTo": {"displayName": "Morag", "commentId": "1"},
                        }
                    ],
                }
            ],
        },
    },
    "records within posts": {
        "thread": {
            "post": {"uri": "at://0", "author": {"handle": "isle.news"}, "record": {"text": "Ferry to go free"}},
            "replies": [
                {
                    "post": {"uri": "at://1", "author": {"displayName": "Morag"}, "record": {"text": "Long overdue."}},
                    "replies": [
                        {
                            "post": {
                                "uri": "at://2",
                                "author": {"displayName": "", "handle": "ferryman"},
                                "record": {"text": "Who pays?", "reply": {"parent": {"uri": "at://1"}}},
                            }
                        }
                    ],
                }
            ],
        }
    },
    "paths": {
        "post_view": {"title": "Ferry to go free"},
        "comments": [
            {"comment": {"id": 7, "content": "Long overdue.", "path": "0.7"}, "creator": {"name": "Morag"}},
            {"comment": {"id": 8, "content": "Who pays?", "path": "0.7.8"}, "creator": {"name": "ferryman"}},
        ],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_comments_are_found_whatever_is_around_them(shape):
    title, comments = read(SHAPES[shape])
    assert comments == WANTED
    assert title == "Ferry to go free"


FLAT = {
    "messages with references": {
        "guild": {"id": "1", "name": "Island"},
        "messages": [
            {"id": "10", "content": "Long overdue.", "author": {"id": "7", "name": "Morag", "nickname": "Mo"}},
            {"id": "11", "content": "Who pays?", "author": {"name": "ferryman"}, "reference": {"messageId": "10"}},
        ],
    },
    "parts of a text": {
        "name": "Island chat",
        "messages": [
            {"id": 1, "from": "Morag", "text": ["Long ", {"type": "bold", "text": "overdue"}, "."]},
            {"id": 2, "from": "ferryman", "text": "Who pays?", "reply_to_message_id": 1},
        ],
    },
    "accounts": {
        "ancestors": [],
        "descendants": [
            {
                "id": "2",
                "in_reply_to_id": None,
                "account": {"display_name": "Morag"},
                "content": "<p>Long overdue.</p>",
            },
            {"id": "3", "in_reply_to_id": "2", "account": {"username": "ferryman"}, "content": "<p>Who pays?</p>"},
        ],
    },
    "rendered": [
        {"id": 1, "parent": 0, "author_name": "Morag", "content": {"rendered": "<p>Long overdue.</p>\n"}},
        {"id": 2, "parent": 1, "author_name": "ferryman", "content": {"rendered": "<p>Who pays?</p>\n"}},
    ],
    "users beside tweets": {
        "data": [
            {"id": "31", "text": "Long overdue.", "author_id": "5"},
            {
                "id": "32",
                "text": "Who pays?",
                "author_id": "6",
                "referenced_tweets": [{"type": "quoted", "id": "30"}, {"type": "replied_to", "id": "31"}],
            },
        ],
        "includes": {"users": [{"id": "5", "username": "Morag"}, {"id": "6", "username": "ferryman"}]},
    },
    "a channel's day": [
        {
            "ts": "17.1",
            "thread_ts": "17.1",
            "user": "U1",
            "user_profile": {"real_name": "Morag"},
            "text": "Long overdue.",
        },
        {"ts": "17.2", "user": "U3", "subtype": "channel_join", "text": "<@U3> has joined the channel"},
        {"ts": "17.3", "thread_ts": "17.1", "username": "ferryman", "text": "Who pays?"},
    ],
    "ids that go on": [
        {"cid": "Ugx", "author": "Morag", "text": "Long overdue."},
        {"cid": "Ugx.9a", "author": "ferryman", "text": "Who pays?"},
    ],
}


@pytest.mark.parametrize("shape", FLAT)
def test_who_answers_whom_is_told_in_many_ways(shape):
    assert read(FLAT[shape]) == (None, WANTED)


def test_answers_on_a_site_of_questions_have_owners_and_html():
    items = [{"owner": {"display_name": "Prue"}, "answer_id": 3, "body": "<p>No.</p>\n<p>Not &amp; never.</p>"}]
    assert read({"items": items, "has_more": False}) == (None, [("Prue", "No.\n\nNot & never.", None)])


def test_a_list_of_strings_is_a_list_of_comments():
    assert read(["At last.", "Who pays?"])[1] == [(None, "At last.", None), (None, "Who pays?", None)]


def test_what_has_no_words_and_who_is_not_there_are_counted():
    messages = [
        {"id": 1, "from": "Morag", "text": "Long overdue.", "reply_to_message_id": 99},
        {"id": 2, "from": "Morag", "photo": "pier.jpg", "text": ""},
        {"id": 3, "from": "ferryman", "text": "Nice.", "reply_to_message_id": 2},
    ]
    (thread,) = threads_of({"name": "Island chat", "messages": messages})
    assert [(one.text, one.parent) for one in thread.comments] == [("Long overdue.", None), ("Nice.", None)]
    assert "left out: 1 without words" in thread.reading.reasons
    assert "left out: what 2 answer, as the file has it not" in thread.reading.reasons


def test_comments_of_several_threads_stay_apart():
    rows = [
        {"id": "a", "body": "Yes.", "link_id": "t3_x", "parent_id": "t3_x", "author": "Bo"},
        {"id": "b", "body": "No.", "link_id": "t3_y", "parent_id": "t3_y", "author": "Ely"},
        {"id": "c", "body": "Why?", "link_id": "t3_y", "parent_id": "t1_b", "author": "Bo"},
    ]
    assert [thread.id for thread in threads_of({"data": rows})] == ["t3_x", "t3_y"]
    assert threads_of({"data": rows})[1].comments[1].parent == "b"


@pytest.mark.parametrize(
    "value",
    [
        {"name": "ferry-site", "version": "1.0.0", "scripts": {"test": "x"}, "author": {"name": "Bo"}, "files": ["a"]},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": "Pier"}, "geometry": None}],
        },
        {"model": "m", "messages": [{"role": "user", "content": "Summarise this."}]},
        {"columns": [1, 2, 3], "rows": [[1, 2], [3, 4]]},
        [1, 2, 3],
        [[]],
    ],
)
def test_what_holds_no_comments_is_refused_and_nothing_invented(value):
    with pytest.raises(ReadError, match=r"no text|no comments|expected|comments"):
        threads_of(value)


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8)
KEYS = st.sampled_from(["id", "text", "body", "author", "parent", "replies", "comments", "node", "title", "data", "x"])
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@given(JSON)
@settings(max_examples=300)
def test_any_document_ends_in_threads_or_a_refusal(value):
    try:
        threads = threads_of(value)
    except StancekitError:
        return
    said = json.dumps(value)
    for comment in (comment for thread in threads for comment in thread.comments):
        assert all(json.dumps(word)[1:-1] in said for word in comment.text.split()[:3])


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"{\\rtf1\\ansi Long overdue.}", "an RTF document"),
        (b"PK\x03\x04\x14\x00", "a zip file, as .docx, .xlsx and .odt are"),
    ],
)
def test_documents_that_are_no_text_are_named(begins, what):
    with pytest.raises(ReadError, match=f"the file is {what}; save what is in it as text, or a table as CSV"):
        read_threads(io.BytesIO(begins))
