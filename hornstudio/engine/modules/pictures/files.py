"""Which pictures a folder has, and of what class. Plain Python that stands alone: exports quote it.

A folder has a subfolder for each class; or, one floor deeper, for training, validation and test.
"""

import os
import unicodedata

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.own_path import find_own

PICTURE_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
PART_NAMES = (("train", "training"), ("test", "testing"), ("validation", "valid", "val"))


def find_folder(directory):
    """Where a folder is: as it is named, or below a folder of $HORNSTUDIO_DATA."""
    return find_own(directory, os.path.isdir)


def subfolders(folder):
    """Names of the folders in a folder, sorted; hidden ones are left out."""
    with os.scandir(folder) as found:
        return sorted(f.name for f in found if f.name[0] != "." and f.is_dir())


def class_folders(folder):
    """Folders of a folder by the class that they are for, sorted by its name.

    Macs write the letters of a name apart (NFD), other systems together (NFC): to a person that is
    the same name, and so both are the same class, called as it is written together.
    """
    found: dict[str, list] = {}
    for name in subfolders(folder):
        found.setdefault(unicodedata.normalize("NFC", name), []).append(folder / name)
    return dict(sorted(found.items()))


def part_folders(folder):
    """Folders of the training, test and validation pictures, None where there are none.

    The folder itself holds the training pictures unless it has a folder `train` with classes.
    """
    named = {name.lower(): folder / name for name in subfolders(folder)}
    parts = [next((named[n] for n in names if n in named), None) for names in PART_NAMES]
    return parts if parts[0] and subfolders(parts[0]) else [folder, None, None]


def is_picture(name):
    """Whether a file is one by its name; hidden files are none."""
    return name.lower().endswith(PICTURE_ENDINGS) and name[0] != "."


def list_pictures(folder, classes):
    """Paths of the pictures in the folders of the classes, and for each the number of its class.

    Class by class, in each by folder and name, as Keras orders them; hidden files are left out.
    """
    paths, labels = [], []
    folders = class_folders(folder)
    for label, name in enumerate(classes):
        walks = [found for place in folders.get(name, ()) for found in os.walk(place)]
        for place, _, files in sorted(walks, key=lambda found: found[0]):
            good = [f for f in files if is_picture(f)]
            paths += [os.path.join(place, f) for f in sorted(good)]
            labels += [label] * len(good)
    return paths, np.array(labels, np.int32)


def as_labels(numbers, classes, label_mode):
    """Numbers of classes [N] as they are, or one-hot [N, classes] where that is the mode."""
    return numbers if label_mode == "int" else np.eye(len(classes), dtype=np.float32)[numbers]
