"""Undo commands: each step back is the exact former graph, orders included."""

import gc
import weakref

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage.files import to_text
from hornstudio.engine.storage.past import NONE, Step, Steps
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.document import Document
from hornstudio.ui.words.translate import tr

NODES = {
    "left": Node("input", freeze({"shape": [4]})),
    "right": Node("input", freeze({"shape": [4]})),
    "join": Node("concatenate"),
    "dense": Node("dense", freeze({"units": 3})),
}
WIRES = (
    Wire("right.output", "join.input"),
    Wire("left.output", "join.input"),
    Wire("join.output", "dense.input"),
)
GRAPH = Graph(nodes=freeze(NODES), wires=WIRES)

EDITS = {
    "remove": lambda graph: edits.remove_nodes(graph, ["left", "join"]),
    "disconnect": lambda graph: edits.disconnect(graph, WIRES[:1]),
    "param": lambda graph: edits.set_param(graph, "dense", "units", 7),
    "attribute": lambda graph: edits.set_attribute(graph, "dense", "frozen", True),
    "rename": lambda graph: edits.rename_node(graph, "left", "first"),
    "move": lambda graph: edits.move_nodes(graph, {"left": (8.0, 16.0)}),
    "paste": lambda graph: edits.paste(graph, edits.extract(graph, ["left", "join"]))[0],
}


@pytest.mark.parametrize("name", EDITS)
def test_undo_and_redo_restore_the_graph_to_its_orders(qapp, name: str) -> None:
    document = Document(GRAPH)
    document.edit(name, EDITS[name](GRAPH))
    after = document.graph
    assert after != GRAPH
    document.undo_stack.undo()
    assert document.graph == GRAPH
    assert list(document.graph.nodes) == list(NODES)
    assert to_text(document.graph) == to_text(GRAPH)
    assert not document.is_modified
    document.undo_stack.redo()
    assert document.graph == after
    assert to_text(document.graph) == to_text(after)


def test_all_edits_are_undone_one_by_one(qapp) -> None:
    document = Document(GRAPH)
    states = [document.graph]
    for units in (4, 5, 6):
        document.edit("Set units", edits.set_param(document.graph, "dense", "units", units))
        states.append(document.graph)
    for state in reversed(states[:-1]):
        document.undo_stack.undo()
        assert document.graph == state


def test_steps_of_one_drag_are_one_undo_and_other_steps_are_not(qapp) -> None:
    document = Document(GRAPH)
    for x in (8.0, 16.0, 24.0):
        moved = edits.move_nodes(document.graph, {"left": (x, 0.0)})
        document.edit("Move", moved, merge="drag 1")
    document.edit("Move", edits.move_nodes(document.graph, {"left": (32.0, 0.0)}), merge="drag 2")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.graph.nodes["left"].at == (24.0, 0.0)
    document.undo_stack.undo()
    assert document.graph == GRAPH


def test_what_comes_back_with_a_step_is_selected_again(qapp) -> None:
    document = Document(GRAPH)
    document.select(["dense", "left"])
    document.edit("Delete", edits.remove_nodes(GRAPH, ["dense", "left"]))
    (rest, *_) = document.graph.nodes
    document.select([rest])
    document.undo_stack.undo()
    assert set(document.selection) == {"dense", "left"}
    document.undo_stack.redo()
    assert document.selection == ()
    document.edit("Add", edits.add_node(document.graph, "made", Node("dense")))
    document.select(["made"])
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert document.selection == ("made",)
    document.edit("Move", edits.move_nodes(document.graph, {"made": (8.0, 8.0)}))
    document.select([rest])
    document.undo_stack.undo()
    assert document.selection == (rest,), "nothing has come back, so nothing else is selected"


def test_an_edit_that_changes_nothing_is_no_step(qapp) -> None:
    document = Document(GRAPH)
    document.edit("Set units", edits.set_param(GRAPH, "dense", "units", 3))
    assert document.undo_stack.count() == 0


def test_a_document_ends_with_its_last_owner_and_not_in_a_collection(qapp):
    """Collected with its history in a circle, it once took the whole program with it."""
    assert not gc.isenabled()
    document = Document()
    document.edit("add", edits.add_node(document.graph, "dense", Node("dense")))
    kept = weakref.ref(document)
    del document
    assert kept() is None


def test_a_step_is_named_in_the_language_that_is_spoken_now(qapp, speak) -> None:
    speak("en")
    document = Document(GRAPH)
    for place in (1.0, 2.0):  # steps that merge are called after the last one
        words = tr("Move {count} modules", count=int(place) + 1)
        document.edit(words, edits.move_nodes(document.graph, {"dense": (place, 0.0)}), "drag")
    document.edit("By a stranger", edits.set_param(document.graph, "dense", "units", 7))
    stack = document.undo_stack
    names = [stack.text(place) for place in range(stack.count())]
    assert names == ["Move 3 modules", "By a stranger"]
    speak("ko")
    document.say_again()
    assert stack.text(0) == tr("Move {count} modules", count=3)
    assert stack.text(0) != names[0]
    assert stack.text(1) == "By a stranger"
    speak("en")
    document.say_again()
    assert [stack.text(place) for place in range(stack.count())] == names


def test_steps_of_another_window_are_taken_back_and_done_again(qapp) -> None:
    first = find_template("mnist_mlp").graph()
    second = edits.move_nodes(first, {"hidden": (3.0, 4.0)})
    third = edits.remove_nodes(second, ["accuracy"])
    fourth = edits.set_param(third, "hidden", "units", 9)
    document = Document(third)
    document.mark_unsaved()
    shown = []
    document.graph_changed.connect(lambda old, new: shown.append(new))
    back = (Step("Delete it", second, ("x",)), Step("Move it", first))
    document.recall(Steps(back, (Step("Set it", fourth), Step("Name it", Graph()))))
    stack = document.undo_stack
    assert (document.graph, shown) == (third, [])
    assert document.is_modified
    assert (stack.count(), stack.undoText(), stack.redoText()) == (4, "Delete it", "Set it")
    for _ in range(2):
        for graph in (second, first):
            stack.undo()
            assert document.graph is graph
        assert not stack.canUndo()
        assert document.is_modified
        for graph in (second, third, fourth, Graph()):
            stack.redo()
            assert document.graph == graph
        assert not stack.canRedo()
        stack.setIndex(2)
    assert document.steps_around() == Steps(
        back, (Step("Set it", fourth), Step("Name it", Graph()))
    )
    document.edit("More", edits.set_param(third, "hidden", "units", 5), "merge")
    assert not stack.canRedo()
    assert document.steps_around() == Steps((Step("More", third), *back))


def test_nothing_is_recalled_where_there_was_nothing(qapp) -> None:
    document = Document(GRAPH)
    document.recall(NONE)
    assert document.undo_stack.count() == 0
    assert document.steps_around() == NONE


def test_of_many_steps_the_nearest_are_told(qapp) -> None:
    document = Document(GRAPH)
    for units in range(100):
        document.edit(str(units), edits.set_param(document.graph, "dense", "units", units + 4))
    for index, back, ahead in ((50, 30, 30), (3, 3, 30), (98, 30, 2)):
        document.undo_stack.setIndex(index)
        steps = document.steps_around()
        names = [[step.name for step in way] for way in (steps.back, steps.ahead)]
        assert names[0] == [str(index - 1 - i) for i in range(back)]
        assert names[1] == [str(index + i) for i in range(ahead)]
