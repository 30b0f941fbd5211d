"""Files of arrays that were chosen together, as the settings of the modules that read them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hornstudio.engine.modules.arrays.naming import assign_names
from hornstudio.engine.modules.arrays.reading import ARRAY_ENDINGS, array_names
from hornstudio.engine.modules.arrays.survey import KEYS

_NONE_GIVEN = dict.fromkeys(KEYS, "")


def is_of_arrays(path: Path) -> bool:
    """Whether a file may hold arrays, by its name."""
    return path.suffix.lower() in ARRAY_ENDINGS and path.is_file()


def settings_for(files: Sequence[Path]) -> list[dict[str, str]]:
    """A module for each .npz; and one for all .npy of a folder that belong together by their names,
    such as x.npy and y.npy, else one each.
    """
    folders: dict[Path, list[Path]] = {}
    for file in files:
        if file.suffix.lower() == ".npy":
            folders.setdefault(file.parent, []).append(file)
    alone = [{"path": str(file)} for file in files if file.suffix.lower() != ".npy"]
    return [*alone, *(each for group in folders.values() for each in _settings_of(group))]


def _settings_of(files: list[Path]) -> Iterator[dict[str, str]]:
    by_name = {file.stem: file for file in files}
    found = assign_names(list(by_name), None, _NONE_GIVEN)
    rest = [file for file in files if file.stem not in found.values()]
    if len(files) == 1 or found["x"] is None or found["y"] is None:
        rest = files
    else:
        file = by_name[found["x"]]
        alone = assign_names(array_names(file), found["x"], _NONE_GIVEN)
        told = {key: n for key, n in found.items() if key != "x" and n and n != alone[key]}
        yield {"path": str(file)} | told
    yield from ({"path": str(file)} for file in rest)
