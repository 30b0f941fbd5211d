"""Unsaved work that was found, with the ways to bring it back."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.storage.journal import Found, Work
from hornstudio.ui.panels.welcome.drawn import GraphPainter
from hornstudio.ui.panels.welcome.picture import Picture
from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.title import work_title
from hornstudio.ui.words.translate import tr
from hornstudio.ui.words.when import when_text

_PICTURE = QSize(148, 68)
_ICON_PX = 18
_NARROW_PX = 560


class Offer(QFrame):
    """One row for each network that was found. Signals say what was chosen, with its `Found`.

    before: what the Tab key leaves for the first row.
    """

    restore_chosen = Signal(object)
    look_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(
        self, paint_graph: GraphPainter, before: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paint_graph = paint_graph
        self._before = before
        self.rows: list[OfferRow] = []
        self.setProperty("kind", "found")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon = QLabel()
        self.heading = QLabel()
        self.heading.setProperty("scale", "group")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 14)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        current().changed.connect(self._paint_icon)
        self._paint_icon()
        self.hide()

    def show_found(self, found: Sequence[Found]) -> None:
        """Offer these in place of those before; none hides the offer."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [OfferRow(each, self._paint_graph) for each in found]
        last = self._before
        for row in self.rows:
            self._column.addWidget(row)
            for button in (row.discard, row.look, row.restore):
                QWidget.setTabOrder(last, button)
                last = button
            row.restore.clicked.connect(lambda _=False, f=row.found: self.restore_chosen.emit(f))
            row.look.clicked.connect(lambda _=False, f=row.found: self.look_chosen.emit(f))
            row.discard.clicked.connect(lambda _=False, f=row.found: self.discard_chosen.emit(f))
        self.heading.setText(
            tr("HornStudio ended before this was saved. Nothing is lost: bring it back.")
        )
        self.setVisible(bool(self.rows))

    def _paint_icon(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("history", "warning.default", _ICON_PX, ratio))


class OfferRow(QWidget):
    """Picture, title, when and where; three buttons."""

    def __init__(
        self, found: Found, paint_graph: GraphPainter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.found = found
        title, line = words_of(found, datetime.now())
        self.title, self.line = ElidedLabel(), ElidedLabel()
        self.title.setProperty("scale", "group")
        self.line.setProperty("scale", "small")
        self.line.setProperty("tone", "secondary")
        self.title.show_text(title)
        self.line.show_text(line)
        self.discard = _button(tr("Discard…"), "quiet", title)
        self.look = _button(tr("Look at it"), "", title)
        self.restore = _button(tr("Restore"), "primary", title)
        keeping_place = self.restore.sizePolicy()
        keeping_place.setRetainSizeWhenHidden(True)
        self.restore.setSizePolicy(keeping_place)
        self.restore.setVisible(found.work is not None)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        graph = found.work.graph if found.work else None
        self.picture = Picture(graph, paint_graph, _PICTURE)
        row.addWidget(self.picture)
        row.addSpacing(4)
        row.addLayout(words, 1)
        for button in (self.discard, self.look, self.restore):
            row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the words are worth more than the picture."""
        super().resizeEvent(event)
        self.picture.setVisible(self.width() >= _NARROW_PX)


def words_of(found: Found, now: datetime) -> tuple[str, str]:
    """Title and one line about what was found."""
    work = found.work
    if work is None:
        return tr("Unsaved work"), f"{tr('cannot be read')} · {found.place}"
    when = tr("edited {when}", when=when_text(datetime.fromtimestamp(work.edited_at), now))
    where = str(work.file) if work.file else tr("never saved")
    return work_title(work), f"{_modules(work)} · {when} · {where}"


def _modules(work: Work) -> str:
    count = len(work.graph.nodes)
    return tr("1 module") if count == 1 else tr("{count} modules", count=count)


def _button(text: str, kind: str, title: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setAccessibleName(f"{text} ({title})")
    return button
