"""Checks of what the library is given: texts, their targets and parents, columns of labels."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from numbers import Integral, Real
from typing import Any

from stancekit.errors import InputError

__all__ = [
    *("as_labels", "as_list", "check_lengths", "checked", "is_missing_value", "is_path", "str_labels"),
    *("switch", "text_or_none", "whole_number"),
]


def checked(
    texts: Iterable[str],
    target: str | Iterable[str | None] | None = None,
    parents: Iterable[str | None] | None = None,
    *,
    called: str = "target",
) -> tuple[list[str], list[str | None], list[str | None]]:
    """The texts, and a target and a parent for each, as lists; an InputError if they are not valid.

    ``called`` is what the caller's argument for the targets is called, for messages.
    """
    if isinstance(texts, str):
        raise InputError("texts must be a sequence of str, got one str; put it into a list")
    texts = _list_of("texts", texts, "str")
    _check_types("texts", texts, "a str", {str})
    if isinstance(parents, str):
        raise InputError("parents must be a sequence of (str or None), got one str; give one for each text")
    beside = {called: target, "parents": parents}
    columns: list[list[str | None]] = []
    for name, value in beside.items():
        is_one = value is None or isinstance(value, str)
        column: list[Any] = [value] * len(texts) if is_one else _list_of(name, value, "(str or None)")
        if len(column) != len(texts):
            each = "one for all, or one for each" if name == called else "one for each"
            raise InputError(f"there are {len(texts)} texts but {len(column)} of {name}; give {each}")
        columns.append(_check_types(name, column, "a str or None", {str, type(None)}))
    return texts, columns[0], columns[1]


def text_or_none(name: str, value: Any) -> str | None:
    """The value, or None if it is pandas' missing one; an InputError if it is no str."""
    if isinstance(value, str):
        return value
    if not is_missing_value(value):
        raise InputError(f"{name} must be a str or None, got {type(value).__name__}")
    return None


def _list_of(name: str, values: Any, what: str) -> list[Any]:
    is_one_column = getattr(values, "ndim", 1) == 1 and not hasattr(values, "columns")  # polars' tables have no ndim
    if not isinstance(values, Iterable) or isinstance(values, Mapping | Set) or not is_one_column:
        raise InputError(f"{name} must be a sequence of {what}, such as one column; got {type(values).__name__}")
    return list(values)


def _check_types(name: str, values: list[Any], what: str, types: set[type]) -> list[Any]:
    """The values, with None for pandas' missing ones where that is allowed."""
    if set(map(type, values)) <= types:
        return values
    if type(None) in types:
        values = [None if is_missing_value(one) else one for one in values]
    for index, one in enumerate(values):
        if not isinstance(one, tuple(types)):  # a subclass of str is as good
            hint = ", a missing value: leave its row out, or fill it" if is_missing_value(one) else ""
            raise InputError(f"{name}[{index}] must be {what}, got {type(one).__name__}{hint}")
    return values


def is_missing_value(value: Any) -> bool:
    """Whether it is None, or pandas' or numpy's value for what is missing."""
    return (
        value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, Real) and value != value)
    )


def is_path(value: Any) -> bool:
    """Whether it names a file: a str that is not empty and holds no NUL, or what stands for one."""
    is_name = isinstance(value, str | os.PathLike) and isinstance(name := os.fspath(value), str)
    return is_name and name != "" and "\0" not in name


def check_lengths(n_samples: int, columns: Mapping[str, Sequence[Any] | None]) -> None:
    """Raise an InputError if a column does not have one value for each text."""
    for name, values in columns.items():
        if values is not None and len(values) != n_samples:
            raise InputError(f"there are {n_samples} texts but {len(values)} of {name}; give one for each text")


def whole_number(name: str, value: Any, least: int, most: int | None = None) -> int:
    """The value as an int, whoever's integer it is; an InputError if it is none or out of range."""
    is_one = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_one or value < least or (most is not None and value > most):
        span = f"from {least} on" if most is None else f"from {least} to {most}"
        raise InputError(f"{name} must be a whole number {span}, got {value!r}")
    return int(value)


def switch(name: str, value: Any) -> bool:
    """The value as a bool, also numpy's; an InputError for another, as "no" would count as true."""
    if type(value).__name__ not in ("bool", "bool_"):
        raise InputError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def as_list(y: Iterable[Any] | None, name: str) -> list[Any]:
    """The labels, or the groups, as a list; an InputError if there are none, or one, such as a str of letters."""
    is_unordered = isinstance(y, Mapping | Set) and name != "classes"
    if not isinstance(y, Iterable) or isinstance(y, str) or is_unordered or getattr(y, "ndim", 1) != 1:
        each = {"classes": "several labels", "groups": "a group for each text"}.get(name, "a label for each text")
        raise InputError(f"{name} must be {each}, got {_called(y)}")
    return list(y)


def _called(value: Any) -> str:
    if getattr(value, "ndim", 1) != 1:
        return f"values of the shape {value.shape}"
    if isinstance(value, Mapping):
        return f"a {type(value).__name__}; only fit takes labels by head"
    if isinstance(value, Set):
        return f"a {type(value).__name__}, which has no order"
    return "None" if value is None else f"the one {type(value).__name__} {value!r}"


def as_labels(y: Iterable[Any] | None, name: str = "y") -> tuple[list[str], bool]:
    """The labels as str, and whether they were whole numbers, also as floats: a missing value makes pandas' ints so."""
    if hasattr(y, "columns"):
        raise InputError(
            f"{name} must be a label for each text, got a {type(y).__name__}; pass one of its columns, or, to fit on "
            'two questions, a mapping of both: {"abuse": ..., "stance": ...}'
        )
    labels = as_list(y, name)
    are_numbers = bool(labels) and all(map(_is_whole, labels))
    if not are_numbers and not any(isinstance(one, str) for one in labels):
        labels = [one for one in labels if not _is_whole(one)]  # these are what is wrong
    if not are_numbers:
        return str_labels(labels, name), False
    numbers = [int(one) for one in labels]
    if too_large := next((one for one in numbers if not -(2**63) <= one < 2**63), None):
        raise InputError(f"{name} has the label {too_large}, which does not fit into 64 bits; name each by a word")
    return list(map(str, numbers)), True


def _is_whole(label: Any) -> bool:
    is_float = isinstance(label, Real) and not isinstance(label, Integral)
    return float(label).is_integer() if is_float else isinstance(label, Integral) and not isinstance(label, bool)


def str_labels(y: Iterable[Any], name: str) -> list[str]:
    """The labels as plain str; an InputError if one is not a str."""
    labels = list(y)
    for strange in (label for label in labels if not isinstance(label, str)):
        how = "name each by a word"
        if type(strange).__name__.startswith("bool"):
            how += ', as a column does with y.map({True: "abusive", False: "civil"})'
        elif is_missing_value(strange):
            how = "it is a missing value, so leave its row out"
        raise InputError(f"{name} must be labels, got the {type(strange).__name__} {strange!r}; {how}")
    for strange in (label for label in labels if label.endswith("\0")):
        raise InputError(f"{name} has the label {strange!r}, and numpy drops a NUL at an end; leave it out")
    return list(map(str, labels))  # from np.str_ to plain str
