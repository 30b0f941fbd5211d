"""The way back out of composites, at the top left of the canvas."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from hornstudio.ui.theme import pixmap
from hornstudio.ui.words.translate import tr

_ARROW_PX = 13
_LONGEST = 28


class Breadcrumb(QFrame):
    """A button for every level around the one that is shown, which is named last.

    chosen(trail)   that level is wanted
    """

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setProperty("kind", "overlay")
        self.setAccessibleName(tr("Where you are"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 3, 10, 3)
        self._row.setSpacing(2)
        self._shown: list[tuple[tuple[str, ...], str]] = []
        self.hide()

    def show_steps(self, steps: Sequence[tuple[tuple[str, ...], str]]) -> None:
        """Show the levels from the top to the one that is shown; nothing at the top itself."""
        if list(steps) == self._shown:
            return
        self._shown = list(steps)
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for trail, name in steps[:-1]:
            self._add(self._button(trail, name))
            self._add(self._arrow())
        if steps:
            here = QLabel(_short(steps[-1][1]))
            here.setTextFormat(Qt.TextFormat.PlainText)
            here.setContentsMargins(5, 0, 0, 0)  # as far from the arrow as a button's words
            here.setAccessibleName(tr("Inside {name}", name=steps[-1][1]))
            self._add(here)
        self.setVisible(len(steps) > 1)
        self.adjustSize()

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        # Within a row that is seen already Qt shows it later, and until then it takes no room.
        widget.show()

    def buttons(self) -> list[QToolButton]:
        """Ways back, the outermost first."""
        items = [self._row.itemAt(i) for i in range(self._row.count())]
        found = [item.widget() for item in items if item is not None]
        return [w for w in found if isinstance(w, QToolButton)]

    def _button(self, trail: tuple[str, ...], name: str) -> QToolButton:
        button = QToolButton()
        button.setText(_short(name).replace("&", "&&"))
        button.setProperty("dense", True)
        button.setToolTip(tr("Back to {name}", name=name))
        button.setAccessibleName(tr("Back to {name}", name=name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self.chosen.emit, trail))
        return button

    def _arrow(self) -> QLabel:
        arrow = QLabel()
        arrow.setPixmap(pixmap("chevron-right", "text.muted", _ARROW_PX, self.devicePixelRatioF()))
        return arrow


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
