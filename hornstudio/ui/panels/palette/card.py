"""The card under the list that says what the module under the mouse does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hornstudio.engine.module import Module
from hornstudio.ui.category import category_icon, category_title
from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.translate import tr, tr_engine

_HELP_LINES_PX = 70


class Card(QFrame):
    """Icon, title and help of one module; a hint while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inset")
        self.module: Module | None = None
        self.icon = QLabel()
        self.title = ElidedLabel(
            mode=Qt.TextElideMode.ElideMiddle
        )  # some differ in the last letters
        self.title.setProperty("scale", "group")
        self.category = _label("micro", "muted")
        self.help = _label("small", "secondary")
        self.help.setWordWrap(True)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.help.setMinimumHeight(_HELP_LINES_PX)
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        head.addWidget(self.category)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.help)
        current().changed.connect(self._draw_icon)
        self.show_module(None)

    def show_module(self, module: Module | None) -> None:
        """Describe a module."""
        self.module = module
        self.title.show_text(tr_engine(module.title) if module else tr("Modules"))
        self.category.setText(category_title(module.category) if module else "")
        hint = tr("Drag one onto the canvas, double-click it, or press Enter.")
        self.help.setText(tr_engine(module.help) if module else hint)
        self._draw_icon()

    def _draw_icon(self) -> None:
        category = self.module.category if self.module else ""
        ink = current().category(category) if category else current().color("text.muted")
        name = category_icon(category) if category else "bulb"
        self.icon.setPixmap(pixmap(name, ink, 17, self.devicePixelRatioF()))


def _label(scale: str, tone: str = "") -> QLabel:
    label = QLabel()
    label.setProperty("scale", scale)
    if tone:
        label.setProperty("tone", tone)
    return label
