"""What the network in front is trained on, in the status line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hornstudio.ui.document import Document
from hornstudio.ui.window.status_line import Figure
from hornstudio.ui.words.device import device_text

if TYPE_CHECKING:
    from hornstudio.engine.worker.messages import Ready


class DeviceFigure(QObject):
    """Says it once the computing process has told; one network may want all devices."""

    def __init__(self, document: Document, figure: Figure, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._figure = document, figure
        self._greeting: Ready | None = None
        document.graph_changed.connect(self._show)
        document.switched.connect(self._show)

    def greet(self, greeting: "Ready") -> None:
        """There is a computing process."""
        self._greeting = greeting
        self._show()

    def _show(self) -> None:
        if self._greeting is not None:
            self._figure.show_text(device_text(self._greeting, self._document.graph.training))
