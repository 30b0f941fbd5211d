"""Parts of a window that are to be painted."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from hornstudio.ui.canvas.paint.region import few_rects


def test_few_rects_cover_the_region():
    region = QRegion(0, 0, 1000, 3) | QRegion(0, 3, 5, 997) | QRegion(12, 950, 160, 3)
    rects = few_rects(region)
    covered = QRegion()
    for rect in rects:
        covered |= QRegion(rect)
    assert (region - covered).isEmpty()
    assert len(rects) <= 3
    assert sum(r.width() * r.height() for r in rects) < 60_000
    assert few_rects(QRegion(QRect(1, 2, 3, 4))) == [QRect(1, 2, 3, 4)]
