"""JSON files: one value or one per line, one thread or several; files without comments are refused."""

from __future__ import annotations

import io
import json
from base64 import b64encode

import pytest
from files import said, threads_of
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit import ReadError, StancekitError, ThreadError
from stancekit.reading import read_threads
from stancekit.reading.layout import lay_out


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
        {"items": [{"kind": "Pod", "metadata": {"name": "x"}, "status": {"message": "Back-off pulling the image"}}]},
        {"results": [{"type": "uri", "comment": {"type": "literal", "value": "A town on the river Ouse."}}]},
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
NAMES = (
    "id text body author author_id parent replies comments node title data x thread users type content columns path "
    "pid references row value version"
)
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


def test_a_mail_whose_parts_are_nested_without_end_is_refused():
    parts = "".join(f'Content-Type: multipart/mixed; boundary="p{depth}"\n\n--p{depth}\n' for depth in range(1500))
    mail = f"From: a@example.org\nSubject: Ferry\nMIME-Version: 1.0\n{parts}Content-Type: text/plain\n\nNo.\n"
    with pytest.raises(ReadError, match="the parts of a mail are nested too deeply"):
        read_threads(io.BytesIO(mail.encode()))


@pytest.mark.parametrize("packed_first", [False, True])
def test_a_mailbox_is_unpacked_whichever_of_its_mails_are_packed(packed_first):
    head = "From {0} Mon Jan  1 10:00:00 2024\nFrom: {1} <{0}>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
    plain = head.format("ann@example.org", "Ann") + "Subject: Kiosk\n\nShut again.\n\n>From May on, they say.\n\n"
    packed = head.format("bo@example.org", "=?utf-8?Q?Bj=C3=B6rn?=") + "Content-Transfer-Encoding: base64\n\n"
    packed += b64encode("Vem bad om det här?".encode()).decode() + "\n\n"
    wanted = [("Ann", "Shut again.\n\nFrom May on, they say."), ("Björn", "Vem bad om det här?")]
    assert said(packed + plain if packed_first else plain + packed) == (wanted[::-1] if packed_first else wanted)


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


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("pages", [2, 3])
def test_pages_of_json_one_after_another_are_one_document(indent, pages):
    """As ``gh api --paginate`` writes them."""
    lists = [[{"id": 10 + page, "user": {"login": "imke"}, "body": "Same here."}] for page in range(pages)]
    for separator, values in (("", lists), ("\n\n", [{"items": one} for one in lists])):
        data = separator.join(json.dumps(value, indent=indent) for value in values).encode()
        (thread,) = read_threads(io.BytesIO(data), input="json")
        assert [(one.id, one.author) for one in thread.comments] == [(str(10 + n), "imke") for n in range(pages)]
        assert f"{pages} JSON values one after another are read as a list" in thread.reading.reasons


def test_lists_of_comments_one_after_another_are_one_list():
    data = b'[{"text": "Late."},\n{"text": "No."}]\n[{"text": "Why?"}]\n[]'
    assert [one.text for one in read_threads(io.BytesIO(data))[0].comments] == ["Late.", "No.", "Why?"]


def test_what_follows_json_and_is_none_is_refused_with_its_line():
    with pytest.raises(ReadError, match="line 3: not JSON at character 1: Expecting value; expected one whole value"):
        read_threads(io.BytesIO(b'[{"text": "Late.",\n"by": "Bo"}]\n</pre>'))


HEADER = [{"type": "site", "site": {"url": "x", "purpose": "All about the kiosk"}}, {"version": 2, "pages": [{"n": 1}]}]


def test_a_header_above_lines_of_json_is_left_out_and_counted():
    said = [{"type": "post", "id": "1", "text": "The kiosk is back!"}, {"type": "post", "id": "2", "text": "No."}]
    data = "\n\n".join(map(json.dumps, HEADER + said)).encode()
    (thread,) = read_threads(io.BytesIO(data))
    assert [(one.text, one.line) for one in thread.comments] == [("The kiosk is back!", 5), ("No.", 7)]
    assert "left out: 2 lines of a header above the comments" in thread.reading.reasons
    assert lay_out("posts.jsonl", data, True).line == 5


@pytest.mark.parametrize(
    "lines",
    [
        [{"id": "1", "text": "No."}, *HEADER],
        [{"id": "0", "version": 2}, {"id": "1", "text": "No."}],
        [{"version": 2, "site": {"message": ""}}, {"id": "1", "text": "No."}],
        [{"version": number} for number in range(21)] + [{"id": "1", "text": "No."}],
        HEADER,
    ],
)
def test_what_is_no_header_of_comments_is_refused(lines):
    with pytest.raises(ReadError, match=r"line \d: (no text; found the keys|the text is empty)"):
        read_threads(io.BytesIO("\n".join(map(json.dumps, lines)).encode()), input="jsonl")


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


def test_lines_may_hold_what_answers_them_whatever_that_is_called():
    line = {"id": "1", "author": "Ida", "text": "Once more", "responses": [{"author": "Odo", "text": "Never"}]}
    for one in (line, {"type": "post", "post": line}):
        text = "\n".join(map(json.dumps, [{"author": "Bo", "text": "Why?"}, one]))
        (thread,) = read_threads(io.BytesIO(text.encode()))
        found = [(comment.author, comment.text, thread.depth(comment)) for comment in thread.comments]
        assert found == [("Bo", "Why?", 0), ("Ida", "Once more", 0), ("Odo", "Never", 1)]


def test_a_deleted_comment_of_lines_keeps_its_place():
    lines = [{"id": 1, "parent": None, "deleted": True}, {"id": 2, "parent": 1, "text": "Agreed."}]
    (thread,) = read_threads(io.BytesIO("\n".join(map(json.dumps, lines)).encode()))
    assert [(one.text, one.parent) for one in thread.comments] == [("[deleted]", None), ("Agreed.", "1")]


def test_what_keeps_json_from_being_run_is_no_part_of_it():
    assert said(")]}'\n" + json.dumps([{"author": "Ann", "text": "Late."}])) == [("Ann", "Late.")]


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


def test_a_comma_too_many_is_named():
    with pytest.raises(ReadError, match=r"line [23]: not JSON at .*; delete the comma before the bracket"):
        read_threads(io.BytesIO(b'[\n {"author": "Bo", "text": "No."} ,\n]\n'))
    with pytest.raises(ReadError, match=r"not JSON at .*; expected one whole value$"):  # it was cut short
        read_threads(io.BytesIO(b'[\n {"author": "Bo", "text": "No."},\n'))


@pytest.mark.parametrize("title", ["subject", "article_title", "postTitle"])
def test_a_title_in_json_is_named_as_in_tables(title):
    posts = [{"poster": "Bo", "message": "It leaks."}, {"poster": "Ida", "message": "Still?"}]
    (thread,) = threads_of({"thread": {title: "Pool to close", "posts": posts}})
    assert thread.title == "Pool to close"
