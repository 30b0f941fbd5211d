"""Parts of a graph as text on the clipboard."""

import os
import subprocess
import sys

from PySide6.QtGui import QGuiApplication

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.ui.canvas.edit import clipboard
from hornstudio.ui.mime import GRAPH

CHAIN = Graph(
    nodes=freeze({"mnist": Node("mnist"), "flatten": Node("flatten")}),
    wires=(Wire("mnist.image", "flatten.input"),),
)


def test_what_comes_in_is_part_of_the_text_and_only_where_it_comes_from_elsewhere(qapp):
    part = clipboard.part_of(clipboard.part_text(CHAIN, ("flatten",)))
    assert part.wires == ()
    assert clipboard.wires_into(part) == CHAIN.wires
    whole = clipboard.part_of(clipboard.part_text(CHAIN, ("mnist", "flatten")))
    assert whole.extra == {}
    assert clipboard.wires_into(whole) == CHAIN.wires


def test_the_text_has_a_type_of_its_own_and_reads_as_a_file(qapp):
    clipboard.copy(CHAIN, ("flatten",))
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data(GRAPH).data()).decode() == data.text()
    assert set(files.from_text(data.text()).nodes) == {"flatten"}


def test_a_program_that_ends_with_a_copy_on_the_clipboard_ends_well():
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from hornstudio.engine.graph import Graph, Node\n"
        "from hornstudio.ui.canvas.edit import clipboard\n"
        "app = QApplication([])\n"
        "clipboard.copy(Graph(nodes={'relu': Node('relu')}), ('relu',))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, timeout=60, check=False)
    assert ended.returncode == 0
