"""The top of a node's page."""

import pytest
from PySide6.QtGui import QColor

from hornstudio.engine.catalog import catalog
from hornstudio.ui.panels.inspector.header import Header
from hornstudio.ui.theme import Mode, current


@pytest.fixture
def theme(qapp):
    """The theme, which puts its palette on as the window does."""
    theme, before = current(), qapp.palette()
    was = theme.mode

    def put_on() -> None:
        qapp.setPalette(theme.palette())

    theme.changed.connect(put_on)
    yield theme
    theme.changed.disconnect(put_on)
    theme.set_mode(was)
    qapp.setPalette(before)


def inks_of_the_link(header: Header) -> set[str]:
    image = header.help.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colors = (image.pixelColor(*point) for point in points)
    return {color.name() for color in colors if color.hsvSaturationF() > 0.4}


def test_the_link_is_legible_after_a_change_of_the_theme(theme, graph, qtbot):
    for mode in (Mode.LIGHT, Mode.DARK):
        theme.set_mode(mode)
    header = Header()
    qtbot.addWidget(header)
    header.resize(300, 200)
    header.show_node(graph, "hidden", catalog().get("dense"))
    header.show()
    for mode in (Mode.LIGHT, Mode.DARK):
        theme.set_mode(mode)
        qtbot.wait(1)
        assert QColor(theme.color("accent.default")).name() in inks_of_the_link(header)
