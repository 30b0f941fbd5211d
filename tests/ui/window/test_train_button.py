import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from hornstudio.ui.theme import current
from hornstudio.ui.window.train_button import TrainButton


@pytest.fixture
def button(qtbot):
    button = TrainButton()
    qtbot.addWidget(button)
    button.show()
    return button


def test_it_says_how_far_the_training_is(button):
    assert button.text() == "Train"
    button.show_progress(0.756)
    assert button.text() == "Training 76 %"
    assert button.property("running") is True
    button.show_progress(0.5, is_paused=True)
    assert button.text() == "Paused 50 %"
    button.show_idle()
    assert button.text() == "Train"
    assert button.property("running") is False


def test_a_click_leaves_the_keyboard_where_it_is(qtbot):
    frame = QWidget()
    qtbot.addWidget(frame)
    line, button = QLineEdit(frame), TrainButton(frame)
    button.move(0, 40)
    frame.show()
    line.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert frame.focusWidget() is line
    button.setFocus()
    assert frame.focusWidget() is button


def test_its_width_does_not_change_while_the_training_goes_on(button):
    widths = set()
    for percent in (0, 1, 9, 10, 42, 99, 100):
        button.show_progress(percent / 100)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1


def test_errors_make_it_quiet_and_are_counted(button):
    before = button.grab().toImage()
    width = button.sizeHint().width()
    button.show_errors(3)
    assert button.is_blocked
    assert button.property("kind") == "soft"
    assert "3 errors" in button.toolTip()
    assert button.sizeHint().width() > width
    assert button.grab().toImage() != before
    button.show_errors(0)
    assert button.property("kind") == "live"


def test_a_training_in_progress_is_not_blocked_by_new_errors(button):
    button.show_progress(0.5)
    button.show_errors(2)
    assert not button.is_blocked
    button.show_idle()
    assert button.is_blocked


def test_the_line_grows_with_the_share(button):
    def mint_length(share):
        button.show_progress(share)
        button.resize(button.sizeHint())
        image = button.grab().toImage()
        y = image.height() - 2
        ink = current().color("live.default")
        return sum(image.pixelColor(x, y) == ink for x in range(image.width()))

    assert mint_length(0.9) > mint_length(0.3)


def test_space_presses_it(button, qtbot):
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
