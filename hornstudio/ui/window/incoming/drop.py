"""Which of the files that were dropped is meant, or why none of them is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from hornstudio.engine.modules.arrays.choosing import is_of_arrays
from hornstudio.engine.modules.pictures.files import is_picture
from hornstudio.engine.modules.pictures.survey import survey
from hornstudio.engine.modules.tables.reading import TABLE_ENDINGS
from hornstudio.ui.window.filing import SUFFIX
from hornstudio.ui.words.translate import tr

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5", ".json")

_SHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
_ARRAYS = (".mat", ".parquet", ".pkl")
_ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar")
_TEXTS = (".txt", ".dat", ".data", ".log")


def files_in(data: QMimeData) -> list[Path]:
    """Local files among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def is_network(path: Path) -> bool:
    """Whether a file is one of HornStudio's own, by its name."""
    return path.suffix.lower() == SUFFIX


def is_keras(path: Path) -> bool:
    """Whether a file may be a model of Keras, by its name."""
    return path.suffix.lower() in KERAS_SUFFIXES


def meant(paths: Sequence[Path]) -> Path | None:
    """The one file among them that can be opened or imported; None for none or several."""
    found = [path for path in paths if is_network(path) or is_keras(path)]
    return found[0] if len(found) == 1 else None


def pictures(paths: Sequence[Path]) -> Path | None:
    """The folder of pictures that was dropped; where it only wraps another one, as archives do,
    that one.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        return None
    found = survey(str(paths[0]))
    if len(found.classes) == 1:
        within = paths[0] / found.classes[0]
        if survey(str(within)).trouble is None:
            return within
    return paths[0] if found.trouble is None else None


def single_pictures(paths: Sequence[Path]) -> list[Path]:
    """Pictures that were dropped by themselves, and nothing else with them."""
    return [*paths] if all(is_picture(path.name) and path.is_file() for path in paths) else []


def table(paths: Sequence[Path]) -> Path | None:
    """The table that was dropped; None for none or several."""
    is_one = len(paths) == 1 and paths[0].suffix.lower() in TABLE_ENDINGS and paths[0].is_file()
    return paths[0] if is_one else None


def arrays(paths: Sequence[Path]) -> list[Path]:
    """Files of arrays, where there is nothing else."""
    return [*paths] if all(map(is_of_arrays, paths)) else []


def several_data(paths: Sequence[Path]) -> list[Path]:
    """Tables, arrays and folders of pictures, where there are several and nothing else."""
    if len(paths) < 2 or not all(map(_may_be_data, paths)):
        return []
    found = [path if path.is_file() else pictures([path]) for path in paths]
    return [path for path in found if path] if all(found) else []


def _may_be_data(path: Path) -> bool:
    return path.is_dir() or table([path]) is not None or is_of_arrays(path)


def networks(paths: Sequence[Path]) -> list[Path]:
    """Networks, where there are several and nothing else: each gets a tab."""
    return list(paths) if len(paths) > 1 and all(map(is_network, paths)) else []


def why_not_predicted() -> str:
    """Why pictures cannot be shown to a network, and what can be done with them."""
    return tr(
        "A trained network is asked about pictures that are dropped: open one and train it, then "
        "drop them again. To train on pictures, put them into a folder with a subfolder for each "
        "class, such as cat and dog, and drop that folder."
    )


def why_none(paths: Sequence[Path]) -> str:
    """Why nothing that was dropped can be taken, and what could be."""
    kinds = tr(
        "a network (.horn), a model of Keras (.keras, .h5, .json), a table (.csv, .tsv), arrays "
        "(.npz, .npy), or a folder of pictures with a subfolder for each class"
    )
    if not paths:
        return tr("What was dropped is no file on this computer; drop {kinds}.", kinds=kinds)
    if len(paths) > 1:
        count = len(paths)
        return tr(
            "{count} files were dropped that cannot be taken together; drop only networks, only "
            "tables, arrays and folders of pictures, or one: {kinds}.",
            count=count,
            kinds=kinds,
        )
    if paths[0].is_dir():
        return tr("{name} is a folder; drop {kinds}.", name=paths[0].name, kinds=kinds)
    kind = paths[0].suffix or tr("no ending")
    refused = "HornStudio does not open such files ({kind}); drop {kinds}."
    return " ".join(filter(None, (tr(refused, kind=kind, kinds=kinds), _way_in(paths[0]))))


def _way_in(path: Path) -> str:
    """What can be done so that what is in a file of another kind can be taken; or nothing."""
    ending = path.suffix.lower()
    if ending in _SHEETS:
        return tr("In the program that made it, save each sheet as a table (.csv), and drop that.")
    if ending in _ARRAYS:
        return tr(
            "To train on what is in it, write it with a row for each sample: as a table (.csv), as "
            "DataFrame.to_csv of pandas does, or as arrays (.npz), as numpy.savez does."
        )
    if ending in _ARCHIVES:
        return tr("Unpack it, and drop what was in it.")
    if ending in _TEXTS:
        return tr("If a table is in it, let its name end in .csv, and drop it again.")
    return ""
