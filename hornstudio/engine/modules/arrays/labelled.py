"""Further arrays, for a network that learned from other ones: scaled and numbered as those were."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.converted import Converted
from hornstudio.engine.modules.arrays.encoding import as_inputs
from hornstudio.engine.modules.arrays.faults import (
    naming,
    refuse,
    why_no_numbers,
    why_no_whole_numbers,
)
from hornstudio.engine.modules.arrays.header import Header, header_of, names_in
from hornstudio.engine.modules.arrays.loading import SMALL_BYTES, encoded, moments_for
from hornstudio.engine.modules.arrays.naming import assign_names
from hornstudio.engine.modules.arrays.opening import home_of, open_array
from hornstudio.engine.modules.arrays.reading import find_arrays, is_archive, own_name
from hornstudio.engine.modules.arrays.survey import KEYS, Look, plan_of, survey
from hornstudio.engine.modules.pictures.decoding import as_fractions, read_picture
from hornstudio.engine.modules.pictures.files import is_picture
from hornstudio.engine.own_files import Labelled
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import numbers_text
from hornstudio.engine.text import Text

_MODES = {1: "grayscale", 3: "rgb", 4: "rgba"}


def read_labelled_arrays(p: Values, path: str) -> Labelled:
    """Samples of a further file with their targets: of its part to test with, where it has one.

    Raises: DataError.
    """
    known, file = survey(p), _file(path)
    refuse(known.trouble)
    names, x, y = _meant(p, file)
    if y is None and known.look is not None:
        raise DataError(
            "{path} has no array of targets, which tell how good the network is; there are "
            "{names}. What the network says without them, `hornstudio predict` tells",
            path=str(file),
            names=", ".join(names),
        )
    told = Text("measures on {x} and {y}", x=x, y=y) if y else Text("measures on {x}", x=x)
    inputs = _inputs(p, file, x)
    if known.look is None or y is None:
        return Labelled({"x": inputs, "y": inputs}, (told,))
    look = known.look
    _refuse_other_targets(file, (x, len(inputs)), y, look)
    targets, home = open_array(file, y), home_of(file, y)
    with naming(home):
        refuse(why_no_numbers(y, targets))
    encode = partial(encoded, file=home, name=y, plan=plan_of(p, look))
    return Labelled({"x": inputs, "y": _held(Converted(targets, None, encode, y))}, (told,))


def _refuse_other_targets(file: Path, inputs: tuple[str, int], name: str, look: Look) -> None:
    """inputs: the name and count of theirs. Raises: DataError."""
    header, (x, count) = header_of(file, name), inputs
    if _flat(header.shape[1:]) != _flat(look["shape"]) or (header.kind in "US") != look["is_text"]:
        raise DataError(
            "{path}: a sample of {name} is {found}; the network was trained on {need}",
            path=str(file),
            name=name,
            found=_told(header.shape[1:], header.kind in "US"),
            need=_told(look["shape"], look["is_text"]),
        )
    if header.count != count:
        raise DataError(
            "{path}: {x} has {count} samples, {y} has {others}; need as many of each",
            path=str(file),
            x=x,
            y=name,
            count=f"{count:,}",
            others=f"{header.count:,}",
        )


def read_inputs(p: Values, paths: Sequence[str]) -> Any:
    """Inputs [N, ...] of a further file, or of pictures of the size that was learned.

    Raises: DataError.
    """
    if is_picture(paths[0]):
        return np.stack([_picture(p, path) for path in paths])
    refuse(survey(p).trouble)
    file = _file(paths[0])
    _, x, _ = _meant(p, file)
    return _inputs(p, file, x)


def array_taken(p: Values, paths: Sequence[str]) -> tuple[Text, ...]:
    """Which array of a further file the inputs are, where it has others that could be meant."""
    told = []
    for path in paths:
        file = find_arrays(path)
        if is_archive(file):
            names, x, y = _meant(p, file)
            told += [Text("predicts what is in {x}", x=x)] if {*names} - {x, y} else []
    return tuple(told)


def _file(path: str) -> Path:
    file = find_arrays(path)
    if file.is_dir():
        raise DataError("{path} is a folder; need a file of arrays", path=path)
    if not file.is_file():
        raise DataError("there is no file {path}", path=path)
    return file


def _meant(p: Values, file: Path) -> tuple[list[str], str, str | None]:
    """Names of all arrays, and those of inputs and targets. Raises: DataError."""
    names = names_in(file)
    own = own_name(file)
    given = {key: p[key] if p[key] in names and own is None else "" for key in KEYS}
    found = assign_names(names, own, given)
    if found["x_test"] and own is None and (found["y_test"] or not found["y"]):
        return names, found["x_test"], found["y_test"]
    if not found["x"]:
        raise DataError(
            "{path} does not tell which of its arrays has the inputs; there are {names}. Call it "
            "x, and the targets y",
            path=str(file),
            names=", ".join(names),
        )
    return names, found["x"], found["y"]


def _inputs(p: Values, file: Path, name: str) -> Any:
    """Raises: DataError."""
    header, need = header_of(file, name), survey(p).headers["x"].shape[1:]
    _refuse_other_shape(file, name, header, need)
    array = open_array(file, name)
    with naming(home_of(file, name)):
        refuse((why_no_whole_numbers if p.dtype == "int32" else why_no_numbers)(name, array))
    scale = partial(as_inputs, dtype=p.dtype, scaling=p.scaling, moments=moments_for(p))
    return _held(Converted(array, None, scale, name))


def _refuse_other_shape(file: Path, name: str, header: Header, need: tuple[int, ...]) -> None:
    if header.kind in "US" or not header.shape or _flat(header.shape[1:]) != _flat(need):
        raise DataError(
            "{path}: a sample of {name} is {found}; the network was trained on {need}",
            path=str(file),
            name=name,
            found=_told(header.shape[1:], header.kind in "US"),
            need=_told(need, False),
        )
    if not header.shape[0]:
        raise DataError(
            "{path}: {name} has no samples; need one or more", path=str(file), name=name
        )


def _held(samples: Converted) -> Any:
    return samples.in_memory() if samples.nbytes <= SMALL_BYTES else samples


def _flat(shape: Sequence[int]) -> tuple[int, ...]:
    """One number for each sample is told as () and as (1,)."""
    return () if tuple(shape) == (1,) else tuple(shape)


def _told(shape: Sequence[int], is_text: bool) -> str:
    if is_text:
        return Text("a word") if not _flat(shape) else Text("words")
    return numbers_text(shape)


def _picture(p: Values, path: str) -> "np.ndarray":
    """A picture as the arrays had theirs: from 0 to 1, or to 255. Raises: DataError."""
    known = survey(p)
    shape = known.headers["x"].shape[1:]
    channels = shape[2] if len(shape) == 3 else 1
    if len(shape) not in (2, 3) or channels not in _MODES:
        raise DataError(
            "{path} is a picture; the network was trained on samples of {numbers}, and needs a "
            "file of arrays",
            path=path,
            numbers=numbers_text(shape),
        )
    points = as_fractions(read_picture(path, shape[:2], _MODES[channels], "stretch", "bicubic"))
    if known.bounds is None or known.bounds[1] > 1:
        points = points * np.float32(255)
    return as_inputs(points.reshape(1, *shape), p.dtype, p.scaling, moments_for(p))[0]
