import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QMainWindow, QToolButton

from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.window.tool_bar import ToolBar


@pytest.fixture
def bar(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, QUndoStack(window))
    bar = ToolBar(actions, window)
    window.setCentralWidget(bar)
    window.resize(1400, 100)
    window.show()
    bar.table = actions
    return bar


def test_the_segments_stand_in_the_middle(bar, qtbot):
    for width in (1400, 1000, 800):
        bar.window().resize(width, 100)
        qtbot.waitUntil(lambda width=width: bar.width() == width)
        segments = next(c for c in bar.children() if c.property("kind") == "segments")

        def is_centred(width=width, segments=segments) -> bool:
            return abs(segments.geometry().center().x() - width / 2) <= 2

        qtbot.waitUntil(is_centred)


def test_words_go_where_it_is_narrow(bar, qtbot):
    new = next(b for b in bar.findChildren(QToolButton) if b.defaultAction() is bar.table["new"])
    assert new.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    bar.window().resize(700, 100)
    qtbot.waitUntil(lambda: bar.width() == 700)
    assert new.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert new.accessibleName() == "New"


def test_every_button_is_reached_by_tab_and_has_a_name(bar):
    for button in bar.findChildren(QToolButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.accessibleName()
        assert button.toolTip()


def test_a_button_does_what_its_action_does(bar, qtbot):
    done = []
    bar.table.connect({"save": lambda: done.append("save"), "code": lambda: done.append("code")})
    for name in ("save", "code"):
        button = next(
            b for b in bar.findChildren(QToolButton) if b.defaultAction() is bar.table[name]
        )
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["save", "code"]
    assert bar.table["code"].isChecked()
    assert not bar.table["build"].isChecked()


def test_no_line_is_left_of_what_has_gone(bar, qtbot):
    assert bar._line.isVisible()
    bar.window().resize(bar.minimumSizeHint().width(), 100)
    qtbot.waitUntil(lambda: not bar._guides.isVisible())
    assert not bar._line.isVisible()
