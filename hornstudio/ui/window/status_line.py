"""The line at the foot of the window: problems, a hint, and what the network costs."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStatusBar, QWidget

from hornstudio.engine.check import Report
from hornstudio.engine.problem import Problem
from hornstudio.engine.summary import WEIGHT_BYTES
from hornstudio.engine.text import bytes_text
from hornstudio.language.catalogue import NAMES
from hornstudio.ui.theme import current, font, pixmap, set_icon
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.language import spoken
from hornstudio.ui.words.quantity import count_text, flops_text
from hornstudio.ui.words.translate import tr

_ICON_PX = 13
_AS_FIGURE = "font-weight: normal; margin-left: 8px;"


class StatusLine(QStatusBar):
    """problems_clicked(): somebody wants to see the problems.

    drawing_cancelled(): the picture that is being drawn is not wanted any more.
    """

    problems_clicked = Signal()
    drawing_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(current().px("layout.statusBar"))
        self.setContentsMargins(8, 0, 12, 0)
        self.problems = QPushButton()
        self.problems.setProperty("kind", "link")
        self.problems.clicked.connect(self.problems_clicked)
        self.hint = ElidedLabel()
        self.hint.setProperty("tone", "muted")
        self._hint = self._notice = ""
        self.drawing = Figure("image", tr("The picture that is being drawn"))
        self.drawing_off = QPushButton(tr("Cancel"))
        self.drawing_off.setProperty("kind", "link")
        self.drawing_off.setAccessibleName(tr("Cancel the picture that is being drawn"))
        self.drawing_off.clicked.connect(self.drawing_cancelled)
        self.drawing_off.hide()
        self.device = Figure("device", tr("What trains: the device, and how many there are"))
        self.weights = Figure("cat-core", tr("Weights of the network, and their size in memory"))
        self.flops = Figure("chart", tr("Floating point operations for one sample"))
        self.language = QPushButton(NAMES.get(spoken(), spoken()))
        self.language.setProperty("kind", "link")
        self.language.setToolTip(tr("Language of the window"))
        self.language.setAccessibleName(f"{tr('Language of the window')}: {self.language.text()}")
        self.addWidget(self.problems)
        self.addWidget(self.hint, 1)
        for figure in self._figures():
            self.addPermanentWidget(figure)
            if figure is self.drawing:
                self.addPermanentWidget(self.drawing_off)
        self.addPermanentWidget(self.language)
        current().changed.connect(self._on_theme_changed)
        self._tone = "success"
        self.problems.setText(tr("No problems"))
        self._on_theme_changed()

    def offer_languages(self, menu: QMenu) -> None:
        """Open this menu above the language when it is pressed."""
        # Not as the button's own menu: Qt would make room for an arrow.
        button = self.language
        button.clicked.connect(
            lambda: menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        )

    def show_hint(self, words: str) -> None:
        """Say what can be done next."""
        self._hint, self._notice = words, ""
        self._show_words("")

    def renew_hint(self, words: str) -> None:
        """Say the same hint in other words, such as a new title; a notice stays before it."""
        if words != self._hint:
            self._hint = words
            self._show_words("")

    def show_notice(self, words: str) -> None:
        """Say what has happened, aloud too; it stays until the next hint."""
        if words != self._notice:
            announce(self.hint, words)
        self.show_quietly(words)

    def show_quietly(self, words: str) -> None:
        """The same without a word to a screen reader."""
        self._notice = words
        self._show_words("")

    def show_tip(self, words: str) -> None:
        """Say what a menu item does, as long as the pointer is on it."""
        self._show_words(words)

    def _show_words(self, tip: str) -> None:
        self.hint.show_text(tip or self._notice or self._hint)

    def show_report(self, report: Report) -> None:
        """Problems and costs of the graph."""
        self._show_problems(report)
        weights = report.weight_count
        size = bytes_text(weights * WEIGHT_BYTES)
        words = tr("{count} weights · {size}", count=count_text(weights), size=size)
        counted = [each for each in report.alike if not report.is_absent(each.example)]
        if not all(each.facts.is_settled for each in counted):
            words = tr("{count} weights so far", count=count_text(weights))
        self.weights.show_text(words)
        counts = [(each.number, each.facts.flops) for each in counted]
        total = sum(number * (flops or 0) for number, flops in counts)
        is_known = all(flops is not None for _, flops in counts)
        self.flops.show_text(tr("{flops} / sample", flops=flops_text(total if is_known else None)))
        self.weights.setVisible(bool(report.graph.nodes))
        self.flops.setVisible(bool(report.graph.nodes))

    def show_drawing(self, words: str) -> None:
        """How far a picture is; nothing where none is being drawn."""
        self.drawing.show_text(words)
        self.drawing_off.setVisible(bool(words))

    def show_start(self) -> None:
        """No network is shown: nothing to count."""
        self.problems.hide()
        self.weights.hide()
        self.flops.hide()
        self.show_hint("")

    def _show_problems(self, report: Report) -> None:
        self.problems.setVisible(bool(report.graph.nodes))
        words = problems_text(report.problems)
        severities = {p.severity for p in report.problems}
        tone = next((t for t in ("error", "warning") if t in severities), "success")
        self.problems.setText(words)
        self.problems.setAccessibleName(words)
        if tone != self._tone:  # a style costs more than all the rest of the line
            self._tone = tone
            _dress(self.problems, tone, f"{tone}.default", f"{tone}.default")

    def _on_theme_changed(self) -> None:
        tone = f"{self._tone}.default"
        _dress(self.problems, self._tone, tone, tone)
        _dress(self.language, "globe", "text.secondary", "text.primary", _AS_FIGURE)
        _dress(self.drawing_off, "close", "text.secondary", "text.primary", _AS_FIGURE)
        for figure in self._figures():
            figure.renew()

    def _figures(self) -> tuple["Figure", ...]:
        return (self.drawing, self.device, self.weights, self.flops)


def problems_text(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, or that all is well."""
    severities = [p.severity for p in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    said = []
    if errors:
        said.append(tr("{count} problems", count=errors) if errors > 1 else tr("1 problem"))
    if warnings:
        said.append(tr("{count} warnings", count=warnings) if warnings > 1 else tr("1 warning"))
    return " · ".join(said) or tr("No problems")


def _dress(button: QPushButton, sign: str, tone: str, ink: str, more: str = "") -> None:
    """Give a button its icon in a tone, and its words in an ink, as colours of the theme in use."""
    set_icon(button, sign, tone, _ICON_PX)
    size, color = current().px("typography.size.micro"), current().color(ink).name()
    button.setStyleSheet(f"QPushButton {{ color: {color}; font-size: {size}px; {more} }}")


class Figure(QWidget):
    """A small icon and a number behind it; hidden while it has nothing to say."""

    def __init__(self, icon_name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._words = QLabel()
        self._words.setFont(font("micro", tabular=True))
        self.setToolTip(tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()
        self.renew()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def show_text(self, text: str) -> None:
        """Say something else; nothing hides it."""
        self._words.setText(text)
        self.setVisible(bool(text))

    def renew(self) -> None:
        """Draw the icon in the colours of the theme in use."""
        self._icon.setPixmap(self._picture())

    def _picture(self) -> QPixmap:
        return pixmap(self._icon_name, "text.secondary", _ICON_PX, self.devicePixelRatioF())
