"""The line over a chart: what it shows, its scale, and the last value of each series."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from hornstudio.ui.panels.training.wording.metric_name import MetricName
from hornstudio.ui.theme import current, mono
from hornstudio.ui.words.translate import tr

SERIES = ("train", "validation", "test")
_LEAST_FIRST = ("test", "train", "validation")  # the panel says the test figures, large
_NAMED_FIRST = "validation"  # what a run is judged by
_MARGIN_PX = (6, 12)
_GAP_PX = 8
_SPACING_PX = 5


class Header(QWidget):
    """Title, which opens a menu where there is a choice; legend. metric_chosen(key)."""

    metric_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QToolButton(self)
        self.title.setProperty("dense", True)
        self.title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.title)
        self._notes: tuple[str, ...] = ()
        self.note = QLabel(self)
        self.note.setProperty("scale", "micro")
        self.note.setProperty("tone", "muted")
        self.values = {series: _LegendEntry(series, self) for series in SERIES}
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX[0], 0, _MARGIN_PX[1], 0)
        row.setSpacing(_GAP_PX)
        row.addWidget(self.title)
        row.addWidget(self.note)
        row.addStretch()
        for entry in self.values.values():
            row.addWidget(entry)
            entry.hide()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to learn that it is narrow."""
        return QSize(80, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """No wider for what it says: charts side by side share their room evenly."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Whole figures or none: where it is narrow, names go first, the note, then figures.

        Beside the figure of validation that is named, a mark alone tells the others, but nothing
        else says that an axis begins above 0 or is logarithmic: in a word, for which the figure of
        the test goes, where there is no room for more. The tooltip says all of it.
        """
        shown = [entry for entry in self.values.values() if entry.value.text()]
        room = self.width() - sum(_MARGIN_PX) - self.title.sizeHint().width()
        room -= sum(entry.width_with(has_name=False) + _GAP_PX for entry in shown)
        kept = [self.values[series] for series in _LEAST_FIRST if self.values[series] in shown]
        brief = self._note_width(self._notes[-1]) if len(self._notes) > 1 else 0
        if room < brief and kept[:1] == [self.values["test"]]:
            room += kept.pop(0).width_with(has_name=False) + _GAP_PX
        while room < 0 and kept:
            room += kept.pop(0).width_with(has_name=False) + _GAP_PX
        sought = [entry for entry in kept if entry is self.values[_NAMED_FIRST]]
        held = brief if room >= brief else 0
        room, named = self._name(sought, room - held)
        room += held - self._note_in(held + room if len(kept) == len(shown) else held)
        room, others = self._name([entry for entry in kept if entry not in named], room)
        for entry in self.values.values():
            entry.name.setVisible(entry in named or entry in others)
            entry.setVisible(entry in kept)
        self._tell()

    def _note_in(self, room: int) -> int:
        """Show the longest note for which there is room; the width that it takes."""
        for text in self._notes:
            width = self._note_width(text)
            if width <= room:
                self.note.show()
                return width
        self.note.setText(next(iter(self._notes), ""))
        self.note.hide()
        return 0

    def _note_width(self, text: str) -> int:
        self.note.setText(text)
        return self.note.sizeHint().width() + _GAP_PX

    def _tell(self) -> None:
        """The tooltip has everything, also what there is no room for."""
        shown = [entry for entry in self.values.values() if entry.value.text()]
        said = [*self._notes[:1], *(entry.value.accessibleName() for entry in shown)]
        self.setToolTip("\n".join(words for words in said if words))

    @staticmethod
    def _name(entries: list["_LegendEntry"], room: int) -> tuple[int, list["_LegendEntry"]]:
        """Those that can all be named in a room, or none; and the room that is left."""
        needed = sum(e.width_with(has_name=True) - e.width_with(has_name=False) for e in entries)
        return (room - needed, entries) if needed <= room else (room, [])

    def show_title(self, name: MetricName, choice: list[MetricName]) -> None:
        """Name the metric; with more than one to choose from, offer them."""
        self.title.setText(name.label)
        self.title.setAccessibleName(tr("Metric shown: {metric}", metric=name.label))
        has_choice = len(choice) > 1
        self.title.setMenu(self.menu if has_choice else None)  # type: ignore[arg-type]
        self.title.setEnabled(True)
        focus = Qt.FocusPolicy.StrongFocus if has_choice else Qt.FocusPolicy.NoFocus
        self.title.setFocusPolicy(focus)
        self.title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not has_choice)
        self.menu.clear()
        for each in choice:
            action = self.menu.addAction(each.label)
            action.setCheckable(True)
            action.setChecked(each.key == name.key)
            action.triggered.connect(lambda _=False, key=each.key: self.metric_chosen.emit(key))
        self._fit()

    def show_note(self, *notes: str) -> None:
        """Say what is special about the scale, in as many of these words as there is room for.

        notes: the whole first, then ever shorter ones; none where there is nothing to say.
        """
        if notes != self._notes:
            self._notes = notes
            self._fit()

    def show_value(self, series: str, text: str, exact: str = "") -> None:
        """Where the line of a series ends; an empty text hides its entry.

        exact: what was told there, if smoothing draws the line elsewhere; the tooltip says both.
        """
        if self.values[series].show_value(text, exact):
            self._fit()
        else:
            self._tell()


class _LegendEntry(QWidget):
    """Mark, name and value of a series."""

    def __init__(self, series: str, parent: QWidget) -> None:
        super().__init__(parent)
        names = {"train": tr("train"), "validation": tr("val"), "test": tr("test")}
        self.mark = _Mark(series, self)
        self.name = QLabel(names[series], self)
        self.name.setProperty("scale", "micro")
        self.name.setProperty("tone", "secondary")
        self.value = QLabel(self)
        self.value.setFont(mono("shape"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING_PX)
        for widget in (self.mark, self.name, self.value):
            row.addWidget(widget)

    def show_value(self, text: str, exact: str) -> bool:
        """Whether that needs another width than what was said before."""
        before, name = self.value.text(), self.name.text()
        said = f"{name} {text}"
        if exact:
            parts = {"name": name, "value": exact, "smoothed": text}
            said = tr("{name} {value}, smoothed {smoothed}", **parts)
        if (text, said) != (before, self.value.accessibleName()):
            self.value.setText(text)
            self.value.setAccessibleName(said)
        return len(text) != len(before)

    def width_with(self, has_name: bool) -> int:
        """Width that mark and value need, and the name where it is shown."""
        name = self.name.sizeHint().width() + _SPACING_PX if has_name else 0
        return self.mark.width() + _SPACING_PX + name + self.value.sizeHint().width()


class _Mark(QWidget):
    """The sign of a series as the chart draws it: a line, a line with a ring, a diamond."""

    def __init__(self, series: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._series = series
        self.setFixedSize(14, 12)
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(14, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().chart(self._series), 2))
        if self._series != "test":
            painter.drawLine(1, 6, 13, 6)
        painter.setBrush(current().color("bg.panel"))
        painter.setPen(QPen(current().chart(self._series), 1.6))
        if self._series == "validation":
            painter.drawEllipse(QRectF(4, 3, 6, 6))
        if self._series == "test":
            painter.translate(7, 6)
            painter.rotate(45)
            painter.drawRect(QRectF(-3, -3, 6, 6))
