"""Parts of a window that are to be painted."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.paint.region import blank, copy_part, few_rects, places_of


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
    apart = QRegion(0, 0, 100, 100) | QRegion(500, 0, 100, 100)
    assert len(few_rects(apart)) == 2
    assert few_rects(apart, 40_000) == [QRect(0, 0, 600, 100)]


def test_a_blank_is_as_large_as_the_viewport_and_places_lie_within_it(make_hand):
    view = make_hand(Graph()).canvas.view
    made = blank(view)
    assert made.size() == view.viewport().size() * made.devicePixelRatio()
    whole = view.visible_area()
    assert places_of(view, [whole]) == [view.viewport().rect()]
    assert places_of(view, [whole.translated(2 * whole.width(), 0)]) == []


def test_only_the_part_is_copied(qapp):
    onto, picture = QPixmap(40, 40), QPixmap(40, 40)
    onto.fill(Qt.GlobalColor.black)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(onto)
    copy_part(painter, picture, QRect(10, 0, 20, 40))
    painter.end()
    row = [onto.toImage().pixelColor(x, 5).lightness() for x in (9, 10, 29, 30)]
    assert row == [0, 255, 255, 0]
