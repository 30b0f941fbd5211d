"""The question how many epochs more."""

from PySide6.QtWidgets import QWidget

from hornstudio.ui.more_epochs import ask_more_epochs


def test_as_many_as_were_done_are_offered(qtbot, answer):
    parent = QWidget()
    qtbot.addWidget(parent)
    said = answer("Train", "Escape", "Train")
    assert ask_more_epochs(parent, "mlp", 5) == 5
    assert said == ["Epochs that mlp has done: 5. How many more?"]
    assert ask_more_epochs(parent, "mlp", 5) == 0
    assert ask_more_epochs(parent, "mlp", 0) == 1
