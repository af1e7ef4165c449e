"""How fast stancekit is beside its peers, in one run: ``python tests/bench/speed.py [--rows N] [--rounds N]``.

The comments are those of seeds/, two at a time, so that none is met twice. Every engine labels the same ones in turn,
round by round, on one core; the table gives medians of CPU time and what each is of scikit-learn's.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

ROOT = Path(__file__).parents[2]
TITLE = "Ferry to sail on Sundays"


def seed_rows() -> list[dict[str, str]]:
    """The labelled comments of seeds/threads-train.csv."""
    with (ROOT / "seeds" / "threads-train.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def comments(count: int) -> list[str]:
    """Comments that are all different: each of the seeds followed by another."""
    texts = [row["text"] for row in seed_rows()]
    pairs = (
        f"{one} {texts[(at + shift) % len(texts)]}" for shift in range(1, len(texts)) for at, one in enumerate(texts)
    )
    return [pair for pair, _ in zip(pairs, range(count), strict=False)]


def engines() -> dict[str, Callable[[Sequence[str]], object]]:
    """Each engine by name; peers that are not installed are left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from stancekit import load_model

    model = load_model("fast")
    rows = seed_rows()
    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression())
    pipeline.fit([row["text"] for row in rows], [row["label"] for row in rows])
    found: dict[str, Callable[[Sequence[str]], object]] = {
        "scikit-learn, words 1-2, LogisticRegression": pipeline.predict_proba,
        "stancekit fast, probabilities": lambda texts: model.predict_proba(texts, TITLE),
        "stancekit fast, predictions": lambda texts: model.predict(texts, TITLE),
    }
    try:
        from profanity_check import predict_prob
    except ImportError:
        return found
    return {**found, "alt-profanity-check": predict_prob}


def throughput(count: int, rounds: int) -> None:
    """Print comments a second of CPU time."""
    texts = comments(count)
    seconds: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, engine in engines().items():
            began = time.process_time()
            engine(texts)
            seconds.setdefault(name, []).append(time.process_time() - began)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    slowest = next(iter(medians.values()))
    print(f"{len(texts):,} comments, {statistics.mean(map(len, texts)):.0f} characters on average, {rounds} rounds")
    for name, median in medians.items():
        print(f"  {len(texts) / median:9,.0f} a second  {slowest / median:5.2f} x  {name}")


def commands(count: int, rounds: int) -> None:
    """Print wall time and peak memory of whole commands."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.csv"
        with large.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text", "title"], *([text, TITLE] for text in comments(count))])
        python, predict = [sys.executable, "-c"], [sys.executable, "-m", "stancekit", "predict"]
        output = str(Path(folder) / "out.jsonl")
        for name, command in {
            "python -c 'import stancekit'": [*python, "import stancekit"],
            "stancekit predict, a thread of 17 comments": [*predict, str(ROOT / "seeds" / "lake-goose.txt")],
            f"stancekit predict, {count:,} comments to jsonl": [*predict, str(large), "--output", output],
        }.items():
            seconds, peak = zip(*(_run(command) for _ in range(rounds)), strict=True)
            print(f"  {statistics.median(seconds):6.2f} s  {max(peak) / 1024:6.0f} MB  {name}")


def _run(command: list[str]) -> tuple[float, int]:
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - began, usage.ru_maxrss


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    commands(100_000, 3)  # first, as a command's peak memory counts from what this process holds
    throughput(options.rows, options.rounds)
