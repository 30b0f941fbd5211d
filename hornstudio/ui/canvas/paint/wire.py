"""Draws a wire on a casing of the canvas' colour, so that crossings read."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.theme import current, mix

BADGE_PX = 18
PILL_PX = 18
_BRANCH_DOT_PX = 7
_POINT_PX = 4.0
_SHAPE_PX = 14
_SHAPE_ROOM_PX = 48


def wire_ink(look: WireLook) -> QColor:
    """Colour of a wire: the source's, red where it broke, grey where it waits."""
    return _ink(look.type, look.status)


def _ink(kind: str, status: str) -> QColor:
    if status == "error":
        return current().color("error.default")
    return current().wire("any" if status == "waiting" else kind)


def paint_wire(
    painter: QPainter,
    path: QPainterPath,
    look: WireLook,
    *,
    hot: bool = False,
    hovered: bool = False,
    traced: bool = False,
    plain: bool = False,
    beside: Sequence[QPainterPath] = (),
) -> None:
    """Draw a wire.

    hot: selected, or at a selected node. traced: on the way of the data that is looked at.
    plain: from afar, without casing. beside: branches of the same source, which the casing must
    not cut.

    A wire that glows has its glow for a casing, mixed beforehand: of a curve Qt draws what lets
    through four times as slowly as what covers.
    """
    thick, scheme = hot or hovered or traced, current().scheme
    pens = _pens(scheme, look.type, look.status, hot, thick, traced, plain)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if pens.casing is not None:
        painter.setPen(pens.casing)
        painter.drawPath(path)
        painter.setPen(pens.branch)
        for branch in beside:
            painter.drawPath(branch)
    for pen in pens.lines:
        painter.setPen(pen)
        painter.drawPath(path)


class _Pens(NamedTuple):
    """What a wire is drawn with, from below to above; branch: for others of its port, unbroken."""

    casing: QPen | None
    branch: QPen
    lines: tuple[QPen, ...]


@lru_cache(maxsize=256)
def _pens(
    scheme: str, kind: str, status: str, hot: bool, thick: bool, traced: bool, plain: bool
) -> _Pens:
    """Made once for all wires that look alike: thousands are drawn in a frame of many."""
    theme = current()
    ink = _ink(kind, status)
    stroke = theme.number("wire.hover" if thick else "wire.width")
    under = theme.color("wire.casing")
    casing = None if plain else _pen(under, stroke + theme.number("wire.casing") - 1)
    lines = []
    if hot or traced:
        share, width = 0.28 if hot else 0.18, stroke + 6
        if plain:
            glow = QColor(ink)
            glow.setAlphaF(share)
            lines.append(_pen(glow, width))
        else:
            casing = _pen(mix(ink, under, share), width)
    if status == "frozen" and not plain:
        # Two thin lines: no gradients flow back through here.
        lines += [_pen(ink, stroke + 1.5), _pen(under, stroke - 1)]
    else:
        lines.append(_pen(ink, stroke, dash=status in ("error", "waiting")))
    branch = _pen(_ink(kind, ""), theme.number("wire.width"))
    return _Pens(casing, branch, tuple(lines))


def _pen(ink: QColor, width: float, *, dash: bool = False) -> QPen:
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        on, off = current().number("wire.dash.0"), current().number("wire.dash.1")
        pen.setDashPattern([on / width, off / width])
    return pen


def paint_branch(painter: QPainter, at: QPointF, look: WireLook) -> None:
    """The dot where a branch leaves."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wire_ink(look))
    painter.drawEllipse(at, _BRANCH_DOT_PX / 2, _BRANCH_DOT_PX / 2)


def paint_point(
    painter: QPainter, at: QPointF, look: WireLook, *, chosen: bool, hovered: bool
) -> None:
    """A reroute point: hollow, and filled with a ring around it where it is selected."""
    theme = current()
    radius = _POINT_PX + 1.5 * (hovered or chosen)
    if chosen:
        painter.setPen(QPen(theme.color("selection.outline"), 2))
        painter.setBrush(theme.color("wire.casing"))
        painter.drawEllipse(at, radius + 3, radius + 3)
    painter.setPen(QPen(wire_ink(look), 2))
    painter.setBrush(wire_ink(look) if chosen else theme.color("wire.casing"))
    painter.drawEllipse(at, radius, radius)


def pill_width(text: str) -> float:
    """Width of the shape on a wire."""
    return face.width(text, "shape") + 14


def pill_rect(at: QPointF, text: str) -> QRectF:
    """Place of the shape on a wire, around its middle."""
    width = pill_width(text)
    return QRectF(at.x() - width / 2, at.y() - PILL_PX / 2, width, PILL_PX)


def paint_pill(painter: QPainter, at: QPointF, text: str) -> None:
    """The shape that flows, on the wire's middle."""
    theme = current()
    rect = pill_rect(at, text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bg.tooltip"))
    painter.drawRoundedRect(rect, 9, 9)
    face.draw(painter, rect, text, "shape", theme.color("text.onTooltip"), face.CENTER)


def paint_shape(painter: QPainter, at: QPointF, text: str, length: float) -> None:
    """The shape that flows, as a word in the wire's middle, or above that of a short one."""
    theme = current()
    width = face.width(text, "note") + 8
    above = width + _SHAPE_ROOM_PX > length
    rect = QRectF(at.x() - width / 2, at.y() - _SHAPE_PX / 2, width, _SHAPE_PX)
    if above:
        rect.moveBottom(at.y() - 2)
    else:
        painter.fillRect(rect, theme.color("wire.casing"))
    face.draw(painter, rect, text, "note", theme.color("text.secondary"), face.CENTER)


def paint_clash(painter: QPainter, at: QPointF) -> None:
    """The badge on a wire that does not fit; a click on it opens the reason."""
    theme = current()
    painter.setPen(QPen(theme.color("wire.casing"), 2))
    painter.setBrush(theme.color("error.fill"))
    painter.drawEllipse(at, BADGE_PX / 2 + 1, BADGE_PX / 2 + 1)
    painter.setPen(QPen(theme.color("text.onAccent"), 2, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(at.x(), at.y() - 4.5), QPointF(at.x(), at.y() + 0.8))
    painter.drawPoint(QPointF(at.x(), at.y() + 4.2))
