"""Foreign, forged and damaged files: each is refused, and none runs code or fills the memory."""

import gzip
import io
import json
import pickle
import random
import sys
import tracemalloc
import zlib

import numpy as np
import pytest
from commands import in_an_interpreter_of_its_own
from fuzz_model_file import damage, head_and_rest, sealed, with_head
from model_files import HEADER, TENSORS, assert_same, overwrite, peak_of_reading, refusal, written
from safetensors.numpy import save

from stancekit.errors import ModelFileError
from stancekit.model_file import MAX_HEAD_BYTES, read_model_file, write_model_file


@pytest.fixture
def path(tmp_path):
    return written(tmp_path)


# Files of others


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
        "name a .stance file, such as classifier.model_.save(FILE) writes, or make a model with 'stancekit train "
        "LABELS.csv --output FILE'"
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
        "the file has format 2 and this stancekit reads format 1: a newer stancekit wrote it; install that one"
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
