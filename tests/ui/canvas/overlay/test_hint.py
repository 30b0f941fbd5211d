"""What an empty canvas says."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect

from hornstudio.ui.theme import Mode, current, style_sheet


@pytest.fixture(params=[Mode.DARK, Mode.LIGHT])
def mode(request) -> Iterator[Mode]:
    former = current().mode
    current().set_mode(request.param)
    yield request.param
    current().set_mode(former)


def test_no_dot_of_the_grid_touches_the_words(make_hand, mode):
    canvas = make_hand().canvas
    canvas.setStyleSheet(style_sheet.build(current()))
    hint = canvas.hint
    hint.place(canvas.rect())
    words = QRect(hint.geometry())
    middle = canvas.rect().center() - words.center()
    assert middle.manhattanLength() <= 2
    assert words.size() == hint.sizeHint()
    hint.setText("")  # as large as it was, with nothing on it
    hint.setGeometry(words)
    picture = canvas.grab().toImage()

    def inks(area: QRect) -> set[str]:
        xs, ys = (range(area.left(), area.right() + 1), range(area.top(), area.bottom() + 1))
        return {picture.pixelColor(x, y).name() for x in xs for y in ys}

    assert inks(words) == {current().color("bg.canvas").name()}
    assert len(inks(words.translated(0, words.height() + 12))) > 1, "there are dots beside it"
