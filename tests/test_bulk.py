"""Bulk labelling of files on this machine: bad rows, workers, folders."""

import csv
import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commands import objects, run
from strategies import BAD, GOOD

from stancekit import bulk
from stancekit.bulk import Request, label_files, output
from stancekit.errors import InputError, ModelFileError, ReadError
from stancekit.files import write_text
from stancekit.reading import stream
from stancekit.reading.layout import lay_out

CASES = Path(__file__).parent / "cases"
FAST = Request(model="fast")


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def blocks_of(path, **options):
    with stream.opened(str(path)) as file:
        head, is_all = stream.beginning(file)
        layout = lay_out(str(path), head, is_all, **options)
        return list(stream.blocks(layout, file, head, layout.offset, layout.line, keep=True))


class TestBadRows:
    def test_they_are_set_aside_and_everything_is_counted(self, tmp_path):
        path, out = tmp_path / "comments.jsonl", tmp_path / "out.jsonl"
        path.write_bytes(GOOD[:33] + BAD + GOOD[33:])
        code, printed, err = run("predict", path, "--model", "fast", "--output", out)
        rejected = tmp_path / "out.rejected.jsonl"
        assert (code, printed, err) == (3, "", f"8 rows: 2 labelled, 6 rejected, see {rejected}\n")
        assert [row["text"] for row in objects(out)] == ["I love it", "I doubt it, you idiot"]
        assert [row["id"] for row in objects(out)] == ["x", "line 8"]
        assert objects(out)[1]["thread"] == "t" and objects(out)[1]["target"] == "Taxis"
        assert [(row["file"], row["line"]) for row in objects(rejected)] == [(str(path), line) for line in range(2, 8)]
        assert [row["reason"].partition(";")[0].partition(":")[0] for row in objects(rejected)] == [
            "not JSON at character 10",
            "no text",
            "'text' must be a string, not a number",
            "byte 0xff is not UTF-8",
            "the text is empty",
            'expected an object such as {"text"',
        ]

    def test_a_table_s_bad_rows(self, tmp_path):
        path, out = tmp_path / "comments.csv", tmp_path / "out.csv"
        path.write_text(
            'text,author\n"I love\nit",Bo\n,Bo\ntoo,many,fields\n"torn"x,Bo\nI doubt it,Bo\n', encoding="utf-8"
        )
        assert run("predict", path, "--model", "fast", "--output", out)[0] == 3
        with out.open(encoding="utf-8", newline="") as file:
            assert [(row["id"], row["text"]) for row in csv.DictReader(file)] == [
                ("2", "I love\nit"),
                ("7", "I doubt it"),
            ]
        assert [row["line"] for row in objects(tmp_path / "out.csv.rejected.jsonl")] == [4, 5, 6]

    def test_a_thread_a_line_is_set_aside_whole(self, tmp_path):
        path, out = tmp_path / "threads.jsonl", tmp_path / "out.jsonl"
        broken = {"comments": [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]}
        path.write_text(jsonl([{"comments": [{"text": "a"}, {"text": "b"}]}, broken]), encoding="utf-8")
        code, _, err = run("predict", path, "--model", "fast", "--output", out)
        assert (code, err.partition(",")[0]) == (3, "2 rows: 1 labelled")
        assert len(objects(out)) == 2
        assert objects(tmp_path / "out.rejected.jsonl")[0]["reason"].startswith("two comments have the id '1'")

    def test_what_may_be_a_comment_or_a_thread_is_set_aside(self, tmp_path):
        path, out = tmp_path / "threads.jsonl", tmp_path / "out.jsonl"
        doubtful = {"body": "Nice", "comments": [{"text": "Indeed"}]}
        post = {"title": "Ferry", "text": "It sails again.", "comments": [{"text": "At last"}]}
        plain = {"text": "Nice", "comments": []}
        for good, text in ((post, "At last"), (plain, "Nice")):
            path.write_text(jsonl([good, doubtful, good]), encoding="utf-8")
            assert run("predict", path, "--model", "fast", "--output", out)[0] == 3
            assert [row["text"] for row in objects(out)] == [text, text]
            (rejected,) = objects(tmp_path / "out.rejected.jsonl")
            assert (rejected["line"], rejected["reason"][:30]) == (2, 'has both a text and "comments"')

    def test_alone_holds_for_replies_in_a_thread_a_line(self, tmp_path):
        path = tmp_path / "threads.jsonl"
        comments = [{"id": 1, "text": "It will never work"}, {"id": 2, "parent": 1, "text": "Exactly this"}]
        path.write_text(jsonl([{"title": "Ferry", "comments": [*comments, {"parent": 9, "text": "Why?"}]}] * 2))
        for block in [stream.read_block(one) for one in blocks_of(path, alone=True)]:
            assert [[comment.parent for comment in thread.comments] for thread in block.rows] == [[None] * 3] * 2

    def test_other_outputs_leave_them_alone(self, tmp_path):
        bad, good = tmp_path / "bad.jsonl", tmp_path / "good.jsonl"
        bad.write_bytes(GOOD + b"{oops\n")
        good.write_bytes(GOOD)
        rejected = tmp_path / "out.rejected.jsonl"
        label_files([str(bad)], str(tmp_path / "out.jsonl"), FAST)
        label_files([str(good)], str(tmp_path / "out.csv"), FAST, form="csv")
        write_text(str(tmp_path / "out.jsonl"), "a table")
        assert len(objects(rejected)) == 1
        label_files([str(good)], str(tmp_path / "out.jsonl"), FAST)
        assert not rejected.exists()

    @pytest.mark.parametrize("name", ["out.rejected.jsonl", "out.jsonl.partial", "out.jsonl.journal"])
    def test_what_stands_beside_the_output_is_not_read(self, name, tmp_path):
        path = tmp_path / name
        path.write_bytes(GOOD)
        with pytest.raises(InputError, match="would replace it, so name another output"):
            label_files([str(path)], str(tmp_path / "out.jsonl"), FAST)
        assert path.read_bytes() == GOOD

    def test_to_a_pipe_the_first_one_ends_the_job(self, tmp_path):
        path = tmp_path / "comments.jsonl"
        path.write_bytes(GOOD + BAD)
        code, out, err = run("predict", path, "--model", "fast")
        assert (code, out) == (1, "")
        assert err.startswith(f"stancekit: {path}, line 3: not JSON at character 10")

    def test_where_all_are_bad_the_file_is_refused(self, tmp_path):
        path, out = tmp_path / "comments.jsonl", tmp_path / "out.jsonl"
        path.write_bytes(BAD)
        code, _, err = run("predict", path, "--model", "fast", "--output", out)
        assert code == 1
        assert err.startswith(f"stancekit: {path}, line 1: not JSON at character 10")
        assert list(tmp_path.iterdir()) == [path]
        path.write_text("text,author\n", encoding="utf-8")
        with pytest.raises(ReadError, match="line 1: the table has a header but no rows"):
            label_files([str(path)], str(out), Request(model="fast", input="csv"))

    def test_in_a_thread_one_refuses_the_file(self, tmp_path):
        path = tmp_path / "thread.jsonl"
        path.write_bytes(b'{"id": "1", "text": "a", "parent": null}\n{"text": 3}\n')
        code, _, err = run("predict", path, "--model", "fast", "--output", tmp_path / "out.jsonl")
        assert code == 1
        assert "line 2: 'text' must be a string" in err

    def test_a_reply_that_comes_late_is_set_aside_and_alone_takes_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(stream, "_BEGINNING", 30)
        path, out = tmp_path / "comments.jsonl", tmp_path / "out.jsonl"
        path.write_text(jsonl([{"text": "I love it so much"}, {"text": "No", "parent": "1"}]), encoding="utf-8")
        assert run("predict", path, "--model", "fast", "--output", out)[0] == 3
        assert "answers another row" in objects(tmp_path / "out.rejected.jsonl")[0]["reason"]
        assert run("predict", path, "--model", "fast", "--output", out, "--alone")[0] == 0
        assert not (tmp_path / "out.rejected.jsonl").exists()


class TestWorkers:
    @pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.jsonl.gz"])
    def test_they_give_the_same_bytes(self, name, comments, tmp_path):
        packed = tmp_path / "packed.jsonl.gz"
        packed.write_bytes(gzip.compress(comments.read_bytes()))
        table = tmp_path / "table.csv"
        table.write_text("text,thread\n" + '"I love\nit, ""Bo""",t\n' * 3000, encoding="utf-8")
        files, out = [comments, packed, table], tmp_path / name
        found = []
        for workers in (1, 2):
            assert run("predict", *files, "--model", "fast", "--output", out, "--workers", workers)[0] == 3
            found.append((out.read_bytes(), Path(output.rejected_name(str(out))).read_bytes()))
        assert found[0] == found[1]
        text = gzip.decompress(found[0][0]) if name.endswith(".gz") else found[0][0]
        assert text.count(b"Bo") == 3000

    def test_a_pipe_s_rows_too(self, comments):
        text = comments.read_text().replace("{oops\n", "")
        call = ("predict", "-", "--model", "fast")
        assert run(*call, "--workers", 2, stdin=text) == run(*call, stdin=text)

    def test_an_encoder_s_share_of_the_cores_is_told(self, monkeypatch):
        monkeypatch.delenv("STANCEKIT_THREADS", raising=False)
        code = "import os; print(os.environ.get('STANCEKIT_THREADS'))"
        with bulk.crew._shared_cores(10_000):
            assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "1\n"
        assert "STANCEKIT_THREADS" not in os.environ

    def test_every_worker_has_its_share(self, monkeypatch):
        monkeypatch.delenv("STANCEKIT_THREADS", raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: 6)
        with bulk.crew._processes(3) as (executor, n_workers):
            found = [executor.submit(_who_and_threads) for _ in range(24)]
            shares = dict(one.result() for one in found)
        assert (n_workers, set(shares.values())) == (3, {"2"})

    def test_a_thread_may_have_them_too(self, comments, tmp_path):
        with ThreadPoolExecutor(1) as executor:
            job = executor.submit(label_files, [str(comments)], str(tmp_path / "out.jsonl"), FAST, workers=2)
            assert job.result().comments == 2970

    def test_so_may_a_program_that_handles_interrupts_itself(self, comments, tmp_path):
        before = signal.signal(signal.SIGINT, lambda *_: None)  # as asyncio.run does; it cannot be pickled
        try:
            assert label_files([str(comments)], str(tmp_path / "out.jsonl"), FAST, workers=2).comments == 2970
        finally:
            signal.signal(signal.SIGINT, before)


def _who_and_threads():
    time.sleep(0.05)  # so that no worker takes all of the work
    return os.getpid(), os.environ.get("STANCEKIT_THREADS")


def test_a_thread_on_one_long_line_is_read_whole(tmp_path):
    path, comment = tmp_path / "thread.json", {"author": "Bo", "text": "Too dear. " * 20}
    path.write_text(json.dumps({"title": "Fares", "comments": [comment] * 5_000}), encoding="utf-8")
    assert path.stat().st_size > 1 << 20
    assert label_files(path, tmp_path / "out.jsonl", FAST).comments == 5_000


def test_utf_16_is_read_whole(tmp_path):
    path, out = tmp_path / "reviews.csv", tmp_path / "out.csv"
    path.write_text("thread,name,text\na,Jörg,Zu spät.\nb,Anaïs,Lovely.\n", encoding="utf-16")
    assert run("predict", path, "--model", "fast", "--output", out) == (0, "", "2 comments labelled\n")
    with out.open(newline="", encoding="utf-8") as file:
        assert [(row["thread"], row["author"], row["text"]) for row in csv.DictReader(file)] == [
            ("a", "Jörg", "Zu spät."),
            ("b", "Anaïs", "Lovely."),
        ]


class TestFolders:
    @pytest.fixture(autouse=True)
    def needs_fsspec(self):
        pytest.importorskip("fsspec")

    def test_each_file_gets_its_own(self, comments, tmp_path):
        (tmp_path / "more.jsonl").write_bytes(GOOD)
        folder = tmp_path / "out"
        code, _, err = run("predict", f"file://{tmp_path}/*.jsonl", "--model", "fast", "--output", f"{folder}/")
        assert (code, err) == (3, f"3,002 rows: 2,972 labelled, 30 rejected, see {folder}/comments.rejected.jsonl\n")
        assert sorted(path.name for path in folder.iterdir()) == [
            *("_stancekit.json", "comments.jsonl", "comments.rejected.jsonl", "more.jsonl"),
        ]
        assert run("predict", comments, "--model", "fast")[0] == 1
        assert len(objects(folder / "comments.jsonl")) == 2970

    def test_what_is_there_is_kept_and_what_is_missing_is_made(self, comments, tmp_path):
        folder = tmp_path / "out"
        (tmp_path / "more.jsonl").write_bytes(GOOD)
        call = ("predict", f"file://{tmp_path}/*.jsonl", "--model", "fast", "--output", f"{folder}/")
        run(*call)
        kept, lost = folder / "comments.jsonl", folder / "more.jsonl"
        was, before = lost.read_bytes(), kept.stat().st_mtime_ns
        lost.unlink()
        assert "is there already; choose another folder" in run(*call)[2]
        assert run(*call, "--resume") == (0, "", "2 rows: 2 labelled, 0 rejected\n")
        assert (lost.read_bytes(), kept.stat().st_mtime_ns) == (was, before)
        assert "begun with another --target" in run(*call, "--resume", "--target", "Taxis")[2]

    def test_a_file_that_cannot_be_read_is_set_aside_and_counted_apart(self, tmp_path):
        (tmp_path / "january.jsonl").write_bytes(GOOD)
        (tmp_path / "february.txt").write_bytes(b"")
        (tmp_path / "march.csv").write_text("id,parent,text\na,,Too dear.\nb,gone,Why?\n", encoding="utf-8")
        folder = tmp_path / "out"
        call = ("predict", *sorted(tmp_path.iterdir()), "--model", "fast", "--output", f"{folder}/")
        told = f"3 files: 2 rows: 2 labelled, 0 rejected; 2 files refused, see {folder}/*.rejected.jsonl\n"
        assert run(*call)[::2] == (3, told)
        found = {name: objects(folder / f"{name}.rejected.jsonl") for name in ("february", "march")}
        assert [(row["file"], row["line"], row["reason"].partition(";")[0]) for (row,) in found.values()] == [
            (f"{tmp_path}/february.txt", None, "the file is empty"),
            (f"{tmp_path}/march.csv", 3, "comment 'b' (line 3) replies to 'gone', which is not in this thread"),
        ]
        assert sorted(path.name for path in folder.iterdir() if not path.stat().st_size) == [
            *("february.jsonl", "march.jsonl"),
        ]
        assert run(*call, "--resume")[0] == 0

    def test_one_that_is_out_of_reach_for_a_while_stops_the_job_until_it_is_resumed(self, tmp_path):
        first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
        for path in (first, second):
            path.write_bytes(GOOD)
        call, folder = ([first, second], f"{tmp_path}/out/", FAST), tmp_path / "out"
        with pytest.raises(ReadError, match=r"b\.jsonl: cannot be read: No such file"):
            label_files(*call, progress=lambda done, rows: second.rename(tmp_path / "away"))
        assert sorted(one.name for one in folder.iterdir()) == ["_stancekit.json", "a.jsonl"]
        (tmp_path / "away").rename(second)
        assert label_files(*call, resume=True).rows == 2
        assert (folder / "b.jsonl").read_bytes() == (folder / "a.jsonl").read_bytes()

    def test_one_refused_file_is_no_row_and_its_rejects_are_named(self, tmp_path):
        good, bad, rows = (tmp_path / name for name in ("ferry.csv", "school.csv", "letters.jsonl"))
        good.write_text("id,parent,text\n1,,Too dear.\n2,1,Swim then.\n", encoding="utf-8")
        bad.write_text("id,parent,text\n1,,A new roof.\n1,,At last.\n", encoding="utf-8")
        summary = label_files([good, bad], f"{tmp_path}/out/", FAST)
        where = f"{tmp_path}/out/school.rejected.jsonl"
        assert summary == bulk.Summary(0, 0, 2, where, files=2, refused=1)
        assert [row["line"] for row in objects(tmp_path / "out" / "school.rejected.jsonl")] == [3]
        rows.write_bytes(GOOD + b"{oops\n")
        summary = label_files([good, bad, rows], f"{tmp_path}/again/", FAST)
        assert (summary.rows, summary.rejected, summary.comments) == (3, 1, 4)
        assert (summary.files, summary.refused, summary.rejected_path) == (3, 1, f"{tmp_path}/again/*.rejected.jsonl")

    def test_another_job_does_not_take_a_folder_in_which_one_is_not_done(self, tmp_path):
        january, february = tmp_path / "january.jsonl", tmp_path / "february.jsonl"
        january.write_bytes(GOOD)
        february.write_bytes(GOOD)
        folder = tmp_path / "out"
        label_files([str(january)], f"{folder}/", FAST)
        label_files([str(february)], f"{folder}/", FAST)  # the other is done
        (folder / "february.jsonl").unlink()
        (folder / f"{output.TEMPORARY}of-another.tmp").touch()
        march = tmp_path / "march.jsonl"
        march.write_bytes(GOOD)
        with pytest.raises(InputError, match="another job has begun here and is not done"):
            label_files([str(march)], f"{folder}/", FAST)
        assert label_files([str(february)], f"{folder}/", FAST, resume=True).rows == 2
        assert (folder / f"{output.TEMPORARY}of-another.tmp").exists()
        (folder / "_stancekit.json").unlink()
        with pytest.raises(InputError, match=r"is there already; choose another folder$"):
            label_files([str(february)], f"{folder}/", FAST, resume=True)

    def test_a_damaged_journal_hinders_only_who_would_go_on_with_it(self, tmp_path):
        (tmp_path / "more.jsonl").write_bytes(GOOD)
        folder = tmp_path / "out"
        folder.mkdir()
        for damaged in ("", '{"input": 5, "--format": "jsonl"}', '{"input": [["more.jsonl"]], "--format": "jsonl"}'):
            (folder / "_stancekit.json").write_text(damaged, encoding="utf-8")
            with pytest.raises(InputError, match="is damaged, or no journal of stancekit"):
                label_files(tmp_path / "more.jsonl", f"{folder}/", FAST, resume=True)
        assert label_files(tmp_path / "more.jsonl", f"{folder}/", FAST).rows == 2
        assert sorted(path.name for path in folder.iterdir()) == ["_stancekit.json", "more.jsonl"]

    def test_a_full_disk_leaves_nothing_behind(self, tmp_path, monkeypatch):
        from fsspec.implementations.local import LocalFileSystem

        def fails(system, path, data):
            Path(path).touch()  # the name still fits, the bytes do not
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(LocalFileSystem, "pipe_file", fails)
        (tmp_path / "more.jsonl").write_bytes(GOOD)
        with pytest.raises(OSError, match="No space left on device"):
            label_files(tmp_path / "more.jsonl", f"{tmp_path}/out/", FAST)
        assert list((tmp_path / "out").iterdir()) == []

    def test_the_first_file_that_is_missing_is_named(self, tmp_path):
        files = [f"{tmp_path}/{number}.csv" for number in range(3)]
        with pytest.raises(ReadError, match=r"0\.csv: cannot be read: No such file"):
            label_files(files, f"{tmp_path}/out/", FAST)

    def test_two_files_of_one_name_are_refused(self, tmp_path):
        with pytest.raises(InputError, match=r"x\.rejected\.jsonl: is for rows that are set aside of one input"):
            label_files(["x.jsonl", "x.rejected.csv"], f"{tmp_path}/clash/", FAST)
        with pytest.raises(InputError, match=r"would both become a\.jsonl; rename one"):
            label_files(["x/a.csv", "y/a.jsonl.gz"], f"{tmp_path}/out/", FAST)

    def test_a_file_that_a_pattern_finds_again_is_named_once(self, tmp_path):
        for name in ("may.txt", "june.txt"):
            (tmp_path / name).write_text("The ferry was late again.\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"may\.txt: is given more than once; name it once"):
            label_files([tmp_path / "may.txt", f"{tmp_path}/*.txt"], f"{tmp_path}/out/", FAST)

    def test_a_pattern_that_fits_nothing(self, tmp_path):
        with pytest.raises(ReadError, match="no file has a name like this"):
            label_files([f"file://{tmp_path}/*.jsonl"], None, FAST)

    @pytest.mark.parametrize("name", ["fast", "mine.stance", "mine"])
    def test_another_model_at_a_worker_is_refused(self, name):
        with pytest.raises(ModelFileError, match="no model, or another, is called so at a worker"):
            bulk.job.loaded(name, "0" * 64)


@pytest.mark.parametrize(
    ("request_", "options", "message"),
    [
        ({"toward": "god"}, {}, "toward must be 'article' or 'parent', got 'god'"),
        ({"orphans": "keep"}, {}, "orphans must be 'error' or 'promote', got 'keep'"),
        ({"abstain": "no"}, {}, "abstain must be True or False, got 'no'"),
        ({"explain": "no"}, {}, "explain must be True or False, got 'no'"),
        ({"alone": 0}, {}, "alone must be True or False, got 0"),
        ({}, {"resume": "no"}, "resume must be True or False, got 'no'"),
        ({"alone": True, "toward": "parent"}, {}, "alone leaves that out; choose one"),
        ({}, {"form": "xml"}, "form must be 'jsonl', 'csv' or None, got 'xml'"),
        ({}, {"workers": 0}, "workers must be a whole number from 1 on, got 0"),
    ],
)
def test_what_the_library_is_asked_is_checked(tmp_path, request_, options, message):
    with pytest.raises(InputError, match=message):
        label_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.jsonl"), Request("fast", **request_), **options)


def test_paths_are_paths_and_one_is_enough(tmp_path):
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(GOOD)
    assert label_files(file, out, FAST).comments == label_files(str(file), str(out), FAST).comments == 2
    assert label_files(file, out, Request(Path("fast"))).comments == 2


@pytest.mark.parametrize("form", ["json", "xml", "jsonl"])
def test_a_csv_tells_threads_apart(form, tmp_path):
    file = tmp_path / f"in.{form}"
    threads = [{"id": name, "title": f"Title {name}", "comments": [{"id": "1", "text": "Well said."}]} for name in "ab"]
    if form == "xml":
        file.write_bytes((CASES / "exports" / "wordpress.xml").read_bytes())
    else:
        file.write_text(
            json.dumps(threads) if form == "json" else "\n".join(map(json.dumps, threads)), encoding="utf-8"
        )
    label_files(file, tmp_path / "out.csv", FAST, form="csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as rows:
        assert {row["thread"] for row in csv.DictReader(rows)} == ({"a", "b"} if form != "xml" else {"12"})


def test_an_empty_output_is_not_the_root_of_the_file_system(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(GOOD)
    with pytest.raises(InputError, match="output is empty; name a file, a folder with / at its end, or give None"):
        label_files(tmp_path / "in.jsonl", "", FAST)


def test_a_single_file_elsewhere_is_refused(tmp_path):
    with pytest.raises(InputError, match="a single file must be on this machine; end it with /"):
        label_files([str(tmp_path / "in.jsonl")], "s3://bucket/out.jsonl", FAST)


@pytest.mark.parametrize(
    ("package", "file", "output", "scheduler", "message"),
    [
        ("fsspec", "memory://a.jsonl", "out.jsonl", None, "memory://a.jsonl: folders and names with :// need fsspec: "),
        ("fsspec", "in.jsonl", "out/", None, "out/: folders and names with :// need fsspec: "),
        ("distributed", "in.jsonl", "out.jsonl", "tcp://host:8786", "a scheduler needs Dask: "),
    ],
)
def test_a_missing_package_is_named(tmp_path, monkeypatch, package, file, output, scheduler, message):
    monkeypatch.setitem(sys.modules, package, None)  # as if it were not installed
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_bytes(GOOD)
    with pytest.raises(InputError) as refusal:
        label_files(file, output, FAST, scheduler=scheduler)
    assert str(refusal.value) == f"{message}pip install {package}"
