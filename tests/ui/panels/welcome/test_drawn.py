"""Small pictures of networks are drawn once for all windows, and not kept for ever."""

from PySide6.QtCore import QSizeF

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.panels.welcome import drawn
from hornstudio.ui.panels.welcome.drawn import picture_of
from hornstudio.ui.theme import current
from hornstudio.ui.theme.theme import Mode

SIZE = QSizeF(60, 40)


def _graph() -> Graph:
    return Graph(nodes=freeze({"a": Node("relu")}))


def test_the_same_is_drawn_once_and_what_differs_anew(qapp):
    painted, graph = [], _graph()

    def paint(_painter, shown, _room):
        painted.append(shown)

    first = picture_of(graph, paint, SIZE, 1.0)
    assert picture_of(graph, paint, QSizeF(SIZE), 1.0) is first
    assert painted == [graph]
    assert picture_of(_graph(), paint, SIZE, 1.0) is not first
    assert picture_of(graph, paint, SIZE, 2.0).width() == 120
    current().set_mode(Mode.LIGHT)
    try:
        picture_of(graph, paint, SIZE, 1.0)
    finally:
        current().set_mode(Mode.DARK)
    assert len(painted) == 4


def test_only_the_latest_are_kept(qapp, monkeypatch):
    monkeypatch.setattr(drawn, "_KEPT", 2)
    painted, graphs = [], [_graph() for _ in range(40)]

    def paint(_painter, shown, _room):
        painted.append(shown)

    for graph in graphs:
        picture_of(graph, paint, SIZE, 1.0)
    picture_of(graphs[-1], paint, SIZE, 1.0)
    assert len(painted) == 40
    picture_of(graphs[0], paint, SIZE, 1.0)
    assert len(painted) == 41
