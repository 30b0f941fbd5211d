"""Where a new node goes: right of what it follows, or to the nearest free spot."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from hornstudio.engine.editing.frame import frames_of
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.geometry import SNAP
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_GAP_PX = 16.0
_STEP_PX = 24.0
_WIRE_PX = 56.0  # room for a wire and its shape
_SHORT_WIRE_PX = 40.0
_RINGS = 40
_SIDES = (
    ("left", "right", 1, 0),
    ("right", "left", -1, 0),
    ("top", "bottom", 0, 1),
    ("bottom", "top", 0, -1),
)
"""The edge of another that is near, the own edge towards it, and which way is outward."""
_FEW = 4
_A_LITTLE = (0, -SNAP, SNAP, -2 * SNAP, 2 * SNAP, -3 * SNAP, 3 * SNAP)
_STEPS_ASIDE = 8
_STEPS_CLEAR = 400

USUAL = QSizeF(164, 112)

Touching = Callable[[QRectF], Sequence[QRectF]]


def right_of(body: QRectF, touching: Touching) -> tuple[float, float]:
    """A free place right of a node, level with it, or further down."""
    at = QPointF(geometry.round_up(body.right() + _WIRE_PX), body.top())
    return _downward(at, touching)


def below(body: QRectF, touching: Touching) -> tuple[float, float]:
    """A free place under a node, in line with it."""
    at = QPointF(body.left(), geometry.round_up(body.bottom() + _STEP_PX))
    return _downward(at, touching)


def _downward(at: QPointF, touching: Touching) -> tuple[float, float]:
    while not is_free(at, touching):
        at.setY(at.y() + _STEP_PX)
    return geometry.snap_point(at.x(), at.y())


def near(center: QPointF, touching: Touching, size: QSizeF = USUAL) -> tuple[float, float]:
    """The free place nearest to a point at which the middle of something would like to be."""
    start = center - QPointF(size.width() / 2, size.height() / 2)
    offsets = [
        (dx * _STEP_PX, dy * _STEP_PX)
        for dx in range(-_RINGS, _RINGS + 1)
        for dy in range(-_RINGS, _RINGS + 1)
    ]
    for dx, dy in sorted(offsets, key=lambda o: (o[0] ** 2 + o[1] ** 2, -o[1], -o[0])):
        at = QPointF(*geometry.snap_point(start.x() + dx, start.y() + dy))
        if is_free(at, touching, size):
            return at.x(), at.y()
    return geometry.snap_point(start.x(), start.y())


def is_free(at: QPointF, touching: Touching, size: QSizeF = USUAL) -> bool:
    """Whether something, such as a node of usual size, would lie on no other there."""
    return not touching(QRectF(at, size).adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX))


def covers(at: tuple[float, float], touching: Touching) -> bool:
    """Whether a node of usual size would lie on another one there."""
    return bool(touching(QRectF(QPointF(*at), USUAL)))


def aside(at: tuple[float, float], touching: Touching) -> tuple[float, float]:
    """The place nearest to one, above or below it, where a node covers no other; else that one."""
    steps = range(-_STEPS_ASIDE, _STEPS_ASIDE + 1)
    places = ((at[0], at[1] + _STEP_PX * n) for n in sorted(steps, key=lambda n: (abs(n), -n)))
    return next((place for place in places if not covers(place, touching)), at)


def make_room(
    body: QRectF, bodies: Mapping[str, QRectF], source: str
) -> tuple[tuple[float, float], dict[str, tuple[float, float]]]:
    """Where a node goes that is put into a wire, and new places of those that must move aside.

    Where the wire leads back past its source anyway, there may be room between what stands above
    and below. Else it gives way to what is left of it, the wire's source among that; what is right
    of it gives way to it, together with all that stands further right. body: where it is wished
    to be. bodies: of all others.
    """

    def near(body: QRectF, beside: float = _SHORT_WIRE_PX, above: float = _GAP_PX) -> list[str]:
        area = body.adjusted(-beside, -above, beside, above)
        return [i for i, b in bodies.items() if b.intersects(area)]

    for down in _A_LITTLE if body.right() <= bodies[source].left() else ():
        free = body.translated(0, down)
        if not near(free, above=0) and not near(free, 0, SNAP):
            return (free.left(), free.top()), {}
    left = [i for i in near(body) if i == source or bodies[i].center().x() < body.center().x()]
    if left:
        edge = max(bodies[i].right() for i in left) + _SHORT_WIRE_PX
        body = QRectF(body)
        body.moveLeft(max(body.left(), geometry.round_up(edge)))
    right = [i for i in near(body) if i not in left]
    places = {}
    if right:
        border = min(bodies[i].left() for i in right)
        step = geometry.round_up(body.right() + _SHORT_WIRE_PX - border)
        aside = [i for i, b in bodies.items() if b.left() >= border and i not in left]
        places = {i: (bodies[i].left() + step, bodies[i].top()) for i in aside}
    return (body.left(), body.top()), places


def give_way(
    held: QRectF, area: QRectF, bodies: Mapping[str, QRectF]
) -> dict[str, tuple[float, float]]:
    """New places of those that lie where a node grows into an area around it.

    What is still in the way on a side goes further out, with all that stands further out there.
    held: where the node was. bodies: of all others.
    """
    left = _SHORT_WIRE_PX * (area.left() < held.left())
    above = _GAP_PX * (area.top() < held.top())
    area = area.adjusted(-left, -above, _SHORT_WIRE_PX, _GAP_PX)
    moved = {i: QRectF(body) for i, body in bodies.items()}
    for near, far, across, down in _SIDES:
        sign = across + down
        beyond = sign * getattr(held, far)()
        edges = {i: sign * getattr(body, near)() for i, body in moved.items()}
        hits = [edges[i] for i, b in moved.items() if b.intersects(area) and edges[i] >= beyond]
        if hits:
            step = geometry.round_up(sign * getattr(area, far)() - min(hits))
            for i in [i for i, edge in edges.items() if edge >= min(hits)]:
                moved[i] = moved[i].translated(step * across, step * down)
    changed = {i: b.topLeft() for i, b in moved.items() if b != bodies[i]}
    return {i: (at.x(), at.y()) for i, at in changed.items()}


def clear_of(areas: Sequence[QRectF], others: Sequence[QRectF]) -> tuple[float, float]:
    """The least step down, up or sideways after which no area lies on another; often none."""
    block = geometry.union(areas).adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX)
    near = [other for other in others if other.intersects(block)]
    if not any(area.intersects(other) for other in near for area in areas):
        return 0.0, 0.0
    for count in range(1, _STEPS_CLEAR):
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            step = (dx * count * _STEP_PX, dy * count * _STEP_PX)
            moved = block.translated(*step)
            if not any(moved.intersects(other) for other in others):
                return step
    return 0.0, 0.0


def on_line(point: QPointF, level: float) -> tuple[float, float]:
    """Where a node goes whose middle is at a point, and whose first ports are at a height."""
    left = point.x() - current().number("node.width") / 2
    return geometry.snap_point(left, level - geometry.port_y(0))


def at_port(point: QPointF, side: str) -> tuple[float, float]:
    """Where a node goes so that its first port of a side is at a point."""
    left = point.x() if side == "in" else point.x() - current().number("node.width")
    return geometry.snap_point(left, point.y() - geometry.port_y(0))


def shift_into(graph: Graph, area: QRectF, offset: float) -> tuple[float, float]:
    """How far to move a pasted part: a little aside, or into view where it would be unseen."""
    left, top = _corner(graph)
    if area.contains(QPointF(left + offset, top + offset)):
        return offset, offset
    wanted = area.topLeft() + QPointF(area.width(), area.height()) * 0.3
    x, y = geometry.snap_point(wanted.x() - left + offset, wanted.y() - top + offset)
    return x, y


def shift_clear(
    graph: Graph, shift: tuple[float, float], others: Sequence[QRectF]
) -> tuple[float, float]:
    """How far to move a part that comes from elsewhere, so that none of it lies on others."""
    areas = [QRectF(QPointF(*node.at), USUAL).translated(*shift) for node in graph.nodes.values()]
    areas += [QRectF(*frame.area).translated(*shift) for frame in frames_of(graph).values()]
    dx, dy = clear_of(areas, others)
    return shift[0] + dx, shift[1] + dy


def shift_to(graph: Graph, point: QPointF) -> tuple[float, float]:
    """How far to move a part for its upper left corner to be at a point."""
    left, top = _corner(graph)
    return geometry.snap_point(point.x() - left, point.y() - top)


def _corner(graph: Graph) -> tuple[float, float]:
    corners = [n.at for n in graph.nodes.values()] or [f.at for f in frames_of(graph).values()]
    return (min((x for x, _ in corners), default=0.0), min((y for _, y in corners), default=0.0))


def held_at(point: QPointF) -> tuple[float, float]:
    """Where a node goes whose header's middle is at a point."""
    theme = current()
    left = point.x() - theme.number("node.width") / 2
    return geometry.snap_point(left, point.y() - theme.number("node.header") / 2)


def reveal_new(canvas: "Canvas", old: Graph, new: Graph) -> None:
    """Bring into view what was added out of it, by a remedy or in another panel."""
    if len(new.nodes) <= len(old.nodes):
        return
    came = new.nodes.keys() - old.nodes.keys()
    is_edit = bool(old.nodes) and old.nodes.keys() <= new.nodes.keys()
    if not is_edit or not 0 < len(came) <= _FEW:
        return
    area = canvas.view.visible_area()
    if not any(canvas.scene.nodes[i].body.intersects(area) for i in came):
        canvas.sight.reveal(next(i for i in new.nodes if i in came))
