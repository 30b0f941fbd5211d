"""What a node says: whole numbers in every language, and the gist of it from afar."""

from dataclasses import replace

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.node import footer_words
from hornstudio.ui.canvas.paint.picture import MARGIN_PX, NodePictures
from hornstudio.ui.canvas.paint.reading import node_looks
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr, tr_engine
from tests.engine.composite.sample_composite import residual


@pytest.fixture(params=["en", "ko"])
def language(request, speak):
    speak(request.param)
    return request.param


def dense_look(units: int, wide: int, live: str = ""):
    nodes = {"x": Node("input", {"shape": [wide]}), "dense": Node("dense", {"units": units})}
    graph = Graph(nodes=freeze(nodes), wires=(Wire("x.output", "dense.input"),))
    return node_looks(check(graph), {"dense": live} if live else {})["dense"]


@pytest.mark.parametrize("size", [(3, 4), (64, 784), (128, 780), (2000, 30_000), (9, 50_000_000)])
def test_a_footer_has_whole_numbers(language, size):
    look = dense_look(*size)
    left, right, name = footer_words(look)
    assert (left in (look.footer[0], look.brief), right) == (True, look.footer[1])
    assert face.width(left, "note") + face.width(right, name) < look.width - 18


def test_a_long_count_is_told_in_brief_beside_a_long_cost(language):
    look = dense_look(128, 780)
    assert look.footer[0].replace("\u202f", " ").count("99 968") == 1
    assert "100 k" in look.brief
    wide = dense_look(128, 780, live="0.12345678 0.1234567")
    assert footer_words(wide) == ("", "0.12345678 0.1234567", "number")
    assert footer_words(dense_look(128, 780, live="0.123"))[0] == look.footer[0]


def picture_of(look, scale: float):
    pictures = NodePictures()
    key = pictures.key(look, False, False, False, scale, 1.0)
    return pictures.draw(key, look).pixmap.toImage()


def says_something(look, scale: float) -> bool:
    """Whether anything is written at the right of the first row of ports."""
    image, plain = picture_of(look, scale), current().color("node.body").name()
    places = ((x, y) for x in range(82, 148) for y in range(38, 50))
    inks = (image.pixelColor(*(round((MARGIN_PX + v) * scale) for v in at)) for at in places)
    return any(ink.name() != plain for ink in inks)


@pytest.mark.parametrize("scale", [0.6, 0.4])
def test_from_afar_a_node_still_says_what_comes_out(qapp, scale):
    look = replace(dense_look(64, 784), pills=(), footer=None)
    assert says_something(look, scale)
    silent = replace(look, outputs=(replace(look.outputs[0], label="w" * 40),))
    assert not says_something(silent, scale)  # no half words


@pytest.mark.parametrize("scale", [0.6, 0.4])
def test_from_afar_a_node_says_the_figure_of_a_run(qapp, scale):
    """An accuracy was an empty box where a whole network was in view."""
    look = dense_look(64, 784)
    shown = [picture_of(replace(look, live=live), scale) for live in ("", "97.25 %", "12.25 %")]
    assert shown[0] != shown[1] != shown[2]


@pytest.mark.parametrize("scale", [0.6, 0.4])
def test_from_afar_the_figure_of_a_node_without_settings_keeps_off_its_border(qapp, scale):
    look = dense_look(64, 784)
    look = replace(look, pills=(), inputs=look.inputs * 3)

    def edge(live: str):
        """The last pixels of the body, with the border."""
        image = picture_of(replace(look, live=live), scale)
        bottom = round((MARGIN_PX + look.height) * scale)
        return image.copy(0, bottom - 2, image.width(), 2)

    assert edge("") == edge("97.25 %")


@pytest.mark.parametrize("scale", [0.6, 0.4])
def test_from_afar_the_figure_of_a_run_is_whole(qapp, scale, monkeypatch):
    drawn: dict[str, bool] = {}
    monkeypatch.setattr(
        face,
        "draw",
        lambda _painter, rect, text, name, *_: drawn.update(
            {text: face.width(text, name) <= rect.width()}
        ),
    )
    picture_of(replace(dense_look(64, 784), live="테스트 97.39 %"), scale)
    assert drawn["테스트 97.39 %"]


def test_from_afar_titles_are_larger(qapp):
    look = dense_look(64, 784)
    near, far = (face.width(look.title, name) for name in ("title", "far"))
    assert far * 0.4 > near * 0.55


def start_of_title(look, scale: float):
    """The part of a header where an icon would be."""
    left, top, side = (round(v * scale) for v in (MARGIN_PX + 8, MARGIN_PX + 4, 20))
    return picture_of(look, scale).copy(left, top, side, side)


def test_from_afar_a_long_title_takes_the_place_of_the_icon(qapp):
    look = dense_look(64, 784)
    short = start_of_title(look, 0.5)
    assert start_of_title(replace(look, title="Tense"), 0.5) == short  # the icon
    long, other = (replace(look, title=f"{c}ayer normalization") for c in "LP")
    assert start_of_title(long, 0.5) != start_of_title(other, 0.5)  # a letter


def test_a_title_that_is_too_long_keeps_its_last_letters(qapp):
    title = face.elide("Global average pooling 2D", "title", 120.0, face.IN_MIDDLE)
    assert title.endswith("2D")
    assert "…" in title


def test_a_composite_has_the_title_that_a_person_gave(language):
    graph = residual()
    group = replace(graph.groups["residual_block"], title="Block")
    graph = replace(graph, groups=freeze({"residual_block": group}))
    assert tr("Block") == {"en": "Block", "ko": "블록"}[language]
    report = check(graph)
    assert node_looks(report, {})["block_1"].title == "Block"
    assert tr_engine(report.facts["block_1"].module.title) == "Block"
