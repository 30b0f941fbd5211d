"""Thin lines of earlier runs behind the one that is looked at."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from hornstudio.ui.panels.training.charts.curve import Curve
from hornstudio.ui.panels.training.charts.overlaid import overlaid_pen
from hornstudio.ui.panels.training.charts.picture import Picture
from hornstudio.ui.panels.training.course.trace import Floats

_WIDTH_PX = 1.2
_THIN_PX = 0.9
_FEW = 8


class LinesBehind:
    """As many curves of a plot as there are earlier runs; those to spare are hidden.

    add_curve: puts another curve into the plot. put(curve, x, y, holes): shows what is seen of it.
    """

    def __init__(
        self,
        add_curve: Callable[[], Curve],
        put: Callable[[Curve, Floats, Floats, Floats], object],
    ) -> None:
        self._add_curve, self._put = add_curve, put
        self.curves: list[Curve] = []
        self.pictures: list[tuple[str, Picture]] = []
        self.places: list[int] = []

    @property
    def names(self) -> list[str]:
        """Names of the runs that are drawn, the latest one last."""
        return [name for name, _ in self.pictures]

    def show(self, pictures: Sequence[tuple[str, Picture]], places: Sequence[int]) -> None:
        """Draw these runs, each with its name; the latest one last.

        places: what each line looks like, by its place among all runs that are laid over.
        """
        self.pictures = list(pictures)
        self.places = list(places) or list(range(len(pictures)))
        while len(self.curves) < len(pictures):
            curve = self._add_curve()
            curve.has_head = False
            self.curves.append(curve)
        self.redraw()

    def redraw(self) -> None:
        """Hand over what can be seen, on the scale of now."""
        for index, curve in enumerate(self.curves):
            is_used = index < len(self.pictures)
            picture = self.pictures[index][1] if is_used else Picture()
            self._put(curve, picture.x, picture.line, picture.holes[0])

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw them within an area of the scene, the latest one uppermost."""
        painter.save()
        painter.setClipRect(area)
        for curve in self.curves:
            if curve.isVisible():
                curve.draw(painter, curve.sceneTransform())
        painter.restore()

    def recolour(self, fineness: float) -> None:
        """Take the colours of the theme in use. fineness: pixels of the screen for one of it."""
        width = _WIDTH_PX if len(self.pictures) <= _FEW else _THIN_PX
        for curve, place in zip(self.curves, self.places, strict=False):
            curve.setPen(overlaid_pen(place, width * fineness))
