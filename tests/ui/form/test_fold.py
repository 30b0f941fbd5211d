from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from hornstudio.ui.form.fold import Fold


def test_what_folds_says_so_and_opens_and_shuts(qtbot):
    fold = Fold("More", QLabel("below"))
    qtbot.addWidget(fold)
    fold.show()
    told = QAccessible.queryAccessibleInterface(fold.header)
    assert told.text(QAccessible.Text.Name) == "More"
    assert "folds" in told.text(QAccessible.Text.Description)
    assert not fold.content.isVisible()
    fold.open()
    assert fold.content.isVisible()
    fold.header.click()
    assert not fold.content.isVisible()
