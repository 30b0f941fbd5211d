"""What is asked before a composite takes the place of another one in the user's palette."""

from typing import Literal

from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.ui.words.translate import tr

Role = QMessageBox.ButtonRole


def ask_what_stays(parent: QWidget, title: str) -> Literal["new", "both", ""]:
    """Which of two composites of one name are to be kept; empty where a person leaves it as is."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Keep in your palette"))
    box.setText(tr("Your palette has another composite by the name of {title}.", title=title))
    box.setInformativeText(tr("It may be this one as it was before, or something else."))
    both = box.addButton(tr("Keep &both"), Role.AcceptRole)
    new = box.addButton(tr("&Replace it"), Role.DestructiveRole)
    cancel = box.addButton(tr("&Cancel"), Role.RejectRole)
    box.setDefaultButton(both)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return "both" if clicked is both else "new" if clicked is new else ""
