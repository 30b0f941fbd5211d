"""All that a node or a wire shows, as plain values: equal looks paint equal pictures."""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from PySide6.QtCore import QPointF, QRectF

from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.once import once
from hornstudio.ui.theme import current

Side = Literal["in", "out"]
ICON_END = 33
PILL_INSET = 6
PILL_GAP = 6
_NAMELESS = ("has_footer", "has_sign", "signs", "is_growing", "rows", "height", "_spare")


@dataclass(frozen=True)
class PortLook:
    """One row of ports. type: a key of `wire` colours. index: which wire of a growing port.

    is_add: the open end of a growing port. is_wrong: a wire should end here, or another one.
    """

    name: str
    label: str
    type: str
    is_linked: bool
    index: int = 0
    is_add: bool = False
    is_many: bool = False
    is_wrong: bool = False
    is_shape: bool = False


@dataclass(frozen=True)
class PillLook:
    """A setting shown on the node. brief: its value where not all settings find room."""

    param: str
    label: str
    value: str
    brief: str = ""

    @property
    def need(self) -> float:
        """Width that its words need."""
        return (
            face.width(self.label, "note") + face.width(self.value, "number") + 2 * PILL_INSET + 6
        )


@dataclass(frozen=True)
class NodeLook:
    """What a node shows. status: `error`, `warning`, `open` (an input waits for a wire) or "".

    footer: text at its left and right, None for no footer. brief: what stands left where both find
    no room. message: the reason of a status.
    shared: how many nodes use these weights (0: unshared). live: the latest number of a run.
    is_training: whether that run goes on. is_composite: whether there is an inside to enter.
    is_collapsed: only the title bar is shown, with the ports at its sides. color: given to it by a
    person; without one it has that of its category.
    """

    title: str
    subtitle: str
    category: str
    inputs: tuple[PortLook, ...] = ()
    outputs: tuple[PortLook, ...] = ()
    pills: tuple[PillLook, ...] = ()
    footer: tuple[str, str] | None = None
    brief: str = ""
    status: str = ""
    message: str = ""
    has_remedy: bool = False
    shared: int = 0
    is_frozen: bool = False
    is_bypassed: bool = False
    is_disabled: bool = False
    is_absent: bool = False
    is_over_time: bool = False
    has_note: bool = False
    is_collapsed: bool = False
    live: str = ""
    is_training: bool = False
    is_composite: bool = False
    color: str = ""

    @once
    def key(self) -> int:
        """A hash that is computed once."""
        return hash(self)

    def named(self, title: str, subtitle: str) -> "NodeLook":
        """The same under another name; thousands are made when a large network is opened."""
        made = object.__new__(NodeLook)
        values = made.__dict__
        values.update(self._without_name, title=title, subtitle=subtitle)
        return made

    @once
    def _without_name(self) -> dict[str, Any]:
        """All fields, and of what follows from them that in which the name has no part."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        values |= {name: getattr(self, name) for name in _NAMELESS}
        return values

    @property
    def shade(self) -> str:
        """In what it is drawn, as the theme's `hue` takes it."""
        return f"tint.{self.color}" if self.color else self.category

    @property
    def is_quiet(self) -> bool:
        """Whether it steps back: data passes it by, or it is left out."""
        return self.is_bypassed or self.is_absent

    @once
    def has_footer(self) -> bool:
        """Whether the last row says what the node costs, or what is wrong."""
        words = self.footer is not None or bool(self.message) or bool(self.live)
        return words and not self.is_collapsed

    @once
    def has_sign(self) -> bool:
        """Whether a sign in the header says that something is wrong, where no footer does."""
        return self.status == "open" or (self.is_collapsed and bool(self.message))

    @once
    def signs(self) -> int:
        """How many signs of one width the header has."""
        state = (self.is_frozen, self.is_bypassed, self.is_disabled)
        return sum(state) + self.is_over_time + self.has_note + self.has_sign

    @once
    def width(self) -> float:
        """Width in px: the usual one, or more where the title needs it."""
        words, usual = face.width(self.title, "title"), current().number("node.width")
        if words <= self._spare:
            return usual
        need = usual - self._spare + words
        return min(geometry.round_up(need), geometry.MAX_AUTO_WIDTH)

    @once
    def _spare(self) -> float:
        """Room for the title in a node of the usual width."""
        badges = 22 * self.signs + 44 * bool(self.shared)
        badges += 16 * self.is_training + 18 * self.is_composite
        return current().number("node.width") - ICON_END - 10 - badges

    @once
    def is_growing(self) -> bool:
        """Whether a port takes any number of wires."""
        return any(port.is_many for port in self.inputs)

    @once
    def rows(self) -> int:
        """Rows of ports."""
        return max(len(self.inputs), len(self.outputs), 1)

    @once
    def height(self) -> float:
        """Height in px."""
        if self.is_collapsed:
            return current().number("node.header") + geometry.FOLDED_PITCH * (self.rows - 1)
        return geometry.node_height(self.rows, bool(self.pills), self.has_footer)

    @once
    def rect(self) -> QRectF:
        """The body, its top left at the origin."""
        return QRectF(0, 0, self.width, self.height)

    def ports(self, side: Side) -> tuple[PortLook, ...]:
        """Rows of one side."""
        return self.inputs if side == "in" else self.outputs

    def port_point(self, side: Side, row: int) -> QPointF:
        """Centre of a port, from the node's top left."""
        return QPointF(0 if side == "in" else self.width, self.port_y(row))

    def port_y(self, row: int) -> float:
        """How far a row of ports is below the node's top."""
        return geometry.folded_port_y(row) if self.is_collapsed else geometry.port_y(row)

    def row_of(self, side: Side, port: str, index: int = 0) -> int:
        """Row of a port (of a growing one, that of its wire `index`); 0 for an unknown port."""
        for row, look in enumerate(self.ports(side)):
            if look.name == port and (look.index == index or not look.is_many):
                return row
        return 0

    @once
    def shown_pills(self) -> tuple[PillLook, ...]:
        """The settings as they find room side by side: whole, or in brief."""
        if sum(pill.need for pill in self.pills) <= self._pill_room:
            return self.pills
        return tuple(replace(pill, value=pill.brief or pill.value) for pill in self.pills)

    @property
    def _pill_room(self) -> float:
        pad = current().number("node.padX")
        return self.width - 2 * pad - PILL_GAP * (len(self.pills) - 1)

    def pill_rects(self) -> list[QRectF]:
        """Places of the settings; each gets what its words need, and a share of what is left."""
        theme = current()
        pad, room = theme.number("node.padX"), self._pill_room
        top = theme.number("node.header") + theme.number("node.row") * self.rows + 4
        needs = [p.need for p in self.shown_pills]
        spare = (room - sum(needs)) / max(len(needs), 1)
        rects, left = [], pad
        for need in needs:
            each = need + spare if spare >= 0 else need * room / sum(needs)
            rects.append(QRectF(left, top, each, 24))
            left += each + PILL_GAP
        return rects

    def footer_rect(self) -> QRectF:
        """Place of the last row."""
        height = current().number("node.footer")
        return QRectF(0, self.height - height, self.width, height)


@dataclass(frozen=True)
class WireLook:
    """What a wire shows. status: `error`, `waiting`, `frozen` or "". text: the shape on it."""

    type: str
    status: str = ""
    text: str = ""
    is_branch: bool = False
