"""One chart: header and plot of one metric of the current run, with earlier runs behind it."""

import math

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hornstudio.ui.panels.training.charts.choices import Axis, Style
from hornstudio.ui.panels.training.charts.header import SERIES, Header
from hornstudio.ui.panels.training.charts.knob_marks import marks_of
from hornstudio.ui.panels.training.charts.legend import OverlaidLegend
from hornstudio.ui.panels.training.charts.numbers.scale import needs_log
from hornstudio.ui.panels.training.charts.overlaid import IN_FRONT, Overlaid, overlaid, placed
from hornstudio.ui.panels.training.charts.picture import (
    GrowingPicture,
    Picture,
    ends_of,
    picture_of,
    scale_of,
    smoothing_span,
)
from hornstudio.ui.panels.training.charts.plot import Plot
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.metric_name import MetricName, total_name
from hornstudio.ui.panels.training.wording.statistic import SET
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

_POINTS_AT_ONCE = 200_000


class ChartView(QWidget):
    """Draws what it is given; `refresh` reads the run's new points.

    unwanted(Run)   a person wants it to be drawn no more
    """

    unwanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = Header(self)
        self.legend = OverlaidLegend(self)
        self.plot = Plot(self)
        self.name = total_name()
        self.picture = Picture()
        self._front: GrowingPicture | None = None
        self._run: Run | None = None
        self._earlier: list[tuple[str, Picture]] = []
        self._behind: dict[int, Run] = {}
        self._overlaid: list[Overlaid] = []
        self._chosen: list[Run] = []
        self._given: list[Run] = []
        self._style = Style()
        self._span = 0.0
        self._to_draw: list[Overlaid] = []
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._on_more)
        self._is_log = False
        self._moment: float | None = None
        self._stays = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.header)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)
        self.plot.x_moved.connect(self.refresh)
        self.plot.resized.connect(self.refresh)
        self.legend.unwanted.connect(self._on_unwanted)
        current().changed.connect(self.plot.recolour)

    def show_run(
        self,
        run: Run,
        earlier: list[Run],
        name: MetricName,
        style: Style,
        *,
        stays: bool = True,
    ) -> None:
        """Draw another run, another metric, or in another style.

        stays: whether a person cannot take the run in front away.
        """
        self._stays = stays
        is_other = run is not self._run or name.key != self.name.key
        self._run, self.name, self._style, self._given = run, name, style, earlier
        self._behind = placed(earlier)
        with_metric = {p: other for p, other in self._behind.items() if name.key in other.train}
        self._overlaid = [overlaid(other, place) for place, other in with_metric.items()]
        self._chosen = [other for other in with_metric.values() if other.is_chosen]
        self._span = 0.0
        self._is_log = self._is_log and not is_other
        self.plot.crosshair.show_value = name.show
        self.plot.crosshair.steps = run.started.steps
        self.plot.setAccessibleName(tr("Chart of {metric}", metric=name.label))
        if is_other:
            with QSignalBlocker(self.plot):  # it is drawn below, once
                self.plot.show_epochs(*self._ends(run))
        self.refresh()
        is_named = self._overlaid or run.title or run.is_chosen
        front = [overlaid(run, IN_FRONT, stays=stays)] if is_named else []
        self.legend.show_runs([*front, *self._overlaid])

    def _on_unwanted(self, place: int) -> None:
        run = self._run if place == IN_FRONT else self._behind[place]
        if run is not None:
            self.unwanted.emit(run)

    def show_moment(self, x: float | None) -> None:
        """Look back at an epoch: what came later is dim, and the legend tells its values."""
        self._moment = x
        self.plot.show_moment(x)
        self.refresh()

    def for_picture(self, least: QSize, fineness: float) -> "ChartView":
        """A copy that shows the same with room for every name; not to be seen on the screen.

        fineness: pixels of the picture for one of the screen.
        """
        copy = ChartView()
        copy.legend.is_picture = True
        copy.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        copy.resize(self.size().expandedTo(least))
        copy.show()
        if self._run is not None:
            copy._is_log, copy._moment = self._is_log, self._moment
            copy.header.show_title(self.name, [self.name])
            copy.plot.show_epochs(*self._ends(self._run))
            if self.plot.is_zoomed:
                copy.plot.view.setXRange(*self.plot.shown_epochs, padding=0)
            copy._show_as(self)
        copy.plot.draw_for_picture(fineness)
        return copy

    def _show_as(self, other: "ChartView") -> None:
        assert other._run is not None
        self._run, self.name = other._run, other.name  # the part that is looked at stays
        self.show_run(other._run, other._given, other.name, other._style)
        while self._to_draw:
            self._on_more()
        self.plot.show_moment(other._moment)
        self.header.show_note(*self._notes_of_scale())  # nothing can be double-clicked

    def _ends(self, run: Run) -> tuple[float, float]:
        """Where x begins and ends; runs that a person has laid over one that is over are whole.

        So are all behind one that has ended before its first point.
        """
        if run.is_over and not run.metrics and self._given:
            return min(r.first_x for r in self._given), max(r.shown_x for r in self._given)
        laid_over = self._chosen if run.is_over else []
        return run.first_x, max([run.shown_x, *(other.shown_x for other in laid_over)])

    def refresh(self) -> None:
        """Draw the points that came since."""
        if self._run is None:
            return
        ends = self._ends(self._run)
        if self.plot.ends != ends:  # it is over, or goes on with more epochs than were planned
            with QSignalBlocker(self.plot):
                self.plot.show_epochs(*ends, keeps_zoom=True)
        self._smooth_alike(smoothing_span(self._run))
        self.picture = self._front_of(self._run).now(self._span)
        self._rescale()
        self.plot.show_marks(marks_of(self._run))
        best = self._run.best_epoch() if self.name.key == "loss" else None
        self.plot.show_picture(self.picture, best[0] if best else None, not self._run.is_over)
        self._show_values()

    def _show_values(self) -> None:
        """Where each series is drawn; what was told is told beside it where smoothing differs."""
        values = self._values()
        for series in SERIES:
            value = values.get(series)
            text = "" if value is None else self.name.show(value)
            exact = self._exact() if series == "train" and text else ""
            self.header.show_value(series, text, exact if exact != text else "")

    def _exact(self) -> str:
        """What was told at the end of the training line or at the moment; empty for nothing."""
        if self._moment is None and "train" in self._broken():
            return ""
        at = self._moment if self._moment is not None else math.inf
        found = self.picture.exact_at(at)
        return self.name.show(found) if math.isfinite(found) else ""

    def _smooth_alike(self, span: float) -> None:
        """Smooth earlier runs as the one in front: what is alike must look alike."""
        if span == self._span:
            return
        self._span, self._earlier = span, []
        self._to_draw = list(self._overlaid)
        self._draw_earlier()

    def _draw_earlier(self) -> None:
        """Reckon with some of the earlier runs; with the rest once the window has had its turn."""
        points = 0
        while self._to_draw and points < _POINTS_AT_ONCE:
            run = self._behind[self._to_draw[0].place]
            points += len(run.train[self.name.key])
            picture = picture_of(*self._asked_of(run), self._span)
            self._earlier.append((self._to_draw.pop(0).name, picture))
        shown = self._overlaid[: len(self._earlier)]
        self.plot.show_earlier(self._earlier, [o.place for o in shown])
        if self._to_draw:
            self._more.start()

    def _on_more(self) -> None:
        self._draw_earlier()
        self._rescale()

    def _values(self) -> dict[str, float]:
        """What the legend says of each series: its last value, or that of the moment."""
        if self._moment is not None:
            return self.picture.values_at(self._moment)
        ends = {"train": self.picture.line, "validation": self.picture.validation}
        last = {series: float(values[-1]) for series, values in ends.items() if len(values)}
        last |= self._broken()
        return last | ({"test": self.picture.test} if self.picture.has_test else {})

    def _broken(self) -> dict[str, float]:
        """Series whose newest value is no number, or without end: no curve can show that."""
        assert self._run is not None
        train = self._run.means if self._style.means else self._run.train
        newest = {
            series: traces[self.name.key].newest
            for series, traces in (("train", train), ("validation", self._run.validation))
            if self.name.key in traces
        }
        return {series: value for series, value in newest.items() if not math.isfinite(value)}

    def _rescale(self) -> None:
        """Fit y to what is seen of x."""
        shown = self.plot.shown_epochs
        parts = self.picture.within(*shown, self.name.share)
        # Of a stretch that the run has not come to, and of one without a point, nothing is seen.
        seen = max((part.max() for part in parts if len(part)), default=math.inf)
        most = 1.0 if self.name.share else seen
        parts += ends_of([picture for _, picture in self._earlier], *shown, most)
        room, log = self.plot.tick_room, self._wants_log()
        scale = scale_of(parts, share=self.name.share, log=log, most=room)
        if scale != self.plot.scale_of_y:
            self.plot.show_scale(scale)
        self.header.show_note(*self._notes())

    def _wants_log(self) -> bool:
        """Whether y is to be logarithmic, where its values allow that."""
        if self._style.axis is not Axis.AUTOMATIC:
            return self._style.axis is Axis.LOGARITHMIC
        # A scale that has become logarithmic stays so: it must not flip while a run goes on.
        if not self.name.share and not self._is_log:
            self._is_log = needs_log([self.picture.line, self.picture.validation])
        return self._is_log

    def _asked_of(self, run: Run) -> tuple[Run, str, float, bool]:
        strength = 0.0 if self.name.key in SET else self._style.strength
        return run, self.name.key, strength, self._style.means

    def _front_of(self, run: Run) -> GrowingPicture:
        """The picture of the run in front, to which its points are added."""
        front, asked = self._front, self._asked_of(run)
        if front is None or front.asked[0] is not run or front.asked[1:] != asked[1:]:
            self._front = front = GrowingPicture(*asked)
        return front

    def _notes(self) -> list[str]:
        """What a reader must know of the scale, and how to see all; then in ever fewer words."""
        notes = self._notes_of_scale()
        if not self.plot.is_zoomed:
            return notes
        return [" · ".join([tr("double-click to see all"), *notes[:1]]), *notes]

    def _notes_of_scale(self) -> list[str]:
        """That it is logarithmic, or why not, or which part it shows; then in fewer words."""
        scale = self.plot.scale_of_y
        if scale.is_log:
            return [tr("log scale"), tr("log")]
        if self._style.axis is Axis.LOGARITHMIC and len(self.picture.x):
            return [tr("no log scale: it needs values above 0"), tr("no log scale"), tr("not log")]
        if self.name.share and (scale.low, scale.high) != (0.0, 1.0):
            low, high = f"{100 * scale.low:g}", f"{100 * scale.high:g}"
            return [tr("{low}–{high} %", low=low, high=high)]
        return []
