"""Beside the buttons of a run: its knobs; below them what has been edited since it began."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from hornstudio.ui.panels.training.knobs.popover import Popover
from hornstudio.ui.panels.training.knobs.turner import Turner
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr


class KnobBar(QWidget):
    """Shown while a run can be turned. offer: stands in a row of its own, where there is one."""

    def __init__(self, turner: Turner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turner = turner
        self.popover = Popover(turner, self)
        self.knobs = self._add_button("", "soft")
        set_icon(self.knobs, "sliders", "text.primary", size=15)
        self.knobs.setAccessibleName(tr("Knobs"))
        self.knobs.setToolTip(
            tr("Change rates, decay, shares of losses and frozen modules while it trains")
        )
        self.apply = self._add_button("", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.knobs)
        self.offer = QWidget(self)
        row = QHBoxLayout(self.offer)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.apply)
        self.knobs.setCheckable(True)
        self.knobs.clicked.connect(self._on_clicked)
        self.popover.closed.connect(self._on_closed)
        self.apply.clicked.connect(turner.apply_edits)
        turner.changed.connect(self.refresh)
        self.refresh()

    def _on_clicked(self, on: bool) -> None:
        if on:
            self.popover.open_over(self.parentWidget() or self.knobs)
        else:
            self.popover.leave()

    def _on_closed(self) -> None:
        self.knobs.setChecked(False)
        if self.knobs.isVisible():
            self.knobs.setFocus(Qt.FocusReason.PopupFocusReason)

    def _add_button(self, text: str, kind: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", kind)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return button

    def refresh(self) -> None:
        """Show what can be done now."""
        can_turn, edited = self.turner.can_turn and bool(self.turner.dials), self.turner.offered
        self.setVisible(can_turn)
        self.offer.setVisible(can_turn and bool(edited))
        self.apply.setText(tr("Apply to this run"))
        lines = [
            f"{self.turner.label(key)} {self.turner.dials[key].param.show(value)}"
            for key, value in edited.items()
        ]
        self.apply.setToolTip(
            "\n".join([tr("Give the run in progress what you have edited:"), *lines])
        )
        self.apply.setAccessibleDescription(self.apply.toolTip())
