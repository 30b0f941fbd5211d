"""The document's graph as a script, written anew after each change."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hornstudio.engine.errors import HornError
from hornstudio.ui.document import Document
from hornstudio.ui.panels.code.code_text import CodeText
from hornstudio.ui.panels.code.target import TARGETS, Target
from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.words.place import place_text
from hornstudio.ui.words.translate import tr, tr_engine

DELAY_MS = 150


class LiveCode(Pages):
    """The code, or why there is none.

    code_changed(text)   empty while there is none
    """

    code_changed = Signal(str)

    def __init__(self, document: Document, target: Target = TARGETS[0]) -> None:
        super().__init__()
        self.document = document
        self.target = target
        self.code = ""
        self.text = CodeText()
        self.trouble = _Trouble(document)
        self.addWidget(self.text)
        self.addWidget(self.trouble)
        self._is_stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        document.graph_changed.connect(self._on_graph_changed)

    def set_target(self, target: Target) -> None:
        """Write for another target."""
        self.target = target
        self.refresh()

    def refresh(self) -> None:
        """Write the script of the graph as it is now."""
        self._timer.stop()
        self._is_stale = False
        try:
            code = self.target.write(self.document.graph)
        except HornError as error:
            self.trouble.show_error(error)
            self._show(self.trouble, self.trouble.show_place)
            code = ""
        else:
            self.text.show_code(code)
            self._show(self.text, self.text)
        if code != self.code:
            self.code = code
            self.code_changed.emit(code)

    def _show(self, page: QWidget, focused: QWidget) -> None:
        """Bring a page to the front, where the keyboard comes to one of its widgets."""
        self.setCurrentWidget(page)
        self.setFocusProxy(focused)

    def bring_up_to_date(self) -> None:
        """Write the script now if the graph has changed since."""
        if self._is_stale:
            self.refresh()

    def copy(self) -> None:
        """Put the whole script onto the clipboard."""
        self.bring_up_to_date()
        QGuiApplication.clipboard().setText(self.code)

    def showEvent(self, event: QShowEvent) -> None:
        """What nobody saw was not written."""
        super().showEvent(event)
        self.bring_up_to_date()

    def _on_graph_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._timer.start()


class _Trouble(QWidget):
    """Why there is no script, and the first problem to mend."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.setProperty("kind", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sign = QLabel()
        self.title = QLabel(tr("There is no script yet"))
        self.title.setProperty("scale", "title")
        self.reason = QLabel()
        self.first = QLabel()
        self.show_place = QPushButton(tr("Show the problem"))
        self.show_place.clicked.connect(self._on_show_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch()
        for label in (self.sign, self.title, self.reason, self.first):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        self.reason.setProperty("tone", "secondary")
        self.first.setProperty("tone", "error")
        layout.addWidget(self.show_place, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        current().changed.connect(self._draw_sign)
        self._draw_sign()

    def show_error(self, error: HornError) -> None:
        reason = tr_engine(error.text)
        self.reason.setText(reason)
        errors = self.document.report.errors
        first = tr_engine(errors[0].reason) if errors else ""
        if errors:
            self.first.setText(f"{place_text(self.document.graph, errors[0])}: {first}")
        # Most refusals quote the first problem already.
        self.first.setVisible(bool(first) and first not in reason)
        self.show_place.setVisible(bool(errors))

    def _on_show_clicked(self) -> None:
        errors = self.document.report.errors
        if errors:
            self.document.select([errors[0].node] if errors[0].node else [])
            self.document.place_requested.emit(errors[0])

    def _draw_sign(self) -> None:
        self.sign.setPixmap(pixmap("code", "text.muted", 28, self.devicePixelRatioF()))
