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
    box = QMessageBox(window)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    buttons = [box.addButton(way, Role.AcceptRole) for way in ways]
    cancel = box.addButton(tr("&Cancel"), Role.RejectRole)
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    chosen = next((i for i, button in enumerate(buttons) if button is clicked), -1)
    box.deleteLater()
    return chosen


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
    box = QMessageBox(window)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    meant = box.addButton(yes, role)
    cancel = box.addButton(tr("&Cancel"), Role.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    found = box.clickedButton() is meant
    box.deleteLater()
    return found
