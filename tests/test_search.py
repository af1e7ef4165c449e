"""JSON documents of APIs: comments are found whatever stands around them and within them, and nothing else is."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit import ReadError, StancekitError, ThreadError
from stancekit.reading import read_threads, search
from stancekit.reading.stream import lay_out


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
    "lists of other names": {
        "page": {"title": "Ferry to go free"},
        "edge_comments": {
            "count": 2,
            "edges": [
                {
                    "node": {
                        "id": "4",
                        "text": "Long overdue.",
                        "owner": {"username": "Morag"},
                        "edge_threaded_comments": {
                            "edges": [{"node": {"id": "5", "text": "Who pays?", "owner": {"username": "ferryman"}}}]
                        },
                    }
                }
            ],
        },
    },
    "things within things": {
        "data": [
            {
                "kind": "t1",
                "data": {
                    "id": "q",
                    "author": "Morag",
                    "body": "Long overdue.",
                    "parent_id": "t3_p",
                    "title": "Ferry to go free",
                    "replies": {
                        "kind": "Listing",
                        "data": {
                            "children": [{"kind": "t1", "data": {"id": "r", "author": "ferryman", "body": "Who pays?"}}]
                        },
                    },
                },
            }
        ]
    },
    "people elsewhere": {
        "conversation": {
            "title": "Ferry to go free",
            "comments": [
                {
                    "id": "c1",
                    "user_id": "u1",
                    "content": [{"type": "text", "text": "Long overdue."}],
                    "replies": [{"id": "c2", "user_id": "u2", "content": [{"type": "text", "text": "Who pays?"}]}],
                }
            ],
            "users": {"u1": {"id": "u1", "display_name": "Morag"}, "u2": {"id": "u2", "display_name": "ferryman"}},
        }
    },
    "an article with its comments": {
        "article": {"headline": "Ferry to go free", "text": "From May on."},
        "comments": [
            {"uuid": "a-1", "name": "Morag", "text": "Long overdue."},
            {"uuid": "b-2", "name": "ferryman", "text": "Who pays?", "parent_uuid": "a-1"},
        ],
    },
    "threads of items": {
        "response": {
            "title": "Ferry to go free",
            "items": [
                {
                    "id": 1,
                    "from_id": 5,
                    "text": "Long overdue.",
                    "thread": {"count": 1, "items": [{"id": 2, "from_id": 6, "text": "Who pays?"}]},
                }
            ],
            "profiles": [{"id": 5, "first_name": "Morag"}, {"id": 6, "first_name": "ferryman", "last_name": ""}],
        }
    },
    "replies under a word of one's own": {
        "page": {"title": "Ferry to go free"},
        "wall": [
            {
                "nick": "Morag",
                "message": "Long overdue.",
                "edits": [{"nick": "Morag", "message": "Long overdo."}],
                "below": [{"nick": "ferryman", "message": "Who pays?"}],
            }
        ],
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
    "objects under their ids": {
        "comments": {
            "-Na1": {"author": "Morag", "text": "Long overdue."},
            "-Nb2": {"author": "ferryman", "text": "Who pays?", "replyTo": "-Na1"},
        }
    },
    "columns": {
        "id": {"0": 7, "1": 8},
        "user": {"0": "Morag", "1": "ferryman"},
        "parent": {"0": None, "1": 7},
        "text": {"0": "Long overdue.", "1": "Who pays?"},
    },
    "rows below columns": {
        "columns": ["user", "id", "reply_to", "comment"],
        "index": [0, 1],
        "data": [["Morag", 7, None, "Long overdue."], ["ferryman", 8, 7, "Who pays?"]],
    },
    "pages one after another": [
        {"cursor": {"next": 2}, "response": [{"id": "7", "raw_message": "Long overdue.", "author": {"name": "Morag"}}]},
        {"response": [{"id": "8", "raw_message": "Who pays?", "parent": 7, "author": {"name": "ferryman"}}]},
    ],
    "lists in a list": [
        [{"id": 1, "user": "Morag", "text": "Long overdue."}],
        [{"id": 2, "user": "ferryman", "text": "Who pays?", "parent": 1}],
    ],
    "what others refer to": {
        "data": [
            {"id": "31", "text": "Long overdue.", "author_id": "5", "conversation_id": "30"},
            {
                "id": "32",
                "text": "Who pays?",
                "author_id": "6",
                "conversation_id": "30",
                "referenced_tweets": [{"type": "replied_to", "id": "31"}],
            },
        ],
        "includes": {
            "users": [{"id": "5", "username": "Morag"}, {"id": "6", "username": "ferryman"}],
            "tweets": [{"id": "30", "text": "The ferry is to be free.", "author_id": "9"}],
        },
    },
    "people beside comments": {
        "comments": [
            {"id": 1, "author_id": 5, "body": "Long overdue.", "public": True},
            {"id": 2, "author_id": 6, "body": "Who pays?", "parent_id": 1},
        ],
        "users": [{"id": 5, "name": "Morag"}, {"id": 6, "name": "ferryman"}],
    },
    "what an editor wrote": {
        "comments": [
            {
                "id": "1",
                "author": {"displayName": "Morag"},
                "body": {
                    "type": "doc",
                    "content": [
                        {"type": "paragraph", "content": [{"type": "text", "text": "Long "}, {"text": "overdue."}]},
                        {"type": "paragraph", "content": []},
                    ],
                },
            },
            {"id": "2", "parentId": "1", "author": {"displayName": "ferryman"}, "body": "Who pays?"},
        ]
    },
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
    assert "1 replies to what was left out were kept at the top level" in thread.reading.reasons
    assert "1 replies whose parent is missing were kept at the top level" in thread.reading.reasons


def test_comments_of_several_threads_stay_apart():
    rows = [
        {"id": "a", "body": "Yes.", "link_id": "t3_x", "parent_id": "t3_x", "author": "Bo"},
        {"id": "b", "body": "No.", "link_id": "t3_y", "parent_id": "t3_y", "author": "Ely"},
        {"id": "c", "body": "Why?", "link_id": "t3_y", "parent_id": "t1_b", "author": "Bo"},
    ]
    assert [thread.id for thread in threads_of({"data": rows})] == ["t3_x", "t3_y"]
    assert threads_of({"data": rows})[1].comments[1].parent == "b"


def test_a_line_of_json_may_pack_its_comment_too():
    lines = [
        {"kind": "t1", "data": {"id": "a", "author": "Morag", "body": "Long &amp; overdue.", "parent_id": "t3_z"}},
        {"post": {"cid": "b", "author": {"handle": "ferryman"}, "record": {"text": "Who pays?"}}},
        {"_id": {"$oid": "c"}, "user": {"name": "Ely"}, "text": "We do.", "parent": {"$oid": "b"}},
    ]
    (thread,) = read_threads(io.BytesIO("\n".join(map(json.dumps, lines)).encode()))
    assert [(one.id, one.parent, one.author, one.text) for one in thread.comments] == [
        ("a", None, "Morag", "Long & overdue."),
        ("b", None, "ferryman", "Who pays?"),
        ("c", "b", "Ely", "We do."),
    ]


def test_a_post_that_nobody_exported_is_missed_in_lines_of_comments():
    lines = [
        {"id": 12, "parent": 9, "by": "kbd", "text": "I&#x27;ve done so.<p>It works."},
        {"id": 13, "parent": 12, "by": "mw", "text": "How?"},
        {"id": 14, "parent": 9, "by": "ely", "text": "No."},
    ]
    text = "\n".join(map(json.dumps, lines)).encode()
    with pytest.raises(ThreadError, match="'9', which is not in this thread"):
        read_threads(io.BytesIO(text))
    (thread,) = read_threads(io.BytesIO(text), orphans="promote")
    assert [(one.text, one.parent) for one in thread.comments] == [
        ("I've done so.\n\nIt works.", None),
        ("How?", "12"),
        ("No.", None),
    ]


def test_each_chat_and_each_question_is_a_thread():
    chats = [
        {"name": name, "id": number, "messages": [{"id": 1, "from": "Bo", "text": words}]}
        for number, (name, words) in enumerate([("House 12", "Mow it."), ("Work", "Late again.")], 1)
    ]
    found = threads_of({"about": "All your data", "chats": {"about": "All chats", "list": chats}})
    assert [(thread.id, thread.comments[0].text) for thread in found] == [("1", "Mow it."), ("2", "Late again.")]
    pier = {"page": {"id": "pier", "comments": [{"id": 1, "text": "At last."}]}}
    found = threads_of({"ferry": {"comments": ["Swim then."]}, "others": pier})
    assert [(thread.id, thread.comments[0].text) for thread in found] == [("ferry", "Swim then."), ("pier", "At last.")]
    pages = {name: {"comments": [{"id": 1, "text": f"Not the {name}."}]} for name in ("ferry", "pier")}
    assert [(thread.id, thread.comments[0].id) for thread in threads_of(pages)] == [("ferry", "1"), ("pier", "1")]
    question = {
        "title": "Sign &quot;now&quot;?",
        "body": "<p>My landlord asks.</p>",
        "owner": {"display_name": "Q"},
        "comments": [{"comment_id": 1, "body": "Don&#39;t.", "owner": {"display_name": "Bo"}}],
        "answers": [{"answer_id": 10, "body": "<p>Never.</p>", "comments": [{"comment_id": 2, "body": "Why?"}]}],
    }
    (thread,) = threads_of({"items": [question], "has_more": False})
    assert (thread.title, thread.article) == ('Sign "now"?', "My landlord asks.")
    assert [(one.id, one.parent) for one in thread.comments] == [("1", None), ("10", None), ("2", "10")]


@pytest.mark.parametrize(
    "value",
    [
        {"page": {"text": "Ferry", "comments": [True, {"text": "No."}]}},
        {"page": {"users": [{"id": None, "name": "Bo"}], "comments": [{"text": "No."}, [1]]}},
        {"text": "Ferry", "title": "T", "comments": [3, {"text": "No."}]},
    ],
)
def test_what_stands_among_comments_and_is_none_is_named(value):
    with pytest.raises(ReadError, match=r"comment \d( of this thread)? is (true or false|a list|a number)"):
        threads_of(value)


def test_a_review_with_an_answer_stays_a_comment():
    reviews = [
        {"title": "Great", "text": "Calm crossing.", "author": "Bo", "replies": [{"text": "Thanks!"}]},
        {"title": "Never again", "text": "Late by two hours.", "author": "Ely"},
    ]
    (thread,) = threads_of(reviews)
    assert [(one.text, one.parent) for one in thread.comments] == [
        ("Calm crossing.", None),
        ("Thanks!", "1"),
        ("Late by two hours.", None),
    ]


def test_who_joined_says_nothing_unless_everybody_did():
    said = {"type": "Default", "id": "1", "content": "Mow it.", "author": {"name": "Bo"}}
    joined = {"type": "GuildMemberJoin", "id": "2", "content": "Joined the server.", "author": {"name": "Ely"}}
    (thread,) = threads_of({"messages": [said, joined]})
    assert [one.text for one in thread.comments] == ["Mow it."]
    assert "left out: 1 of the type GuildMemberJoin" in thread.reading.reasons
    assert len(threads_of({"messages": [joined]})[0].comments) == 1
    notes = [{"id": 1, "body": "Mow it.", "system": False}, {"id": 2, "body": "added a label", "system": True}]
    assert [one.text for one in threads_of(notes)[0].comments] == ["Mow it."]


def test_a_comment_that_is_gone_stands_above_its_answers():
    gone = {"id": 1, "author": None, "body": None, "replies": [{"id": 2, "author": "Bo", "body": "Why so rude?"}]}
    (thread,) = threads_of({"discussion": {"comments": [gone, {"id": 3, "author": "Ely", "body": ""}]}})
    assert [(one.id, one.parent, one.text) for one in thread.comments] == [
        ("1", None, "[deleted]"),
        ("2", "1", "Why so rude?"),
    ]
    assert "left out: 1 without words" in thread.reading.reasons


def test_texts_that_are_not_read_are_counted():
    value = {
        "comments": {"data": [{"id": 1, "text": "Mow it.", "user": "Bo"}]},
        "related": {"notes": [{"id": 5, "text": "Somewhere else.", "user": "Ely"}]},
    }
    (thread,) = threads_of(value)
    assert [one.text for one in thread.comments] == ["Mow it."]
    assert "left out: 1 text under related.notes" in thread.reading.reasons


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("<p>Late.</p><p>Again.</p>", "Late.\n\nAgain."),
        ("Late.<br/>Again.", "Late.\nAgain."),
        ("<div>Late</div>", "Late"),
        ("Bread &amp; butter &lt;3", "Bread & butter <3"),
        ("Use <p> for paragraphs, `<div>` for boxes", "Use <p> for paragraphs, `<div>` for boxes"),
        ("Write &amp; for & in HTML", "Write &amp; for & in HTML"),
        ("x < y and y > z", "x < y and y > z"),
        ("Put `<br>` & `</p>` there", "Put `<br>` & `</p>` there"),
        ("Write it as `&amp;`", "Write it as `&amp;`"),
        ("<p>Say `tea`.</p>", "Say `tea`."),
        ("```\n<p>Late.</p>\n```\n&amp; so on", "```\n<p>Late.</p>\n```\n& so on"),
        ('<aside class="quote"><blockquote><p>Late.</p></blockquote></aside>\n<p>No.</p>', "> Late.\n\nNo."),
    ],
)
def test_html_becomes_text_and_talk_of_html_stays(written, read_as):
    assert read([{"id": 1, "author": "Bo", "body": written}]) == (None, [("Bo", read_as, None)])


def test_a_document_on_one_long_line_is_one_all_the_same():
    messages = [{"id": number, "from": "Bo", "text": "Mow it, and mow it often."} for number in range(2_000)]
    assert len(threads_of({"name": "House 12", "messages": messages})[0].comments) == 2_000
    line = json.dumps({"id": 1, "user": {"name": "Bo", "badges": ["x"] * 30_000}, "text": "Mow it."})
    (thread,) = read_threads(io.BytesIO(f"{line}\n{line.replace('1,', '2,', 1)}\n".encode()))
    assert (thread.reading.format, [one.id for one in thread.comments]) == ("jsonl", ["1", "2"])


def test_who_finds_nothing_says_what_there_is():
    posts = [{"nick": "Bo", "said_then": "I like it very much"}, {"nick": "Ely", "said_then": "I do not"}]
    with pytest.raises(ReadError, match=r"no text; found the keys 'nick', 'said_then' in wall\.posts\. If these are"):
        threads_of({"wall": {"posts": posts}})
    with pytest.raises(ReadError, match=r"comment 2 of this thread: no text; .* Rename 'said_then' to text"):
        threads_of({"title": "Ferry", "comments": [{"text": "No."}, posts[0]]})


@pytest.mark.parametrize(
    "value",
    [
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": "Pond", "comment": "closed in winter"}}],
        },
        {"rules": {"imports": ["error", {"paths": [{"name": "underscore", "message": "Use the other one instead."}]}]}},
        {"errors": [{"message": "Rate limit exceeded for you", "code": 88}]},
        {
            "runs": [
                {
                    "tool": {"driver": {"name": "x"}},
                    "results": [{"ruleId": "a", "message": {"text": "Not used at all."}}],
                }
            ]
        },
        {"cells": [{"cell_type": "code", "outputs": [{"name": "stdout", "text": ["all is well here"]}]}]},
        {"log": {"entries": [{"request": {"url": "x"}, "response": {"content": {"text": "the page itself is here"}}}]}},
        {"appName": {"message": "A name for all of us"}, "hello": {"message": "Hello to you all"}},
        {"Print": {"prefix": "log", "body": ["print('$1')", "$2"], "description": "Print to the console"}},
        {"menu": {"items2": [{"text": "Open the file", "children": [{"text": "From the disk"}]}]}},
        {"openapi": "3.0", "paths": {"/a": {"get": {"responses": {"200": {"description": "A list of all"}}}}}},
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
NAMES = "id text body author author_id parent replies comments node title data x thread users type content columns path"
KEYS = st.sampled_from(NAMES.split())
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


def test_a_text_about_such_documents_is_read():
    (thread,) = read_threads(io.BytesIO(b"%PDFs are dull.\nPK is a place.\n{rtf}\n"))
    assert [one.text for one in thread.comments] == ["%PDFs are dull.", "PK is a place.", "{rtf}"]


def test_a_page_packed_as_a_mail_is_named():
    page = "From: <Saved by Blink>\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"
    with pytest.raises(ReadError, match="a page that a browser saved as MHTML; open it and save it as text"):
        read_threads(io.BytesIO(page.encode()))


def test_an_account_that_is_gone_leaves_its_words():
    rows = [
        {"owner": {"display_name": "Prue"}, "answer_id": 10, "body": "Sign first."},
        {"owner": {"user_type": "does_not_exist"}, "answer_id": 11, "body": "I did."},
    ]
    assert read({"items": rows}) == (None, [("Prue", "Sign first.", None), (None, "I did.", None)])
    named = [{"id": 1, "user": {"login": None, "id": 3}, "text": "Late."}, {"id": 2, "user": {}, "text": "Again."}]
    assert read(named) == (None, [(None, "Late.", None), (None, "Again.", None)])


def test_pages_of_an_api_a_line_each_are_one_document():
    told = {"users": [{"id": "4", "username": "imke"}]}
    answer = {"id": "2", "text": "With waffles?", "referenced_tweets": [{"type": "replied_to", "id": "1"}]}
    pages = [
        {"data": [{"id": "1", "text": "The kiosk is back!", "author_id": "4"}], "includes": told},
        {"data": [{**answer, "author_id": "5"}], "includes": {"users": [{"id": "5", "username": "odo"}]}},
    ]
    data = "\n".join(map(json.dumps, pages)).encode()
    (thread,) = read_threads(io.BytesIO(data))
    assert [(one.author, one.parent, one.text) for one in thread.comments] == [
        ("imke", None, "The kiosk is back!"),
        ("odo", "1", "With waffles?"),
    ]
    assert not lay_out("tweets.jsonl", data, True).plain
    with pytest.raises(ReadError, match="line 1: no text; found the keys 'sizes'"):
        read_threads(io.BytesIO(b'{"sizes": [{"x": 1}]}\n{"sizes": [{"x": 2}]}\n'))


def test_what_may_not_be_seen_is_left_out_whatever_it_says_of_its_author():
    def post(cid, text, *replies):
        return {"post": {"cid": cid, "author": {"handle": cid}, "record": {"text": text}}, "replies": [*replies]}

    blocked = {"uri": "at://x", "blocked": True, "author": {"did": "did:plc:x"}}
    (thread,) = threads_of({"thread": post("imke", "Kiosks!", blocked, post("odo", "Which?"))})
    assert [(one.author, one.text) for one in thread.comments] == [("odo", "Which?")]
    assert "left out: 1 without words" in thread.reading.reasons


def test_a_post_that_answers_none_has_the_number_by_which_others_are_answered():
    posts = [
        {"id": 501, "username": "maddy", "cooked": "<p>White hurts.</p>", "post_number": 1},
        {"id": 777, "username": "piet", "cooked": "<p>Dim it.</p>", "post_number": 2, "reply_to_post_number": 1},
    ]
    (thread,) = threads_of({"title": "A dark mode?", "post_stream": {"posts": posts}})
    assert [(one.id, one.parent, one.text) for one in thread.comments] == [
        ("1", None, "White hurts."),
        ("2", "1", "Dim it."),
    ]


def test_of_many_threads_in_one_object_each_holder_is_asked_for_a_title_once(monkeypatch):
    asked, titled = [], search._titled
    monkeypatch.setattr(search, "_titled", lambda value: asked.append(id(value)) or titled(value))
    row = {"author": {"name": "Ida"}, "body": "Once more"}
    value = {"threads": {f"k{number}": {"comments": [row]} for number in range(200)}}
    assert len(search.searched(value).objects) == 200
    assert len(asked) == len(set(asked)) == 202  # or a megabyte of such threads takes half a minute


def test_replies_are_read_whatever_they_are_packed_in_and_called():
    said = {"user": "Ida", "text": "Once more"}
    for replies in (
        {"companyReply": {"text": "We are sorry."}},
        {"replies": {"-N4": {"text": "We are sorry."}}},
        {"comments_full": [{"commenter_name": "Lido", "comment_text": "We are sorry."}]},
        {"childContent": [{"content": {"id": "4", "bodyHtml": "<p>We are sorry.</p>"}}]},
    ):
        comments = read({"reviews": [{**said, **replies}]})[1]
        assert [(text, parent) for _, text, parent in comments] == [("Once more", None), ("We are sorry.", 0)]


def test_fragments_of_a_text_are_no_replies():
    value = {"comments": [{"id": "4", "comment": [{"text": "Once more"}], "comment_text": "Once more", "user": "Ida"}]}
    assert read(value)[1] == [("Ida", "Once more", None)]


def test_lines_with_comments_inside_are_refused_whatever_those_are_called():
    line = {"id": "1", "author": "Ida", "text": "Once more", "responses": [{"author": "Odo", "text": "Never"}]}
    text = "\n".join(map(json.dumps, [line, {"author": "Bo", "text": "Why?"}]))
    with pytest.raises(ReadError, match="line 1: other comments are inside this one"):
        read_threads(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    "value",
    [
        {"code": 200, "message": "success", "data": {"list": [{"user": "Ida", "text": "Once more"}]}},
        {"status": "ok", "message": "success", "data": [{"user": "Ida", "text": "Once more"}]},
        {"type": "story", "title": "Lido", "comments": {"data": [{"user": "Ida", "text": "Once more"}]}},
        {"items": [{"id": 4, "user": {"name": "Ida"}, "snippet": {"text": "Once more"}}]},
        {"children": [{"user": {"name": "Ida"}, "text": "Once more", "replies": []}]},
        {"kind": "Listing", "items": [{"author": "Ida", "text": "Once more"}]},
        {
            "result": [
                {"update_id": 4, "message": {"message_id": 1, "from": {"first_name": "Ida"}, "text": "Once more"}}
            ]
        },
        {"comments": [{"user": "Ida", "text": "", "body": "Once more"}]},
        {"comments": [{"user": "Ida", "article": {"text": "Lidos are shut."}, "data": {"text": "Once more"}}]},
        {"value": [{"from": {"user": {"displayName": "Ida"}}, "body": {"content": "Once more"}}]},
        {"reviews": [{"reviewer": {"displayName": "Ida"}, "name": "places/4/reviews/1", "comment": "Once more"}]},
        {"comments": [{"author": "7", "text": "Once more"}], "users": {"7": {"name": "Ida"}}},
        {
            "comments": [{"userId": 7, "text": "Once more"}],
            "users": [{"id": 7, "name": "Ida"}, {"id": "", "name": "x"}],
        },
        [["id", "author", "text"], [4, "Ida", "Once more"]],
        {"text": {"0": "Once more"}, "author": {"0": "Ida"}},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_one_comment_is_one_whatever_else_is_there(value, indent):
    (thread,) = read_threads(io.BytesIO(json.dumps(value, indent=indent).encode()))
    assert [(one.author, one.text) for one in thread.comments] == [("Ida", "Once more")]


def test_two_posts_of_one_title_are_two_threads():
    posts = [{"title": "Lido", "comments": [{"id": 1, "author": name, "text": "Once more"}]} for name in ("Ida", "Bo")]
    found = threads_of({"videos": posts})
    assert [(thread.title, thread.comments[0].author) for thread in found] == [("Lido", "Ida"), ("Lido", "Bo")]


def test_columns_of_cells_are_paired_by_their_rows():
    value = {"text": {"0": "Once more", "1": "Never"}, "author": {"1": "Odo", "0": "Ida"}}
    assert read(value)[1] == [("Ida", "Once more", None), ("Odo", "Never", None)]


def test_a_person_whom_the_file_does_not_name_is_nobody_else():
    items = [{"id": 1, "owner_id": 5, "from_id": 77, "text": "Once more"}]
    people = [{"id": 5, "first_name": "Lido", "last_name": "Friends"}, {"id": 9, "first_name": "Ida"}]
    assert read({"response": {"items": items, "profiles": people}})[1] == [(None, "Once more", None)]


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ({"hidden_comments": [{"author": "Odo", "text": "Never"}]}, "left out: 1 text under hidden_comments"),
        ({"title": "Lido", "pinned": [{"author": "Odo", "text": "Never"}]}, "left out: 1 text under pinned"),
        ({"source": {"author": {"name": "Odo"}, "body": "Never"}, "users": []}, "left out: 1 text under source"),
        ({"title": "Lido", "top_comment": {"author": "Odo", "text": "Never"}}, "ignored: top_comment"),
    ],
)
def test_what_stands_beside_the_comments_is_told(beside, reason):
    (thread,) = threads_of({"comments": [{"author": "Ida", "text": "Once more"}], **beside})
    assert [one.text for one in thread.comments] == ["Once more"]
    assert reason in thread.reading.reasons


def test_a_kind_of_a_post_is_no_notice():
    posts = [
        {"id": 1, "author": "Ida", "text": "Once more", "type": "topic"},
        {"id": 2, "author": "Odo", "text": "Never", "type": "service_review", "parent": 1},
        {"id": 3, "author": "Lido", "text": "Odo joined", "type": "channel_join"},
    ]
    assert read({"posts": posts})[1] == [("Ida", "Once more", None), ("Odo", "Never", 0)]
