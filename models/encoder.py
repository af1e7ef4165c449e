r"""Train an encoder, or a small one distilled from it; each is one command from the data to a model like the shipped.

    python models/encoder.py DATA --base all-mpnet-base-v2 --work W
    python models/encoder.py DATA --base all-MiniLM-L6-v2 --layers 6 --rate 1e-4 --teacher encoder --work V \
        --output models/small.stance

It trains the network, writes it as int8 ONNX, calibrates its heads on held-out rows, measures it on every set, and
writes the model and its card. It needs the extra ``stancekit[recipes]`` (torch, onnx), which using or retraining a
model does not. Slow steps are saved in ``--work``; a second run resumes there. A base is a folder with config.json,
model.safetensors and tokenizer.json.

``--start WHOLE --upper 3 --rate 6e-5 --last-pairs 70000`` continues from what the first command wrote, as was done for
the shipped encoder: it repeats the last part of the training for the three upper layers alone. That takes under an hour
where the whole takes many, and the rest of the file stays the same, byte for byte. With ``--gains`` instead of
``--upper`` (and ``--rate 4e-3``) no 8-bit weight changes at all: only the gains of outputs, biases and norms learn.
``--share 0.5`` then goes half the way from the old weights to the new (Wortsman et al., "Robust fine-tuning of
zero-shot models", 2022), which keeps more of what the old ones knew. ``--measure`` calibrates a model anew and rewrites
its file and its card; ``models/anew.py`` rewrites what the card says of abuse.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from card import AT_MOST, by_source, measure, write_card
from mixture import FIRST_SHARES, LAST_SHARES, SHARES, Pair, draw, sources
from network import ABUSE, STANCES, Network, read_base
from numpy.typing import NDArray
from prose import ENCODER, SMALL
from quantise import float32_onnx, int8_onnx, trainable
from sources import SEEDS, Row, contrast_rows, exchange_rows, foreign, seed_rows, talk_rows, train_rows
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from stancekit.calibration import calibrated, with_threshold
from stancekit.features.encoder import PAD, Encoder, tokenize, word_pieces
from stancekit.heads import Head, adapted
from stancekit.loading import load_model
from stancekit.model import Model

HERE = Path(__file__).parent

N_PAIRS, N_LAST, BATCH, RATE, WARMUP = 120_000, 32_400, 32, 4e-5, 0.03
_FIRST = 1 / 6  # of the pairs come from FIRST_SHARES, the rest from SHARES
_LAST_RATE = 0.5  # N_LAST more come from LAST_SHARES, with the rate rising to this part of the highest
_N_TALKERS = 2_000
# Pairs are sorted by length within this many batches, so that a batch is hardly padded.
_BATCHES_SORTED = 40
_STEPS_BETWEEN_CHECKPOINTS = 200
_NOBODY_KNOWS = -1
# A processor that must emulate bfloat16 is quicker without.
_AUTOCAST = {"device_type": "cpu", "dtype": torch.bfloat16, "enabled": "512" in torch.backends.cpu.get_cpu_capability()}

# Heads are calibrated on this many rows of each dev split, and on the dev threads, which are closest to real use.
_SOME = 300
_CALIBRATION_WEIGHTS = {"seeds": 3.0}
# Only positives of these are used, or they were sampled by keywords: calibrated on them, abuse would seem common.
_NO_NATURAL_RATE = ("toxic_spans_raw_acl2022", "edos_sexism", "misogyny_reddit", "davidson")
NETWORK = "network.pt"


def train(arguments: argparse.Namespace) -> None:
    """Train the network, resuming from the last checkpoint, and save its weights."""
    torch.manual_seed(arguments.seed)
    checkpoint = arguments.work / "checkpoint.pt"
    rows = [row for row in train_rows(arguments.data) if row.split == "train"]
    seeds = seed_rows(SEEDS, "train", arguments.waves) + exchange_rows(SEEDS, "train")
    contrasts = contrast_rows(SEEDS, "train")
    talkers = random.Random(arguments.seed).sample(talk_rows(arguments.data), _N_TALKERS)
    pairs = sources(rows, seeds, contrasts, talkers, partial(_embed, *read_base(arguments.base)), arguments.seed)
    for name, of_source in pairs.items():
        print(f"{name}: {dict(Counter((pair.stance, pair.abuse) for pair in of_source))}")
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    network, pieces = _beginning(arguments, rows + seeds + contrasts) if state is None else _restored(state)
    if arguments.upper is not None:
        network.freeze_all_but(arguments.upper)
    if arguments.gains:
        network.freeze_weights()
    tokenizer = word_pieces(pieces)
    teacher = None if arguments.teacher is None else _Teacher(load_model(arguments.teacher), network)
    optimiser = torch.optim.AdamW(_groups(network, teacher), lr=arguments.rate, betas=(0.9, 0.98))
    if state is not None:
        optimiser.load_state_dict(state["optimiser"])
        if teacher is not None:
            teacher.load_state_dict(state["teacher"])
    done = 0 if state is None else state["done"]
    n_steps = 0 if arguments.start else arguments.pairs // BATCH
    n_last = arguments.last_pairs // BATCH
    network.train()
    began = time.monotonic()
    recent: list[list[float]] = []
    drawn = itertools.chain(
        itertools.islice(draw(pairs, FIRST_SHARES, arguments.seed), int(_FIRST * n_steps) * BATCH),
        itertools.islice(draw(pairs, SHARES, arguments.seed), (n_steps - int(_FIRST * n_steps)) * BATCH),
        draw(pairs, LAST_SHARES, arguments.seed),
    )
    batches = _batches(itertools.islice(drawn, done * BATCH, None), tokenizer)
    for step, batch in zip(range(done, n_steps + n_last), batches, strict=False):
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * (
                _slope(step / n_steps) if step < n_steps else _slope((step - n_steps) / n_last) * _LAST_RATE
            )
        losses = _losses(network, teacher, *batch)
        optimiser.zero_grad()
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_([one for group in optimiser.param_groups for one in group["params"]], 1.0)
        optimiser.step()
        recent.append([loss.item() for loss in losses])
        if (step + 1) % 50 == 0:
            speed = (step + 1 - done) * BATCH / (time.monotonic() - began)
            means = " ".join(f"{loss:.3f}" for loss in np.mean(recent, axis=0))
            print(f"{step + 1}/{n_steps + n_last} losses {means}, {speed:.1f} pairs/s", flush=True)
            recent.clear()
        if (step + 1) % _STEPS_BETWEEN_CHECKPOINTS == 0:
            learned = {"optimiser": optimiser.state_dict(), "teacher": teacher and teacher.state_dict()}
            _save(network, pieces, checkpoint, done=step + 1, **learned)
    _save(network, pieces, arguments.work / NETWORK)


def _beginning(arguments: argparse.Namespace, rows: Sequence[Row]) -> tuple[Network, list[str]]:
    """The network to train and its word pieces: a published one cut down, or a shipped one."""
    network, pieces = read_base(arguments.base, arguments.layers, _words(rows))
    if arguments.start is None:
        return network, pieces
    shipped = load_model(arguments.start).features
    return _shipped(shipped, network.sizes), list(shipped.pieces)


def _shipped(encoder: Encoder, sizes: Mapping[str, int]) -> Network:
    return trainable(encoder.network.tobytes(), {**sizes, "vocabulary": len(encoder.pieces)})


def _save(network: Network, pieces: list[str], path: Path, **more: object) -> None:
    state = {"sizes": network.sizes, "pieces": pieces, "network": network.state_dict(), **more}
    torch.save(state, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def _restored(state: dict[str, Any]) -> tuple[Network, list[str]]:
    network = Network(**state["sizes"])
    network.load_state_dict(state["network"])
    return network, state["pieces"]


def _slope(share: float) -> float:
    """The learning rate, as a part of the highest, after this share of the steps: a short rise, a long fall."""
    return min(share / WARMUP, (1 - share) / (1 - WARMUP))


def _words(rows: Sequence[Row]) -> list[str]:
    """Every text and target once."""
    return list(dict.fromkeys(text for row in rows for text in (row.text, row.target) if text))


def _batches(pairs: Iterator[Pair], tokenizer: Tokenizer) -> Iterator[tuple[torch.Tensor, list[Pair]]]:
    """Batches of token numbers, with their pairs."""
    chance = np.random.default_rng(0)
    while True:
        several = list(itertools.islice(pairs, BATCH * _BATCHES_SORTED))
        ids = tokenize(tokenizer, [(pair.text, pair.target, pair.parent) for pair in several])
        order = sorted(range(len(several)), key=lambda number: len(ids[number]))
        for begin in chance.permutation(range(0, len(several), BATCH)):
            numbers = order[begin : begin + BATCH]
            yield _padded([ids[number] for number in numbers]), [several[number] for number in numbers]


class _Teacher(nn.Module):
    """A larger model's answers for pairs, and a map from the learning model's features to its features.

    On stances it says more than a label does, and has an answer for every pair; for abuse, labels are enough.
    """

    def __init__(self, model: Model, network: Network) -> None:
        super().__init__()
        self._model = model
        self._stance = next(head for head in model.heads if head.name == "stance")
        self._n_scores = 1 + len(STANCES)
        self.map = nn.Linear(network.sizes["width"], model.features.n_features - self._n_scores)

    def losses(self, pairs: Sequence[Pair], features: torch.Tensor, stance_scores: torch.Tensor) -> torch.Tensor:
        """The loss of stances and features against the teacher's."""
        questions = zip(*((pair.text, pair.target, pair.parent) for pair in pairs), strict=True)
        rows = np.concatenate([*self._model.features.batches(*questions)])
        answers = self._stance.probabilities(self._stance.scores(rows))
        order = [self._stance.classes.index(name) for name in STANCES]
        its_stances = torch.tensor(answers[:, order]).float()
        distance = 1 - functional.cosine_similarity(self.map(features), torch.tensor(rows[:, : -self._n_scores]), dim=1)
        return functional.cross_entropy(stance_scores, its_stances) + distance.mean()


def _losses(network: Network, teacher: _Teacher | None, ids: torch.Tensor, pairs: Sequence[Pair]) -> list[torch.Tensor]:
    """The losses of stances and of abuse over the known answers, and against the teacher, if there is one."""
    stances = torch.tensor([_number(STANCES, pair.stance) for pair in pairs])
    abuse = torch.tensor([_number(ABUSE, pair.abuse) for pair in pairs])
    with torch.autocast(**_AUTOCAST):
        features, abuse_scores, stance_scores = (scores.float() for scores in network(ids))
    is_known = abuse != _NOBODY_KNOWS
    cross_entropy, binary = functional.cross_entropy, functional.binary_cross_entropy_with_logits
    stance = cross_entropy(stance_scores, stances, ignore_index=_NOBODY_KNOWS, reduction="sum") / len(ids)
    abusive = binary(abuse_scores[is_known], abuse[is_known].float(), reduction="sum") / len(ids)
    return [stance, abusive] if teacher is None else [stance, abusive, teacher.losses(pairs, features, stance_scores)]


def _groups(*modules: nn.Module | None) -> list[dict[str, object]]:
    """Weights decay; biases and norms do not; frozen parameters are left out."""
    learning = [one for module in modules if module for one in module.parameters() if one.requires_grad]
    return [
        {"params": [one for one in learning if one.ndim > 1], "weight_decay": 0.01},
        {"params": [one for one in learning if one.ndim == 1], "weight_decay": 0.0},
    ]


def _number(classes: Sequence[str], answer: str | None) -> int:
    return _NOBODY_KNOWS if answer is None else classes.index(answer)


def _padded(ids: Sequence[Sequence[int]]) -> torch.Tensor:
    longest = max(map(len, ids))
    return torch.tensor([[*one, *[PAD] * (longest - len(one))] for one in ids])


@torch.no_grad()
def _embed(network: Network, pieces: list[str], texts: Sequence[str]) -> NDArray[np.float32]:
    ids = tokenize(word_pieces(pieces), [(text, None, None) for text in texts])
    order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
    vectors = torch.empty(len(ids), network.sizes["width"])
    for begin in range(0, len(ids), 64):
        together = order[begin : begin + 64]
        with torch.autocast(**_AUTOCAST):
            vectors[together] = network.eval().features(_padded([ids[number] for number in together])).float()
    return functional.normalize(vectors).numpy()


def build(arguments: argparse.Namespace) -> Encoder:
    """The trained network, or several runs' mean, in 8 bits or float32."""
    runs = [_restored(torch.load(one / NETWORK, weights_only=True)) for one in (arguments.work, *arguments.together)]
    network, pieces = runs[0]
    states = [one.state_dict() for one, _ in runs]
    network.load_state_dict({name: _mean([state[name] for state in states]) for name in states[0]})
    if arguments.share < 1:
        begun, learned = _shipped(load_model(arguments.start).features, network.sizes), network.state_dict()
        between = {name: one.lerp(learned[name], arguments.share) for name, one in begun.state_dict().items()}
        network.load_state_dict(between)
    onnx = float32_onnx(network) if arguments.float32 else int8_onnx(network)
    n_features = network.sizes["width"] + 1 + len(STANCES)
    return Encoder(np.frombuffer(onnx, dtype=np.uint8), tuple(pieces), n_features)


def _mean(tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    return torch.stack(tuple(tensors)).mean(dim=0) if tensors[0].is_floating_point() else tensors[0]


def calibrate(encoder: Encoder, data: Path) -> Model:
    """The network as a model: its own heads, calibrated on rows not trained on; the head of abuse is impartial."""
    n_features = encoder.n_features
    encoder = replace(encoder, impartial=(n_features - 1 - len(STANCES),))
    heads = (_own_head("abuse", ABUSE, n_features, 1), _own_head("stance", STANCES, n_features, len(STANCES)))
    model = Model(encoder, heads)
    rows = calibration_rows(data)
    scores = model.scores(
        [row.text for row in rows], [row.target for row in rows], parents=[row.parent for row in rows]
    )
    calibrated_heads = []
    for head in heads:
        known = [number for number, row in enumerate(rows) if getattr(row, head.name)]
        answers = np.array([head.classes.index(getattr(rows[number], head.name)) for number in known])
        weights = np.array([_CALIBRATION_WEIGHTS.get(rows[number].source, 1.0) for number in known])
        calibrated_heads.append(calibrated(head, scores[head.name][known], answers, weights))
    abuse, stance = calibrated_heads
    model = replace(model, heads=(adapted(abuse, encoder), stance))
    threads = [number for number, row in enumerate(rows) if row.source == "seeds"]
    labels = {name: [getattr(rows[number], name) for number in threads] for name in ("abuse", "stance")}
    seed_scores = {name: of_head[threads] for name, of_head in scores.items()}
    return with_threshold(model, seed_scores, labels, np.ones(len(threads)))


def _own_head(name: str, classes: tuple[str, ...], n_features: int, n_outputs: int) -> Head:
    """A head that passes on the network's own scores, which are the last of its features."""
    first = n_features - 1 - len(STANCES) + (0 if name == "abuse" else 1)
    coef = np.zeros((n_outputs, n_features), dtype=np.int16)
    coef[np.arange(n_outputs), first + np.arange(n_outputs)] = 2**14
    return Head(name, classes, coef, 2.0**-14, np.zeros(n_outputs))


def calibration_rows(data: Path) -> list[Row]:
    """The dev threads of the corpus, and some rows of each other dev split, also under foreign targets."""
    by_source: dict[str, list[Row]] = {}
    for row in train_rows(data):
        if row.split == "dev":
            by_source.setdefault(row.source, []).append(row)
    chance = random.Random(0)
    rows = [row for of_source in by_source.values() for row in chance.sample(of_source, min(len(of_source), _SOME))]
    rows = [replace(row, abuse=None) if row.source in _NO_NATURAL_RATE else row for row in rows]
    arguments = [row for row in rows if row.stance]
    return [*rows, *foreign(arguments, 0.5, seed=0), *seed_rows(SEEDS, "dev")]


def _training(arguments: argparse.Namespace, pairs: int, n_runs: int) -> str:
    """What the card says of the training."""
    teacher = f", and to give the stances and the features of {arguments.teacher}" if arguments.teacher else ""
    what = "gains, biases and norms" if arguments.gains else f"the upper {arguments.upper}"
    times = f", in each of {n_runs} runs whose mean it is" if n_runs > 1 else ""
    times += f", {arguments.share:.0%} of the way" if arguments.share < 1 else ""
    further = f"; then {what} alone on {arguments.last_pairs:,} more{times}" if arguments.start else ""
    return ENCODER.training.format(
        layers=arguments.layers, base=arguments.base.name, pairs=pairs, teacher=teacher, further=further
    )


def main() -> None:
    """Train, export, calibrate, measure, save, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("--base", type=Path, help="the folder of the published network to begin with")
    parser.add_argument("--teacher", help="a larger model whose answers are to be learned")
    parser.add_argument("--work", type=Path, help="where checkpoints go; run again, it goes on there")
    parser.add_argument("--output", type=Path, default=HERE / "encoder.stance")
    parser.add_argument("--layers", type=int, default=8, help="how many of the base's layers to keep, from the bottom")
    parser.add_argument("--start", help="a model of this recipe to go on from, with the last part of the training")
    parser.add_argument("--upper", type=int, help="how many layers learn, from the top; by default all of it")
    parser.add_argument("--gains", action="store_true", help="only gains, biases and norms learn, no 8 bits change")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the way from --start to what it learned")
    parser.add_argument(
        "--together",
        type=Path,
        nargs="+",
        default=[],
        help="the --work of other runs from the same --start: the mean of all is taken; named twice, one counts twice",
    )
    parser.add_argument("--pairs", type=int, default=N_PAIRS, help="how many pairs to train on at first")
    parser.add_argument("--last-pairs", type=int, default=N_LAST, help="how many more to end with")
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate")
    parser.add_argument("--waves", type=int, default=4, help="how many waves of the seed corpus to train on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--float32", action="store_true", help="do not quantise, to see what that costs")
    parser.add_argument("--measure", action="store_true", help="train nothing: calibrate and measure --output anew")
    arguments = parser.parse_args()
    if not (arguments.measure or (arguments.base and arguments.work)):
        parser.error("training needs --base and --work")
    if not (arguments.measure or (arguments.work / NETWORK).exists()):
        arguments.work.mkdir(parents=True, exist_ok=True)
        train(arguments)
    shipped = load_model(arguments.output) if arguments.measure else None
    model = calibrate(build(arguments) if shipped is None else shipped.features, arguments.data)
    fast = load_model("fast")
    measured = measure(model, arguments.data, SEEDS, beside=fast, **AT_MOST)
    prose = SMALL if arguments.teacher or arguments.output.stem == "small" else ENCODER
    if shipped is None:
        rows = [row for row in train_rows(arguments.data) if row.split == "train"]
        rows += (
            seed_rows(SEEDS, "train", arguments.waves) + contrast_rows(SEEDS, "train") + exchange_rows(SEEDS, "train")
        )
        n_runs = 1 + len(set(arguments.together))
        before = load_model(arguments.start).card["pairs"] if arguments.start else 0
        n_pairs = before + n_runs * arguments.last_pairs + (0 if arguments.start else arguments.pairs)
        prose = replace(prose, training=_training(arguments, before or n_pairs, n_runs))
        card = measured.card(by_source(rows), seed=arguments.seed, pairs=n_pairs)
    else:
        rows = None
        card = measured.card(shipped.card["rows"], seed=shipped.card["seed"], pairs=shipped.card["pairs"])
    model = replace(model, card=card)
    digest = model.save(arguments.output)
    write_card(arguments.output.with_suffix(".md"), prose, model, measured, rows)
    print(f"{arguments.output}: {arguments.output.stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
