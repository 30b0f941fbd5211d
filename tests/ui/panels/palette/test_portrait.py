"""The picture of a node that is dragged along."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.ui.panels.palette.portrait import portrait
from hornstudio.ui.theme import current


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_has_the_size_of_a_node_and_its_header_s_hue(qapp, ratio):
    module = catalog().get("dense")
    picture = portrait(module, ratio)
    assert picture.deviceIndependentSize().width() >= current().px("node.width")
    assert picture.devicePixelRatio() == ratio
    x, y = picture.width() - round(20 * ratio), round(16 * ratio)
    assert picture.toImage().pixelColor(x, y).name() == current().header("core").name()
