"""Params of nodes inside a composite become settings of its uses, and stop being so."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.panels.inspector import Inspector
from tests.engine.composite.sample_composite import residual


@pytest.fixture
def inspector(qtbot):
    level = Level(Document(residual()))
    made = Inspector(level)
    qtbot.addWidget(made)
    made.show()
    yield made
    level.undo_stack.setClean()


def test_a_param_becomes_a_setting_of_the_composite_and_stops_being_one(inspector, qtbot):
    level, page = inspector.document, inspector.node_page
    before = level.root.graph
    level.select(["first"])
    assert page.exposure.isHidden()
    level.enter("block_1")
    level.select(["wide"])
    assert not page.exposure.isHidden()
    page.exposure.fold.open()
    boxes = page.exposure.boxes
    assert [name for name, box in boxes.items() if box.isChecked()] == ["units"]
    boxes["activation"].setFocus()
    qtbot.keyClick(boxes["activation"], Qt.Key.Key_Space)
    names = [e.name for e in level.graph.groups["residual_block"].params]
    assert names == ["units", "activation"]
    level.leave()
    assert level.selection == ("block_1",)
    assert set(page.form.rows) == {"units", "activation"}
    level.undo_stack.undo()
    assert level.root.graph is before
    assert level.trail == ("block_1",)
    level.leave()
    assert set(page.form.rows) == {"units"}
    level.enter("block_1")
    level.select(["wide"])
    page.exposure.boxes["units"].click()
    assert not level.graph.groups["residual_block"].params
    assert "units" not in level.root.graph.nodes["block_1"].params
