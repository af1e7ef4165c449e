"""docs/cli.md says what --help says.

A block that follows ``<!-- help: COMMAND -->`` holds that command's help. After a change of the command line,

    python tests/test_docs.py --write

writes the blocks anew.
"""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from stancekit.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
BLOCK = re.compile(r"<!-- help: (?P<command>\w+) -->\n```text\n(?P<help>.*?)```\n", re.DOTALL)
COMMANDS = sorted(get_command(app).commands)


def help_of(command):
    arguments = ["--help"] if command == "stancekit" else [command, "--help"]
    result = CliRunner().invoke(app, arguments, prog_name="stancekit", terminal_width=80, color=False)
    assert result.exit_code == 0
    return result.stdout


def words(text):
    """What stays the same from one typer to the next: they differ in brackets, types and line breaks."""
    return re.sub(r"<[^>]*>|[\[\]{}]|\.\.\.", " ", text).split()


def blocks():
    return {match["command"]: match["help"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}


@pytest.mark.skipif(
    tuple(map(int, version("typer").split(".")[:2])) < (0, 26), reason="older typers print no help for an argument"
)
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


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    page = PAGE.read_text(encoding="utf-8")
    page = BLOCK.sub(
        lambda block: f"<!-- help: {block['command']} -->\n```text\n{help_of(block['command'])}```\n", page
    )
    PAGE.write_text(page, encoding="utf-8")
