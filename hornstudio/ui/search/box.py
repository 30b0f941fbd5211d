"""A field over a list of what fits: type, choose with the arrows, Enter."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hornstudio.ui.search.entry_list import ROWS, Entry, EntryList
from hornstudio.ui.search.field import SearchField
from hornstudio.ui.theme import pixmap
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.widgets.keyboard import is_elsewhere
from hornstudio.ui.words.translate import tr

MARGIN_PX = 8
"""Least room between a box and the edge of what it floats over."""
_LEAST_PX = 180
_ICON_PX = 15
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchBox(QFrame):
    """Floats over its parent while it is used. Subclasses say what fits, and what Enter does.

    left()   closed without a choice: Esc, or the focus went elsewhere, as was_forsaken then says
    wide_px  how wide it is where there is room for that
    """

    left = Signal()
    wide_px = 360

    def __init__(self, parent: QWidget, hint: str, name: str, list_name: str) -> None:
        super().__init__(parent)
        self.around = parent
        self.was_forsaken = False
        self.goes_on = False
        """Whether Shift was held with Enter, for those that can go on with another search."""
        self.setProperty("kind", "overlay")
        self.field = SearchField()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.field.installEventFilter(self)
        self.field.typed.connect(self.renew)
        self.list = EntryList(list_name)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.list.currentRowChanged.connect(lambda _row: self._announce())
        self.top = QVBoxLayout()
        self.empty = QLabel()
        self.count = QLabel()
        self.keys = QLabel()
        self._sign = QLabel()
        self._build()
        self.hide()

    def entries(self, text: str) -> list[Entry]:
        """What fits a text, best first."""
        raise NotImplementedError

    def take(self, entry: Entry) -> bool:
        """Do what was chosen. False keeps the box open, because it cannot be done now."""
        raise NotImplementedError

    def counted(self, count: int) -> str:
        """How much there is, in words."""
        raise NotImplementedError

    def spoken(self, entry: Entry) -> str:
        """What a screen reader says of what Enter would take."""
        return entry.spoken

    def begin(self) -> None:
        """Open, with nothing typed."""
        self._sign.setPixmap(pixmap("search", "text.muted", _ICON_PX, self.devicePixelRatioF()))
        self.field.begin()
        self.renew("")
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Be empty for the next time.

        A field that is emptied as it gets the keyboard is taken by Orca for one that it knows, and
        its name is not said.
        """
        super().hideEvent(event)
        if not event.spontaneous():
            with QSignalBlocker(self.field):
                self.field.begin()

    def place(self) -> None:
        """Move to where it belongs."""
        raise NotImplementedError

    def renew(self, text: str) -> None:
        """List what fits a text."""
        self.setFixedWidth(max(_LEAST_PX, min(self.wide_px, self.around.width() - 2 * MARGIN_PX)))
        entries = self.entries(text)
        with QSignalBlocker(self.list):  # each row that comes and goes would be said
            self.list.show_entries(entries)
        self._announce()
        self.empty.setVisible(not entries)
        self.count.setText(self.counted(len(entries)) if entries else "")
        self.adjustSize()
        over = self.height() - self.around.height() + 2 * MARGIN_PX
        if over > 0:
            self.list.shorten(over)
            self.adjustSize()

    def leave(self) -> None:
        """Close without a choice."""
        if self.isVisible():
            self.was_forsaken = is_elsewhere(self)
            self.hide()
            self.left.emit()

    def escape(self) -> None:
        """Esc was pressed."""
        self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, and losing the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.leave()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _STEPS:
            self.list.step(_STEPS[Qt.Key(key)])
        elif key in _ENTER:
            self._choose(goes_on=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self.escape()
        else:
            return False
        return True

    def _choose(self, *, goes_on: bool = False) -> None:
        self.goes_on = goes_on
        entry = self.list.chosen()
        if entry is not None:
            self.take(entry)

    def _announce(self) -> None:
        """Tell a screen reader what Enter would take; the list itself has no focus."""
        entry = self.list.chosen()
        describe(self.field, self.spoken(entry) if entry else self.empty.text())

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(self._head())
        rows.addLayout(self.top)
        rows.addWidget(self.list)
        rows.addWidget(self.empty)
        rows.addLayout(self._foot())
        self.empty.setProperty("tone", "muted")
        self.empty.setProperty("scale", "small")
        self.empty.setContentsMargins(6, 0, 6, 2)

    def _head(self) -> QHBoxLayout:
        escape = QLabel(tr("Esc"))
        escape.setProperty("kind", "key")
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 4, 2)
        row.setSpacing(8)
        for part in (self._sign, self.field, escape):
            row.addWidget(part, int(part is self.field))
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        for label in (self.count, self.keys):
            label.setProperty("tone", "muted")
            label.setProperty("scale", "micro")
        row.addWidget(self.count, 1)
        row.addWidget(self.keys)
        return row
