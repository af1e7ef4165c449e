"""What bulk labelling costs beside the model alone: ``python tests/bench/streams.py [--rows N] [--model NAME]``.

The comments are those of seeds/, joined in pairs. First comes the CPU time of one process: the command on a file of
lines, of JSONL and of CSV beside ``Model.predict`` on the same texts, in turn, round by round. Then the peak memory at
that size and at ten times it, and at that size if each comment has four words of its own. Then wall time with one
worker and with two, meaningful only if two cores are idle.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "STANCEKIT_THREADS"):
    os.environ[variable] = "1"

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from speed import TITLE, comments  # noqa: E402

ALONE = """
import json, sys, time
import stancekit
model = stancekit.load_model(sys.argv[2])
with open(sys.argv[1], encoding="utf-8") as file:
    texts = [json.loads(line)["text"] for line in file]
model.predict(texts[:1000], sys.argv[3])
began = time.process_time()
for at in range(0, len(texts), 2000):
    model.predict(texts[at : at + 2000], sys.argv[3])
print(time.process_time() - began)
"""


class Cost(NamedTuple):
    """Of one command: seconds of the clock and of the processors, peak memory in megabytes."""

    wall: float
    cpu: float
    peak: float


def run(*arguments: str) -> Cost:
    """Run ``stancekit predict``; it must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "stancekit", "predict", *arguments], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write(folder: Path, name: str, count: int) -> str:
    """A file of so many comments; over and over the same where the seeds do not have so many."""
    path = folder / f"{count}.{name}"
    texts = islice(cycle(comments(None, 100_000)), count)
    with path.open("w", encoding="utf-8", newline="") as file:
        if name == "csv":
            csv.writer(file).writerows([["text", "title"], *([text, TITLE] for text in texts)])
        elif name == "jsonl":
            file.writelines(json.dumps({"text": text, "title": TITLE}) + "\n" for text in texts)
        else:
            file.writelines(" ".join(text.split()) + "\n" for text in texts)
    return str(path)


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--model", default="fast")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    rows, options = given.rows, ["--model", given.model, "--target", TITLE]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        out = ["--output", str(folder / "out.jsonl")]
        files = {name: write(folder, name, rows) for name in ("txt", "jsonl", "csv")}
        seconds: dict[str, list[float]] = {}
        for _ in range(given.rounds):
            alone = [sys.executable, "-c", ALONE, files["jsonl"], given.model, TITLE]
            done = subprocess.run(alone, capture_output=True, text=True, check=True)
            seconds.setdefault("Model.predict alone", []).append(float(done.stdout))
            for name, file in files.items():
                form = ["--input", "lines"] if name == "txt" else []
                seconds.setdefault(f"predict, {name} to jsonl", []).append(run(file, *form, *options, *out).cpu)
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        print(f"{rows:,} comments, one core, median of {given.rounds} rounds, start included")
        for name, median in medians.items():
            print(f"  {rows / median:9,.0f} a second  {medians['Model.predict alone'] / median:5.0%}  {name}")
        print("peak memory")
        for count in (rows, 10 * rows):
            print(f"  {run(write(folder, 'jsonl', count), *options, *out).peak:4.0f} MB  {count:,} comments")
        chance, own = random.Random(0), folder / "own.txt"
        # Line by line: until a command has begun, its memory is this process's.
        with own.open("w", encoding="utf-8") as file, Path(files["txt"]).open(encoding="utf-8") as texts:
            for text in texts:
                words = ("".join(chance.choices(ascii_lowercase, k=8)) for _ in range(4))
                file.write(" ".join([text.rstrip("\n"), *words]) + "\n")
        print(f"  {run(str(own), '--input', 'lines', *options, *out).peak:4.0f} MB  {rows:,} with words of their own")
        print(f"wall time of {10 * rows:,} comments; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for workers in ("1", "2"):
            cost = run(str(folder / f"{10 * rows}.jsonl"), *options, *out, "--workers", workers)
            print(f"  {cost.wall:6.1f} s, {cost.cpu:6.1f} s of the processors  {workers} worker(s)")


if __name__ == "__main__":
    main()
