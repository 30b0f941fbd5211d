"""The line says what is selected and what can be done with it."""

from hornstudio.engine.editing import edits
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.window.hint import hint_of
from tests.engine.composite.sample_composite import residual


def test_nothing_one_several_a_composite_and_a_title_are_told(qapp):
    level = Level(Document(edits.set_attribute(residual(), "block_1", "title", "Neck")))
    assert hint_of(level).startswith("Drag a module onto the canvas")
    level.select(["block_1"])
    assert hint_of(level) == "Neck selected · double-click it to look inside"
    level.select(["block_1", "block_2"])
    assert hint_of(level) == "2 modules selected"
    level.select([next(i for i, node in level.graph if node.kind == "digits")])
    assert hint_of(level).startswith("Digits selected · drag a port to wire it")


def test_tab_is_promised_for_the_canvas_alone(qapp):
    level = Level(Document(residual()))
    for ids in ([], [next(i for i, node in level.graph if node.kind == "digits")]):
        level.select(ids)
        words = hint_of(level)
        assert "Tab there" in words or "Tab on the canvas" in words


def test_the_keys_for_it_are_told(qapp):
    level = Level(Document(residual()))
    keys = {"wire": "W", "enter": "Ctrl+Return"}
    level.select([next(i for i, node in level.graph if node.kind == "digits")])
    assert hint_of(level, keys.get).startswith("Digits selected · drag a port to wire it (W), ")
    level.select(["block_1"])
    assert hint_of(level, keys.get).endswith("double-click it to look inside (Ctrl+Return)")
