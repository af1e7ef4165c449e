"""What each command prints, writes and refuses."""

import csv
import gzip
import io
import json
import os
from typing import get_args

import pytest
from commands import PAGE, process, run

import stancekit
from stancekit import cli
from stancekit.evaluation import evaluate
from stancekit.loading import load_model, shipped_models
from stancekit.reading import FORMATS, read_threads
from stancekit.training import BASES, train

TABLE = """id,author,parent,text
a,Petra,,I love this
b,=cmd|' /C calc'!A0,a,"I doubt it,
twice"
c,,b,+44 is my number
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "buses.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.csv"
    sides = {"praise": ["love the new stove", "works like a dream"], "bug": ["the door jams", "it burnt my toast"]}
    rows = [(f"{text}, {number} times", label) for number in range(12) for label in sides for text in sides[label]]
    path.write_text("text,label\n" + "".join(f'"{text}",{label}\n' for text, label in rows), encoding="utf-8")
    return path


class TestPredict:
    def test_a_row_has_the_documented_keys_in_order(self, page, tiny_model_path):
        code, out, err = run("predict", page, "--model", tiny_model_path)
        rows = [json.loads(line) for line in out.splitlines()]
        assert (code, err) == (0, "")
        assert [list(row) for row in rows] == 4 * [
            ["id", "author", "text", "target", "label", "unclear", "probabilities", "model"]
        ]
        assert [(row["id"], row["author"], row["label"], row["unclear"]) for row in rows] == [
            ("1", "Petra", "supportive", False),
            ("2", "Old Nick", "skeptical", False),
            ("3", None, "abusive", False),
            ("4", None, None, True),
        ]
        assert {row["target"] for row in rows} == {"Town to swap its Sunday buses for shared taxis"}
        assert {row["model"] for row in rows} == {"tiny"}
        assert rows[1]["text"] == "I doubt it. Forty minutes in the rain?"

    def test_rows_are_what_the_library_says(self, page, tiny_model_path):
        _, out, _ = run("predict", page, "--model", tiny_model_path)
        (thread,) = read_threads(page)
        assert [json.loads(line)["probabilities"] for line in out.splitlines()] == [
            prediction.probabilities for prediction in load_model(tiny_model_path).predict_thread(thread)
        ]

    def test_explain_adds_the_words_with_their_places(self, page, tiny_model_path):
        _, out, _ = run("predict", page, "--model", tiny_model_path, "--explain")
        row = json.loads(out.splitlines()[2])
        assert list(row)[-1] == "evidence"
        loudest = row["evidence"][0]
        assert list(loudest) == ["start", "end", "text", "weight"]
        assert loudest["text"] == "idiot" == row["text"][loudest["start"] : loudest["end"]]

    def test_no_abstain_labels_every_comment(self, page, tiny_model_path):
        _, out, _ = run("predict", page, "--model", tiny_model_path, "--no-abstain")
        assert all(json.loads(line)["label"] for line in out.splitlines())

    def test_target_and_toward(self, table, tiny_model_path):
        _, out, _ = run("predict", table, "--model", tiny_model_path, "--target", "taxis", "--toward", "parent")
        assert [json.loads(line)["target"] for line in out.splitlines()] == [
            "taxis",
            "I love this",
            "I doubt it,\ntwice",
        ]

    def test_file_is_named_where_there_are_several_and_thread_where_the_file_does(
        self, page, tmp_path, tiny_model_path
    ):
        two = tmp_path / "two.csv"
        two.write_text("thread,text\nferry,Too dear.\nschool,At last a new roof.\n", encoding="utf-8")
        _, out, _ = run("predict", page, two, "--model", tiny_model_path)
        rows = [json.loads(line) for line in out.splitlines()]
        assert [(row["file"], row.get("thread")) for row in rows[3:]] == [
            (str(page), None),
            (str(two), "ferry"),
            (str(two), "school"),
        ]
        assert list(rows[-1])[-2:] == ["file", "thread"]
        _, out, _ = run("predict", two, "--model", tiny_model_path)
        assert "file" not in json.loads(out.splitlines()[0])

    def test_a_pipe_is_read_with_or_without_its_dash(self, tiny_model_path):
        answers = [run("predict", *dash, "--model", tiny_model_path, stdin=PAGE) for dash in ([], ["-"])]
        assert answers[0] == answers[1]
        assert answers[0][1].count("\n") == 4

    def test_csv_is_flat_and_no_cell_is_a_formula(self, table, tiny_model_path):
        code, out, _ = run("predict", table, "--model", tiny_model_path, "--format", "csv")
        rows = list(csv.reader(io.StringIO(out)))
        assert code == 0
        assert rows[0] == [
            *("id", "author", "text", "target", "label", "unclear"),
            *("p_supportive", "p_skeptical", "p_abusive", "model"),
        ]
        assert [row[1:3] for row in rows[1:]] == [
            ["Petra", "I love this"],
            ["'=cmd|' /C calc'!A0", "I doubt it,\ntwice"],
            ["", "'+44 is my number"],
        ]
        assert [row[4:6] for row in rows[1:]] == [["supportive", "false"], ["skeptical", "false"], ["", "true"]]
        assert sum(map(float, rows[1][6:9])) == pytest.approx(1)

    @pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
    def test_each_start_of_a_formula_is_defused(self, start, tmp_path, tiny_model_path):
        path = tmp_path / "one.jsonl"
        path.write_text(json.dumps({"text": "harmless", "author": f"{start}1+1"}), encoding="utf-8")
        code, out, _ = run("predict", path, "--model", tiny_model_path, "--format", "csv")
        (row,) = csv.DictReader(io.StringIO(out, newline=""))
        assert code == 0
        assert not row["author"].startswith(start)

    def test_csv_gets_a_column_for_what_only_a_later_file_has(self, page, tmp_path, tiny_model_path):
        two = tmp_path / "two.csv"
        two.write_text("thread,text\nferry,Too dear.\n", encoding="utf-8")
        _, out, _ = run("predict", page, two, "--model", tiny_model_path, "--format", "csv", "--explain")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["thread"] for row in rows] == ["", "", "", "", "ferry"]
        assert json.loads(rows[0]["evidence"])[0]["text"] == "love"

    def test_jsonl_sends_nothing_that_acts_on_a_terminal_and_loses_nothing(self, tmp_path, tiny_model_path):
        text = "a\x1bb\x9bc\x7fd\u202ee\u2028f\u200bg\ufeffh 漢字 👍"
        path = tmp_path / "one.jsonl"
        path.write_text(json.dumps({"text": text}), encoding="utf-8")
        _, out, _ = run("predict", path, "--model", tiny_model_path)
        assert json.loads(out)["text"] == text
        assert out.rstrip("\n").isprintable()
        assert "漢字 👍" in out

    def test_the_table_and_its_summary(self, page, tiny_model_path):
        code, out, err = run("predict", page, "--model", tiny_model_path, "--format", "table")
        assert code == 0
        assert [line.split()[0] for line in out.splitlines()] == [
            "Town",
            "supportive",
            "skeptical",
            "abusive",
            "unclear",
        ]
        assert err == "4 comments: 1 abusive, 1 skeptical, 1 supportive, 1 unclear\n"

    def test_a_table_without_a_title_or_comments_says_so(self, tmp_path, tiny_model_path):
        page = tmp_path / "page.txt"
        page.write_text("Council approves library\n\nIt voted on Tuesday.\n\nWork begins in May.\n", encoding="utf-8")
        options = ("predict", page, "--model", tiny_model_path, "--format", "table")
        assert "no title was found: --target sets" in run(*options)[2]
        assert "no title" not in run(*options, "--target", "Library")[2]
        assert run(*options, "--input", "article")[1:] == (
            "",
            "0 comments\n--explain-input shows how a file was read\n",
        )

    def test_rows_of_no_comment_are_explained(self, tmp_path, tiny_model_path):
        page = tmp_path / "page.txt"
        page.write_text("Council approves library\n\nIt voted on Tuesday.\n", encoding="utf-8")
        options = ("predict", page, "--model", tiny_model_path, "--input", "article")
        found = (0, "", "no comment was found; --explain-input shows how a file was read\n")
        assert run(*options) == run(*options, "--output", tmp_path / "out.jsonl") == found

    def test_rows_taken_alone_are_so_in_a_table_too(self, tmp_path, tiny_model_path):
        path = tmp_path / "rows.csv"
        path.write_text("id,parent,text\n1,,I love it\n2,9,I doubt it\n", encoding="utf-8")
        options = ("predict", path, "--model", tiny_model_path, "--format", "table")
        assert "replies to '9'" in run(*options)[2]
        code, out, _ = run(*options, "--alone")
        assert (code, len(out.splitlines())) == (0, 2)
        assert run("predict", path, "--alone", "--explain-input")[0] == 0

    def test_explain_input_tells_how_and_predicts_nothing(self, page):
        code, out, err = run("predict", page, "--explain-input")
        assert (code, err) == (0, "")
        assert out.splitlines()[:2] == [str(page), "format  article, utf-8"]
        assert "title 'Town to swap its Sunday buses for shared taxis'" in out
        assert "4 comments" in out
        assert "supportive" not in out

    def test_input_overrides_the_recognised_format(self, page):
        _, out, _ = run("predict", page, "--explain-input", "--input", "lines")
        assert "format  lines, utf-8" in out.splitlines()

    def test_orphans_are_refused_or_kept(self, tmp_path, tiny_model_path):
        path = tmp_path / "orphan.csv"
        path.write_text("id,parent,text\na,gone,I love this\n", encoding="utf-8")
        assert run("predict", path, "--model", tiny_model_path) == (
            1,
            "",
            f"stancekit: {path}: comment 'a' (line 2) replies to 'gone', which is not in this thread; "
            'orphans="promote" (--orphans promote) keeps it as a root\n',
        )
        code, out, err = run("predict", path, "--explain-input")
        assert (code, "parent as parent" in out, "replies to 'gone'" in err) == (1, True, True)
        code, out, _ = run("predict", path, "--model", tiny_model_path, "--orphans", "promote")
        assert (code, out.count("\n")) == (0, 1)

    def test_workers_give_the_same_bytes(self, page, table, tiny_model_path):
        call = ("predict", page, table, page, "--model", tiny_model_path, "--explain")
        assert run(*call, "--workers", 2) == run(*call)

    def test_a_worker_refuses_like_the_one(self, page, tiny_model_path):
        call = ("predict", page, "gone.txt", page, "--model", tiny_model_path)
        answer = run(*call)
        assert answer[0] == 1
        assert answer[1].count("\n") == 4
        assert run(*call, "--workers", 2) == answer


class TestOutput:
    def test_the_file_holds_what_standard_output_would(self, page, tmp_path, tiny_model_path):
        out = tmp_path / "rows.jsonl"
        assert run("predict", page, "--model", tiny_model_path, "--output", out) == (0, "", "4 comments labelled\n")
        assert out.read_text(encoding="utf-8") == run("predict", page, "--model", tiny_model_path)[1]

    def test_the_name_chooses_csv_and_gzip(self, page, tmp_path, tiny_model_path):
        packed = [tmp_path / f"{name}.csv.gz" for name in "ab"]
        for out in packed:
            run("predict", page, "--model", tiny_model_path, "--output", out)
        assert packed[0].read_bytes() == packed[1].read_bytes()
        assert gzip.decompress(packed[0].read_bytes()).startswith(b"id,author,text")

    @pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.jsonl.gz"])
    def test_a_run_that_fails_leaves_the_old_file_and_no_other(self, name, page, tmp_path, tiny_model_path):
        out = tmp_path / name
        out.write_text("yesterday's\n", encoding="utf-8")
        before = sorted(tmp_path.iterdir())
        code, _, _ = run("predict", page, tmp_path / "gone.txt", "--model", tiny_model_path, "--output", out)
        assert code == 1
        assert out.read_text(encoding="utf-8") == "yesterday's\n"
        assert sorted(tmp_path.iterdir()) == before

    def test_a_link_is_followed(self, page, tmp_path, tiny_model_path):
        real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
        link.symlink_to(real)
        run("predict", page, "--model", tiny_model_path, "--output", link)
        assert link.is_symlink()
        assert real.stat().st_size > 0

    def test_an_output_may_be_a_folder_that_exists(self, page, tiny_model_path, tmp_path):
        (tmp_path / "out").mkdir()
        code, _, err = run("predict", page, "--model", tiny_model_path, "--output", tmp_path / "out")
        assert (code, err.endswith("4 comments labelled\n")) == (0, True)
        assert (tmp_path / "out" / f"{page.stem}.jsonl").exists()

    def test_a_missing_folder_is_wrong_usage(self, page, tiny_model_path):
        code, out, err = run("predict", page, "--model", tiny_model_path, "--output", "no-such-folder/rows.jsonl")
        assert (code, out) == (2, "")
        assert err.endswith(
            "Error: Invalid value for '--output': the folder 'no-such-folder' does not exist; make it first\n"
        )

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
    def test_a_full_disk_is_one_line(self, page, tiny_model_path):
        assert run("predict", page, "--model", tiny_model_path, "--output", "/dev/full") == (
            1,
            "",
            "stancekit: /dev/full: cannot be written: No space left on device\n",
        )


class TestRefusals:
    def test_a_missing_file(self, tiny_model_path):
        assert run("predict", "gone.txt", "--model", tiny_model_path) == (
            1,
            "",
            "stancekit: gone.txt: cannot be read: No such file or directory\n",
        )

    def test_a_name_cannot_drive_the_terminal(self, tiny_model_path):
        code, _, err = run("predict", "a\x1b[31m\u202e\n.txt", "--model", tiny_model_path)
        assert (code, err) == (1, "stancekit: a\\x1b[31m\\u202e .txt: cannot be read: No such file or directory\n")
        code, _, err = run("predict", "--\u202ex")
        assert code == 2
        assert err.endswith("Error: No such option: --\\u202ex\n")

    def test_rows_that_cannot_be_trusted_are_named_line_by_line(self, tmp_path):
        path = tmp_path / "labels.csv"
        path.write_text("text,label\nlovely,praise\n,praise\njams,bug\n,bug\n", encoding="utf-8")
        code, out, err = run("train", path, "--output", tmp_path / "mine.stance")
        assert (code, out) == (1, "")
        assert [line.rpartition(": ")[0] for line in err.splitlines()] == [
            f"stancekit: {path}, line 3",
            f"stancekit: {path}, line 5",
        ]

    @pytest.mark.parametrize(
        "arguments",
        [
            ["predict", "--format", "xml"],
            ["predict", "--toward", "moon"],
            ["predict", "--input", "docx"],
            ["predict", "--workers", "0"],
            ["predict", "--target", " "],
            ["predict", "--output", "-"],
            ["predict", "--output", "out.XLSX"],
            ["predict", "--output", "out.tsv"],
            ["explain", "Fine.", "--target", ""],
            ["predict", "--format", "table", "--workers", "2"],
            ["predict", "--format", "table", "--output", "out/"],
            ["predict", "--format", "jsonl", "--workers", "2", "--scheduler", "tcp://host:8786"],
            ["predict", "--toward", "parent", "--alone"],
            ["predict", "--explain-input", "--output", "out.jsonl"],
            ["train", "labels.csv"],
            ["train", "--output", "x.stance"],
            ["train", "labels.csv", "--output", "x.stance", "--base", "slow"],
            ["evaluate"],
            ["explain"],
            ["sing"],
        ],
    )
    def test_wrong_usage_is_2_and_names_the_help(self, arguments):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("Usage: stancekit ")
        assert " -h' for help." in err

    def test_without_a_command_there_is_help_line_by_line(self):
        code, out, err = run()
        assert code == 2
        assert {"Commands:", "Options:"} <= {line.strip() for line in (out + err).splitlines()}

    def test_a_terminal_without_a_width_gets_80_columns(self, monkeypatch):
        monkeypatch.setenv("COLUMNS", "0")
        assert "encoder" in run("models")[1]

    def test_choices_are_the_library_s(self):
        assert get_args(cli.Input) == FORMATS
        assert get_args(cli.Base) == BASES

    @pytest.mark.parametrize("command", ["predict", "train", "audit"])
    def test_what_is_read_is_not_written_over(self, command, tmp_path):
        source, link = tmp_path / "labels.csv", tmp_path / "out.csv"
        source.write_text("text,label\nGood,supportive\nBad,skeptical\n", encoding="utf-8")
        link.symlink_to(source)
        before = source.read_bytes()
        for output in (source, link):
            code, _, err = run(command, source, "--output", output)
            assert (code, "is read as well" in err) == (1, True), err
        if command == "predict":
            code, _, err = run(command, f"file://{source}", "--output", link)
            assert (code, "is read as well" in err) == (1, True), err
        assert source.read_bytes() == before


class TestTrainAndEvaluate:
    def test_train_prints_the_evaluation_and_saves_a_model_that_evaluates_the_same(self, labels, tmp_path):
        out = tmp_path / "mine.stance"
        code, printed, err = run("train", labels, "--output", out)
        assert code == 0
        assert printed.splitlines()[0].split() == ["label", "precision", "recall", "F1", "support"]
        assert {"praise", "bug", "accuracy", "macro-F1"} <= {line.split(" ")[0] for line in printed.splitlines()}
        assert "calibration error (ECE) of label" in printed
        assert err.endswith(f"saved {out}\n")
        code, measured, _ = run("evaluate", labels, "--model", out, "--format", "json")
        assert code == 0
        assert json.loads(measured) == json.loads(json.dumps(evaluate(load_model(out), labels).to_dict()))
        code, table, _ = run("evaluate", labels, "--model", out)
        assert (code, table.splitlines()[0]) == (0, printed.splitlines()[0])

    def test_train_saves_what_the_library_saves(self, labels, tmp_path):
        mine, theirs = tmp_path / "mine.stance", tmp_path / "theirs.stance"
        run("train", labels, "--output", mine, "--seed", 3)
        train(labels, seed=3).save(theirs)
        assert mine.read_bytes() == theirs.read_bytes()

    def test_extra_columns_are_refused_or_ignored(self, labels, tmp_path):
        labels.write_text(
            labels.read_text(encoding="utf-8")
            .replace("text,label", "text,label,mood", 1)
            .replace(",bug", ",bug,")
            .replace(",praise", ",praise,"),
            encoding="utf-8",
        )
        out = tmp_path / "mine.stance"
        code, _, err = run("train", labels, "--output", out)
        assert code == 1
        assert "'mood'" in err
        assert not out.exists()
        assert run("train", labels, "--output", out, "--extra-columns", "ignore")[0] == 0

    def test_a_missing_folder_is_found_before_the_training(self, tmp_path):
        code, _, err = run("train", "gone.csv", "--output", tmp_path / "no" / "mine.stance")
        assert code == 2
        assert "does not exist; make it first" in err


class TestExplainAndModels:
    def test_explain_shows_each_word_and_a_sum(self, tiny_model_path):
        code, out, _ = run("explain", "I doubt it", "--model", tiny_model_path)
        likely, first, *words, bias, total = out.splitlines()
        assert code == 0
        (prediction,) = load_model(tiny_model_path).predict(["I doubt it"])
        assert likely.startswith(f"skeptical {prediction.probabilities['skeptical']:.1%}, ")
        assert first == f"skeptical: score {total.split()[0]}"
        assert [line.split()[-1] for line in words] == ["I", "doubt", "it"]
        assert bias.endswith("what no single word is responsible for")
        assert sum(float(line.split()[0]) for line in [*words, bias]) == pytest.approx(
            float(total.split()[0]), abs=0.003
        )

    def test_explain_another_label(self, tiny_model_path):
        _, out, err = run("explain", "I doubt it", "--model", tiny_model_path, "--label", "abusive")
        assert (out.splitlines()[1].startswith("abusive: score -3.0"), err) == (True, "")

    def test_explain_says_where_the_model_abstains(self, tiny_model_path):
        code, _, err = run("explain", "When is it?", "--model", tiny_model_path)
        assert (code, err) == (0, "predict answers unclear: supportive is the likeliest label, but not likely enough\n")

    @pytest.mark.parametrize("comment", ["[deleted]", "", "..."])
    def test_explain_says_that_a_comment_is_gone(self, tiny_model_path, comment):
        _, _, err = run("explain", comment, "--model", tiny_model_path)
        assert err == "predict answers unclear: the comment is gone, or has no words\n"

    def test_explain_refuses_a_label_that_the_model_has_not(self, tiny_model_path):
        assert run("explain", "I doubt it", "--model", tiny_model_path, "--label", "happy") == (
            1,
            "",
            "stancekit: the model has no label 'happy'; it has supportive, skeptical, abusive, civil, neutral\n",
        )

    def test_models_lists_what_ships(self):
        code, out, _ = run("models")
        assert code == 0
        assert [line.split()[0] for line in out.splitlines() if "MB" in line] == sorted(shipped_models())
        assert out.startswith("encoder (default)  ")
        assert "labels: supportive, skeptical, abusive" in out

    def test_audit_prints_saves_and_is_a_gate(self, tmp_path):
        out = tmp_path / "report.json"
        call = ("audit", "--model", "fast", "--output", out)
        code, printed, _ = run(*call, "--fail-under", "identity=0.5", "--fail-under", "recall=0")
        assert code == 0
        scores = json.loads(out.read_text(encoding="utf-8"))["scores"]
        assert f"evasion-mean              {scores['evasion-mean']:.3f}" in printed
        code, _, err = run(*call, "--fail-under", "recall=1")
        assert (code, err) == (1, f"stancekit: recall is {scores['recall']:.3f}, below 1.0\n")

    @pytest.mark.parametrize("floor", ["recall", "recall=much", "beauty=0.5", "recall=2"])
    def test_audit_refuses_a_floor_that_is_none(self, floor):
        code, _, err = run("audit", "--model", "fast", "--fail-under", floor)
        assert code == 2
        assert "--fail-under" in err

    def test_audit_takes_one_floor_of_a_score(self):
        code, _, err = run("audit", "--model", "fast", "--fail-under", "recall=0.9", "--fail-under", "recall=0.1")
        assert code == 2 and "given twice for recall" in err

    def test_audit_takes_a_table_with_a_column_more(self, tmp_path):
        rows = [f"You pathetic little liar {n}.,abusive,7" for n in range(20)] + [
            f"Good {n}.,civil,7" for n in range(20)
        ]
        path = tmp_path / "rows.csv"
        path.write_text("text,label,mood\n" + "\n".join(rows), encoding="utf-8")
        assert "pass --extra-columns ignore" in run("audit", path, "--model", "fast")[2]
        code, _, err = run("audit", path, "--model", "fast", "--extra-columns", "ignore")
        assert code == 0 and "columns not used: mood" in err

    def test_what_was_trained_is_kept_though_nobody_reads_what_it_prints(self, tmp_path):
        out = tmp_path / "mine.stance"
        training = process("train", "seeds/threads-train.csv", "--output", out)
        training.stdout.close()
        training.communicate()
        assert out.exists()

    @pytest.mark.parametrize("option", [("--memory", "folder"), ("--seed", str(2**32))])
    def test_train_tells_wrong_usage_at_once(self, tmp_path, option):
        assert run("train", "seeds/threads-train.csv", "--output", tmp_path / "mine.stance", *option)[0] == 2

    def test_version(self):
        assert run("--version") == (0, f"stancekit {stancekit.__version__}\n", "")
