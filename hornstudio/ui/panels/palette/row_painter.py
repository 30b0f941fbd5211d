"""How a row of the palette looks: icon, name and count of a category; dot and name of a module."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hornstudio.ui.category import category_icon
from hornstudio.ui.panels.palette.entry import Role
from hornstudio.ui.theme import current, font, mono, paint_icon

_ICON_PX = 17
_DOT_PX = 6
_GAP_PX = 8
Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """Paints by hand what no style sheet can express."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the design says."""
        return QSize(0, current().px("layout.rowHeight"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, sign, name and count."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = _colors(option, index)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            radius = current().px("radius.sm")
            painter.drawRoundedRect(QRectF(_ground_rect(option)), radius, radius)
        rect = option.rect.adjusted(2, 0, -8, 0)
        rect.setLeft(rect.left() + _paint_sign(painter, rect, index) + _GAP_PX)
        self._paint_words(painter, rect, index, ink)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index, ink: QColor) -> None:
        count = index.data(Role.COUNT)
        if count is not None:
            painter.setFont(mono("micro"))
            painter.setPen(current().color("text.muted"))
            painter.drawText(rect, _AT_RIGHT, str(count))
            rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(str(count)) - 6)
        painter.setFont(font("small", "medium" if count is not None else "regular"))
        painter.setPen(ink)
        # Names of a family differ in their last letters only, such as 1D and 2D.
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, rect.width()
        )
        painter.drawText(rect, _AT_LEFT, text)


_AT_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_AT_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _colors(option: QStyleOptionViewItem, index: Index) -> tuple[QColor | None, QColor]:
    """Ground, if any, and ink of a row."""
    theme = current()
    is_quiet = index.data(Role.CATEGORY) is None
    if is_quiet:
        return None, theme.color("text.muted")
    if option.state & QStyle.StateFlag.State_Selected:
        return theme.color("selection.row"), theme.color("text.primary")
    if option.state & QStyle.StateFlag.State_MouseOver:
        return theme.color("bg.hover"), theme.color("text.primary")
    is_category = index.data(Role.COUNT) is not None
    return None, theme.color("text.primary" if is_category else "text.secondary")


def _ground_rect(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(-4, 0, 0, 0)


def _paint_sign(painter: QPainter, rect: QRect, index: Index) -> int:
    """Draw the icon or the dot; returns the width that it took."""
    category = index.data(Role.CATEGORY)
    middle = rect.top() + rect.height() / 2
    if category is None:
        place = QRectF(rect.left() + 1, middle - 7, 14, 14)
        paint_icon(painter, place, "info", "text.muted")
        return _ICON_PX
    if index.parent().isValid():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().category(category))
        dot = QRectF(rect.left() + 4, middle - _DOT_PX / 2, _DOT_PX, _DOT_PX)
        painter.drawRoundedRect(dot, 1.5, 1.5)
        return _DOT_PX + 6
    place = QRectF(rect.left(), middle - _ICON_PX / 2, _ICON_PX, _ICON_PX)
    paint_icon(painter, place, category_icon(category), current().category(category))
    return _ICON_PX
