"""The lower corners of the canvas: the zoom controls at the left, the map at the right."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from hornstudio.ui.canvas.overlay.minimap import Minimap
from hornstudio.ui.canvas.overlay.zoom_box import ZoomBox
from hornstudio.ui.canvas.sheet import Sheet

MARGIN_PX = 12
_LEAST_HEIGHT = 3.5
"""A canvas that is not so many times as high as the map has no room for it: above it a network
would be seen from too far away."""


class Corners:
    """Keeps both in their places. In a small canvas the map is away until there is room again, or
    until somebody asks for it."""

    def __init__(self, sheet: Sheet, zoom_box: ZoomBox, minimap: Minimap) -> None:
        self._sheet = sheet
        self._zoom_box = zoom_box
        self._minimap = minimap
        self._is_folded = False
        self._had_room = True

    @property
    def is_map_wanted(self) -> bool:
        """Whether the map is there, or would be if there were room."""
        return self._is_folded or not self._minimap.isHidden()

    def toggle_map(self) -> None:
        """Show the map, or put it away, whatever room there is."""
        self._is_folded = False
        self._show_map(self._minimap.isHidden())

    def place(self, size: QSize) -> bool:
        """Take the places in a canvas of this size; whether the map came or went for that."""
        box, card = self._zoom_box, self._minimap
        box.adjustSize()
        below = size.height() - MARGIN_PX
        self._sheet.pin(box, QPoint(MARGIN_PX, below - box.height()))
        right = size.width() - MARGIN_PX - card.width()
        self._sheet.pin(card, QPoint(right, below - card.height()))
        has_room = right > 2 * MARGIN_PX + box.width()
        has_room = has_room and size.height() >= _LEAST_HEIGHT * card.height()
        was_hidden = self._minimap.isHidden()
        if has_room != self._had_room:
            self._had_room = has_room
            self._fold(not has_room)
        return was_hidden != self._minimap.isHidden()

    def place_between(self, size: QSize, around: QSize) -> QPoint:
        """Where a thing of this size goes at the bottom: in the middle, or where that is taken
        between both, or where there is too little room, above them."""
        below = around.height() - MARGIN_PX - size.height()
        middle = QRect(QPoint((around.width() - size.width()) // 2, below), size)
        taken = [b.geometry() for b in (self._zoom_box, self._minimap) if not b.isHidden()]
        if not any(middle.intersects(box) for box in taken):
            return middle.topLeft()
        left = self._zoom_box.geometry().right() + MARGIN_PX
        right = around.width() if self._minimap.isHidden() else self._minimap.x()
        if right - MARGIN_PX - left >= size.width():
            return QPoint((left + right - MARGIN_PX - size.width()) // 2, below)
        return QPoint(middle.x(), min(box.y() for box in taken) - MARGIN_PX - size.height())

    def uncover(self, area: QRectF) -> None:
        """Scroll a part of the canvas out from under what is pinned to it, as far as the part does
        not go out of view for that."""
        bar, high = self._sheet.verticalScrollBar(), self._sheet.viewport().height()
        for widget in self._sheet.pinned:
            shown, place = self._sheet.mapFromScene(area).boundingRect(), widget.geometry()
            if widget.isHidden() or not shown.intersects(place):
                continue
            if place.center().y() > high / 2:
                over = shown.bottom() + MARGIN_PX - place.top()
                bar.setValue(bar.value() + max(0, min(over, shown.top() - MARGIN_PX)))
            else:
                over = place.bottom() + MARGIN_PX - shown.top()
                bar.setValue(bar.value() - max(0, min(over, high - MARGIN_PX - shown.bottom())))

    def _fold(self, is_folded: bool) -> None:
        """Put the map away for want of room, or take it back that it was."""
        if is_folded and not self._minimap.isHidden():
            self._is_folded = True
            self._show_map(False)
        elif not is_folded and self._is_folded:
            self._is_folded = False
            self._show_map(True)

    def _show_map(self, is_shown: bool) -> None:
        self._minimap.setVisible(is_shown)
        self._zoom_box.map.setChecked(is_shown)
