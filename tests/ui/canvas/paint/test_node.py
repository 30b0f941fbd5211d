"""What a node's footer says: whole numbers, in every language."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui import translate
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.node import footer_words
from hornstudio.ui.canvas.paint.reading import node_looks


@pytest.fixture(params=["en", "ko"])
def language(request, qapp):
    translate.install(qapp, request.param)
    yield request.param
    translate.install(qapp, "en")


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
    assert look.footer[0].replace("\u2009", " ").count("99 968") == 1
    assert "100 k" in look.brief
    wide = dense_look(128, 780, live="0.12345678 0.1234567")
    assert footer_words(wide) == ("", "0.12345678 0.1234567", "number")
    assert footer_words(dense_look(128, 780, live="0.123"))[0] == look.footer[0]
