"""Files of a figure hold the whole graph, in the light colours, whatever the window shows."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from hornstudio.engine.editing.frame import Frame
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure import FORMATS, Drawing, drawing_of, figure_bytes, formats
from hornstudio.ui.theme import Mode, current


@pytest.fixture(scope="module")
def graph() -> Graph:
    return find_template("mnist_mlp").graph()


def from_png(content: bytes) -> QImage:
    return QImage.fromData(content)


def from_svg(content: bytes, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(content).render(painter)
    painter.end()
    return image


def colour_in(image: QImage, drawing: Drawing, x: float, y: float) -> QColor:
    """Of a point of the canvas."""
    scale = image.width() / drawing.size.width()
    at = (drawing.area.left(), drawing.area.top())
    return image.pixelColor(round((x - at[0]) * scale), round((y - at[1]) * scale))


def is_near(one: QColor, other: QColor, reach: int = 8) -> bool:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= reach for a, b in pairs)


def test_png_and_svg_show_every_node_at_its_place(qapp, graph):
    drawing = drawing_of(graph)
    png = from_png(figure_bytes(graph, ".png"))
    assert png.width() == round(drawing.size.width() * 3)
    for image in (png, from_svg(figure_bytes(graph, ".svg"), png.size())):
        for item in drawing.nodes:
            body = item.body
            with current().borrowed("light"):
                header = current().header(item.look.category)
                ground = current().color("node.body")
            assert is_near(colour_in(image, drawing, body.right() - 12, body.top() + 6), header)
            assert is_near(colour_in(image, drawing, body.left() + 6, body.bottom() - 3), ground)


def test_the_colours_are_those_of_paper_in_the_dark_too(qapp, graph):
    before = current().mode
    pictures = []
    for mode in (Mode.LIGHT, Mode.DARK):
        current().set_mode(mode)
        pictures.append(from_png(figure_bytes(graph, ".png")))
        assert current().scheme == mode.value
    current().set_mode(before)
    assert pictures[0] == pictures[1]


def test_svg_needs_no_typeface(qapp, graph):
    text = figure_bytes(graph, ".svg").decode()
    assert "<text" not in text
    assert f"<title>{graph.name}</title>" in text


def test_a_note_in_svg_needs_no_typeface_and_reads_as_in_png(qapp, graph):
    words = "Here a note says much more than would find room in a single line.\n\n그리고 끝."
    note = Frame(text=words, at=(0.0, 400.0), is_note=True)
    noted = replace(graph, frames=(note.to_json(),))
    svg = figure_bytes(noted, ".svg")
    assert b"<text" not in svg
    png = from_png(figure_bytes(noted, ".png"))
    drawing = drawing_of(noted)
    inked = [_inked_rows(image, drawing, note) for image in (png, from_svg(svg, png.size()))]
    assert min(inked[1]) == pytest.approx(min(inked[0]), abs=5)
    assert max(inked[1]) == pytest.approx(max(inked[0]), abs=5)


def _inked_rows(image: QImage, drawing: Drawing, note: Frame) -> set[int]:
    """Rows of pixels in which letters of a note are seen."""
    scale = image.width() / drawing.size.width()
    left, top = ((note.at[i] - (drawing.area.left(), drawing.area.top())[i]) for i in (0, 1))
    across = range(round((left + 20) * scale), round((left + note.size[0] - 20) * scale))
    down = range(round((top + 4) * scale), round((top + note.size[1] - 4) * scale))
    return {y for y in down if any(image.pixelColor(x, y).lightness() < 100 for x in across)}


def test_curves_of_a_word_stand_once_in_svg(qapp):
    text = figure_bytes(find_template("resnet").graph(), ".svg").decode()
    words = re.findall(r'id="(word\d+)"', text)
    uses = re.findall(r'href="#(word\d+)"', text)
    assert len(words) == len(set(words))
    assert len(uses) > len(words)
    assert all(text.index(f'id="{w}"') < text.index(f'"#{w}"') for w in set(uses))
    assert "-7777" not in text
    assert "font-family" not in text


def test_svg_is_as_large_as_the_page_of_pdf(qapp, graph):
    width = re.search(r'<svg width="([\d.]+)mm"', figure_bytes(graph, ".svg").decode())
    assert float(width[1]) == pytest.approx(drawing_of(graph).size.width() * 25.4 / 96, rel=0.01)


def test_pdf_is_one_page_as_large_as_the_figure(qapp, graph):
    content = figure_bytes(graph, ".pdf")
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", content).groups())
    size = drawing_of(graph).size * 0.75
    assert (width, height) == pytest.approx((size.width(), size.height()), abs=1)


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_graph_is_an_empty_figure(qapp, suffix):
    assert figure_bytes(Graph(), suffix)


def test_svg_made_of_parts_is_the_same_as_of_one(qapp, monkeypatch):
    graph = find_template("resnet").graph()
    whole = figure_bytes(graph, ".svg")
    monkeypatch.setattr(formats, "_PART", 7)
    parts = figure_bytes(graph, ".svg")
    assert parts.split() == whole.split()
