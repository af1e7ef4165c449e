"""Reading a text as if it stood in a file, and what a refused one is told."""

from __future__ import annotations

import io

import pytest

from stancekit.errors import ReadError
from stancekit.reading import read_thread
from stancekit.threads import Thread

__all__ = ["read", "refusal"]


def read(text: str | bytes, **options) -> Thread:
    return read_thread(io.BytesIO(text.encode() if isinstance(text, str) else text), **options)


def refusal(text: str | bytes, **options) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(text, **options)
    return caught.value
