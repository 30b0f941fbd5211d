"""What chooses among the runs: words as they are typed, a state, a tag, hidden ones too."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from hornstudio.engine.runs.query import without_half_typed
from hornstudio.engine.runs.record import STATES
from hornstudio.ui.panels.runs.column import state_word
from hornstudio.ui.search.field import SearchField
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr

_FIELD_PX, _STATE_PX, _TAG_PX = 250, 118, 104
_LEAST_PX = 110
_WITH_TAG_PX, _WITH_STATE_PX = 420, 290
"""Widths below which a list to choose from goes; what it chooses can be typed as well."""


class FilterBar(QWidget):
    """changed(): another choice.  left(): the keyboard wants to go on in the list."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = self._words_field()
        self.state = self._combo(tr("State"), _STATE_PX)
        self.tag = self._combo(tr("Tag"), _TAG_PX)
        self.hidden = QToolButton(self)
        self.hidden.setProperty("kind", "icon")
        self.hidden.setCheckable(True)
        self.hidden.setToolTip(tr("Show hidden runs too"))
        self.hidden.setAccessibleName(tr("Show hidden runs too"))
        set_icon(self.hidden, "eye", size=15)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.count.setProperty("scale", "micro")
        self._lay_out()
        self.state.addItem(tr("All states"), "")
        for state in STATES:
            self.state.addItem(state_word(state), state)
        self._tags: tuple[str, ...] | None = None
        self.show_tags(())
        self.field.typed.connect(lambda _text: self.changed.emit())
        self.field.down.connect(self.left)
        self.state.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.tag.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.hidden.toggled.connect(lambda _is_on: self.changed.emit())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 10)
        for widget in (self.state, self.tag, self.hidden, self.count):
            row.addWidget(widget)
        row.addStretch()

    def _words_field(self) -> "_Field":
        field = _Field(self)
        field.setPlaceholderText(tr("Filter: words, tag:good, val_loss<0.1"))
        field.setAccessibleName(tr("Filter runs"))
        field.setToolTip(
            tr(
                "All words must fit. tag:NAME, state:failed, model:NAME look in one place; "
                "val_loss<0.1, epochs>=5, test_accuracy>0.9 compare what a run came to in the end, "
                "best.val_loss<0.1 its best epoch."
            )
        )
        field.setClearButtonEnabled(True)
        for button in field.findChildren(QToolButton):
            button.setAccessibleName(tr("Clear the filter"))
        field.setMaximumWidth(_FIELD_PX)
        return field

    def _combo(self, name: str, width: int) -> Combo:
        combo = Combo(self)
        combo.setAccessibleName(name)
        combo.setFixedWidth(width)
        return combo

    def minimumSizeHint(self) -> QSize:
        """Room for a word is enough."""
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lists show where there is room for them, or where they choose something."""
        super().resizeEvent(event)
        width = self.width()
        self.tag.setVisible(width >= _WITH_TAG_PX or bool(self.tag.currentData()))
        self.state.setVisible(width >= _WITH_STATE_PX or bool(self.state.currentData()))
        self.count.setVisible(width >= _WITH_STATE_PX)

    @property
    def words(self) -> str:
        """All of it as the words of a filter; one that is half typed keeps no run away yet."""
        state, tag = self.state.currentData(), self.tag.currentData()
        typed = without_half_typed(self.field.whole_text)
        parts = (typed, state and f"state:{state}", tag and f"tag:{tag}")
        return " ".join(part for part in parts if part)

    def take_over(self, former: "FilterBar") -> None:
        """Choose as another one does."""
        self.field.setText(former.field.text())
        self.state.setCurrentIndex(former.state.currentIndex())
        self.hidden.setChecked(former.hidden.isChecked())

    def clear(self) -> None:
        """Keep no run away, but for hidden ones."""
        self.field.begin()
        self.state.setCurrentIndex(0)
        self.tag.setCurrentIndex(0)

    def show_tags(self, tags: tuple[str, ...]) -> None:
        """Offer these tags; the chosen one stays while there is such a tag."""
        if tags == self._tags:
            return
        self._tags = tags
        former = self.tag.currentData()
        self.tag.blockSignals(True)
        self.tag.clear()
        self.tag.addItem(tr("All tags"), "")
        for tag in tags:
            self.tag.addItem(tag, tag)
        self.tag.setCurrentIndex(max(0, self.tag.findData(former)))
        self.tag.blockSignals(False)
        self.tag.setEnabled(bool(tags))
        if former and self.tag.currentData() != former:
            self.changed.emit()

    def show_count(self, shown: int, total: int, hidden: int) -> None:
        """How many of all runs are shown. hidden: how many are so, and not among `total`."""
        counts = {"shown": count_text(shown), "total": count_text(total)}
        text = tr("{shown} of {total}", **counts) if shown != total else ""
        if hidden:
            text = f"{text}  {tr('{count} hidden', count=hidden)}".strip()
        self.count.setText(text)


class _Field(SearchField):
    """down(): the Down key or Enter leads into the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go on, Esc empties."""
        if event.matches(QKeySequence.StandardKey.MoveToNextLine) or event.matches(
            QKeySequence.StandardKey.InsertParagraphSeparator
        ):
            self.down.emit()
        elif event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
