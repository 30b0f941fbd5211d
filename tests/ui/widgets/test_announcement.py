import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QTabBar

from hornstudio.ui.widgets.announcement import announce, bring_forward, call_back, describe


@pytest.fixture
def field(qtbot):
    """A field that has the keyboard."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_words_are_said_and_silence_is_not(qtbot, announced):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "The run has ended")
    announce(label, "")
    assert announced == ["The run has ended"]


def test_another_description_of_what_has_the_keyboard_is_said(field, announced):
    assert describe(field, "Dense")
    assert not describe(field, "Dense"), "it was that already"
    assert announced == ["Dense"]
    assert field.accessibleDescription() == "Dense"


@pytest.mark.parametrize("platform", ["xcb", "wayland"])
def test_where_the_screen_reader_reads_descriptions_anew_none_is_said_twice(
    platform, field, announced, monkeypatch
):
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    assert describe(field, "Dense")
    assert announced == []


def test_a_description_elsewhere_is_read_when_the_keyboard_comes_there(field, announced, qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    assert not describe(label, "Dense")
    assert label.accessibleDescription() == "Dense"
    assert announced == []


@pytest.fixture
def tabs(qtbot):
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("Training")
    tabs.addTab("Problems")
    return tabs


def test_a_tab_that_comes_to_the_front_keeps_no_screen_reader(field, tabs, called_back):
    bring_forward(tabs, 1)
    assert tabs.currentIndex() == 1
    assert called_back == [field]
    bring_forward(tabs, 1)
    assert called_back == [field], "nothing has come to the front"


def test_where_nothing_has_the_keyboard_nobody_is_called_back(tabs, called_back):
    call_back()
    assert called_back == []
