"""The buttons at the right of a problem."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from hornstudio.engine.problem import Problem
from hornstudio.ui.words.translate import tr, tr_engine


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
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(6)
        for remedy in problem.remedies:
            button = self._make_button(tr_engine(remedy.label), remedy.result)
            button.setAccessibleDescription(spoken)
            button.clicked.connect(lambda _=False, chosen=remedy: self.wanted.emit(chosen))
            row.addWidget(button)

    def _make_button(self, label: str, result: str) -> QPushButton:
        button = QPushButton(f"{label}  {result}" if result else label)
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
