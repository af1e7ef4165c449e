"""Comments typed by hand below a heading: heads of one shape, replies behind arrows, names and letters' closings."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from files import SAID, TALK, read, refusal, said, talk

from stancekit.reading import read_threads

PAGE = "Lido to close\n\nThe trust blames the laundry.\n\nComments\n\n"


@pytest.mark.parametrize(
    "message",
    [
        "[{name}] {words}\n\n",
        "[{name}, 3 May]: {words}\n\n",
        "**{name}** {words}\n\n",
        "**{name}**: {words}\n",
        "* {name} — {words}\n",
        "{name} | {words}\n",
        "- **{name}** {words}\n",
        "{words}\n— {name}\n\n",
        "{words}\n\n~ {name}, Ely\n\n",
    ],
)
def test_heads_of_one_shape_sign_the_comments_below_a_heading(message):
    thread = read(PAGE + talk(message))
    assert (thread.title, thread.article) == ("Lido to close", "The trust blames the laundry.")
    assert [(one.author, one.text) for one in thread.comments] == SAID


@pytest.mark.parametrize("name", ["Cid", "Will", "Nick", "007", "Parent of two", "Author", "The old man", "Will P."])
@pytest.mark.parametrize("message", ["{name}: {words}\n", "- {name}: {words}\n", "{name}: {words}\n\n"])
def test_any_short_head_is_a_name_where_every_comment_has_one(name, message):
    page = PAGE + talk(message) + message.format(name=name, words="Let us hear the trust first.")
    assert said(page)[-1] == (name, "Let us hear the trust first.")


@pytest.mark.parametrize("step", ["> ", "↳ ", "-> ", "    ↳ "])
@pytest.mark.parametrize("message", ["{name}: {words}\n", "{name}: {words}\n\n", "[{name}] {words}\n\n"])
def test_a_head_behind_an_arrow_answers_the_comment_above(step, message):
    first, second, third = (message.format(name=name, words=words) for name, words in TALK)
    thread = read(PAGE + first + step + second + third)
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [
        (*SAID[0], None),
        (*SAID[1], "1"),
        (*SAID[2], None),
    ]


def test_a_reply_behind_quotation_marks_may_have_several_lines_and_a_quotation_is_no_reply():
    page = PAGE + "Bo: It was free once.\n> Ida: When?\n> I never saw that.\n>> Bo: In 1998.\n"
    thread = read(page + "Ely: > Bo: It was free once.\nSo was the ferry.\n")
    assert [(one.author, one.text, one.parent) for one in thread.comments[:3]] == [
        ("Bo", "It was free once.", None),
        ("Ida", "When?\nI never saw that.", "1"),
        ("Bo", "In 1998.", "2"),
    ]
    thread = read(PAGE + "Bo: It was free once.\n\nIda: Hm.\n> Bo: It was free once.\nWhen was that?\n")
    assert [one.author for one in thread.comments] == ["Bo", "Ida"]


def test_a_list_within_a_signed_comment_is_its_own():
    page = PAGE + "1. Bo: Two questions:\n   1. Who pays?\n   2. Who swims?\n2. Ida: Nobody.\n"
    assert said(page) == [("Bo", "Two questions:\n1. Who pays?\n2. Who swims?"), ("Ida", "Nobody.")]
    page = PAGE + "- Bo: Shame.\n  - Who asked for that?\n- Ida: Nobody.\n- And nobody swims.\n"
    assert [author for author, _ in said(page)] == ["Bo", None, "Ida", None]


@pytest.mark.parametrize(
    "words",
    [
        ["The pool: a disgrace from the first day on.", "Nobody asked us.", "We pay for it."],
        ["I swim — mostly.", "We float — rarely — in the deep end.", "Nobody cares."],
        ["[sic] as they say.", "It was free.", "Why?"],
        ["**Never** again.", "It was free.", "**Shame** on them."],
    ],
)
def test_sentences_are_not_signed_by_their_first_words(words):
    assert said(PAGE + "\n\n".join(words)) == [(None, one) for one in words]


@pytest.mark.parametrize("added", ["Edit: it was 1998.", "PS: Who pays?", "Source: the trust", "Update: shut again"])
@pytest.mark.parametrize("form", ["Bo: It was free.\n{}\nIda: No.\n", "Bo: It was free.\n\n{}\n\nIda: No.\n"])
def test_what_people_add_is_no_comment_of_its_own(form, added):
    comments = said(PAGE + form.format(added))
    assert [author for author, _ in comments] == ["Bo", "Ida"]
    assert comments[0][1].endswith(added)


def test_a_closing_signs_a_letter():
    page = (
        "Letters to the editor\n\nThe lido\n\nSIR – Keep it warm.\n\nYours, R. Falk, Ely\n\nSIR – Who swims in May?\n\n"
    )
    thread = read(f"{page}Nobody does.\n\nYours faithfully,\nMorag Hill\nWitchford\n")
    assert thread.title == "The lido"
    assert [(one.author, one.text) for one in thread.comments] == [
        ("R. Falk", "SIR – Keep it warm."),
        ("Morag Hill", "SIR – Who swims in May?\n\nNobody does."),
    ]


def test_the_underline_of_the_heading_is_no_comment():
    assert said("Lido to close\n=====\n\nIt leaks.\n\nComments\n--------\n\nGood pool.\n\nBad pool.\n") == [
        (None, "Good pool."),
        (None, "Bad pool."),
    ]


FORMS = {
    "Markdown": "# {title}\n\n{article}\n\n## Comments\n\n{talk}\n",
    "rules": "{title}\n\n{article}\n\nComments\n\n{talk}\n---\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_file_may_hold_several_articles_with_comments_under_each(form):
    first = form.format(title="Pool to open", article="It leaks.", talk=talk("- {name}: {words}\n"))
    second = form.format(title="Sauna shut", article="No heat.", talk="- Ida: Why?\n- Bo: No.\n").removesuffix("---\n")
    pool, sauna = read_threads(io.BytesIO((first + second).encode()))
    assert (pool.title, pool.article, sauna.title, sauna.article) == (
        "Pool to open",
        "It leaks.",
        "Sauna shut",
        "No heat.",
    )
    assert [(one.author, one.text) for one in pool.comments] == SAID
    assert [(one.author, one.text) for one in sauna.comments] == [("Ida", "Why?"), ("Bo", "No.")]
    parts = [*pool.reading.parts, *sauna.reading.parts]
    assert (parts[0].first, parts[-1].last) == (1, (first + second).count("\n"))
    assert all(below.first == above.last + 1 for above, below in pairwise(parts))
    assert "holds 2 threads" in str(refusal(first + second))


def test_articles_below_markdowns_titles_need_no_heading_where_bullets_are_signed():
    text = "# Pool to open\n\nIt leaks.\n\n- Ann: Why?\n- Bo: No.\n\n# Sauna shut\n\nNo heat.\n\n- Bo: Good.\n"
    pool, sauna = read_threads(io.BytesIO(f"{text}  - Ida: Bad.\n".encode()))
    assert [one.author for one in pool.comments] == ["Ann", "Bo"]
    assert [(one.author, one.parent) for one in sauna.comments] == [("Bo", None), ("Ida", "1")]
    essay = "# Pools\n\nThey leak.\n\n- Cost: much.\n- Staff\n- Heat\n\n# Comments\n\n- Bo: Good.\n- Ida: Bad.\n"
    assert said(essay) == [("Bo", "Good."), ("Ida", "Bad.")]


def test_a_table_below_an_article_is_read_by_its_columns():
    rows = "".join(f"| {n} | {name} | {words} |  |\n" for n, (name, words) in enumerate(TALK, 1))
    thread = read(f"{PAGE}| # | Name | Comment | Reply to |\n|---|:---|---|--:|\n{rows}\n© The Gazette\n")
    assert (thread.title, thread.article) == ("Lido to close", "The trust blames the laundry.")
    assert [(one.author, one.text) for one in thread.comments] == SAID


@pytest.mark.parametrize(
    "form",
    [
        "[{name}] {words}\n",
        "“{words}” — {name}\n\n",
        "{name}\n{words}\n\n",
        "{name} (4 March 2025, 09:05):\n{words}\n\n",
        "{name} 03/04/25(Tue)09:05:10 No.9001\n{words}\n\n",
        "{name}4 March 2025 at 09:05\n{words}\n\nReplyDelete\nReplies\n\n",
    ],
)
def test_names_are_told_from_the_whole_without_a_heading(form):
    talked = [("Bo", "No."), ("Ida Falk", "Who says so?"), ("Bo", "The trust."), ("so_what", "Fine by me.")]
    thread = read("Lido to close\n\n" + "".join(form.format(name=name, words=words) for name, words in talked))
    assert thread.title == "Lido to close"
    assert [(one.author, one.text.strip("“”")) for one in thread.comments] == talked


def test_a_play_names_its_speakers_in_capitals():
    comments = said(
        "Lido to close\n\nBO\n    No.\n    Never.\n\nIDA\n    Why?\n\nELY\n    Hm.\n\nMORAG HILL\n    Warm.\n"
    )
    assert comments == [("BO", "No.\nNever."), ("IDA", "Why?"), ("ELY", "Hm."), ("MORAG HILL", "Warm.")]


@pytest.mark.parametrize(
    "text",
    [
        "Lanes\nTwo of them shut.\n\nWarm water\nNot in May.\n\nPrices\nUp again.\n\nParking\nNone.\n",
        "[sic] It says free.\n\nWho pays?\n\n[edit] The trust pays.\n\n[edit] And the town.\n",
        "“Free for all” — that was the promise.\n\n“Warm” — says who?\n\n“Soon” — when?\n",
    ],
)
def test_a_comment_keeps_its_first_words(text):
    assert all(author is None for author, _ in said(text))


@pytest.mark.parametrize(
    ("dates", "reply"),
    [
        (["vor 2 Stunden", "vor einem Tag", "4. März 2025 um 09:05 Uhr"], "Antworten\nMelden"),
        (["il y a 2 heures", "il y a un jour", "4 mars 2025 à 9 h 05"], "Répondre\nSignaler"),
        (["hace 2 horas", "hace un día", "4 de marzo de 2025"], "Responder\nDenunciar"),
        (["2 uur geleden", "1 dag geleden", "4 maart 2025 om 09:05"], "Beantwoorden\nDelen"),
        (["2 ore fa", "1 giorno fa", "4 marzo 2025 alle ore 9:05"], "Rispondi\nSegnala"),
        (["há 2 horas", "há um dia", "4 de março de 2025"], "Responder\nCurtir"),
        (["2 часа назад", "5 лет назад", "4 марта 2025"], "Ответить\nПоделиться"),
    ],
)
def test_pages_are_dated_in_their_language(dates, reply):
    talked = [("Bo", dates[0], "No."), ("Ida", dates[1], "Why?"), ("Ely", dates[2], "It was free.")]
    page = "".join(f"{name}\n{date}\n{words}\n{reply}\n\n" for name, date, words in talked)
    assert said(f"Lido to close\n\nIt leaks.\n\n{page}") == [(name, words) for name, _, words in talked]


@pytest.mark.parametrize("words", ["{words}", "    {words}", "{words}\nNobody else did."])
def test_names_alone_above_the_words_of_every_block_sign_them(words):
    page = PAGE + talk(f"{{name}}\n{words}\n\n")
    assert [author for author, _ in said(page)] == [author for author, _ in SAID]
    verses = "The Ferry\nIt sails no more.\n\nA gull is on the pier\nAnd nobody is in.\n\nIt cries.\nI cry.\n"
    assert {author for author, _ in said(PAGE + verses)} == {None}


@pytest.mark.parametrize("step", ["--", "-- ", "....", "Re: ", "Reply: "])
def test_what_some_type_before_a_reply_says_how_deep_it_is(step):
    page = PAGE + f"Bo: It was free once.\n{step}Ida: When?\n{step * 2}Bo: In 1998.\nEly: Quite.\n"
    thread = read(page)
    assert [(one.author, one.parent) for one in thread.comments] == [
        ("Bo", None),
        ("Ida", "1"),
        ("Bo", "2"),
        ("Ely", None),
    ]


def test_a_sign_before_every_head_answers_nobody():
    thread = read(PAGE + talk("-- {name}: {words}\n"))
    assert [(one.author, one.text, one.parent) for one in thread.comments] == [(*one, None) for one in SAID]


def test_a_dash_behind_a_bold_name_is_no_word():
    assert said(PAGE + "".join(f"{at}. **{name}** – {words}\n" for at, (name, words) in enumerate(TALK, 1))) == SAID


@pytest.mark.parametrize("title", ["Thread {n}\n{title}\n\n", "THREAD {n}: {title}\n\n", "## {title}\n\n"])
@pytest.mark.parametrize("heading", ["It leaks.\n\nComments\n\n", ""])
def test_threads_that_are_counted_or_titled_alike_are_several(title, heading):
    message = "{name}: {words}\n\n" if heading else "**{name}**: {words}\n\n"
    names = enumerate(("Pool to close", "Sauna to open"), 1)
    page = "".join(title.format(n=n, title=name) + heading + talk(message) for n, name in names)
    threads = read_threads(io.BytesIO(page.encode()))
    assert [thread.title for thread in threads] == ["Pool to close", "Sauna to open"]
    assert [[(one.author, one.text) for one in thread.comments] for thread in threads] == [SAID, SAID]
