"""All dials of the run in progress, floating over the window until it is closed."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.dial import FROZEN
from hornstudio.ui.panels.training.knobs.row import KnobRow
from hornstudio.ui.panels.training.knobs.turner import Turner
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.pointing import is_pointed_at
from hornstudio.ui.words.translate import tr

_WIDTH_PX = 360
_HIGHEST_PX = 460
_GAP_PX = 6
_WHILE_TYPING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_UNDO_AND_REDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Popover(QFrame):
    """A row for each dial, rates first, freezing last. Escape closes it. closed()"""

    closed = Signal()

    def __init__(self, turner: Turner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Knobs of the run"))
        self.turner = turner
        self.rows: dict[str, KnobRow] = {}
        title = QLabel(tr("Change while it trains"), self)
        title.setProperty("scale", "heading")
        self._note = _note(_what_turning_does(), self)
        self._is_over = False
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out(title)
        self.hide()
        turner.changed.connect(self._on_changed)

    def _lay_out(self, title: QLabel) -> None:
        close = QToolButton(self)
        close.setProperty("kind", "icon")
        close.setProperty("dense", True)
        close.setToolTip(tr("Close"))
        close.setAccessibleName(tr("Close the knobs"))
        set_icon(close, "close", size=14)
        close.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(_GAP_PX)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._scroll, 1)
        self._fixed = title.sizeHint().height() + self._note.heightForWidth(_WIDTH_PX - 24)
        self.setFixedWidth(_WIDTH_PX)

    def open_over(self, anchor: QWidget) -> None:
        """Show the dials as they are now, above a widget where the window has room."""
        window = anchor.window()
        self.setParent(window)
        self._set_over(False)
        held = self._build()
        is_wrapped = held.hasHeightForWidth()  # by a sentence in it
        high = held.heightForWidth(_WIDTH_PX - 24) if is_wrapped else held.sizeHint().height()
        wanted = self._fixed + high + 8 * _GAP_PX
        self.resize(_WIDTH_PX, min(_HIGHEST_PX, wanted, window.height() - 2 * _GAP_PX))
        corner = anchor.mapTo(window, QPoint(0, -self.height() - _GAP_PX))
        left = min(corner.x(), window.width() - self.width() - _GAP_PX)
        self.move(max(_GAP_PX, left), max(_GAP_PX, corner.y()))
        self.show()
        self.raise_()
        first = next(iter(self.rows.values()), None)
        if first is not None:
            (first.slider or first.field.editors()[0]).setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _build(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, _GAP_PX, 8, 0)
        column.setSpacing(10)
        self.rows = {}
        keys = sorted(self.turner.dials, key=self._order)
        for key in keys:
            dial = self.turner.dials[key]
            row = KnobRow(dial, self.turner.label(key), held)
            row.show_value(self.turner.shown(key))
            row.hint.say(self.turner.hint(key))
            row.value_chosen.connect(lambda value, key=key: self.turner.turn(key, value))
            column.addWidget(row)
            self.rows[key] = row
        column.addStretch()
        self._scroll.setWidget(held)
        return held

    def _order(self, key: str) -> tuple[bool, bool]:
        """Freezing last, learning rates first."""
        name = self.turner.dials[key].name
        return name == FROZEN, not name.startswith("learning_rate")

    def _on_changed(self) -> None:
        if not self.isVisible():
            return
        if self._is_over and self.turner.can_turn:  # another run, with knobs of its own
            self.leave()
        elif not self.turner.can_turn:
            self._end()
        else:
            self._show_values()

    def _end(self) -> None:
        """Whoever works here must not click or type into what lies below: then it stays."""
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self.isAncestorOf(focused)
        if not has_focus and not is_pointed_at(self):
            self.leave()
        elif not self._is_over:
            self.setFocus()  # of a field that is switched off it would go to the canvas
            self._set_over(True)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self._scroll.setEnabled(not is_over)
        over = tr("The run is over: its knobs turn nothing any more. Escape closes them.")
        self._note.setText(over if is_over else _what_turning_does())

    def _show_values(self) -> None:
        for key, row in self.rows.items():
            row.show_value(self.turner.shown(key))
            row.hint.say(self.turner.hint(key))

    def event(self, event: QEvent) -> bool:
        """Undo is that of the knobs here: what the document would take back is not looked at."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._keeps(event):
            event.accept()
            return True
        return super().event(event)

    def _keeps(self, event: QKeyEvent) -> bool:
        """Whether a key is not for the window below; what was typed into a field was for that."""
        is_typed = not event.modifiers() & ~_WHILE_TYPING
        return (self._is_over and is_typed) or any(map(event.matches, _UNDO_AND_REDO))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, and what was turned last is taken back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.turner.take_back()
        elif not self._keeps(event):
            super().keyPressEvent(event)


def _what_turning_does() -> str:
    return tr(
        "Each change takes effect at the next steps, is marked on the charts and repeated "
        "when the run is resumed. The first one compiles the network once more; so does "
        "thawing a layer that began frozen."
    )


def _note(words: str, parent: QWidget) -> QLabel:
    """A muted sentence, in as many lines as it takes."""
    note = QLabel(words, parent)
    note.setProperty("scale", "micro")
    note.setProperty("tone", "muted")
    note.setWordWrap(True)
    return note
