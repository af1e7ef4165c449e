"""The features of a transformer: a comment read together with what its stance is about and what it answers.

The network is an ONNX file, run by onnxruntime on word pieces that the tokenizers library cuts; both are imported when
they are first used. Its output for a comment is the mean of its last layer and the scores of the heads that it was
trained with: a head fitted on these can start from the network's own predictions.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError, ModelFileError
from stancekit.features.arithmetic import suited
from stancekit.features.grams import DEFINITION
from stancekit.text import normalise, says_nothing, without_links
from stancekit.text.people import INSTEAD, NAMES, alike
from stancekit.windows import Windows

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

__all__ = ["MAX_TOKENS", "SPECIAL", "Encoder", "Question", "silent_onnxruntime", "tokenize", "word_pieces"]

# Every vocabulary begins with these.
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
PAD, UNKNOWN, BEGIN, END = range(4)

# Goes up with every change to what is read of a comment.
_READING = 5

# Training cost grows with length, and what a comment says about its target mostly fits into this many word pieces.
MAX_TOKENS = 128
_MAX_TARGET, _MAX_PARENT = 40, 32

# How much the reading of a long comment's end counts in the mean of both: on the dev threads a third and a half of it
# were alike, and none was worse for macro-F1 (docs/experiments.md).
_END_COUNTS = np.float32(1 / 3)

# Comments of similar length are read together; larger batches are not faster.
_AT_ONCE = 16
_SORTED_AT_ONCE = 256

# An explanation reads a comment about twice this many times.
_STRETCHES = 24
# Names the file in which a tensor of an ONNX model is stored, if it is not stored in the model. onnxruntime would read
# it from the current folder, and the model's checksum does not cover it.
_ELSEWHERE = b"location"
_WORD = re.compile(r"\S+")

# Of a long text, only this many characters at its beginning and at its end are tokenized.
_EDGE = 20_000
_SURROGATES = re.compile("[\ud800-\udfff]")  # not valid text to a tokenizer

Floats: TypeAlias = NDArray[np.float64]
Question: TypeAlias = tuple[str, str | None, str | None]  # a comment, what its stance is about, and what it answers


@dataclass(frozen=True, eq=False)
class Encoder:
    """Turns comments into the features of a transformer.

    Parameters
    ----------
    network : ndarray of uint8
        An ONNX model as its bytes: token numbers ``ids`` of shape (n_samples, n_tokens), int64, to features of shape
        (n_samples, n_features), float32.
    pieces : tuple of str
        Its vocabulary of word pieces, beginning with ``SPECIAL``.
    width : int
        How many numbers it gives for a comment.
    impartial : tuple of int
        Which of these are computed from the comment with those whom it names replaced: all groups of people by
        one, and so public figures and political camps (``stancekit.text.people``).
    blind : bool
        Whether these are followed by as many again, all of them impartial: for a head of abuse that is fitted on all.

    Notes
    -----
    The network reads ``MAX_TOKENS`` at once: of a longer comment the beginning and the end, and then, as people
    conclude last, as much of the end as fits. The features are a mean of both readings, but for the impartial ones,
    which are those of the first: they are for abuse, which is looked for window by window (``stancekit.windows``).
    """

    network: NDArray[np.uint8] = field(repr=False)
    pieces: tuple[str, ...] = field(repr=False)
    width: int
    impartial: tuple[int, ...] = ()
    blind: bool = False

    kind: ClassVar[str] = "encoder"
    windows: ClassVar[Windows] = Windows(400, characters=120, discount=0.6, again=6, wide=400, wide_discount=1.0)

    @property
    def n_features(self) -> int:
        """How many weights a head has for each output."""
        return self.width * (1 + self.blind)

    def impartial_weights(self, coef: NDArray[np.int16]) -> NDArray[np.int16]:
        """The weights unchanged, as the ``impartial`` features do not depend on who is named."""
        return coef

    def columns_of(self, head: str) -> slice:
        """The features that a head may be fitted on: of abuse, those that do not depend on who is named."""
        return slice(self.width, None) if self.blind and head == "abuse" else slice(self.width)

    def matrix_as_new(self, texts: Sequence[str], targets: Sequence[str | None], groups: Sequence[Any]) -> None:
        """None: what the network reads depends on no other text."""

    @classmethod
    def from_file(cls, spec: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Encoder:
        """The encoder that ``spec`` and ``tensors`` describe."""
        pieces = tuple(tensors["pieces"].tobytes().decode("utf-8").split("\n"))
        if pieces[: len(SPECIAL)] != SPECIAL or len(set(pieces)) != len(pieces):
            raise ValueError("the word pieces are not a vocabulary")
        width, impartial = int(spec["n_features"]), tuple(map(int, spec.get("impartial", ())))
        if tensors["network"].dtype != np.uint8 or not 0 < width < 2**16:
            raise ValueError("the network is of another type")
        if not set(impartial) <= set(range(width)):
            raise ValueError("there are not so many features")
        return cls(tensors["network"], pieces, width, impartial, bool(spec.get("blind", False)))

    def spec(self) -> dict[str, Any]:
        """The features' entry in a model file's header."""
        return {"n_features": self.width, "impartial": self.impartial, **({"blind": True} if self.blind else {})}

    def tensors(self) -> dict[str, NDArray[Any]]:
        """The features' arrays in a model file."""
        return {
            "network": self.network,
            "pieces": np.frombuffer("\n".join(self.pieces).encode("utf-8"), dtype=np.uint8),
        }

    def batches(
        self,
        texts: Sequence[str],
        targets: Sequence[str | None] | None = None,
        parents: Sequence[str | None] | None = None,
    ) -> Iterator[NDArray[np.float32]]:
        """The features of the comments in order, a few hundred at a time.

        Parameters
        ----------
        texts, targets, parents
            As ``Scores`` takes them; any text, lone surrogates included.

        Yields
        ------
        ndarray of shape (n_some, n_features)
        """
        nothing = [None] * len(texts)
        targets, parents = (nothing if one is None else one for one in (targets, parents))
        questions = list(zip(texts, targets, parents, strict=True))
        for begin in range(0, len(questions), _SORTED_AT_ONCE):
            yield self._rows(questions[begin : begin + _SORTED_AT_ONCE])

    def scorer(self, coefs: Sequence[NDArray[np.int16]]) -> Callable[..., list[Floats]]:
        """As ``Features.scorer``."""
        return partial(self._scores, coefs)

    def _scores(
        self,
        coefs: Sequence[NDArray[np.int16]],
        texts: Sequence[str],
        targets: Sequence[str | None] | None = None,
        parents: Sequence[str | None] | None = None,
        parts: NDArray[np.int64] | None = None,
    ) -> list[Floats]:
        own = [] if parts is None else parts.tolist()
        texts = [*map(without_links, texts)]  # before they are cut, perhaps within one
        texts += [texts[row][start:end] for row, start, end in own]
        questions = [None if one is None else [*one, *(one[row] for row, _, _ in own)] for one in (targets, parents)]
        scores = [[np.empty((0, len(coef)))] for coef in coefs]
        for batch in self.batches(texts, *questions):
            for found, coef in zip(scores, coefs, strict=True):
                found.append(np.asarray(batch @ coef.T.astype(np.float64)))
        return [np.concatenate(found) for found in scores]

    def attribution(
        self, text: str, target: str | None, parent: str | None, weights: Floats
    ) -> tuple[NDArray[np.int64], Floats]:
        """As ``Features.attribution``: of each span, what the score loses when it is left out.

        A text of many words is first cut into spans of several words, and those that matter most are then cut once
        more, so that the time is bounded whatever the length (occlusion: Zeiler and Fergus, 2014).
        """

        def losses(spans: list[tuple[int, int]]) -> Floats:
            without = [text[:start] + text[end:] for start, end in spans]
            versions = [text, *without]
            batches = self.batches(versions, [target] * len(versions), [parent] * len(versions))
            scores: Floats = np.concatenate([*batches]).astype(np.float64) @ weights
            return np.asarray(scores[0] - scores[1:])

        words = [match.span() for match in _WORD.finditer(text)] or [(0, len(text))]
        stretches = _stretches(words)
        spans = [_span(stretch) for stretch in stretches]
        found = dict(zip(spans, losses(spans).tolist(), strict=True))
        size = len(stretches[0])
        if size > 1:
            loudest = sorted(stretches, key=lambda stretch: -abs(found[_span(stretch)]))[: max(_STRETCHES // size, 1)]
            for stretch in loudest:
                del found[_span(stretch)]
            spans = [_span(part) for stretch in loudest for part in _stretches(stretch)]
            found |= zip(spans, losses(spans).tolist(), strict=True)
        spans = sorted(found)
        return np.array(spans, dtype=np.int64), np.array([found[span] for span in spans], dtype=np.float64)

    def __getstate__(self) -> dict[str, Any]:
        # The running network and the tokenizer cannot be sent to another process.
        return {name: self.__dict__[name] for name in ("network", "pieces", "width", "impartial", "blind")}

    def _rows(self, questions: list[Question]) -> NDArray[np.float32]:
        """The features of each question; the same question, such as a line that somebody pasted often, is read once."""
        numbers = {question: number for number, question in enumerate(dict.fromkeys(questions))}
        rows = self._distinct_rows([*numbers])
        return rows[[numbers[question] for question in questions]]

    def _distinct_rows(self, questions: list[Question]) -> NDArray[np.float32]:
        firsts, ends = zip(*_readings(self._tokenizer, questions), strict=True)
        long = [number for number, end in enumerate(ends) if end]
        found = self._features([*firsts, *(ends[number] for number in long)])
        rows = found[: len(firsts)]
        blind = rows.copy()
        rows[long] += _END_COUNTS * (found[len(firsts) :] - rows[long])
        again = {
            number: (other, target, parent)
            for number, (text, target, parent) in enumerate(questions if self.impartial or self.blind else [])
            if (other := _blind(text)) is not None
        }
        if again:
            blind[list(again)] = self._features(tokenize(self._tokenizer, [*again.values()]))
        impartial = list(self.impartial)
        rows[:, impartial] = blind[:, impartial]
        return np.concatenate([rows, blind], axis=1) if self.blind else rows

    def _features(self, ids: list[list[int]]) -> NDArray[np.float32]:
        rows = np.empty((len(ids), self.width), dtype=np.float32)
        by_length = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        for begin in range(0, len(ids), _AT_ONCE):
            together = by_length[begin : begin + _AT_ONCE]
            # With an odd number of tokens onnxruntime's kernel rounds the last one differently from the rest: a comment
            # read alone then differed by up to .04 from the same one in a batch.
            longest = len(ids[together[-1]]) + len(ids[together[-1]]) % 2
            padded = np.full((len(together), longest), PAD, dtype=np.int64)
            for row, index in enumerate(together):
                padded[row, : len(ids[index])] = ids[index]
            rows[together] = self._run(padded)
        return rows

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """What the network gives; a ModelFileError if these are no features, as a forged one may be any network."""
        session = self._session
        try:
            rows: NDArray[np.float32] = session.run(None, {"ids": ids})[0]
        except Exception as error:
            raise _unusable(error) from error
        if rows.shape != (len(ids), self.width) or not np.isfinite(rows).all():
            raise ModelFileError("the network of the model gives something else than features; do not use it")
        return rows

    @cached_property
    def digest(self) -> str:
        """Identifies its features: the sha256 of the network, the word pieces and how texts are read."""
        read_by = repr((self.pieces, DEFINITION, self.impartial, self.blind, sorted(NAMES), sorted(INSTEAD.items())))
        read_by += repr((_READING, MAX_TOKENS, _MAX_TARGET, _MAX_PARENT, _EDGE, float(_END_COUNTS)))
        return sha256(suited(self.network.tobytes()) + read_by.encode("utf-8")).hexdigest()

    @cached_property
    def _session(self) -> Any:
        onnxruntime = silent_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # not errors, which are raised
        options.intra_op_num_threads = _threads()
        network = suited(self.network.tobytes())
        if _ELSEWHERE in network:
            raise ModelFileError("the network of the model has weights in other files; do not use it")
        try:
            session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has a dozen of its own, without a common base
            raise _unusable(error) from error
        takes = [one.name for one in session.get_inputs()]
        gives = [one.shape[-1] for one in session.get_outputs()]
        if takes != ["ids"] or gives != [self.width]:
            raise ModelFileError(f"the network of the model takes {takes} and gives {gives}, not {self.width} features")
        return session

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return word_pieces(self.pieces)


def silent_onnxruntime() -> Any:
    """The module onnxruntime, kept from reporting that it is used.

    Once imported, some versions write a number for the machine into the home folder, and half a minute later send it to
    their maker, with the program's path.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # only read when it is first imported
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # if that was long ago
    return onnxruntime


def _unusable(error: Exception) -> ModelFileError:
    return ModelFileError(f"the network of the model cannot be run: {str(error).partition(chr(10))[0]}")


def _stretches(words: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Neighbouring words, in at most ``_STRETCHES`` lists."""
    size = -(-len(words) // _STRETCHES)
    return [words[begin : begin + size] for begin in range(0, len(words), size)]


def _span(words: list[tuple[int, int]]) -> tuple[int, int]:
    return words[0][0], words[-1][1]


def _threads() -> int:
    """How many threads a network may use; 0 is one for each core."""
    number = os.environ.get("STANCEKIT_THREADS") or "0"
    if not (number.isascii() and number.isdigit()):
        raise InputError(f"STANCEKIT_THREADS must be a whole number from 0 on (0: one for each core), got {number!r}")
    # More threads than cores wait for each other: with hundreds of them the first comment took minutes.
    return min(int(number), os.cpu_count() or 1)


def word_pieces(pieces: Sequence[str]) -> Tokenizer:
    """A tokenizer that cuts text into word pieces, longest match first (WordPiece: Schuster and Nakajima, 2012).

    Parameters
    ----------
    pieces : sequence of str
        The vocabulary, beginning with ``SPECIAL``; pieces that continue a word begin with ``##``.

    Returns
    -------
    tokenizers.Tokenizer
        It adds no pieces and truncates nothing, and no text is taken for a special piece.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=SPECIAL[UNKNOWN], max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def tokenize(tokenizer: Tokenizer, questions: Sequence[Question]) -> list[list[int]]:
    """Write each question as token numbers: the comment, then its target, then its parent, an END after each.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        As ``word_pieces`` makes it.
    questions : sequence of (text, target, parent)
        Target and parent may be None.

    Returns
    -------
    list of list of int
        At most ``MAX_TOKENS`` each. The middle of what is too long is left out: people say what they think first, and
        what they conclude last.
    """
    return [first for first, _ in _readings(tokenizer, questions)]


def _readings(tokenizer: Tokenizer, questions: Sequence[Question]) -> list[tuple[list[int], list[int]]]:
    """Each question as ``tokenize`` writes it, and with the end alone of a comment that is too long, else empty."""
    parts = list(dict.fromkeys(part for question in questions for part in question if part))
    encodings: list[Encoding] = tokenizer.encode_batch_fast([_plain(part) for part in parts])
    pieces = dict(zip(parts, (encoding.ids for encoding in encodings), strict=True))
    return [_both_readings(*(pieces.get(part or "", []) for part in question)) for question in questions]


def _plain(text: str) -> str:
    if says_nothing(text):  # "[deleted]" is neither a target nor a parent
        return ""
    if len(text) > 2 * _EDGE:
        text = f"{text[:_EDGE]} {text[-_EDGE:]}"
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", normalise(without_links(text)).text)


def _blind(text: str) -> str | None:
    """The text with whom it names replaced, in disguise or not; None if it names nobody."""
    written = alike(text)  # as some names are told by a capital
    plain = _plain(written)
    other = alike(plain)
    return None if (written, other) == (text, plain) else other


def _both_readings(text: list[int], target: list[int], parent: list[int]) -> tuple[list[int], list[int]]:
    target, parent = _shortened(target, _MAX_TARGET), _shortened(parent, _MAX_PARENT)
    # An empty parent has no END of its own: a comment at the top level looks the same as one out of any thread.
    beside = [END, *target, END, *([*parent, END] if parent else [])]
    room = MAX_TOKENS - 1 - len(beside)
    first = [BEGIN, *_shortened(text, room), *beside]
    return first, [BEGIN, *text[-room:], *beside] if len(text) > room else []


def _shortened(ids: list[int], length: int) -> list[int]:
    if len(ids) <= length:
        return ids
    end = length // 3
    return ids[: length - end] + ids[len(ids) - end :]
