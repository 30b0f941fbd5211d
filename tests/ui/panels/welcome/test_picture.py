from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.welcome import Picture


def test_a_graph_is_drawn_and_nothing_is_not(qtbot):
    def paint(painter, graph, rect):
        painter.fillRect(rect, QColor("#ff00ff"))

    seen = []
    for graph in (find_template("mnist_mlp").graph(), Graph(), None):
        picture = Picture(graph, paint, QSize(60, 40))
        qtbot.addWidget(picture)
        assert picture.sizeHint() == QSize(60, 40)
        seen.append(picture.grab().toImage().pixelColor(30, 20).name() == "#ff00ff")
    assert seen == [True, False, False]


def test_a_graph_is_drawn_once_for_a_size(qtbot):
    drawn = []
    graph = find_template("mnist_mlp").graph()
    picture = Picture(graph, lambda *_: drawn.append(1), QSize(60, 40))
    qtbot.addWidget(picture)
    picture.grab()
    picture.grab()
    assert len(drawn) == 1
    picture.resize(90, 40)
    picture.grab()
    assert len(drawn) == 2
