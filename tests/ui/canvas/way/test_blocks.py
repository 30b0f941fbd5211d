"""Where nodes are, in a coarse grid."""

from PySide6.QtCore import QRectF

from hornstudio.ui.canvas.way.blocks import BlockGrid, cells


def test_cells_cover_a_rectangle_and_no_more():
    assert set(cells(QRectF(10, 10, 20, 20))) == {(0, 0)}
    assert set(cells(QRectF(-10, 250, 20, 20))) == {(-1, 0), (0, 0), (-1, 1), (0, 1)}


def test_what_moved_is_found_in_its_new_place_alone():
    grid = BlockGrid()
    grid.put("a", QRectF(0, 0, 50, 50))
    grid.put("a", QRectF(600, 0, 50, 50))
    assert grid.touching(QRectF(0, 0, 100, 100)) == []
    assert grid.touching(QRectF(590, 0, 20, 20)) == [QRectF(600, 0, 50, 50)]
    grid.take("a")
    assert "a" not in grid
