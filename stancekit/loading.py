"""Models by name or path: those that come with stancekit, and files that somebody saved."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from stancekit.errors import InputError, ModelFileError
from stancekit.inputs import is_path
from stancekit.model import Model
from stancekit.model_file import read_model_file

__all__ = ["DEFAULT_MODEL", "load_model", "model_path", "shipped_models"]

DEFAULT_MODEL = "encoder"

_NEARLY = 0.8  # the least share of letters that a misspelt name has in common with a model's


def load_model(name: str | os.PathLike[str] | None = None) -> Model:
    """Load a model.

    Parameters
    ----------
    name : str or path, optional
        The name of a shipped model, or a path to a model file; by default the shipped default.

    Returns
    -------
    Model

    Raises
    ------
    ModelFileError
        If there is no such model, or its file is cut short, altered or not stancekit's.
    InputError
        If the name is empty, or neither a str nor a path.

    Examples
    --------
    >>> load_model("fast").name
    'fast'
    """
    path = model_path(name)
    return Model.from_file(read_model_file(path), path)


def model_path(name: str | os.PathLike[str] | None) -> Path:
    """The file of a model; refused as in `load_model` if there can be none, but it may still be missing."""
    if name is None:
        name = DEFAULT_MODEL
    if not is_path(name):
        what = repr(name) if isinstance(name, str) else type(name).__name__
        raise InputError(f"a model is named by a str or a path, got {what}; there are {', '.join(shipped_models())}")
    name = os.fspath(name)
    shipped = shipped_models()
    path = shipped.get(name, Path(name))
    if name not in shipped and path.name == name and not os.path.lexists(path):
        near = get_close_matches(name.casefold().removesuffix(".stance"), shipped, n=1, cutoff=_NEARLY)
        if near or not path.suffix:
            meant = f"did you mean {near[0]!r}? There" if near else "there"
            raise ModelFileError(
                f"no model is called {name!r}; {meant} are {', '.join(shipped) or 'none'}, and any path"
            )
    return path


def shipped_models() -> dict[str, Path]:
    """The models that come with stancekit: name to file."""
    here = Path(__file__).parent
    for folder in (here / "models", here.parent / "models"):  # an installed wheel; a clone, editable or not
        if files := sorted(folder.glob("*.stance")):
            return {file.stem: file for file in files}
    return {}
