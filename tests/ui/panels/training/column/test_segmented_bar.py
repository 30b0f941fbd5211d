import itertools

import pytest

from hornstudio.ui.panels.training.column.segmented_bar import SegmentedBar
from hornstudio.ui.theme import current


@pytest.fixture
def bar(qapp, qtbot) -> SegmentedBar:
    bar = SegmentedBar()
    qtbot.addWidget(bar)
    bar.resize(103, bar.height())
    return bar


def filled(bar: SegmentedBar) -> list[int]:
    """Columns of the middle row in the colour of progress."""
    image = bar.grab().toImage()
    ink = current().color("live.fill").rgb()
    return [x for x in range(image.width()) if image.pixel(x, image.height() // 2) == ink]


def test_a_segment_an_epoch_with_gaps_between(bar):
    bar.show_progress(0.75, 4)
    columns = filled(bar)
    assert bar.segments == 4
    assert max(columns) < 78
    gaps = sum(1 for a, b in itertools.pairwise(columns) if b - a > 1)
    assert gaps == 2


def test_too_many_epochs_are_one_bar(bar):
    bar.show_progress(0.5, 500)
    columns = filled(bar)
    assert bar.segments == 1
    assert columns == list(range(columns[0], columns[-1] + 1))
    assert bar.accessibleDescription() == "50 %"
