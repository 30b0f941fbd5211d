import pytest
from PySide6.QtGui import QAccessible

from hornstudio.ui.theme import current
from hornstudio.ui.widgets.share_bar import ShareBar


@pytest.fixture
def bar(qtbot):
    bar = ShareBar()
    qtbot.addWidget(bar)
    bar.resize(100, bar.height())
    bar.show()
    return bar


@pytest.mark.parametrize(("share", "filled"), [(0.0, 0), (0.001, 2), (0.5, 50), (1.0, 100)])
def test_it_is_filled_as_far_as_the_share_goes(bar, share, filled):
    bar.show_share(share)
    picture, ink = bar.grab().toImage(), current().color("accent.default")
    row = [picture.pixelColor(x, picture.height() // 2) for x in range(100)]
    assert sum(color.name() == ink.name() for color in row) == pytest.approx(filled, abs=2)


def test_screen_readers_take_it_for_no_progress(bar):
    assert QAccessible.queryAccessibleInterface(bar).role() is not QAccessible.Role.ProgressBar
