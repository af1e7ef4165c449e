"""What a job may read and write: pipes, files whose first rows say little, another job's output, its own input."""

import csv
import gzip
import json
import os
import subprocess
import sys
import zipfile
from threading import Thread

import pytest
from commands import objects, run
from strategies import GOOD

from stancekit import bulk, read_thread
from stancekit.bulk import Request, label_files, output
from stancekit.bulk.output import TEMPORARY, job_name
from stancekit.errors import InputError, ReadError
from stancekit.files import write_text

FAST = Request(model="fast")
TABLE = "text\tauthor\n" + "".join(f"comment number {number} is a plain row\tu{number}\n" for number in range(6_000))
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of posix")


@pytest.fixture
def fifo(tmp_path):
    """A named pipe, and who writes something into it."""

    def filled(name, data):
        path = tmp_path / name
        os.mkfifo(path)
        Thread(target=path.write_bytes, args=(data,), daemon=True).start()
        return str(path)

    return filled


@needs_pipes
class TestPipes:
    @pytest.mark.parametrize(("form", "workers"), [("jsonl", 1), ("csv", 1), ("jsonl", 2)])
    def test_a_named_one_is_read_to_its_end(self, fifo, tmp_path, form, workers):
        out = tmp_path / "out"
        summary = label_files(fifo("rows", TABLE.encode()), out, FAST, form=form, workers=workers)
        assert (summary.rows, summary.comments) == (6_000, 6_000)
        plain = tmp_path / "rows.tsv"
        plain.write_text(TABLE)
        label_files(plain, tmp_path / "again", FAST, form=form)
        assert out.read_bytes() == (tmp_path / "again").read_bytes()

    def test_a_packed_one_and_one_that_is_read_whole(self, fifo, tmp_path):
        assert label_files(fifo("rows.gz", gzip.compress(TABLE.encode())), tmp_path / "out", FAST).comments == 6_000
        page = b"Buses\n\nComments\n\n* Bo\n\n  Shame.\n\n* Ida\n\n  Why?\n"
        assert label_files(fifo("page.gz", gzip.compress(page)), tmp_path / "out", FAST).comments == 2

    def test_none_is_resumed_or_has_a_file_of_its_own(self, fifo, tmp_path):
        with pytest.raises(InputError, match="cannot be read or written again"):
            label_files(fifo("one", b""), tmp_path / "out", FAST, resume=True)
        pytest.importorskip("fsspec")
        with pytest.raises(InputError, match=r"a file for each input, and .*two is a pipe; give --output a file"):
            label_files(fifo("two", b""), f"{tmp_path}/out/", FAST)

    def test_what_the_shell_has_open_is_gone_on_with(self, tmp_path):
        rows, out = tmp_path / "rows.txt", tmp_path / "all.jsonl"
        rows.write_text("Great.\n")
        out.write_text('{"kept": 1}\n')
        command = [sys.executable, "-m", "stancekit", "predict", str(rows), "--model", "fast", "--output"]
        with out.open("ab") as file:
            subprocess.run([*command, "/dev/stdout"], check=True, stdout=file, stderr=subprocess.DEVNULL)
            number = file.fileno()
            subprocess.run([*command, f"/dev/fd/{number}"], check=True, stderr=subprocess.DEVNULL, pass_fds=[number])
        assert [row.get("text") for row in objects(out)] == [None, "Great.", "Great."]
        write_text("/dev/null", "gone")
        assert not os.path.isfile("/dev/null")  # noqa: PTH113

    @pytest.mark.parametrize("name", ["//dev/stdout", "/dev/../dev/stdout", "{folder}/link"])
    def test_so_is_what_it_has_open_under_another_name(self, tmp_path, name):
        rows, out = tmp_path / "rows.txt", tmp_path / "all.jsonl"
        rows.write_text("Great.\n")
        (tmp_path / "link").symlink_to("/dev/stdout")
        out.write_text('{"kept": 1}\n')
        command = [sys.executable, "-m", "stancekit", "predict", str(rows), "--model", "fast", "--output"]
        with out.open("ab") as file:
            subprocess.run([*command, name.format(folder=tmp_path)], check=True, stdout=file, stderr=subprocess.DEVNULL)
        assert [row.get("text") for row in objects(out)] == [None, "Great."]

    def test_who_leaves_the_output_is_not_blamed_on_the_input(self, tmp_path):
        command = [sys.executable, "-m", "stancekit", "predict", "--model", "fast"]
        with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1) as job:
            job.stdout.close()
            job.stdin.write(TABLE.encode() * 3)
            job.stdin.close()
            err = job.stderr.read()
        assert (job.returncode, err) == (141, b"")

    def test_what_goes_into_its_own_input_would_never_end(self, tmp_path):
        path = tmp_path / "rows.jsonl"
        path.write_bytes(GOOD)
        with path.open("ab") as file:
            command = [sys.executable, "-m", "stancekit", "predict", str(path), "--model", "fast"]
            found = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, text=True)
        assert found.returncode == 1 and "a file that is read as well" in found.stderr
        assert path.read_bytes() == GOOD


class TestFirstRows:
    @pytest.mark.parametrize(
        ("name", "blank", "row"),
        [
            ("a.txt", "\n", "good idea\n"),
            ("a.csv", ",\n", "1,good idea\n"),
            ("a.jsonl", "\n", '{"text": "good idea"}\n'),
        ],
    )
    def test_blank_ones_are_passed_over_however_many(self, tmp_path, name, blank, row):
        path = tmp_path / name
        head = "id,text\n" if name == "a.csv" else ""
        path.write_text(head + row * (name == "a.jsonl") + blank * 200_000 + row * 9)
        assert label_files(path, tmp_path / "out.jsonl", FAST).comments == 9 + (name == "a.jsonl")
        path.write_text(head + blank * 200_000)
        with pytest.raises(ReadError):
            label_files(path, tmp_path / "out.jsonl", FAST)

    def test_blank_ones_above_json_do_not_make_it_text(self, tmp_path):
        path = tmp_path / "rows"
        path.write_bytes(b"\n" * 100_001 + GOOD)
        assert label_files(path, tmp_path / "out.jsonl", FAST).comments == 2
        assert objects(tmp_path / "out.jsonl")[0]["text"] == "I love it"

    def test_a_torn_one_is_set_aside_in_a_large_table_too(self, tmp_path):
        path = tmp_path / "a.csv"
        rows = "".join(f"{number},a good row number {number}\n" for number in range(9_000))
        path.write_text(f'id,text\n0,"torn"x\n{rows}')
        summary = label_files(path, tmp_path / "out.jsonl", FAST)
        assert (summary.rows, summary.comments, summary.rejected) == (9_001, 9_000, 1)

    def test_a_table_all_of_whose_first_rows_are_torn_is_refused(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("id,text\n" + '0,"torn"x\n' * 40_000 + "1,good\n")
        with pytest.raises(ReadError, match="line 2: its quotes"):
            label_files(path, tmp_path / "out.jsonl", FAST)
        assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


class TestFolders:
    @pytest.fixture(autouse=True)
    def needs_fsspec(self):
        pytest.importorskip("fsspec")

    def test_no_input_is_written_over(self, tmp_path):
        (tmp_path / "a.tsv").write_text("text\tid\ngood one\t1\n")
        precious = tmp_path / "a.csv.rejected.jsonl"
        precious.write_bytes(GOOD)
        with pytest.raises(InputError, match="is read as well"):
            label_files([str(tmp_path / "a.tsv"), str(precious)], f"{tmp_path}/", FAST, form="csv")
        assert precious.read_bytes() == GOOD

    def test_rejected_rows_of_another_s_are_kept(self, tmp_path):
        (tmp_path / "b.jsonl").write_bytes(GOOD)
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "b.rejected.jsonl").write_text("another's")
        for resume in (False, True):
            with pytest.raises(InputError, match=r"b\.rejected\.jsonl: is there already; choose another folder$"):
                label_files(tmp_path / "b.jsonl", f"{folder}/", FAST, resume=resume)

    def test_one_that_another_job_took_meanwhile_is_left_to_it(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(GOOD)
        (tmp_path / "b.jsonl").write_bytes(GOOD)
        folder = tmp_path / "out"

        def take(done, rows):
            (folder / "_stancekit.json").write_text(json.dumps({"input": [], "--format": "jsonl"}))

        with pytest.raises(InputError, match=r"is another job's by now, .* was not written; choose another folder"):
            label_files([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], f"{folder}/", FAST, progress=take)
        assert sorted(one.name for one in folder.iterdir()) == ["_stancekit.json", "a.jsonl"]

    def test_one_that_its_workers_do_not_see_is_refused(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(GOOD)
        with pytest.raises(InputError, match="choose another folder"):
            label_files(tmp_path / "a.jsonl", "memory://out/", FAST, workers=2)


class TestNames:
    @pytest.fixture(autouse=True)
    def needs_fsspec(self):
        pytest.importorskip("fsspec")

    def test_one_that_cannot_be_is_not_called_unwritable(self, tmp_path):
        code, _, err = run("predict", tmp_path / ("x" * 300), "--model", "fast")
        assert code == 1 and "cannot be read: File name too long" in err
        assert run("predict", "", "--model", "fast")[0] == 2

    def test_a_file_in_an_archive(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
            archive.writestr("a.jsonl", GOOD)
        assert label_files(f"zip://a.jsonl::file://{tmp_path}/rows.zip", tmp_path / "out.jsonl", FAST).comments == 2

    def test_all_files_in_an_archive(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
            for name in ("a.jsonl", "b.jsonl"):
                archive.writestr(name, GOOD)
        every = f"zip://*.jsonl::file://{tmp_path}/rows.zip"
        assert label_files(every, tmp_path / "out.jsonl", FAST).comments == 4
        assert label_files(every, f"{tmp_path}/out/", FAST).comments == 4
        assert {"a.jsonl", "b.jsonl"} < {one.name for one in (tmp_path / "out").iterdir()}

    def test_one_of_which_a_copy_is_kept_goes_by_its_own_name(self, tmp_path):
        names = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
        for name in names:
            name.write_bytes(GOOD)
        label_files([f"simplecache::file://{name}" for name in names], f"{tmp_path}/out/", FAST)
        assert {"a.jsonl", "b.jsonl"} < {one.name for one in (tmp_path / "out").iterdir()}

    def test_one_that_is_missing_elsewhere_is_the_one_that_is_named(self, tmp_path):
        with pytest.raises(ReadError, match=r"none\.jsonl: cannot be read: No such file"):
            label_files(f"file://{tmp_path}/none.jsonl", tmp_path / "out.jsonl", FAST)

    def test_the_outputs_form_is_told_by_its_name(self, tmp_path):
        (tmp_path / "in.jsonl").write_bytes(GOOD)
        for name in ("out.csv", "OUT.CSV", "out.csv.gz"):
            label_files(tmp_path / "in.jsonl", tmp_path / name, FAST)
        packed = gzip.decompress((tmp_path / "out.csv.gz").read_bytes())
        assert packed == (tmp_path / "out.csv").read_bytes() == (tmp_path / "OUT.CSV").read_bytes()
        assert packed.startswith(b"id,author,text,")
        for name in ("out.xlsx.gz", "out.json", "out.csv.GZ", "out.jsonl.bz2"):
            with pytest.raises(InputError, match="end the name of"):
                label_files(tmp_path / "in.jsonl", tmp_path / name, FAST)

    def test_a_folder_that_looks_like_a_pattern_keeps_no_leftovers(self, tmp_path):
        (tmp_path / "in.jsonl").write_bytes(GOOD)

        def lose(done, rows):
            left = next((tmp_path / "out[1]").glob("_stancekit.json"))
            job = job_name(left.read_bytes())
            (tmp_path / "out[1]" / f"{TEMPORARY}{job}-lost.tmp").write_text("half")

        label_files(tmp_path / "in.jsonl", f"{tmp_path}/out[1]/", FAST, progress=lose)
        assert sorted(one.name for one in (tmp_path / "out[1]").iterdir()) == ["_stancekit.json", "in.jsonl"]

    def test_a_name_that_looks_like_a_pattern(self, tmp_path):
        (tmp_path / "a[1].jsonl").write_bytes(GOOD)
        assert label_files(f"file://{tmp_path}/a[1].jsonl", tmp_path / "out.jsonl", FAST).comments == 2

    @pytest.mark.parametrize("name", ["out.rejected.jsonl", "out.jsonl.journal"])
    def test_a_folder_where_a_file_is_to_be(self, tmp_path, name):
        (tmp_path / "a.jsonl").write_bytes(GOOD)
        (tmp_path / name).mkdir()
        code, _, err = run("predict", tmp_path / "a.jsonl", "--model", "fast", "--output", tmp_path / "out.jsonl")
        assert code == 1 and f"{name}: is a folder, and this job writes a file of that name" in err
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["a.jsonl", name])


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (None, "files must be a path or several, got NoneType"),
        (b"a.txt", "files must be a path or several, got bytes"),
        ([], "there is no file to label"),
        ("", "files must be paths, got ''; name each file"),
        (["a.txt", None], "files must be paths, got None; name each file"),
        (
            type("DataFrame", (list,), {"columns": ["text"]})(["text"]),
            "files must be a path or several, got DataFrame; save it as CSV, or give Model.predict its columns",
        ),
    ],
)
def test_what_names_no_file_is_refused(tmp_path, files, message):
    with pytest.raises(InputError) as refusal:
        label_files(files, tmp_path / "out.jsonl", FAST)
    assert str(refusal.value) == message and not any(tmp_path.iterdir())


@pytest.mark.parametrize("files", ["whole.json", "lines.jsonl"])
def test_what_is_left_out_is_told(tmp_path, files):
    thread = {"title": "Ferry", "comments": [{"text": "Too dear."}, {"text": "", "author": "Cy"}]}
    file = tmp_path / files
    file.write_text("".join(f"{json.dumps(thread)}\n" for _ in range(3 if files == "lines.jsonl" else 1)))
    for name in ("out.jsonl", "folder/"):
        assert label_files(file, f"{tmp_path}/{name}", FAST).left_out
    told = "some of it was left out: see --explain-input"
    for options in ((), ("--output", tmp_path / "again.jsonl")):
        *_, printed = run("predict", file, "--model", "fast", *options)
        assert printed.strip().endswith(told)
    *_, printed = run("predict", file, "--model", "fast", "--format", "table")
    assert printed.endswith(f"\nleft out: {3 if files == 'lines.jsonl' else 1} without words\n")
    file.write_text(json.dumps({"title": "Ferry", "comments": thread["comments"][:1]}))
    assert not label_files(file, tmp_path / "whole", FAST).left_out


def test_a_total_is_no_row_and_is_told(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("text,author,likes\nMow it.,Bo,3\n,,\nTotal,,3\n")
    summary = label_files(file, tmp_path / "out", FAST)
    assert (summary.rows, summary.left_out) == (1, True)
    assert "\nleft out: 1 row of totals or headers\n" in run("predict", file, "--model", "fast", "--format", "table")[2]


def test_standard_input_is_given_once():
    assert run("predict", "-", "-", "--model", "fast", stdin="Late.")[::2] == (
        1,
        "stancekit: -: is given more than once, and can be read once\n",
    )


def test_folders_are_no_files_of_a_pattern(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.txt").write_text("Late.\n", encoding="utf-8")
    assert label_files(str(tmp_path / "*"), tmp_path.parent / "rows.jsonl", FAST).comments == 1


@pytest.mark.parametrize(("change", "told"), [("gone", None), ("shorter", "became shorter"), ("other", "was replaced")])
def test_an_input_that_changes_meanwhile(change, told, tmp_path, monkeypatch):
    file, other, out = tmp_path / "in.txt", tmp_path / "other.txt", tmp_path / "out.jsonl"
    for path in (file, other):
        path.write_text("I doubt it.\n" * 2_000, encoding="utf-8")
    place_behind = bulk.job._Part.place_behind

    def changed(*arguments):
        if change == "shorter":
            os.truncate(file, 12_000)
        elif change == "other":
            other.replace(file) if other.exists() else None
        else:
            file.unlink(missing_ok=True)
        return place_behind(*arguments)

    monkeypatch.setattr(bulk.job._Part, "place_behind", changed)
    if told is None:
        assert label_files(file, out, FAST).comments == 2_000
        return
    with pytest.raises(ReadError, match=told):
        label_files(file, out, FAST, workers=2 if change == "other" else 1)
    assert not out.exists()


def test_a_job_whose_rows_are_taken_away_does_not_succeed(tmp_path, monkeypatch):
    file, out = tmp_path / "in.txt", tmp_path / "out.jsonl"
    file.write_text("I doubt it.\n" * 9, encoding="utf-8")
    finish = output._File.finish

    def after_all_is_written(job, place):
        (tmp_path / "out.jsonl.partial").unlink()
        finish(job, place)

    monkeypatch.setattr(output._File, "finish", after_all_is_written)
    with pytest.raises(OSError, match="No such file"):
        label_files(file, out, FAST)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_row_without_an_id_gets_none_that_another_has(tmp_path, form):
    file = tmp_path / f"rows.{form}"
    rows = [("3", "Mow it."), ("", "Let it grow.")]
    table = "id,text\n" + "".join(f"{name},{text}\n" for name, text in rows)
    lines = "\n" + "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in rows)
    file.write_text(table if form == "csv" else lines)
    label_files(file, tmp_path / "out", FAST)
    assert [row["id"] for row in objects(tmp_path / "out")] == ["3", "line 3"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_quotations_and_titles_of_a_thread_count_in_rows_as_in_a_table(tmp_path, form, fast_model):
    insult = "You are all stupid, filthy, lying idiots"
    rows = [
        {"thread": "a", "title": "Close the pool", "text": insult},
        {"thread": "a", "title": "", "text": f"> {insult}\nThat is no way to speak."},
        {"thread": "a", "title": "Close the pool", "text": "Who asked?"},
    ]
    file = tmp_path / f"rows.{form}"
    with file.open("w", encoding="utf-8", newline="") as opened:
        if form == "csv":
            writer = csv.DictWriter(opened, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        else:
            opened.writelines(f"{json.dumps(row)}\n" for row in rows)
    label_files(file, tmp_path / "out", FAST)
    found = [(row["target"], row["label"]) for row in objects(tmp_path / "out")]
    expected = [(one.target, one.label) for one in fast_model.predict_thread(read_thread(file))]
    assert found == expected and [target for target, _ in found] == ["Close the pool"] * 3
    assert [label == "abusive" for _, label in found] == [True, False, False]
    with file.open("a", encoding="utf-8") as opened:
        opened.write("a,b,c,d\n" if form == "csv" else "{oops\n")
    assert label_files(file, tmp_path / "out", FAST).rejected == 1


def test_comments_of_several_threads_in_one_object_are_parted(tmp_path):
    comments = [{"id": 1, "article_id": name, "text": text} for name, text in (("A", "Late."), ("B", "Cold."))]
    file = tmp_path / "comments.json"
    file.write_text(json.dumps({"comments": comments}))
    label_files(file, tmp_path / "out", FAST)
    assert [(row["thread"], row["id"]) for row in objects(tmp_path / "out")] == [("A", "1"), ("B", "1")]


def test_a_late_reply_in_a_table_is_set_aside(tmp_path):
    file, out = tmp_path / "rows.csv", tmp_path / "out.jsonl"
    rows = "".join(f"u{number},The tram stop number {number} is new to all of us here.,\n" for number in range(20_000))
    file.write_text(f"user,text,replying_to\n{rows}u,Is it?,u19999\n")
    summary = label_files(file, out, FAST)
    assert (summary.rows, summary.rejected) == (20_001, 1)
    (late,) = objects(tmp_path / "out.rejected.jsonl")
    assert late["line"] == 20_002 and late["reason"].startswith("answers another row, and none of the first megabyte")
    assert label_files(file, out, Request(model="fast", alone=True)).rejected == 0


def test_what_is_no_list_of_rejected_rows_is_not_removed(tmp_path):
    file, other = tmp_path / "rows.csv", tmp_path / "out.rejected.jsonl"
    file.write_text("text\nMow it.\n")
    other.write_text('{"mine": 1}\n')
    with pytest.raises(InputError, match="is no list of rows that a job set aside; move it away"):
        label_files(file, tmp_path / "out.jsonl", FAST)
    assert other.read_text() == '{"mine": 1}\n' and not (tmp_path / "out.jsonl.partial").exists()
    other.write_text('{"file": "rows.csv", "line": 3, "reason": "the text is empty"}\n')
    label_files(file, tmp_path / "out.jsonl", FAST)
    assert not other.exists()


def test_workers_must_be_able_to_import_what_is_applied_to_texts(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("text\nMow it.\n")
    with pytest.raises(InputError, match="show must be a function that workers can import"):
        label_files(file, tmp_path / "out.csv", FAST, workers=2, show=lambda text: text)


def test_the_root_is_a_folder_like_any_other(tmp_path):
    code, _, err = run("predict", tmp_path / "none.txt", "--model", "fast", "--output", tmp_path.anchor)
    assert (code, err) == (1, f"stancekit: {tmp_path / 'none.txt'}: cannot be read: No such file or directory\n")


class TestPatterns:
    @pytest.fixture
    def many(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "many").mkdir()
        for name, text in (("b", "Swim then."), ("a", "Too dear."), ("[c]", "Why?")):
            (tmp_path / "many" / f"{name}.csv").write_text(f"text\n{text}\n", encoding="utf-8")
        return tmp_path

    def test_one_that_no_shell_expands_names_its_files_in_order(self, many):
        label_files("many/[ab].csv", "out.jsonl", FAST)
        assert [row["text"] for row in objects(many / "out.jsonl")] == ["Too dear.", "Swim then."]
        assert run("predict", "many/?.csv", "--explain-input")[1].count("format  csv") == 2
        shown = run("predict", "many/*.csv", "--model", "fast", "--format", "table")[1].splitlines()
        assert shown[::2] == ["many/[c].csv", "many/a.csv", "many/b.csv"]
        assert [row["file"] for row in objects(many / "out.jsonl")] == ["many/a.csv", "many/b.csv"]

    def test_a_file_s_own_name_is_none(self, many):
        label_files(f"{many}/many/[c].csv", "out.jsonl", FAST)
        assert [row["text"] for row in objects(many / "out.jsonl")] == ["Why?"]

    @pytest.mark.parametrize("more", [(), ("--explain-input",), ("--format", "table"), ("--output", "out.jsonl")])
    def test_one_without_files_and_a_folder_are_refused(self, many, more):
        call = ("predict", "--model", "fast", *more)
        assert run(*call, "few/*.csv") == (1, "", "stancekit: few/*.csv: no file has a name like this\n")
        told = "stancekit: many: is a folder; name its files, such as 'many/*.csv'\n"
        assert run(*call, "many") == (1, "", told)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("out.XLSX", "stancekit does not write .xlsx files; end the name of 'out.XLSX' with .csv or .jsonl (or .gz)"),
        ("out.tsv", "stancekit does not write .tsv files; end the name of 'out.tsv' with .csv or .jsonl (or .gz)"),
        ("none/out.jsonl", "the folder 'none' does not exist; make it first"),
        ("-", "'-' is not a file name; leave the output out for standard output, or write ./- for a file of this name"),
    ],
)
def test_an_output_that_cannot_be_is_told_alike_by_library_and_command(tmp_path, monkeypatch, name, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Fine.\n")
    with pytest.raises(InputError) as refusal:
        label_files("a.txt", name, FAST)
    assert str(refusal.value) == message
    code, _, err = run("predict", "a.txt", "--output", name)
    assert code == 2 and err.endswith(f"Error: Invalid value for '--output': {message}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"output": 3}, "output must be a path or None, got 3"),
        ({"output": "out\0.jsonl"}, "output must be a path or None, got 'out\\x00.jsonl'"),
        ({"request": "fast"}, "request must be a Request, such as Request(model='fast'), got 'fast'"),
        ({"scheduler": ""}, "scheduler must be an address, such as 'tcp://host:8786', or None, got ''"),
        ({"scheduler": 8786}, "scheduler must be an address, such as 'tcp://host:8786', or None, got 8786"),
        (
            {"scheduler": "tcp://host:8786", "workers": 2},
            "workers are processes of this machine, a scheduler has its own; give one of the two",
        ),
    ],
)
def test_what_a_job_cannot_be_is_refused(tmp_path, wrong, message):
    (tmp_path / "a.txt").write_text("Fine.\n")
    with pytest.raises(InputError) as refusal:
        label_files(tmp_path / "a.txt", **{"output": tmp_path / "out.jsonl", "request": FAST} | wrong)
    assert str(refusal.value) == message
