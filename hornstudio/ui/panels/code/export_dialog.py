"""The dialog that takes the graph home as a script."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.naming import fitting
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.ui.document import Document
from hornstudio.ui.panels.code.live_code import LiveCode
from hornstudio.ui.panels.code.target import TARGETS, Target, companions
from hornstudio.ui.panels.code.verifier import Verifier
from hornstudio.ui.theme import wear
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.translate import sentence, tr

_WIDTH_PX, _HEIGHT_PX = 860, 640


class ExportDialog(QDialog):
    """Target, file, and the code as it will be written. It stays open, to say what was done.

    exported(path)   a script was written
    """

    exported = Signal(object)

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        targets: tuple[Target, ...] = TARGETS,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.targets = targets
        self.setWindowTitle(tr("Export Python"))
        resize_on_screen(self, _WIDTH_PX, _HEIGHT_PX)
        self.live = LiveCode(document, targets[0])
        self.target = Combo()
        self.file = QLineEdit(str(proposed_path(document)))
        self.remark = _label("muted")
        self.status = _label("success")
        self.status.hide()
        self._replaceable: Path | None = None
        self.verifier = Verifier(self)
        self.verifier.told.connect(self._say)
        self._make_buttons()
        self._arrange()
        self._name()
        self.live.code_changed.connect(self._on_code_changed)
        document.graph_changed.connect(self._show_companions)
        document.place_requested.connect(self._on_place_requested)
        self._show_companions()
        self.live.refresh()
        self._on_code_changed(self.live.code)

    def _on_place_requested(self, _problem: object) -> None:
        """Whoever wants to see a problem wants to mend it, which nothing in here can do."""
        self.reject()

    def save(self) -> bool:
        """Write the script and the data that it needs. Returns whether that was done."""
        self.live.bring_up_to_date()
        path = Path(self.file.text().strip()).expanduser()
        if not self.live.code or self._refuses(path):
            return False
        try:
            write_atomically(path, self.live.code.encode())
            data = companions(self.document.graph)
            for each in data:
                write_atomically(path.with_name(each.name), each.read_bytes())
        except (FileError, OSError) as error:
            why = error.text if isinstance(error, FileError) else reason_of(error)
            self._say(sentence(why), "error")
            return False
        self._say(_saved_text(path, data), "success")
        self._set_replaceable(None)
        self.exported.emit(path)
        return True

    def _refuses(self, path: Path) -> bool:
        """Say why this path will not do; ask once before another file is replaced."""
        if not path.name or path.is_dir():
            self._say(tr("This is a folder; need the name of a file"), "error")
            return True
        if not path.parent.is_dir():
            self._say(tr("There is no folder {folder}", folder=path.parent), "error")
            return True
        if path.exists() and path != self._replaceable:
            self._say(tr("{name} is there already.", name=path.name), "warning")
            self._set_replaceable(path)
            return True
        return False

    def _make_buttons(self) -> None:
        self.browse_button = QPushButton(tr("Choose…"))
        self.copy_button = QPushButton(tr("Copy"))
        self.verify_button = QPushButton(tr("Verify"))
        self.verify_button.setToolTip(
            tr("Runs the script in a process of its own and compares its outputs with the engine's")
        )
        self.close_button = QPushButton(tr("Close"))
        self.save_button = QPushButton(tr("Save"))
        self.save_button.setDefault(True)
        for button in (self.browse_button, self.copy_button, self.verify_button, self.close_button):
            button.setAutoDefault(False)
        self.browse_button.clicked.connect(self._on_browse_clicked)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.verify_button.clicked.connect(self._on_verify_clicked)
        self.close_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        for target in self.targets:
            self.target.addItem(target.title)
        self.target.activated.connect(self._on_target_chosen)
        self.file.textEdited.connect(lambda _: self._set_replaceable(None))

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(_label("secondary", tr("For")), 0, 0)
        grid.addWidget(self.target, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(_label("secondary", tr("File")), 1, 0)
        grid.addWidget(self.file, 1, 1)
        grid.addWidget(self.browse_button, 1, 2)
        grid.addWidget(self.remark, 2, 1, 1, 2)
        self.target.setMinimumWidth(160)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.verify_button)
        foot.addWidget(self.status, 1)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(self.live, 1)
        layout.addLayout(foot)

    def _name(self) -> None:
        self.target.setAccessibleName(tr("What the script is for"))
        self.file.setAccessibleName(tr("File"))

    def _say(self, text: str, tone: str) -> None:
        wear(self.status, "tone", tone)
        announce(self.status, text)
        self.status.setText(text)
        self.status.setVisible(bool(text))

    def _set_replaceable(self, path: Path | None) -> None:
        self._replaceable = path
        self.save_button.setText(tr("Replace") if path else tr("Save"))

    def _show_companions(self) -> None:
        names = ", ".join(path.name for path in companions(self.document.graph))
        text = tr("{files} will be put beside it: the data that the script reads.", files=names)
        self.remark.setText(text if names else "")
        self.remark.setVisible(bool(names))

    def _on_code_changed(self, code: str) -> None:
        for button in (self.save_button, self.copy_button, self.verify_button):
            button.setEnabled(bool(code))
        self.verifier.stop()
        self._say("", "secondary")  # what was said of the code before is no longer true

    def _on_target_chosen(self, place: int) -> None:
        self.live.set_target(self.targets[place])

    def _on_verify_clicked(self) -> None:
        self.live.bring_up_to_date()
        self.verifier.start(self.document.graph, self.live.target.kind)

    def done(self, result: int) -> None:
        """A comparison that is going on ends with the dialog."""
        self.verifier.stop()
        super().done(result)

    def _on_copy_clicked(self) -> None:
        self.live.copy()
        self._say(tr("Copied"), "success")

    def _on_browse_clicked(self) -> None:
        proposal = Path(self.file.text())
        dialog = file_dialog.to_save(self, tr("Export Python"), {tr("Python (*.py)"): ".py"})
        dialog.setDirectory(str(proposal.parent))
        dialog.selectFile(proposal.name)
        chosen = file_dialog.chosen(dialog)
        if chosen:
            self.file.setText(str(chosen[0]))
            # The file dialog has asked already.
            self._replaceable = chosen[0]
            self.save_button.setText(tr("Save"))


def proposed_path(document: Document) -> Path:
    """`NAME.py` after the graph, beside its file; in the home folder while it has none."""
    name = fitting(re.sub(r"\s+", "_", fitting(document.name).strip("._ "))) or "model"
    folder = document.path.parent if document.path else Path.home()
    return folder / f"{name}.py"


def _saved_text(path: Path, data: list[Path]) -> str:
    if not data:
        return tr("Saved to {path}", path=path)
    names = ", ".join(each.name for each in data)
    return tr("Saved to {path}, with {files} beside it", path=path, files=names)


def _label(tone: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", tone)
    label.setProperty("scale", "small")
    label.setWordWrap(tone in ("muted", "success"))
    return label
