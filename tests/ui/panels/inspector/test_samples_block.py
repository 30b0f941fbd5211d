"""Samples in the inspector."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node
from hornstudio.ui.panels.inspector.node_page import NodePage
from hornstudio.ui.panels.inspector.samples_block import COUNT
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


@pytest.fixture
def page(document, shown):
    return shown(NodePage(document))


def names(page):
    return [tile.accessibleName() for tile in page.samples.tiles]


def test_pictures_are_shown_with_their_classes_and_follow_the_settings(
    page, document, qtbot, tmp_path
):
    make_pictures(tmp_path, ("cat", "dog"), count=5)
    (tmp_path / "dog" / "0.png").write_bytes(b"no picture")
    node = Node("image_folder", {"directory": str(tmp_path)})
    document.edit("add", edits.add_node(document.graph, "pets", node))
    page.show_node("pets")
    qtbot.waitUntil(page.samples.isVisible)
    assert len(page.samples.tiles) == COUNT
    assert names(page)[:3] == ["cat: 0.png", "dog: 0.png cannot be read", "cat: 1.png"]
    before = page.samples.tiles
    document.edit("fit", edits.set_param(document.graph, "pets", "fit", "crop"))
    page.show_node("pets")
    qtbot.waitUntil(lambda: page.samples.tiles is not before)
    document.edit("lose", edits.set_param(document.graph, "pets", "directory", "/nowhere"))
    page.show_node("pets")
    assert page.samples.isHidden()


def test_what_reads_no_folder_has_no_samples(page):
    page.show_node("hidden")
    assert page.samples.isHidden()
    assert page.samples.tiles == []
