import io
import unicodedata
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from stancekit import Comment, Thread
from stancekit.cli.display import console_on, print_thread, summary, visible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Café Zürich: 👍🏽 für alle – ёлка 漢字", "Café Zürich: 👍🏽 für alle – ёлка 漢字"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[2J\x1b]0;owned\x07", r"\x1b[2J\x1b]0;owned\x07"),
        ("\x9b31mred", r"\x9b31mred"),
        ("moc.elpmaxe\u202e//:sptth", r"moc.elpmaxe\u202e//:sptth"),
        ("id\u200biot, i\u2060diot, idiot\ufeff", r"id\u200biot, i\u2060diot, idiot\ufeff"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("half a pair \ud83d", r"half a pair \ud83d"),
        ("tag \U000e0041", r"tag \U000e0041"),
        ("\u3164", r"\u3164"),
        ("a\ufe00\U000e0101\u034f", r"a\ufe00\U000e0101\u034f"),
        ("☀\ufe0f", "☀\ufe0f"),
        ("[red]not markup[/red] :smile:", "[red]not markup[/red] :smile:"),
    ],
)
def test_visible(written, shown):
    assert visible(written) == shown


@given(st.text(st.characters()))
def test_visible_text_is_one_line_without_a_character_that_acts(text):
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


def said(text, label="skeptical", author="Petra", evidence=()):
    """What is printed of a prediction for a comment."""
    probabilities = {"supportive": 0.125, "skeptical": 0.625, "abusive": 0.25}
    return SimpleNamespace(
        comment=Comment(text, text, author),
        label=label,
        unclear=label is None,
        confidence=0.625,
        probabilities=probabilities,
        evidence=[SimpleNamespace(text=word) for word in evidence],
    )


def print_chain(predictions, console, **asked):
    """Print comments of which each answers the one before."""
    above = None
    for one in predictions:
        one.comment = replace(one.comment, parent=above)
        above = one.comment.id
    print_thread(Thread([one.comment for one in predictions], "Taxis for buses"), predictions, console, **asked)


def printed(predictions, *, width=60, **asked):
    file = io.StringIO()
    print_chain(predictions, Console(file=file, width=width, markup=False, emoji=False, highlight=False), **asked)
    return file.getvalue()


def test_a_table_indents_replies_and_cuts_each_comment_to_the_width():
    rows = [
        said("Who pays for the driver at night, and who pays for the car?"),
        said("You do.", None, None),
        said("Ha", "abusive", "A very long name indeed"),
    ]
    assert printed(rows).splitlines() == [
        "Taxis for buses",
        "skeptical    62%  Petra               Who pays for the driv…",
        "unclear      62%                      ↳ You do.",
        "abusive      62%  A very long name …    ↳ Ha",
    ]


def test_a_comment_cannot_colour_its_line_or_open_markup():
    shown = printed([said("\x1b[32m[bold]fine[/bold] :tada:\n\u202egnitool")])
    assert shown.endswith(r"Petra  \x1b[32m[bold]fine[/bold] :tada: \…" + "\n")


def test_wide_characters_count_as_two_columns():
    (_, line) = printed([said("漢" * 60)], width=45).splitlines()
    assert line == "skeptical    62%  Petra  " + "漢" * 9 + " …"


def test_a_wide_label_is_shown_in_full():
    label = "强烈支持这个提议"
    one = said("Who pays?", label)
    one.probabilities = {label: 1.0}
    assert printed([one]).splitlines()[1] == f"{label}   62%  Petra  Who pays?"


def test_the_loudest_words_stand_under_their_comment():
    thread = [said("Why?"), said("no, never, no", evidence=("no", "never", "no", "fourth"))]
    assert printed(thread, explain=True).splitlines()[2:] == [
        "skeptical    62%  Petra  ↳ no, never, no",
        "                           because of: no, never",
    ]
    assert "because" not in printed(thread)


def test_above_a_thread_are_its_file_its_title_and_what_was_asked():
    shown = printed([said("Who pays?")], file="buses.txt", target="the \x1bnight bus")
    assert shown.splitlines()[0] == r"buses.txt: Taxis for buses (on the \x1bnight bus)"


def test_a_thread_of_no_comments_prints_nothing():
    assert printed([]) == ""


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_colours_follow_the_environment(monkeypatch, environment, colours):
    for name in ("FORCE_COLOR", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    file = io.StringIO()
    print_chain([said("Who pays?")], console_on(file))
    assert ("\x1b[" in file.getvalue()) == colours


def test_summary():
    assert summary([]) == "0 comments"
    assert summary([None]) == "1 comment: 1 unclear"
    assert summary(["praise", "bug", "bug", None]) == "4 comments: 2 bug, 1 praise, 1 unclear"
