"""A titled part of a page, with a line above it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

MARGIN_PX = 14


class Section(QWidget):
    """Title, a quiet remark at its right, and whatever is added to `body`."""

    def __init__(self, title: str, remark: str = "") -> None:
        super().__init__()
        line = QFrame()
        line.setProperty("kind", "divider")
        line.setProperty("horizontal", True)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, 12)
        self.body.setSpacing(8)
        head = QHBoxLayout()
        self.title = words(title, scale="group")
        head.addWidget(self.title)
        head.addStretch()
        if remark:
            head.addWidget(words(remark, tone="muted", scale="micro"))
        self.body.addLayout(head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(line)
        layout.addLayout(self.body)


def words(text: str = "", *, tone: str = "", scale: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's inks and sizes."""
    label = QLabel(text)
    if tone:
        label.setProperty("tone", tone)
    if scale:
        label.setProperty("scale", scale)
    label.setWordWrap(wrap)
    return label
