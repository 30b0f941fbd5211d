"""The document in front stands for another one, and for the next when that comes."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.document import Document
from hornstudio.ui.front import Front
from hornstudio.ui.level import Level


def test_edits_go_to_the_document_in_front_and_its_news_come_from_there(qapp, tmp_path):
    one, other = Document(), Document()
    front = Front(one)
    level = Level(front)
    heard = []
    for name in ("graph_changed", "selection_changed", "path_changed", "opened", "switched"):
        getattr(front, name).connect(lambda *_, name=name: heard.append(name))
    graph = edits.add_node(Graph(), "relu", Node("relu"))
    level.edit("add", graph)
    level.select(["relu"])
    assert one.graph is front.graph is level.graph is graph
    assert one.selection == front.selection == ("relu",)
    assert heard == ["graph_changed", "selection_changed"]
    front.bring(other)
    assert heard[2:] == ["graph_changed", "selection_changed", "path_changed", "switched"]
    assert level.graph is other.graph
    assert level.selection == ()
    assert level.undo_stack is other.undo_stack
    one.edit("again", Graph())  # in the background
    one.undo_stack.undo()
    assert len(heard) == 6
    front.save(tmp_path / "b.horn")
    assert other.path == tmp_path / "b.horn"
    assert one.path is None
    assert front.source is other
    front.bring(one)
    front.undo_stack.undo()
    assert level.graph == Graph()
    assert other.undo_stack.isClean()
