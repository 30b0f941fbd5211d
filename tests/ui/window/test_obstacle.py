"""Why an action cannot be done now."""

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.window.obstacle import why_not


def test_each_place_and_state_has_its_reason(window):
    assert why_not("new", window) == ""
    assert "Open a network" in why_not("find", window)
    assert why_not("save", window) == "No network is open."
    window.filing.open_copy(Graph())
    assert why_not("find", window) == ""
    assert "no modules" in why_not("train", window)
    assert "nothing to take back" in why_not("undo", window)
    window.document.edit("Add", Graph(nodes=freeze({"relu": Node("relu")})))
    assert why_not("undo", window) == ""
    assert why_not("train", window) == ""
    assert "No module is selected" in why_not("bypassed", window)
    window.table["code"].trigger()
    assert "Choose Build" in why_not("fit", window)
    assert "No training" in why_not("stop", window)
