"""The public names: complete, sorted, and cheap to import until used."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import stancekit

ROOT = Path(__file__).parent.parent


def modules_after(code):
    code = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_all_is_sorted_complete_and_importable():
    assert stancekit.__all__ == sorted(stancekit.__all__) == sorted(stancekit._HOME)
    for name in stancekit.__all__:
        assert getattr(stancekit, name).__doc__
    assert set(stancekit.__all__) <= set(dir(stancekit))
    with pytest.raises(AttributeError, match="module 'stancekit' has no attribute 'predict'"):
        stancekit.predict  # noqa: B018


def test_what_every_room_offers_is_there_and_sorted():
    rooms = [room.name for room in pkgutil.walk_packages(stancekit.__path__, "stancekit.")]
    assert len(rooms) > 60
    for name in rooms:
        module = importlib.import_module(name)
        offered = list(getattr(module, "__all__", ()))
        assert [one for one in offered if not hasattr(module, one)] == [], name
        by_kind = sorted(offered, key=lambda one: (not one.isupper(), not one[0].isupper(), one))
        assert offered == by_kind, name


def test_importing_costs_next_to_nothing():
    heavy = {"numpy", "scipy", "sklearn", "joblib", "safetensors", "typer", "rich", "onnxruntime"}
    assert not modules_after("import stancekit") & heavy
    assert not modules_after("import stancekit; stancekit.read_thread('seeds/lake-goose.txt')") & heavy


def test_predicting_needs_neither_scikit_learn_nor_pickle():
    loaded = modules_after(
        "import stancekit\n"
        "thread = stancekit.read_thread('seeds/lake-goose.txt')\n"
        "predictions = stancekit.load_model('fast').predict_thread(thread)\n"
        "predictions[0].evidence"
    )
    assert "numpy" in loaded
    assert not loaded & {"scipy", "sklearn", "joblib", "typer", "rich", "onnxruntime"}
