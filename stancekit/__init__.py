"""stancekit reads a comment thread and says of every comment whether it is supportive, skeptical or abusive.

The names below are the public face. Each is imported when it is first used, so ``import stancekit`` costs next to
nothing and a program that only reads threads never loads scikit-learn.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Comment": "stancekit.threads",
    "InputError": "stancekit.errors",
    "LabelsError": "stancekit.errors",
    "ModelFileError": "stancekit.errors",
    "ReadError": "stancekit.errors",
    "StancekitError": "stancekit.errors",
    "Thread": "stancekit.threads",
    "ThreadError": "stancekit.errors",
}

if TYPE_CHECKING:
    from stancekit.errors import (
        InputError,
        LabelsError,
        ModelFileError,
        ReadError,
        StancekitError,
        ThreadError,
    )
    from stancekit.threads import Comment, Thread

__all__ = [
    "Comment",
    "InputError",
    "LabelsError",
    "ModelFileError",
    "ReadError",
    "StancekitError",
    "Thread",
    "ThreadError",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'stancekit' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
