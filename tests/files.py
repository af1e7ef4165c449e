"""Reading a text as if it stood in a file: who says what there, and what a refused one is told."""

from __future__ import annotations

import io

import pytest

from stancekit.errors import ReadError
from stancekit.reading import read_thread
from stancekit.threads import Thread

__all__ = ["POST", "SAID", "TALK", "read", "refusal", "said", "talk"]

TALK = (("Bianca", "The lido is shut again."), ("Morag T.", "Who asked for that?"), ("Bianca", "Not me."))
SAID = list(TALK)
POST = "Two pounds for a towel. Each time. Tell us what you think"


def read(text: str | bytes, **options) -> Thread:
    return read_thread(io.BytesIO(text.encode() if isinstance(text, str) else text), **options)


def refusal(text: str | bytes, **options) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(text, **options)
    return caught.value


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.author, one.text) for one in read(text).comments]


def talk(message: str) -> str:
    return "".join(message.format(name=name, words=words) for name, words in TALK)
