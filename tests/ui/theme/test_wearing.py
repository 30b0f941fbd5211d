"""A widget is dressed anew when, and only when, a property of its look changes."""

from PySide6.QtWidgets import QLabel

from hornstudio.ui.theme import wear


def test_a_widget_looks_as_its_property_says(qtbot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    label.setStyleSheet('QLabel[tone="error"] { color: #ff0000; }')
    label.ensurePolished()
    before = label.palette().windowText().color()
    wear(label, "tone", "error")
    assert label.palette().windowText().color().name() == "#ff0000"
    wear(label, "tone", "muted")
    assert label.palette().windowText().color() == before
