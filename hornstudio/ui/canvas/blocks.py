"""Where nodes are, so that a wire finds at once what is in its way."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF

_CELL_PX = 256.0


class BlockGrid:
    """Rectangles by id in a coarse grid."""

    def __init__(self) -> None:
        self._rects: dict[str, QRectF] = {}
        self._cells: dict[tuple[int, int], set[str]] = {}

    def put(self, block: str, rect: QRectF) -> None:
        """Add a rectangle, or move it."""
        self.take(block)
        self._rects[block] = QRectF(rect)
        for cell in cells(rect):
            self._cells.setdefault(cell, set()).add(block)

    def take(self, block: str) -> None:
        """Remove a rectangle, where there is one."""
        rect = self._rects.pop(block, None)
        if rect is not None:
            for cell in cells(rect):
                self._cells[cell].discard(block)

    def __contains__(self, block: str) -> bool:
        return block in self._rects

    def touching(self, area: QRectF) -> list[QRectF]:
        """Rectangles that overlap an area, in a stable order."""
        found = {b for cell in cells(area) for b in self._cells.get(cell, ())}
        rects = (self._rects[b] for b in sorted(found))
        return [rect for rect in rects if rect.intersects(area)]


def cells(rect: QRectF) -> Iterator[tuple[int, int]]:
    """Cells of the grid that a rectangle touches."""
    columns = range(int(rect.left() // _CELL_PX), int(rect.right() // _CELL_PX) + 1)
    for row in range(int(rect.top() // _CELL_PX), int(rect.bottom() // _CELL_PX) + 1):
        for column in columns:
            yield column, row
