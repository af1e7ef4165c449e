"""Sites' exports are read as the threads that they hold. The files under cases/exports were written for this (CC0)."""

import io
import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from files import threads_of, told
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
        "reddit.json": "left out: 7 comments or more that the site did not send",
        "youtube.json": "left out: 2 replies that the site did not send",
        "wordpress.xml": "left out: 1 pingbacks, or not approved",
    }
    for name, said in left_out.items():
        (thread,) = read_threads(CASES / name)
        assert said in thread.reading.reasons


@pytest.mark.parametrize("form", ["json", "xml"])
def test_comments_of_several_threads_are_parted(form):
    rows = [("1", "A", "Ferry", "Late."), ("1", "B", "School", "Cold."), ("2", "B", "School", "> Late.\nWhere?")]
    comments = [dict(zip(("id", "article_id", "title", "text"), row, strict=True)) for row in rows]
    fields = ("".join(f"<{key}>{escape(one)}</{key}>" for key, one in comment.items()) for comment in comments)
    xml = f"<comments>{''.join(f'<comment>{one}</comment>' for one in fields)}</comments>"
    found = read_threads(io.BytesIO((xml if form == "xml" else json.dumps({"comments": comments})).encode()))
    assert [(one.id, one.title, len(one)) for one in found] == [("A", "Ferry", 1), ("B", "School", 2)]
    assert found[1].own_words(found[1].comments[1]).startswith("> Late.")


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
        ("[1, 2]", "expected a list of objects, found that value 1 of it is a number"),
        ('[{"text": "a"},\n {"text": ]', "line 2: not JSON at character 11: Expecting value; expected one whole value"),
        ('[{"text": "a"}', "line 1: not JSON at character 15: Expecting ',' delimiter; expected one whole value"),
        ("[{}]", "no text; found the keys (none)"),
        ('{"kind": "Listing", "data": {"children": []}}', "holds no comments"),
        ("[]", "holds no comments"),
        ('<?xml version="1.0"?><disqus', "line 1: not well-formed XML: unclosed token: line 1, column 21"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><disqus xmlns="http://disqus.com"/>',
            "declares a document type, which no export needs",
        ),
        (
            '<?xml version="1.0"?><!-- <a> --><!DOCTYPE x [<!ENTITY a "b">]><disqus xmlns="http://disqus.com"/>',
            "declares a document type, which no export needs",
        ),
        (
            '\ufeff\ufeff<!DOCTYPE x [<!ENTITY a "b">]><comments><one><text>&a;</text></one></comments>',
            "declares a document type, which no export needs",
        ),
        ('<rss xmlns:wp="http://wordpress.org/export/1.2/"></rss>', "XML with the root 'rss', which is neither"),
        ('<disqus xmlns="http://disqus.com"></disqus>', "holds no comments"),
    ],
)
def test_what_is_no_whole_export_is_refused(text, message):
    with pytest.raises(ReadError) as refusal:
        read_threads(io.BytesIO(text.encode()), input="xml" if "<" in text else "json")
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "entries",
    [
        '<row Id="7" UserDisplayName="Bo" Text="It&amp;#39;s late." /><row Id="8" Text="Early." UserDisplayName="Al"/>',
        "<comment><id>7</id><author><name>Bo</name></author><text>It's late.</text></comment>"
        '<comment id="8" author="Al">Early.</comment>',
        "<c><user>Bo</user><body>It<b>'s</b> late.</body></c><c><user>Al</user><body lang='en'>Early.</body></c>",
    ],
)
def test_xml_with_an_element_for_each_comment_is_read(entries):
    for head, tag in (("", "comments"), ('\ufeff<?xml version="1.0" encoding="utf-8"?>\n', "reviews")):
        (thread,) = read_threads(io.BytesIO(f"{head}<{tag}>\n{entries}\n</{tag}>\n".encode()))
        assert [(one.author, one.text) for one in thread.comments] == [("Bo", "It's late."), ("Al", "Early.")]


@pytest.mark.parametrize("begins", ["window.YTD.posts.part1 = ", "var data=\n", "\nposts = "])
def test_what_a_script_assigns_to_a_name_is_read(begins):
    posts = [{"post": {"id_str": "1", "full_text": "Late."}}, {"post": {"id_str": "2", "full_text": "Early."}}]
    for end in ("", ";\n"):
        (thread,) = read_threads(io.BytesIO(f"{begins}{json.dumps(posts, indent=2)}{end}".encode()))
        assert [(one.id, one.text) for one in thread.comments] == [("1", "Late."), ("2", "Early.")]
    with pytest.raises(ReadError, match="not JSON at character"):
        read_threads(io.BytesIO(f"{begins}{json.dumps(posts)}; more()".encode()))


@pytest.mark.parametrize("begins", ["```json\n", "```\n", "\nThe comments, as exported:\n\n```json\n"])
def test_a_value_between_markdowns_fences_is_read(begins):
    talk = [{"author": "Bo", "text": "Use `late`."}, {"author": "Al", "text": "Early."}]
    (thread,) = read_threads(io.BytesIO(f"{begins}{json.dumps(talk, indent=2)}\n```\n".encode()))
    assert [(one.author, one.text) for one in thread.comments] == [("Bo", "Use `late`."), ("Al", "Early.")]


def test_a_fence_above_comments_is_code():
    page = 'How to read this?\n\n```json\n{"a": 1}\n```\n\nBo wrote:\nBy hand.\n\nAl wrote:\nNot at all.\n'
    (thread,) = read_threads(io.BytesIO(page.encode()))
    assert [one.author for one in thread.comments] == ["Bo", "Al"]


@pytest.mark.parametrize(
    "begins", ["", "-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n", "/*!40101 */;\n"]
)
@pytest.mark.parametrize(
    "rows", ["INSERT INTO c VALUES (1,'Late.');", "COPY public.c (id, body) FROM stdin;\n1\tLate."]
)
def test_a_dump_of_a_database_is_refused_with_the_way_out(begins, rows):
    with pytest.raises(ReadError, match="line 1: is a dump of a database in SQL; export the table that holds"):
        read_threads(io.BytesIO(f"{begins}CREATE TABLE c (id int, body text);\n{rows}\n".encode()))
    talk = f"How do I fill it?\n\nINSERT it by hand\n\n{rows}\n"
    assert read_threads(io.BytesIO(talk.encode()))[0].comments


def comments_of(value, **options):
    text = value if isinstance(value, str) else json.dumps(value)
    threads = read_threads(io.BytesIO(text.encode()), **options)
    return [(one.id, one.parent, one.text) for thread in threads for one in thread.comments]


def test_json_of_no_site_keeps_its_words():
    rows = [{"id": 1, "text": "This is a terrible idea."}, {"id": 2, "text": "I love it."}]
    found = [("1", None, "This is a terrible idea."), ("2", None, "I love it.")]
    assert comments_of({"items": rows}) == comments_of({"data": rows}) == found
    assert comments_of({"title": "Ferry", "comments": rows, "children": []}) == found
    nested = [{"id": 1, "text": "A", "replies": [{"id": 2, "text": "B"}]}]
    assert comments_of(nested) == comments_of(nested, input="json") == [("1", None, "A"), ("2", "1", "B")]
    (thread,) = read_threads(io.BytesIO(b'{"id":"1","user":"bo","text":"hello","target":"Ferry","children":[]}'))
    assert (thread.comments[0].author, thread.comments[0].target) == ("bo", "Ferry")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"comments": [{"text": "a"},\n {"text": "b"}]}', "json"),
        ('{"comments": [{"text": "a"},\n {"text": "b"}\n]}', "json"),
        ('{"comments":\n [{"text": "a"},\n {"text": "b"}\n]}', "json"),
        ('{"text": "a"}\n{"text": "b"}', "jsonl"),
        ('{"comments": [{"text": "' + "word, other, " * 9_000 + '"}]}\n{"comments": [{"text": "b"}]}', "jsonl"),
        (
            '{"id": 1, "type": "story", "title": "T", "text": "' + "a" * 3_000 + '", "children": [{"text": "a"}]}',
            "json",
        ),
    ],
)
def test_one_value_is_told_from_an_object_a_line(text, form):
    assert {thread.reading.format for thread in read_threads(io.BytesIO(text.encode()))} == {form}


def test_what_has_no_id_is_answered_all_the_same():
    asked = {"title": "Pier", "children": [{"text": "a", "children": [{"text": "b"}, {"text": "c"}]}, {"text": "d"}]}
    first = ("item 1", None, "a")
    assert comments_of(asked) == [
        first,
        ("item 2", *first[:1], "b"),
        ("item 3", *first[:1], "c"),
        ("item 4", None, "d"),
    ]
    inside = [{"text": "a", "replies": [{"text": "b"}]}, {"id": "1", "text": "c"}]
    assert comments_of({"title": "Pier", "comments": inside}) == [("1'", None, "a"), ("2", "1'", "b"), ("1", None, "c")]


def test_what_a_page_of_an_export_lacks_is_no_parent():
    reply = {"id": "P.1", "snippet": {"parentId": "P", "textOriginal": "Too late for me."}}
    assert comments_of({"items": [reply]}) == [("P.1", None, "Too late for me.")]
    disqus = (
        (CASES / "disqus.xml")
        .read_text(encoding="utf-8")
        .replace("<isDeleted>true</isDeleted>", "<isSpam>true</isSpam>")
    )
    assert ("6", None) in [one[:2] for one in comments_of(disqus)]
    assert comments_of("\n" + disqus.partition("?>")[2].strip()) == comments_of(disqus)
    wordpress = (CASES / "wordpress.xml").read_text(encoding="utf-8")
    assert comments_of("\n" + wordpress.replace("Well done", "<code><!DOCTYPE html></code>")) != []
    assert ("3", None) in [
        one[:2] for one in comments_of(wordpress.replace(">1</wp:comment_parent>", ">2</wp:comment_parent>"))
    ]


def test_a_page_of_facebook_s_keeps_its_replies_and_names():
    reply = {"from": {"name": "Ines", "id": "8"}, "message": "Says who?", "id": "5_2"}
    first = {"from": {"name": "Tobi", "id": "7"}, "message": "Mow it.", "id": "5_1", "comments": {"data": [reply]}}
    value = {"data": [first, {"message": "Leave it be.", "id": "5_3"}], "paging": {"cursors": {"after": "x"}}}
    (thread,) = read_threads(io.BytesIO(json.dumps(value).encode()))
    assert [(one.id, one.author, one.parent, one.text) for one in thread.comments] == [
        ("5_1", "Tobi", None, "Mow it."),
        ("5_2", "Ines", "5_1", "Says who?"),
        ("5_3", None, None, "Leave it be."),
    ]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"login": "meadow-bot", "id": 3}, "meadow-bot"),
        ({"username": "kat", "display_name": ""}, "kat"),
        ({"steamid": "765", "personaname": "kat"}, "kat"),
        ({"screenName": "kat_b", "name": "Kat B."}, "Kat B."),
        (None, None),
    ],
)
def test_an_author_that_is_an_object_goes_by_its_name(author, name):
    row = {"id": 1, "user": author, "body": "Mow it."}
    for text in (json.dumps([row]), json.dumps(row)):
        assert read_threads(io.BytesIO(text.encode()))[0].comments[0].author == name


def test_an_author_without_a_name_is_none_and_noted():
    (thread,) = read_threads(io.BytesIO(b'[{"text": "Mow it.", "user": {"age": 3}}]'))
    assert thread.comments[0].author is None
    assert "ignored: user" in thread.reading.reasons


def test_reddit_s_posts_keep_their_comments_apart():
    def comment(name, post, **more):
        return {"kind": "t1", "data": {"id": name, "link_id": f"t3_{post}", "body": name, "replies": "", **more}}

    def listing(*nodes):
        return {"kind": "Listing", "data": {"children": list(nodes)}}

    post = {"kind": "t3", "data": {"id": "p", "title": "Cats &amp; dogs", "selftext": ""}}
    overview = listing(post, comment("a", "p"), comment("b", "q"), {"kind": "more", "data": {"count": 0, "id": "_"}})
    threads = read_threads(io.BytesIO(json.dumps(overview).encode()))
    assert [(thread.title, [one.id for one in thread.comments]) for thread in threads] == [
        ("Cats & dogs", ["a"]),
        (None, ["b"]),
    ]
    assert "left out: 1 comments or more that the site did not send" in threads[0].reading.reasons
    with pytest.raises(ReadError, match="holds no comments"):
        read_threads(io.BytesIO(json.dumps(listing(post)).encode()))


_STORY = {"id": 9, "type": "story", "by": "ann", "time": 1, "title": "Ferry to go free", "url": "https://x.org"}
_ITEM = {"type": "comment", "time": 2}
SHAPES = {
    "items of Hacker News": [
        _STORY,
        {**_ITEM, "id": 10, "parent": 9, "by": "Morag", "text": "Long overdue."},
        {**_ITEM, "id": 11, "parent": 10, "by": "ferryman", "text": "Who <i>pays</i>?"},
    ],
    "entries that refer to each other": {
        "data": {"type": "discussions", "id": "7", "attributes": {"title": "Ferry to go free", "commentCount": 2}},
        "included": [
            {"type": "users", "id": "1", "attributes": {"displayName": "Morag"}},
            {"type": "users", "id": "2", "attributes": {"displayName": "ferryman"}},
            {
                "type": "posts",
                "id": "1",
                "attributes": {"contentHtml": "<p>Long overdue.</p>"},
                "relationships": {"user": {"data": {"type": "users", "id": "1"}}},
            },
            {
                "type": "posts",
                "id": "2",
                "attributes": {"contentHtml": "<p>Who pays?</p>"},
                "relationships": {
                    "user": {"data": {"type": "users", "id": "2"}},
                    "parent": {"data": {"type": "posts", "id": "1"}},
                },
            },
        ],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_items_and_entries_name_what_they_answer(shape):
    answers = [("Morag", "Long overdue.", None), ("ferryman", "Who pays?", 0)]
    assert told(SHAPES[shape]) == ("Ferry to go free", answers)


def test_later_notes_of_a_discussion_answer_its_first():
    def note(number, body, *, system=False):
        return {"id": number, "body": body, "author": {"name": "Bo"}, "system": system}

    said = [
        {"id": "a", "individual_note": True, "notes": [note(1, "changed the description", system=True)]},
        {"id": "b", "individual_note": False, "notes": [note(2, "Too late."), note(3, "Why?"), note(4, "So.")]},
    ]
    (thread,) = threads_of(said)
    assert [(one.id, one.parent) for one in thread.comments] == [("2", None), ("3", "2"), ("4", "2")]


def test_a_flat_listing_of_reddit_names_what_is_answered():
    comments = [{"id": "a", "parent_id": "t3_p"}, {"id": "b", "parent_id": "t1_a"}, {"id": "c", "parent_id": "t1_z"}]
    children = [{"kind": "t1", "data": {"link_id": "t3_p", "body": "Yes.", **one}} for one in comments]
    found = comments_of({"kind": "Listing", "data": {"children": children}})
    assert [(name, parent) for name, parent, _ in found] == [("a", None), ("b", "a"), ("c", None)]


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
    assert text_of("use <style> sparingly, if x<y then z>w") == "use <style> sparingly, if x<y then z>w"
    assert text_of("<blockquote>" * 5 + "deep") == "> > > deep"
