"""One line of a form: label, field, a way back to the default, and what is needed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from hornstudio.engine.params import Param
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.theme import set_icon, wear
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr, tr_engine

LABEL_PX = 104
_FIELD_PX = 28


class Row(QWidget):
    """A param's label and field. `reset_wanted` asks for the default."""

    reset_wanted = Signal()

    def __init__(self, param: Param, field: Field, label_px: int = LABEL_PX) -> None:
        super().__init__()
        self.param = param
        self.field = field
        self.label = QLabel(tr_engine(param.label))
        self.refusal = RefusalLabel()
        self.idle = RefusalLabel(tone="secondary")
        self.reset = QToolButton()
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(self._make_line(label_px))
        layout.addWidget(self.refusal)
        layout.addWidget(self.idle)
        if field.below:
            layout.addWidget(field.below)
        field.refused.connect(self.refusal.say)

    def _dress(self) -> None:
        help_text = tr_engine(self.param.help)
        label = self.label.text()
        self.field.name_editors(label, help_text)
        self.label.setProperty("tone", "secondary")
        self.label.setProperty("scale", "small")
        self.label.setWordWrap(True)
        self.label.setToolTip(help_text)
        self.label.setWhatsThis(help_text)
        self.reset.setProperty("kind", "icon")
        self.reset.setProperty("dense", True)
        set_icon(self.reset, "undo", "text.muted", 13)
        self.reset.setToolTip(tr("Back to the default"))
        self.reset.setAccessibleName(tr("{param}: back to the default", param=label))
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset.clicked.connect(self.reset_wanted)
        self.reset.hide()

    def _make_line(self, label_px: int) -> QHBoxLayout:
        beside = QWidget()
        beside.setFixedWidth(label_px)
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.label, 1)
        row.addWidget(self.reset)
        beside.setMinimumHeight(_FIELD_PX)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.field, 1)
        return line

    def show_changed(self, changed: bool) -> None:
        """Tell a value that differs from the default by a bold label and the way back."""
        self.reset.setVisible(changed)
        wear(self.label, "scale", "group" if changed else "small")
        wear(self.label, "tone", "" if changed else "secondary")

    def show_idle(self, words: str) -> None:
        """Say why the param changes nothing as things are, and let nobody change it; or nothing."""
        self.field.setEnabled(not words)
        if words != self.idle.text():
            self.idle.say(words)

    @property
    def is_wrong(self) -> bool:
        """Whether it says what is needed."""
        return bool(self.refusal.text())
