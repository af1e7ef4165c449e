"""Bulk labelling of files on this machine: bad rows, workers, resuming, folders."""

import csv
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from commands import run
from strategies import BAD, GOOD

from stancekit import bulk
from stancekit.bulk import Request, label_files, output
from stancekit.errors import InputError, ModelFileError, ReadError
from stancekit.reading import stream

FAST = Request(model="fast")


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def objects(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(stream, "BLOCK_BYTES", 4096)
    monkeypatch.setattr(output, "SECONDS_BETWEEN_CHECKPOINTS", 0)


def blocks_of(path, **options):
    with stream.opened(str(path)) as file:
        head, is_all = stream.beginning(file)
        layout = stream.lay_out(str(path), head, is_all, **options)
        return list(stream.blocks(layout, file, head, layout.offset, layout.line, keep=True))


class TestBadRows:
    def test_they_are_set_aside_and_everything_is_counted(self, tmp_path):
        path, out = tmp_path / "comments.jsonl", tmp_path / "out.jsonl"
        path.write_bytes(GOOD[:33] + BAD + GOOD[33:])
        code, printed, err = run("predict", path, "--model", "fast", "--output", out)
        rejected = tmp_path / "out.rejected.jsonl"
        assert (code, printed, err) == (3, "", f"8 rows: 2 labelled, 6 rejected, see {rejected}\n")
        assert [row["text"] for row in objects(out)] == ["I love it", "I doubt it, you idiot"]
        assert [row["id"] for row in objects(out)] == ["x", "8"]
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
        for block, _ in [stream.read_block(one) for one in blocks_of(path, alone=True)]:
            assert [[comment.parent for comment in thread.comments] for thread in block] == [[None] * 3] * 2

    def test_other_outputs_leave_them_alone(self, tmp_path):
        bad, good = tmp_path / "bad.jsonl", tmp_path / "good.jsonl"
        bad.write_bytes(GOOD + b"{oops\n")
        good.write_bytes(GOOD)
        rejected = tmp_path / "out.rejected.jsonl"
        label_files([str(bad)], str(tmp_path / "out.jsonl"), FAST)
        label_files([str(good)], str(tmp_path / "out.csv"), FAST, form="csv")
        output.write_text(str(tmp_path / "out.jsonl"), "a table")
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


def _who_and_threads():
    time.sleep(0.05)  # so that no worker takes all of the work
    return os.getpid(), os.environ.get("STANCEKIT_THREADS")


RESUMABLE = "import stancekit.bulk.output as o, stancekit.reading.stream as s\n" + (
    "o.SECONDS_BETWEEN_CHECKPOINTS, s.BLOCK_BYTES = 0, 4096\nfrom stancekit.cli import main; main()"
)


def kill_until_done(call, rng, most):
    """How many runs it took; each is killed at a random moment, after `most` none is."""
    for number in range(1, most + 2):
        child = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _, err = child.communicate(timeout=0.3 + rng.random() if number <= most else None)
        except subprocess.TimeoutExpired:
            child.kill()
            _, err = child.communicate()
        if child.returncode != -signal.SIGKILL:  # it ended by itself, if only in the moment before it was killed
            assert child.returncode in (0, 3), err
            return number
    raise AssertionError


class TestResume:
    @pytest.mark.parametrize(("most", "workers"), [(3, 1), (2, 2), pytest.param(100, 1, marks=pytest.mark.slow)])
    @pytest.mark.parametrize("name", ["out.jsonl", "out.csv.gz"])
    def test_a_job_that_is_killed_gives_the_same_bytes(self, name, most, workers, comments, tmp_path):
        n_kills, rng = 0, random.Random(most)
        whole, out = tmp_path / "whole", tmp_path / "parts"
        for folder in (whole, out):
            folder.mkdir()
        files = [comments, comments] if most < 10 else 10 * [comments]
        arguments = ["predict", *files, "--model", "fast", "--workers", workers]
        call = [sys.executable, "-c", RESUMABLE, *map(str, arguments)]
        done = subprocess.run([*call, "--output", str(whole / name)], stderr=subprocess.PIPE)
        assert done.returncode == 3, done.stderr
        while n_kills < most:
            n_kills += kill_until_done([*call, "--output", str(out / name), "--resume"], rng, most - n_kills)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {
            path.name: path.read_bytes() for path in whole.iterdir()
        }

    @pytest.mark.usefixtures("small_blocks")
    def test_a_job_that_stops_where_a_file_ends_gives_the_same_bytes(self, comments, tmp_path, monkeypatch):
        files, out = [comments, comments], tmp_path / "out.csv.gz"
        n_blocks = []
        label_files([str(comments)], str(out), FAST, form="csv", progress=lambda done, rows: n_blocks.append(rows))
        label_files([str(file) for file in files], str(out), FAST, form="csv")
        whole = out.read_bytes()
        self.stopped(monkeypatch, files, out, len(n_blocks), form="csv")
        label_files([str(file) for file in files], str(out), FAST, form="csv", resume=True)
        assert out.read_bytes() == whole

    def test_what_a_run_left_that_was_killed_while_it_noted_its_place_goes(self, comments, tmp_path):
        out = tmp_path / "out.jsonl"
        left = tmp_path / "out.jsonl.journal.new"
        left.write_text('{"job": {', encoding="utf-8")
        label_files([str(comments)], str(out), FAST, resume=True)
        assert not left.exists() and out.exists()

    def stopped(self, monkeypatch, files, out, after, **options):
        """Let a job that may be resumed fail after some blocks."""
        place_behind, counts = bulk.job._Part.place_behind, []

        def fail(self, *arguments):
            counts.append(1)
            if len(counts) > after:
                raise KeyboardInterrupt
            return place_behind(self, *arguments)

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(bulk.job._Part, "place_behind", fail)
            label_files([str(file) for file in files], str(out), FAST, resume=True, **options)

    @pytest.mark.usefixtures("small_blocks")
    def test_what_is_done_is_not_done_again(self, comments, tmp_path, monkeypatch):
        out = tmp_path / "out.jsonl"
        label_files([str(comments)], str(out), FAST)
        whole = out.read_bytes()
        out.unlink()
        self.stopped(monkeypatch, [comments], out, 5)
        assert not out.exists()
        journal = json.loads((tmp_path / "out.jsonl.journal").read_text(encoding="utf-8"))
        assert 0 < journal["place"]["rows"] < 3000
        begins = []
        summary = label_files(
            [str(comments)], str(out), FAST, resume=True, progress=lambda done, rows: begins.append(rows)
        )
        assert begins[0] > journal["place"]["rows"]
        assert (summary.rows, summary.rejected, summary.comments) == (3000, 30, 2970)
        assert out.read_bytes() == whole
        assert sorted(path.name for path in tmp_path.iterdir()) == ["comments.jsonl", "out.jsonl", "out.rejected.jsonl"]

    @pytest.mark.usefixtures("small_blocks")
    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"target": "Taxis"}, "another --target"),
            ({"explain": True, "abstain": False}, "another --explain, another --no-abstain"),
            ({"model": "mine.stance"}, "another --model, another model file"),
        ],
    )
    def test_another_job_is_refused(self, change, told, comments, tmp_path, monkeypatch, tiny_model):
        monkeypatch.chdir(tmp_path)
        tiny_model.save("mine.stance")
        out = tmp_path / "out.jsonl"
        self.stopped(monkeypatch, [comments], out, 5)
        with pytest.raises(InputError, match=f"{told}; go on with the same, or run it again without --resume"):
            label_files([str(comments)], str(out), Request(**{"model": "fast", **change}), resume=True)
        assert out.with_name("out.jsonl.partial").stat().st_size > 0
        label_files([str(comments)], str(out), FAST, resume=True)

    @pytest.mark.parametrize("journal", [b"garbage", b"[]", b'{"job": {}}'])
    def test_a_damaged_journal_is_refused(self, journal, comments, tmp_path):
        (tmp_path / "out.jsonl.journal").write_bytes(journal)
        with pytest.raises(InputError, match="is damaged, or no journal of stancekit; run the job again"):
            label_files([str(comments)], str(tmp_path / "out.jsonl"), FAST, resume=True)
        label_files([str(comments)], str(tmp_path / "out.jsonl"), FAST)

    @pytest.mark.usefixtures("small_blocks")
    def test_another_input_is_refused(self, comments, tmp_path, monkeypatch):
        out = tmp_path / "out.jsonl"
        self.stopped(monkeypatch, [comments], out, 5)
        comments.write_bytes(comments.read_bytes() + GOOD)
        with pytest.raises(InputError, match="another input; go on"):
            label_files([str(comments)], str(out), FAST, resume=True)
        label_files([str(comments)], str(out), FAST)
        assert len(objects(out)) == 2972

    @pytest.mark.usefixtures("small_blocks")
    @pytest.mark.parametrize("at", [1, 2, 3])
    def test_one_killed_while_the_files_get_their_names(self, at, comments, tmp_path, monkeypatch):
        out, rejected = tmp_path / "out.jsonl", tmp_path / "out.rejected.jsonl"
        label_files([str(comments)], str(out), FAST)
        whole = out.read_bytes(), rejected.read_bytes()
        out.unlink()
        rejected.unlink()
        finish, unlink = output.Path.replace, output.Path.unlink
        calls = []

        def stop(path, *arguments, **options):
            if path.name.endswith(".partial") or path.name.endswith(".journal"):
                calls.append(path)
                if len(calls) == at:
                    raise KeyboardInterrupt
            return (finish if arguments else unlink)(path, *arguments, **options)

        self.stopped(monkeypatch, [comments], out, 5)
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(output.Path, "replace", stop)
            patch.setattr(output.Path, "unlink", stop)
            label_files([str(comments)], str(out), FAST, resume=True)
        label_files([str(comments)], str(out), FAST, resume=True)
        assert (out.read_bytes(), rejected.read_bytes()) == whole
        assert len(list(tmp_path.iterdir())) == 3

    @pytest.mark.usefixtures("small_blocks")
    def test_a_disk_that_fails_leaves_nothing_and_no_name(self, comments, tmp_path, monkeypatch):
        out, fsync = tmp_path / "out.jsonl", os.fsync
        for at in range(1, 40, 6):
            calls = []

            def fail(descriptor, calls=calls, at=at):
                calls.append(descriptor)
                if len(calls) == at:
                    raise OSError(28, "No space left on device")
                fsync(descriptor)

            monkeypatch.setattr(output.os, "fsync", fail)
            code, _, err = run("predict", comments, "--model", "fast", "--output", out)
            assert (code, err) == (1, f"stancekit: {out}: cannot be written: No space left on device\n")
            assert list(tmp_path.iterdir()) == [comments]

    def test_two_jobs_do_not_write_one_file(self, comments, tmp_path):
        pytest.importorskip("fcntl")
        out = str(tmp_path / "out.jsonl")
        with output.file_output(out), pytest.raises(InputError, match="another job is writing it"):
            label_files([str(comments)], out, FAST)
        label_files([str(comments)], out, FAST)

    def test_a_file_is_locked_until_it_has_its_name(self, comments, tmp_path, monkeypatch):
        pytest.importorskip("fcntl")
        out, told = str(tmp_path / "out.jsonl"), []

        def replace(partial, final):
            with pytest.raises(InputError, match="another job is writing it"):
                label_files([str(comments)], out, FAST)
            told.append(final.name)
            os.replace(partial, final)  # noqa: PTH105

        monkeypatch.setattr(output.Path, "replace", replace)
        label_files([str(comments)], out, FAST)
        assert "out.jsonl" in told

    def test_the_job_is_what_it_was_when_it_began(self, comments, tmp_path, small_blocks):
        out = tmp_path / "out.jsonl"
        began = output.file_output(str(out), bulk.job.Job([str(comments)], FAST).fingerprint, resume=True)
        with suppress(KeyboardInterrupt), began as file:
            os.utime(comments, ns=(1, 1))
            file.reached(output.Place(rows=1))
            raise KeyboardInterrupt
        with pytest.raises(InputError, match="begun with another input"):
            label_files([str(comments)], str(out), FAST, resume=True)

    def test_pipes_cannot_be_resumed(self, comments, tmp_path):
        with pytest.raises(InputError, match="a pipe cannot be read or written again"):
            label_files(["-"], str(tmp_path / "out.jsonl"), FAST, resume=True)
        assert run("predict", comments, "--resume")[0] == 2


class TestFolders:
    @pytest.fixture(autouse=True)
    def needs_fsspec(self):
        pytest.importorskip("fsspec")

    def test_each_file_gets_its_own(self, comments, tmp_path):
        (tmp_path / "more.jsonl").write_bytes(GOOD)
        folder = tmp_path / "out"
        code, _, err = run("predict", f"file://{tmp_path}/*.jsonl", "--model", "fast", "--output", f"{folder}/")
        assert (code, err) == (3, f"3,002 rows: 2,972 labelled, 30 rejected, see {folder}/*.rejected.jsonl\n")
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

    def test_two_files_of_one_name_are_refused(self, tmp_path):
        with pytest.raises(InputError, match=r"x\.rejected\.jsonl: is for rows that are set aside of one input"):
            label_files(["x.jsonl", "x.rejected.csv"], f"{tmp_path}/clash/", FAST)
        with pytest.raises(InputError, match=r"would both become a\.jsonl; rename one"):
            label_files(["x/a.csv", "y/a.jsonl.gz"], f"{tmp_path}/out/", FAST)

    def test_a_pattern_that_fits_nothing(self, tmp_path):
        with pytest.raises(ReadError, match="no file has a name like this"):
            label_files([f"file://{tmp_path}/*.jsonl"], None, FAST)

    def test_another_model_at_a_worker_is_refused(self):
        with pytest.raises(ModelFileError, match="another model is called so at this worker"):
            bulk.job._loaded("fast", "0" * 64)


@pytest.mark.parametrize(
    ("request_", "options", "message"),
    [
        ({"toward": "god"}, {}, "toward must be 'article' or 'parent', got 'god'"),
        ({"orphans": "keep"}, {}, "orphans must be 'error' or 'promote', got 'keep'"),
        ({"alone": True, "toward": "parent"}, {}, "alone leaves that out; choose one"),
        ({}, {"form": "xml"}, "form must be 'jsonl' or 'csv', got 'xml'"),
        ({}, {"workers": 0}, "workers must be a whole number from 1 on, got 0"),
    ],
)
def test_what_the_library_is_asked_is_checked(tmp_path, request_, options, message):
    with pytest.raises(InputError, match=message):
        label_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.jsonl"), Request("fast", **request_), **options)


def test_a_single_file_elsewhere_is_refused(tmp_path):
    with pytest.raises(InputError, match="a single file must be on this machine; end it with /"):
        label_files([str(tmp_path / "in.jsonl")], "s3://bucket/out.jsonl", FAST)
