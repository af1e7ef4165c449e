"""The one command before a commit: ``python tests/check.py`` runs every step in order, and stops if one fails.

``--fix`` first formats and mends what ruff can. Any other argument goes to pytest: ``--slow``, ``-k name``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = ("stancekit", "tests", "models")


def steps(arguments: list[str]) -> list[list[str]]:
    """The commands, each a program of this environment."""
    fixes = [["ruff", "format", *CODE], ["ruff", "check", "--fix", *CODE]] if "--fix" in arguments else []
    return [
        *fixes,
        ["ruff", "format", "--check", *CODE],
        ["ruff", "check", *CODE],
        ["mypy"],
        ["lint-imports"],
        ["pytest", *(argument for argument in arguments if argument != "--fix")],
    ]


def main() -> int:
    for step in steps(sys.argv[1:]):
        print(f"== {' '.join(step)}", flush=True)
        began = time.monotonic()
        program = shutil.which(step[0], path=Path(sys.executable).parent) or step[0]
        code = subprocess.run([program, *step[1:]], cwd=ROOT).returncode
        print(f"   {time.monotonic() - began:.1f} s", flush=True)
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
