from PySide6.QtWidgets import QLabel

from hornstudio.ui.widgets.announcement import announce


def test_words_are_said_and_silence_is_not(qtbot, announced):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "The run has ended")
    announce(label, "")
    assert announced == ["The run has ended"]
