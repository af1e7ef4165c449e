"""Comments per second of each shipped model by number of threads: ``python tests/bench/threads.py [--threads 1 2 4]``.

Measured from text to prediction on the comments of the test threads of seeds/corpus under their titles, one process at
a time on as many cores as it has threads; medians. `fast` uses one core; ``predict --workers`` uses more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def rate(name: str) -> float:
    """Comments a second in this process."""
    import stancekit

    threads = stancekit.read_threads(ROOT / "seeds" / "corpus" / "test.jsonl")
    rows = [(comment.text, thread.title) for thread in threads for comment in thread.walk()]
    texts, titles = map(list, zip(*(rows if name == "fast" else rows[:200]), strict=True))
    model = stancekit.load_model(name)
    model.predict(texts, titles)  # words met, threads begun
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        model.predict(texts, titles)
        seconds.append(time.perf_counter() - began)
    return len(texts) / statistics.median(seconds)


def main() -> None:
    """Print a row for each model, a column for each number of threads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, nargs="+", default=range(1, len(os.sched_getaffinity(0)) + 1))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(rate(arguments.one))
        return
    cores = sorted(os.sched_getaffinity(0))
    print("| comments a second, threads |", *(f"{number} |" for number in arguments.threads))
    for name in ("encoder", "small", "fast"):
        found = []
        for number in arguments.threads if name != "fast" else [1]:
            own = ["taskset", "-c", ",".join(map(str, cores[:number])), sys.executable, __file__, "--one", name]
            environment = os.environ | {"STANCEKIT_THREADS": str(number), "PYTHONPATH": str(ROOT)}
            found.append(float(subprocess.run(own, env=environment, check=True, capture_output=True, text=True).stdout))
        print(f"| `{name}` |", *(f"{one:,.0f} |" for one in found))


if __name__ == "__main__":
    main()
