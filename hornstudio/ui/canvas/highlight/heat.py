"""Nodes coloured by what they cost, each with its share in words."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.summary import summarize
from hornstudio.engine.text import bytes_text
from hornstudio.ui.canvas.overlay.legend import STEPS, Legend
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.theme import current, mix
from hornstudio.ui.words.quantity import count_text, flops_text, seconds_text, share_text
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_FAINT = 0.05  # such a node keeps its own border; its tag says the number
_VEIL = 0.2  # the words below must stay readable
TAG_PX = 18.0


class Measure(StrEnum):
    """What nodes are coloured by: nothing, a column of the summary, or what was measured.

    GRADIENTS colours wires rather than nodes; `Insight` draws them.
    """

    NOTHING = ""
    WEIGHTS = "weights"
    FLOPS = "flops"
    MEMORY = "activation_bytes"
    TIME = "seconds"
    GRADIENTS = "gradients"


_COUNTED = (Measure.WEIGHTS, Measure.FLOPS, Measure.MEMORY)


def measure_name(measure: Measure) -> str:
    """A measure in words."""
    return {
        Measure.NOTHING: tr("Nothing"),
        Measure.WEIGHTS: tr("Weights"),
        Measure.FLOPS: tr("FLOPs forward"),
        Measure.MEMORY: tr("Memory of outputs"),
        Measure.TIME: tr("Measured time forward"),
        Measure.GRADIENTS: tr("Gradient norm"),
    }[measure]


def amount_text(measure: Measure, amount: float) -> str:
    """An amount with its unit."""
    if measure is Measure.TIME:
        return seconds_text(amount)
    if measure is Measure.FLOPS:
        return flops_text(int(amount))
    return bytes_text(int(amount)) if measure is Measure.MEMORY else count_text(int(amount))


class Heat:
    """A veil over each node, the denser the more it costs, and a tag with its share of all.

    Drawn over the scene, so that no picture of a node has to be drawn anew. Shares are counted
    again only after the graph has changed, and only while they are shown.

    listeners: called when other figures were measured.
    """

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self.measure = Measure.NOTHING
        self.listeners: list[Callable[[], object]] = []
        self.legend = Legend(canvas.view.viewport())
        self.legend.left.connect(lambda: canvas.colour_by(Measure.NOTHING))
        self.legend.hide()
        self._times: Mapping[str, float] = {}
        self._why_no_times = ""
        self._amounts: Mapping[str, float] = {}
        self._total = self._most = 0.0
        self._is_stale = True
        self._facts: Mapping[str, NodeFacts] = {}
        canvas.view.over.append(self.paint)

    def show(self, measure: Measure) -> None:
        """Colour by this from now on."""
        self.measure = measure
        self._is_stale = True
        self._count()
        self.legend.setVisible(measure is not Measure.NOTHING)
        self._canvas.view.viewport().update()

    def show_times(self, seconds: Mapping[str, float], why_not: str = "") -> None:
        """Seconds of each layer of the unfolded graph, or why they could not be measured."""
        self._times, self._why_no_times = seconds, why_not
        self._is_stale = True
        self._count()
        self._canvas.view.viewport().update()
        for listener in self.listeners:
            listener()

    @property
    def prefix(self) -> str:
        """What stands before the names of the level's nodes in the unfolded graph."""
        trail = getattr(self._canvas.document, "trail", ())
        return "".join(f"{use}__" for use in trail)

    def renew(self) -> None:
        """The graph has changed; where nodes only moved, they cost what they did."""
        self._is_stale |= self._canvas.document.report.facts is not self._facts
        self._count()

    def share(self, node_id: str) -> float | None:
        """A node's share of all, from 0 to 1; None where it costs nothing or nobody knows."""
        amount = self._amounts.get(node_id)
        return amount / self._total if amount and self._total else None

    def words(self, node_id: str) -> str:
        """What a node's tag says: `99 %`, `1.2 ms · 30 %`; empty where it wears none."""
        share = self.share(node_id)
        if share is None or self.measure not in (*_COUNTED, Measure.TIME):
            return ""
        words = share_text(share)
        is_time = self.measure is Measure.TIME
        return f"{seconds_text(self._amounts[node_id])} · {words}" if is_time else words

    def spoken(self, node_id: str) -> str:
        """The same for who cannot see it: `Weights: 99 %`."""
        words = self.words(node_id)
        return f"{measure_name(self.measure)}: {words}" if words else ""

    def place_legend(self) -> None:
        """At the bottom, where the zoom box and the map leave room."""
        self.legend.adjustSize()
        around = self._canvas.view.viewport().size()
        at = self._canvas.corners.place_between(self.legend.size(), around)
        self._canvas.view.pin(self.legend, at)

    def _count(self) -> None:
        if not self._is_stale or self.measure not in (*_COUNTED, Measure.TIME):
            return
        self._is_stale = False
        document = self._canvas.document
        self._facts = document.report.facts
        self._amounts = self._measured() if self.measure is Measure.TIME else self._summed()
        self._total = sum(self._amounts.values())
        self._most = max(self._amounts.values(), default=0)
        name, total = measure_name(self.measure), amount_text(self.measure, self._total)
        if self.measure is Measure.TIME and not self._amounts:
            self.legend.show_words(name, self._why_no_times or tr("measuring …"))
        else:
            self.legend.show_scale(name, total)
        self.place_legend()

    def _measured(self) -> dict[str, float]:
        """Seconds of each node; of a composite, those of all layers in it."""
        found = {}
        for node_id in self._canvas.document.graph.nodes:
            full = self.prefix + node_id
            own = [s for name, s in self._times.items() if f"{name}__".startswith(f"{full}__")]
            found[node_id] = sum(own)
        return {node_id: seconds for node_id, seconds in found.items() if seconds}

    def _summed(self) -> dict[str, float]:
        """A column of the summary; shared weights count once."""
        document = self._canvas.document
        nodes = summarize(document.graph, document.report)["nodes"]
        counted = [n for n in nodes if self.measure is not Measure.WEIGHTS or not n["weights_of"]]
        return {n["id"]: n[self.measure.value] or 0 for n in counted}

    def paint(self, painter: QPainter) -> None:
        """Veils and tags of the nodes in view."""
        if self.measure not in (*_COUNTED, Measure.TIME) or not self._most:
            return
        view = self._canvas.view
        area = view.visible_area()
        for item in self._canvas.scene.nodes.values():
            if item.body.intersects(area):
                self._paint_node(painter, item, view.zoom)

    def _paint_node(self, painter: QPainter, item: NodeItem, zoom: float) -> None:
        words = self.words(item.node_id)
        if not words:
            return
        warmth = self._amounts[item.node_id] / self._most
        ink = colour_of(warmth)
        if warmth > _FAINT:
            _paint_veil(painter, item.body, ink, warmth)
            if zoom >= COMPACT_FROM:
                item.paint_ports(painter)
        high = TAG_PX / max(zoom, 0.5)
        wide = _tag_width(words, high)
        middle = QPointF(item.body.right() - wide / 2, item.body.top() - high * 0.3)
        draw_tag(painter, words, middle, zoom, ink)


def draw_tag(painter: QPainter, words: str, middle: QPointF, zoom: float, ink: QColor) -> None:
    """Words on a small shield, around a point; they stay readable from afar."""
    high = TAG_PX / max(zoom, 0.5)
    wide = _tag_width(words, high)
    tag = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(current().color("bg.tooltip"))
    painter.drawRoundedRect(tag, high / 2, high / 2)
    painter.save()
    painter.translate(tag.center())
    painter.scale(high / TAG_PX, high / TAG_PX)
    inner = QRectF(-wide, -TAG_PX / 2, 2 * wide, TAG_PX)
    face.draw(painter, inner, words, "number", current().color("text.onTooltip"), face.CENTER)
    painter.restore()


def _tag_width(words: str, high: float) -> float:
    return (face.width(words, "number") + 12) * high / TAG_PX


def _paint_veil(painter: QPainter, body: QRectF, ink: QColor, warmth: float) -> None:
    veil = QColor(ink)
    veil.setAlphaF(_VEIL * warmth)
    painter.setPen(QPen(ink, 1.5 + 2.5 * warmth))
    painter.setBrush(veil)
    radius = current().number("node.radius")
    painter.drawRoundedRect(body, radius, radius)


def colour_of(warmth: float) -> QColor:
    """A colour of the theme's scale, from 0 (nothing) to 1 (the most that there is)."""
    place = min(max(warmth, 0.0), 1.0) * (STEPS - 1)
    low = min(int(place), STEPS - 2)
    lower, upper = current().color(f"heat.{low}"), current().color(f"heat.{low + 1}")
    return mix(upper, lower, place - low)
