from datetime import datetime
from pathlib import Path

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage.journal import Found, Work
from hornstudio.ui.canvas import paint_graph
from hornstudio.ui.panels.welcome import words_of
from hornstudio.ui.panels.welcome.offer import OfferRow

NOW = datetime(2026, 5, 4, 12, 0)


def test_a_row_says_what_when_and_where():
    graph = Graph(name="mine", nodes=freeze({"a": Node("relu")}))
    edited_at = datetime(2026, 5, 4, 11, 30).timestamp()
    place = Path("1.journal")
    work = Work(graph, Path("/x/a.horn"), "", edited_at)
    assert words_of(Found(place, work), NOW) == (
        "a.horn",
        f"1 module · edited today, 11:30 · {Path('/x/a.horn')}",
    )
    title, line = words_of(Found(place, Work(Graph(name="mine"), None, "", edited_at)), NOW)
    assert title == "mine"
    assert line.endswith("never saved")
    assert words_of(Found(place, None, ("bad",)), NOW) == (
        "Unsaved work",
        "cannot be read · 1.journal",
    )


def test_a_narrow_row_gives_the_room_of_its_picture_to_the_words(qtbot):
    work = Work(Graph(name="mine"), None, "", NOW.timestamp())
    row = OfferRow(Found(Path("1.journal"), work), paint_graph)
    qtbot.addWidget(row)
    row.resize(700, 80)
    row.show()
    assert row.picture.isVisible()
    row.resize(470, 80)
    qtbot.waitUntil(lambda: not row.picture.isVisible())
    row.resize(700, 80)
    qtbot.waitUntil(row.picture.isVisible)
