"""Pictures of graphs without a window."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage.glance import places_of
from hornstudio.ui.canvas import paint_graph, render_graph, thumbnail
from hornstudio.ui.theme import current


def graph() -> Graph:
    nodes = {"mnist": Node("mnist", at=(0.0, 0.0)), "dense": Node("dense", at=(220.0, 0.0))}
    return Graph(nodes=freeze(nodes), wires=(Wire("mnist.image", "dense.input"),))


def colours(image: QImage) -> set[str]:
    pixels = ((x, y) for y in range(image.height()) for x in range(image.width()))
    return {image.pixelColor(x, y).name() for x, y in pixels}


def card(shown: Graph) -> QImage:
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    image.fill(current().color("bg.canvas"))
    painter = QPainter(image)
    paint_graph(painter, shown, QRectF(0, 0, 300, 120))
    assert painter.opacity() == 1.0
    painter.end()
    return image


def test_a_card_shows_categories_and_wires(qapp):
    found = colours(card(graph()))
    assert current().block("data").name() in found
    assert current().block("core").name() in found
    wire = current().wire("image").getRgb()
    # A thin line has soft edges: no pixel need be quite its colour.
    far = (max(abs(a - b) for a, b in zip(QColor(c).getRgb(), wire, strict=True)) for c in found)
    assert min(far) < 30


def test_a_card_of_nothing_stays_empty(qapp):
    assert colours(card(Graph())) == {current().color("bg.canvas").name()}


def test_a_card_keeps_within_its_rectangle(qapp):
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_graph(painter, graph(), QRectF(100, 0, 100, 120))
    painter.end()
    assert colours(image.copy(0, 0, 100, 120)) == {"#000000"}
    assert colours(image.copy(200, 0, 100, 120)) == {"#000000"}


def test_a_picture_has_the_size_asked_for_and_shows_every_node(qapp):
    image = render_graph(graph(), QSize(600, 300), 2.0)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (1200, 600, 2.0)
    found = colours(image)
    assert current().header("data").name() in found
    assert current().header("core").name() in found
    assert current().color("bg.canvas").name() in found


def test_a_picture_of_nothing_is_bare_ground(qapp):
    image = render_graph(Graph(), QSize(120, 80))
    assert image.pixelColor(1, 1) == current().color("bg.canvas")
    assert QPointF(image.width(), image.height()) == QPointF(120, 80)


def test_a_card_of_a_large_network_works_nothing_out(qapp, monkeypatch):
    monkeypatch.setattr(thumbnail, "check", None)
    nodes = {f"n{i}": Node("relu", at=(240.0 * (i % 20), 160.0 * (i // 20))) for i in range(200)}
    wires = [Wire(f"n{i}.output", f"n{i + 1}.input") for i in range(199)]
    alien = {"alien": Node("not_there", at=(0.0, -160.0))}
    shown = Graph(nodes=freeze({**nodes, **alien}), wires=(*wires, Wire("n0.output", "gone.input")))
    found = colours(card(shown))
    assert current().block("activation").name() in found
    assert current().wire("any").name() in found


def test_a_glance_at_a_graph_is_drawn_as_a_large_graph_is(qapp, monkeypatch):
    glance = card(places_of(graph()))
    monkeypatch.setattr(thumbnail, "_MANY", 0)
    assert glance == card(graph())
    assert colours(card(places_of(Graph()))) == {current().color("bg.canvas").name()}
