"""The buttons at the right of a problem."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from hornstudio.engine.problem import Problem, Remedy
from hornstudio.ui.words.translate import tr, tr_engine

MARGIN_PX = 8
"""Left of the first button."""
_RIGHT_PX = 12
_GAP_PX = 6


class RemedyBar(QWidget):
    """`wanted(remedy)`: a button was pressed. `left()`: the arrow led back to the row.

    spoken: the problem as a screen reader says it, for who comes to a button by Tab.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, problem: Problem, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 0, _RIGHT_PX, 0)
        row.setSpacing(_GAP_PX)
        for remedy in problem.remedies:
            button = self._make_button(remedy)
            button.setAccessibleDescription(spoken)
            button.clicked.connect(lambda _=False, chosen=remedy: self.wanted.emit(chosen))
            row.addWidget(button)

    def _make_button(self, remedy: Remedy) -> QPushButton:
        label, result = tr_engine(remedy.label), remedy.result
        button = QPushButton(_text(remedy))
        button.setProperty("dense", True)
        if not self.buttons:
            button.setProperty("kind", "primary")
        name = tr("{remedy}, giving {shape}", remedy=label, shape=result) if result else label
        button.setAccessibleName(name)
        self.buttons.append(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the buttons, and back into the list; Enter presses one."""
        here = self.focusWidget()
        place = self.buttons.index(here) if here in self.buttons else 0
        if event.key() == Qt.Key.Key_Right and place + 1 < len(self.buttons):
            self.buttons[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Left and place > 0:
            self.buttons[place - 1].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Left:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[place].click()
        else:
            super().keyPressEvent(event)


class RemedySizer:
    """Tells how wide the buttons of a problem are without making them."""

    def __init__(self, parent: QWidget) -> None:
        self._button = QPushButton(parent)
        self._button.setProperty("dense", True)
        self._button.hide()
        self._widths: dict[str, int] = {}

    def width_of(self, problem: Problem) -> int:
        """In px, with the room left of them; 0 where there are none."""
        if not problem.remedies:
            return 0
        widths = [self._width(_text(remedy)) for remedy in problem.remedies]
        return MARGIN_PX + sum(widths) + _GAP_PX * (len(widths) - 1)

    def _width(self, text: str) -> int:
        if text not in self._widths:
            self._button.setText(text)
            self._widths[text] = self._button.sizeHint().width()
        return self._widths[text]


def _text(remedy: Remedy) -> str:
    label = tr_engine(remedy.label)
    return f"{label}  {remedy.result}" if remedy.result else label
