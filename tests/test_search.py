"""JSON documents of APIs: comments are found whatever is around, inside or beside them."""

from __future__ import annotations

import pytest
from files import threads_of, told

from stancekit.reading import search

WANTED = [("Morag", "Long overdue.", None), ("ferryman", "Who pays?", 0)]


SHAPES = {
    "a reply in what it answers": {
        "thread": {
            "post": {"uri": "b", "author": {"handle": "Morag"}, "record": {"text": "Long overdue."}},
            "replies": [{"post": {"uri": "c", "author": {"handle": "ferryman"}, "record": {"text": "Who pays?"}}}],
            "parent": {"post": {"uri": "a", "author": {"handle": "news"}, "record": {"text": "Ferry to go free"}}},
        }
    },
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
    title, comments = told(SHAPES[shape])
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
    "ids below messages": [
        {"id": 1, "sender": {"first_name": "Morag"}, "message": "Long overdue.", "reply_to": None},
        {
            "id": 2,
            "sender": {"first_name": "ferryman"},
            "message": "Who pays?",
            "reply_to": {"_": "MessageReplyHeader", "reply_to_msg_id": 1},
        },
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
            "user_profile": {"real_name": "Morag", "name": "morag_7", "display_name": ""},
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
    "relations in the words": {
        "messages": [
            {"type": "m.room.message", "event_id": "$a", "sender": "Morag", "content": {"body": "Long overdue."}},
            {
                "type": "m.room.message",
                "event_id": "$b",
                "sender": "ferryman",
                "content": {"body": "Who pays?", "m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}},
            },
        ]
    },
    "a key that may mean anything": [
        {"id": 7, "pid": 0, "user": "Morag", "text": "Long overdue."},
        {"id": 8, "pid": 7, "user": "ferryman", "text": "Who pays?"},
    ],
    "all that is above": [
        {"id": "x7", "creator": "Morag", "text": "Long overdue."},
        {"id": "x8", "creator": "ferryman", "text": "Who pays?", "references": ["x7"]},
    ],
    "hexadecimal ids": {
        "comments": [
            {"commentHex": "a7", "commenterHex": "u1", "markdown": "Long overdue.", "parentHex": "root"},
            {"commentHex": "a8", "commenterHex": "u2", "markdown": "Who pays?", "parentHex": "a7"},
        ],
        "commenters": [{"commenterHex": "u1", "name": "Morag"}, {"commenterHex": "u2", "name": "ferryman"}],
    },
    "ids that go on": [
        {"cid": "Ugx", "author": "Morag", "text": "Long overdue."},
        {"cid": "Ugx.9a", "author": "ferryman", "text": "Who pays?"},
    ],
}


@pytest.mark.parametrize("shape", FLAT)
def test_who_answers_whom_is_told_in_many_ways(shape):
    assert told(FLAT[shape]) == (None, WANTED)


def test_answers_on_a_site_of_questions_have_owners_and_html():
    items = [{"owner": {"display_name": "Prue"}, "answer_id": 3, "body": "<p>No.</p>\n<p>Not &amp; never.</p>"}]
    assert told({"items": items, "has_more": False}) == (None, [("Prue", "No.\n\nNot & never.", None)])


def test_a_list_of_strings_is_a_list_of_comments():
    assert told(["At last.", "Who pays?"])[1] == [(None, "At last.", None), (None, "Who pays?", None)]


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


def test_texts_that_are_not_read_are_counted():
    value = {
        "comments": {"data": [{"id": 1, "text": "Mow it.", "user": "Bo"}]},
        "related": {"notes": [{"id": 5, "text": "Somewhere else.", "user": "Ely"}]},
    }
    (thread,) = threads_of(value)
    assert [one.text for one in thread.comments] == ["Mow it."]
    assert "left out: 1 text under related.notes" in thread.reading.reasons


def test_of_many_threads_in_one_object_each_holder_is_asked_for_a_title_once(monkeypatch):
    asked, titled = [], search._titled
    monkeypatch.setattr(search, "_titled", lambda value: asked.append(id(value)) or titled(value))
    row = {"author": {"name": "Ida"}, "body": "Once more"}
    value = {"threads": {f"k{number}": {"comments": [row]} for number in range(200)}}
    assert len(search.searched(value).objects) == 200
    assert len(asked) == len(set(asked)) == 202  # or a megabyte of such threads takes half a minute


def test_a_thread_may_be_in_many_lists():
    lists = [{"comments": [{"id": number, "author": "Ida", "text": "No."}]} for number in range(30_000)]
    (thread,) = search.searched({"title": "Lido", "sections": lists}).objects
    assert len(thread["comments"]) == 30_000


def test_two_posts_of_one_title_are_two_threads():
    posts = [{"title": "Lido", "comments": [{"id": 1, "author": name, "text": "Once more"}]} for name in ("Ida", "Bo")]
    found = threads_of({"videos": posts})
    assert [(thread.title, thread.comments[0].author) for thread in found] == [("Lido", "Ida"), ("Lido", "Bo")]


@pytest.mark.parametrize("name", ["CommentsList", "comment_list", "userReviews", "replies_v2", "reviewItems"])
def test_a_list_may_have_a_name_made_of_comments_and_is_preferred(name):
    chats = {"Chat with Odo": [{"from": "Odo", "content": "dinner at eight, and bring the keys?"}] * 3}
    stickers = [{"label": [{"text": "Nice"}]}, {"label": [{"text": "Oh no"}]}]
    said = [{"date": "2024-06-01", "comment": "Slides are too steep."}, {"date": "2024-06-02", "comment": "Fun!"}]
    (thread,) = threads_of({"Direct": chats, "Said": {name: said}, "stickers": stickers})
    assert [one.text for one in thread.comments] == ["Slides are too steep.", "Fun!"]
    for left_out in ("3 texts under Direct.Chat with Odo", "2 texts under stickers.label"):
        assert f"left out: {left_out}" in thread.reading.reasons


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


def test_lists_under_the_names_of_threads_are_these_threads():
    lists = {"ferry": [{"author": "Morag", "text": "Long overdue."}], "lido": [{"author": "Ida", "text": "Why?"}]}
    for value in (lists, {"videos": lists}):
        assert [(thread.id, thread.comments[0].author) for thread in threads_of(value)] == [
            ("ferry", "Morag"),
            ("lido", "Ida"),
        ]


def test_most_of_a_mapping_by_id_must_be_comments():
    said = {"-a": {"user": "Bo", "text": "Late."}, "-b": {"user": "Ida", "photo": "x.png"}, "-c": {"text": "Why?"}}
    assert [text for _, text, _ in told({"chat": said})[1]] == ["Late.", "Why?"]
