"""How fast stancekit is beside its peers: ``python tests/bench/speed.py [COMMENTS] [--rows N] [--rounds N]``.

COMMENTS is a file with a comment per line; by default the comments of seeds/ are joined in pairs, so that none is met
twice, though their words are. Every engine labels the same comments in turn, round by round, on one core; the table
gives medians of CPU time and ratios. In each round the comments are new to all engines; then stancekit reads them a
second time, which shows what new words cost.
"""

from __future__ import annotations

import argparse
import csv
import json
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
N_TRAIN = 20_000
N_RUNS, N_LONG_RUNS = 21, 3  # of a command

Engine = Callable[[Sequence[str]], object]


def comments(path: Path | None, count: int) -> list[str]:
    """Comments that are all different: a file's lines, or each of the seeds followed by another."""
    if path is not None:
        lines = dict.fromkeys(path.read_text(encoding="utf-8").split("\n"))
        return [line for line in lines if line][:count]
    with (ROOT / "seeds" / "threads-train.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    pairs = (
        f"{one} {texts[(at + shift) % len(texts)]}" for shift in range(1, len(texts)) for at, one in enumerate(texts)
    )
    return [pair for pair, _ in zip(pairs, range(count), strict=False)]


def engines(train: Sequence[str], folder: Path) -> dict[str, Engine]:
    """Each engine by name; peers that are not installed are left out, and what they are trained to say is no matter."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from stancekit import load_model

    model = load_model("fast")
    labels = [text.count("e") % 2 for text in train]
    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(tol=0.1, max_iter=1000))
    pipeline.fit(train, labels)
    found: dict[str, Engine] = {
        "scikit-learn, words 1-2, LogisticRegression": pipeline.predict_proba,
        "stancekit fast, predictions": lambda texts: model.predict(texts, TITLE),
        "stancekit fast, the same once more": lambda texts: model.predict(texts, TITLE),
        "stancekit fast, probabilities once more": lambda texts: model.predict_proba(texts, TITLE),
    }
    try:
        import fasttext
    except ImportError:
        pass
    else:
        file = folder / "fasttext.txt"
        lines = (f"__label__{label} {' '.join(text.split())}\n" for text, label in zip(train, labels, strict=True))
        file.write_text("".join(lines), encoding="utf-8")
        peer = fasttext.train_supervised(str(file), dim=16, wordNgrams=2, bucket=2**20, epoch=1, thread=1, verbose=0)
        found["fastText, dim 16, wordNgrams 2"] = lambda texts: peer.predict([" ".join(text.split()) for text in texts])
    try:
        from profanity_check import predict_prob
    except ImportError:
        pass
    else:
        found["alt-profanity-check"] = predict_prob
    return found


def vectorizers() -> dict[str, Engine]:
    """What turns texts into a matrix to fit on."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    from stancekit import NgramVectorizer

    return {
        "TfidfVectorizer, words 1-2, fit_transform": lambda texts: TfidfVectorizer(ngram_range=(1, 2)).fit_transform(
            texts
        ),
        "NgramVectorizer, fit_transform": lambda texts: NgramVectorizer().fit_transform(texts),
    }


def throughput(engines: dict[str, Engine], texts: Sequence[str], rounds: int) -> None:
    """Print comments a second of CPU time, each round on comments of its own, and what each engine is of the others."""
    share = len(texts) // rounds
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(rounds):
        part = texts[number * share : (number + 1) * share]
        for name, engine in engines.items():
            began = time.process_time()
            engine(part)
            seconds[name].append(time.process_time() - began)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    slowest = next(iter(medians.values()))
    length = statistics.mean(map(len, texts))
    print(f"{rounds} rounds of {share:,} comments, {length:.0f} characters on average")
    for name, median in medians.items():
        print(f"  {share / median:9,.0f} a second  {slowest / median:6.2f} x  {name}")


def commands(texts: Sequence[str]) -> None:
    """Print wall time and CPU time of whole commands, medians."""
    with tempfile.TemporaryDirectory() as folder:
        large, four, rows = (Path(folder) / name for name in ("large.csv", "four.txt", "four.jsonl"))
        with large.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text", "title"], *([text, TITLE] for text in texts)])
        said = ("Well done!", "Who pays?", "You fools.", "It opens on Thursday.")
        four.write_text("".join(f"{text}\n" for text in said), encoding="utf-8")
        rows.write_text("".join(f"{json.dumps({'text': text})}\n" for text in said), encoding="utf-8")
        python, predict = [sys.executable, "-c"], [sys.executable, "-m", "stancekit", "predict", "--model", "fast"]
        output = str(Path(folder) / "out.jsonl")
        for name, command in {
            "python -c 'import stancekit'": [*python, "import stancekit"],
            "python -c 'import numpy'": [*python, "import numpy"],
            "stancekit predict, four lines of text": [*predict, str(four)],
            "stancekit predict, four rows of JSON lines": [*predict, str(rows)],
            f"stancekit predict, {len(texts):,} comments to jsonl": [*predict, str(large), "--output", output],
        }.items():
            rounds = N_LONG_RUNS if "--output" in command else N_RUNS
            wall, cpu = (statistics.median(one) for one in zip(*(_run(command) for _ in range(rounds)), strict=True))
            print(f"  {wall:6.2f} s  {cpu:6.2f} s of CPU  {name}")


def _run(command: list[str]) -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", type=Path, nargs="?", help="a comment a line (default: of seeds/)")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    texts = comments(options.comments, options.rows + N_TRAIN)
    n_train = min(N_TRAIN, len(texts) // 6)
    train, texts = texts[:n_train], texts[n_train:]
    commands(texts)
    with tempfile.TemporaryDirectory() as folder:
        throughput(engines(train, Path(folder)), texts, options.rounds)
    throughput(vectorizers(), texts, min(options.rounds, 3))
