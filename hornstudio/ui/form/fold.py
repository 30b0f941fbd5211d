"""A header that folds what is below it away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr


class Fold(QWidget):
    """Shut at first; `open` opens it."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.header = QToolButton()
        self.header.setText(title)
        self.header.setCheckable(True)
        self.header.setProperty("dense", True)
        self.header.setProperty("kind", "fold")
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setAccessibleDescription(tr("Opens what is below it, or folds it away"))
        self.header.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.header, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        self._on_toggled(False)

    def open(self) -> None:
        """Show what is below."""
        self.header.setChecked(True)

    def _on_toggled(self, is_open: bool) -> None:
        set_icon(self.header, "chevron-down" if is_open else "chevron-right", "text.muted", 13)
        self.content.setVisible(is_open)
