"""One row of the list: what a problem says, and how that looks."""

import math
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.ui.theme import current, font, paint_icon
from hornstudio.ui.words.place import place_text
from hornstudio.ui.words.translate import tr, tr_engine

PROBLEM = int(Qt.ItemDataRole.UserRole)
PLACE = PROBLEM + 1
ROW_PX = 32
_ICON_PX = 15
_LEFT_PX = 14
_PLACE_GAP_PX = 12
_PLACE_SHARE = 0.4
_ICONS = {
    "error": ("error", "error.default"),
    "warning": ("warning", "warning.default"),
    "info": ("info", "accent.default"),
}
Index = QModelIndex | QPersistentModelIndex


def severity_text(problem: Problem) -> str:
    """The severity in words, for who cannot see the icon."""
    return {"error": tr("Error"), "warning": tr("Warning")}.get(problem.severity, tr("Note"))


def problem_row(graph: Graph, problem: Problem) -> QStandardItem:
    """The problem as a row of a model."""
    place, reason = place_text(graph, problem), tr_engine(problem.reason)
    row = QStandardItem(reason)
    row.setEditable(False)
    row.setData(problem, PROBLEM)
    row.setData(place, PLACE)
    row.setToolTip(f"{place}: {reason}")
    spoken = f"{severity_text(problem)}, {place}: {reason}"
    row.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
    row.setData(_ways_out(problem), Qt.ItemDataRole.AccessibleDescriptionRole)
    return row


def _ways_out(problem: Problem) -> str:
    """The remedies, and the key that leads to their buttons."""
    labels = ", ".join(tr_engine(remedy.label) for remedy in problem.remedies)
    return tr("The right arrow leads to: {remedies}", remedies=labels) if labels else ""


class RowPainter(QStyledItemDelegate):
    """Paints icon, place and reason, and keeps the remedies at the right.

    `place_px`: width of the longest place; where it needs more than 40 % of a row, it is cut.
    """

    place_px = 0

    def measure(self, places: Iterable[str]) -> None:
        """Make the column of the places as wide as the longest of them."""
        # Rounded up: Qt cuts a text that misses a fraction of a pixel.
        metrics = QFontMetricsF(font("small", "semibold"))
        widths = (math.ceil(metrics.horizontalAdvance(place)) for place in places)
        self.place_px = max(widths, default=0)

    def place_rect(self, row: QRect) -> QRect:
        """Where in a row its place stands."""
        left = row.left() + _LEFT_PX + _ICON_PX + 9
        most = round(row.width() * _PLACE_SHARE)
        return QRect(left, row.top(), min(self.place_px, most), row.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high."""
        return QSize(200, ROW_PX)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the remedies of a row at its right end."""
        rect: QRect = option.rect
        width = min(editor.sizeHint().width(), rect.width())
        editor.setGeometry(rect.right() - width + 1, rect.top(), width, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        problem, theme = index.data(PROBLEM), current()
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selection.row"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("bg.hover"))
        name, ink = _ICONS[problem.severity]
        top = rect.top() + (rect.height() - _ICON_PX) / 2
        paint_icon(painter, QRectF(rect.left() + _LEFT_PX, top, _ICON_PX, _ICON_PX), name, ink)
        self._paint_words(painter, option, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        place = self.place_rect(rect)
        painter.setPen(current().color("text.primary"))
        _draw(painter, place, str(index.data(PLACE)), "semibold")
        view = option.widget
        remedies = view.indexWidget(index) if hasattr(view, "indexWidget") else None
        taken = remedies.sizeHint().width() if remedies else 12
        reason = QRect(rect)
        reason.setLeft(place.right() + 1 + _PLACE_GAP_PX)
        reason.setRight(rect.right() - taken - 8)
        painter.setPen(current().color("text.secondary"))
        _draw(painter, reason, str(index.data()), "regular")


def _draw(painter: QPainter, rect: QRect, text: str, weight: str) -> None:
    painter.setFont(font("small", weight))
    shown = _elided(text, weight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


@lru_cache(maxsize=512)
def _elided(text: str, weight: str, room: int) -> str:
    """The text, shortened to so many px; kept, because rows are painted at each edit."""
    metrics = QFontMetrics(font("small", weight))
    # One may name hundreds of nodes: letters of 2 px and more would fill the room before the end.
    return metrics.elidedText(text[: max(room, 0) // 2 + 8], Qt.TextElideMode.ElideRight, room)
