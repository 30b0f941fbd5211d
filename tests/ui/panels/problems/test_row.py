"""What a row of the list says where there is no room for all of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from hornstudio.ui.panels.problems.row import _elided
from hornstudio.ui.theme import font


@pytest.mark.parametrize("text", ["b1_relu, b2_add, " * 400, "i" * 3000, "short", ""])
@pytest.mark.parametrize("room", [-4, 0, 30, 701])
def test_words_end_where_the_whole_text_would(qapp, text, room):
    metrics = QFontMetrics(font("small", "regular"))
    wanted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    assert _elided(text, "regular", room) == wanted
