"""Reading labelled rows: whatever cannot be trusted is refused, with its line and what to do."""

import csv
import gzip
import io
import json
import pickle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stancekit import InputError, LabelsError, ReadError, StancekitError, read_threads
from stancekit.reading.labelled_rows import MAX_LABELLED_CHARACTERS
from stancekit.reading.labels import read_labels

GOOD = "text,label\nAbout time.,supportive\nIt won't work.,skeptical\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (GOOD, "labels.csv"),
        ("\ufeff" + GOOD, "labels.csv"),
        (GOOD.replace("\n", "\r\n"), "labels.csv"),
        (GOOD.replace(",", "\t"), "labels.tsv"),
        (GOOD.replace(",", ";"), "labels.csv"),
        (gzip.compress(GOOD.encode()), "labels.csv.gz"),
        (GOOD.replace(",", "\t").encode("utf-16"), "Unicode text.txt"),
        ("Label, Comment Text \nsupportive,About time.\nSkeptical ,It won't work.\n", "labels.csv"),
    ],
)
def test_rows_are_read_from_what_people_export(write, content, name):
    rows = read_labels(write(content, name)).rows
    assert [(row.text, row.label, row.line) for row in rows] == [
        ("About time.", "supportive", 2),
        ("It won't work.", "skeptical", 3),
    ]


def test_columns_have_their_meaning(write):
    path = write('text,label,target,thread\n"Two\nlines",not_abusive,the bypass,t1\nYou fool,abusive,,t2\n')
    one, other = read_labels(path).rows
    assert (one.text, one.label, one.target, one.thread, one.line) == ("Two\nlines", "civil", "the bypass", "t1", 2)
    assert (other.label, other.target, other.thread, other.line) == ("abusive", None, "t2", 4)


def test_merged_cells_are_those_of_the_rows_below(write):
    path = write("thread,title,text,label\nt1,Pool shut,It leaks.,a\n,,Still?,b\nt2,Sauna shut,No.,a\n,,So what?,b\n")
    labels = read_labels(path)
    assert [(row.thread, row.target) for row in labels.rows] == [("t1", "Pool shut")] * 2 + [("t2", "Sauna shut")] * 2
    assert labels.notes == (f"{path}: empty cells of thread, title say what the one above says",)


def test_the_parent_is_the_text_of_the_row_with_that_id_in_that_thread(write):
    path = write(
        "id,thread,parent,text,label\n2,t1,1,Quite so.,supportive\n1,t1,,Close it.,skeptical\n"
        "1,t2,,Keep it.,supportive\n2,t2,9,Why?,neutral\n3,t2,1,Never!,skeptical\n"
    )
    labels = read_labels(path)
    assert [row.parent for row in labels.rows] == ["Close it.", None, None, None, "Keep it."]
    assert labels.notes == (f"{path}: rows whose parent is the id of no other, read without what they answer: 1",)


def test_a_table_of_labels_is_found_and_its_parents_are_named_as_in_any_table(write):
    rows = "a;;Close it.;skeptical\nb;t1_a;Quite so.;supportive\n7;0;Keep it.;supportive\nc;7.0;Why?;neutral\n"
    rows += "a.9;;No.;skeptical\n"
    labels = read_labels(write(f"sep=;\nid;parent;text;label\n{rows}"))
    assert [row.parent for row in labels.rows] == [None, "Close it.", None, "Keep it.", "Close it."]
    assert [row.line for row in labels.rows] == [3, 4, 5, 6, 7]
    assert labels.notes == ()


def test_every_problem_is_named_in_one_go(write):
    with pytest.raises(LabelsError) as refusal:
        read_labels(write("text,label\nYes.,suportive\n,skeptical\nNo.,skeptical\n"))
    assert [problem.line for problem in refusal.value.problems] == [2, 3]


@pytest.mark.parametrize("paths", [3, [("a", "b")], [3]])
def test_what_is_no_path_is_refused(paths):
    with pytest.raises(InputError, match="paths must be"):
        read_labels(paths)


def test_a_refusal_may_be_sent_to_another_process(write):
    with pytest.raises(LabelsError) as refusal:
        read_labels(write("text,label\nYes.,supportive\n,skeptical\n"))
    again = pickle.loads(pickle.dumps(refusal.value))
    assert (str(again), again.problems) == (str(refusal.value), refusal.value.problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "comment_txt,label\na,b\n",
            "{path}, line 1: column 'text': is missing; the header has comment_txt, label. "
            "Rename the one that holds it",
        ),
        (
            ",text,mood\n0,a,b\n",
            "{path}, line 1: column 'label': is missing; the header has (unnamed), text, mood. "
            "Rename the one that holds it",
        ),
        (
            "text,label,mood\na,b,c\n",
            "{path}, line 1: column 'mood': is none of those used (text, label, target, title, "
            "parent, thread, id); rename or remove it, or pass --extra-columns ignore",
        ),
        (
            "text,label,Target\na,abusive,0.9\nb,civil,\nc,civil,0\n",
            "{path}, line 1: column 'Target': holds numbers, nothing that one can be for or against; "
            "rename or remove it, or pass --extra-columns ignore",
        ),
        (
            "Comment, Category \na,b\n",
            "{path}, line 1: column 'label': is missing; the header has Comment, Category. Rename 'Category' to label",
        ),
        (
            "text,stance,abuse\na,neutral,civil\n",
            "{path}, line 1: column 'label': is missing; the header has text, stance, abuse. "
            "The columns stance and abuse are not read as labels from a file: add a column label, abusive or else the "
            'stance, or train on both in Python, with StanceClassifier().fit(X, {{"abuse": ..., "stance": ...}})',
        ),
        ("text,label,label\na,b,c\n", "{path}, line 1: column 'label': stands twice in the header; rename one"),
        (
            GOOD + "Nice,neutral,really\n",
            "{path}, line 4: 3 fields where the header has 2; a field that contains the delimiter or a line end must "
            "be quoted",
        ),
        (
            'text,label\n"About time.,supportive\nNo.,skeptical\n',
            '{path}, line 2: a quote (") opens here and is never closed; close it, and write a quote inside a quoted '
            'field as ""',
        ),
        (
            "id,parent,text,label\n1,,Yes.,pro\n1,,No.,con\n2,1,Oh?,pro\n",
            "{path}, line 4: column 'parent': is '1', and lines 2 and 3 have this id; give each its own",
        ),
        (
            "id,parent,text,label\n1,,Yes.,pro\n2,3,No.,con\n3,2,Oh?,pro\n3,3,Oh!,pro\n4,4,Ah.,con\n",
            "{path}, line 3: column 'parent': is '3', and lines 4 and 5 have this id; give each its own\n"
            "{path}, line 3: column 'parent': comments answer each other in a ring: '2' -> '3' -> '2'; "
            "one of them must have no parent",
        ),
        (GOOD + " ,neutral\n", "{path}, line 4: the text is empty; delete the row or fill it in"),
        (GOOD + "Hm., \n", "{path}, line 4: column 'label': is empty; fill it in or delete the row"),
        (
            GOOD + "a" * 100_001 + ",neutral\n",
            "{path}, line 4: column 'text': has 100,001 characters, more than 100,000; is a quote unclosed?",
        ),
        (
            GOOD + "About time.,skeptical\n",
            "{path}, line 4: column 'label': is 'skeptical', but line 2 has the same text with 'supportive'; keep one",
        ),
        ("text,label\n", "{path}, line 1: there is a header but no row"),
        (
            GOOD + "Hm.,NA\nHm?,<NA>\n",
            "{path}, line 4: column 'label': is 'NA'; is it a missing value? Fill it in or delete the row; "
            "if not, call the label otherwise\n"
            "{path}, line 5: column 'label': is '<NA>'; is it a missing value? Fill it in or delete the row; "
            "if not, call the label otherwise",
        ),
        (
            GOOD + "Hm.,Unclear\n",
            "{path}, line 4: column 'label': is 'Unclear', which a model says where it abstains; call it neutral, "
            "or leave the row out",
        ),
        (
            "text,label\na,supportive\nb,suportive\nc,abusive\n",
            "{path}, line 3: column 'label': is 'suportive'; do you mean 'supportive'?",
        ),
        (
            "text,label\na,supportive\nb,Oppose\nc,toxic\nd,neither\n",
            "{path}, line 3: column 'label': is 'Oppose'; do you mean 'skeptical'?\n"
            "{path}, line 4: column 'label': is 'toxic'; do you mean 'abusive'?\n"
            "{path}, line 5: column 'label': is 'neither'; do you mean 'neutral'?",
        ),
        (
            "text,label\na,supportive\nb,Non-Toxic\n",
            "{path}, line 3: column 'label': is 'Non-Toxic'; do you mean 'civil'?",
        ),
        (
            "text,label\na,Pro\nb,contra\nc,pro\n",
            "{path}, line 4: column 'label': is 'pro', and elsewhere 'Pro'; write them alike",
        ),
        (
            "text,label\na,pro\nb,con\nc,\u200b\n",
            "{path}, line 4: column 'label': is empty; fill it in or delete the row",
        ),
        (
            "text,label\na,pro\nb,\ufeffpro\nc,con it\nd,con\xa0it\n",
            "{path}, line 3: column 'label': is '\\ufeffpro', and elsewhere 'pro'; write them alike\n"
            "{path}, line 5: column 'label': is 'con\\xa0it', and elsewhere 'con it'; write them alike",
        ),
        (
            "label,text\na,pro\nb,con\nc,pro\nd,con\ne,pro\n",
            "{path}, line 2: column 'label': has 5 labels for 2 different texts; are the columns text and label "
            "swapped?",
        ),
        (
            GOOD + "pro," + "a" * 201 + "\n",
            "{path}, line 4: column 'label': has 201 characters, more than 200; is a quote unclosed, or are the "
            "columns swapped?",
        ),
        (
            "label,text\n"
            + "".join(f"{'Nobody asked us. ' * 20}{at},{'pro' if at % 2 else 'con'}\n" for at in range(5)),
            "{path}, line 1: column 'label': has more than 200 characters in 5 rows; are the columns text and label "
            "swapped?",
        ),
        (
            "text,label\na,-1\nb,1\nc,1.0\nd,-1.0\ne,v1\nf,v1.0\n",
            "{path}, line 4: column 'label': is '1.0', and elsewhere '1'; write them alike\n"
            "{path}, line 5: column 'label': is '-1.0', and elsewhere '-1'; write them alike",
        ),
    ],
)
def test_rows_that_cannot_be_trusted_are_refused(write, content, message):
    path = write(content)
    with pytest.raises(LabelsError) as refusal:
        read_labels(path)
    assert str(refusal.value) == message.format(path=path)
    assert all(problem.path == path and problem.line for problem in refusal.value.problems)


def test_every_problem_is_found_and_the_first_ten_are_shown(write):
    path = write("text,label\n" + "x,\n" * 12)
    with pytest.raises(LabelsError) as refusal:
        read_labels(path)
    assert [problem.line for problem in refusal.value.problems] == list(range(2, 14))
    assert str(refusal.value).endswith("... and 2 more")


def test_html_in_a_cell_of_a_labelled_text_becomes_text(write):
    labels = read_labels(write("text,label\n<p>Close it.</p>,skeptical\nAT&T <3,supportive\n"))
    assert [row.text for row in labels.rows] == ["Close it.", "AT&T <3"]


def test_what_stands_for_an_empty_cell_is_none_in_labels_too(write):
    rows = "1.0,NA,NaN,Close it.,skeptical\n2.0,1,Ring road,Who drives there?,neutral\nNA,1,NA,Fine by me.,supportive\n"
    labels = read_labels(write(f"id,parent,target,text,label\n{rows}"))
    assert [(row.target, row.parent) for row in labels.rows] == [
        *((None, None), ("Ring road", "Close it."), (None, "Close it.")),
    ]
    assert labels.notes == ()


def test_the_same_words_may_differ_by_target_and_by_thread(write):
    rows = "Yes.,supportive,tax,1\nYes.,skeptical,war,1\nYes.,skeptical,tax,2\n"
    assert len(read_labels(write("text,label,target,thread\n" + rows)).rows) == 3


def test_the_title_is_the_target_where_a_row_has_none(write):
    rows = read_labels(
        write("text,label,title,target\nYes.,supportive,Ferry to stop,\nNo.,skeptical,Ferry to stop,the fares\n")
    ).rows
    assert [row.target for row in rows] == ["Ferry to stop", "the fares"]


def test_a_target_of_numbers_may_be_ignored_and_one_of_words_with_numbers_is_used(write):
    labels = read_labels(write("text,label,target\na,abusive,1.5e-05\nb,civil,0\n"), extra_columns="ignore")
    assert [row.target for row in labels.rows] == [None, None]
    assert labels.notes[0].endswith("column of numbers not used: target")
    rows = read_labels(write("text,label,target\na,pro,1984\nb,con,Animal Farm\n")).rows
    assert [row.target for row in rows] == ["1984", "Animal Farm"]


def test_columns_may_be_ignored_and_are_named(write):
    path = write("text,label,mood\nAbout time.,supportive,1\nNo.,skeptical,2\nNo.,skeptical,3\n")
    labels = read_labels(path, extra_columns="ignore")
    assert labels.notes == (
        f"{path}: columns not used: mood",
        "rows that repeat the text, target, thread and parent of another: 1",
    )
    with pytest.raises(InputError, match="extra_columns must be 'refuse' or 'ignore', got 'keep'"):
        read_labels(path, extra_columns="keep")


def test_a_file_given_twice_is_refused(write):
    path = write(GOOD)
    with pytest.raises(InputError, match=r"labels\.csv is given twice, so its rows would count twice; give it once"):
        read_labels([path, path.replace("labels", "lab*ls")])


@pytest.mark.parametrize(
    "content",
    ["Nobody asked us\n\nBianca\nNo.\n", "Geese, swans and ducks will be counted\n", "Bins, mayor clash over them\n"],
)
def test_what_is_no_table_of_labels_is_told_so(write, content):
    with pytest.raises(LabelsError, match="line 1: is no table of labels, whose first line is, say, text,label; it is"):
        read_labels(write(content, "page.txt"))


def test_files_are_read_one_after_the_other(write):
    one, other = write(GOOD, "one.csv"), write("text,label\nAbout time.,neutral\n", "other.csv")
    with pytest.raises(LabelsError, match=r"other\.csv, line 2: .*but .*one\.csv, line 2 has the same text"):
        read_labels([one, other])
    with pytest.raises(InputError, match="there is no file of labels"):
        read_labels([])
    with pytest.raises(ReadError, match="cannot be read: No such file"):
        read_labels("nowhere.csv")


CELLS = st.text('ab",\n\r;\t é\x00', max_size=6) | st.sampled_from(["supportive", "skeptical", "abusive"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=5), st.binary(max_size=8))
@settings(max_examples=200)
@example([["a", "yes"], ["b", "no"]], b"")
@example([], b'"')
def test_any_bytes_end_in_rows_or_a_refusal(tmp_path_factory, rows, tail):
    table = io.StringIO()
    csv.writer(table).writerows([["text", "label"], *rows])
    path = tmp_path_factory.mktemp("labels") / "labels.csv"
    path.write_bytes(table.getvalue().encode() + tail)
    try:
        read = read_labels(path).rows
    except StancekitError:
        return
    assert len(read) >= len([row for row in rows if any(cell.strip() for cell in row)])


def test_the_longest_text_is_read(write):
    text = "a" * MAX_LABELLED_CHARACTERS
    assert read_labels(write(f"text,label\n{text},yes\nb,no\n")).rows[0].text == text


def test_labels_that_look_alike_are_one(write):
    path = write("text,label\na,für\nb,fu\u0308r\nc,wider\n", "labels.csv")
    assert [row.label for row in read_labels(path).rows] == ["für", "für", "wider"]


def test_a_word_of_one_s_own_ends_with_one_of_stancekit_s_and_a_misspelling_does_not(write):
    for label in ("neutrall", "abusive."):
        with pytest.raises(LabelsError, match="do you mean"):
            read_labels(
                write(f"text,label\na,supportive\nb,skeptical\nc,abusive\nd,neutral\ne,{label}\n", "labels.csv")
            )


def test_a_label_near_one_of_stancekits_own_may_be_a_word_of_its_own(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("text,label\na,civil\nb,uncivil\nc,Sceptical\nd,sarcastic\n", encoding="utf-8")
    assert [row.label for row in read_labels(path).rows] == ["civil", "uncivil", "skeptical", "sarcastic"]


def test_labels_of_one_s_own_that_stancekit_has_another_word_for_are_noted(write):
    labels = read_labels(write("text,label\na,agree\nb,disagree\nc,Neutral\n"))
    assert [row.label for row in labels.rows] == ["agree", "disagree", "neutral"]
    (note,) = labels.notes
    assert note.endswith("; rename if that is meant: agree (supportive), disagree (skeptical)")
    assert read_labels(write("text,label\na,agree\nb,disagree\nc,unsure\n")).notes == ()


@pytest.mark.parametrize("label", ["NA", "n/a", "NaN", "nan", "NULL", "#N/A", "\\N"])
def test_a_missing_value_is_no_label_of_ones_own(write, label):
    with pytest.raises(LabelsError, match="is it a missing value"):
        read_labels(write(f"text,label\nClose it.,pro\nKeep it.,con\nEh.,{label}\n"))
    assert read_labels(write("text,label\nClose it.,pro\nEh.,None\n")).rows[1].label == "None"  # as SemEval has it


def test_labels_are_read_from_the_tables_that_predict_reads(write):
    survey = 'Notes,label\nWhat do you think?,\n"{""ImportId"":""QID1""}",\nMow it.,supportive\nWhy?,neutral\n'
    barred = "| text  | label |\n|-------|-------|\n| Mow it. | supportive |\n| Why?  | neutral |\n"
    blank = "sep=;\ntext;label\n;\nMow it.;supportive\n;;\nWhy?;neutral\n"
    for table in (survey, barred, blank, "text | label\nMow it. | supportive\nWhy? | neutral\n"):
        assert [(row.text, row.label) for row in read_labels(write(table)).rows] == [
            *(("Mow it.", "supportive"), ("Why?", "neutral")),
        ]


def test_the_title_above_a_table_of_labels_is_the_target(write):
    rows = read_labels(write("Mowing the churchyard,\n\ntext,label\nMow it.,supportive\nWhy?,neutral\n")).rows
    assert [row.target for row in rows] == ["Mowing the churchyard"] * 2


def test_a_labelled_row_without_words_is_no_deleted_comment(write):
    with pytest.raises(LabelsError) as refusal:
        read_labels(
            write("id,parent,text,label\n1,,,neutral\n2,1,<p><img src='x.png'></p>,neutral\n3,1,[deleted],neutral\n")
        )
    assert [problem.line for problem in refusal.value.problems] == [2, 3]


def test_the_only_column_of_sentences_is_the_text_of_labels_too_and_said_to_be(write):
    path = write("What of the meadow?,label\nMow it in May.,supportive\nWhy would anyone?,neutral\n")
    labels = read_labels(path)
    assert [row.text for row in labels.rows] == ["Mow it in May.", "Why would anyone?"]
    assert labels.notes == (f"{path}: read as text, as the only column that holds sentences: What of the meadow?",)


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_what_a_row_quotes_from_its_thread_is_not_its_own(tmp_path, name):
    insult, answer = "You pathetic clown, resign.", "> You pathetic clown, resign.\nThat is uncalled for."
    rows = [
        {"thread": "a", "id": "1", "parent": "", "text": insult, "label": "abusive"},
        {"thread": "a", "id": "2", "parent": "1", "text": answer, "label": "civil"},
        {"thread": "a", "id": "3", "parent": "2", "text": "Thank you.", "label": "civil"},
        {"thread": "b", "id": "1", "parent": "", "text": answer, "label": "civil"},
    ]
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        if name.endswith(".csv"):
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        else:
            file.writelines(f"{json.dumps(row)}\n" for row in rows)
    found = read_labels(tmp_path / "rows.*").rows
    assert [row.text.strip() for row in found] == [insult, "That is uncalled for.", "Thank you.", answer]
    assert [row.parent for row in found] == [None, insult, "That is uncalled for.", None]


def test_what_a_row_quotes_from_a_title_is_not_its_own(write):
    rows = 'pool,Close the pool,Why?,neutral\npool,Sell it,"> Sell it\nNever!",skeptical\n'
    rows += 'pool,Sell it,"> Close the pool\nYes!",supportive\nmeadow,Mow it,"> Sell it\nNo.",skeptical\n'
    found = read_labels(write(f"thread,title,text,label\n{rows}")).rows
    assert [row.text.strip() for row in found] == ["Why?", "Never!", "Yes!", "> Sell it\nNo."]


def test_a_title_above_merged_cells_is_of_its_thread_alone(write):
    rows = "pool,Close the pool,It leaks.,supportive\n,,No.,skeptical\nsauna,,Keep it.,neutral\n,,Why?,neutral\n"
    path = write(f"thread,title,text,label\n{rows}")
    assert [row.target for row in read_labels(path).rows] == ["Close the pool"] * 2 + [None] * 2
    assert [thread.title for thread in read_threads(path)] == ["Close the pool", None]


def test_the_same_words_may_have_another_label_below_another_comment(write):
    rows = "1,,Close it.,skeptical\n2,,Keep it.,supportive\n3,1,I agree.,skeptical\n4,2,I agree.,supportive\n"
    found = read_labels(write(f"id,parent,text,label\n{rows}"))
    assert [row.parent for row in found.rows[2:]] == ["Close it.", "Keep it."] and found.notes == ()
    with pytest.raises(LabelsError, match="has the same text with 'skeptical'; keep one"):
        read_labels(write(f"id,parent,text,label\n{rows}5,1,I agree.,supportive\n"))


def test_rows_taken_for_totals_are_named(write):
    path = write("author,text,label\nBo,Mow it.,4\nIda,Let it grow.,1\n,,\nAverage,5,2.5\nCount,2,2\n")
    found = read_labels(path)
    assert [row.line for row in found.rows] == [2, 3]
    assert found.notes == (f"{path}: taken for totals or headers and left out: lines 5, 6",)


@pytest.mark.parametrize("columns", ["text,label", "id,parent,text,label"])
def test_rows_without_a_thread_are_one(write, columns):
    before = ("1,,", "2,1,") if "parent" in columns else ("", "")
    path = write(f'{columns}\n{before[0]}"It will not work.",a\n{before[1]}"> It will not work.\nIs it?",b\n')
    assert [row.text.strip() for row in read_labels(path).rows] == ["It will not work.", "Is it?"]


@pytest.mark.parametrize(("form", "column"), [("csv", "parent"), ("csv", "replying_to"), ("jsonl", "parent")])
def test_what_a_row_answers_is_found_as_predict_finds_it(write, form, column):
    answers = ["", "Bo", "Ida", "Bo"]
    said = ["Close it.", "Never!", "Why not?", "I agree."]
    rows = [
        {"author": author, "text": text, "label": "ab"[n % 2], column: above}
        for n, (author, text, above) in enumerate(zip(("Bo", "Ida", "Bo", "Al"), said, answers, strict=True))
    ]
    table = "".join(f"{row['author']},{row['text']},{row['label']},{row[column]}\n" for row in rows)
    content = f"author,text,label,{column}\n{table}" if form == "csv" else "\n".join(map(json.dumps, rows))
    path = write(content, f"labels.{form}")
    found, thread = read_labels(path), read_threads(path)[0]
    parents = [None if (one := thread.parent(comment)) is None else one.text for comment in thread.comments]
    assert [row.parent for row in found.rows] == parents
    assert parents == [None, "Close it.", "Never!", "Why not?"]


def test_a_row_without_a_title_has_its_threads(write):
    rows = "A,Ferry,Good.,supportive\nA,,Hm.,neutral\nB,Pier,Bad.,skeptical\nB,Lido,Why?,neutral\nB,,So.,neutral\n"
    found = read_labels(write(f"thread,title,text,label\n{rows}")).rows
    assert [row.target for row in found] == ["Ferry", "Ferry", "Pier", "Lido", None]


def test_a_missing_thread_in_json_lines_is_not_that_of_the_line_above(write):
    rows = [
        {"thread": "A", "title": "Ferry", "text": "Good.", "label": "supportive"},
        {"text": "Bad.", "label": "civil"},
    ]
    found = read_labels(write("\n".join(map(json.dumps, rows)), "labels.jsonl"))
    assert [(row.thread, row.target) for row in found.rows] == [("A", "Ferry"), (None, None)] and found.notes == ()
