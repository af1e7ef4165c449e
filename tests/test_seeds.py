"""The seed files hold what seeds/README.md and docs/labels.md say they hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from stancekit import read_thread

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
COLUMNS = ["id", "thread", "title", "author", "parent", "text", "target", "label", "reply_stance", "stance", "abuse"]
PARTS = ("train", "test")
SAVED = {
    "library-lockers": "train",
    "printer-ink": "train",
    "night-train": "train",
    "lake-goose": "test",
    "sunday-ferry": "test",
    "audiobooks": "test",
}

Row = dict[str, str]


def rows_of(part: str) -> list[Row]:
    with (SEEDS / f"threads-{part}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = {part: rows_of(part) for part in PARTS}


def by_thread(rows: list[Row]) -> dict[str, list[Row]]:
    threads: dict[str, list[Row]] = {}
    for row in rows:
        threads.setdefault(row["thread"], []).append(row)
    return threads


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("part", PARTS)
def test_columns_line_ends_and_encoding(part):
    raw = (SEEDS / f"threads-{part}.csv").read_bytes()
    assert raw.decode("utf-8").split("\n", 1)[0].split(",") == COLUMNS
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
    assert all(None not in row and None not in row.values() for row in ROWS[part])


@pytest.mark.parametrize("part", PARTS)
def test_labels_are_known_and_agree_with_each_other(part):
    for row in ROWS[part]:
        where = f"{row['thread']} {row['id']}"
        assert row["stance"] in {"supportive", "skeptical", "neutral"}, where
        assert row["abuse"] in {"abusive", "civil"}, where
        assert row["label"] == ("abusive" if row["abuse"] == "abusive" else row["stance"]), where
        assert row["reply_stance"] in ({"agrees", "disagrees", "neutral"} if row["parent"] else {""}), where


@pytest.mark.parametrize("part", PARTS)
def test_each_thread_is_one_tree_under_one_title(part):
    for thread, rows in by_thread(ROWS[part]).items():
        before: set[str] = set()
        for row in rows:
            assert row["id"] not in before, f"{thread} has two comments {row['id']}"
            assert row["parent"] in {"", *before}, f"{thread} {row['id']} answers nothing before it"
            before.add(row["id"])
        assert len({row["title"] for row in rows}) == 1, thread
        assert all(row["target"] == row["title"] for row in rows), thread


def test_sixteen_threads_train_eight_others_test():
    train, test = (by_thread(ROWS[part]).keys() for part in PARTS)
    assert (len(train), len(test)) == (16, 8)
    assert not train & test


def test_no_text_is_blank():
    for part in PARTS:
        for row in ROWS[part]:
            assert row["text"].strip() and row["title"].strip() and row["author"].strip()


def test_no_two_comments_are_nearly_the_same():
    grams = []
    for row in ROWS["train"] + ROWS["test"]:
        text = squeezed(row["text"].casefold())
        grams.append((row, {text[i : i + 5] for i in range(max(1, len(text) - 4))}))
    for (one, a), (other, b) in combinations(grams, 2):
        assert len(a & b) < 0.6 * len(a | b), (one["thread"], one["id"], other["thread"], other["id"])


@pytest.mark.parametrize("column", ["label", "reply_stance"])
def test_readme_counts_are_the_computed_ones(column):
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    table = re.search(rf"^\| {column} \|.*?(?=\n\n|\Z)", readme, re.MULTILINE | re.DOTALL)
    assert table, f"seeds/README.md has no table of {column}"
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()]
    told = {line[0]: tuple(map(int, line[1:])) for line in lines[2:]}
    counts = [Counter(row[column] or "none" for row in ROWS[part]) for part in PARTS]
    computed = {value: tuple(count[value] for count in counts) for value in counts[0] | counts[1]}
    assert told == computed | {"all": tuple(len(ROWS[part]) for part in PARTS)}


@pytest.mark.parametrize(("slug", "part"), SAVED.items())
def test_saved_text_holds_every_comment_of_its_thread(slug, part):
    saved = squeezed((SEEDS / f"{slug}.txt").read_text(encoding="utf-8"))
    rows = by_thread(ROWS[part])[slug]
    assert [row["id"] for row in rows if squeezed(row["text"]) not in saved] == []


def test_every_saved_text_is_checked():
    assert {path.stem for path in SEEDS.glob("*.txt")} == SAVED.keys()


@pytest.mark.parametrize(("slug", "part"), SAVED.items())
def test_saved_text_is_read_comment_by_comment(slug, part):
    thread = read_thread(SEEDS / f"{slug}.txt")
    rows = by_thread(ROWS[part])[slug]
    written = {squeezed(row["text"]): row for row in rows}
    unquoted = [
        squeezed("\n".join(line for line in comment.text.split("\n") if not line.startswith(">")))
        for comment in thread.comments
    ]
    assert sorted(unquoted) == sorted(written)
    if thread.reading.format == "article":
        authors = [
            comment.author or written[text]["author"] for comment, text in zip(thread.comments, unquoted, strict=True)
        ]
        assert authors == [written[text]["author"] for text in unquoted]
        assert thread.title == rows[0]["title"]
