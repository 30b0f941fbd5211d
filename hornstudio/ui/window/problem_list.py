"""Lists of reasons, such as why a file was not opened: every fault by its path."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.translate import tr

_WIDTH_PX, _HEIGHT_PX = 620, 320


class ReasonList(QDialog):
    """A heading, a line under it, the list, and a button that copies it."""

    def __init__(
        self,
        title: str,
        heading: str,
        line: str,
        reasons: list[str],
        icon: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.reasons = reasons
        self.setWindowTitle(title)
        resize_on_screen(self, _WIDTH_PX, _HEIGHT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(current().px("space.x5"))
        column.addLayout(self._heading(heading, line, icon))
        column.addWidget(self._list(), 1)
        column.addWidget(self._buttons())

    def _heading(self, heading: str, line: str, icon: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px("space.x5"))
        sign = QLabel()
        ink = "accent.default" if icon == "info" else f"{icon}.default"
        sign.setPixmap(pixmap(icon, ink, 24, self.devicePixelRatio()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        title = QLabel(heading)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("scale", "title")
        place = QLabel(line)
        place.setWordWrap(True)
        place.setProperty("tone", "secondary")
        words.addWidget(title)
        words.addWidget(place)
        row.addLayout(words, 1)
        return row

    def _list(self) -> QListWidget:
        view = QListWidget()
        view.setWordWrap(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setProperty("kind", "inset")
        view.setAccessibleName(self.windowTitle())
        view.addItems(self.reasons)
        return view

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)  # a button becomes the default of the dialog that it is in
        close = box.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy = box.addButton(tr("Co&py the list"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        box.rejected.connect(self.reject)
        close.setDefault(True)
        return box

    def copy(self) -> None:
        """Put the list on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self.reasons))


class ProblemList(ReasonList):
    """Why a file was not opened."""

    def __init__(
        self, path: Path, reasons: list[str], parent: QWidget | None = None, heading: str = ""
    ) -> None:
        count = len(reasons)
        line = tr("{count} problems, nothing was changed:", count=count)
        super().__init__(
            tr("Not opened"),
            heading or tr("{name} cannot be opened", name=path.name),
            line if count > 1 else tr("One problem, nothing was changed:"),
            reasons,
            "error",
            parent,
        )

    @classmethod
    def of_several(
        cls, asked: int, reasons: list[str], parent: QWidget | None = None
    ) -> "ProblemList":
        """Why some of so many files were not opened, a reason each."""
        count = len(reasons)
        heading = tr("{count} of {all} files cannot be opened", count=count, all=asked)
        return cls(Path(), reasons, parent, heading)
