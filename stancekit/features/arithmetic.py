"""In which numbers a processor multiplies 8-bit weights fastest: bytes or float32."""

from __future__ import annotations

from pathlib import Path

__all__ = ["multiplies_bytes", "suited"]

_FLAGS = Path("/proc/cpuinfo")

# An attribute of onnxruntime's MatMulNBits as ONNX writes it: 4 rounds activations to bytes, 1 leaves them in float32.
_IN_BYTES, _IN_FLOAT32 = b"accuracy_level\x18\x04", b"accuracy_level\x18\x01"


def suited(network: bytes) -> bytes:
    """An ONNX network as this processor runs it fastest.

    Where a processor has AVX2 and nothing wider, onnxruntime multiplies bytes more slowly than float32: a shipped
    encoder read 10 comments a second there, and 15 with the same weights in float32 (docs/models.md). Its features
    differ by what the activations were rounded by.
    """
    try:
        described = _FLAGS.read_text(encoding="ascii", errors="replace")
    except OSError:  # another system
        return network
    return network if multiplies_bytes(described) else network.replace(_IN_BYTES, _IN_FLOAT32)


def multiplies_bytes(described: str) -> bool:
    """Whether a processor, described as Linux does it, multiplies bytes at least as fast as float32.

    Examples
    --------
    >>> multiplies_bytes("flags : sse2 fma avx2"), multiplies_bytes("flags : sse2 fma avx2 avx_vnni")
    (False, True)
    >>> multiplies_bytes("Features : asimd asimddp")
    True
    """
    flags = {flag for line in described.splitlines() if line.startswith("flags") for flag in line.split()}
    return "avx2" not in flags or any(flag.startswith("avx512") or flag.endswith("vnni") for flag in flags)
