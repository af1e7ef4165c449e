"""Comments that look abusive and are not, each beside its abusive twin.

What each shipped model gets wrong is listed in cases/known-failures.json, and the test of one that becomes right fails
until it is removed. After a new model, ``python tests/test_negatives.py --write`` rewrites the list.
"""

import json
import sys
from pathlib import Path

import pytest

from stancekit import load_model
from stancekit.features.arithmetic import way_of
from stancekit.loading import shipped_models

CASES = Path(__file__).parent / "cases"
PAIRS = json.loads((CASES / "negatives.json").read_text(encoding="utf-8"))
KNOWN_FAILURES = json.loads((CASES / "known-failures.json").read_text(encoding="utf-8"))

# Three kinds of processor round an encoder otherwise (docs/models.md), and these are at .5: the ways that miss it.
ON_THE_EDGE = {
    ("encoder", "title of a book: abusive"): ("float32", "rows"),
    ("encoder", "deeds: abusive"): ("rows",),
}
FLAGS = Path("/proc/cpuinfo")
WAY = way_of(FLAGS.read_text(encoding="ascii", errors="replace")) if FLAGS.exists() else "blocks"


def names():
    return [f"{pair['label']}: {side}" for pair in PAIRS for side in ("civil", "abusive")]


def is_right(model, name):
    label, _, side = name.rpartition(": ")
    (pair,) = (pair for pair in PAIRS if pair["label"] == label)
    (prediction,) = model.predict([pair[side]])
    return (prediction.abuse["abusive"] >= 0.5) == (side == "abusive")


def marks(shipped, name):
    fails = WAY in ON_THE_EDGE.get((shipped, name), ()) or name in KNOWN_FAILURES[shipped]
    return pytest.mark.xfail(reason="known failure", strict=True) if fails else ()


@pytest.mark.parametrize(
    ("shipped", "name"),
    [pytest.param(shipped, name, marks=marks(shipped, name)) for shipped in KNOWN_FAILURES for name in names()],
)
def test_a_person_would_say_so(request, shipped, name):
    assert is_right(request.getfixturevalue(f"{shipped}_model"), name)


def test_known_failures_are_of_these_cases():
    assert sorted(KNOWN_FAILURES) == sorted(shipped_models())
    for failures in KNOWN_FAILURES.values():
        assert set(failures) <= set(names())


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    models = {shipped: load_model(shipped) for shipped in shipped_models()}
    failures = {
        shipped: [name for name in names() if (shipped, name) not in ON_THE_EDGE and not is_right(model, name)]
        for shipped, model in models.items()
    }
    (CASES / "known-failures.json").write_text(
        json.dumps(failures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print({shipped: f"{len(of_model)} of {len(names())} are wrong" for shipped, of_model in failures.items()})
