"""A dialog that is larger than the screen would have its buttons out of reach."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from hornstudio.ui.widgets.room import resize_on_screen, room_for


def test_a_dialog_leaves_room_for_its_title_bar_on_a_small_screen():
    assert room_for(QSize(860, 640), QSize(1920, 1080)) == QSize(860, 640)
    low = room_for(QSize(860, 640), QSize(960, 540))
    assert low.width() == 860
    assert low.height() < 540


def test_it_asks_the_screen_of_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = QDialog(QWidget(window))
    resize_on_screen(dialog, 100_000, 100_000)
    room = window.screen().availableSize()
    assert dialog.width() == room.width()
    assert 0 < dialog.height() < room.height()
    resize_on_screen(dialog, 300, 200)
    assert dialog.size() == QSize(300, 200)
