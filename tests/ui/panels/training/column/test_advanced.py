"""How a step is computed, in the training panel: each edit one step that undoing takes back."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.graph import Training
from hornstudio.ui.panels.training.column.advanced import AdvancedSection, advice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(document, qtbot) -> AdvancedSection:
    section = AdvancedSection(document)
    qtbot.addWidget(section)
    section.resize(260, 400)
    section.show()
    section.fold.open()
    return section


def test_it_is_folded_away_until_it_is_wanted(document, qtbot):
    section = AdvancedSection(document)
    qtbot.addWidget(section)
    section.show()
    assert not section.form.isVisible()
    qtbot.mouseClick(section.fold.header, LEFT)
    assert section.form.isVisible()


def test_a_setting_is_typed_and_goes_back_to_its_default(section, qtbot):
    line = section.form.field("gradient_accumulation").editors()[0]
    line.selectAll()
    qtbot.keyClicks(line, "8")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    stack = section.document.undo_stack
    assert section.document.graph.training.gradient_accumulation == 8
    assert stack.undoText() == "Set gradient accumulation to 8"
    assert section.fold.header.text() == "Advanced (1)"
    qtbot.mouseClick(section.form.rows["gradient_accumulation"].reset, LEFT)
    assert section.document.graph.training == Training()
    stack.undo()
    stack.undo()
    assert section.document.graph.training == Training()
    assert section.fold.header.text() == "Advanced"


def test_choices_and_switches_are_edits_too(section, qtbot):
    combo = section.form.field("precision").combo
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert section.document.graph.training.precision == "mixed_bfloat16"
    switch = section.form.field("rematerialize").editors()[0]
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert section.document.graph.training.rematerialize
    assert section.fold.header.text() == "Advanced (2)"


def test_what_does_not_suit_the_devices_is_told(section):
    assert not section.advice.isVisible()
    section.show_devices(["GPU (Test)", "GPU (Test)"])
    assert section.advice.text() == "2 graphics cards were found; one of them is used."
    mixed = Training(precision="mixed_bfloat16")
    assert advice(mixed, ["CPU (x86_64)"]).startswith("A processor is mostly slower")
    assert advice(mixed, ["GPU (Test)"]) == ""
    assert advice(mixed, []) == ""
    assert advice(Training(devices="all"), ["GPU (Test)", "GPU (Test)"]) == ""
