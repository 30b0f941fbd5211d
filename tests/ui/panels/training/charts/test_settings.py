import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hornstudio.ui.panels.training.charts.settings import ChartSettings


@pytest.fixture
def settings(qtbot) -> ChartSettings:
    # Within a frame, as in the window: Qt holds windows, and only them, to their layout's least.
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(600, 60)
    settings = ChartSettings(frame)
    settings.frame = frame
    settings.resize(settings.sizeHint())
    frame.show()
    return settings


def parts(settings) -> tuple[bool, bool, bool]:
    """Whether the slider, the buttons and the menu are to be seen."""
    return settings.slider.isVisible(), settings.eye.isVisible(), settings.choices.isVisible()


def test_what_fits_stays(settings):
    whole = settings.sizeHint().width()
    assert parts(settings) == (True, True, True)
    settings.resize(whole - 1, 30)
    assert parts(settings) == (False, True, True)
    settings.resize(settings.minimumSizeHint().width(), 30)
    assert parts(settings) == (False, False, True)
    assert settings.sizeHint().width() == whole
    settings.resize(whole, 30)
    assert parts(settings) == (True, True, True)


def test_the_menu_does_what_has_no_room(settings):
    eye, clear, look_back = settings.choices.doubles
    assert not any(action.isEnabled() for action in settings.choices.doubles)
    settings.show_earlier_count(2)
    settings.let_look_back(True)
    told = []
    settings.earlier_toggled.connect(lambda on: told.append(("eye", on)))
    settings.clear_chosen.connect(lambda: told.append("clear"))
    settings.looking_back_toggled.connect(lambda on: told.append(("back", on)))
    eye.trigger()
    clear.trigger()
    look_back.trigger()
    assert told == [("eye", False), "clear", ("back", True)]
    assert not settings.eye.isChecked()
    assert not eye.isChecked()
    settings.look_back.click()
    assert not look_back.isChecked()


def test_the_menu_sets_the_smoothing_and_marks_it(settings):
    smoothings = settings.choices._smoothings
    assert [s for s, action in smoothings.items() if action.isChecked()] == [0.97]
    smoothings[0.0].trigger()
    assert settings.strength == 0.0
    assert [s for s, action in smoothings.items() if action.isChecked()] == [0.0]
    settings.slider.setValue(13)
    assert not any(action.isChecked() for action in smoothings.values())


def test_means_of_epochs_are_not_smoothed(settings):
    assert settings.slider.isEnabled()
    settings.choices.points["means"].trigger()
    assert not settings.slider.isEnabled()
    settings.choices.points["steps"].trigger()
    assert settings.slider.isEnabled()


def test_the_strength_is_told_beside_the_place_of_the_slider(settings, qtbot, announced):
    settings.frame.activateWindow()
    settings.slider.setFocus()
    qtbot.waitUntil(settings.slider.hasFocus)
    assert settings.slider.accessibleDescription() == "0.97"
    qtbot.keyClick(settings.slider, Qt.Key.Key_Home)
    assert announced == ["0.00"]
