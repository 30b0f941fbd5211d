"""The search for a module at a point of the canvas, filtered by what fits a loose wire."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.ui.canvas.overlay.choice_list import ROWS, Choice, ChoiceList
from hornstudio.ui.canvas.overlay.search_field import SearchField
from hornstudio.ui.theme import pixmap
from hornstudio.ui.translate import tr, tr_engine

WIDTH_PX = 300
_MARGIN_PX = 8

Fit = Callable[[Module], Choice | None]


class SearchPopup(QFrame):
    """Type, choose with the arrows, Enter. `chosen(kind)` says which; Esc or a click leaves.

    uses: how often each kind was chosen; the most used stand first.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, uses: Mapping[str, int]) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._uses = uses
        self.setObjectName("searchPopup")
        self.setProperty("kind", "overlay")
        self.setFixedWidth(WIDTH_PX)
        self._choices: dict[str, Choice] = {}
        self.field = SearchField()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(tr("Add a module"))
        self.field.setAccessibleName(tr("Search modules"))
        self.field.installEventFilter(self)
        self.field.typed.connect(self._list)
        self.list = ChoiceList()
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.list.currentRowChanged.connect(lambda _row: self._announce())
        self._takes = QLabel()
        self._takes.setProperty("kind", "pill")
        self._empty = QLabel(tr("Nothing fits. Try another word."))
        self._empty.setProperty("tone", "muted")
        self._count = QLabel()
        self._build()
        self.hide()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(6)
        self._sign = QLabel()
        escape = QLabel(tr("Esc"))
        escape.setProperty("kind", "key")
        top = QHBoxLayout()
        top.setContentsMargins(6, 2, 4, 2)
        top.setSpacing(8)
        for part in (self._sign, self.field, escape):
            top.addWidget(part, int(part is self.field))
        rows.addLayout(top)
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 4, 0)
        middle.addWidget(self._takes)
        middle.addStretch(1)
        rows.addLayout(middle)
        rows.addWidget(self.list)
        rows.addWidget(self._empty)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(6, 0, 6, 0)
        keys = QLabel(tr("↑↓ choose   ↵ add"))
        for label in (self._count, keys):
            label.setProperty("tone", "muted")
            label.setProperty("scale", "micro")
        bottom.addWidget(self._count, 1)
        bottom.addWidget(keys)
        rows.addLayout(bottom)

    def ask(self, at: QPoint, fit: Fit, takes: str = "") -> None:
        """Open beside a point of the parent. takes: what must fit, in words."""
        found = (fit(module) for module in catalog().nodes())
        self._choices = {c.module.kind: c for c in found if c is not None}
        self._takes.setText(takes)
        self._takes.setVisible(bool(takes))
        self._sign.setPixmap(pixmap("search", "text.muted", 15, self.devicePixelRatioF()))
        self.field.begin()
        self._list("")
        self.adjustSize()
        self._place(at)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def kinds(self) -> list[str]:
        """What is offered now, best first."""
        return [choice.module.kind for choice in self.list.choices()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, and losing the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event.key())
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.leave()
        return False

    def leave(self) -> None:
        """Close without a choice."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _press(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS}
        steps |= {Qt.Key.Key_PageUp: -ROWS, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if key in steps:
            self.list.step(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _choose(self) -> None:
        choice = self.list.chosen()
        if choice is not None:
            self.hide()
            self.chosen.emit(choice.module.kind)

    def _list(self, text: str) -> None:
        found = catalog().search(text, self._uses)
        choices = [self._choices[m.kind] for m in found if m.kind in self._choices]
        if not text.strip():
            choices.sort(key=lambda choice: not choice.is_wired)
        self.list.show_choices(choices)
        count = len(choices)
        self._empty.setVisible(count == 0)
        self._count.setText(tr("{count} modules", count=count) if count else "")
        self.adjustSize()
        over = self.height() - self._canvas.height() + 2 * _MARGIN_PX
        if over > 0:
            self.list.shorten(over)
            self.adjustSize()

    def _announce(self) -> None:
        """Tell a screen reader what Enter would take; the list itself has no focus."""
        choice = self.list.chosen()
        words = f"{tr_engine(choice.module.title)} {choice.result}".strip() if choice else ""
        self.field.setAccessibleDescription(words)
        if words and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _place(self, at: QPoint) -> None:
        room = self._canvas.rect().marginsRemoved(QMargins(*4 * (_MARGIN_PX,)))
        box = QRect(at, self.sizeHint().expandedTo(self.size()))
        if box.right() > room.right():
            box.moveRight(room.right())
        if box.bottom() > room.bottom():
            box.moveBottom(room.bottom())
        self.move(max(box.left(), room.left()), max(box.top(), room.top()))
