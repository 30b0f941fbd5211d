"""What a run looks like inside, on the canvas: gradients on wires, activations at nodes.

A wire is the wider and the warmer the larger the gradient that flows back through it, by its size
in powers of ten; nodes say mean and spread of what they give out, and how many units are dead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.engine.composite.origin import origin_of
from hornstudio.engine.graph import PORT_OUT
from hornstudio.engine.watch.events import Statistics
from hornstudio.ui.canvas.highlight.heat import TAG_PX, Measure, colour_of, draw_tag
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.level import Level
from hornstudio.ui.theme import current
from hornstudio.ui.words.quantity import with_minus
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_LEAST_PX, _MORE_PX = 2.0, 5.0
_COLDEST = 0.3  # of the scale, whose beginning is hardly seen on the ground
_BELOW_PX, _LINE_PX = 12.0, 19.0
_BETWEEN = " · "
_GIVEN_OUT = ("mean", "spread", "dead")
_WORDS_FROM = 0.45  # zoom below which words could not be read


class Insight:
    """Draws the latest figures of a run over the scene, while nodes are coloured by gradients.

    epoch: that which is looked back at, to whose end the figures belong; None for now. listeners:
    called when other figures have come.
    """

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self.figures: Statistics | None = None
        self.epoch: int | None = None
        self.listeners: list[Callable[[], object]] = []
        canvas.view.over.insert(0, self.paint)
        canvas.view.wire_words = self.wire_words
        canvas.coloured.connect(self._name_scale)
        canvas.document.opened.connect(self._forget)
        canvas.document.switched.connect(self._forget)

    @property
    def is_shown(self) -> bool:
        """Whether gradients are what colours stand for."""
        return self._canvas.heat.measure is Measure.GRADIENTS

    def take(self, figures: Statistics | None, epoch: int | None = None) -> None:
        """The latest figures, None where a run begins; or those of an epoch gone by, if known."""
        self.figures, self.epoch = figures, epoch
        self._name_scale()
        if self.is_shown:
            self._canvas.view.viewport().update()
        for listener in self.listeners:
            listener()

    def _forget(self) -> None:
        """Another graph is in front: what was told or measured belongs to the one before."""
        self.take(None)
        self._canvas.heat.show_times({}, tr("not measured yet"))

    def gradient(self, source: str) -> float | None:
        """Norm of the gradient that flows back into a port; None where nobody knows."""
        if self.figures is None:
            return None
        return self.figures.wires.get(self._origin(source))

    def _origin(self, source: str) -> str:
        """Where in the unfolded graph that comes from which a port gives out."""
        document = self._canvas.document
        whole = document.root if isinstance(document, Level) else document
        return origin_of(whole.graph, getattr(document, "trail", ()), source)

    def _figures_of(self, node_id: str) -> Mapping[str, float]:
        """What is known of a node; of a composite, of what it gives out first."""
        if self.figures is None:
            return {}
        graph = self._canvas.document.graph
        node = graph.nodes.get(node_id)
        group = graph.groups.get(node.kind) if node else None
        if node is not None and node.bypassed:
            return {}
        if group is None:
            return self.figures.nodes.get(self._canvas.heat.prefix + node_id, {})
        giver = self._origin(f"{node_id}.{next(iter(group.ports(PORT_OUT)), '')}")
        found = self.figures.nodes.get(giver.partition(".")[0], {})
        return {name: value for name, value in found.items() if name in _GIVEN_OUT}

    def words(self, node_id: str) -> str:
        """What is known of a node, in a line; empty where nothing is."""
        return node_words(self._figures_of(node_id))

    def spoken(self, node_id: str) -> str:
        """The same, where it is shown."""
        return self.words(node_id) if self.is_shown else ""

    def wire_words(self, source: str) -> str:
        """The gradient on a wire, where gradients are shown."""
        norm = self.gradient(source) if self.is_shown else None
        return "" if norm is None else tr("gradient norm {norm}", norm=with_minus(f"{norm:.3g}"))

    def _carries(self, line: WireItem) -> bool:
        """Whether a gradient flows back: none does from a metric, or from what is left out."""
        report, target = self._canvas.document.report, line.wire.target_node
        facts = report.facts.get(target)
        is_metric = facts is None or facts.module.role == "metric"
        return not is_metric and not report.is_absent(target)

    def _range(self) -> tuple[float, float]:
        """Least and largest gradient, as powers of ten."""
        norms = [norm for norm in self.figures.wires.values() if norm > 0] if self.figures else []
        low, high = min(norms, default=1.0), max(norms, default=1.0)
        return math.log10(low), math.log10(high)

    def _name_scale(self) -> None:
        if not self.is_shown:
            return
        self._canvas.heat.legend.show_words(self._name(), self._extent())
        self._canvas.heat.place_legend()

    def _name(self) -> str:
        """What is measured, and when, where that is not now."""
        if self.epoch is None or self.figures is None:
            return tr("Gradient norm")
        return tr("Gradient norm in epoch {epoch}", epoch=self.figures.epoch)

    def _extent(self) -> str:
        if self.figures is None and self.epoch is not None:
            return tr("not kept of epoch {epoch}", epoch=self.epoch)
        if self.figures is None or not self.figures.wires:
            return tr("known after two seconds of training")
        if not any(self.figures.wires.values()):
            return tr("0 on every wire")
        low, high = (with_minus(f"{10**end:.2g}") for end in self._range())
        return tr("{low} to {high}", low=low, high=high)

    def paint(self, painter: QPainter) -> None:
        """Wires and words in view."""
        if not self.is_shown or self.figures is None:
            return
        view = self._canvas.view
        area, (low, high) = view.visible_area(), self._range()
        for line in self._canvas.scene.wires.values():
            norm = self.gradient(line.wire.source) if self._carries(line) else None
            if norm is not None and line.isVisible() and line.boundingRect().intersects(area):
                share = (math.log10(norm) - low) / max(high - low, 1e-9) if norm > 0 else 0.0
                _paint_wire(painter, line, min(max(share, 0.0), 1.0))
        if view.zoom < _WORDS_FROM:
            return
        seen = [i for i in self._canvas.scene.nodes.values() if i.body.intersects(area)]
        bodies = [item.body for item in seen]
        for item in seen:
            if words := self.words(item.node_id):
                _paint_words(painter, item, words.split(_BETWEEN), bodies, view.zoom)


def node_words(found: Mapping[str, float]) -> str:
    """`0.12 ± 0.5 · 31 % dead · update 0.0012`, as far as it is known."""
    parts = []
    if "mean" in found:
        parts.append(with_minus(f"{found['mean']:.2g} ± {found.get('spread', math.nan):.2g}"))
    if "dead" in found:
        parts.append(tr("{share} % dead", share=f"{100 * found['dead']:.0f}"))
    if "update_ratio" in found:
        ratio = f"{found['update_ratio']:.1e}" if found["update_ratio"] else "0"
        parts.append(tr("update {ratio}", ratio=with_minus(ratio)))
    return _BETWEEN.join(parts)


def _paint_wire(painter: QPainter, line: WireItem, warmth: float) -> None:
    pen = QPen(colour_of(_COLDEST + (1 - _COLDEST) * warmth), _LEAST_PX + _MORE_PX * warmth)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(line.way.path.translated(line.pos()))


def _paint_words(
    painter: QPainter, item: NodeItem, lines: Sequence[str], bodies: Sequence[QRectF], zoom: float
) -> None:
    """Below the node, a tag for each figure: in one they would cover its neighbours."""
    y = first_line(item.body, len(lines), bodies, zoom)
    for line in lines:
        draw_tag(painter, line, QPointF(item.body.center().x(), y), zoom, colour_of(_COLDEST))
        y += _LINE_PX / max(zoom, 0.5)


def first_line(body: QRectF, lines: int, bodies: Sequence[QRectF], zoom: float) -> float:
    """Where the first of so many tags stands: so that the last ends above the next node below.

    They rise over the node itself for that, as far as below its title.
    """
    step = 1 / max(zoom, 0.5)
    y = body.bottom() + _BELOW_PX * step
    reach = ((lines - 1) * _LINE_PX + TAG_PX / 2) * step
    below = [
        other.top()
        for other in bodies
        if body.bottom() <= other.top() < y + reach
        and other.left() < body.right()
        and body.left() < other.right()
    ]
    highest = body.top() + current().number("node.header") + TAG_PX / 2 * step
    return max(min([y, *(top - reach for top in below)]), min(y, highest))
