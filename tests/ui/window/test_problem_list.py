from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from hornstudio.ui.window.problem_list import ProblemList


@pytest.mark.parametrize(("count", "words"), [(1, "One problem"), (7, "7 problems")])
def test_every_reason_is_listed_and_can_be_copied(qtbot, count, words):
    reasons = [f"nodes.{i}: <b>wrong</b>" for i in range(count)]
    dialog = ProblemList(Path("/a/<i>x.horn"), reasons)
    qtbot.addWidget(dialog)
    view = dialog.findChild(QListWidget)
    assert [view.item(row).text() for row in range(view.count())] == reasons
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert "<i>x.horn cannot be opened" in labels
    assert any(words in text for text in labels)
    dialog.copy()
    assert QApplication.clipboard().text() == "\n".join(reasons)


def test_return_closes_it(qtbot):
    dialog = ProblemList(Path("x.horn"), ["wrong"])
    qtbot.addWidget(dialog)
    dialog.show()
    default = [b.text() for b in dialog.findChildren(QPushButton) if b.isDefault()]
    assert default == ["&Close"]
