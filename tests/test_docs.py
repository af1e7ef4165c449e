"""The documents are true: docs/cli.md has the --help, README.md the output and the measured results.

After a change of the command line or of the shipped model,

    python tests/test_docs.py --write

rewrites every block that follows ``<!-- help: COMMAND -->``, every ``console`` block, and the table of results.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from stancekit import load_model
from stancekit.cli import app
from stancekit.loading import shipped_models

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "cli.md"
BLOCK = re.compile(r"<!-- help: (?P<command>\w+) -->\n```text\n(?P<help>.*?)```\n", re.DOTALL)
COMMANDS = sorted(get_command(app).commands)


def help_of(command):
    arguments = ["--help"] if command == "stancekit" else [command, "--help"]
    # Of 80 columns click leaves two free, so in these 78 no command's summary may be cut short.
    result = CliRunner().invoke(app, arguments, prog_name="stancekit", terminal_width=78, color=False)
    assert result.exit_code == 0
    return result.stdout


def words(text):
    """What stays the same from one typer to the next: they differ in brackets, types and line breaks."""
    return re.sub(r"<[^>]*>|[\[\]{}]|\.\.\.", " ", text).split()


def blocks():
    return {match["command"]: match["help"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("command", ["stancekit", *COMMANDS])
def test_the_page_says_what_help_says(command):
    written = blocks().get(command, "")
    assert words(written) == words(help_of(command)), "stale; run: python tests/test_docs.py --write"


def test_each_command_has_its_section_and_each_option_its_help():
    page = PAGE.read_text(encoding="utf-8")
    assert sorted(re.findall(r"^## `stancekit (\w+)`", page, re.MULTILINE)) == COMMANDS
    for command in get_command(app).commands.values():
        assert command.help
        assert [parameter.name for parameter in command.params if not parameter.help] == []


README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ stancekit (?P<command>[^\n]*)\n(?P<output>.*?)```\n", re.DOTALL)
RESULTS = re.compile(r"(<!-- results -->\n).*(<!-- /results -->\n)", re.DOTALL)


def printed(command, folder):
    """What a terminal 80 columns wide shows; run in a folder of its own, as some commands write files."""
    arguments = shlex.split(command)
    if arguments[0] == "predict" and "--explain-input" not in arguments:
        arguments += ["--format", "table"]  # the default on a terminal, which this is not
    (folder / "seeds").symlink_to(ROOT / "seeds")
    run = subprocess.run(
        [sys.executable, "-c", "from stancekit.cli import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout
    return "".join(f"{line.rstrip()}\n" for line in run.stdout.splitlines())


def results():
    cards = {name: load_model(name).card["measured"] for name in shipped_models()}
    yield f"| set | what is measured | {' | '.join(cards)} | the most frequent answer, always | alt-profanity-check |"
    yield "|---|---|" + "---:|" * (len(cards) + 2)
    for name, measured in cards["encoder"].items():
        is_abuse = measured["question"] == "abuse"
        figures = [card[name]["roc_auc" if is_abuse else "macro_f1"] for card in cards.values()]
        figures += [0.5, measured["peer_roc_auc"]] if is_abuse else [measured["majority_macro_f1"], None]
        cells = ["none" if figure is None else f"{figure:.2f}".removeprefix("0") for figure in figures]
        yield f"| {name} | {'abuse, ROC-AUC' if is_abuse else 'stance, macro-F1'} | {' | '.join(cells)} |"


def roughly(text):
    """Everything but percentages, and these: another processor rounds an encoder's scores a little otherwise.

    So a label counts only where its confidence is not next to the threshold, nor to the half that calls for abusive or
    civil, and the labels' sum not at all.
    """
    thresholds = (100 * load_model().abstain_below, 50)

    def label(row):
        return "" if any(abs(int(row["share"]) - one) <= 6 for one in thresholds) else row["label"]

    rows = re.sub(r"^(?P<label>\w+) +(?P<share>\d+)%", lambda row: f"{label(row)} %", text, flags=re.MULTILINE)
    rows = re.sub(r"^\d+ comments: .*\n", "", rows, flags=re.MULTILINE)
    return re.sub(r"\d+%", "%", rows), [int(number) for number in re.findall(r"(\d+)%", text)]


@pytest.mark.parametrize(
    "block", [*CONSOLE.finditer(README.read_text(encoding="utf-8"))], ids=lambda block: block["command"]
)
def test_readme_shows_what_a_command_prints(block, tmp_path):
    (written, shares), (shown, true_shares) = roughly(block["output"]), roughly(printed(block["command"], tmp_path))
    assert written == shown and shares == pytest.approx(true_shares, abs=4), (
        "stale; run: python tests/test_docs.py --write"
    )


def test_readme_shows_the_measured_results():
    written = RESULTS.search(README.read_text(encoding="utf-8"))[0].splitlines()[1:-1]
    assert written == list(results()), "stale; run: python tests/test_docs.py --write"


def write():
    page = BLOCK.sub(
        lambda block: f"<!-- help: {block['command']} -->\n```text\n{help_of(block['command'])}```\n",
        PAGE.read_text(encoding="utf-8"),
    )
    PAGE.write_text(page, encoding="utf-8")

    def shown(block):
        with tempfile.TemporaryDirectory() as folder:
            output = printed(block["command"], Path(folder))
        return f"```console\n$ stancekit {block['command']}\n{output}```\n"

    page = CONSOLE.sub(shown, README.read_text(encoding="utf-8"))
    table = "".join(f"{line}\n" for line in results())
    README.write_text(RESULTS.sub(lambda match: f"{match[1]}{table}{match[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
