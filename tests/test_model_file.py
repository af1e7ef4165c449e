import gzip
import io
import json
import os
import pickle
import random
import stat
import sys
import tracemalloc
import zlib

import numpy as np
import pytest
from commands import in_an_interpreter_of_its_own
from fuzz_model_file import damage, head_and_rest, sealed, with_head
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors.numpy import load, save

from stancekit.errors import InputError, ModelFileError
from stancekit.model_file import MAX_FILE_BYTES, MAX_HEAD_BYTES, read_model_file, write_model_file

HEADER = {
    "labels": ["abusive", "civil"],
    "card": {"name": "buses", "trained_on": [{"file": "bus-lanes.csv", "sha256": "ab" * 32}], "note": "für alle ☂"},
    "temperature": 1.0625,
}
TENSORS = {
    "abuse.weights": np.linspace(-2, 2, 40, dtype=np.float32).reshape(4, 10),
    "abuse.bias": np.float32([0.5]),
    "counts": np.arange(7, dtype=np.uint64),
    "scale": np.asarray(np.float16(0.25)),
    "tokens": np.frombuffer(b"the bus is late again", dtype=np.uint8),
}
DTYPES = (np.float16, np.float32, *(f"{sign}{bytes_}" for sign in "iu" for bytes_ in (1, 2, 4, 8)))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "buses.stance"
    write_model_file(path, HEADER, TENSORS)
    return path


def overwrite(path, data):
    # Cutting a file to nothing first makes some file systems wait for the disk: ten times slower here.
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def refusal(path, data=None):
    """The whole text of the error that reading raises, without the path."""
    if data is not None:
        overwrite(path, data)
    with pytest.raises(ModelFileError) as caught:
        read_model_file(path)
    assert caught.value.path == str(path)
    return str(caught.value).removeprefix(f"{path}: ")


def assert_same(model, header, tensors):
    assert model.header == header
    assert model.tensors.keys() == tensors.keys()
    for name, array in tensors.items():
        read = model.tensors[name]
        assert (read.dtype, read.shape) == (np.asarray(array).dtype.newbyteorder("="), np.shape(array))
        np.testing.assert_array_equal(read, array)


def peak_of_reading(path):
    """The bytes that reading adds to the peak of a fresh interpreter; the file may be refused."""
    # Not ru_maxrss: on Linux a new process starts with its parent's.
    script = """
        import contextlib, re, sys
        from pathlib import Path
        from stancekit.errors import ModelFileError
        from stancekit.model_file import read_model_file

        def peak():
            return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

        before = peak()
        with contextlib.suppress(ModelFileError):
            read_model_file(sys.argv[1])
        print(peak() - before)
    """
    return int(in_an_interpreter_of_its_own(script, path)) * 1024


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


class Trap:
    def __reduce__(self):
        return print, ("a pickle ran",)


def _npz():
    buffer = io.BytesIO()
    np.savez(buffer, w=np.zeros(3))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        *((pickle.dumps(Trap(), protocol), "a pickle or joblib file") for protocol in (2, 3, 4, 5)),
        (pickle.dumps({"w": 1}, 0), "a pickle or joblib file"),
        (zlib.compress(pickle.dumps(Trap())), "a compressed joblib file"),
        (gzip.compress(b"text,label"), "a gzip file"),
        (_npz(), "a zip file, such as npz, skops or torch"),
        (b"\x08\x0a\x12\x08skl2onnx\x1a\x061.20.0", "an ONNX file"),
        (save({"w": np.zeros(3, np.float32)}), "a safetensors file of another program"),
        (save({"w": np.zeros(3, np.float32)}, {"author": "somebody"}), "a safetensors file of another program"),
    ],
)
def test_foreign_files_are_named_and_not_loaded(path, capsys, data, kind):
    assert refusal(path, data) == (
        f"this is not a stancekit model: it looks like {kind}; stancekit never loads those; "
        "name a .stance file, or make a model with 'stancekit train LABELS.csv --output FILE'"
    )
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "data", [b"text,label\nthe bus is late,skeptical\n", b"\0", b"\0" * 5000, pickle.dumps(Trap(), 0)]
)
def test_other_foreign_files_are_not_loaded_either(path, capsys, data):
    assert "this is not a stancekit model" in refusal(path, data)
    assert capsys.readouterr().out == ""


# Files with a right checksum that stancekit never wrote


def forged(metadata, tensors='"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}', rest=b"\0\0\x80\x3f"):
    """A file of any metadata text and any tensors text, with a right checksum."""
    head = f'{{"__metadata__":{{"stancekit":{json.dumps(metadata)}}}{"," * bool(tensors)}{tensors}}}'
    return sealed(with_head(head.encode("utf-8", "surrogatepass"), rest))


def metadata(rest="", version="1"):
    return f'{{"format":{version},"sha256":"{"0" * 64}"{rest}}}'


def test_the_forger_knows_the_trade(path):
    path.write_bytes(forged(metadata(',"labels":["a"]')))
    assert_same(read_model_file(path), {"labels": ["a"]}, {"w": np.float32([1])})


def test_a_future_format_says_so(path):
    assert refusal(path, forged(metadata(version="2"))) == (
        "the file has format 2 and this stancekit reads format 1: a newer stancekit wrote it; "
        "upgrade with 'pip install --upgrade stancekit'"
    )


def tensor(dtype="F32", shape="[1]", offsets="[0,4]", name="w", more=""):
    return f'"{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}{more}}}'


FORGERIES = {
    "NaN": (forged(metadata(), rest=b"\0\0\xc0\x7f"), "tensor 'w' holds values that are not finite"),
    "infinite": (forged(metadata(), rest=b"\0\0\x80\x7f"), "tensor 'w' holds values that are not finite"),
    "not canonical": (forged(metadata(',"b":1,"a":2')), "not canonical JSON"),
    "spaces": (forged(metadata(', "a":2')), "not canonical JSON"),
    "a huge number": (forged(metadata(f',"n":{"9" * 5000}')), "malformed"),
    "NaN in the header": (forged(metadata(',"n":NaN')), "malformed"),
    "infinity in the header": (forged(metadata(',"n":1e400')), "malformed"),
    "a key twice": (forged(metadata(',"a":1,"a":1')), "a key stands twice"),
    "a second checksum": (forged(metadata(f',"sha256":"{"0" * 64}"')), "a key stands twice"),
    "deep": (forged(metadata(f',"a":{"[" * 100_000}{"]" * 100_000}')), "malformed"),
    "deep and open": (forged(metadata(f',"a":{"[" * 100_000}')), "malformed"),
    "not JSON": (forged(metadata(",")), "malformed"),
    "text after": (forged(metadata() + "x"), "malformed"),
    "deep tensor": (forged(metadata(), tensor(more=f',"x":{"[" * 10_000}{"]" * 10_000}')), "malformed"),
    "no such dtype": (forged(metadata(), tensor(dtype="\\u001b[2J\\u202e")), "malformed"),
    "a strange dtype": (forged(metadata(), tensor(dtype="BF16", shape="[2]")), "tensor 'w' is BF16"),
    "float64": (forged(metadata(), tensor("F64", offsets="[0,8]"), rest=b"\0" * 8), "tensor 'w' is F64"),
    "two gigabytes": (forged(metadata(), tensor(shape="[536870912]", offsets="[0,2147483648]")), "malformed"),
    "two gigabytes in four": (forged(metadata(), tensor(shape="[536870912]")), "malformed"),
    "a shape past 64 bits": (forged(metadata(), tensor(shape="[4294967296,4294967297]")), "malformed"),
    "a negative shape": (forged(metadata(), tensor(shape="[-1]")), "malformed"),
    "an impossible empty": (
        forged(metadata(), tensor(shape="[0,9223372036854775808]", offsets="[0,0]"), b""),
        "malfor",
    ),
    "a large empty": (forged(metadata(), tensor(shape="[0,4611686018427387904]", offsets="[0,0]"), b""), "malformed"),
    "many dimensions": (forged(metadata(), tensor(shape=str([1] * 1000))), "malformed"),
    "offsets past the end": (forged(metadata(), tensor(offsets="[4,8]")), "malformed"),
    "offsets backwards": (forged(metadata(), tensor(offsets="[4,0]")), "malformed"),
    "an overlap": (forged(metadata(), f"{tensor()},{tensor(name='v')}"), "malformed"),
    "a hole": (forged(metadata(), rest=b"\0" * 8), "malformed"),
    "a tensor twice": (forged(metadata(), f"{tensor()},{tensor()}"), "a key stands twice"),
    "metadata twice": (forged(metadata(), f'{tensor()},"__metadata__":{{"stancekit":"{{}}"}}'), "malformed"),
    "no tensor but a number": (forged(metadata(), '"w":1'), "malformed"),
    "broken UTF-8": (forged(metadata(), tensor(name="\ud800")), "malformed"),
    "NUL": (forged(metadata(), tensor(more="\0")), "malformed"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_right_checksum_is_not_enough(path, name):
    data, why = FORGERIES[name]
    message = refusal(path, data)
    assert why in message
    assert "though its checksum matches" in message
    assert message.isprintable()


def test_other_metadata_beside_ours_is_refused(path):
    head, rest = head_and_rest(forged(metadata()))
    assert "other keys than 'stancekit'" in refusal(
        path, sealed(with_head(head.replace(b'}"},', b'}","x":""},'), rest))
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("filling", ["[],", "[{}],", "1e9,"])
def test_no_header_can_fill_the_memory(path, filling):
    count = (MAX_HEAD_BYTES - 1000) // len(filling)
    data = forged(metadata(f',"a":[{(filling * count)[:-1]}]'))
    assert MAX_HEAD_BYTES - 2000 < len(data) < MAX_HEAD_BYTES
    path.write_bytes(data)
    assert 8 * 2**20 < peak_of_reading(path) < 512 * 2**20


def test_a_header_past_its_limit_is_refused_unread(path):
    assert "was altered" in refusal(path, forged(metadata(f',"a":"{"x" * MAX_HEAD_BYTES}"')))


# Damage at random


def argue(path, count, seed):
    """Damage a good file `count` times, and as often with a right checksum put on the damage."""
    rng = random.Random(seed)
    good = path.read_bytes()
    target = path.with_name("damaged.stance")
    target.touch()
    forged_loads = 0
    tracemalloc.start()
    for _ in range(count):
        data = damage(good, rng)
        overwrite(target, data)
        if data == good:
            assert_same(read_model_file(target), HEADER, TENSORS)
        else:
            with pytest.raises(ModelFileError):
                read_model_file(target)
        data = sealed(data)
        overwrite(target, data)
        try:
            model = read_model_file(target)
        except ModelFileError:
            continue
        forged_loads += 1
        write_model_file(target, model.header, model.tensors)
        assert_same(read_model_file(target), model.header, model.tensors)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 512 * 2**20
    return forged_loads


def test_3_000_damaged_files(path):
    # Some forgeries must load (other weights, rightly sealed), or the forger has not come past the checksum.
    assert argue(path, 3_000, seed=20) > 100


@pytest.mark.slow
def test_50_000_damaged_files(path):
    assert argue(path, 50_000, seed=21) > 1_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_reading_takes_about_twice_the_file(path):
    write_model_file(path, {}, {"w": np.ones(16 * 2**20, np.float32), "v": np.ones(64, np.int8)})
    assert 1 < peak_of_reading(path) / path.stat().st_size < 2.4


# Nothing in a file is run


def test_loading_runs_nothing(path, tmp_path):
    foreign = {
        "a.pkl": pickle.dumps(Trap()),
        "b.joblib": zlib.compress(pickle.dumps(Trap())),
        "c.npz": _npz(),
        "d.stance": forged(metadata(',"b":1,"a":2')),
    }
    for name, data in foreign.items():
        (tmp_path / name).write_bytes(data)
    script = """
        import pickle, sys
        from stancekit.errors import ModelFileError
        from stancekit.model_file import read_model_file

        events = []
        sys.addaudithook(lambda event, arguments: events.append(event))
        for path in sys.argv[1:]:
            try:
                read_model_file(path)
                print("loaded")
            except ModelFileError:
                print("refused")
        print(*sorted(set(events)))
        events.clear()
        pickle.loads(open(sys.argv[2], "rb").read())
        print(*sorted(set(events)))
    """
    lines = in_an_interpreter_of_its_own(script, path, *(tmp_path / name for name in foreign)).splitlines()
    assert lines[:5] == ["loaded"] + ["refused"] * 4
    assert set(lines[5].split()) == {"open"}
    # The same hook does see a pickle at work.
    assert lines[6] == "a pickle ran"
    assert "pickle.find_class" in lines[7].split()
