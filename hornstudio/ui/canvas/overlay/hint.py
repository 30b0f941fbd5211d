"""What an empty canvas says, on a quiet ground: the grid's dots would touch the words."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from hornstudio.ui.words.translate import tr


class Hint(QLabel):
    """In the middle of the canvas, no larger than its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Drag a module here, or press Tab"), parent)
        self.setProperty("tone", "muted")
        self.setProperty("ground", "canvas")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def place(self, area: QRect) -> None:
        """Stand in the middle of the canvas."""
        size = self.sizeHint().boundedTo(area.size())
        self.setGeometry(QRect(area.center() - QRect(area.topLeft(), size).center(), size))
