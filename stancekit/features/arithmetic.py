"""Whether a processor multiplies 8-bit weights faster as bytes or as float32."""

from __future__ import annotations

from pathlib import Path

__all__ = ["in_float32", "multiplies_bytes", "suited"]

_FLAGS = Path("/proc/cpuinfo")

# An attribute of onnxruntime's MatMulNBits as ONNX writes it: 4 rounds activations to bytes, 1 leaves them in float32.
_IN_BYTES, _IN_FLOAT32 = b"accuracy_level\x18\x04", b"accuracy_level\x18\x01"


def suited(network: bytes) -> bytes:
    """An ONNX network in the form that this processor runs fastest.

    On a processor that has AVX2 and nothing wider, onnxruntime multiplies bytes more slowly than float32
    (``tests/bench/encoder.py`` measures both); the features differ by the rounding of activations.
    """
    try:
        described = _FLAGS.read_text(encoding="ascii", errors="replace")
    except OSError:  # another system
        return network
    return network if multiplies_bytes(described) else in_float32(network)


def in_float32(network: bytes) -> bytes:
    """The network with activations left in float32; its weights stay in 8 bits."""
    return network.replace(_IN_BYTES, _IN_FLOAT32)


def multiplies_bytes(described: str) -> bool:
    """Whether a processor, given Linux's description, multiplies bytes at least as fast as float32.

    Examples
    --------
    >>> multiplies_bytes("flags : sse2 fma avx2"), multiplies_bytes("flags : sse2 fma avx2 avx_vnni")
    (False, True)
    >>> multiplies_bytes("Features : asimd asimddp")
    True
    """
    flags = {flag for line in described.splitlines() if line.startswith("flags") for flag in line.split()}
    return "avx2" not in flags or any(flag.startswith("avx512") or flag.endswith("vnni") for flag in flags)
