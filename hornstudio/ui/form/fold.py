"""A header that folds what is below it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.words.translate import tr


class FoldHeader(QToolButton):
    """Shut at first; a press opens it, and the next one shuts it. `opened(is_open)`.

    It is not checkable: a screen reader would call it a check box. Of what is open and what is
    shut Qt tells none in a button's state, so the description does.
    """

    opened = Signal(bool)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.is_open = False
        self.setText(title)
        self.setProperty("dense", True)
        self.setProperty("kind", "fold")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(lambda: self.open(not self.is_open))
        self._show()

    def open(self, is_open: bool = True) -> None:
        """Open what is below it, or fold it away."""
        if is_open != self.is_open:
            self.is_open = is_open
            self._show()
            self.opened.emit(is_open)

    def _show(self) -> None:
        icon = "chevron-down" if self.is_open else "chevron-right"
        set_icon(self, icon, "text.muted", 13)
        describe(self, tr("expanded") if self.is_open else tr("collapsed"))


class Fold(QWidget):
    """Shut at first; `open` opens it."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.header = FoldHeader(title)
        self.header.opened.connect(content.setVisible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.header, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        content.hide()

    def open(self) -> None:
        """Show what is below."""
        self.header.open()
