"""Bulk labelling on a Dask cluster: a real scheduler and two real workers, as processes on this machine."""

import json
import os
import subprocess
import sys
import time

import pytest
from commands import process

from stancekit import InputError, __version__
from stancekit.bulk import Request, label_files

FAST = Request(model="fast")


@pytest.fixture
def cluster(tmp_path):
    """The address of a Dask scheduler, the processes (itself and two workers), and what starts a further worker."""
    pytest.importorskip("distributed")
    address = tmp_path / "scheduler.json"
    dask, rest = [sys.executable, "-m"], ["--scheduler-file", str(address), "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    processes = []

    def start(*arguments):
        processes.append(subprocess.Popen([*dask, *arguments, *rest], env=environment, **quiet))

    def start_worker(*arguments):
        start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *arguments)
        n_workers = len(processes) - 1
        count = f"from distributed import Client; Client({url!r}).wait_for_workers({n_workers}, timeout=60)"
        subprocess.run([sys.executable, "-c", count], check=True, env=environment, **quiet)

    try:
        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        while not (address.exists() and address.read_bytes().rstrip().endswith(b"}")):  # it is there before its words
            time.sleep(0.1)
        url = json.loads(address.read_text(encoding="utf-8"))["address"]
        for _ in range(2):
            start_worker()
        yield url, processes, start_worker
    finally:
        for one in processes:
            one.kill()
            one.wait()


class TestCluster:
    def test_one_output_has_the_same_bytes(self, cluster, comments, tmp_path):
        here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
        label_files([str(comments)], str(here), FAST)
        child = process("predict", comments, "--model", "fast", "--output", there, "--scheduler", cluster[0])
        _, err = child.communicate()
        assert (child.returncode, err.count(b"3,000 rows: 2,970 labelled, 30 rejected")) == (3, 1)
        assert there.read_bytes() == here.read_bytes()

    def test_a_worker_that_is_killed_loses_and_repeats_nothing(self, cluster, comments, tmp_path):
        url, (_, worker, _), _ = cluster
        folder, source = tmp_path / "out", tmp_path / "in"
        source.mkdir()
        for number in range(6):
            (source / f"part{number}.jsonl").write_bytes(4 * comments.read_bytes())
        child = process(
            "predict", f"file://{source}/*.jsonl", "--model", "fast", "--output", f"{folder}/", "--scheduler", url
        )
        while not list(folder.glob("part?.jsonl")):
            assert child.poll() is None, child.stderr.read()
            time.sleep(0.02)
        worker.kill()
        _, err = child.communicate()
        assert (child.returncode, err.count(b"72,000 rows: 71,280 labelled, 720 rejected")) == (3, 1), err
        whole = tmp_path / "whole.jsonl"
        label_files([str(source / "part0.jsonl")], str(whole), FAST)
        assert {path.read_bytes() for path in folder.glob("part?.jsonl")} == {whole.read_bytes()}
        assert len(list(folder.iterdir())) == 13

    def test_a_scheduler_that_is_killed_ends_the_job(self, cluster, comments, tmp_path):
        url, (scheduler, *_), _ = cluster
        folder, source = tmp_path / "out", tmp_path / "in"
        source.mkdir()
        for number in range(6):
            (source / f"part{number}.jsonl").write_bytes(4 * comments.read_bytes())
        child = process("predict", f"{source}/*.jsonl", "--model", "fast", "--output", f"{folder}/", "--scheduler", url)
        while not list(folder.glob("part?.jsonl")):
            assert child.poll() is None, child.stderr.read()
            time.sleep(0.02)
        scheduler.kill()
        try:
            _, err = child.communicate(timeout=120)  # it tries for half a minute to find the scheduler again
        finally:
            child.kill()
        assert (child.returncode, err.count(f"stancekit: {url}: the scheduler was lost; start it".encode())) == (1, 1)

    @pytest.mark.parametrize(
        ("its_own", "what"),
        [("None", "no stancekit"), ("types.SimpleNamespace(__version__='0.0.1')", "stancekit 0.0.1")],
    )
    def test_a_worker_without_the_same_stancekit_is_named(self, cluster, comments, tmp_path, its_own, what):
        url, _, start_worker = cluster
        other = tmp_path / "other.py"
        other.write_text(f"import sys, types\nsys.modules['stancekit'] = {its_own}\n", encoding="utf-8")
        start_worker("--preload", str(other))
        with pytest.raises(InputError, match=rf"^tcp://.*: this worker has {what}; install {__version__} for the Pyth"):
            label_files(comments, tmp_path / "out.jsonl", FAST, scheduler=url)

    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("http://127.0.0.1:8787", "unknown address scheme 'http'"),
            ("tls://127.0.0.1:9", "Dask's configuration, distributed.comm.tls, names no certificates"),
            ("127.0.0.1:8786", "Invalid url scheme"),
        ],
    )
    def test_a_bad_address_is_one_line(self, comments, tmp_path, address, reason):
        pytest.importorskip("distributed")
        child = process("predict", comments, "--model", "fast", "--scheduler", address)
        _, err = child.communicate()
        assert child.returncode == 1 and err.count(b"\n") == 1
        assert err.decode().startswith(f"stancekit: {address}: no Dask scheduler answers there ({reason}"), err

    def test_no_scheduler_is_one_line(self, comments, tmp_path):
        pytest.importorskip("distributed")
        impatient = "import dask; dask.config.set({'distributed.comm.timeouts.connect': '1s'})"
        code = f"{impatient}\nfrom stancekit.cli import main; main()"
        call = [
            sys.executable,
            "-c",
            code,
            "predict",
            str(comments),
            "--scheduler",
            "tcp://127.0.0.1:9",
            "--model",
            "fast",
        ]
        done = subprocess.run(call, capture_output=True, text=True)
        assert done.returncode == 1
        assert "stancekit: tcp://127.0.0.1:9: no Dask scheduler answers there" in done.stderr
