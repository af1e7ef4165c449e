"""Reading files: every format, every refusal, and that no line is ever lost."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from files import read, refusal
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import article_pages, messy_text

from stancekit.errors import InputError, ReadError, StancekitError, ThreadError
from stancekit.reading import FORMATS, MAX_COMMENT_CHARS, read_thread, read_threads
from stancekit.reading.pages.detours import undone
from stancekit.threads import Thread

LINEAR = 300  # seconds, of which what is linear takes a few anywhere, and what is not takes hours
CASES = sorted((Path(__file__).parent / "cases" / "threads").glob("*.txt"))


# Articles with comments


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_saved_page_reads_as_a_person_reads_it(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    thread = read_thread(path)
    assert thread.reading is not None
    assert thread.reading.format == "article"
    assert thread.title == expected["title"]
    assert len([block for block in thread.article.split("\n\n") if block]) == expected["article_paragraphs"]
    found = [
        {"author": comment.author, "paragraphs": len(comment.paragraphs), "parent": comment.parent}
        for comment in thread.comments
    ]
    assert found == [{key: case[key] for key in ("author", "paragraphs", "parent")} for case in expected["comments"]]
    for comment, case in zip(thread.comments, expected["comments"], strict=True):
        assert comment.text.startswith(case["begins"])
    assert [kept.name for kept in thread.remainder] == expected["remainder"]


@pytest.mark.parametrize(
    "words",
    [
        *("Jump to conclusions much?", "Skip to the part where they admit it", "Skip to the end!", "Jump to it!"),
        *("Do not sell my data!", "Do not sell my house to these crooks", "Click to rate this nonsense"),
        *(
            "Pingback: nobody cares",
            "Removed",
            "2021-05-03 16:15 - The council has opened its sitting. " + "It is late. " * 12,
        ),
    ],
)
def test_what_people_say_is_no_button(words):
    heads = [
        ("Bianca", "3 hours ago", words),
        ("Morag", "2 hours ago", "I do not pay any more."),
        ("Bo", "1 hour ago", words),
    ]
    page = "Ferry to close\n\nThe council voted.\n\nComments (3)\n\n"
    thread = read(page + "".join(f"{author}\n{date}\n{said}\nReply\n\n" for author, date, said in heads))
    assert [(one.author, one.text) for one in thread.comments] == [(author, said.strip()) for author, _, said in heads]


@pytest.mark.parametrize("heading", ["1 response to “Ferry fares rise again”", "1 comment on “Ferry fares”"])
def test_one_comment_has_a_heading_as_well(heading):
    thread = read(f"Ferry fares rise again\n\nThe council has decided.\n\n{heading}\n\nThis is a disgrace.\n")
    assert (thread.title, [one.text for one in thread.comments]) == ("Ferry fares rise again", ["This is a disgrace."])


def test_a_comment_s_last_line_is_no_author_of_the_next():
    top = "Ferry to close\n\nThe council voted.\n\nComments (3)\n\nMorag\n3 hours ago\nShame.\nReply\n\n"
    middle = "Bianca\n2 hours ago\nI do not pay any more.\n---\nSent from my iPhone\n\n"
    thread = read(f"{top}{middle}Morag\n1 hour ago\nThank you kindly.\n")
    assert [one.author for one in thread.comments] == ["Morag", "Bianca", "Morag"]
    assert "Sent from my iPhone" in thread.comments[1].text


@pytest.mark.parametrize("bullet", ["•", "*", "-", "–", "1.", "1)"])
@pytest.mark.parametrize("indent", ["", "  ", "\t", "\xa0\xa0"])
@pytest.mark.parametrize("author", ["{}\n", "{}:\n", "{} wrote:\n", "{}: ", "{} says: "])
def test_bullets_indentation_and_the_authors_line_vary(bullet, indent, author):
    comments = [("Bianca", "The pier is rotten."), ("Ten Bells", "Then mend it."), (None, "It was never sound.")]
    page = ["Pier to close", "The council blames the tide."]
    for number, (name, text) in enumerate(comments, 1):
        mark = bullet.replace("1", str(number))
        body = text if name is None else author.format(name) + (indent + "   " if "\n" in author else "") + text
        page.append(f"{indent}{mark} {body}")
    thread = read("\n\n".join(page))
    assert [(comment.author, comment.text) for comment in thread.comments] == comments


@pytest.mark.parametrize("said", ["12", "Lovely", "Save", "F", "@council", "1998", "Context", "Moderator?", "B"])
def test_the_only_words_of_a_comment_are_never_the_pages(said):
    top = "Ferry to close\n\nIn May.\n\nShare\n\nComments\n\n"
    thread = read(f"{top}Bianca\n2 hours ago\n{said}\nReply\n\nMorag\n1 hour ago\nToo late.\nReply\n")
    assert [(comment.author, comment.text) for comment in thread.comments] == [("Bianca", said), ("Morag", "Too late.")]


def test_a_chats_messages_end_where_the_next_begins_whoever_writes():
    thread = read(
        "5/3/21, 4:10 PM - Messages are end-to-end encrypted.\n5/3/21, 4:15 PM - Bianca: The ferry is late.\n"
        "5/3/21, 4:16 PM - +44 7700 900123: Shame\nand a disgrace\n5/3/21, 4:18 PM - Iain left\n"
        "5/3/21, 4:19 PM - 🌊🌊: Note: bring a coat.\n"
    )
    assert thread.title is None
    assert [(comment.author, comment.text) for comment in thread.comments] == [
        ("Bianca", "The ferry is late."),
        ("+44 7700 900123", "Shame\nand a disgrace"),
        ("🌊🌊", "Note: bring a coat."),
    ]


def test_remarks_with_times_points_or_colons_are_not_taken_for_signatures():
    for text in (
        "2021-05-03 16:15 No bus came.\n2021-05-03 16:25 The timetable is a joke: nobody keeps it.\n"
        "2021-05-03 16:40 One question: who pays?\n",
        "Ely scored 12 points yesterday\nWhat a match, and what a crowd.\nWisbech lost 3 points 2 weeks ago\n"
        "March will go down, mark my words.\n",
    ):
        thread = read(text)
        assert [comment.text for comment in thread.comments] == text.strip().split("\n")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Advertisement\nFerries\n", "Ferries"),
        ("r/island\n•\n2 yr. ago\nharbourmaster\nThe last boat\n", "The last boat"),
        ("Share\nThe council will close the ferry in May, and nobody was asked.\n", None),
    ],
)
def test_the_title_may_stand_below_lines_of_the_pages_own(above, title):
    thread = read(f"{above}\nNobody was asked. It is a shame.\n\nComments\n\n• Bianca\n\n  Shame on them.\n")
    assert thread.title == title
    assert "Nobody was asked." in thread.article


def test_where_nothing_looks_like_comments_a_forced_article_is_all_article():
    thread = read("Pier to close\n\nThe council blames the tide.\n", input="article")
    assert (thread.title, thread.article, len(thread)) == ("Pier to close", "The council blames the tide.", 0)
    assert "no comments were found" in thread.reading.reasons[-1]


def test_parts_cover_every_line_and_say_why():
    thread = read("\nPier to close\n\nTide blamed.\n\nComments\n\n• Bianca\n\n  Mend it.\n\n• No.\n\n")
    assert [(part.first, part.last, part.role) for part in thread.reading.parts] == [
        (1, 3, "title"),
        (4, 5, "article"),
        (6, 7, "remainder"),
        (8, 11, "comment"),
        (12, 13, "comment"),
    ]
    assert thread.reading.parts[3].why == "comment 1: begun by a bullet, signed"


def test_only_line_ends_end_lines():
    thread = read("One\u2028still one.\x0cStill.\r\nTwo\x85still two.\rThree.\n", input="lines")
    assert [comment.text for comment in thread.comments] == [
        "One\u2028still one.\x0cStill.",
        "Two\x85still two.",
        "Three.",
    ]
    assert [comment.line for comment in thread.comments] == [1, 2, 3]


# Plain text


def test_a_comment_a_line():
    thread = read("Too dear.\nAbout time.\n- said nobody\nWho pays?\nNot me\nNor me\nSad\nWell\nHm\nNo\nYes\nNo\n")
    assert thread.reading.format == "lines"
    assert [comment.id for comment in thread.comments] == [str(number) for number in range(1, 13)]


TRAM = ["I like the new tram.", "The stops are too far apart.", "Who is going to pay for it?", "You are idiots."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "comments",
    [
        [*TRAM, "1. It costs too much. 2. It is ugly."],
        [*TRAM * 700, "- and another thing, the parking"],
        [*TRAM[1:], "* Typo, I meant the bus."],
        ["about time", *TRAM, "lol", "- nor me"],
        [*TRAM * 4, "- the cost", "- the noise"],
        [*TRAM, "Three things:", "1. cost", "2. noise", "3. dust"],
        [*TRAM[:2], "- Shame", *TRAM[2:]],
        [*TRAM, "Too dear", "- said nobody", *TRAM * 4, "Nice work", "* irony off", *TRAM * 4],
    ],
)
def test_a_dash_or_a_list_at_the_end_of_somebodys_comment_makes_no_page(comments, gap):
    thread = read(gap.join(comments))
    assert thread.reading.format in ("lines", "paragraphs")
    assert [one.text for one in thread.comments] == comments


@pytest.mark.parametrize(
    "above",
    [
        "New tram opens",
        "New tram opens\n\nFares have not been set.",
        "New tram opens\n\nBy Ines Falk\n\nFares have not been set.\n\nThe works are over.",
        "Should the city build a tram?\n\nFares have not been set.",
        "The city opened its tram on Monday.",
        "The city opened its tram on Monday.\n\nFares have not been set.",
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "* ", "1. "])
def test_bullets_below_a_title_or_few_sentences_are_comments(above, bullet):
    bullets = [f"{bullet.replace('1', str(at))}{text}" for at, text in enumerate(TRAM, 1)]
    thread = read("\n".join([above, "", *bullets]))
    assert thread.reading.format == "article"
    assert [one.text for one in thread.comments] == TRAM


def test_paragraphs_parted_by_blank_lines():
    thread = read("I have taken that bus for years and\nit was never late.\n\nMine was late today.\n")
    assert thread.reading.format == "paragraphs"
    assert [comment.text for comment in thread.comments] == [
        "I have taken that bus for years and\nit was never late.",
        "Mine was late today.",
    ]


# Replies


def test_orphans_are_refused_by_name_or_promoted():
    text = "id,parent,text\n1,,Late.\n2,9,Early.\n"
    with pytest.raises(ThreadError, match=r"comment '2' \(line 3\) replies to '9'"):
        read(text)
    thread = read(text, orphans="promote")
    assert thread.comments[1].parent is None
    assert thread.reading.reasons[-1] == "1 replies whose parent is missing were kept at the top level"


def test_rings_and_duplicates_are_named_with_the_file(tmp_path):
    path = tmp_path / "ring.csv"
    path.write_text("id,parent,text\n1,2,Late.\n2,1,Early.\n")
    with pytest.raises(ThreadError, match=re.escape("ring.csv: comments answer each other in a ring: '1' -> '2'")):
        read_thread(path)
    with pytest.raises(ThreadError, match="two comments have the id '1'"):
        read("id,text\n1,Late.\n1,Early.\n")


# Bytes


def test_paths_pipes_gzip_and_marks(tmp_path, monkeypatch):
    text = "\ufefftext,author\nLate.,Bo\n"
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_text(text, encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    threads = [read_thread(str(plain)), read_thread(packed), read_thread("-"), read(text)]
    with gzip.open(packed) as unpacked, io.BufferedReader(unpacked) as file:
        threads.append(read_thread(file))
    assert {thread.comments for thread in threads} == {threads[0].comments}
    assert [thread.reading.name for thread in threads[:3]] == [str(plain), str(packed), "-"]
    assert {thread.reading.encoding for thread in threads} == {"utf-8-sig"}


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Review ID,Reviewer Name,Review Text\r\n1,Jörg,Kräht jede Nacht.\r\n", "csv"),
        ("id\tauthor\ttext\r\n1\tJörg\tKräht jede Nacht.\r\n", "tsv"),
        ('[{"author": "Jörg", "body": "Kräht jede Nacht."}]\r\n', "json"),
        ("Cock to be silenced\n\nComments\n\nJörg wrote:\n\nKräht jede Nacht.\n", "article"),
    ],
)
def test_utf_16_with_its_mark_is_read(text, form, mark):
    thread = read_thread(io.BytesIO(("\ufeff" + text).encode(mark)))
    assert [(one.author, one.text) for one in thread.comments] == [("Jörg", "Kräht jede Nacht.")]
    assert (thread.reading.format, thread.reading.encoding) == (form, "utf-16")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "the file is empty"),
        (b" \n\t\n", None, "the file is empty"),
        (b"Late.\r\nCaf\xe9.\n", 2, "byte 10 (0xe9) is not UTF-8"),
        (b"\xef\xbb\xbfCaf\xe9.\n", 1, "byte 6 (0xe9) is not UTF-8"),
        (b"\xed\xa0\x80", 1, "is not UTF-8"),
        ("Late.".encode("utf-32"), 1, "the file is UTF-32; save it as UTF-8, or convert it: iconv -f UTF-32"),
        ("\nLa\nte".encode("utf-16") + b"\x00\xd8", 3, "begins as UTF-16 does, but this line is none"),
        ("La\n\0te".encode("utf-16"), 2, "begins as UTF-16 does, but this line is none"),
        (b"\xff\xfe" + b"\n\0" * (1 << 25), None, "at most 64 MB are read; convert it: iconv -f UTF-16 -t UTF-8"),
        ("Late.".encode("utf-16-le"), 1, "byte 1 is NUL"),
        (b"text\r\nLate.\r\nToo \0dear.\r\n", 3, "line 3: holds a NUL, which is no text; remove it or delete the row"),
        (gzip.compress(b"Late."), None, "a name that ends in .gz"),
        (b"x" * (MAX_COMMENT_CHARS + 1) + b"\n", 1, "a comment of 1,000,001 characters"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(data, line, words):
    error = refusal(data)
    assert error.line == line
    assert words in str(error)


def test_files_that_cannot_be_opened(tmp_path):
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(gzip.compress(b"text\nLate.\n" * 100)[:-20])
    for path, words in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "is a folder; name its files"),
        ("a\0b", "null"),
        (broken, "not a whole gzip file"),
    ):
        with pytest.raises(ReadError, match=words):
            read_thread(path)
    with pytest.raises(InputError, match="binary mode"):
        read_thread(io.StringIO("Late."))
    with pytest.raises(InputError, match="input must be one of article, lines"):
        read("Late.", input="yaml")
    with pytest.raises(InputError, match="orphans must be"):
        read("Late.", orphans="drop")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "• ",
        '"',
        ",",
        "> ",
        "1. ",
        "{",
        "[",
        "x:",
        " wrote",
        "2 ",
        "on 3 May ",
        "é",
        "* ",
        "A\n1.1.2020\n",
        "Bo\nMay 2\nNo\nShare\n",
        " ",
        "{Reactions}\n",
    ],
)
@pytest.mark.parametrize("line", [60, 200_000])
@pytest.mark.timeout(LINEAR)
def test_a_long_run_of_anything_takes_linear_time(unit, line):
    text = (unit * (line // len(unit)) + "\n") * (200_000 // line)
    for form in FORMATS:
        with contextlib.suppress(ReadError):
            read(text, input=form)


@pytest.mark.timeout(LINEAR)
@pytest.mark.parametrize(
    "text",
    [
        "[3 May 2020, 12:30] Bo: No{0}x\n[3 May 2020, 12:31] Ida: Why{0}x\n" * 3,
        "Lido{0}x\n\nIt shut.\n\nComments\n\nBo: No\nIda: Why?\n",
        "{0}Good idea.\nBad idea.\n",
    ],
)
def test_many_blanks_are_read_in_linear_time(text):
    for blank in " \t":
        assert len(read(text.format(blank * 60_000))) >= 2


@pytest.mark.timeout(LINEAR)
def test_quotations_of_long_comments_that_begin_alike_take_linear_time():
    said = ["Ann:\n" + "we said it before " * 2_000 + str(number) for number in range(50)]
    quotes = ["Bo:\n> " + "we said it before " * 1_900 + f"x{number}\nNo." for number in range(50)]
    read("\n\n".join(["A ferry", "It sails.", "Comments", *said, *quotes]))


def test_an_arrow_from_nobody_leaves_a_comment_unsigned():
    page = (
        "A ferry\n\nIt sails.\n\nComments\n\nBianca\n2 hours ago\nAt last.\n\n→ Bianca\n1 hour ago\nIndeed, at last.\n"
    )
    assert all(comment.author != "" for comment in read(page).comments)


# Laws

# What a line may lose: its bullet, and the words that only say that somebody speaks.
_MARKER = re.compile(r"\s*(?:[•‣◦▪●○∙·*+–-]|\d{1,4}[.)])")
_VERB = re.compile(r"(?:wrote|writes|says?|said|replied|replies|commented|comments|posted|answered|added)?\s*:", re.I)


def visible(text: str) -> Counter:
    return Counter("".join(text.split()))


def kept(thread: Thread) -> Counter:
    texts = [thread.title or "", thread.article, *(remainder.text for remainder in thread.remainder)]
    texts += [part for comment in thread.comments for part in (comment.author or "", comment.text)]
    return visible("".join(texts))


def assert_nothing_is_lost(text: str, thread: Thread) -> None:
    may_go: Counter = Counter()
    for line in text.split("\n"):
        for pattern in (_MARKER.match(line), _VERB.search(line)):
            if pattern:
                may_go += visible(pattern[0])
    before, after = visible(text), kept(thread)
    assert not before - after - may_go
    assert not after - before
    parts = thread.reading.parts
    assert [part.first for part in parts] == [1, *(part.last + 1 for part in parts[:-1])]
    assert parts[-1].last == text.count("\n") + (not text.endswith("\n"))


@given(article_pages())
def test_a_page_keeps_every_line_and_every_comment(page):
    thread = read(page.text)
    assert thread.reading.format == "article"
    assert thread.title == page.title
    assert [(comment.author, list(comment.paragraphs)) for comment in thread.comments] == page.comments
    assert_nothing_is_lost(page.text, thread)


@given(messy_text())
@example("Comments\n• \n•\n\n-\n1.\n")
@example("A\n\nComments\n\nBo wrote:\n\nBo wrote:\n> x\n2 hours ago\nReply\n")
def test_any_text_keeps_every_line_as_an_article(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").replace("\0", "")
    if text.strip():
        assert_nothing_is_lost(undone(text).text, read(text, input="article"))


def test_what_is_no_path_is_refused():
    for text in ("Great idea!\nBad idea!", "Great idea! " * 400):
        with pytest.raises(InputError, match=r"^source must be a path, got a text; io\.BytesIO"):
            read_threads(text)
    with pytest.raises(InputError, match="source is an empty path; name a file"):
        read_threads("")


@given(st.binary() | messy_text().map(lambda text: text.encode("utf-8", "replace")), st.sampled_from([None, *FORMATS]))
@example(b'{"text": "\\ud800"}', None)
@example(b'text\n"', "csv")
@example(b"\xef\xbb\xbf\xef\xbb\xbf", None)
def test_any_bytes_end_in_threads_or_in_a_stancekit_error(data, form):
    try:
        threads = read_threads(io.BytesIO(data), input=form)
    except StancekitError as error:
        assert str(error)
    else:
        assert threads
        assert all(comment.text.strip() for thread in threads for comment in thread.comments)


# Pages in other languages


@pytest.mark.parametrize(
    ("heading", "head", "answers", "buttons"),
    [
        ("3 Gedanken zu „Bad“", "{} sagt:\n4. März 2025 um 09:05 Uhr", "Antwort auf", "Antworten"),
        ("3 réflexions sur « Bad »", "{} dit :\n4 mars 2025 à 9 h 05 min", "En réponse à", "Répondre\nSignaler"),
        ("3 comentarios en «Bad»", "{} dice:\n4 de marzo de 2025 a las 9:05", "En respuesta a", "Responder"),
        ("3 Kommentare", "{}\nvor 2 Stunden", "Antwort auf", "Antworten\nMelden\n3 Empfehlungen"),
        ("3 commentaires", "{}\nil y a un jour", "En réponse à", "Répondre\n3 J'aime"),
        ("3 comentarios", "{}\nhace 2 horas", "En respuesta a", "Responder\nDenunciar"),
        ("3 reacties op “Bad”", "{} schreef:\n4 maart 2025 om 09:05", "In reactie op", "Beantwoorden"),
        ("3 commenti su “Bad”", "{} scrive:\n4 marzo 2025 alle 9:05", "In risposta a", "Rispondi"),
        ("3 comentários em “Bad”", "{} disse:\n4 de março de 2025 às 9:05", "Em resposta a", "Responder"),
        ("Reacties (3)", "{}\n2 uur geleden", "In reactie op", "Reageren\nVind ik leuk (2)"),
        ("3 commenti", "{}\n2 ore fa", "In risposta a", "Mi piace\nRispondi"),
        ("3 comentários", "{}\nhá 2 horas", "Em resposta a", "Curtir · Responder"),
        ("3 комментария", "{}\n2 часа назад", "В ответ на", "Нравится\nОтветить"),
        ("3 комментария", "{}\n4 мар 2025 в 9:05", "В ответ на", "Ответить\nПожаловаться"),
    ],
)
def test_a_page_may_be_in_another_language(heading, head, answers, buttons):
    talked = [("Bo", ""), ("Ida", f"{answers} Bo\n"), ("so_what", f"{answers} Ida\n")]
    page = "\n\n".join(f"{head.format(name)}\n{whom}{name} was here.\n\n{buttons}" for name, whom in talked)
    thread = read(f"Bad\n\nIt leaks.\n\n{heading}\n\n{page}\n")
    found = [(one.author, one.text, one.parent) for one in thread.comments]
    assert found == [("Bo", "Bo was here.", None), ("Ida", "Ida was here.", "1"), ("so_what", "so_what was here.", "2")]
