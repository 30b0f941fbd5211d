"""A setting's own field, as in the inspector, floating over the node that shows it."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Param
from hornstudio.ui.form.fields.field import Edit, Field
from hornstudio.ui.form.fields.table import make_field
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr_engine

_LEAST_WIDTH_PX = 190
_MARGIN_PX = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ValueEditor(QFrame):
    """Enter or leaving it takes the value, Esc leaves the old one, Tab goes on to the next.

    edited(json)     a good value was given; `edit` says it in words
    moved_on(step)   the setting after (1) or before (-1) this one is wanted
    """

    edited = Signal(object)
    moved_on = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.setObjectName("valueEditor")
        self.setProperty("kind", "overlay")
        self.field: Field | None = None
        self.label = QLabel()
        self.label.setProperty("tone", "secondary")
        self.label.setProperty("scale", "micro")
        self.refusal = RefusalLabel()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(_MARGIN_PX, 6, _MARGIN_PX, _MARGIN_PX)
        self._rows.setSpacing(3)
        self._rows.addWidget(self.label)
        self._rows.addWidget(self.refusal)
        self.hide()

    @property
    def edit(self) -> Edit:
        """The latest edit, in words."""
        assert self.field is not None
        return self.field.edit

    def ask(self, param: Param, raw: Any, modules: Catalog, box: QRect) -> None:
        """Show the field of a param over a place of the view."""
        self._clear()
        field = self.field = make_field(param, modules)
        label = tr_engine(param.label)
        field.name_editors(label, tr_engine(param.help))
        self.label.setText(label)
        self._rows.insertWidget(1, field)
        if field.below is not None:
            self._rows.insertWidget(2, field.below)
        field.refused.connect(self._on_refused)
        self._on_refused("")
        self.show()
        self.raise_()
        self._take_focus(field, raw)
        field.value_edited.connect(self.edited)
        for editor in field.editors():
            editor.installEventFilter(self)
        self.place(box)

    def place(self, box: QRect) -> None:
        """Stand over a place of the view, within the view."""
        width = max(box.width() + 2 * _MARGIN_PX, _LEAST_WIDTH_PX)
        self.setFixedWidth(width)
        self.adjustSize()
        room = self._view.rect()
        size = QSize(width, self.height())
        left = min(max(box.left() - _MARGIN_PX, 0), max(room.width() - size.width(), 0))
        top = min(max(box.center().y() - size.height() // 2, 0), room.height() - size.height())
        self.move(left, max(top, 0))

    def show_value(self, raw: Any) -> None:
        """Show another value; what is being typed stays."""
        if self.field is not None:
            self.field.show_value(raw)

    def finish(self) -> bool:
        """Take what was typed and close; one that is refused stays to be mended."""
        if self.field is None:
            return True
        self.field.commit()
        if self.field is not None and self.field.is_pending:
            return False
        self.leave()
        return True

    def leave(self) -> None:
        """Close, and leave the value as it is."""
        if self.field is None:
            return
        held = QApplication.focusWidget()
        had_focus = held is not None and self.isAncestorOf(held)
        self._clear()
        self.hide()
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field, before it sees them itself."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(watched, event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nothing inside had a use for must not reach the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER:
            self.finish()
        event.accept()

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self._tab(watched, 1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _tab(self, watched: QObject, step: int) -> bool:
        """From the last box of a field to the next setting."""
        assert self.field is not None
        editors: list[QObject] = list(self.field.editors())
        if watched is not editors[-1 if step > 0 else 0]:
            return False
        if self.finish():
            self.moved_on.emit(step)
        return True

    def _take_focus(self, field: Field, raw: Any) -> None:
        """Go to the field, all of it chosen, so that typing replaces it."""
        first = field.editors()[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        # Only now: Orca takes a field in which the cursor moves for known, and says no name.
        field.show_value(raw)
        if isinstance(first, QLineEdit | QAbstractSpinBox):
            first.selectAll()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Going elsewhere takes the value, if it can be taken; a list that drops down is no
        elsewhere, nor is another window.
        """
        if now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now) and not self.finish():
            self.leave()

    def _on_refused(self, text: str) -> None:
        self.refusal.say(text)
        self.adjustSize()

    def _clear(self) -> None:
        field, self.field = self.field, None
        if field is None:
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._on_focus_changed)
        # Losing the focus, a field would take what is only half typed.
        field.value_edited.disconnect(self.edited)
        field.drop()
        for part in (field, field.below):
            if part is not None:
                self._rows.removeWidget(part)
                part.hide()
                part.deleteLater()
