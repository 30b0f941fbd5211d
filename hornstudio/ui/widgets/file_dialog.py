"""The dialogs in which files and folders are chosen: all are made, and asked, here."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QListView, QWidget

from hornstudio.ui.words.translate import tr

_Label = QFileDialog.DialogLabel
_Mode = QFileDialog.FileMode
_BESIDE_PX = 8
_WIDEST_PX = 240


def to_open(
    window: QWidget, title: str, filters: Iterable[str], *, several: bool = False
) -> QFileDialog:
    """For files that are there. filters: each `Words (*.suffix)`, the first one chosen."""
    dialog = _make(window, title)
    dialog.setFileMode(_Mode.ExistingFiles if several else _Mode.ExistingFile)
    dialog.setNameFilters(list(filters))
    return dialog


def to_save(window: QWidget, title: str, suffixes: Mapping[str, str]) -> QFileDialog:
    """For a file to be written. suffixes: by filter, what a name without one gets."""
    dialog = _make(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(suffixes))
    dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(suffixes[name][1:]))
    dialog.setDefaultSuffix(next(iter(suffixes.values()))[1:])
    return dialog


def to_choose_folder(window: QWidget, title: str) -> QFileDialog:
    """For a folder that is there."""
    dialog = _make(window, title)
    dialog.setFileMode(_Mode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


def chosen(dialog: QFileDialog) -> list[Path]:
    """Let the person choose; none where they leave it. The dialog is gone then."""
    names = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return [Path(name) for name in names]


def _make(window: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(window, title)
    # WORKAROUND(Qt 6.11): its own translations lack these two. Drop when qtbase_ko.ts has them.
    dialog.setLabelText(_Label.LookIn, tr("&Look in:"))
    dialog.setLabelText(_Label.FileType, tr("Files of &type:"))
    _show_places_whole(dialog)
    return dialog


def _show_places_whole(dialog: QFileDialog) -> None:
    """Give the list of places the room that its names need; a system's own dialog has none."""
    places = dialog.findChild(QListView, "sidebar")
    if places is not None:
        need = places.sizeHintForColumn(0) + 2 * places.frameWidth() + _BESIDE_PX
        places.setMinimumWidth(min(need, _WIDEST_PX))
