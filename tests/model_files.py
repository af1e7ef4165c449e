"""A model file to read, to change and to have refused, and the cost of reading it."""

import numpy as np
import pytest
from commands import in_an_interpreter_of_its_own

from stancekit.errors import ModelFileError
from stancekit.model_file import read_model_file, write_model_file

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


def written(folder):
    path = folder / "buses.stance"
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
