"""stancekit reads a comment thread and says of every comment whether it is supportive, skeptical or abusive.

The names below are the public face. Each is imported when it is first used, so ``import stancekit`` costs next to
nothing and a program that only reads threads never loads numpy or scikit-learn.

The rooms, each of which asks only those below it (pyproject.toml holds that):

cli
    Parses, makes one call, prints.
bulk
    Files of any size, on several cores or machines, to be gone on with.
audit
    How a model is fooled, and whom it wrongs.
training, evaluation
    Labelled rows to a model of one's own; a model to its figures.
classifier, linear, calibration, folds, labelling, vectorizers
    What scikit-learn sees; heads fitted, calibrated, and on which rows; labels to heads; texts to matrices.
model, heads, predictions
    A fitted model, its questions with the rule from answers to labels, and what it says of a comment. Numpy alone.
features, windows
    Texts to numbers, as n-grams or by a transformer; which parts of a long comment are read by themselves.
model_file
    One safe file for a model.
text
    What was written to what it says: disguises undone.
reading
    Any file to threads, to rows, or to labelled rows.
threads
    Comments and who answers whom.
inputs, files, errors
    What is given, checked; files that are complete or untouched; what is said when something is wrong.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Comment": "stancekit.threads",
    "EncoderVectorizer": "stancekit.vectorizers",
    "Evaluation": "stancekit.evaluation",
    "Evidence": "stancekit.predictions",
    "Explanation": "stancekit.predictions",
    "InputError": "stancekit.errors",
    "LabelsError": "stancekit.errors",
    "Model": "stancekit.model",
    "ModelFileError": "stancekit.errors",
    "NgramVectorizer": "stancekit.vectorizers",
    "Prediction": "stancekit.predictions",
    "ReadError": "stancekit.errors",
    "Reading": "stancekit.threads",
    "Remainder": "stancekit.threads",
    "StanceClassifier": "stancekit.classifier",
    "StancekitError": "stancekit.errors",
    "Thread": "stancekit.threads",
    "ThreadError": "stancekit.errors",
    "TrainingResult": "stancekit.training",
    "evaluate": "stancekit.evaluation",
    "load_model": "stancekit.model",
    "read_thread": "stancekit.reading",
    "read_threads": "stancekit.reading",
    "train": "stancekit.training",
}

if TYPE_CHECKING:
    from stancekit.classifier import StanceClassifier
    from stancekit.errors import InputError, LabelsError, ModelFileError, ReadError, StancekitError, ThreadError
    from stancekit.evaluation import Evaluation, evaluate
    from stancekit.model import Model, load_model
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
