"""Questions: which of a few ways to go on, or whether to go on at all; each with Cancel."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.ui.words.translate import tr

Role = QMessageBox.ButtonRole


def ask(
    window: QWidget,
    title: str,
    text: str,
    more: str,
    ways: Sequence[str],
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
) -> int:
    """Let a person choose a way; the first is proposed. Returns its place, -1 for none of them."""
    return _choose(_box(window, title, text, more, icon), ways, Role.AcceptRole, proposed=0)


def is_sure(
    window: QWidget,
    title: str,
    text: str,
    more: str,
    yes: str,
    role: QMessageBox.ButtonRole = Role.DestructiveRole,
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
) -> bool:
    """Whether a person means it; Cancel is what Enter and Esc mean. yes: what the button says."""
    return _choose(_box(window, title, text, more, icon), (yes,), role, proposed=-1) == 0


def _box(window: QWidget, title: str, text: str, more: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(window)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    return box


def _choose(box: QMessageBox, ways: Sequence[str], role: Role, *, proposed: int) -> int:
    """The place of the way that is chosen, -1 for Cancel. proposed: what Enter means."""
    buttons = [box.addButton(way, role) for way in ways]
    cancel = box.addButton(tr("&Cancel"), Role.RejectRole)
    box.setDefaultButton([*buttons, cancel][proposed])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    chosen = next((i for i, button in enumerate(buttons) if button is clicked), -1)
    box.deleteLater()
    return chosen
