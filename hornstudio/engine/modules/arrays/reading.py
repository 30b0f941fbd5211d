"""Arrays in files, as NumPy saves them. Plain Python that stands alone: exports quote it."""

import os
import zipfile

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.own_path import find_own

ARRAY_ENDINGS = (".npz", ".npy")


def find_arrays(path):
    """Where a file is: as it is named, or below a folder of $HORNSTUDIO_DATA."""
    return find_own(path, os.path.isfile)


def is_archive(file):
    """Whether a file holds several arrays (.npz), or is one (.npy), whatever it is called."""
    with open(file, "rb") as content:
        return content.read(2) == b"PK"


def array_names(file):
    """Names of the arrays of an .npz in their order; of an .npy all that are in its folder."""
    if not is_archive(file):
        beside = [name for name in os.listdir(file.parent) if name[0] != "."]
        return sorted({file.stem, *(n[:-4] for n in beside if n.lower().endswith(".npy"))})
    with zipfile.ZipFile(file) as content:
        return [name[:-4] for name in content.namelist() if name.endswith(".npy")]


def own_name(file):
    """What the array of an .npy is called: as its file; None for an .npz."""
    return None if is_archive(file) else file.stem


def file_of(file, name):
    """The .npy that holds an array: the one that was chosen, or one beside it."""
    return file if name == file.stem else file.parent / f"{name}.npy"


def read_array(file, name):
    """All of an array of that name."""
    if not is_archive(file):
        return np.load(file_of(file, name), allow_pickle=False)
    with np.load(file, allow_pickle=False) as arrays:
        return arrays[f"{name}.npy"]
