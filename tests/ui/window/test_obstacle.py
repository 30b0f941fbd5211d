"""Why an action cannot be done now."""

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.window.obstacle import can_do, why_not


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


def test_what_can_be_done_has_no_reason_and_the_reason_is_in_the_persons_language(window, speak):
    window.filing.open_copy(Graph())
    for action_id in (*window.table.rows, "undo", "redo"):
        assert can_do(action_id, window) is not bool(why_not(action_id, window))
    speak("ko")
    assert not why_not("group", window).isascii()
    assert not why_not("mend", window).isascii()
