"""Helpers that read a text as if it were a file: who says what in it, or the error if it is refused."""

from __future__ import annotations

import io
import json

import pytest

from stancekit.errors import ReadError
from stancekit.reading import read_thread, read_threads
from stancekit.threads import Thread

__all__ = ["FIVE", "POST", "SAID", "TALK", "TOP", "read", "refusal", "said", "talk", "threads_of", "told"]

TALK = (("Bianca", "The lido is shut again."), ("Morag T.", "Who asked for that?"), ("Bianca", "Not me."))
SAID = list(TALK)
FIVE = (
    *(("Bianca", "Shame on them."), ("Ten Bells", "Who pays for it?"), ("Morag T.", "I bring my own towel.")),
    *(("Ida Falk", "Nobody asked us."), ("night_bus_9", "About time, the laundry is dear.")),
)
TOP = "Lido to charge for towels\n\nThe trust blames the laundry.\n\n"
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


def threads_of(value, name: str = "answer.json") -> list[Thread]:
    """The threads of a JSON value."""
    file = io.BytesIO(json.dumps(value).encode())
    file.name = name
    return read_threads(file)


def told(value) -> tuple[str | None, list[tuple[str | None, str, int | None]]]:
    """The title of a JSON value's thread, and of each comment its author, its text and the place of what it answers."""
    (thread,) = threads_of(value)
    ids = [one.id for one in thread.comments]
    return thread.title, [
        (one.author, one.text, None if one.parent is None else ids.index(one.parent)) for one in thread.comments
    ]
