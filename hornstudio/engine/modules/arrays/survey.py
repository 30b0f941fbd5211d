"""What can be said of arrays at once, kept until their files change.

Of many inputs only what stands before them and the first are read; targets are looked through for
their classes, where there are many by whoever can wait, and what was found is kept on disk.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.faults import naming, refuse, why_no_numbers
from hornstudio.engine.modules.arrays.header import (
    LAYOUT,
    Header,
    first_numbers,
    header_of,
    names_in,
)
from hornstudio.engine.modules.arrays.looking import look_at_targets, target_plan
from hornstudio.engine.modules.arrays.naming import assign_names
from hornstudio.engine.modules.arrays.opening import home_of, open_array
from hornstudio.engine.modules.arrays.reading import file_of, find_arrays, is_archive, own_name
from hornstudio.engine.modules.note import noted, write_down
from hornstudio.engine.modules.patience import not_yet, waits
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

KEYS = ("x", "y", "x_val", "y_val", "x_test", "y_test")
"""Params that name the arrays."""
Look = Mapping[str, Any]
Moments = tuple["np.ndarray", "np.ndarray"]
"""Mean and spread of each place of the last axis of the inputs."""

_KEPT = 16
_LARGE_BYTES = 1 << 20
_LOOKED_AT = 1 << 17  # numbers of the inputs
_FORMAT = "1"  # of what is kept on disk


@dataclass(frozen=True, slots=True)
class Survey:
    """names: of all arrays. assigned: which is x, y, x_val ..., of those that there are. headers:
    theirs. look: what the targets are, as `look_at_targets` tells. bounds: the least and the
    greatest of the first inputs. moments: by which a run has scaled them. trouble: why there is
    nothing to load, or None.
    """

    names: tuple[str, ...] = ()
    assigned: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, Header] = field(default_factory=dict)
    look: Look | None = None
    bounds: tuple[float, float] | None = None
    moments: Moments | None = None
    trouble: Text | None = None

    @property
    def count(self) -> int:
        """Samples of x."""
        return self.headers["x"].count if "x" in self.headers else 0

    def has(self, part: str) -> bool:
        """Whether there are both inputs and targets of a part: `_val` or `_test`; of inputs alone
        where nothing has targets.
        """
        return f"x{part}" in self.headers and (
            "y" not in self.headers or f"y{part}" in self.headers
        )


_Stamps = tuple[tuple[str, int, int], ...]
_Key = tuple[str, ...]
_kept: dict[_Key, tuple[_Stamps, Survey]] = {}
_recalled: dict[_Key, Survey] = {}


def survey(p: Values) -> Survey:
    """What a run has learned of the arrays where that was recalled, else what is there now.

    Of many targets that are not known yet whoever is in a hurry is told that it takes a moment.
    Raises: nothing.
    """
    return _recalled.get(key_of(p)) or survey_now(p)


def survey_now(p: Values) -> Survey:
    """What is there now. Raises: nothing."""
    if not p["path"]:
        return Survey(trouble=Text("needs a file of arrays: {layout}", layout=LAYOUT))
    file, key = find_arrays(p["path"]), key_of(p)
    known = _kept.get(key)  # in one step, as a thread may clear it
    if known is not None and known[0] == _stamps(file, known[1]):
        return known[1]
    try:
        found = _surveyed(file, p)
    except DataError as error:
        return Survey(trouble=Text("{reason}", reason=error.text))
    if found.trouble is None:
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[key] = (_stamps(file, found), found)
    return found


def key_of(p: Values) -> _Key:
    """What the samples follow from, beside what is in the files."""
    told = (*KEYS, "scaling", "test_split")
    return (str(find_arrays(p["path"])), *(str(p[name]) for name in told))


def recall(p: Values, found: Survey) -> None:
    """Take it that this is in the file, whatever it holds."""
    _recalled[key_of(p)] = found


def plan_of(p: Values, look: Look) -> dict[str, Any]:
    """How targets become numbers for a network."""
    return target_plan(look, p["target_type"], p["renumber"])


def stamps_of(p: Values) -> _Stamps:
    """Path, size and time of all files that are read. Raises: OSError, where one is not there."""
    file = find_arrays(p["path"])
    file.stat()
    return _stamps(file, survey_now(p))


def _surveyed(file: Path, p: Values) -> Survey:
    """Raises: DataError."""
    if file.is_dir():
        raise DataError("{path} is a folder; choose {layout}", path=str(file), layout=LAYOUT)
    if not file.is_file():
        raise DataError("there is no file {path}; choose {layout}", path=str(file), layout=LAYOUT)
    names = names_in(file)
    given = {key: p[key] for key in KEYS}
    assigned = {k: n for k, n in assign_names(names, own_name(file), given).items() if n}
    there = {key: name for key, name in assigned.items() if _is_there(file, name, names)}
    headers = {key: header_of(file, name) for key, name in there.items()}
    found = Survey(tuple(names), assigned, headers)
    if "x" in headers and headers["x"].kind not in "US":
        found = replace(found, bounds=_bounds(file, there["x"]))
        # of more it is told where they are loaded
        if headers["x"].count and headers["x"].nbytes <= _LARGE_BYTES:
            _opened(file, there["x"])
    if "y" not in headers or not headers["y"].shape or 0 in headers["y"].shape:
        return found
    look = _look(file, there["y"], headers["y"])
    if look is None:
        return replace(found, trouble=not_yet(file.name))
    return replace(found, look=look)


def _is_there(file: Path, name: str, names: list[str]) -> bool:
    return name in names or (not is_archive(file) and file_of(file, name).is_file())


def _bounds(file: Path, name: str) -> tuple[float, float] | None:
    numbers = first_numbers(file, name, _LOOKED_AT)
    numbers = numbers[np.isfinite(numbers)]
    return (float(numbers.min()), float(numbers.max())) if len(numbers) else None


def _look(file: Path, name: str, header: Header) -> Look | None:
    """What the targets are; None where that takes a while. Raises: DataError."""
    if header.nbytes <= _LARGE_BYTES:
        return _looked(file, name)
    told = [_FORMAT, name, *map(str, _stamp(file)), *map(str, _stamp(file_of(file, name)))]
    if look := noted("arrays", told, dict):
        return look
    if not waits():
        return None
    look = _looked(file, name)
    write_down("arrays", told, look)
    return look


def _looked(file: Path, name: str) -> dict[str, Any]:
    targets = _opened(file, name)
    with naming(Path(home_of(file, name).name)):
        try:
            return look_at_targets(targets)
        except UnicodeError:
            raise DataError(no_text(name)) from None


def _opened(file: Path, name: str) -> "np.ndarray":
    """An array of numbers, or of words. Raises: DataError."""
    found = open_array(file, name)
    with naming(Path(home_of(file, name).name)):
        refuse(why_no_numbers(name, found))
    return found


def no_text(name: str) -> Text:
    """Why words that are kept as bytes cannot be read."""
    return Text("{name} has words that are not written in UTF-8", name=name)


def _stamps(file: Path, found: Survey) -> _Stamps:
    """Of the files that are read; of an .npy of its folder, too, where others may appear."""
    return tuple(_stamp(place) for place in _places(file, found))


def _places(file: Path, found: Survey) -> Iterator[Path]:
    yield file
    if _has_siblings(file):
        yield file.parent
        yield from (file_of(file, name) for name in found.assigned.values())


def _has_siblings(file: Path) -> bool:
    """Whether the file is an .npy, so that others may lie beside it."""
    return file.is_file() and not is_archive(file)


def _stamp(place: Path) -> tuple[str, int, int]:
    try:
        facts = os.stat(place)
    except OSError:
        return (str(place), -1, -1)
    return (str(place), facts.st_size if place.is_file() else 0, facts.st_mtime_ns)
