"""Where nodes are, so that a wire finds at once what is in its way."""

from PySide6.QtCore import QRectF

from hornstudio.ui.canvas import geometry

_CELL_PX = 256.0
_NOTHING: frozenset[str] = frozenset()


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
        found: set[str] = set()
        for cell in cells(area):
            found |= self._cells.get(cell, _NOTHING)
        if not found:
            return []
        rects, hits = self._rects, [b for b in found if self._rects[b].intersects(area)]
        return [rects[b] for b in sorted(hits)]


def cells(rect: QRectF) -> list[tuple[int, int]]:
    """Cells of the grid that a rectangle touches."""
    left, top, right, bottom = geometry.edges(rect)
    first, last = int(left // _CELL_PX), int(right // _CELL_PX) + 1
    rows = range(int(top // _CELL_PX), int(bottom // _CELL_PX) + 1)
    return [(column, row) for row in rows for column in range(first, last)]
