"""Where the mouse is now."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from hornstudio.ui.widgets.pointing import is_pointed_at


def test_the_mouse_is_over_a_widget_or_beside_it(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setGeometry(100, 100, 80, 40)
    widget.show()
    QCursor.setPos(widget.mapToGlobal(QPoint(40, 20)))
    assert is_pointed_at(widget)
    QCursor.setPos(widget.mapToGlobal(QPoint(40, 45)))
    assert not is_pointed_at(widget)
