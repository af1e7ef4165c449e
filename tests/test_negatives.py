"""Comments that look abusive and are not, each beside its abusive twin.

What each shipped model gets wrong stands in cases/known-failures.json and must stay wrong until somebody mends it: the
day one is clearly right, its test says so. After a new model, ``python tests/test_negatives.py --write`` lists them.
"""

import json
import sys
from pathlib import Path

import pytest

from stancekit import load_model
from stancekit.model import shipped_models

CASES = Path(__file__).parent / "cases"
PAIRS = json.loads((CASES / "negatives.json").read_text(encoding="utf-8"))
KNOWN_FAILURES = json.loads((CASES / "known-failures.json").read_text(encoding="utf-8"))


def names():
    return [f"{pair['label']}: {side}" for pair in PAIRS for side in ("civil", "abusive")]


# Two kinds of processor round an encoder's activations otherwise, and its answers move by so much (docs/models.md).
EDGE = {"fast": 0.0, "small": 0.05, "encoder": 0.05}


def rightness(model, name):
    """How likely the model holds the right one of abusive and civil."""
    label, _, side = name.rpartition(": ")
    (pair,) = (pair for pair in PAIRS if pair["label"] == label)
    (prediction,) = model.predict([pair[side]])
    return prediction.abuse[side]


@pytest.mark.parametrize(
    ("shipped", "name"),
    [
        pytest.param(
            shipped, name, marks=pytest.mark.xfail(reason="known failure", strict=True) if name in failures else ()
        )
        for shipped, failures in KNOWN_FAILURES.items()
        for name in names()
    ],
)
def test_a_person_would_say_so(request, shipped, name):
    edge = EDGE[shipped] if name in KNOWN_FAILURES[shipped] else -EDGE[shipped]
    assert rightness(request.getfixturevalue(f"{shipped}_model"), name) >= 0.5 + edge


def test_known_failures_are_of_these_cases():
    assert sorted(KNOWN_FAILURES) == sorted(shipped_models())
    for failures in KNOWN_FAILURES.values():
        assert set(failures) <= set(names())


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    models = {shipped: load_model(shipped) for shipped in shipped_models()}
    failures = {
        shipped: [name for name in names() if rightness(model, name) < 0.5] for shipped, model in models.items()
    }
    (CASES / "known-failures.json").write_text(
        json.dumps(failures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print({shipped: f"{len(of_model)} of {len(names())} are wrong" for shipped, of_model in failures.items()})
