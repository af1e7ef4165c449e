"""The command in a process of its own: streams that close or fill up, interrupts, terminals, what it imports."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import typer
from commands import process

from stancekit.cli.failures import exit_codes


def test_it_writes_utf_8_whatever_the_locale(tmp_path, tiny_model_path):
    path = tmp_path / "one.jsonl"
    path.write_text('{"text": "Zürich 漢字 \\ud83d"}', encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
    child = process("predict", path, "--model", tiny_model_path, env=environment)
    out, err = child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert json.loads(out.decode("utf-8"))["text"].startswith("Zürich 漢字 ")


def test_too_little_memory_is_one_line(capsys):
    with pytest.raises(typer.Exit) as end, exit_codes():
        bytearray(1 << 62)
    assert end.value.exit_code == 1
    assert capsys.readouterr().err == (
        "stancekit: there is not enough memory; split the file, take --model fast, or free some\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell that can close a stream")
def test_a_closed_standard_output_is_no_traceback(page, tmp_path, tiny_model_path):
    out = tmp_path / "rows.jsonl"
    script = 'exec "$0" -c "from stancekit.cli import main; main()" "$@" >&-'
    call = ["sh", "-c", script, sys.executable, "predict", page, "--model", tiny_model_path, "--output", out]
    done = subprocess.run(call, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"4 comments labelled\n")
    assert out.read_text(encoding="utf-8").count("\n") == 4


@pytest.mark.skipif(os.name != "posix", reason="a shell that can close a stream")
@pytest.mark.parametrize("arguments", ["predict - --model {model} --format {form}", "models"])
@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_rows_for_a_closed_standard_output_are_not_lost_in_silence(arguments, form, tiny_model_path):
    arguments = arguments.format(model=tiny_model_path, form=form)
    script = f'"$0" -c "from stancekit.cli import main; main()" {arguments} >&-'
    done = subprocess.run(["sh", "-c", script, sys.executable], input=b"Well done.\n", stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"stancekit: the output: cannot be written: it is closed\n")


@pytest.mark.skipif(os.name != "posix", reason="a shell that can close a stream")
@pytest.mark.parametrize(
    ("redirected", "told"),
    [("<&-", "the file is empty"), ('< "$OUT" --output "$OUT"', "is read as well; writing it would replace it")],
)
def test_a_standard_input_that_is_none_or_the_output_is_one_line(redirected, told, tmp_path, tiny_model_path):
    out = tmp_path / "rows.txt"
    out.write_text("Well done.\n", encoding="utf-8")
    script = f'"$0" -c "from stancekit.cli import main; main()" predict - --model "$1" {redirected}'
    call = ["sh", "-c", script, sys.executable, tiny_model_path]
    done = subprocess.run(call, capture_output=True, check=False, env={**os.environ, "OUT": str(out)})
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert told in done.stderr.decode()
    assert out.read_text(encoding="utf-8") == "Well done.\n"


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_a_reader_that_leaves_is_no_error(form, tmp_path, tiny_model_path):
    path = tmp_path / "many.txt"
    path.write_text("I doubt that anybody reads this far down a thread of comments\n" * 3000, encoding="utf-8")
    child = process("predict", path, "--input", "lines", "--model", tiny_model_path, "--format", form)
    child.stdout.readline()
    child.stdout.close()
    with child.stderr:
        assert (child.stderr.read(), child.wait()) == (b"", 141)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [["predict", "--format", "table"], ["predict"], ["-h"]])
def test_a_full_standard_output_is_one_line(arguments, page, tiny_model_path):
    more = [page, "--model", tiny_model_path] if "predict" in arguments else []
    call = [sys.executable, "-c", "from stancekit.cli import main; main()", *map(str, [*arguments, *more])]
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == b"stancekit: the output: cannot be written: No space left on device"
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal on posix")
def test_an_interrupt_is_130_and_leaves_no_file(tmp_path, tiny_model_path):
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
    child = process(
        "predict", "-", "--model", tiny_model_path, "--output", tmp_path / "rows.jsonl", stdin=subprocess.PIPE
    )
    signal.signal(signal.SIGINT, usual)
    while not list(tmp_path.iterdir()):  # until it has opened its output and waits for its input
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate()
    assert (child.returncode, err) == (130, b"interrupted; nothing was kept, because --resume was not given\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal on posix")
def test_an_interrupted_folder_keeps_the_finished_files_and_says_so(tmp_path, tiny_model_path):
    pytest.importorskip("fsspec")
    few, many, folder = tmp_path / "few.txt", tmp_path / "many.txt", tmp_path / "out"
    few.write_text("Well done.\n", encoding="utf-8")
    many.write_text("I doubt that anybody reads this far down a thread of comments\n" * 300_000, encoding="utf-8")
    call = ("predict", few, many, "--input", "lines", "--model", tiny_model_path, "--output", f"{folder}/")
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
    child = process(*call)
    signal.signal(signal.SIGINT, usual)
    while not (folder / "few.jsonl").exists():
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate()
    assert (child.returncode, err) == (130, b"interrupted; the finished files are kept, go on with --resume\n")
    assert sorted(path.name for path in folder.iterdir()) == ["_stancekit.json", "few.jsonl"]


@pytest.mark.skipif(os.name != "posix", reason="a terminal is a pty on posix")
def test_on_a_terminal_there_is_a_table_and_without_input_there_is_help(page, tiny_model_path):
    import pty

    leader, follower = pty.openpty()
    child = subprocess.run(
        [sys.executable, "-c", "from stancekit.cli import main; main()", "predict"],
        stdin=follower,
        capture_output=True,
        check=False,
    )
    assert (child.returncode, child.stdout) == (2, b"")
    assert child.stderr.startswith(b"Usage: stancekit predict")
    call = [
        sys.executable,
        "-c",
        "from stancekit.cli import main; main()",
        "predict",
        page,
        "--model",
        tiny_model_path,
    ]
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        call, stdout=follower, stderr=subprocess.PIPE, check=False, env=environment | {"TERM": "xterm"}
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "\x1b[32msupportive" in shown


def test_predicting_imports_nothing_that_only_training_needs(page, tiny_model_path):
    code = (
        "import sys\n"
        "from stancekit.cli import app\n"
        "slow = {'numpy', 'rich', 'stancekit.model'} & set(sys.modules)\n"
        f"app(['predict', {str(page)!r}, '--model', {str(tiny_model_path)!r}], standalone_mode=False)\n"
        "slow |= {'sklearn', 'scipy', 'joblib', 'rich', 'concurrent.futures.process'} & set(sys.modules)\n"
        "print(sorted(slow), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
