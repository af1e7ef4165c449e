"""A model file is saved in one step: whatever happens, there is the old model or the new one."""

import os

import numpy as np
import pytest
from commands import in_an_interpreter_of_its_own, run

from stancekit.errors import ModelFileError
from stancekit.model_file import write_model_file

resource = pytest.importorskip("resource")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "buses.stance"
    write_model_file(path, {"labels": ["abusive", "civil"]}, {"weights": np.linspace(-2, 2, 40, dtype=np.float32)})
    return path


@pytest.mark.parametrize("kills", [20, pytest.param(1_000, marks=pytest.mark.slow)])
def test_a_killed_save_leaves_the_old_model_or_the_new(tmp_path, kills):
    # Forked, because an interpreter of its own for every kill would take most of the time to start.
    script = """
        import itertools, os, random, signal, sys, time
        from pathlib import Path
        import numpy as np
        from stancekit.model_file import read_model_file, write_model_file

        path, kills, rng = Path(sys.argv[1]), int(sys.argv[2]), random.Random(7)
        models = [({"version": n}, {"w": np.full(300_000, n, np.float32)}) for n in (1, 2)]
        known = {write_model_file(path, *model): model for model in models}
        seen, midway, killed = set(), 0, 0
        while killed < kills or (killed < 20 * kills and not (midway and len(seen) == 2)):  # a busy machine needs more
            killed += 1
            child = os.fork()
            if not child:
                for model in itertools.cycle(models):
                    write_model_file(path, *model)
            time.sleep(rng.uniform(0.001, 0.03))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            model = read_model_file(path)
            header, tensors = known[model.sha256]
            assert model.header == header and (model.tensors["w"] == tensors["w"]).all()
            seen.add(model.header["version"])
            for temporary in path.parent.glob(".stancekit-*.tmp"):
                temporary.unlink()
                midway += 1
        print(len(seen), midway)
    """
    seen, midway = map(int, in_an_interpreter_of_its_own(script, tmp_path / "killed.stance", kills).split())
    assert seen == 2
    assert midway > 0


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_disk_that_refuses_leaves_the_old_model(path, monkeypatch, call):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    owner = os if call == "fsync" else type(path)
    with monkeypatch.context() as patched:
        patched.setattr(owner, call, refuse)
        with pytest.raises(ModelFileError) as caught:
            write_model_file(path, {}, {})
    assert str(caught.value) == (
        f"{path}: the model could not be written: No space left on device; what was there before is untouched"
    )
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_real_limit_in_the_middle_of_a_file_leaves_the_old_model(path):
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(ModelFileError, match="could not be written: File too large"):
            write_model_file(path, {}, {"w": np.ones(100_000, np.float32)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_interrupt_leaves_the_old_model(path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_model_file(path, {}, {})
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of posix")
def test_a_pipe_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ModelFileError, match="a pipe or a device, and a model is a file"):
        write_model_file(pipe, {}, {})
    code, _, err = run("train", "seeds/threads-train.csv", "--output", pipe)
    assert (code, pipe.is_fifo()) == (2, True) and "is a pipe or a device" in err


@pytest.mark.skipif(os.name == "nt", reason="permissions of posix")
def test_who_could_not_read_a_model_still_cannot(path):
    path.chmod(0o600)
    write_model_file(path, {}, {})
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_cannot_be_replaced(tmp_path):
    with pytest.raises(ModelFileError, match=r"could not be written: .*directory"):
        write_model_file(tmp_path, {}, {})
    with pytest.raises(ModelFileError, match="could not be written: No such file or directory"):
        write_model_file(tmp_path / "no" / "such.stance", {}, {})
