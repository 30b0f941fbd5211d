from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget

from hornstudio.ui.widgets.tab_order import follow_each_other, tab_stops


def test_tab_follows_the_order_that_is_wanted(qtbot):
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    a, b, c = (QLineEdit(name) for name in "abc")
    skipped = QLineEdit()
    skipped.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for each in (a, QLabel("no stop"), b, skipped, c):
        row.addWidget(each)
    assert tab_stops(frame) == [a, b, c]
    follow_each_other(a, [c, b])
    frame.show()
    qtbot.waitUntil(frame.isActiveWindow)
    a.setFocus()
    passed = []
    for _ in range(3):
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(passed[-1], Qt.Key.Key_Tab)
    assert passed == [a, c, b]
