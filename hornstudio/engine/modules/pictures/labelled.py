"""Pictures of a further folder with their classes, for a network that learned from another one."""

from functools import partial
from pathlib import Path

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.pictures.album import Album, Room
from hornstudio.engine.modules.pictures.decoding import read_picture
from hornstudio.engine.modules.pictures.files import (
    PART_NAMES,
    PICTURE_ENDINGS,
    as_labels,
    class_folders,
    find_folder,
    list_pictures,
    part_folders,
)
from hornstudio.engine.modules.pictures.survey import survey
from hornstudio.engine.own_files import Labelled
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}


def read_labelled_pictures(p: Values, path: str) -> Labelled:
    """All pictures of a folder with a subfolder for each of the classes that p's folder has.

    image [N, height, width, channels], decoded when it is wanted; label as it was learned. Not
    every class needs a folder. Raises: DataError.
    """
    known = survey(p.directory)
    if not known.classes:
        raise DataError(known.trouble or Text("the classes that were learned are not known"))
    folder = _picture_folder(path)
    try:
        _refuse_other_layout(folder, known.classes)
        paths, numbers = list_pictures(folder, known.classes)
    except OSError as error:
        why = reason_of(error)
        raise DataError("cannot look into {folder}: {reason}", folder=path, reason=why) from None
    if not paths:
        raise DataError(
            "{folder} has no pictures in its subfolders; need some ({endings})",
            folder=path,
            endings=" ".join(PICTURE_ENDINGS),
        )
    how = {name: p[name] for name in ("image_size", "color_mode", "fit", "interpolation")}
    shape = (*p.image_size, _CHANNELS[p.color_mode])
    album = Album(paths, shape, partial(read_picture, **how), Room(0))
    return Labelled({"image": album, "label": as_labels(numbers, known.classes, p.label_mode)})


def _picture_folder(path: str) -> Path:
    folder = find_folder(path)
    if folder.is_file():
        raise DataError(
            "{path} is a file; need a folder with a subfolder for each class", path=path
        )
    if not folder.is_dir():
        raise DataError("there is no folder {path}", path=path)
    return folder


def _refuse_other_layout(folder: Path, classes: tuple[str, ...]) -> None:
    """Every subfolder must be called as a class that was learned. Raises: DataError, OSError."""
    found = list(class_folders(folder))
    unknown = [name for name in found if name not in classes]
    values = {"folder": str(folder), "classes": ", ".join(classes)}
    if not found:
        raise DataError(
            "{folder} has no subfolders; need one for each class, called as in the training: "
            "{classes}",
            **values,
        )
    parts = {name for names in PART_NAMES for name in names}
    inner = next((name for name in unknown if name.lower() in parts), None)
    if part_folders(folder)[0] != folder or inner:
        raise DataError(
            "{folder} has folders for parts, such as {part}; name the one that counts, such as "
            "{inner}",
            folder=str(folder),
            part=inner or "train",
            inner=str(folder / (inner or "train")),
        )
    if unknown:
        raise DataError(
            "{folder} has {unknown}, which the network was not trained on; need subfolders that "
            "are called as in the training: {classes}",
            unknown=", ".join(unknown),
            **values,
        )
