"""One row of the list: what a problem says, and how that looks."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QStandardItem
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hornstudio.engine.problem import Problem
from hornstudio.ui.panels.problems.fit import Fit, fit
from hornstudio.ui.panels.problems.remedy_bar import MARGIN_PX, RemedySizer
from hornstudio.ui.theme import current, font, paint_icon
from hornstudio.ui.words.translate import tr, tr_engine

PROBLEM = int(Qt.ItemDataRole.UserRole)
PLACE = PROBLEM + 1
ROW_PX = 32
_ICON_PX = 15
_LEFT_PX = 14
_PLACE_GAP_PX = 12
_PLACE_SHARE = 0.4
_RIGHT_PX = 20
_BELOW_PX = 28
_UNDER_PX = 4
_ICONS = {
    "error": ("error", "error.default"),
    "warning": ("warning", "warning.default"),
    "info": ("info", "accent.default"),
}
Index = QModelIndex | QPersistentModelIndex


def severity_text(problem: Problem) -> str:
    """The severity in words, for who cannot see the icon."""
    return {"error": tr("Error"), "warning": tr("Warning")}.get(problem.severity, tr("Note"))


class Said(NamedTuple):
    """A problem, and what its place is called."""

    problem: Problem
    place: str


def problem_row(said: Said) -> QStandardItem:
    """The problem as a row of a model."""
    problem, place = said
    reason = tr_engine(problem.reason)
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
    """Paints icon, place and reason, and keeps the remedies at the right, or under the reason.

    `place_px`: width of the longest place; where it needs more than 40 % of a row, it is cut.
    """

    place_px = 0

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._sizer = RemedySizer(view)

    def measure(self, places: Iterable[str]) -> None:
        """Make the column of the places as wide as the longest of them."""
        self.place_px = max(map(_place_px, set(places)), default=0)

    def place_rect(self, row: QRect) -> QRect:
        """Where in a row its place stands."""
        left = row.left() + _LEFT_PX + _ICON_PX + 9
        most = round(row.width() * _PLACE_SHARE)
        return QRect(left, row.top(), min(self.place_px, most), row.height())

    def reason_rect(self, row: QRect) -> QRect:
        """Where in a row the reason stands, if no remedy stands beside it."""
        left = self.place_rect(row).right() + 1 + _PLACE_GAP_PX
        return QRect(left, row.top(), row.right() - _RIGHT_PX - left, row.height())

    def fit(self, index: Index) -> Fit:
        """How the words and remedies of a row share the width of the list."""
        row = QRect(0, 0, self._view.viewport().width(), ROW_PX)
        problem: Problem = index.data(PROBLEM)
        remedies = self._sizer.width_of(problem)
        return fit(str(index.data()), self.reason_rect(row).width(), remedies)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the reason, and as remedies under it, demand."""
        lines, is_below = self.fit(index)
        more = (len(lines) - 1) * _line_px() + (_BELOW_PX if is_below else 0)
        return QSize(200, ROW_PX + more)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the remedies of a row at its right end, or under its reason."""
        rect: QRect = option.rect
        width = min(editor.sizeHint().width(), rect.width())
        if not self.fit(index).is_below:
            editor.setGeometry(rect.right() - width + 1, rect.top(), width, rect.height())
            return
        # Where they need more than the reason has, they begin further to the left.
        left = min(self.reason_rect(rect).left() - MARGIN_PX, rect.right() + 1 - width)
        top = rect.bottom() + 1 - _BELOW_PX - _UNDER_PX
        editor.setGeometry(max(left, rect.left()), top, width, _BELOW_PX)

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
        top = rect.top() + (self._first_line(rect, index).height() - _ICON_PX) / 2
        paint_icon(painter, QRectF(rect.left() + _LEFT_PX, top, _ICON_PX, _ICON_PX), name, ink)
        self._paint_words(painter, option, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._first_line(option.rect, index)
        place = self.place_rect(line)
        painter.setPen(current().color("text.primary"))
        painter.setFont(font("small", "semibold"))
        _draw(painter, place, _elided(str(index.data(PLACE)), "semibold", place.width()))
        painter.setPen(current().color("text.secondary"))
        painter.setFont(font("small", "regular"))
        rect = self.reason_rect(line)
        for words in self.fit(index).lines:
            _draw(painter, rect, words)
            rect.translate(0, _line_px())

    def _first_line(self, row: QRect, index: Index) -> QRect:
        """What a row of one line would be, in the middle of what has no remedies below it."""
        lines, is_below = self.fit(index)
        above = row.height() - (_BELOW_PX if is_below else 0) - (len(lines) - 1) * _line_px()
        return QRect(row.left(), row.top(), row.width(), above)


@lru_cache(maxsize=4096)
def _place_px(place: str) -> int:
    # Rounded up: Qt cuts a text that misses a fraction of a pixel.
    return math.ceil(QFontMetricsF(font("small", "semibold")).horizontalAdvance(place))


def _line_px() -> int:
    return QFontMetrics(font("small", "regular")).height() + 1


def _draw(painter: QPainter, rect: QRect, text: str) -> None:
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


@lru_cache(maxsize=512)
def _elided(text: str, weight: str, room: int) -> str:
    """The text, shortened to so many px; kept, because rows are painted at each edit."""
    metrics = QFontMetrics(font("small", weight))
    # One may name hundreds of nodes: letters of 2 px and more would fill the room before the end.
    return metrics.elidedText(text[: max(room, 0) // 2 + 8], Qt.TextElideMode.ElideRight, room)
