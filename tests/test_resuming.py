"""Jobs stopped at any moment, by anything, and resumed: the output is that of a job that never stopped."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from types import SimpleNamespace

import pytest
from commands import objects, run
from strategies import GOOD

from stancekit import bulk
from stancekit.bulk import Request, label_files, output
from stancekit.errors import InputError
from stancekit.reading import stream

FAST = Request(model="fast")

RESUMABLE = "import stancekit.bulk.output as o, stancekit.reading.stream as s\n" + (
    "o.SECONDS_BETWEEN_CHECKPOINTS, s.BLOCK_BYTES = 0, 4096\nfrom stancekit.cli import main; main()"
)


def kill_until_done(call, journal, rng, most):
    """How many runs it took; each is killed at a random moment, mostly of its work, after `most` none is."""
    for number in range(1, most + 2):
        before = state_of(journal)
        child = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        is_late = number <= most and rng.random() < 0.8
        while is_late and child.poll() is None and state_of(journal) in (before, None):
            time.sleep(0.01)
        try:
            _, err = child.communicate(timeout=rng.random() / (5 if is_late else 1) if number <= most else None)
        except subprocess.TimeoutExpired:
            child.kill()
            _, err = child.communicate()
        if child.returncode != -signal.SIGKILL:  # it ended by itself, if only in the moment before it was killed
            assert child.returncode in (0, 3), err
            return number
    raise AssertionError


def state_of(path):
    """What changes with each write of a file; None if it is not there."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(stream, "BLOCK_BYTES", 4096)
    monkeypatch.setattr(output, "SECONDS_BETWEEN_CHECKPOINTS", 0)


@pytest.mark.parametrize(("most", "workers"), [(3, 1), (2, 2), pytest.param(100, 1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv.gz"])
def test_a_job_that_is_killed_gives_the_same_bytes(name, most, workers, comments, tmp_path):
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
        journal = out / f"{name}.journal"
        n_kills += kill_until_done([*call, "--output", str(out / name), "--resume"], journal, rng, most - n_kills)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in whole.iterdir()
    }


@pytest.mark.usefixtures("small_blocks")
def test_a_job_that_stops_where_a_file_ends_gives_the_same_bytes(comments, tmp_path, monkeypatch):
    files, out = [comments, comments], tmp_path / "out.csv.gz"
    n_blocks = []
    label_files([str(comments)], str(out), FAST, form="csv", progress=lambda done, rows: n_blocks.append(rows))
    label_files([str(file) for file in files], str(out), FAST, form="csv")
    whole = out.read_bytes()
    stopped(monkeypatch, files, out, len(n_blocks), form="csv")
    label_files([str(file) for file in files], str(out), FAST, form="csv", resume=True)
    assert out.read_bytes() == whole


def test_what_a_run_left_that_was_killed_while_it_noted_its_place_goes(comments, tmp_path):
    out = tmp_path / "out.jsonl"
    left = tmp_path / "out.jsonl.journal.new"
    left.write_text('{"job": {', encoding="utf-8")
    label_files([str(comments)], str(out), FAST, resume=True)
    assert not left.exists() and out.exists()


def stopped(monkeypatch, files, out, after, **options):
    """Let a job that may be resumed fail after some blocks."""
    place_behind, counts = bulk.job._Part.place_behind, []

    def fail(*arguments):
        counts.append(1)
        if len(counts) > after:
            raise KeyboardInterrupt
        return place_behind(*arguments)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(bulk.job._Part, "place_behind", fail)
        label_files([str(file) for file in files], str(out), FAST, resume=True, **options)


@pytest.mark.usefixtures("small_blocks")
def test_what_is_done_is_not_done_again(comments, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    assert label_files([str(comments)], str(out), FAST, resume=True).resumed_at == 0
    whole = out.read_bytes()
    out.unlink()
    stopped(monkeypatch, [comments], out, 5)
    assert not out.exists()
    journal = json.loads((tmp_path / "out.jsonl.journal").read_text(encoding="utf-8"))
    assert 0 < journal["place"]["rows"] < 3000
    begins = []
    summary = label_files([str(comments)], str(out), FAST, resume=True, progress=lambda done, rows: begins.append(rows))
    assert begins[0] > journal["place"]["rows"]
    assert (summary.rows, summary.rejected, summary.comments) == (3000, 30, 2970)
    assert summary.resumed_at == journal["place"]["comments"] > 0
    assert out.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["comments.jsonl", "out.jsonl", "out.rejected.jsonl"]


@pytest.mark.usefixtures("small_blocks")
def test_that_something_was_left_out_is_not_forgotten(tmp_path, monkeypatch):
    file, out = tmp_path / "threads.jsonl", tmp_path / "out.jsonl"
    with_a_picture = {"comments": [{"text": "At last."}, {"author": "Cy", "image": "x.png"}]}
    threads = [with_a_picture, *[{"comments": [{"text": "Which platform is it?"}]}] * 1000]
    file.write_text("".join(f"{json.dumps(thread)}\n" for thread in threads), encoding="utf-8")
    stopped(monkeypatch, [file], out, 5)
    summary = label_files([str(file)], str(out), FAST, resume=True)
    assert summary.resumed_at > 0 and summary.left_out


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_what_is_killed_in_its_first_second_is_known(name, comments, tmp_path, monkeypatch):
    out, form = tmp_path / name, name.partition(".")[2]
    label_files([str(comments)], str(out), FAST, form=form)
    whole = out.read_bytes()
    out.unlink()
    stopped(monkeypatch, [comments], out, 0, form=form)
    with pytest.raises(InputError, match="begun with another --target"):
        label_files([str(comments)], str(out), Request(model="fast", target="Taxis"), form=form, resume=True)
    assert label_files([str(comments)], str(out), FAST, form=form, resume=True).resumed_at == 0
    assert out.read_bytes() == whole


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"target": "Taxis"}, "another --target"),
        ({"explain": True, "abstain": False}, "another --explain, another --no-abstain"),
        ({"model": "mine.stance"}, "another --model, another model file"),
    ],
)
def test_another_job_is_refused(change, told, comments, tmp_path, monkeypatch, tiny_model):
    monkeypatch.chdir(tmp_path)
    tiny_model.save("mine.stance")
    out = tmp_path / "out.jsonl"
    stopped(monkeypatch, [comments], out, 5)
    with pytest.raises(InputError, match=f"{told}; go on with the same, or run it again without --resume"):
        label_files([str(comments)], str(out), Request(**{"model": "fast", **change}), resume=True)
    assert out.with_name("out.jsonl.partial").stat().st_size > 0
    label_files([str(comments)], str(out), FAST, resume=True)


WHOLE = {"job": {}, "place": asdict(output.Place()), "sizes": [0, 0], "done": False}
DAMAGES = ({"place": {"bogus": 1}}, {"place": {**WHOLE["place"], "rows": -1}}, {"sizes": [0]}, {"job": 3})


@pytest.mark.parametrize(
    "journal", [b"garbage", b"[]", b'{"job": {}}', *(json.dumps(WHOLE | damage).encode() for damage in DAMAGES)]
)
def test_a_damaged_journal_is_refused(journal, comments, tmp_path):
    (tmp_path / "out.jsonl.journal").write_bytes(journal)
    with pytest.raises(InputError, match="is damaged, or no journal of stancekit; run the job again"):
        label_files([str(comments)], str(tmp_path / "out.jsonl"), FAST, resume=True)
    label_files([str(comments)], str(tmp_path / "out.jsonl"), FAST)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("damage", [{"offset": 10**9}, {"files": 7}, {"line": 1}])
def test_a_journal_of_a_place_that_was_never_reached_is_refused(damage, comments, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    stopped(monkeypatch, [comments], out, 5)
    journal = json.loads((tmp_path / "out.jsonl.journal").read_bytes())
    (tmp_path / "out.jsonl.journal").write_text(json.dumps(journal | {"place": journal["place"] | damage}))
    with pytest.raises(InputError, match="is damaged, or no journal of stancekit; run the job again"):
        label_files([str(comments)], str(out), FAST, resume=True)


@pytest.mark.usefixtures("small_blocks")
def test_rows_that_are_gone_are_not_resumed_behind(comments, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    stopped(monkeypatch, [comments], out, 5)
    (tmp_path / "out.jsonl.partial").write_bytes(b"{}\n")
    with pytest.raises(InputError, match="is shorter than it was"):
        label_files([str(comments)], str(out), FAST, resume=True)


@pytest.mark.skipif(os.name == "nt", reason="there a file has no mode")
def test_rows_are_read_by_whoever_could_read_those_before(comments, tmp_path):
    out = tmp_path / "out.jsonl"
    out.touch(0o600)
    label_files([str(comments)], str(out), FAST)
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("small_blocks")
def test_another_input_is_refused(comments, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    stopped(monkeypatch, [comments], out, 5)
    comments.write_bytes(comments.read_bytes() + GOOD)
    with pytest.raises(InputError, match="another input; go on"):
        label_files([str(comments)], str(out), FAST, resume=True)
    label_files([str(comments)], str(out), FAST)
    assert len(objects(out)) == 2972


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("at", [1, 2, 3])
def test_one_killed_while_the_files_get_their_names(at, comments, tmp_path, monkeypatch):
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

    stopped(monkeypatch, [comments], out, 5)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(output.Path, "replace", stop)
        patch.setattr(output.Path, "unlink", stop)
        label_files([str(comments)], str(out), FAST, resume=True)
    label_files([str(comments)], str(out), FAST, resume=True)
    assert (out.read_bytes(), rejected.read_bytes()) == whole
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.usefixtures("small_blocks")
def test_a_disk_that_fails_leaves_nothing_and_no_name(comments, tmp_path, monkeypatch):
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


def test_two_jobs_do_not_write_one_file(comments, tmp_path):
    pytest.importorskip("fcntl")
    out = str(tmp_path / "out.jsonl")
    with output.file_output(out), pytest.raises(InputError, match="another job is writing it"):
        label_files([str(comments)], out, FAST)
    label_files([str(comments)], out, FAST)


def test_on_windows_a_byte_is_locked_behind_the_end(comments, tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    out, locked = str(tmp_path / "out.jsonl"), []

    def locking(descriptor, mode, n_bytes):
        locked.append((mode, os.lseek(descriptor, 0, os.SEEK_CUR), n_bytes))
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(13, "Permission denied") from None

    monkeypatch.setattr(output, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    with output.file_output(out), pytest.raises(InputError, match="another job is writing it"):
        label_files([str(comments)], out, FAST)
    assert label_files([str(comments)], out, FAST).comments == len(objects(tmp_path / "out.jsonl")) == 2970
    assert set(locked) == {(2, (1 << 31) - 2, 1)}


def test_a_file_is_locked_until_it_has_its_name(comments, tmp_path, monkeypatch):
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


def test_the_job_is_what_it_was_when_it_began(comments, tmp_path, small_blocks):
    out = tmp_path / "out.jsonl"
    began = output.file_output(str(out), bulk.job.Job([str(comments)], FAST).fingerprint, resume=True)
    with suppress(KeyboardInterrupt), began as file:
        os.utime(comments, ns=(1, 1))
        file.reached(output.Place(rows=1))
        raise KeyboardInterrupt
    with pytest.raises(InputError, match="begun with another input"):
        label_files([str(comments)], str(out), FAST, resume=True)


def test_pipes_cannot_be_resumed(comments, tmp_path):
    with pytest.raises(InputError, match="a pipe cannot be read or written again"):
        label_files(["-"], str(tmp_path / "out.jsonl"), FAST, resume=True)
    assert run("predict", comments, "--resume")[0] == 2
