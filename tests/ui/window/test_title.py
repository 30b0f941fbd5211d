"""Title and menu bar say which file is in front, and how it stands."""

from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node


def test_the_word_beside_the_menus_follows_the_file(window, tmp_path):
    standing = window.title.standing
    assert standing.text() == ""
    assert window.menuBar().cornerWidget(Qt.Corner.TopRightCorner) is standing
    window.filing.new()
    document = window.document
    assert standing.text() == ""
    document.edit("add", edits.add_node(document.graph, "relu", Node("relu")))
    assert standing.text() == "Edited"
    assert window.isWindowModified()
    document.save(tmp_path / "mine.horn")
    assert standing.text() == "Saved"
    assert not window.isWindowModified()
    assert window.windowTitle() == "mine.horn[*] — HornStudio"
    window.show_home()
    assert window.windowTitle() == "mine.horn[*] — HornStudio"
