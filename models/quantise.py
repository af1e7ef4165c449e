"""The trained network as int8 ONNX: what is shipped, and its float32 twin to measure it against."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from network import BLOCK, Network
from torch import Tensor, nn

from stancekit.features.encoder import BEGIN, END, silent_onnxruntime

__all__ = ["float32_onnx", "int8_onnx", "trainable"]

_OPSET = 17
_GAIN = ".gain"  # ends the name of a layer's gains


class _Shipped(nn.Module):
    """The network with one output, the features of a pair and the heads' scores side by side."""

    def __init__(self, network: Network, words: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.network.words = words

    def forward(self, ids: Tensor) -> Tensor:
        features, abuse, stance = self.network(ids)
        return torch.cat([features, abuse[:, None], stance], dim=1)


class _Int8Words(nn.Module):
    """Word vectors in 8 bits, with a scale per word."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        weight = words.weight.detach()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


def float32_onnx(network: Network) -> bytes:
    """The network as it was trained."""
    return _onnx(_Shipped(network, network.words))


def int8_onnx(network: Network) -> bytes:
    """The network with 8 bits per weight.

    Activations are scaled block by block too, so other pairs in a batch cannot move a score, as they would with one
    scale for the whole batch.
    """
    silent_onnxruntime()
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

    model = onnx.load_from_string(_onnx(_Shipped(network, _Int8Words(network.words))))
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    _shorten(quantizer.model.model.graph)
    data: bytes = quantizer.model.model.SerializeToString()
    return data


def _shorten(graph: Any) -> None:
    """Round scales, gains, biases and norms to eight significant bits, as weights have, and store gains in two bytes.

    So git stores less for new ones, and the file stays below 80 MB.
    """
    scales = {node.input[2] for node in graph.node if node.op_type == "MatMulNBits"}
    for one in graph.initializer:
        if one.name in scales or (one.name.startswith("network.layers.") and len(one.dims) == 1):
            bits = onnx.numpy_helper.to_array(one).view(np.uint32)
            nearest = (bits + np.uint32(0x7FFF) + (bits >> np.uint32(16) & np.uint32(1))) & np.uint32(0xFFFF0000)
            of_type = np.float16 if one.name.endswith(_GAIN) else np.float32
            one.CopyFrom(onnx.numpy_helper.from_array(nearest.view(np.float32).astype(of_type), one.name))
    for node in [*graph.node]:
        for at, name in enumerate(node.input):
            if name.endswith(_GAIN):
                node.input[at] = f"{name}.float32"
                cast = onnx.helper.make_node("Cast", [name], [node.input[at]], to=onnx.TensorProto.FLOAT)
                graph.node.insert(0, cast)


def trainable(data: bytes, sizes: Mapping[str, int]) -> Network:
    """The network inside a shipped model, in float32 again.

    Parts that are not trained further come out of ``int8_onnx`` unchanged.

    Parameters
    ----------
    data : bytes
        As from ``int8_onnx``.
    sizes : mapping of str to int
        The sizes of the network.
    """
    graph = onnx.load_from_string(data).graph
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    prefix = "network."
    state = {name.removeprefix(prefix): one for name, one in arrays.items() if name.startswith(prefix)}
    state["words.weight"] = state.pop("words.rows").astype(np.float32) * state.pop("words.scale")
    for node in graph.node:
        if node.op_type == "MatMulNBits":
            _, _, *path, _ = node.name.split("/")
            rows, scales = (arrays[name] for name in node.input[1:3])
            blocks = (rows.astype(np.float32) - 2**7) * scales[:, :, None]
            state[".".join([*path, "weight"])] = blocks.reshape(len(rows), -1)
    network = Network(**sizes)
    network.load_state_dict(network.state_dict() | {name: torch.tensor(one) for name, one in state.items()})
    return network  # gains are 1 if the graph is from before there were any


def _onnx(module: nn.Module) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            module.eval(),
            (torch.tensor([[BEGIN, 100, END, 200, END], [BEGIN, 100, 101, END, END]]),),
            str(path),
            input_names=["ids"],
            output_names=["features"],
            dynamic_axes={"ids": {0: "pairs", 1: "tokens"}, "features": {0: "pairs"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        return path.read_bytes()
