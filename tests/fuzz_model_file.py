"""Damage model files as a bad disk does, and as an attacker does who can compute a checksum."""

import hashlib
import random
import re

NUMBER = re.compile(rb"[0-9]+")
LIES = (b"0", b"-1", b"1", b"7", b"4294967295", b"536870912", b"18446744073709551615", b"9" * 5000, b"1e400", b"NaN")
SPLICES = (b"\0", b"\0" * 64, b"\xff", b'"', b"\\", b"{", b"}", b"[" * 2000, b"null", b"\xed\xa0\x80", b"\x1b[2J")
DIGEST = re.compile(rb'(?<=\\"sha256\\":\\")[0-9a-f]{64}')


def damage(data: bytes, rng: random.Random) -> bytes:
    """Flip, cut, extend, swap, repeat, splice, or change a number of the header; once or a few times."""
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        data = rng.choice(KINDS)(data, rng)
    return data


def sealed(data: bytes) -> bytes:
    """The same file with a right checksum, if there is still a place for one."""
    place = DIGEST.search(data)
    if place is None:
        return data
    before, after = data[: place.start()], data[place.end() :]
    return before + hashlib.sha256(before + b"0" * 64 + after).hexdigest().encode() + after


def head_and_rest(data: bytes) -> tuple[bytes, bytes]:
    end = 8 + int.from_bytes(data[:8], "little")
    return data[8:end], data[end:]


def with_head(head: bytes, rest: bytes) -> bytes:
    return len(head).to_bytes(8, "little") + head + rest


def flip(data, rng):
    at = rng.randrange(len(data)) if data else 0
    return data[:at] + bytes(byte ^ 1 << rng.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def flip_in_head(data, rng):
    return flip(data[:600], rng) + data[600:]


def cut(data, rng):
    return data[: rng.randint(0, len(data))]


def extend(data, rng):
    return data + rng.randbytes(rng.choice((1, 8, 100)))


def swap(data, rng):
    a, b, c = sorted(rng.randint(0, len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def remove(data, rng):
    a = rng.randint(0, len(data))
    return data[:a] + data[a + rng.choice((1, 4, 50)) :]


def repeat(data, rng):
    a, b = sorted(rng.randint(0, len(data)) for _ in range(2))
    return data[:b] + data[a:]


def splice(data, rng):
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(SPLICES) + data[at:]


def lie(data, rng):
    """Change one number of the header, the header's own length kept true."""
    head, rest = head_and_rest(data)
    numbers = list(NUMBER.finditer(head))
    if not numbers:
        return data
    number = rng.choice(numbers)
    return with_head(head[: number.start()] + rng.choice(LIES) + head[number.end() :], rest)


def lie_about_the_head(data, rng):
    length = rng.choice((0, 1, 8, len(data), len(data) - 8, 2**31, 2**63, 2**64 - 1, rng.randrange(2 * len(data) + 1)))
    return max(length, 0).to_bytes(8, "little") + data[8:]


KINDS = (flip, flip_in_head, cut, extend, swap, remove, repeat, splice, lie, lie_about_the_head)
