"""Labelled comments in JSON lines, as annotation tools export them: read and refused as the rows of a table are."""

import csv
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit import LabelsError, train
from stancekit.reading.labels import read_labels

DOCCANO = """{"id": 7, "text": "Close the pool? About time.", "label": ["Pro"], "Comments": []}
{"id": 8, "text": "Over my dead body.", "label": ["Con"], "parent": 7, "Comments": []}
"""


def test_json_lines_may_hold_a_labelled_comment_each(write):
    rows = read_labels(write(DOCCANO, "admin.jsonl")).rows
    assert [(row.text, row.label, row.parent, row.line) for row in rows] == [
        ("Close the pool? About time.", "Pro", None, 1),
        ("Over my dead body.", "Con", "Close the pool? About time.", 2),
    ]
    numbers = '\n{"body": "Shut it.", "label": 1}\n\n{"body": "Keep it.", "label": 0, "mood": "calm"}\n'
    labels = read_labels(write(numbers, "numbers.jsonl"), extra_columns="ignore")
    assert [(row.label, row.line) for row in labels.rows] == [("1", 2), ("0", 4)]
    assert labels.notes[0].endswith("columns not used: mood")


def test_json_lines_train_as_a_table_does(write):
    rows = [(f"{verb} the {thing}.", side) for verb, side in (("Close", "pro"), ("Keep", "con")) for thing in
            ("pool", "pier", "kiln", "club", "camp", "ferry")]  # fmt: skip
    table = "text,label\n" + "".join(f"{text},{label}\n" for text, label in rows)
    lines = "".join(json.dumps({"label": [label], "text": text}) + "\n" for text, label in rows)
    one, other = (train(write(*each)) for each in ((table, "labels.csv"), (lines, "labels.jsonl")))
    assert one.evaluation == other.evaluation
    assert one.model.card == other.model.card


def test_every_line_may_have_a_key_of_its_own(write):
    lines = (json.dumps({"text": f"Number {n}", "label": "ab"[n % 2], f"key {n}": n}) for n in range(20_000))
    labels = read_labels(write("\n".join(lines), "labels.jsonl"), extra_columns="ignore")
    assert len(labels.rows) == 20_000 and ": columns not used: key 0, key 1, " in labels.notes[0]


COLUMNS = ("text", "label", "target", "thread", "id", "parent")
CELL = st.text("ab 1", max_size=2).filter(lambda cell: cell == cell.strip())


@given(st.lists(st.tuples(*[CELL] * len(COLUMNS)), min_size=1, max_size=4))
def test_json_lines_are_read_as_a_table_is(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("labels")
    rows = [
        ("First.", "pro", "pool", "t", "x", "y"),
        ("Second.", "con", "pool", "t", "z", ""),  # so that no cells seem to be merged, which those of lines never are
        *rows,
    ]  # a column that is empty throughout is left out of the lines
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    lines = [json.dumps(dict(zip(COLUMNS, row, strict=True))) for row in rows]
    (folder / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")

    def found(name):
        try:
            return [
                (row.text, row.label, row.target, row.parent, row.thread) for row in read_labels(folder / name).rows
            ]
        except LabelsError as error:
            return [(problem.column, re.sub(r"\d+", "", problem.reason)) for problem in error.problems]

    assert found("labels.jsonl") == found("labels.csv")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"text": "Both are right.", "label": ["Pro", "Con"]}',
            "'label': is a list of 2 labels; keep the one that counts",
        ),
        ('{"text": "Eh.", "label": []}', "column 'label': is empty; fill it in or delete the row"),
        ('{"text": "Eh."}', "column 'label': is empty; fill it in or delete the row"),
        ('{"text": "Eh.", "label": true}', "column 'label': must be a string, not true or false"),
        ('{"text": ["Eh."], "label": "Pro"}', "column 'text': must be a string, not a list"),
        ('{"text": "Eh.", "label": "NA"}', "column 'label': is 'NA'; is it a missing value?"),
        ('{"text": "Eh.", "label": "Pro"', "not JSON at character"),
        ('["Eh.", "Pro"]', "found a list"),
    ],
)
def test_a_line_that_cannot_be_trusted_is_named(write, line, message):
    with pytest.raises(LabelsError, match=re.escape(message)) as refusal:
        read_labels(write(DOCCANO + line, "admin.jsonl"))
    assert [problem.line for problem in refusal.value.problems] == [3]
