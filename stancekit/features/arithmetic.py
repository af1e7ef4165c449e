"""How a processor multiplies 8-bit weights fastest: as bytes, in blocks or row by row, or as float32."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from stancekit.features.by_rows import by_rows

__all__ = ["in_float32", "suited", "way_of"]

_FLAGS = Path("/proc/cpuinfo")

# An attribute of onnxruntime's MatMulNBits as ONNX writes it: 4 rounds activations to bytes, 1 leaves them in float32.
_IN_BYTES, _IN_FLOAT32 = b"accuracy_level\x18\x04", b"accuracy_level\x18\x01"


def suited(network: bytes) -> bytes:
    """An ONNX network in the form that this processor runs fastest (``tests/bench/encoder.py`` measures all).

    A processor with instructions for products of bytes (VNNI) multiplies them fastest row by row. One that has AVX2 and
    nothing wider multiplies bytes more slowly than float32. The features differ by the rounding of activations.
    """
    try:
        way = way_of(_FLAGS.read_text(encoding="ascii", errors="replace"))
    except OSError:  # another system
        return network
    if way == "rows":
        try:
            return by_rows(network)
        except ValueError:  # onnxruntime says what is wrong with it
            return network
    return in_float32(network) if way == "float32" else network


def in_float32(network: bytes) -> bytes:
    """The network with activations left in float32; its weights stay in 8 bits."""
    return network.replace(_IN_BYTES, _IN_FLOAT32)


def way_of(described: str) -> Literal["rows", "blocks", "float32"]:
    """How a processor, given Linux's description, multiplies fastest.

    Examples
    --------
    >>> way_of("flags : sse2 fma avx2"), way_of("flags : sse2 fma avx2 avx512f"), way_of("flags : avx2 avx_vnni")
    ('float32', 'blocks', 'rows')
    >>> way_of("Features : asimd asimddp")
    'blocks'
    """
    flags = {flag for line in described.splitlines() if line.startswith("flags") for flag in line.split()}
    if any(flag.endswith("vnni") for flag in flags):
        return "rows"
    return "blocks" if "avx2" not in flags or any(flag.startswith("avx512") for flag in flags) else "float32"
