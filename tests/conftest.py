"""What tests share: Hypothesis profiles, the --slow flag, models, files to label."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from commands import PAGE
from hypothesis import HealthCheck, settings

from stancekit import load_model
from stancekit.features.ngrams import Ngrams
from stancekit.heads import Head
from stancekit.model import Model
from stancekit.training import train

ROOT = Path(__file__).parent.parent

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the tests that take long as well")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes long; run with --slow"))


@pytest.fixture(scope="session")
def tiny_model():
    """A real model, fitted on the tutorial's threads."""
    return train(ROOT / "seeds" / "threads-train.csv").model


@pytest.fixture(scope="session")
def fast_model():
    return load_model("fast")


@pytest.fixture(scope="session")
def encoder_model():
    return load_model("encoder")


@pytest.fixture(scope="session")
def small_model():
    return load_model("small")


@pytest.fixture
def write(tmp_path):
    """A function that writes labelled rows to a file and gives its path."""

    def write(content, name="labels.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def comments(tmp_path):
    """Three thousand rows, every hundredth of them bad."""
    path = tmp_path / "comments.jsonl"
    rows = [{"text": f"I doubt bus {number}, you idiot", "title": "Taxis"} for number in range(3000)]
    path.write_bytes(
        b"".join(b"{oops\n" if n % 100 == 50 else json.dumps(row).encode() + b"\n" for n, row in enumerate(rows))
    )
    return path


@pytest.fixture(scope="session")
def tiny_model_path(tmp_path_factory):
    """A model that knows three words: idiot is abusive, love is supportive, doubt is skeptical."""
    features = Ngrams(n_buckets=2**14)

    def weights(*words):
        coef = np.zeros((len(words), features.n_buckets), dtype=np.int16)
        for output, word in enumerate(words):
            coef[output, features.trace(word).buckets] = 200 if word else 0
        return coef

    abuse = Head("abuse", ("civil", "abusive"), weights("idiot"), 2**-6, np.array([-3.0]))
    stance = Head(
        "stance", ("supportive", "skeptical", "neutral"), weights("love", "doubt", ""), 2**-6, np.array([0.0, 0.0, 1.0])
    )
    path = tmp_path_factory.mktemp("models") / "tiny.stance"
    Model(features, (abuse, stance), abstain_below=0.6).save(path)
    return path


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "buses.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path
