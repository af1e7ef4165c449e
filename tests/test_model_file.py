"""Model files: what is written is read back, and what can be neither written nor read."""

import os
import stat

import numpy as np
import pytest
from fuzz_model_file import sealed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from model_files import HEADER, TENSORS, assert_same, refusal, written
from safetensors.numpy import load

from stancekit.errors import InputError
from stancekit.model_file import MAX_FILE_BYTES, read_model_file, write_model_file

DTYPES = (np.float16, np.float32, *(f"{sign}{bytes_}" for sign in "iu" for bytes_ in (1, 2, 4, 8)))


@pytest.fixture
def path(tmp_path):
    return written(tmp_path)


# What is written is what is read


def test_a_model_comes_back_as_it_was(path):
    assert_same(read_model_file(path), HEADER, TENSORS)


def test_other_programs_that_read_safetensors_open_the_file(path):
    np.testing.assert_array_equal(load(path.read_bytes())["abuse.weights"], TENSORS["abuse.weights"])


def test_the_checksum_returned_is_the_one_in_the_file(tmp_path):
    sha256 = write_model_file(tmp_path / "a.stance", HEADER, TENSORS)
    assert read_model_file(tmp_path / "a.stance").sha256 == sha256
    assert sealed((tmp_path / "a.stance").read_bytes()) == (tmp_path / "a.stance").read_bytes()


def test_tensors_are_read_only_and_in_the_order_of_their_names(path):
    tensors = read_model_file(path).tensors
    assert list(tensors) == sorted(TENSORS)
    with pytest.raises(ValueError, match="read-only"):
        tensors["abuse.bias"][0] = 1


def test_arrays_that_are_not_plain_in_memory_keep_their_values(tmp_path):
    grid = np.arange(12, dtype=np.float32).reshape(3, 4)
    tensors = {"turned": grid.T, "every other": grid[:, ::2], "big-endian": grid.astype(">f4"), "empty": grid[:0]}
    write_model_file(tmp_path / "a.stance", {}, tensors)
    assert_same(read_model_file(tmp_path / "a.stance"), {}, tensors)


def test_the_same_content_gives_the_same_bytes(path):
    before = path.read_bytes()
    for _ in range(10):
        write_model_file(path, dict(reversed(HEADER.items())), dict(reversed(TENSORS.items())))
        assert path.read_bytes() == before


def test_a_file_may_have_any_name_and_a_link_is_followed(path, tmp_path):
    link = tmp_path / "current"
    link.symlink_to(path)
    write_model_file(link, {"labels": ["a", "b"]}, {})
    assert link.is_symlink()
    assert read_model_file(path).header == {"labels": ["a", "b"]}


def test_a_saved_model_can_be_read_by_whom_the_umask_allows(path):
    plain = path.with_name("plain")
    plain.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
headers = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key not in {"format", "sha256"}), json_values, max_size=4
)
tensor_names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda name: name != "__metadata__")
arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=0, min_side=0, max_side=4),
        elements=hnp.from_dtype(np.dtype(dtype), allow_nan=False, allow_infinity=False),
    )
)


# Hypothesis builds its table of characters at the first draw, which is slow once.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(headers, st.dictionaries(tensor_names, arrays, max_size=4))
def test_every_model_comes_back_as_it_was(tmp_path_factory, header, tensors):
    path = tmp_path_factory.getbasetemp() / "round-trip.stance"
    sha256 = write_model_file(path, header, tensors)
    model = read_model_file(path)
    assert_same(model, header, tensors)
    assert write_model_file(path, model.header, model.tensors) == sha256 == model.sha256


# What cannot be written


@pytest.mark.parametrize(
    ("header", "tensors", "why"),
    [
        ({}, {"w": np.float32([1, np.nan])}, "tensor 'w' holds values that are not finite"),
        ({}, {"w": np.float16([np.inf])}, "tensor 'w' holds values that are not finite"),
        ({}, {"w": np.zeros(2)}, "tensor 'w' is float64, .* float16, float32 and integers; .*astype"),
        ({}, {"w": np.array(["no"], dtype=object)}, "tensor 'w' is object"),
        ({}, {"w": np.zeros(2, dtype=bool)}, "tensor 'w' is bool"),
        ({}, {"__metadata__": np.int8([1])}, "'__metadata__' cannot name a tensor"),
        ({}, {"\ud800": np.int8([1])}, "cannot be written as JSON: .*surrogates"),
        ({"sha256": "mine"}, {}, "key 'sha256' is the file's own"),
        ({"temperature": float("nan")}, {}, "cannot be written as JSON: Out of range float"),
        ({"temperature": np.float32(1)}, {}, "cannot be written as JSON: .*float32"),
        ({"seed": 10**5000}, {}, "cannot be written as JSON"),
        ({"note": "late " * 2_000_000}, {}, "too large to be read again: 10,0.* bytes of header"),
    ],
)
def test_what_could_not_be_read_is_not_written(path, header, tensors, why):
    before = path.read_bytes()
    with pytest.raises(InputError, match=why):
        write_model_file(path, header, tensors)
    assert path.read_bytes() == before


def test_a_header_nested_without_end_is_not_written(tmp_path):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(InputError, match="cannot be written as JSON"):
        write_model_file(tmp_path / "a.stance", {"nested": nested}, {})


# What cannot be read


def test_a_missing_file(tmp_path):
    assert refusal(tmp_path / "missing.stance") == (
        "there is no such file; check the name, or make a model with 'stancekit train LABELS.csv --output FILE'"
    )


def test_a_folder_and_a_pipe(tmp_path):
    assert refusal(tmp_path) == "this is a folder; name the .stance file in it"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "this is a pipe or a device; save the model to a file first"


def test_a_name_that_no_file_can_have(tmp_path):
    assert "could not be read" in refusal(tmp_path / "a\0b")
    assert "could not be read" in refusal(tmp_path / ("a" * 10_000))


def test_a_file_too_large_is_not_read(tmp_path):
    huge = tmp_path / "huge.stance"
    with huge.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "has 536,870,913 bytes and a model at most 536,870,912; it was not read" in refusal(huge)


def test_an_empty_file(path):
    assert refusal(path, b"") == "the file is empty; copy or download the model again"


def test_every_cut_is_called_a_cut(path):
    data = path.read_bytes()
    assert refusal(path, data[:-1]) == (
        f"the file is cut short: it has {len(data) - 1:,} of {len(data):,} bytes; copy or download the model again"
    )
    for length in range(9, len(data)):
        assert "is cut short" in refusal(path, data[:length])


def test_every_single_bit_counts(path):
    write_model_file(path, {"labels": ["a", "b"]}, {"w": np.int8([1, 2, 3])})
    data = path.read_bytes()
    for at in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[at // 8] ^= 1 << at % 8
        refusal(path, bytes(flipped))
    assert refusal(path, data[:-1] + bytes([data[-1] ^ 1])) == (
        "the file was altered: its checksum does not match; copy or download the model again"
    )
