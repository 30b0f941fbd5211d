"""What nodes carry beside params: frozen, bypassed, shared weights, a note."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.panels.inspector.trait import possible_owners, traits_of


@pytest.fixture
def inspector(document, shown):
    made = shown(Inspector(document))
    document.select(["hidden"])
    return made


def field(inspector, name):
    return inspector.node_page.traits.field(name)


def names(graph, node_id):
    module = catalog().get(graph.nodes[node_id].kind)
    return [p.name for p in traits_of(graph, node_id, module)]


def test_only_what_has_weights_can_be_frozen_or_shared(graph):
    assert names(graph, "hidden") == [
        "frozen",
        "bypassed",
        "disabled",
        "over_time",
        "weights_of",
        "note",
    ]
    assert names(graph, "image") == ["disabled", "note"]
    graph = edits.replace_kind(graph, "hidden", "relu", {})
    assert names(graph, "hidden") == ["bypassed", "disabled", "over_time", "note"]


def test_owners_are_of_the_same_kind_and_never_the_node_itself(graph):
    assert possible_owners(graph, "hidden") == ("scores",)
    shared = edits.set_attribute(graph, "scores", "weights_of", "hidden")
    assert possible_owners(shared, "hidden") == ()
    assert possible_owners(shared, "scores") == ("hidden",)


def test_freezing_and_bypassing(inspector, document, qtbot):
    before = document.graph
    qtbot.keyClick(field(inspector, "frozen").switch, Qt.Key.Key_Space)
    assert document.graph.nodes["hidden"].frozen is True
    assert document.undo_stack.undoText() == "Freeze hidden"
    qtbot.keyClick(field(inspector, "bypassed").switch, Qt.Key.Key_Space)
    assert document.graph.nodes["hidden"].bypassed is True
    document.undo_stack.undo()
    assert not field(inspector, "bypassed").switch.isChecked()
    document.undo_stack.undo()
    assert document.graph is before


def test_sharing_weights_and_giving_them_back(inspector, document, hand):
    owner = field(inspector, "weights_of")
    assert owner.options == [None, "scores"]
    hand.change(owner)
    assert document.graph.nodes["hidden"].weights_of == "scores"
    hand.change(field(inspector, "weights_of"))
    assert document.graph.nodes["hidden"].weights_of == ""


def test_a_note_in_any_language(inspector, document, hand):
    hand.type(field(inspector, "note").line, "첫 번째 층")
    assert document.graph.nodes["hidden"].note == "첫 번째 층"
    inspector.node_page.traits.rows["note"].reset.click()
    assert document.graph.nodes["hidden"].note == ""


def test_an_unknown_owner_stays_visible(inspector, document):
    graph = edits.remove_nodes(document.graph, ["scores"])
    node = graph.nodes["hidden"]
    from dataclasses import replace

    from hornstudio.engine.graph import with_nodes

    document.edit(
        "x", with_nodes(graph, {**graph.nodes, "hidden": replace(node, weights_of="gone")})
    )
    assert field(inspector, "weights_of").options == [None, "gone"]


def test_modules_are_offered_by_their_names_in_every_language(document, shown, speak):
    speak("ko")  # which has a word for what is hidden
    inspector = shown(Inspector(document))
    document.select(["scores"])
    choice = field(inspector, "weights_of")
    assert [button.text() for button in choice.buttons] == ["없음", "hidden"]
    choice.buttons[1].click()
    assert document.graph.nodes["scores"].weights_of == "hidden"
    assert type(document.graph.nodes["scores"].weights_of) is str
