from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from hornstudio.ui.form.fold import Fold


def test_what_folds_is_a_button_that_opens_and_shuts(qtbot):
    fold = Fold("More", QLabel("below"))
    qtbot.addWidget(fold)
    fold.show()
    told = QAccessible.queryAccessibleInterface(fold.header)
    assert told.text(QAccessible.Text.Name) == "More"
    assert told.role() == QAccessible.Role.Button, "no check box"
    assert not fold.content.isVisible()
    fold.open()
    assert fold.content.isVisible()
    fold.header.click()
    assert not fold.content.isVisible()


def test_what_folds_says_whether_it_is_open(qtbot, announced):
    fold = Fold("More", QLabel("below"))
    qtbot.addWidget(fold)
    fold.show()
    fold.header.setFocus()
    qtbot.waitUntil(fold.header.hasFocus)
    assert fold.header.accessibleDescription() == "collapsed"
    for words in ("expanded", "collapsed"):
        qtbot.keyClick(fold.header, Qt.Key.Key_Space)
        assert fold.header.accessibleDescription() == words
    assert announced == ["expanded", "collapsed"]
