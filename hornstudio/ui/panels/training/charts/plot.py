"""The drawing surface of one chart. Importing this imports pyqtgraph, which takes its time."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from hornstudio.ui.panels.training.charts import walk
from hornstudio.ui.panels.training.charts.behind import LinesBehind
from hornstudio.ui.panels.training.charts.crosshair import Crosshair
from hornstudio.ui.panels.training.charts.curve import Curve, StillCurve
from hornstudio.ui.panels.training.charts.ground import (
    Epochs,
    draw_epochs,
    draw_gridlines,
    draw_holes,
)
from hornstudio.ui.panels.training.charts.knob_marks import Mark, draw_marks, draw_words
from hornstudio.ui.panels.training.charts.numbers import scale
from hornstudio.ui.panels.training.charts.numbers.columns import Columns, pieces_of, seen_part
from hornstudio.ui.panels.training.charts.numbers.scale import Scale
from hornstudio.ui.panels.training.charts.picture import NOTHING, Picture
from hornstudio.ui.panels.training.course.trace import Floats
from hornstudio.ui.theme import current, set_icon
from hornstudio.ui.words.translate import tr

# No rate of the mouse: what comes too soon would be left out, and with it where the mouse has come
# to rest.
pg.setConfigOptions(useOpenGL=False, exitCleanup=False, mouseRateLimit=0)

LEFT_PX, BOTTOM_PX, RIGHT_PX, TOP_PX = 52, 20, 14, 6
_END_PX, _TICK_PX, _RING_PX = 9, 22, 11
_AROUND = (-_RING_PX / 2, -_RING_PX / 2, _RING_PX / 2, _RING_PX / 2)


class Plot(pg.GraphicsView):
    """Curves over epochs. Mouse: wheel zooms along x, drag moves; a double-click, or the
    button in the corner, shows all. Keys: see `walk`.

    x_moved, resized: another part of x is shown, or there is other room: the run is to be drawn
    anew, maybe on another scale of y.
    """

    x_moved = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self._fineness = 0.0  # 0: that of the screen
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scale_of_y = scale.linear(0.0, 1.0)
        self._ends = (0.0, 1.0)
        self._epoch_ticks: list[tuple[float, str]] = []
        self.view = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self._prepare()
        self._raw = self._add_curve()
        self._line = self._add_curve()
        self._validation = self._add_curve()
        self._dots, self._best, self._test, self._head = (self._add_dots() for _ in range(4))
        self.behind = LinesBehind(lambda: self._add_curve(StillCurve()), self._put)
        self._picture, self._is_live = Picture(), False
        self._best_x: float | None = None
        self._marks: tuple[Mark, ...] = ()
        self._moment = self._add_moment()
        self.crosshair = Crosshair(self)
        self.back = self._add_way_back()
        self.recolour()

    def _prepare(self) -> None:
        """A bare view box: the axes are drawn by hand, in the background that Qt keeps."""
        frame = pg.GraphicsLayout()
        frame.setContentsMargins(LEFT_PX, TOP_PX, RIGHT_PX, BOTTOM_PX)
        frame.addItem(self.view)
        self.setCentralItem(frame)
        self.enableMouse(False)
        self.view.setMouseEnabled(x=True, y=False)
        self.view.disableAutoRange()
        self.view.sigXRangeChanged.connect(self._on_x_moved)

    def _add_curve(self, curve: Curve | None = None) -> Curve:
        curve = curve or Curve()
        self.view.addItem(curve, ignoreBounds=True)
        return curve

    def _add_dots(self) -> pg.ScatterPlotItem:
        dots = pg.ScatterPlotItem(antialias=True)
        self.view.addItem(dots, ignoreBounds=True)
        return dots

    def _add_moment(self) -> pg.LinearRegionItem:
        region = pg.LinearRegionItem(movable=False)
        region.lines[1].hide()  # it has no end
        region.setZValue(40)
        region.hide()
        self.view.addItem(region, ignoreBounds=True)
        return region

    def _add_way_back(self) -> QToolButton:
        """A button in the corner of a plot that is zoomed."""
        button = QToolButton(self)
        button.setProperty("kind", "icon")
        button.setProperty("dense", True)
        words = tr("Show all epochs")
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        set_icon(button, "fit", size=15)
        button.clicked.connect(self.show_all)
        button.hide()
        return button

    def draw_for_picture(self, fineness: float) -> None:
        """Keep nothing as pixels of this screen, and draw lines for so many pixels for one of it.

        The plot is good for a picture only from then on.
        """
        self._fineness = fineness
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.back.hide()
        for dots in (self._dots, self._best, self._test, self._head):
            dots.opts["useCache"] = False
        self.recolour()

    def show_epochs(self, first: float, last: float, *, keeps_zoom: bool = False) -> None:
        """Let the x axis run from epoch `first` to `last`, and show all of it.

        keeps_zoom: a part that is looked at, and still is one, stays in sight.
        """
        stays = keeps_zoom and self.is_zoomed and self.shown_epochs[1] <= last
        self._ends = (first, last)
        if self._moment.isVisible():
            self.show_moment(self._moment.getRegion()[0])
        span = last - first
        right = self.limits[1]
        self.view.setLimits(xMin=first, xMax=right, minXRange=span / 1000)
        if stays:
            self._on_x_moved()
        else:
            self.view.setXRange(first, right, padding=0)

    def show_all(self) -> None:
        """Undo zooming and moving."""
        self.show_epochs(*self._ends)

    @property
    def ends(self) -> tuple[float, float]:
        """The first epoch and the last one that has a place."""
        return self._ends

    @property
    def limits(self) -> tuple[float, float]:
        """All of x that can be shown: beyond the ends there is room for half a mark."""
        first, last = self._ends
        room = (last - first) * _END_PX / max(60, self.width() - LEFT_PX - RIGHT_PX)
        return first, last + room

    @property
    def shown_epochs(self) -> tuple[float, float]:
        """The part of x that is seen."""
        low, high = self.view.viewRange()[0]
        return float(low), float(high)

    @property
    def tick_room(self) -> int:
        """Gridlines that the height has room for."""
        return min(6, max(2, (self.height() - TOP_PX - BOTTOM_PX) // _TICK_PX + 1))

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part of x is shown."""
        low, high = self.shown_epochs
        slack = 1e-6 * (self._ends[1] - self._ends[0])
        return low > self._ends[0] + slack or high < self._ends[1] - slack

    def show_scale(self, new: Scale) -> None:
        """Use another scale of y; the caller draws the run anew."""
        was_log, self.scale_of_y = self.scale_of_y.is_log, new
        height = max(1, self.height() - TOP_PX - BOTTOM_PX)
        pad = (new.high - new.low) * 5 / height
        self.view.setYRange(new.low - pad, new.high + pad, padding=0)
        self.resetCachedContent()
        if new.is_log != was_log:
            self.behind.redraw()

    def show_picture(self, picture: Picture, best_x: float | None, is_live: bool) -> None:
        """Draw a run. best_x: epoch to ring; is_live: whether the end of the line glows."""
        self._picture, self._best_x, self._is_live = picture, best_x, is_live
        self.crosshair.picture = picture
        self._redraw_picture()
        self.crosshair.follow()

    def show_earlier(
        self, pictures: Sequence[tuple[str, Picture]], places: Sequence[int] = ()
    ) -> None:
        """Draw earlier runs as thin lines, each with its name; see `LinesBehind`."""
        self.behind.show(pictures, places)
        self.behind.recolour(self._dots_a_px)
        self.crosshair.earlier = self.behind.pictures
        self.crosshair.earlier_places = self.behind.places
        self.resetCachedContent()
        self.viewport().update()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark where something was turned."""
        if marks != self._marks:
            self._marks = self.crosshair.marks = marks
            self.resetCachedContent()
            self.viewport().update()

    def show_moment(self, x: float | None) -> None:
        """Dim what came after an epoch that is looked back at; None: nothing is looked back at."""
        self._moment.setVisible(x is not None)
        if x is not None:
            self._moment.setRegion((x, max(x, self._ends[1] * 2 + 1)))

    def _redraw_picture(self) -> None:
        picture = self._picture
        self._put(self._raw, picture.raw_x, picture.raw, picture.holes[0])
        self._put(self._line, picture.x, picture.line, picture.holes[0])
        holes = picture.validation_holes[0]
        self._put(self._validation, picture.validation_x, picture.validation, holes)
        rings = self._rings(picture.validation_x)
        self._put(self._dots, picture.validation_x[rings], picture.validation[rings])
        best = picture.validation_x == self._best_x
        self._put(self._best, picture.validation_x[best], picture.validation[best])
        tested = np.array([picture.test]) if picture.has_test else NOTHING
        self._put(self._test, np.full(len(tested), picture.test_x), tested)
        # A single point is no line: its end shows where it is.
        ends = slice(-1, None) if self._is_live or len(picture.x) == 1 else slice(0, 0)
        self._put(self._head, picture.x[ends], picture.line[ends])

    def _rings(self, x: Floats) -> list[int]:
        """Which points have a ring: the last one, and as many before it as can be told apart.

        Those before it stay where they are while points come.
        """
        low, high = self.shown_epochs
        seen = int(np.count_nonzero((x >= low) & (x <= high)))
        each = max(1, math.ceil(seen * _RING_PX / self._columns))
        return [*range(each - 1, len(x) - each, each), len(x) - 1] if len(x) else []

    def _put(
        self, item: Curve | pg.ScatterPlotItem, x: Floats, y: Floats, holes: Floats = NOTHING
    ) -> None:
        """Hand over what can be seen: of a curve at most two values for each column of pixels."""
        if not len(x) and not item.isVisible():
            return
        item.setVisible(len(x) > 0)
        low, high = self.shown_epochs
        draw = self.scale_of_y.draw
        if isinstance(item, Curve):
            pieces = pieces_of(x, y, holes, low, high, self._columns)
            item.show_columns(*(self._drawn(piece) for piece in pieces))
            return
        part = seen_part(x, low, high)
        item.setData(x=x[part], y=draw(y[part]))

    def _drawn(self, piece: Columns) -> Columns:
        ends = self.scale_of_y.draw(piece.low)
        return Columns(piece.x, ends, ends if piece.is_points else self.scale_of_y.draw(piece.high))

    @property
    def _columns(self) -> int:
        """Columns of pixels that curves have."""
        return max(1, self.width() - LEFT_PX - RIGHT_PX)

    def recolour(self) -> None:
        """Take the colours of the theme in use."""
        theme, px = current(), self._dots_a_px
        train, validation, test = (theme.chart(s) for s in ("train", "validation", "test"))
        faint, halo, ground = theme.chart("train"), theme.chart("train"), theme.color("bg.panel")
        faint.setAlphaF(theme.share("chart.rawAlpha"))
        halo.setAlphaF(0.3)
        self._raw.setPen(_pen(faint, 1 * px))
        self._line.setPen(_pen(train, 2 * px))
        self._validation.setPen(_pen(validation, 2 * px))
        _dress(self._dots, "o", 7, validation, 1.8 * px, ground)
        _dress(self._best, "o", 13, validation, 1.2 * px, None)
        _dress(self._test, "d", 11, test, 1.8 * px, ground)
        _dress(self._head, "o", 7, halo, 6 * px, train)
        self.behind.recolour(px)
        veil = theme.color("bg.panel")
        veil.setAlphaF(0.72)
        self._moment.setBrush(veil)
        for edge in self._moment.lines:
            edge.setPen(_pen(theme.color("accent.default"), 2 * px))
        self.crosshair.recolour()
        self.resetCachedContent()
        self.viewport().update()

    @property
    def _dots_a_px(self) -> float:
        """What a line of one pixel is drawn with."""
        return self._fineness or self.devicePixelRatioF()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Ground, gridlines, texts at the axes, earlier runs; Qt keeps the picture until told."""
        painter.fillRect(rect, current().color("bg.panel"))
        area = self.view.sceneBoundingRect()
        draw_gridlines(painter, area, self.scale_of_y, lambda y: self._scene_point(0, y).y())
        epochs = Epochs(*self.shown_epochs, self._ends[1])
        draw_epochs(painter, area, epochs, self.width() - 6.0, self._place_of)
        self.behind.draw(painter, area)
        draw_marks(painter, area, self._marks, self._place_of)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The words of marks, which curves must not cross; and where there is no curve."""
        area = self.view.sceneBoundingRect()
        for holes in (self._picture.holes, self._picture.validation_holes):
            draw_holes(painter, area, holes[0], self._place_of)
        is_high = self._picture.ends_high(self.scale_of_y)
        draw_words(painter, area, self._marks, self._place_of, is_high, self._is_crossed)

    def _is_crossed(self, place: QRectF) -> bool:
        seen = self.view.mapSceneToView(place.adjusted(*_AROUND)).boundingRect()
        pictures = (self._picture, *(picture for _, picture in self.behind.pictures))
        return any(picture.crosses(seen, self.scale_of_y) for picture in pictures)

    def _place_of(self, x: float) -> float:
        return self._scene_point(x, 0).x()

    def _scene_point(self, x: float, y: float) -> QPointF:
        point: QPointF = self.view.mapViewToScene(QPointF(x, y))
        return point

    def minimumSizeHint(self) -> QSize:
        """A chart may become small; the panel around it must not push the window."""
        return QSize(90, 50)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the padding in pixels."""
        super().resizeEvent(event)
        if hasattr(self, "crosshair"):  # the base class resizes while it is being made
            if not self.is_zoomed:
                self.show_all()
            self.show_scale(self.scale_of_y)
            self.resized.emit()
            self.behind.redraw()
            self.back.move(self.width() - RIGHT_PX - self.back.sizeHint().width(), TOP_PX)

    def event(self, event: QEvent) -> bool:
        """Keep lines as thick on a screen with smaller pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange and hasattr(self, "crosshair"):
            self.recolour()
        return bool(super().event(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all again."""
        super().mouseDoubleClickEvent(event)
        self.show_all()

    def leaveEvent(self, event: object) -> None:
        """Hide the crosshair."""
        super().leaveEvent(event)
        self.crosshair.leave_mouse()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the curves, and zoom; see `walk`."""
        if not walk.press(self, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by keys begins at the end of the curves."""
        super().focusInEvent(event)
        if event.reason() in walk.BY_KEYS:
            walk.begin(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in walk.FOR_A_WHILE:
            self.crosshair.leave()

    def _on_x_moved(self, *_: object) -> None:
        self.resetCachedContent()
        self.x_moved.emit()
        self.behind.redraw()
        self.back.setVisible(self.is_zoomed)


def _pen(color: object, width: float) -> QPen:
    """A pen whose width is in pixels of the screen, whatever the axes are scaled by."""
    pen: QPen = pg.mkPen(color, width=width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _dress(
    dots: pg.ScatterPlotItem, symbol: str, size: float, ink: object, width: float, fill: object
) -> None:
    dots.setSymbol(symbol)
    dots.setSize(size)
    dots.setPen(_pen(ink, width))
    dots.setBrush(pg.mkBrush(fill))
