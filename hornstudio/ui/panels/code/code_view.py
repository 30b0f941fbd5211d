"""The page of the window that shows the graph as a script."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hornstudio.ui.document import Document
from hornstudio.ui.panels.code.export_dialog import ExportDialog
from hornstudio.ui.panels.code.live_code import LiveCode
from hornstudio.ui.panels.code.target import TARGETS, Target
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

_COPIED_MS = 1500


class CodeView(QWidget):
    """The script, live, to copy or save."""

    def __init__(
        self, document: Document, parent: QWidget | None = None, target: Target = TARGETS[0]
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.target = target
        self.live = LiveCode(document, target)
        self.setFocusProxy(self.live)
        self.copy_button = QPushButton(tr("Copy"))
        self.save_button = QPushButton(tr("Save as…"))
        self.dialog: ExportDialog | None = None
        self.remark = QLabel(tr("This script needs only jax, optax and numpy."))
        self.remark.setProperty("tone", "muted")
        self.remark.setProperty("scale", "small")
        self.remark.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_bar())
        layout.addWidget(self.live, 1)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.live.code_changed.connect(self._on_code_changed)
        self._on_code_changed("")

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("kind", "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 7, 10, 7)
        row.setSpacing(8)
        row.addWidget(self.remark, 1)
        for button, icon in ((self.copy_button, "new"), (self.save_button, "save")):
            button.setProperty("dense", True)
            set_icon(button, icon, "text.secondary", 15)
            row.addWidget(button)
        return bar

    def _on_code_changed(self, code: str) -> None:
        self.copy_button.setEnabled(bool(code))
        self.save_button.setEnabled(bool(code))
        self.remark.setVisible(bool(code))

    def _on_copy_clicked(self) -> None:
        self.live.copy()
        self.copy_button.setText(tr("Copied"))
        QTimer.singleShot(_COPIED_MS, self, lambda: self.copy_button.setText(tr("Copy")))

    def _on_save_clicked(self) -> None:
        self.dialog = ExportDialog(self.document, self, (self.target,))
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()
