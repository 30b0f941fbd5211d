"""What a change of the document costs and says."""

from hornstudio.engine.disk.atomic import digest_of
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.problem import Problem, Remedy, Replace
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.ui.document import Document, is_only_moved


def graph() -> Graph:
    nodes = {"x": Node("input", {"shape": [4]}, (0.0, 0.0)), "dense": Node("dense")}
    return Graph(nodes=freeze(nodes), wires=(Wire("x.output", "dense.input"),))


def test_a_move_keeps_the_facts_and_names_the_new_graph(qapp):
    document = Document(graph())
    facts = document.report.facts
    document.edit("Move", edits.move_nodes(document.graph, {"x": (8.0, 8.0)}))
    assert document.report.facts is facts
    assert document.report.graph is document.graph


def test_only_places_count_as_a_move():
    old = graph()
    assert is_only_moved(old, edits.move_nodes(old, {"x": (8.0, 8.0)}))
    assert not is_only_moved(old, edits.set_param(old, "dense", "units", 3))
    assert not is_only_moved(old, edits.set_attribute(old, "dense", "frozen", True))
    assert not is_only_moved(old, edits.disconnect(old, old.wires))
    assert not is_only_moved(old, edits.remove_nodes(old, ["x"]))
    assert not is_only_moved(old, edits.rename_node(old, "x", "y"))


def test_listeners_never_see_a_selected_node_that_is_gone(qapp):
    document = Document(graph())
    document.select(["x", "dense"])
    seen = []
    document.graph_changed.connect(lambda old, new: seen.append(document.selection))
    document.selection_changed.connect(seen.append)
    document.edit("Delete", edits.remove_nodes(document.graph, ["x"]))
    assert seen == [("dense",), ("dense",)]


def test_a_graph_without_a_name_takes_that_of_its_file(qapp, tmp_path):
    document = Document(graph())
    document.save(tmp_path / "digits.horn")
    assert document.graph.name == "digits"
    assert not document.is_modified
    assert files.load(tmp_path / "digits.horn") == document.graph
    document.save(tmp_path / "other.horn")
    assert document.graph.name == "digits"


def test_a_graph_that_no_file_holds_is_unsaved_until_it_is_saved(qapp, tmp_path):
    document = Document()
    document.open(Graph(name="found"), tmp_path / "a.horn", is_saved=False)
    assert document.is_modified
    assert not document.undo_stack.canUndo()
    mark = document.save(tmp_path / "a.horn")
    assert not document.is_modified
    assert mark == digest_of(tmp_path / "a.horn")


def test_loading_again_is_a_step_that_can_be_undone(qapp, tmp_path):
    document = Document(Graph(name="mine"), tmp_path / "a.horn")
    document.load_again(Graph(name="theirs"))
    assert document.graph.name == "theirs"
    assert not document.is_modified
    document.undo_stack.undo()
    assert document.graph.name == "mine"
    assert document.is_modified


def test_a_copy_leaves_the_file(qapp, tmp_path):
    document = Document(Graph(name="mine"), tmp_path / "a.horn")
    document.leave_file()
    assert document.path is None
    assert document.is_modified
    assert document.title == "mine"


def test_what_a_remedy_replaces_stays_selected_under_its_new_name(qapp):
    document = Document(Graph(nodes=freeze({"binary_crossentropy": Node("binary_crossentropy")})))
    document.select(["binary_crossentropy"])
    remedy = Remedy(Text("x"), Replace("categorical_crossentropy"))
    document.mend(Problem("error", Text("y"), "binary_crossentropy"), remedy)
    assert document.selection == ("categorical_crossentropy",)
    document.undo_stack.undo()
    assert list(document.graph.nodes) == ["binary_crossentropy"]
