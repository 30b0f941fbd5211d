"""The arrays of a file in the inspector, with real choices."""

import numpy as np
import pytest

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector.node_page import NodePage


@pytest.fixture
def page(shown, tmp_path):
    arrays = {"left": np.ones((1200, 3)), "right": np.ones((1200, 4, 4), np.uint8)}
    arrays |= {"y": np.arange(1200) % 2, "one": np.float32(1), "odd": np.ones(3, complex)}
    np.savez(tmp_path / "a.npz", **arrays)
    node = Node("arrays", freeze({"path": str(tmp_path / "a.npz")}))
    made = NodePage(Document(Graph(nodes=freeze({"arrays": node, "relu": Node("relu")}))))
    made.document.graph_changed.connect(lambda *_: made.show_node("arrays"))
    made.show_node("arrays")
    return shown(made)


def choose(page, array, text):
    (row,) = [row for row in page.arrays.rows if row.name == array]
    place = row.choice.findText(text)
    assert place >= 0
    row.choice.setCurrentIndex(place)
    row.choice.activated.emit(place)


def told(page):
    return {row.name: (row.content.text(), row.choice.currentText()) for row in page.arrays.rows}


def test_each_array_says_what_it_is_and_what_it_is_for(page):
    assert page.arrays.isVisible()
    assert told(page) == {
        "y": ("1\u202f200 · int64", "Targets"),
        "left": ("1\u202f200×3 · float64", "Left out"),
        "right": ("1\u202f200×4×4 · uint8", "Left out"),
        "one": ("one number · float32", "Left out"),
        "odd": ("no numbers", "Left out"),
    }
    assert [row.choice.isEnabled() for row in page.arrays.rows] == [True] * 4 + [False]


def test_a_choice_is_one_step_that_can_be_taken_back(page):
    document, before = page.document, page.document.graph
    assert document.report.errors
    choose(page, "right", "Inputs")
    assert document.graph.nodes["arrays"].params["x"] == "right"
    assert document.report.facts["arrays"].outputs["x"].shape == (4, 4)
    assert told(page)["right"][1] == "Inputs"
    choose(page, "left", "Inputs")
    assert told(page)["right"][1] == "Left out"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph == before


def test_what_was_named_can_be_found_by_its_name_again(page):
    choose(page, "left", "Inputs")
    choose(page, "left", "Test inputs")
    assert dict(page.document.graph.nodes["arrays"].params).keys() == {"path", "x_test"}


def test_other_modules_have_no_arrays(page):
    page.show_node("relu")
    assert not page.arrays.isVisible()
