"""How easily a model is fooled, and whom it wrongs: disguise, padding, identity, behaviour, calibration and length.

Comments are flagged by the abuse head at one threshold, which flags 1 % of the civil comments as written; but identity
swaps and behaviour use a probability of 0.5. A model that flags nobody, or everybody, looks good on half of these
tables and cannot on all.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import log, sqrt
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from stancekit.audit.attacks import ATTACKS, STRENGTHS, attacked, padded
from stancekit.audit.identity import mentions
from stancekit.errors import InputError
from stancekit.evaluation import evaluate_rows, trusted_labels
from stancekit.inputs import whole_number
from stancekit.model import Model
from stancekit.reading.labelled_rows import LabelledRow
from stancekit.reading.rows import shortened
from stancekit.vocabulary import KNOWN_LABELS, abuse_of, meaning

__all__ = ["SCORES", "Audit", "Behaviour", "Evasion", "Identity", "Length", "Padding", "audit", "behaviour_of"]

SCORES = (
    *("recall", "evasion-mean", "evasion-worst", "evasion-civil", "padding", "padding-civil"),
    *("identity", "identity-gap", "identity-swap"),
    *("behaviour-abusive", "behaviour-civil", "length"),
)

_FALSE_POSITIVES = 0.01
_MANY, _MOSTLY = 100, 0.7
_PADDING = 20_000  # characters; longer comments than most sites take
_N_PADDED = 60
_WORD = re.compile(r"[a-z']{3,}")


@dataclass(frozen=True)
class Evasion:
    """One attack: the share of recall kept at each strength, and the civil comments flagged at strength 2.

    ``intervals`` are the 95 % confidence intervals of ``kept`` (Wilson, 1927).
    """

    attack: str
    kept: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    false_positives: float


@dataclass(frozen=True)
class Padding:
    """Abusive comments among 20,000 characters of kind ones: the share of texts flagged with and without the abuse."""

    kept: float
    false_positives: float
    n_samples: int


@dataclass(frozen=True)
class Identity:
    """One group: the share of its civil mentions that is flagged, and of its hateful ones that is found."""

    group: str
    flagged: float
    found: float


@dataclass(frozen=True)
class Behaviour:
    """One functional test: the share of its abusive and of its civil cases that the model gets right."""

    test: str
    abusive: float
    civil: float


@dataclass(frozen=True)
class Length:
    """Civil comments of about one length, in characters, and the share of them that is flagged."""

    up_to: int
    false_positives: float
    n_samples: int


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Parameters
    ----------
    threshold : float
        The probability of abuse above which a comment counts as flagged.
    false_positives : float
        The share of the civil comments, as written, that is flagged: about 1 % if there are a hundred or more.
    recall : float
        The share of the abusive comments, as written, that is flagged.
    evasion : tuple of Evasion
        The most effective attack first.
    padding : Padding
    identity : tuple of Identity
    flips : float
        The share of civil identity sentences whose prediction, at 0.5, is not that for most terms in the same place.
    swap : float
        How much the probability of abuse changes on average when a term is swapped.
    behaviour : tuple of Behaviour
    calibration_error, calibration_error_attacked : float
        Expected calibration error over 15 bins, as written and under a random attack of strength 2.
    lengths : tuple of Length
        The civil comments by length, in tenths.
    notes : tuple of str
        What a person should know about the rows.
    """

    threshold: float
    false_positives: float
    recall: float
    evasion: tuple[Evasion, ...]
    padding: Padding
    identity: tuple[Identity, ...]
    flips: float
    swap: float
    behaviour: tuple[Behaviour, ...]
    calibration_error: float
    calibration_error_attacked: float
    lengths: tuple[Length, ...]
    notes: tuple[str, ...] = ()

    @property
    def scores(self) -> dict[str, float]:
        """The headline figures, each in [0, 1] and the higher the better.

        ``recall`` of abuse as written; ``evasion-mean`` and ``evasion-worst``, the recall kept over all attacks and
        strengths; ``evasion-civil``, civil comments not flagged under the attack that harms them most; ``padding``, the
        recall kept among kind words, and ``padding-civil``, kind words alone not flagged; ``identity``, civil mentions
        not flagged in the group that fares worst; ``identity-gap``, 1 less the distance between the groups that fare
        best and worst; ``identity-swap``, predictions that stay when a term is swapped; ``behaviour-abusive`` and
        ``behaviour-civil``, the mean over the functional tests; ``length``, civil comments not flagged in the tenth of
        the lengths that fares worst.
        """
        flagged = [one.flagged for one in self.identity]
        kept = np.array([one.kept for one in self.evasion])
        scores = (
            self.recall,
            float(kept.mean()),
            float(kept.min()),
            1 - max(one.false_positives for one in self.evasion),
            self.padding.kept,
            1 - self.padding.false_positives,
            1 - max(flagged),
            1 - (max(flagged) - min(flagged)),
            1 - self.flips,
            float(np.mean([one.abusive for one in self.behaviour])),
            float(np.mean([one.civil for one in self.behaviour])),
            1 - max(one.false_positives for one in self.lengths),
        )
        return dict(zip(SCORES, scores, strict=True))

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return {"scores": self.scores, **asdict(self)}


def audit(
    model: Model,
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    *,
    n_attacked: int = 200,
    seed: int = 0,
    extra_columns: Literal["refuse", "ignore"] = "refuse",
    progress: Callable[[str, float], None] | None = None,
) -> Audit:
    """Try to fool a model, and measure whom it treats unfairly.

    Parameters
    ----------
    model : Model
        Any model with an abuse head.
    paths : path or iterable of paths, optional
        Labelled rows as for ``train``, with stancekit's own labels: abusive ones are disguised, all others are civil.
        By default the test threads of stancekit's seed corpus.
    n_attacked : int
        How many abusive and how many civil comments are disguised; every attack is tried on each at every strength.
    seed : int
        Seed of the choice of comments and of the attacks' random choices.
    extra_columns : {"refuse", "ignore"}
        What to do with a column that stancekit does not know.
    progress : callable, optional
        Called with what is being done and the share of the whole that is done, in [0, 1].

    Returns
    -------
    Audit

    Raises
    ------
    InputError
        If the model has no abuse head or finds none of the abuse, the rows have other labels or fewer than 20 of a
        kind, or an argument is out of range.
    LabelsError
        If the rows cannot be trusted.
    """
    _check_model(model)
    n_attacked, seed = whole_number("n_attacked", n_attacked, 1), whole_number("seed", seed, 0)
    report = progress or (lambda what, share: None)
    labels = trusted_labels(paths if paths is not None else _threads(), extra_columns)
    rows = labels.rows
    _check_labels({row.label for row in rows})
    abusive = [row for row in rows if row.label == "abusive"]
    civil = [row for row in rows if row.label != "abusive"]
    if min(len(abusive), len(civil)) < 20:
        raise InputError(f"there are {len(abusive)} abusive and {len(civil)} other rows; an audit needs 20 of each")
    report("as written", 0.0)
    of_civil, of_abusive = _abuse(model, civil), _abuse(model, abusive)
    threshold = float(np.quantile(of_civil, 1 - _FALSE_POSITIVES))

    def flagged(some: Sequence[LabelledRow]) -> float:
        return float((_abuse(model, some) > threshold).mean())

    chance = random.Random(seed)
    found = [row for row, abuse in zip(abusive, of_abusive, strict=True) if abuse > threshold]
    if not found:
        raise InputError(
            "no abusive comment is found at a threshold that spares 99 % of the civil ones; nothing to hide"
        )
    found = chance.sample(found, min(n_attacked, len(found)))
    innocent = chance.sample(civil, min(n_attacked, len(civil)))
    weights = _weights(rows)
    evasion, n_changed = [], 0
    for number, attack in enumerate(ATTACKS):
        report(attack, 0.1 + 0.7 * number / len(ATTACKS))
        disguised = [_disguised(found, attack, strength, weights, seed) for strength in STRENGTHS]
        n_changed += sum(row.text != was.text for row, was in zip(disguised[-1], found, strict=True))
        kept = tuple(map(flagged, disguised))
        intervals = tuple(_interval(share, len(found)) for share in kept)
        evasion.append(Evasion(attack, kept, intervals, flagged(_disguised(innocent, attack, 2, weights, seed))))
    report("padding", 0.8)
    padding = _padding(flagged, found, civil, chance)
    report("identity", 0.9)
    identity, flips, swap = _identity(model, threshold)
    report("behaviour", 0.95)
    return Audit(
        threshold=threshold,
        false_positives=float((of_civil > threshold).mean()),
        recall=float((of_abusive > threshold).mean()),
        evasion=tuple(sorted(evasion, key=lambda one: np.mean(one.kept))),
        padding=padding,
        identity=identity,
        flips=flips,
        swap=swap,
        behaviour=behaviour_of(model),
        calibration_error=_calibration_error(model, [*abusive, *civil]),
        calibration_error_attacked=_calibration_error(model, _any_disguise([*abusive, *civil], weights, seed)),
        lengths=tuple(_lengths(civil, of_civil > threshold)),
        notes=(*labels.notes, *_doubts(len({row.text for row in civil}), n_changed / len(ATTACKS) / len(found))),
    )


def _check_model(model: Model) -> None:
    if not isinstance(model, Model):
        raise InputError(f"model must be a Model, as load_model gives it, got {type(model).__name__}")
    if not any(head.name == "abuse" for head in model.heads):
        raise InputError(
            "the model has no abuse head, so there is nothing to audit; train it with rows that are abusive and "
            "others that are civil, neutral, or supportive and skeptical both"
        )


def _check_labels(labels: set[str]) -> None:
    if unknown := sorted(labels - KNOWN_LABELS):
        meant = [f"{label} is {meaning(label)} here" for label in unknown if meaning(label) in KNOWN_LABELS]
        which = f" ({shortened(meant)})" if meant else ""
        raise InputError(
            f"the rows have labels that tell nothing of abuse: {shortened(unknown)}; rename them{which}, or leave them "
            "out"
        )


def _doubts(n_civil: int, changed: float) -> Iterable[str]:
    if n_civil < _MANY:
        yield f"{n_civil} civil texts are too few for a threshold that spares 99 % and tenths by length; label {_MANY}"
    if changed < _MOSTLY:
        yield f"the strongest attacks changed {changed:.0%} of the texts: they are made for words in Latin letters"


def _threads() -> Path:
    """The test threads of the seed corpus: an installed wheel has them beside this file, a clone in seeds/."""
    here = Path(__file__).parent
    installed = here / "threads.jsonl"
    return installed if installed.exists() else here.parents[1] / "seeds" / "corpus" / "test.jsonl"


def _abuse(model: Model, rows: Sequence[LabelledRow]) -> NDArray[np.float64]:
    answers = model.head_probabilities(
        [row.text for row in rows], [row.target for row in rows], parents=[row.parent for row in rows]
    )
    return answers["abuse"]["abusive"]


def _weights(rows: Sequence[LabelledRow]) -> dict[str, float]:
    """How much likelier each word is in an abusive comment than in another: the logarithm of the ratio."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in rows:
        counts[row.label == "abusive"].update(set(_WORD.findall(row.text.lower())))
    totals = {side: counts[side].total() + 1 for side in counts}
    return {
        word: log((counts[True][word] + 0.5) / totals[True]) - log((counts[False][word] + 0.5) / totals[False])
        for word in counts[True]
    }


def _disguised(
    rows: Sequence[LabelledRow], attack: str, strength: int, weights: Mapping[str, float], seed: int
) -> list[LabelledRow]:
    chance = random.Random(f"{seed} {attack} {strength}")
    return [replace(row, text=attacked(row.text, attack, strength, weights, chance)) for row in rows]


def _any_disguise(rows: Sequence[LabelledRow], weights: Mapping[str, float], seed: int) -> list[LabelledRow]:
    chance = random.Random(seed)
    return [replace(row, text=attacked(row.text, chance.choice(ATTACKS), 2, weights, chance)) for row in rows]


def _interval(share: float, n_samples: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share (Wilson, "Probable inference", 1927)."""
    z = 1.96
    middle = share + z**2 / (2 * n_samples)
    spread = z * sqrt(share * (1 - share) / n_samples + z**2 / (4 * n_samples**2))
    scale = 1 + z**2 / n_samples
    return max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0)  # rounding may pass the ends


def _padding(
    flagged: Callable[[Sequence[LabelledRow]], float],
    found: Sequence[LabelledRow],
    civil: Sequence[LabelledRow],
    chance: random.Random,
) -> Padding:
    kind = [row.text for row in civil if row.label == "supportive"] or [row.text for row in civil]
    texts = [(row, padded(row.text, kind, _PADDING, chance)) for row in found[:_N_PADDED]]
    hidden, alone = ([replace(row, text=both[which]) for row, both in texts] for which in (0, 1))
    return Padding(flagged(hidden), flagged(alone), len(hidden))


def _identity(model: Model, threshold: float) -> tuple[tuple[Identity, ...], float, float]:
    sentences = list(mentions())
    abuse = model.head_probabilities([one.text for one in sentences])["abuse"]["abusive"]
    flagged: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    by_sentence: dict[int, list[float]] = defaultdict(list)
    for one, probability in zip(sentences, abuse, strict=True):
        flagged[one.group, one.is_hateful].append(probability > threshold)
        if not one.is_hateful:
            by_sentence[one.sentence].append(probability)
    swapped = [np.array(probabilities) for probabilities in by_sentence.values()]
    usual = [np.median(probabilities) for probabilities in swapped]
    flips = np.concatenate([(one > 0.5) != (middle > 0.5) for one, middle in zip(swapped, usual, strict=True)])
    changes = np.concatenate([np.abs(one - middle) for one, middle in zip(swapped, usual, strict=True)])
    groups = dict.fromkeys(one.group for one in sentences)
    identity = tuple(
        Identity(group, float(np.mean(flagged[group, False])), float(np.mean(flagged[group, True]))) for group in groups
    )
    return identity, float(flips.mean()), float(changes.mean())


def behaviour_of(model: Model) -> tuple[Behaviour, ...]:
    """The tests of behaviour alone."""
    lines = Path(__file__).with_name("behaviour.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    abuse = model.head_probabilities([case["text"] for case in cases])["abuse"]["abusive"]
    passed: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for case, probability in zip(cases, abuse, strict=True):
        passed[case["test"]][case["expected"]].append((probability >= 0.5) == (case["expected"] == "abusive"))
    return tuple(
        Behaviour(test, float(np.mean(of_test["abusive"])), float(np.mean(of_test["civil"])))
        for test, of_test in passed.items()
    )


def _calibration_error(model: Model, rows: Sequence[LabelledRow]) -> float:
    civil_or_not = [replace(row, label=abuse_of(row.label)) for row in rows]
    (calibration,) = evaluate_rows(model, civil_or_not).calibration
    return calibration.ece


def _lengths(civil: Sequence[LabelledRow], flagged: NDArray[np.bool_]) -> Iterable[Length]:
    order = np.argsort([len(row.text) for row in civil], kind="stable")
    for part in np.array_split(order, 10):
        yield Length(max(len(civil[index].text) for index in part), float(flagged[part].mean()), len(part))
