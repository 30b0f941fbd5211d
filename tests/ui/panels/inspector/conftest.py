"""A document to inspect; it is typed into as forms are."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.ui.document import Document
from tests.ui.form.conftest import hand, shown

__all__ = ["hand", "shown"]


@pytest.fixture
def graph() -> Graph:
    made = Graph(name="net")
    made = edits.add_node(made, "image", Node("input"))
    made = edits.add_node(made, "hidden", Node("dense", {"units": 64}))
    made = edits.add_node(made, "scores", Node("dense", {"units": 10}))
    made = edits.set_param(made, "image", "shape", [20])
    made = edits.connect(made, Wire("image.output", "hidden.input"))
    return edits.connect(made, Wire("hidden.output", "scores.input"))


@pytest.fixture
def document(qapp, graph: Graph) -> Document:
    return Document(graph)
