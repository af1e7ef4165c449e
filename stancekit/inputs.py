"""What the library is given, checked: texts, what stands beside each of them, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

from stancekit.errors import InputError

__all__ = ["as_words", "check_lengths", "checked", "words_only"]


def checked(
    texts: Sequence[str],
    target: str | Sequence[str | None] | None = None,
    parents: Sequence[str | None] | None = None,
) -> tuple[list[str], list[str | None], list[str | None]]:
    """The texts, and a target and a parent for each, as lists; or an InputError where they are none."""
    if isinstance(texts, str):
        raise InputError("texts must be a sequence of str, got one str; put it into a list")
    texts = list(texts)
    _check_types("texts", texts, "a str", {str})
    if isinstance(parents, str):
        raise InputError("parents must be a sequence of (str or None), got one str; give one for each text")
    beside = {"target": target, "parents": parents}
    columns = []
    for name, value in beside.items():
        column = [value] * len(texts) if value is None or isinstance(value, str) else list(value)
        if len(column) != len(texts):
            each = "give one for all, or one for each" if name == "target" else "give one for each"
            raise InputError(f"there are {len(texts)} texts and {len(column)} {name.removesuffix('s')}s; {each}")
        _check_types(name, column, "a str or None", {str, type(None)})
        columns.append(column)
    return texts, columns[0], columns[1]


def _check_types(name: str, values: list[Any], what: str, types: set[type]) -> None:
    if set(map(type, values)) <= types:
        return
    for index, one in enumerate(values):
        if not isinstance(one, tuple(types)):  # a subclass of str is as good
            raise InputError(f"{name}[{index}] must be {what}, got {type(one).__name__}")


def check_lengths(n_samples: int, columns: Mapping[str, Sequence[Any] | None]) -> None:
    """An InputError if there is not one of each for each text."""
    for name, values in columns.items():
        if values is not None and len(values) != n_samples:
            raise InputError(f"there are {n_samples} texts but {len(values)} of {name}; give one for each text")


def as_words(y: Iterable[Any] | None) -> tuple[list[str], bool]:
    """Labels, each a str, and whether they were whole numbers."""
    if y is None:
        raise InputError("y must be a label for each text, got None")
    labels = list(y)
    are_numbers = bool(labels) and all(isinstance(one, Integral) and not isinstance(one, bool) for one in labels)
    return (list(map(str, labels)) if are_numbers else words_only(labels)), are_numbers


def words_only(y: Iterable[Any], name: str = "y") -> list[str]:
    """Labels, each a str."""
    labels = list(y)
    for strange in (label for label in labels if not isinstance(label, str)):
        raise InputError(f"{name} must be labels, got the {type(strange).__name__} {strange!r}; name each by a word")
    return labels
