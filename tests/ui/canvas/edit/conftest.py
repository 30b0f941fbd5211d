"""A document with composites on a canvas, and what is said there."""

import pytest
from PySide6.QtWidgets import QLabel

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from tests.engine.composite.sample_composite import residual
from tests.ui.canvas.conftest import Hand


@pytest.fixture
def level(qtbot):
    """A canvas on a level of a document, and the hand over it."""
    level = Level(Document(residual()))
    canvas = Canvas(level)
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    canvas.show()
    qtbot.waitExposed(canvas)
    _spread(level)
    canvas.sight.fit_all()
    canvas.view.setFocus()
    first = [level.root.graph]
    level.opened.connect(lambda: first.append(level.root.graph))
    yield level, canvas, Hand(canvas)
    undo_all_and_redo_all(level, first[-1])
    level.undo_stack.setClean()


def undo_all_and_redo_all(level: Level, before: Graph) -> None:
    """What was done is taken back and done again, to the very same documents."""
    stack, after, count = level.undo_stack, level.root.graph, level.undo_stack.index()
    stack.setIndex(0)
    assert level.root.graph is before
    stack.setIndex(count)
    assert level.root.graph is after


def said(canvas: Canvas) -> str:
    return " ".join(label.text() for label in canvas.advice.bubble.findChildren(QLabel))


def _spread(level: Level) -> None:
    places = {i: (200.0 * x, 0.0) for x, i in enumerate(level.graph.nodes)}
    level.edit("spread", edits.move_nodes(level.graph, places))
    level.undo_stack.clear()
