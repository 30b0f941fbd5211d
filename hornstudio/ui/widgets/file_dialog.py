"""The dialogs in which files and folders are chosen: all are made, and asked, here."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QListView,
    QToolButton,
    QTreeView,
    QWidget,
)

from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.translate import tr

_Label = QFileDialog.DialogLabel
_Mode = QFileDialog.FileMode
_BESIDE_PX = 8
_WIDEST_PX = 240
_ROWS_LOOKED_AT = 50
_KIND = 2
# Qt's own for these are black, and cannot be seen on a dark ground.
_ARROWS = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "chevron-up",
}


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
    dialog.suffixes = suffixes
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
    paths = [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
    dialog.deleteLater()
    if not isinstance(dialog, _FileDialog):
        return paths
    whole = [dialog.whole(path) for path in paths]
    # A system's own dialog has asked about the name as it was typed.
    news = [path for path in whole if path not in paths and path.exists()]
    return whole if all(_may_replace(dialog, path) for path in news) else []


class _FileDialog(QFileDialog):
    """suffixes: by filter, what a name gets; also one like `resnet-1.5`, whose dot begins none."""

    suffixes: Mapping[str, str] = MappingProxyType({})

    def accept(self) -> None:
        """Complete the name before Qt asks whether a file of that name is to be replaced."""
        field = self.findChild(QLineEdit, "fileNameEdit")
        if field is not None and field.text() and not self._is_folder(field.text()):
            typed = Path(field.text())
            if self.whole(typed) != typed:
                field.setText(str(self.whole(typed)))
        super().accept()

    def whole(self, path: Path) -> Path:
        """The path with a suffix that can be chosen here, unless all files are."""
        name, known = self.selectedNameFilter(), set(self.suffixes.values())
        is_any = name not in self.suffixes or self.suffixes[name] not in name
        if is_any or path.suffix.lower() in known:
            return path
        return path.with_name(path.name + self.suffixes[name])

    def _is_folder(self, typed: str) -> bool:
        # Path.expanduser complains of a user who is not there.
        return Path(self.directory().path(), os.path.expanduser(typed)).is_dir()


def _may_replace(dialog: QFileDialog, path: Path) -> bool:
    title, text = dialog.windowTitle(), tr("{name} is there already.", name=path.name)
    return ask(dialog.parentWidget() or dialog, title, text, "", (tr("Replace"),)) == 0


def _make(window: QWidget, title: str) -> _FileDialog:
    dialog = _FileDialog(window, title)
    # WORKAROUND(Qt 6.11): its own translations lack these two. Drop when qtbase_ko.ts has them.
    dialog.setLabelText(_Label.LookIn, tr("&Look in:"))
    dialog.setLabelText(_Label.FileType, tr("Files of &type:"))
    for name, icon in _ARROWS.items():
        if (button := dialog.findChild(QToolButton, name)) is not None:
            set_icon(button, icon)
    _show_places_whole(dialog)
    _show_columns_whole(dialog)
    resize_on_screen(dialog, dialog.width(), dialog.height())
    return dialog


def _show_columns_whole(dialog: QFileDialog) -> None:
    """Give size and date the room that they need, and names the rest; a filter says the kind."""
    files = dialog.findChild(QTreeView, "treeView")
    if files is None:
        return
    header = files.header()
    header.setResizeContentsPrecision(_ROWS_LOOKED_AT)
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.hideSection(_KIND)


def _show_places_whole(dialog: QFileDialog) -> None:
    """Give the list of places the room that its names need; a system's own dialog has none."""
    places = dialog.findChild(QListView, "sidebar")
    if places is not None:
        need = places.sizeHintForColumn(0) + 2 * places.frameWidth() + _BESIDE_PX
        places.setMinimumWidth(min(need, _WIDEST_PX))
