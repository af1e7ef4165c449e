"""The network of the encoder: a transformer read from a published base, cut to its lower layers, with two heads.

One class serves both bases: BERT (all-MiniLM-L6-v2) and MPNet (all-mpnet-base-v2, with its relative positions) are
otherwise the same post-norm transformer.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from stancekit.features.encoder import MAX_TOKENS, PAD, SPECIAL, word_pieces
from stancekit.text import normalise
from stancekit.vocabulary import ABUSE, STANCES

__all__ = ["ABUSE", "BLOCK", "STANCES", "Network", "read_base"]


# This many weights of an output share a scale when they are rounded. With half as many, the file is a fiftieth larger,
# speed a tenth lower, and scores are a third closer to those of float32.
BLOCK = 128

_SPECIAL_PIECE = re.compile(r"\[.+\]|<.+>")
_DROPOUT = 0.1


class Network(nn.Module):
    """Maps token numbers to the features of a pair and the scores of both heads.

    Parameters
    ----------
    vocabulary, width, layers, heads, inner : int
        Sizes: word pieces, hidden units, layers, attention heads, units between the two halves of a layer.
    relative : int
        How many buckets of relative positions (MPNet); 0 for none.
    epsilon : float
        Of the layer norms.
    """

    def __init__(
        self, vocabulary: int, width: int, layers: int, heads: int, inner: int, relative: int, epsilon: float
    ) -> None:
        super().__init__()
        self.sizes = {
            "vocabulary": vocabulary, "width": width, "layers": layers, "heads": heads, "inner": inner,
            "relative": relative, "epsilon": epsilon,
        }  # fmt: skip
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(MAX_TOKENS, width)
        self.norm = nn.LayerNorm(width, epsilon)
        self.layers = nn.ModuleList(_Layer(width, heads, inner, epsilon) for _ in range(layers))
        self.relative = nn.Embedding(relative, heads) if relative else None
        if relative:
            self.register_buffer("buckets", _relative_buckets(relative), persistent=False)
        self.n_frozen = 0
        self.abuse = nn.Linear(width, 1)
        self.stance = nn.Linear(width, len(STANCES))

    def freeze_all_but(self, n_layers: int) -> None:
        """Let only the top `n_layers` and the heads learn; the others run as in inference, without dropout."""
        self.n_frozen = len(self.layers) - n_layers
        for part in (self.words, self.positions, self.norm, self.relative, *self.layers[: self.n_frozen]):
            if part is not None:
                part.requires_grad_(False)

    def freeze_weights(self) -> None:
        """Let only gains, biases, norms and the heads learn: all that is rounded to 8 bits stays as it is."""
        for part in (self.words, self.positions, self.relative):
            if part is not None:
                part.requires_grad_(False)
        for module in self.layers.modules():
            if isinstance(module, _Linear):
                module.weight.requires_grad_(False)

    def features(self, ids: Tensor) -> Tensor:
        """The mean of the last layer over the tokens of each pair, shape (n_pairs, width)."""
        length = ids.shape[1]
        is_token = ids != PAD
        bias = torch.zeros(ids.shape[0], 1, 1, length, device=ids.device)
        bias = bias.masked_fill(~is_token[:, None, None, :], -1e4)
        if self.relative is not None:
            bias = bias + self.relative(self.buckets[:length, :length]).permute(2, 0, 1)[None]
        hidden = self.words(ids) + self.positions.weight[:length]
        hidden = functional.dropout(self.norm(hidden), _DROPOUT, self.training and not self.n_frozen)
        for number, layer in enumerate(self.layers):
            layer.train(self.training and number >= self.n_frozen)
            hidden = layer(hidden, bias)
        weights = is_token[:, :, None].to(hidden.dtype)
        return (hidden * weights).sum(dim=1) / weights.sum(dim=1)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Features, the score of "abusive" and the scores of the stances."""
        features = self.features(ids)
        dropped = functional.dropout(features, _DROPOUT, self.training)
        return features, self.abuse(dropped)[:, 0], self.stance(dropped)


class _Linear(nn.Linear):
    """A linear map with a gain for each output.

    Gains and biases can learn while the rounded weights stay fixed (Lian et al., "Scaling & Shifting Your Features: A
    New Baseline for Efficient Model Tuning", 2022).
    """

    def __init__(self, n_inputs: int, n_outputs: int) -> None:
        super().__init__(n_inputs, n_outputs)
        self.gain = nn.Parameter(torch.ones(n_outputs))

    def forward(self, values: Tensor) -> Tensor:
        return functional.linear(values, self.weight) * self.gain + self.bias


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query_key_value = _Linear(width, 3 * width)
        self.output = _Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, epsilon)
        self.widen = _Linear(width, inner)
        self.narrow = _Linear(inner, width)
        self.norm = nn.LayerNorm(width, epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        n_pairs, length, width = hidden.shape
        qkv = self.query_key_value(hidden).view(n_pairs, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads) + bias
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        mixed = self.output(mixed.transpose(1, 2).reshape(n_pairs, length, width))
        hidden = self.attention_norm(hidden + functional.dropout(mixed, _DROPOUT, self.training))
        thought = self.narrow(functional.gelu(self.widen(hidden)))
        return self.norm(hidden + functional.dropout(thought, _DROPOUT, self.training))


def read_base(
    folder: Path, n_layers: int | None = None, texts: Sequence[str] | None = None
) -> tuple[Network, list[str]]:
    """Read a published encoder: its lower layers, and the part of its vocabulary that is needed.

    Parameters
    ----------
    folder : Path
        Holds config.json, model.safetensors and tokenizer.json.
    n_layers : int, optional
        How many of its layers to keep, from the bottom; by default all.
    texts : sequence of str, optional
        Only word pieces that occur in these are kept; by default all.

    Returns
    -------
    Network, list of str
        The network, its heads untrained; and its word pieces.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name.removeprefix("mpnet."): one for name, one in load_file(folder / "model.safetensors").items()}
    old = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    special = ("<pad>", "[UNK]", "<s>", "</s>") if "<pad>" in old else SPECIAL
    pieces = [piece for piece in sorted(old, key=old.__getitem__) if not _SPECIAL_PIECE.fullmatch(piece)]
    if texts is not None:
        everything = word_pieces((*SPECIAL, *pieces))
        encodings = everything.encode_batch_fast([normalise(text).text for text in texts])
        occurs = {number for encoding in encodings for number in encoding.ids}
        pieces = [
            piece
            for number, piece in enumerate(pieces, len(SPECIAL))
            if number in occurs or (len(piece.removeprefix("##")) == 1 and piece.isascii())  # so any word can be spelt
        ]
    rows = torch.tensor([old[piece] for piece in (*special, *pieces)])

    is_mpnet = config["model_type"] == "mpnet"
    network = Network(
        vocabulary=len(rows),
        width=config["hidden_size"],
        layers=n_layers or config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
        relative=config["relative_attention_num_buckets"] if is_mpnet else 0,
        epsilon=config["layer_norm_eps"],
    )
    ours = re.compile(r"abuse|stance|.*\.gain")  # the base has none of these
    state = {name: one for name, one in network.state_dict().items() if ours.match(name)}
    state["words.weight"] = weights["embeddings.word_embeddings.weight"][rows]
    first = 2 if is_mpnet else 0  # MPNet's positions begin after its padding's number
    state["positions.weight"] = weights["embeddings.position_embeddings.weight"][first : first + MAX_TOKENS]
    if "embeddings.token_type_embeddings.weight" in weights:  # all tokens are of the first type
        state["words.weight"] = state["words.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    if is_mpnet:
        state["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    _copy(weights, "embeddings.LayerNorm", state, "norm")
    attention = ("attn.q", "attn.k", "attn.v") if is_mpnet else ("self.query", "self.key", "self.value")
    names = {
        "output": "attention.attn.o" if is_mpnet else "attention.output.dense",
        "attention_norm": "attention.LayerNorm" if is_mpnet else "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "norm": "output.LayerNorm",
    }
    for number in range(len(network.layers)):
        theirs, ours = f"encoder.layer.{number}", f"layers.{number}"
        for kind in ("weight", "bias"):
            parts = [weights[f"{theirs}.attention.{name}.{kind}"] for name in attention]
            state[f"{ours}.query_key_value.{kind}"] = torch.cat(parts)
        for name, their_name in names.items():
            _copy(weights, f"{theirs}.{their_name}", state, f"{ours}.{name}")
    network.load_state_dict(state)
    return network, [*SPECIAL, *pieces]


def _copy(weights: dict[str, Tensor], theirs: str, state: dict[str, Tensor], ours: str) -> None:
    for kind in ("weight", "bias"):
        state[f"{ours}.{kind}"] = weights[f"{theirs}.{kind}"]


def _relative_buckets(n_buckets: int, furthest: int = 128) -> Tensor:
    """The bucket of each distance between two positions (Raffel et al., T5, 2020): near ones exact, far ones coarse."""
    places = torch.arange(MAX_TOKENS)
    distance = places[:, None] - places[None, :]
    half = n_buckets // 2
    exact = half // 2
    far = exact + (torch.log(distance.abs().clamp(min=1) / exact) / math.log(furthest / exact) * (half - exact)).long()
    size = torch.where(distance.abs() < exact, distance.abs(), far.clamp(max=half - 1))
    return size + (distance < 0) * half
