"""The reply tree: what it refuses, and that its walks visit every comment once at any depth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from strategies import reply_forests

from stancekit.errors import InputError, ThreadError
from stancekit.threads import Comment, Reading, Thread, promote_orphans


def test_replies_follow_what_they_answer_and_siblings_keep_their_order():
    thread = Thread(
        [
            Comment("c", "And me?", parent="a"),
            Comment("a", "Late."),
            Comment("b", "Early."),
            Comment("d", "You too.", parent="a"),
        ]
    )
    assert [(comment.id, thread.depth(comment)) for comment in thread.walk()] == [
        ("a", 0),
        ("c", 1),
        ("d", 1),
        ("b", 0),
    ]
    first = thread.comments[0]
    assert thread.parent(first) == thread.comments[1]
    assert thread.replies(thread.comments[1]) == (first, thread.comments[3])


def test_paragraphs_are_parted_by_blank_lines():
    assert Comment("1", "\nOne\nstill one.\n \n\nTwo.").paragraphs == ("One\nstill one.", "Two.")


@pytest.mark.parametrize(
    ("comments", "words", "ids"),
    [
        (
            [Comment("1", "a", line=2), Comment("1", "b", line=5)],
            "two comments have the id '1' (lines 2 and 5); give",
            ("1",),
        ),
        ([Comment("1", "a", line=2)] * 2, "two comments have the id '1'", ("1",)),
        ([Comment("1", "a", parent="7")], "comment '1' replies to '7', which is not in this thread", ("1", "7")),
        ([Comment("1", "a", parent="1")], "ring: '1' -> '1'", ("1",)),
        (
            [
                Comment("0", "z"),
                Comment("x", "y", parent="1"),
                Comment("1", "a", parent="2"),
                Comment("2", "b", parent="1"),
            ],
            "ring: '1' -> '2' -> '1'",
            ("1", "2"),
        ),
    ],
)
def test_what_is_no_tree_is_refused_by_name(comments, words, ids):
    with pytest.raises(ThreadError) as caught:
        Thread(comments)
    assert words in str(caught.value)
    assert caught.value.ids == ids


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        (Comment(None, "a"), "comment None (line 3), comments[1], has the id None; each needs a str of its own"),
        (Comment(["b"], "a"), "has the id ['b']"),
        (Comment("b", None), "comment 'b' (line 3), comments[1], has the text None; a text is a str"),
        (Comment("b", float("nan")), "has the text nan"),
        (Comment("b", "a", parent=float("nan")), "has the parent nan; it is a comment's id, or None at the top level"),
        (Comment("b", "a", author=5), "has the author 5; it is a str, or None"),
        (Comment("b", "a", target=5), "has the target 5; it is a str, or None for the thread's"),
    ],
)
def test_a_missing_value_in_place_of_an_id_or_a_text_is_refused_by_name(comment, words):
    with pytest.raises(ThreadError) as caught:
        Thread([Comment("a", "Yes."), replace(comment, line=3)])
    assert words in str(caught.value)
    assert caught.value.ids == (comment.id,)


@pytest.mark.parametrize(
    "comments", [None, 5, Comment("1", "a"), "abc", [{"id": "1", "text": "a"}], [Comment("1", "a"), None]]
)
def test_what_are_no_comments_is_refused(comments):
    with pytest.raises(InputError, match=r"comments must be (a sequence of )?Comment objects, got "):
        Thread(comments)


@pytest.mark.parametrize(("name", "value", "kind"), [("title", 5, "a str or None"), ("article", None, "a str")])
def test_a_title_and_an_article_are_text(name, value, kind):
    with pytest.raises(InputError, match=f"{name} must be {kind}, got {type(value).__name__}"):
        Thread([Comment("1", "a")], **{name: value})


def test_a_comment_of_another_thread_has_no_place_in_this_one():
    thread, stranger = Thread([Comment("1", "a")]), Comment("2", "b", parent="7")
    for ask in (thread.depth, thread.parent, thread.replies, thread.own_words):
        with pytest.raises(ThreadError, match="there is no comment '2' in this thread"):
            ask(stranger)
        with pytest.raises(InputError, match="comment must be a Comment of this thread, got str"):
            ask("1")


def test_a_reply_to_a_missing_comment_is_kept_by_what_the_message_names():
    orphan = [Comment("1", "a", parent="7")]
    with pytest.raises(ThreadError, match=r"stancekit\.threads\.promote_orphans\(comments\) keeps it as a root"):
        Thread(orphan)
    with pytest.raises(ThreadError, match=r'orphans="promote" \(--orphans promote\) keeps it as a root'):
        Thread(orphan, reading=Reading("a.txt", "lines", "utf-8", ()))


def test_orphans_move_to_the_top_level_and_nothing_else_moves():
    comments = (Comment("1", "a"), Comment("2", "b", parent="1"), Comment("3", "c", parent="9"))
    assert promote_orphans(comments) == (*comments[:2], Comment("3", "c"))


def test_how_a_thread_was_read_is_no_part_of_it():
    reading = Reading("a.txt", "lines", "utf-8", ())
    assert Thread([Comment("1", "a")], reading=reading) == Thread([Comment("1", "a")])


SAID = "You are all liars and thieves."
QUOTING = [
    (f"> {SAID}\nWho says so?", "Who says so?"),
    ("  >> you are ALL liars ...\n\nMy own words.", "My own words."),
    (f"&gt; {SAID}\nWho says so?", "Who says so?"),
    ("> Shut up.\nNo.", "No."),
    ("On 8 April, Bo <b@x.org> wrote:\n\n> Shut up.\nNo.", "No."),
    ("bo said:\n> Shut up.\nNo.", "No."),
    ("That liar wrote:\n> Shut up.", "That liar wrote:"),  # who is no commenter
    ("> The council votes on Thursday.\nGood.", "Good."),
    (f"> {SAID}", f"> {SAID}"),  # nothing else would be left
    ("> You pathetic little moron.\nHello.", "> You pathetic little moron.\nHello."),  # which nobody has said
    ("> liars\nWho?", "> liars\nWho?"),  # too little to be sure
    ("2 > 1\nsurely", "2 > 1\nsurely"),
]


@pytest.mark.parametrize(("text", "own"), QUOTING)
def test_what_is_quoted_from_the_thread_is_not_the_quoter_s(text, own):
    quoting = Comment("3", text, parent="1")
    thread = Thread(
        [Comment("1", SAID), Comment("2", "Shut up!", "Bo"), quoting], article="The council votes on Thursday."
    )
    found = thread.own_words(quoting)
    assert found.strip() == own
    assert len(found) == len(text)  # so that places in it are places in the text
    assert all(one in (" ", written) for one, written in zip(found, text, strict=True))


def test_quotations_that_begin_alike_are_told_apart():
    said = [f"I don't {letter * 4} like this stupid idea number {letter}." for letter in "abcdefghijklmnopqrstuvwxyz"]
    comments = [Comment(f"s{at}", text) for at, text in enumerate(said)]
    comments += [Comment(f"q{at}", f"> {text}\nWell said.") for at, text in enumerate(said)]
    thread = Thread(comments)
    assert {thread.own_words(one).strip() for one in comments[len(said) :]} == {"Well said."}


def test_a_text_that_begins_as_many_do_may_be_quoted_whole_or_cut_short():
    said = [f"This plan is a complete waste of public money because of reason {number}." for number in range(80)]
    quotations = (f"> {said[79]}\nYes.", "> This plan is a complete waste of public mon...\nYes.")
    thread = Thread([Comment(str(at), text) for at, text in enumerate((*said, *quotations))])
    assert [thread.own_words(one).strip() for one in thread.comments[80:]] == ["Yes.", "Yes."]


@pytest.mark.parametrize("n_lines", [1, 17])
def test_long_quotations_of_one_word_are_found(n_lines):
    lines = [f"> {'a ' * (200_000 // n_lines + at)}" for at in range(n_lines)]
    thread = Thread([Comment("1", "a " * 400_000), Comment("2", "\n".join([*lines, "Enough."]))])
    assert thread.own_words(thread.comments[1]).strip() == "Enough."


def test_two_that_quote_each_other_say_it_themselves():
    both = [Comment(name, f"> You pathetic moron, go away.\n{name}") for name in "ab"]
    assert [Thread(both).own_words(one) for one in both] == [one.text for one in both]


def test_a_chain_of_a_hundred_thousand_replies_is_walked():
    chain = [Comment(str(n), "No.", parent=str(n - 1) if n else None) for n in range(100_000)]
    thread = Thread(reversed(chain))
    assert [comment.id for comment in thread.walk()] == [comment.id for comment in chain]
    assert thread.depth(chain[-1]) == 99_999


@given(reply_forests())
def test_every_comment_is_visited_once_and_after_its_parent(comments):
    thread = Thread(comments)
    seen: list[str] = []
    for comment in thread.walk():
        assert comment.parent is None or comment.parent in seen
        assert thread.depth(comment) == (0 if comment.parent is None else thread.depth(thread.parent(comment)) + 1)
        seen.append(comment.id)
    assert sorted(seen) == sorted(comment.id for comment in comments)
