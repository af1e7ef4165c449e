"""stancekit reads a comment thread and says of every comment whether it is supportive, skeptical or abusive.

The names below are the public face. Each is imported when it is first used, so ``import stancekit`` costs next to
nothing and a program that only reads threads never loads numpy or scikit-learn.
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
