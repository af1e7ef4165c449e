"""What a JSON object says, who says it and what answers it; and what is not a comment."""

from __future__ import annotations

import io
import json

import pytest
from files import read, refusal, threads_of, told

from stancekit import ReadError
from stancekit.reading import read_threads
from stancekit.reading.layout import lay_out


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


@pytest.mark.parametrize(
    "told_by",
    [
        {"messagetype": "ThreadActivity/TopicUpdate"},
        {"action_code": "closed.enabled", "type": 3},
        {"type": "membership_event"},
    ],
)
def test_what_happened_is_no_comment(told_by):
    said = {"id": "1", "content": "Mow it.", "from": "Bo", "messagetype": "RichText", "action_code": None}
    events = [{"id": "2", "content": "<topicupdate>Lawn</topicupdate>", "from": "Bo", **told_by}]
    (thread,) = threads_of({"messages": [said, *events]})
    assert [one.text for one in thread.comments] == ["Mow it."]
    (kind,) = (one for one in told_by.values() if isinstance(one, str))
    assert f"left out: 1 of the type {kind}" in thread.reading.reasons


def test_an_event_may_be_that_somebody_wrote():
    events = [
        {"type": "IssueCommentEvent", "by": "Bo", "text": "Mow it."},
        {"type": "note", "by": "Ely", "text": "No."},
    ]
    assert [text for _, text, _ in told({"items": events})[1]] == ["Mow it.", "No."]


@pytest.mark.parametrize("as_escapes", [True, False])
def test_utf_8_taken_for_latin_1_is_decoded_if_all_of_it_can_be(as_escapes):
    said = [{"author": "Zoë", "text": "Non, merci — c’est raté 🙃"}, {"author": "Bo", "text": "Fine."}]
    written = json.dumps({"comments": said}, ensure_ascii=False).encode().decode("latin-1")
    data = json.dumps(json.loads(written), ensure_ascii=as_escapes, indent=1)
    (thread,) = read_threads(io.BytesIO(data.encode()))
    assert [(one.author, one.text) for one in thread.comments] == [(one["author"], one["text"]) for one in said]
    assert any("UTF-8 taken for Latin-1" in reason for reason in thread.reading.reasons)
    for other in ("Já", "…"):
        (thread,) = read_threads(io.BytesIO(data.replace("Fine.", other).encode()))
        assert thread.comments[0].author == "Zoë".encode().decode("latin-1")


def test_a_rich_text_s_mentions_and_emoji_are_words():
    words = [
        {"type": "mention", "attrs": {"id": "5f", "text": "@Bo"}},
        {"type": "text", "text": " see"},
        {"type": "hardBreak"},
        {"type": "inlineCard", "attrs": {"url": "https://x.org"}},
        {"type": "emoji", "attrs": {"shortName": ":wave:"}},
    ]
    body = {"type": "doc", "content": [{"type": "paragraph", "content": words}]}
    assert told({"comments": [{"id": 1, "body": body}]})[1] == [(None, "@Bo see\nhttps://x.org:wave:", None)]


PICTURE = {"type": "image", "url": "https://x.org/goose.jpg"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"type": "text", "text": "Mow it."}, PICTURE], "Mow it."),
        (
            [PICTURE, {"type": "text", "text": "Mow it"}, {"type": "text", "text": "and rake it"}],
            "Mow it\n\nand rake it",
        ),
        ([{"text": "Mow it."}], "Mow it."),
        (["Mow it.", "Rake it."], "Mow it.\n\nRake it."),
        ([{"type": "paragraph", "content": [{"text": "Mow "}, {"text": "it."}]}, PICTURE], "Mow it."),
        (
            [{"type": "text", "text": "Mow "}, {"type": "text", "text": "it"}, {"type": "text", "text": ", Bo"}],
            "Mow it, Bo",
        ),
        (
            [{"type": "text", "text": "Mow it"}, {"type": "emoji", "name": "goose"}, {"type": "text", "text": "!"}],
            "Mow it!",
        ),
        ([{"type": "mention", "text": "@Bo"}, {"type": "plain", "text": "’s goose"}], "@Bo’s goose"),
        ([{"type": "hashtag", "text": "#mow"}, "/", {"type": "hashtag", "text": "#rake"}], "#mow/#rake"),
    ],
)
def test_blocks_of_a_text_are_parted_and_pieces_of_a_sentence_are_not(content, text):
    reply = {"id": 2, "author": "Ely", "content": content}
    comments = [{"id": 1, "author": "Bo", "content": content, "replies": [reply]}]
    for value in (comments, {"comments": comments}, {"page": {"comments": comments}}):
        assert told(value) == (None, [("Bo", text, None), ("Ely", text, 0)])


def test_a_comment_of_pictures_alone_has_no_words():
    for content in ([PICTURE], [{"type": "text", "text": ""}]):
        (thread,) = threads_of([{"id": 1, "content": [{"text": "Mow it."}]}, {"author": "Ely", "content": content}])
        assert [one.text for one in thread.comments] == ["Mow it."]
        assert "left out: 1 without words" in thread.reading.reasons


@pytest.mark.parametrize("around", [{"status": "ok"}, {"name": "Lawn survey"}, {"id": 7, "title": "Lawns"}])
def test_an_answer_s_list_of_texts_is_no_text_of_blocks(around):
    value = {**around, "response": [{"text": "Mow it."}, {"text": "No."}]}
    for one in (value, [value], {"survey": value}):
        assert [text for _, text, _ in told(one)[1]] == ["Mow it.", "No."]


@pytest.mark.parametrize(
    "names",
    [
        ("commentid", "parentid", "authorname", "commenttext"),
        ("ID", "REPLYTO", "DISPLAYNAME", "COMMENTBODY"),
        ("ID", "PARENT_ID", "USER_NAME", "BODY_TEXT"),
        ("messageid", "inreplyto", "username", "messagetext"),
    ],
)
def test_names_are_known_in_capitals_or_small_letters_without_anything_between(names):
    rows = [dict(zip(names, row, strict=True)) for row in (("1", "", "Bo", "Mow it."), ("2", "1", "Ely", "No."))]
    table = "\n".join([",".join(names), *(",".join(row.values()) for row in rows)])
    for written in (table, json.dumps(rows), "\n".join(map(json.dumps, rows))):
        found = [(one.id, one.parent, one.author, one.text) for one in read(written).comments]
        assert found == [("1", None, "Bo", "Mow it."), ("2", "1", "Ely", "No.")]


def test_a_user_s_id_run_together_is_that_of_a_person_named_beside():
    value = {"comments": [{"id": 1, "userid": 7, "body": "Mow it."}], "users": [{"userid": 7, "name": "Bo"}]}
    assert told(value)[1] == [("Bo", "Mow it.", None)]


def test_a_comment_that_is_gone_stands_above_its_answers():
    gone = {"id": 1, "author": None, "body": None, "replies": [{"id": 2, "author": "Bo", "body": "Why so rude?"}]}
    (thread,) = threads_of({"discussion": {"comments": [gone, {"id": 3, "author": "Ely", "body": ""}]}})
    assert [(one.id, one.parent, one.text) for one in thread.comments] == [
        ("1", None, "[deleted]"),
        ("2", "1", "Why so rude?"),
    ]
    assert "left out: 1 without words" in thread.reading.reasons


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
        ("<p>Press <kbd>Ctrl</kbd><br><my-emoji>no</my-emoji></p><hr>", "Press Ctrl\nno"),
        ('<p>Fine <img class="emoji" alt="\U0001f600" src="x"><img alt="a cat"></p>', "Fine \U0001f600"),
        ("[QUOTE='Ann']Late.\n[b]Again.[/b][/QUOTE]\nIs it < 5?", "> Late.\n> Again.\n\nIs it < 5?"),
        ("See [1] and [/2], or arr[i] = 0", "See [1] and [/2], or arr[i] = 0"),
        ('<r><QUOTE author="Ann"><s>[quote="Ann"]</s>Late.<e>[/quote]</e></QUOTE>No.</r>', "> Late.\n\nNo."),
        ('<aside class="quote"><blockquote><p>Late.</p></blockquote></aside>\n<p>No.</p>', "> Late.\n\nNo."),
    ],
)
def test_html_becomes_text_and_talk_of_html_stays(written, read_as):
    assert told([{"id": 1, "author": "Bo", "body": written}]) == (None, [("Bo", read_as, None)])


def test_an_account_that_is_gone_leaves_its_words():
    rows = [
        {"owner": {"display_name": "Prue"}, "answer_id": 10, "body": "Sign first."},
        {"owner": {"user_type": "does_not_exist"}, "answer_id": 11, "body": "I did."},
    ]
    assert told({"items": rows}) == (None, [("Prue", "Sign first.", None), (None, "I did.", None)])
    named = [{"id": 1, "user": {"login": None, "id": 3}, "text": "Late."}, {"id": 2, "user": {}, "text": "Again."}]
    assert told(named) == (None, [(None, "Late.", None), (None, "Again.", None)])


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


def test_replies_are_read_whatever_they_are_packed_in_and_called():
    said = {"user": "Ida", "text": "Once more"}
    for replies in (
        {"companyReply": {"text": "We are sorry."}},
        {"replies": {"-N4": {"text": "We are sorry."}}},
        {"comments_full": [{"commenter_name": "Lido", "comment_text": "We are sorry."}]},
        {"childContent": [{"content": {"id": "4", "bodyHtml": "<p>We are sorry.</p>"}}]},
    ):
        comments = told({"reviews": [{**said, **replies}]})[1]
        assert [(text, parent) for _, text, parent in comments] == [("Once more", None), ("We are sorry.", 0)]


def test_fragments_of_a_text_are_no_replies():
    value = {"comments": [{"id": "4", "comment": [{"text": "Once more"}], "comment_text": "Once more", "user": "Ida"}]}
    assert told(value)[1] == [("Ida", "Once more", None)]


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
        {"rows": [{"n": 0, "row": {"user": "Ida", "text": "Once more", "label": 1}, "cut": []}], "total": 1},
        {"records": [{"id": "r4", "created": "1 May", "fields": {"Name": "Ida", "Feedback": "Once more"}}]},
        {"features": [{"geometry": {"x": 1}, "properties": {"review_text": "Once more", "username": "Ida"}}]},
        {"data": [{"id": 4, "type": "comment", "user": "Ida", "body": {"storage": {"value": "<p>Once more</p>"}}}]},
        {"results": [{"type": "comment", "version": {"by": {"displayName": "Ida"}}, "body": {"text": "Once more"}}]},
        {"hits": {"total": 1, "hits": [{"_id": "4", "_source": {"handle": "Ida", "tweet": "Once more"}}]}},
        {"list": [{"who": 4, "node": {"from": "Ida", "message": {"raw": {"content": {"value": "Once more"}}}}}]},
        {"comments": [{"comment": {"id": 4, "value": "x", "content": "Once more"}, "creator": {"name": "Ida"}}]},
        [["id", "author", "text"], [4, "Ida", "Once more"]],
        {"text": {"0": "Once more"}, "author": {"0": "Ida"}},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_one_comment_is_one_whatever_else_is_there(value, indent):
    (thread,) = read_threads(io.BytesIO(json.dumps(value, indent=indent).encode()))
    assert [(one.author, one.text) for one in thread.comments] == [("Ida", "Once more")]


def test_columns_of_cells_are_paired_by_their_rows():
    value = {"text": {"0": "Once more", "1": "Never"}, "author": {"1": "Odo", "0": "Ida"}}
    assert told(value)[1] == [("Ida", "Once more", None), ("Odo", "Never", None)]


def test_a_person_whom_the_file_does_not_name_is_nobody_else():
    items = [{"id": 1, "owner_id": 5, "from_id": 77, "text": "Once more"}]
    people = [{"id": 5, "first_name": "Lido", "last_name": "Friends"}, {"id": 9, "first_name": "Ida"}]
    assert told({"response": {"items": items, "profiles": people}})[1] == [(None, "Once more", None)]


def test_a_kind_of_a_post_is_no_notice():
    posts = [
        {"id": 1, "author": "Ida", "text": "Once more", "type": "topic"},
        {"id": 2, "author": "Odo", "text": "Never", "type": "service_review", "parent": 1},
        {"id": 3, "author": "Lido", "text": "Odo joined", "type": "channel_join"},
    ]
    assert told({"posts": posts})[1] == [("Ida", "Once more", None), ("Odo", "Never", 0)]


def test_a_post_s_number_is_its_id_beside_the_number_that_it_answers():
    posts = [{"pid": 80, "message": "Late.", "replyto": 0}, {"pid": 81, "message": "Why?", "replyto": 80}]
    assert told(posts)[1] == [(None, "Late.", None), (None, "Why?", 0)]


def test_a_key_that_may_mean_anything_is_a_parent_only_if_it_has_the_ids_of_others():
    for pids in ([1, 1, 1], [None, 5, 1], ["", "x", ""]):
        rows = [{"id": number, "pid": pid, "text": "Once more"} for number, pid in enumerate(pids, 1)]
        assert [parent for *_, parent in told(rows)[1]] == [None] * 3
        lines = "\n".join(map(json.dumps, rows)).encode()
        assert lay_out("x.jsonl", lines, True).plain
    lines = lines.replace(b'"x"', b"1")
    assert not lay_out("x.jsonl", lines, True).plain
    (thread,) = read_threads(io.BytesIO(lines))
    assert [one.parent for one in thread.comments] == [None, "1", None]
    assert not any("pid" in reason for reason in thread.reading.reasons)


def test_the_post_that_comments_are_about_gives_the_title_or_the_targets():
    def about(name, text):
        return {"comment": {"id": text, "content": text}, "creator": {"name": "Bo"}, "post": {"id": 3, "name": name}}

    (thread,) = threads_of({"comments": [about("Mow the verge?", "Mow it."), about("Mow the verge?", "No.")]})
    assert (thread.title, [one.target for one in thread.comments]) == ("Mow the verge?", [None, None])
    assert not any("post" in reason for reason in thread.reading.reasons)
    (thread,) = threads_of({"comments": [about("Mow the verge?", "Mow it."), about("A goose", "No.")]})
    assert (thread.title, [one.target for one in thread.comments]) == (None, ["Mow the verge?", "A goose"])
    story = {"title": "A goose", "comments": [{"text": "No.", "story": {"headline": "A goose"}}]}
    (thread,) = threads_of(story)
    assert (thread.title, thread.comments[0].target) == ("A goose", None)


def test_what_pandas_writes_of_a_column_with_gaps():
    rows = [
        {"id": 11, "parent": float("nan"), "user": float("nan"), "text": "The towels cost two pounds."},
        {"id": 12.0, "parent": 11.0, "user": "Bo", "text": "Each time?"},
        {"id": 13.0, "parent": 12, "user": "Ely", "text": "Bring your own."},
    ]
    answers = [(None, rows[0]["text"], None), ("Bo", "Each time?", 0), ("Ely", "Bring your own.", 1)]
    assert told(rows) == (None, answers)
    thread = read("\n".join(map(json.dumps, rows)))
    assert [(one.id, one.parent) for one in thread.comments] == [("11", None), ("12", "11"), ("13", "12")]


GONE = [
    {"id": 1, "parent": None, "user": "Bo", "body": ""},
    {"id": 2, "parent": 1, "user": "Ida", "body": "That is not what she said."},
    {"id": 3, "parent": 2, "user": "Bo", "body": None},
    {"id": 4, "parent": 3, "user": "Ely", "body": "Well, it was."},
]


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(GONE),
        "\n".join(map(json.dumps, GONE)),
        json.dumps({"title": "Towels", "comments": GONE}),
        json.dumps({"page": {"comments": GONE}}),
    ],
    ids=["list", "lines", "thread", "document"],
)
def test_a_deleted_comment_keeps_its_place_among_replies(written):
    assert [(one.id, one.parent, one.text) for one in read(written).comments] == [
        ("1", None, "[deleted]"),
        ("2", "1", "That is not what she said."),
        ("3", "2", "[deleted]"),
        ("4", "3", "Well, it was."),
    ]


def test_what_is_left_out_moves_no_number_of_another_comment():
    (thread,) = threads_of([{"text": ""}, {"text": "Late."}, {"text": None}, {"text": "Never."}])
    assert [(one.id, one.text) for one in thread.comments] == [("2", "Late."), ("4", "Never.")]


def test_what_may_not_count_as_deleted():
    lines = [{"text": ""}, {"id": 1, "text": "Late."}, {"id": 2, "parent": 1, "text": "Never."}]
    assert "line 1: the text is empty" in str(refusal("\n".join(map(json.dumps, lines))))  # nobody can answer it
    lines[0] = {"id": 3, "text": ""}
    assert "line 1: the text is empty" in str(refusal("\n".join(map(json.dumps, lines[:2]))))  # nobody answers
    unknown = [{"id": one["id"], "parent": one["parent"], "remark": "Late."} for one in GONE]
    assert "no text" in str(refusal(json.dumps({"comments": unknown})))
    assert "no text" in str(refusal("\n".join(map(json.dumps, unknown))))
    shown = [{"id": 5, "parent": 2, "body": "", "photo": "towel.jpg"}, {"id": 6, "type": "join", "body": ""}]
    (thread,) = threads_of([*GONE, *shown])
    assert [one.id for one in thread.comments] == ["1", "2", "3", "4"]
    assert "left out: 2 without words" in thread.reading.reasons
