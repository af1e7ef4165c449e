"""stancekit reads a comment thread and labels each comment supportive, skeptical or abusive.

The names below are the public API. Each is imported on first use, so ``import stancekit`` costs next to nothing and a
program that only reads threads never loads numpy or scikit-learn.

The modules, each importing only those below it (pyproject.toml enforces this):

cli
    Parses arguments, makes one library call, prints.
bulk
    Labels files of any size, on several cores or machines, and can resume.
audit
    How easily a model is fooled, and which groups it treats unfairly.
training, evaluation
    Labelled rows to a model; a model to its metrics.
classifier, linear, calibration, folds, labelling, vectorizers
    The scikit-learn estimators; fitting, calibrating and cross-fitting heads; labels to heads; texts to matrices.
loading
    Models by name or path.
model, heads, predictions
    A fitted model; its heads and the rule from them to labels; its predictions. Needs no scikit-learn.
features, windows
    Texts to numbers, as n-grams or by a transformer; how long comments are split into windows.
model_file
    One safe file for a model.
text
    Normalisation: disguised spellings undone.
reading
    Any file to threads, to rows, or to labelled rows.
threads
    Comments and their reply tree.
inputs, vocabulary, files, errors
    Checks of arguments; the labels and other words for them; files written completely or not at all; exceptions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    name: f"stancekit.{module}"
    for module, names in {
        "classifier": ("StanceClassifier",),
        "errors": ("InputError", "LabelsError", "ModelFileError", "ReadError", "StancekitError", "ThreadError"),
        "evaluation": ("Evaluation", "evaluate"),
        "loading": ("load_model",),
        "model": ("Model",),
        "predictions": ("Evidence", "Explanation", "Prediction"),
        "reading": ("read_thread", "read_threads"),
        "threads": ("Comment", "Reading", "Remainder", "Thread"),
        "training": ("TrainingResult", "train"),
        "vectorizers": ("EncoderVectorizer", "NgramVectorizer"),
    }.items()
    for name in names
}

if TYPE_CHECKING:
    from stancekit.classifier import StanceClassifier
    from stancekit.errors import InputError, LabelsError, ModelFileError, ReadError, StancekitError, ThreadError
    from stancekit.evaluation import Evaluation, evaluate
    from stancekit.loading import load_model
    from stancekit.model import Model
    from stancekit.predictions import Evidence, Explanation, Prediction
    from stancekit.reading import read_thread, read_threads
    from stancekit.threads import Comment, Reading, Remainder, Thread
    from stancekit.training import TrainingResult, train
    from stancekit.vectorizers import EncoderVectorizer, NgramVectorizer

__all__ = [
    "Comment",
    "EncoderVectorizer",
    "Evaluation",
    "Evidence",
    "Explanation",
    "InputError",
    "LabelsError",
    "Model",
    "ModelFileError",
    "NgramVectorizer",
    "Prediction",
    "ReadError",
    "Reading",
    "Remainder",
    "StanceClassifier",
    "StancekitError",
    "Thread",
    "ThreadError",
    "TrainingResult",
    "evaluate",
    "load_model",
    "read_thread",
    "read_threads",
    "train",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'stancekit' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
