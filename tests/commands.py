"""Helpers that run the command line and other code, in this process or in one of its own; and a page to give it."""

import json
import subprocess
import sys
import textwrap

from typer.testing import CliRunner

from stancekit import cli

PAGE = """Town to swap its Sunday buses for shared taxis

The council votes on Thursday. A taxi would come within forty minutes.

• Petra

  I love this. My mother has not been to church since the line was cut.

• Old Nick wrote:

  I doubt it. Forty minutes in the rain?

• You idiot, the bus never came at all.

• When is the vote?
"""


def run(*arguments, stdin=None):
    """The exit code, standard output and standard error of a command."""
    result = CliRunner().invoke(cli.app, list(map(str, arguments)), prog_name="stancekit", input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def process(*arguments, **options):
    """The installed command in a process of its own."""
    call = [sys.executable, "-m", "stancekit", *map(str, arguments)]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def in_an_interpreter_of_its_own(script, *arguments):
    """What a script prints."""
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def objects(path):
    """The rows of JSON that a command wrote."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
