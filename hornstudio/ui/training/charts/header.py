"""The line over a chart: what it shows, its scale, and the last value of each series."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from hornstudio.ui.theme import current, mono
from hornstudio.ui.training.metric_name import MetricName
from hornstudio.ui.translate import tr

SERIES = ("train", "validation", "test")
_NAMES_PX = 330
_NOTE_PX = 260


class Header(QWidget):
    """Title, which opens a menu where there is a choice; legend. metric_chosen(key)."""

    metric_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QToolButton(self)
        self.title.setProperty("dense", True)
        self.title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.title)
        self.note = QLabel(self)
        self.note.setProperty("scale", "micro")
        self.note.setProperty("tone", "muted")
        self.values = {series: _LegendEntry(series, self) for series in SERIES}
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.note)
        row.addStretch()
        for entry in self.values.values():
            row.addWidget(entry)
            entry.hide()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to learn that it is narrow."""
        return QSize(80, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the marks alone name the series."""
        super().resizeEvent(event)
        for entry in self.values.values():
            entry.name.setVisible(self.width() >= _NAMES_PX)
        self.note.setVisible(self.width() >= _NOTE_PX)

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

    def show_note(self, text: str) -> None:
        """Say what is special about the scale."""
        if text != self.note.text():
            self.note.setText(text)

    def show_value(self, series: str, text: str) -> None:
        """The last value of a series; an empty text hides its entry."""
        self.values[series].show_value(text)


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
        row.setSpacing(5)
        for widget in (self.mark, self.name, self.value):
            row.addWidget(widget)

    def show_value(self, text: str) -> None:
        if text != self.value.text():
            self.value.setText(text)
            self.value.setAccessibleName(f"{self.name.text()} {text}")
        self.setVisible(bool(text))


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
