"""Rewrites an ONNX network so that it multiplies bytes row by row, on processors with instructions for that.

The shipped networks have their 8-bit weights in blocks (onnxruntime's ``MatMulNBits``), each with a scale. Multiplied
as they are, these take nearly twice as long as a whole matrix of bytes with a scale for each column
(``MatMulIntegerToFloat``; ``tests/bench/encoder.py`` measures both). So the weights are scaled to columns, and each row
of activations, which is one word piece, to bytes of its own scale: what else is in the batch moves nothing, as it would
with one scale for all (LLM.int8: Dettmers et al., 2022, sections 2 and 3.1, "vector-wise").

A network is a message of Protocol Buffers: fields, each with a number and a value, one after another. All that is not
multiplied is copied as it is, so nothing needs to know what else a network may hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_rows"]

Message: TypeAlias = memoryview | bytes

# Numbers of fields in onnx.proto: of a model, a graph, a node, an attribute and a tensor.
_GRAPH = 7
_NODE, _INITIALIZER = 1, 5
_INPUT, _OUTPUT, _NAME, _OPERATOR, _ATTRIBUTE, _DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _INTEGER, _INTEGERS, _KIND = 1, 3, 8, 20
_OF_INTEGERS = 7  # a kind of attribute
_DIMENSION, _TYPE, _TENSOR_NAME, _RAW = 1, 2, 8, 9
_TYPES = {"float32": 1, "uint8": 2, "int8": 3}

_VARINT, _EIGHT_BYTES, _DELIMITED, _FOUR_BYTES = 0, 1, 2, 5
_MICROSOFT = "com.microsoft"

# What follows a GELU is never below -.17, so most of a byte is for what is above 0; else as much is on either side.
_AFTER_GELU, _LEAST, _ABOVE, _MIDDLE = "/narrow/", 0.17, 235, 128
_SHARED = "by_rows."
_CONSTANTS: Mapping[str, Any] = {
    "one": np.float32(1),
    "share": np.float32(1 / 127),
    "floor": np.float32(1e-30),
    "zero": np.uint8(_MIDDLE),
    "share_above": np.float32(1 / _ABOVE),
    "floor_above": np.float32(_LEAST / (255 - _ABOVE)),
    "zero_above": np.uint8(255 - _ABOVE),
}


@dataclass(frozen=True, slots=True)
class _Product:
    """A node that multiplies by weights in blocks: its names, and its sizes."""

    name: str
    inputs: tuple[str, ...]  # activations, weights, scales
    output: str
    sizes: Mapping[str, int]


def by_rows(network: bytes) -> bytes:
    """The network with its weights in columns and its activations in rows of bytes.

    Parameters
    ----------
    network : bytes
        An ONNX model; products other than by 8-bit weights in symmetric blocks are left as they are.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If it is no ONNX model.
    """
    pieces: list[Message] = []
    try:
        for number, value, raw in _fields(network):
            pieces += _enclosed(_GRAPH, _rewritten(value)) if number == _GRAPH else [raw]
    except (LookupError, TypeError, ArithmeticError) as error:
        raise ValueError(f"no ONNX model ({type(error).__name__}: {error})") from error
    return b"".join(pieces)


def _rewritten(graph: Message) -> list[Message]:
    """The fields of a graph, of which its products are others."""
    fields = [*_fields(graph)]
    products = {
        at: product
        for at, (number, value, _) in enumerate(fields)
        if number == _NODE and (product := _product(value)) is not None
    }
    weights = {name for one in products.values() for name in one.inputs[1:]}
    tensors: dict[str, Message] = {}
    kept: list[Message] = []
    for at, (number, value, raw) in enumerate(fields):
        if at in products:
            kept += _nodes(products[at])
        elif number == _INITIALIZER and (name := _text(dict(_pairs(value))[_TENSOR_NAME])) in weights:
            tensors[name] = dict(_pairs(value))[_RAW]
        else:
            kept.append(raw)
    for one in products.values():
        columns, scales = _columns(one, *(tensors[name] for name in one.inputs[1:]))
        kept += [*_tensor(f"{one.output}.columns", columns), *_tensor(f"{one.output}.scales", scales)]
    for name, value in _CONSTANTS.items():
        kept += _tensor(_SHARED + name, np.array(value))
    return kept


def _product(node: Message) -> _Product | None:
    """A node as a product by weights in blocks, if it is one."""
    of_node = [*_pairs(node)]
    if not any(number == _OPERATOR and value == b"MatMulNBits" for number, value in of_node):
        return None
    attributes = [dict(_pairs(value)) for number, value in of_node if number == _ATTRIBUTE]
    sizes = {_text(one[_ATTRIBUTE_NAME]): int(one[_INTEGER]) for one in attributes if _INTEGER in one}
    inputs = tuple(_text(value) for number, value in of_node if number == _INPUT)
    names = dict(of_node)
    if sizes["bits"] != 8 or len(inputs) != 3 or sizes["K"] % sizes["block_size"]:
        return None
    return _Product(_text(names.get(_NAME, b"")), inputs, _text(names[_OUTPUT]), sizes)


def _columns(one: _Product, weights: Message, scales: Message) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The weights as bytes, shape (n_inputs, n_outputs), and the scale of each column."""
    n_outputs, size = one.sizes["N"], one.sizes["block_size"]
    of_blocks = np.frombuffer(scales, dtype="<f4").reshape(n_outputs, -1)
    of_columns = np.abs(of_blocks).max(axis=1, keepdims=True) * np.float32(128 / 127)
    of_columns[of_columns == 0] = 1
    values = np.frombuffer(weights, dtype=np.uint8).reshape(n_outputs, -1, size).astype(np.float32)
    values -= 128
    values *= (of_blocks / of_columns)[:, :, None]
    columns = np.rint(values, out=values).astype(np.int8).reshape(n_outputs, -1)
    return np.ascontiguousarray(columns.T), of_columns[:, 0]


def _nodes(one: _Product) -> Iterator[bytes]:
    """What takes the place of a product: rows are scaled to bytes, multiplied, and scaled back."""
    given, output, above = one.inputs[0], one.output, "_above" if _AFTER_GELU in one.name else ""
    of_row, largest, share, scale, divided, rows, product = (
        f"{output}.{name}" for name in ("size", "largest", "share", "scale", "divided", "rows", "product")
    )
    floor, zero, part, unit = (_SHARED + name for name in (f"floor{above}", f"zero{above}", f"share{above}", "one"))
    if not above:
        yield _node("Abs", [given], of_row)
    yield _node("ReduceMax", [given if above else of_row], largest, axes=-1)
    yield _node("Mul", [largest, part], share)
    yield _node("Max", [share, floor], scale)
    yield _node("Div", [given, scale], divided)
    yield _node("QuantizeLinear", [divided, unit, zero], rows)
    weights = [f"{output}.columns", unit, f"{output}.scales", zero]
    yield _node("MatMulIntegerToFloat", [rows, *weights], product, domain=_MICROSOFT)
    yield _node("Mul", [product, scale], output)


def _fields(message: Message) -> Iterator[tuple[int, Any, Message]]:
    """The number and the value of each field of a message, and its bytes."""
    view, at = memoryview(message), 0
    while at < len(view):
        begin = at
        key, at = _read_varint(view, at)
        value: int | memoryview
        if key & 7 == _VARINT:
            value, at = _read_varint(view, at)
        elif key & 7 == _DELIMITED:
            size, at = _read_varint(view, at)
            value, at = view[at : at + size], at + size
        elif key & 7 in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if key & 7 == _EIGHT_BYTES else 4
            value, at = view[at : at + size], at + size
        else:
            raise ValueError(f"a field of the type {key & 7}")
        if at > len(view):
            raise ValueError("a field ends behind the message")
        yield key >> 3, value, view[begin:at]


def _pairs(message: Message) -> Iterator[tuple[int, Any]]:
    return ((number, value) for number, value, _ in _fields(message))


def _read_varint(view: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 64, 7):
        value |= (view[at] & 0x7F) << shift
        at += 1
        if view[at - 1] < 0x80:
            return value, at
    raise ValueError("a number of more than 64 bits")


def _text(value: Message) -> str:
    return str(value, "utf-8")


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1  # negative ones in two's complement
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _enclosed(field: int, pieces: Sequence[Message]) -> list[Message]:
    """A field whose value is given in pieces, which are not copied, as they may be large."""
    return [_varint(field << 3 | _DELIMITED) + _varint(sum(map(len, pieces))), *pieces]


def _delimited(field: int, value: bytes | str) -> bytes:
    return b"".join(_enclosed(field, [value.encode("utf-8") if isinstance(value, str) else value]))


def _tensor(name: str, values: NDArray[Any]) -> list[Message]:
    dimensions = b"".join(_number(_DIMENSION, size) for size in values.shape)
    kind = _number(_TYPE, _TYPES[values.dtype.name])
    return _enclosed(
        _INITIALIZER, [dimensions, kind, _delimited(_TENSOR_NAME, name), *_enclosed(_RAW, [values.tobytes()])]
    )


def _node(operator: str, inputs: Sequence[str], output: str, *, domain: str = "", axes: int | None = None) -> bytes:
    fields = [*(_delimited(_INPUT, name) for name in inputs), _delimited(_OUTPUT, output)]
    fields += [_delimited(_NAME, output), _delimited(_OPERATOR, operator)]
    if axes is not None:
        of_axes = _delimited(_ATTRIBUTE_NAME, "axes") + _number(_INTEGERS, axes) + _number(_KIND, _OF_INTEGERS)
        fields.append(_delimited(_ATTRIBUTE, of_axes))
    if domain:
        fields.append(_delimited(_DOMAIN, domain))
    return _delimited(_NODE, b"".join(fields))
