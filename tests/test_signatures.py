"""Pages copied from a browser: which lines are the names and dates that sign comments."""

from __future__ import annotations

import pytest
from files import FIVE, TOP, read, said


@pytest.mark.parametrize(
    "date",
    [
        *("May 2", "Apr. 3", "3 May, 10:42", "10:42 AM", "05-03-2024", "3. Mai 2024 um 10:12 Uhr", "3 May at 08:15"),
        *("9:14 AM · Apr 3, 2024", "· 16h", "1w • Edited •", "2024-4-12", "11:10 AM Today", "3. Dezember 2024"),
        "Jan 2024",
    ],
)
def test_a_date_below_a_name_may_be_short(date):
    page = f"{TOP}Comments\n\nBianca\n{date}\nShame.\n\nso what\n{date}\nBring your own.\n"
    assert said(page) == [("Bianca", "Shame."), ("so what", "Bring your own.")]


@pytest.mark.parametrize(
    "head", ["{}, 3 May, 10:42", "{}, [03.05.2024 10:42]", "{} (3 May)", "{} - 10:42", "{} · Apr 3"]
)
def test_a_short_date_behind_a_name_needs_a_sign(head):
    page = "\n\n".join(f"{head.format(name)}\nShame on them." for name in ("Bianca", "Ten Bells"))
    assert said(page) == [("Bianca", "Shame on them."), ("Ten Bells", "Shame on them.")]


def test_prose_that_names_a_day_or_an_hour_signs_nothing():
    text = "The lido opens May 2\nWe swam until 10:42\nA towel costs 10.42\nThe next fair is 3 May\nIt lost 3-4\n"
    assert said(text) == [(None, line) for line in text.strip().split("\n")]


def test_where_somebody_lives_is_no_part_of_the_name():
    page = f"{TOP}Comments\n\nBianca, Ely, United Kingdom, 3 hours ago\nShame.\n\nBob Hale, Jr., 2 hours ago\nNo.\n"
    assert said(page) == [("Bianca", "Shame."), ("Bob Hale, Jr.", "No.")]


@pytest.mark.parametrize("name", ["Not A Robot", "so what", "Just Me", "Exactly", "Well Well Well"])
def test_any_few_words_are_a_name_where_a_block_begins_with_them_and_a_date(name):
    page = f"{TOP}3 comments\n\n{name}\n2 hours ago\nMary Hill is right.\n\nBo\n1 hour ago\nExactly\nwhat I said.\n"
    assert said(page) == [(name, "Mary Hill is right."), ("Bo", "Exactly\nwhat I said.")]


def test_a_row_of_buttons_with_a_date_signs_nothing():
    page = (
        f"{TOP}Comments\n\nBianca\n2 hours ago\nShame.\nLike · Reply · 5h\n\nBo\n1 hour ago\nNo.\nLike · Reply · 4h\n"
    )
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


def test_characters_of_no_width_are_in_no_name():
    page = f"{TOP}Comments\n\n\u200b\u202aBianca\u202c\u200b\n2 hours ago\nShame.\n\nBo\u200b · 1 hour ago\nNo.\n"
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


def test_a_name_may_be_right_below_how_a_page_sorts():
    page = f"{TOP}Comments\nSort by:\nBianca\n2 hours ago\nShame.\nLike\nBo\n1 hour ago\nNo.\nLike\n"
    assert said(page) == [("Bianca", "Shame."), ("Bo", "No.")]


@pytest.mark.parametrize("bold", ["**{}**", "__{}__", "**{}**:", "**{}** (3 May)"])
def test_bold_lines_below_a_heading_are_names(bold):
    first, second = bold.format("Bianca"), bold.format("fed up")
    thread = read(f"{TOP}## Comments\n\n{first}\nShame.\n\nOn them.\n\n{second}\n> Shame.\n\nWhy?\n")
    assert [(one.author, one.text) for one in thread.comments] == [
        *(("Bianca", "Shame.\n\nOn them."), ("fed up", "> Shame.\n\nWhy?"))
    ]


@pytest.mark.parametrize(
    "page",
    [
        "# Comments on the budget\n\n## Taxes\nThey rise.\n\n## Schools\nThey close.\n",
        "# Study\n\n## Methods\nWe asked.\n\n## Discussion\n\n### Limits\nMany.\n\n### Outlook\nGood.\n",
        "# Diary\n\n**Monday**\nI swam.\n\n**Tuesday**\nI swam again.\n",
        "The mayor spoke\nHe said:\nNever.\nThen she answered\nquickly:\nWhy?\n",
    ],
)
def test_headings_bold_lines_and_verbs_of_an_essay_are_no_names(page):
    assert all(one.author is None for one in read(page).comments)


def test_a_name_that_stands_again_above_who_commented_is_in_no_comment():
    page = "Drop the old towels #12\nbo opened this issue on Mar 3, 2021 · 2 comments\n\nComments\n"
    page += "ida\nunlocked this discussion on Mar 2, 2021\n"
    page += "@bo\n \nMember\nbo commented on Mar 3, 2021\nThey are wet.\n\n 👍\n12\n 👎\n3\n@fed-up\n"
    thread = read(page + "fed-up commented on Mar 4, 2021\n👍\n@kit\nkit bot commented on Mar 5, 2021\nStale.\n")
    assert [(one.author, one.text) for one in thread.comments] == [
        *(("bo", "They are wet."), ("fed-up", "👍"), ("kit bot", "Stale."))
    ]


def test_a_name_in_full_and_a_rank_below_a_handle_are_not_the_author():
    talk = [("ida_f\nIda Falk", "It leaks."), ("bo", "Where?"), ("hale\nRuth Hale\nRegular", "At the\nback, Bo.")]
    page = "\n".join(f"{head}\nMay {n}, 2024\n{words}\n" for n, (head, words) in enumerate(talk, 2))
    assert said(f"Pond\n\n{page}") == [("ida_f", "It leaks."), ("bo", "Where?"), ("hale", "At the\nback, Bo.")]


def test_roles_between_some_names_and_their_dates_do_not_move_the_other_names():
    row = "\n\nUpvote\n30\nDownvote\nReply\n"
    page = f"{TOP}Sort by:\nBest\nSearch Comments\ndryland\n•\n4h ago\nNo.{row}"
    page += f"wetfeet\nOP\n•\n3h ago\nHarsh.{row}helper\nMOD\n•\n5h ago\nBe nice.{row}"
    assert said(page) == [("dryland", "No."), ("wetfeet", "Harsh."), ("helper", "Be nice.")]


def test_edited_between_a_name_and_words_hides_neither():
    page = "".join(f"{name}\n{name}\nEdited\n{words}\n1w\n3 likes\nReply\n" for name, words in FIVE[:1])
    page += "".join(f"{name}\n{name}\n{words}\n1w\nReply\n" for name, words in FIVE[1:])
    assert said(f"ely_lido\nNew hours from Monday.\n1w\n\n{page}") == list(FIVE)


@pytest.mark.parametrize(
    "date", ["2 godz. temu", "3 tygodnie temu", "miesiąc temu", "10 maja 2024", "3 lipca 2024, 10:42"]
)
def test_a_polish_page_has_dates_and_buttons(date):
    talk = [("Kasia", "Wstyd."), ("Marek W.", "Kto za to zapłaci?")]
    page = "".join(f"{name}\n{date}\n{words}\nOdpowiedz\nZgłoś do moderacji\nLubię to 3\n" for name, words in talk)
    assert said(f"Basen zamknięty\n\nRada zdecydowała.\n\nKomentarze (2)\nNajnowsze\n{page}") == talk


def test_handles_without_servers_have_dates_below_the_words():
    dates = (f"May 0{n}, 2024, 10:42 AM·{n}·12" for n in range(1, 6))
    handles = ("bianca", "bells", "morag_t", "falk", "bus9")
    people = zip(FIVE, handles, dates, strict=True)
    page = "".join(f"{name}\n@{handle}\n\n{words}\n\n{date}\n\n" for (name, words), handle, date in people)
    assert said(page) == list(FIVE)


def test_counts_of_reactions_below_comments_are_no_headings():
    form = "{}\n{}w\nReport this comment\n{}\nLike\nReply\n{} Reactions\n"
    page = "".join(form.format(name, n, words, n + 1) for n, (name, words) in enumerate(FIVE, 1))
    assert said(f"{TOP}Like\nComment\nShare\n5 Comments\n{page}") == list(FIVE)
