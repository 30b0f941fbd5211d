"""Places of a network in words: where a problem is, and what a frame is called."""

from hornstudio.engine.editing.frame import Frame
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.ui.words.translate import tr


def place_text(graph: Graph, problem: Problem) -> str:
    """`hidden · input`; a node with a title of its own goes by that."""
    if not problem.node:
        return tr("Whole graph")
    node = graph.nodes.get(problem.node)
    name = (node.title if node else "") or problem.node
    tail = problem.port or problem.param
    return f"{name} · {tail}" if tail else name


def frame_name(frame: Frame) -> str:
    """What a person calls a frame."""
    if frame.is_note:
        return tr("note")
    return tr("frame {title}", title=frame.title) if frame.title else tr("frame")
