"""What this is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from hornstudio import __version__
from hornstudio.ui.theme import app_icon
from hornstudio.ui.words.translate import tr

_ICON_PX = 64


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
            tr(
                "Free software under the Apache License 2.0. The digits and fonts that ship with "
                "it have licences of their own, which lie beside them."
            )
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


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox()
    box.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
    box.rejected.connect(dialog.reject)
    return box
