"""Two small dialogs: what this is, and every key that does something."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hornstudio import __version__
from hornstudio.ui.theme import app_icon
from hornstudio.ui.translate import tr

_ICON_PX = 64
_COLUMNS = 2


class About(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About HornStudio"))
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(_ICON_PX, _ICON_PX))
        name = QLabel("HornStudio " + __version__)
        name.setProperty("scale", "heading")
        what = _wrapped(
            tr("Wire neural networks by mouse, watch them learn, take plain Python home.")
        )
        free = _wrapped(
            tr("Free software under the Apache License 2.0. The digits and fonts that ship with")
            + " "
            + tr("it have licences of their own, which lie beside them.")
        )
        free.setProperty("tone", "muted")
        words = QVBoxLayout()
        for label in (name, what, free):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(20)
        column.addLayout(row)
        column.addWidget(_close_button(self))
        self.setFixedWidth(460)


class Shortcuts(QDialog):
    """Keys by what they do, in the groups of the menu bar."""

    def __init__(
        self, groups: list[tuple[str, list[QAction]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        room = QHBoxLayout()
        room.setSpacing(40)
        for column in columns:
            column.setSpacing(20)
            room.addLayout(column, 1)
        heights = [0] * _COLUMNS
        for title, actions in [*groups, (tr("Canvas"), [])]:
            pairs = _canvas_pairs() if not actions else _pairs(actions)
            if pairs:
                shortest = heights.index(min(heights))
                columns[shortest].addLayout(_group(title, pairs))
                heights[shortest] += len(pairs) + 1
        for column in columns:
            column.addStretch()
        self._fill(room)

    def _fill(self, room: QHBoxLayout) -> None:
        inside = QWidget()
        room.setContentsMargins(24, 20, 24, 12)
        inside.setLayout(room)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 16)
        foot.addWidget(_close_button(self))
        column.addLayout(foot)
        self.resize(760, 600)


def _pairs(actions: list[QAction]) -> list[tuple[str, str]]:
    found = []
    for action in actions:
        # The first one: others are for keys that few keyboards have.
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            found.append((action.statusTip() or action.iconText(), keys))
    return found


def _canvas_pairs() -> list[tuple[str, str]]:
    """What mouse and keys do on the canvas itself."""
    return [
        (tr("Add a module here"), tr("Tab, Space, or double-click")),
        (tr("Move the view"), tr("Space and drag, or the middle button")),
        (tr("Zoom"), tr("Ctrl and the wheel")),
        (tr("Select several"), tr("Drag over them, or Shift and click")),
        (tr("Move what is selected"), tr("Arrow keys")),
        (tr("Put a module into a wire"), tr("Drop it there, or double-click the wire")),
        (tr("Take modules out of their wires"), tr("Alt and drag")),
        (tr("Draw several wires from one port"), tr("Ctrl while letting go")),
        (tr("Plug a wire in elsewhere"), tr("Drag it near its end")),
        (tr("Cut wires"), tr("Ctrl and drag with the right button")),
    ]


def _group(title: str, pairs: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    head = QLabel(title.replace("&", ""))
    head.setProperty("scale", "group")
    grid.addWidget(head, 0, 0, 1, 2)
    for row, (words, keys) in enumerate(pairs, start=1):
        line = _wrapped(words)
        line.setProperty("tone", "secondary")
        key = QLabel(keys)
        key.setProperty("tone", "muted")
        grid.addWidget(line, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    return grid


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox()
    box.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
    box.rejected.connect(dialog.reject)
    return box
