"""How fast and how steady the encoder is: ``python tests/bench/encoder.py [--model M] [--network WORK/network.pt]``.

The comments are those of the test threads of seeds/corpus under their titles. With ``--network``, a file in the work
folder of ``models/encoder.py``, its float32 is measured in torch and in onnxruntime (needs ``stancekit[recipes]``).
Every engine has the same number of threads and reads the same token numbers in turn; the table gives medians.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import stancekit
from stancekit.features.arithmetic import in_float32
from stancekit.features.by_rows import by_rows
from stancekit.features.encoder import Encoder, silent_onnxruntime, tokenize, word_pieces

ROOT = Path(__file__).parents[2]
BATCH, N_BATCHES, N_TOKENS, ROUNDS = 16, 8, 48, 5

Ids = NDArray[np.int64]


def questions() -> list[tuple[str, str | None, str | None]]:
    """The comments of the test threads, each under its title."""
    threads = stancekit.read_threads(ROOT / "seeds" / "corpus" / "test.jsonl")
    return [(comment.text, thread.title, None) for thread in threads for comment in thread.walk()]


def batches(encoder: Encoder) -> list[Ids]:
    """Token numbers cut to 48: of comments that have as many."""
    ids = [one for one in tokenize(word_pieces(encoder.pieces), questions()) if len(one) >= N_TOKENS]
    rows = np.array([one[: N_TOKENS - 1] + one[-1:] for one in ids[: BATCH * N_BATCHES]])
    return [rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH)]


def engines(encoder: Encoder, network: Path | None, threads: int) -> dict[str, Callable[[Ids], object]]:
    """The shipped network in all ways that processors run it, and where its folder is named its float32 twins."""
    shipped = encoder.network.tobytes()
    found = {
        "weights and activations in 8 bits, by rows, onnxruntime": _session(by_rows(shipped), threads),
        "weights and activations in 8 bits, in blocks, onnxruntime": _session(shipped, threads),
        "weights in 8 bits, onnxruntime": _session(in_float32(shipped), threads),
    }
    if network is None:
        return found
    sys.path.append(str(ROOT / "models"))
    import torch
    from network import Network
    from quantise import float32_onnx

    torch.set_num_threads(threads)
    saved = torch.load(network, weights_only=True)
    twin = Network(**saved["sizes"])
    twin.load_state_dict(saved["network"])
    twin.eval()

    def in_torch(ids: Ids) -> object:
        with torch.inference_mode():
            return twin(torch.from_numpy(ids))

    return {**found, "float32, onnxruntime": _session(float32_onnx(twin), threads), "float32, torch": in_torch}


def _session(network: bytes, threads: int) -> Callable[[Ids], object]:
    onnxruntime = silent_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    return lambda ids: session.run(None, {"ids": ids})


def throughput(encoder: Encoder, network: Path | None, threads: int) -> None:
    """Print comments a second, engine by engine."""
    everything = batches(encoder)
    measured = engines(encoder, network, threads)
    seconds: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(ROUNDS):
        for name, engine in measured.items():
            engine(everything[0])  # warm
            began = time.perf_counter()
            for ids in everything:
                engine(ids)
            seconds[name].append(time.perf_counter() - began)
    n_comments = sum(map(len, everything))
    print(f"{n_comments} comments of {N_TOKENS} tokens, {BATCH} at a time, {threads} threads, {ROUNDS} rounds")
    slowest = statistics.median(list(seconds.values())[-1])
    for name, times in seconds.items():
        median = statistics.median(times)
        print(f"  {n_comments / median:6.0f} a second  {slowest / median:5.2f} x  {name}")


def steadiness(model: stancekit.Model) -> None:
    """Print how far what else is in a batch moves a probability."""
    texts, titles, _ = zip(*questions(), strict=True)
    together = model.predict_proba(texts, titles)
    alone = np.vstack([model.predict_proba([text], title) for text, title in zip(texts, titles, strict=True)])
    backwards = model.predict_proba(texts[::-1], titles[::-1])[::-1]
    print(f"{len(texts)} comments: a probability moves by at most {np.abs(together - alone).max():.5f} with its batch,")
    print(f"  by at most {np.abs(together - backwards).max():.5f} with the order of the input")
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        model.predict(texts, titles)
        seconds.append(time.perf_counter() - began)
    print(f"  {len(texts) / statistics.median(seconds):.0f} a second from text to prediction, all cores")


def waiting(name: str) -> None:
    """Print what one waits for: a model, its first answer, an explanation."""
    began = time.perf_counter()
    model = stancekit.load_model(name)
    print(f"loaded in {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    model.predict(["Fine by me."])
    print(f"first answer after {time.perf_counter() - began:.2f} s more")
    words = " ".join(text for text, _, _ in questions()[:20]).split()[:200]
    began = time.perf_counter()
    model.explain(" ".join(words), "A plan")
    print(f"{len(words)} words explained in {time.perf_counter() - began:.2f} s")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="encoder")
    parser.add_argument("--network", type=Path, help="network.pt of the folder that the recipe worked in")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    waiting(arguments.model)
    model = stancekit.load_model(arguments.model)
    if not isinstance(model.features, Encoder):
        raise SystemExit(f"{arguments.model} has no encoder")
    throughput(model.features, arguments.network, arguments.threads)
    steadiness(model)


if __name__ == "__main__":
    main()
