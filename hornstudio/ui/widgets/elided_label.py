"""A line of text that may be longer than its place."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Cuts its text with an ellipsis, at the end or where `mode` says.

    The tooltip and screen readers have all of it.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    @property
    def whole_text(self) -> str:
        """The text before it was cut."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show as much of the text as fits."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._cut()

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut anew where the style sheet has set another font since."""
        self._cut()
        super().paintEvent(event)

    def _cut(self) -> None:
        room = self.contentsRect().width()
        text = self.fontMetrics().elidedText(self._whole, self._mode, room)
        if text != self.text():
            self.setText(text)
            self.setToolTip(self._whole if text != self._whole else "")
