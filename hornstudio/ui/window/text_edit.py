"""Cut, copy, paste and the like, where a text field has the focus instead of the canvas."""

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

TextField = QLineEdit | QPlainTextEdit | QTextEdit


def edit_text(window: QWidget, what: str) -> bool:
    """Do `what` (`cut`, `copy`, `paste`, `delete`, `select_all`) to the text that has the focus.

    False where no text of this window has it.
    """
    field = QApplication.focusWidget()
    if not isinstance(field, TextField) or field.window() is not window:
        return False
    if what == "delete":
        _delete(field)
    else:
        {
            "cut": field.cut,
            "copy": field.copy,
            "paste": field.paste,
            "paste_wired": field.paste,
            "select_all": field.selectAll,
        }[what]()
    return True


def _delete(field: TextField) -> None:
    if field.isReadOnly():
        return
    if isinstance(field, QLineEdit):
        field.del_()
    else:
        field.textCursor().deleteChar()
