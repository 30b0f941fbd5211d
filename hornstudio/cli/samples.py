"""Reading new samples from files: arrays, tables and pictures."""

import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.modules.pictures.damage import damage_of
from hornstudio.engine.modules.pictures.decoding import as_fractions, read_picture, size_of
from hornstudio.engine.modules.pictures.files import PICTURE_ENDINGS, is_picture
from hornstudio.engine.shapes import Spec, numbers_text
from hornstudio.engine.text import Text

PLAIN = (".npz", ".npy", ".csv")
"""Endings of files that hold numbers, as a network may take them."""
_MODES = {1: "grayscale", 3: "rgb", 4: "rgba"}


Read = Callable[[Sequence[str]], np.ndarray]


def read_samples(
    paths: list[Path], specs: Mapping[str, Spec], readers: Mapping[str, Read] | None = None
) -> dict[str, np.ndarray]:
    """Arrays [N, ...] by input. `specs` says what each input of the graph takes.

    readers: by input, what reads files as those of its training, where that is known.
    One .npz (arrays by input), .npy or .csv (one row a sample); or pictures, one a sample.
    Raises: RunError that names the file.
    """
    kinds = {path.suffix.lower() for path in paths}
    if kinds.intersection(PLAIN) and len(paths) > 1:
        _only_input(specs, paths[0])
        raise RunError(
            "{count} files were given, {path} among them; need one .npz, .npy or .csv, or any "
            "number of pictures",
            path=str(next(path for path in paths if path.suffix.lower() in PLAIN)),
            count=len(paths),
        )
    try:
        if kinds == {".npz"}:
            return _read_archive(paths[0], specs, readers or {})
        name, spec = _only_input(specs, paths[0])
        read = (readers or {}).get(name)
        if kinds == {".npy"}:
            array = paths[0]
            return {name: read([str(array)]) if read else np.load(array, allow_pickle=False)}
        if kinds == {".csv"}:
            table = paths[0]
            return {name: read([str(table)]) if read else _read_table(table, spec)}
        return {name: _read_pictures(paths, read or partial(_as_the_graph_takes, spec))}
    except FileNotFoundError as error:
        raise RunError("there is no file {path}", path=str(error.filename)) from None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        reason = _reason(error, kinds)
        raise RunError("cannot read {path}: {reason}", path=_names(paths), reason=reason) from None


def _read_archive(
    path: Path, specs: Mapping[str, Spec], readers: Mapping[str, Read]
) -> dict[str, np.ndarray]:
    """Arrays by input as the graph takes them; without any called so, as those of its training."""
    with np.load(path, allow_pickle=False) as arrays:
        if not readers or any(name in specs for name in arrays):
            return {name: arrays[name] for name in arrays}
    return {name: read([str(path)]) for name, read in readers.items()}


def _reason(error: Exception, kinds: set[str]) -> Text:
    if kinds <= {".npz", ".npy"} and getattr(error, "errno", None) is None:
        if "allow_pickle" in str(error):  # of objects, or of what NumPy takes for some
            return Text(
                "it holds no numbers: objects of Python, which can run code when they are read, or "
                "something else, whatever its name says; save numbers with numpy.save or "
                "numpy.savez"
            )
        words = "it is damaged, or not as NumPy saves numbers; save it again ({error})"
        return Text(words, error=str(error).partition("\n")[0])
    reason = reason_of(error)
    return reason if "\n" not in reason else Text(reason.partition("\n")[0])


def by_input(paths: Sequence[Path], names: Collection[str]) -> dict[str, list[Path]]:
    """Files by the input that they are for, where each is written `input=path`; else none.

    Raises: RunError where only some are.
    """
    found: dict[str, list[Path]] = {}
    rest = []
    for path in paths:
        name, sign, file = str(path).partition("=")
        if sign and file and name in names and not path.exists():
            found.setdefault(name, []).append(Path(file))
        else:
            rest.append(path)
    for path in () if found else rest:
        name, sign, file = str(path).partition("=")
        if sign and name.isidentifier() and Path(file).exists() and not path.exists():
            raise RunError(
                "{path} is for no input: none is called {given}, there is {names}",
                path=str(path),
                given=name,
                names=", ".join(names),
            )
    if found and rest:
        raise RunError(
            "{path} is for no input; need {names}, each as in {name}=FILE",
            path=str(rest[0]),
            names=", ".join(names),
            name=next(iter(names)),
        )
    return found


def samples_in(paths: list[Path]) -> list[Path]:
    """The files that are meant: in the place of a folder, the pictures in it and below it.

    Raises: RunError where there are none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in PICTURE_ENDINGS]
        if not inside:
            raise RunError(
                "{path} is a folder without pictures; need some in it ({endings}), or a file",
                path=str(path),
                endings=", ".join(PICTURE_ENDINGS),
            )
        found += inside
    return found


def _names(paths: list[Path]) -> str:
    first, more = str(paths[0]), len(paths) - 1
    return Text("{path} and {count} more", path=first, count=more) if more else first


def _only_input(specs: Mapping[str, Spec], path: Path) -> tuple[str, Spec]:
    if len(specs) != 1:
        raise RunError(
            "{path} is for one input, and the network has {names}; need a file for each, as in "
            "{name}=FILE, or an .npz with an array for each",
            path=str(path),
            names=", ".join(specs) or Text("none"),
            name=next(iter(specs), "INPUT"),
        )
    return next(iter(specs.items()))


def _read_table(path: Path, spec: Spec) -> np.ndarray:
    """Rows of numbers with commas, semicolons or tabs; a first line of words is a heading."""
    with path.open(encoding="utf-8-sig") as file:
        lines = (line for _, line in _numbered(file))
        first = row = next(lines, "")
        between = _sign_between(first)
        if any(_is_word(cell) for cell in first.split(between)):
            row = next(lines, "")
            between = _sign_between(row)
        if not row:
            raise RunError("{path} has no rows; need one for each sample", path=str(path))
        try:
            rows = np.loadtxt(chain([row], lines), delimiter=between, ndmin=2)
        except ValueError:
            _refuse_odd_cells(path, between, has_heading=row is not first)
            raise
    if spec.size is None:
        return rows
    if rows.shape[1] != spec.size:
        raise RunError(
            "{path} has rows of {found} numbers; need {need} ({shape})"
            if spec.rank > 1
            else "{path} has rows of {found} numbers; need {need}",
            path=str(path),
            found=rows.shape[1],
            need=spec.size,
            shape=str(spec),
        )
    return rows.reshape(len(rows), *spec.shape)


def _numbered(file: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines that hold something, without remarks (`# ...`), by their numbers in the file."""
    for number, line in enumerate(file, 1):
        if (text := line.partition("#")[0]).strip():
            yield number, text


def _sign_between(line: str) -> str:
    return max(",;\t", key=line.count)


def _is_word(cell: str) -> bool:
    """Whether it can only be a heading; `nan` and `inf` are numbers."""
    return any(sign.isalpha() for sign in cell) and not _is_number(cell)


def _refuse_odd_cells(path: Path, between: str, *, has_heading: bool) -> None:
    """Name the first cell that is no number, or line of another length. Raises: RunError."""
    width = 0
    with path.open(encoding="utf-8-sig") as file:
        for number, line in islice(_numbered(file), int(has_heading), None):
            cells = [cell.strip() for cell in line.split(between)]
            width = width or len(cells)
            if len(cells) != width:
                raise RunError(
                    "{path} has {found} numbers in line {line}; need {need}, as in those before",
                    path=str(path),
                    found=len(cells),
                    line=number,
                    need=width,
                )
            if odd := [cell for cell in cells if not _is_number(cell)]:
                raise RunError(
                    "{path} has {cell} in line {line}; need a number",
                    path=str(path),
                    cell=repr(odd[0]),
                    line=number,
                )


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _read_pictures(paths: Sequence[Path], read: Read) -> np.ndarray:
    """All of them; each for itself, so that one that cannot be read is named."""
    found = []
    for path in paths:
        try:
            found.append(read([str(path)]))
        except (FileNotFoundError, HornError):
            raise
        except Exception as error:  # a damaged file makes a decoder fail in any way
            if not is_picture(path.name):
                raise RunError(
                    "{path} is no picture by its name; need pictures ({endings}), or an .npz, .npy "
                    "or .csv",
                    path=str(path),
                    endings=", ".join(PICTURE_ENDINGS),
                ) from None
            why = damage_of(error)
            raise RunError("cannot read {path}: {reason}", path=str(path), reason=why) from None
    return np.concatenate(found)


def _as_the_graph_takes(spec: Spec, paths: Sequence[str]) -> np.ndarray:
    return np.stack([_read_picture(Path(path), spec) for path in paths])


def _read_picture(path: Path, spec: Spec) -> np.ndarray:
    """Height × width × channels from 0 to 1, brought to the size that the graph takes."""
    if spec.rank not in (2, 3) or (spec.rank == 3 and spec.shape[2] not in _MODES):
        raise RunError(
            "{path} is a picture; the network takes {numbers} for each sample, and needs an .npz, "
            ".npy or .csv of them",
            path=str(path),
            numbers=numbers_text(spec.shape),
        )
    mode = _MODES[int(spec.shape[2]) if spec.rank == 3 else 1]
    size = spec.shape[:2]
    if not all(isinstance(need, int) for need in size):
        pairs = zip(size, size_of(path), strict=True)
        size = tuple(need if isinstance(need, int) else found for need, found in pairs)
    pixels = as_fractions(read_picture(path, size, mode, "stretch", "bicubic"))
    return pixels[..., 0] if spec.rank == 2 else pixels
