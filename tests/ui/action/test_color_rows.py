"""A colour of one's own is an action like any other."""

import pytest

from hornstudio.engine.editing.coloring import COLORS, color_of
from hornstudio.engine.editing.frame import Frame, add_frame, frames_of
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.action.color_rows import IDS, OWN, color_rows
from hornstudio.ui.action.menus import menus
from hornstudio.ui.panels.command_palette import commands_of
from hornstudio.ui.window.obstacle import why_not


@pytest.fixture
def working(window):
    nodes = {"relu": Node("relu"), "dense": Node("dense", at=(240.0, 0.0))}
    frame = Frame("Head", color="blue", at=(480.0, 0.0), size=(200.0, 100.0))
    window.filing.open_copy(add_frame(Graph(nodes=freeze(nodes)), frame))
    return window


def colors(window) -> list[str]:
    nodes = [color_of(node) for _, node in window.document.graph]
    return [*nodes, *(frame.color for frame in frames_of(window.document.graph).values())]


def test_every_colour_is_in_the_graph_menu(qapp):
    assert len(IDS) == len(COLORS) + 1
    assert tuple(row.id for row in color_rows()) == IDS
    (graph,) = (menu for menu in menus() if "color_red" in menu.ids())
    assert set(IDS) < set(graph.ids())


def test_modules_get_a_colour_and_lose_it_again(working):
    before = working.document.graph
    working.document.select(["relu", "dense"])
    working.table["color_teal"].trigger()
    assert colors(working) == ["teal", "teal", "blue"]
    working.document.select(["relu"])
    working.table[OWN].trigger()
    assert colors(working) == ["", "teal", "blue"]
    working.document.undo_stack.undo()
    working.document.undo_stack.undo()
    assert working.document.graph is before


def test_frames_that_are_selected_too_get_it_in_the_same_step(working):
    before = working.document.graph
    working.document.select(["relu"])
    working.workspace.canvas.scene.frames.choose([0])
    working.table["color_red"].trigger()
    assert colors(working) == ["red", "", "red"]
    working.document.undo_stack.undo()
    assert working.document.graph is before
    working.workspace.canvas.scene.frames.choose([0])
    working.document.select([])
    working.workspace.canvas.scene.frames.choose([0])
    assert why_not("color_green", working) == ""
    assert why_not(OWN, working) == "No module is selected."


def test_the_palette_says_where_a_colour_stands_and_what_is_missing(working):
    assert why_not("color_red", working) == "No module is selected."
    (red,) = (c for c in commands_of(working.table, {}) if c.id == "color_red")
    assert (red.text, red.menu) == ("Red", "Graph · Colour")
