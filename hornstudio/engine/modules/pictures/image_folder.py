"""The data module that reads a folder of pictures, one subfolder for each class."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.pictures.album import Album, Room, forget_decoded
from hornstudio.engine.modules.pictures.decoding import as_fractions, read_picture
from hornstudio.engine.modules.pictures.files import (
    PICTURE_ENDINGS,
    as_labels,
    class_folders,
    find_folder,
    list_pictures,
    part_folders,
)
from hornstudio.engine.modules.pictures.labelled import read_labelled_pictures
from hornstudio.engine.modules.pictures.survey import (
    classes_in,
    digest_of_files,
    keep_classes,
    mark_of_files,
    recall_classes,
    survey,
    why_other_classes,
)
from hornstudio.engine.modules.sources import DATA_PARAMS, no_flops, nothing_kept_back
from hornstudio.engine.own_files import Content, OwnFiles
from hornstudio.engine.params import Choice, FolderPath, Ints, Values
from hornstudio.engine.shapes import Dim, Spec
from hornstudio.engine.text import Text

SMALL_BYTES = 256 << 20
"""Pictures that take less, as the numbers that a network gets, are decoded at once."""
_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}


def load_image_folder(find, *, directory, image_size, color_mode, fit, interpolation, label_mode):
    """Pictures of a folder with a subfolder for each class: to train, test and validate with.

    image [N, height, width, channels] from 0 to 1; label [N], the number of the class in the order
    of the names, or [N, classes], one-hot. Test and validation are empty without folders of theirs.
    """
    folders = part_folders(find_folder(directory))
    classes = list(class_folders(folders[0]))
    parts = []
    for folder in folders:
        paths, labels = list_pictures(folder, classes) if folder else ((), ())
        images = [read_picture(p, image_size, color_mode, fit, interpolation) for p in paths]
        label = as_labels(labels, classes, label_mode) if images else ()
        parts.append({"image": as_fractions(np.stack(images)), "label": label} if images else {})
    return tuple(parts)


def open_image_folder(
    *,
    directory: str,
    image_size: tuple[int, int],
    color_mode: str,
    fit: str,
    interpolation: str,
    label_mode: str,
) -> tuple[dict[str, Any], ...]:
    """The same, but of a large folder only what is wanted is decoded. Raises: DataError."""
    folders = part_folders(find_folder(directory))
    classes = classes_in(directory, folders[0])
    listed = [list_pictures(f, classes) if f else ((), np.empty(0, np.int32)) for f in folders]
    _refuse_gaps(folders, classes, listed[0][1])
    shape = (*image_size, _CHANNELS[color_mode])
    how = {"color_mode": color_mode, "fit": fit, "interpolation": interpolation}
    read = partial(read_picture, image_size=image_size, **how)
    forget_decoded()
    room = Room()
    albums = [Album(paths, shape, read, room) for paths, _ in listed]
    is_small = sum(album.nbytes for album in albums) <= SMALL_BYTES
    return tuple(
        {
            "image": album[:] if is_small else album,
            "label": as_labels(labels, classes, label_mode),
        }
        if len(album)
        else {}
        for album, (_, labels) in zip(albums, listed, strict=True)
    )


def _refuse_gaps(folders: list[Path | None], classes: list[str], labels: "np.ndarray") -> None:
    """Every class needs pictures to train on, and what is tested must be of such a class."""
    without = [name for number, name in enumerate(classes) if not (labels == number).any()]
    if without:
        raise DataError(
            "{folder} has no pictures of {classes}; put some there ({endings}), or take the folder "
            "of that name away",
            folder=str(folders[0]),
            classes=", ".join(without),
            endings=" ".join(PICTURE_ENDINGS),
        )
    for folder in folders[1:]:
        unknown = [name for name in class_folders(folder) if name not in classes] if folder else []
        if unknown:
            raise DataError(
                "{folder} has the classes {unknown}, which {train} lacks; name the folders alike",
                folder=str(folder),
                unknown=", ".join(unknown),
                train=str(folders[0]),
            )


def read_samples(p: Values, paths: Sequence[str]) -> "np.ndarray":
    """Pictures [N, height, width, channels] from 0 to 1, as those of the folder are read."""
    how = {name: p[name] for name in ("image_size", "color_mode", "fit", "interpolation")}
    return np.stack([as_fractions(read_picture(path, **how)) for path in paths])


def some_pictures(directory: str, count: int) -> list[tuple[str, str]]:
    """Pictures to train on with the names of their classes, of each class the first, then the next.

    Raises: OSError where the folder cannot be looked into.
    """
    folder = part_folders(find_folder(directory))[0]
    names = list(class_folders(folder))[:count]
    piles = [(list_pictures(folder, [name])[0], name) for name in names]
    rounds = range(max((len(paths) for paths, _ in piles), default=0))
    dealt = ((paths[n], name) for n in rounds for paths, name in piles if n < len(paths))
    return list(islice(dealt, count))


def wanted_pictures(p: Values, has_answers: bool) -> Text:
    """Further pictures, by their endings."""
    if has_answers:
        return Text("a folder of pictures with a subfolder for each class")
    return Text("pictures ({endings})", endings=", ".join(PICTURE_ENDINGS))


def idle_shares(p: Values) -> dict[str, Text]:
    """The share that nothing is kept back by, where a folder has pictures to validate with."""
    own = survey(p.directory).validation
    return {"validation_split": nothing_kept_back(own, "validation_split")} if own else {}


def infer_image_folder(p: Values) -> dict[str, Spec]:
    """image height×width×channels, label one of the classes of the folder, or one-hot."""
    names = survey(p.directory).classes
    image = Spec((*p.image_size, _CHANNELS[p.color_mode]))
    if p.label_mode == "int":
        return {"image": image, "label": Spec((), "int32", classes=len(names) or None, names=names)}
    count: Dim = len(names) or "classes"
    return {"image": image, "label": Spec((count,), names=names)}


IMAGE_FOLDER = Module(
    kind="image_folder",
    title="Image folder",
    category="data",
    help="Your own pictures: a folder with a subfolder for each class. Folders train, validation "
    "and test with such subfolders are taken as what they say.",
    source="https://keras.io/api/data_loading/image/",
    params=(
        FolderPath(
            name="directory",
            default="",
            help="Folder with a subfolder for each class, in which the pictures of that class are.",
        ),
        Ints(
            name="image_size",
            default=(64, 64),
            length=2,
            help="Height and width to which each picture is brought. Small pictures train fast.",
        ),
        Choice(
            name="color_mode",
            default="rgb",
            options=tuple(_CHANNELS),
            help="Numbers a point: one for grey, three for colours, four with transparency.",
        ),
        Choice(
            name="fit",
            default="stretch",
            options=("stretch", "crop", "pad"),
            help="Pictures of another form are stretched, or cut at both sides, or filled up with "
            "black.",
        ),
        Choice(
            name="label_mode",
            default="int",
            options=("int", "categorical"),
            help="Labels as the number of the class, or as a vector with a one at its place.",
        ),
        Choice(
            name="interpolation",
            default="bilinear",
            options=("nearest", "bilinear", "bicubic", "lanczos", "box", "hamming"),
            advanced=True,
            help="How points between points are found when a picture changes its size.",
        ),
        *DATA_PARAMS,
    ),
    inputs=(),
    outputs=(Port("image"), Port("label")),
    infer=infer_image_folder,
    flops=no_flops,
    load=load_image_folder,
    own=OwnFiles(
        param="directory",
        open=open_image_folder,
        mark=lambda p: mark_of_files(p["directory"]),
        digest=lambda p: digest_of_files(p["directory"]),
        why_not=lambda p: survey(p.directory).trouble,
        read=read_samples,
        reads=PICTURE_ENDINGS,
        labelled=read_labelled_pictures,
        peek=some_pictures,
        packages=("pillow",),
        idle=idle_shares,
        wanted=wanted_pictures,
        content=Content(keep_classes, recall_classes, why_other_classes),
    ),
    examples=lambda p: survey(p.directory).counts,
    words=(
        "pictures", "photos", "images", "directory", "jpeg", "png", "own data", "classification",
        "ImageFolder", "image_dataset_from_directory", "사진", "이미지 폴더", "그림", "데이터",
    ),
    main=("image_size",),
)  # fmt: skip
MODULES = (IMAGE_FOLDER,)
