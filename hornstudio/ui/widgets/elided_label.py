"""A line of text that may be longer than its place."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Cuts its text with an ellipsis, at the end or where `mode` says.

    Where the text is too long and was given in fewer words too, those that fit stand for it.
    The tooltip and screen readers have all of it; the tooltip may say more.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._whole = self._more = ""
        self._shorter: Sequence[str] = ()
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    @property
    def whole_text(self) -> str:
        """The text before it was cut."""
        return self._whole

    def show_text(self, text: str, more: str = "", shorter: Sequence[str] = ()) -> None:
        """Show as much of the text as fits.

        more: what the tooltip says below all of it. shorter: the same in fewer words, the longest
        first.
        """
        if (text, more, tuple(shorter)) != (self._whole, self._more, self._shorter):
            self._whole, self._more, self._shorter = text, more, tuple(shorter)
            self.setAccessibleName(text)
            self.setAccessibleDescription(more)
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
        metrics = self.fontMetrics()
        ways = (self._whole, *self._shorter)
        fitting = (words for words in ways if metrics.horizontalAdvance(words) <= room)
        text = metrics.elidedText(next(fitting, ways[-1]), self._mode, room)
        whole = self._whole if text != self._whole or self._more else ""
        tip = "\n".join(words for words in (whole, self._more) if words)
        if text != self.text() or tip != self.toolTip():
            self.setText(text)
            self.setToolTip(tip)
