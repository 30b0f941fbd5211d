"""What lies where among frames."""

import pytest
from PySide6.QtCore import QPointF

from hornstudio.engine.check import check
from hornstudio.engine.editing.frame import Frame, add_frame, remove_frames
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.scene.scene import Scene


@pytest.fixture
def graph() -> Graph:
    outer = Frame("outer", at=(0.0, 0.0), size=(400.0, 300.0))
    inner = Frame("inner", at=(40.0, 60.0), size=(200.0, 100.0))
    return add_frame(add_frame(Graph(), outer), inner)


def test_the_inner_of_two_frames_is_taken_hold_of(qapp, graph):
    layer = Scene(check(graph)).frames
    assert layer.at(QPointF(60, 70)) == 1
    assert layer.at(QPointF(60, 10)) == 0
    assert layer.at(QPointF(60, 120)) is None
    assert layer.frames_in(0) == [1]
    assert layer.frames_in(1) == []


def test_borders_are_reached_from_further_when_zoomed_out(qapp, graph):
    layer = Scene(check(graph)).frames
    assert layer.edge_at(QPointF(400, 150), 1.0) == (0, (1, 0))
    assert layer.edge_at(QPointF(410, 150), 1.0) is None
    assert layer.edge_at(QPointF(410, 150), 0.5) == (0, (1, 0))


def test_what_is_gone_is_no_longer_chosen(qapp, graph):
    scene = Scene(check(graph))
    told = []
    scene.frames.listeners.append(lambda: told.append(scene.frames.chosen))
    scene.frames.choose([1])
    scene.show_report(check(remove_frames(graph, [1])))
    assert told == [(1,), ()]
