"""Draws a node's body: header, rows, settings and footer. Its ports are stamped on top later."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.look import ICON_END, PILL_INSET, NodeLook
from hornstudio.ui.canvas.paint.shadow import paint_shadow
from hornstudio.ui.theme import Theme, current, mix, paint_icon
from hornstudio.ui.words.translate import tr

FULL_FROM = 0.65
COMPACT_FROM = 0.35
FAR_BELOW = 0.5
INSET = 14
_PORT_ROOM = 5.0
_BESIDE_LABEL = 5
_FOOTER_INSET = 9
_FOOTER_GAP = 4.0
_DASHES = (5.0, 4.0)
_DOTS = (1.5, 3.0)


class NodeStroke:
    """One drawing of one node, its top left at the painter's origin.

    full: with all rows; else its title and what comes out, in letters large enough to be read from
    afar. far: larger still. flat: on paper, without a shadow and a word of what can be added.
    """

    def __init__(
        self,
        painter: QPainter,
        look: NodeLook,
        *,
        selected: bool,
        hovered: bool,
        full: bool = True,
        far: bool = False,
        flat: bool = False,
    ) -> None:
        self.painter = painter
        self.look = look
        self.selected = selected
        self.hovered = hovered
        self.full = full
        self.gist = "far" if far else "distant"
        self.flat = flat
        self.theme: Theme = current()
        self.radius = self.theme.number("node.radius")
        self.body = self.theme.color("node.bodyHover" if hovered else "node.body")
        self.ink = self.theme.color("text.muted" if look.is_quiet else "text.primary")
        self.hue = self.theme.color("text.muted") if look.is_quiet else self.theme.hue(look.shade)

    def paint(self) -> None:
        """Draw everything, from below to above."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.look.is_quiet and not self.flat:
            paint_shadow(self.painter, self.look.rect, self.radius)
        if self.look.is_composite:
            self._paint_edges()
        self._paint_glow()
        self._paint_body()
        self._paint_title()
        if self.full:
            self._paint_badges()
            if not self.look.is_collapsed:
                self._paint_rows()
            self._paint_pills()
            self._paint_footer()
        elif not self.look.is_collapsed:
            self._paint_gist()
        self._paint_border()

    def _paint_edges(self) -> None:
        """Two more nodes seem to lie below: there is something inside."""
        line = QPen(self.theme.color("border.strong"), 1)
        for below, inset in ((9, 10), (5, 5)):
            edge = self.look.rect.adjusted(inset, self.look.height / 2, -inset, below)
            self.painter.setPen(line)
            self.painter.setBrush(self.body)
            self.painter.drawRoundedRect(edge, self.radius, self.radius)

    def _paint_glow(self) -> None:
        if not self.selected:
            return
        glow = self.theme.number("node.glow")
        outer, inner = QPainterPath(), QPainterPath()
        corner = self.radius + glow
        rect = self.look.rect.adjusted(-glow, -glow, glow, glow)
        outer.addRoundedRect(rect, corner, corner)
        inner.addRoundedRect(self.look.rect, self.radius, self.radius)
        self.painter.fillPath(outer - inner, self.theme.color("selection.glow"))

    def _paint_body(self) -> None:
        whole = QPainterPath()
        whole.addRoundedRect(self.look.rect, self.radius, self.radius)
        self.painter.fillPath(whole, self.body)
        if self.look.is_quiet:
            return
        header = QPainterPath()
        height = self.look.height if self.look.is_collapsed else self.theme.number("node.header")
        header.addRect(QRectF(0, 0, self.look.width, height))
        # Not by clipping: files of curves know none.
        self.painter.fillPath(whole & header, self.theme.header(self.look.shade))

    def _paint_title(self) -> None:
        inset, height = _PORT_ROOM * self.look.is_collapsed, self.theme.number("node.header")
        room = self.look.width - ICON_END - 10 - 2 * inset
        if not self.full and self._is_wider(room):  # from afar, letters say more than an icon
            rect = QRectF(10 + inset, 0, self.look.width - 20 - 2 * inset, height)
            face.draw(self.painter, rect, self.look.title, "distant", self.ink)
            return
        self._paint_icon(8 + inset)
        room -= _badge_room(self.look) if self.full else 0
        faces = ("title", "tight", "strong") if self.full else (self.gist, "distant")
        fits = (f for f in faces if face.width(self.look.title, f) <= room)
        name = next(fits, "tight")
        title = face.elide(self.look.title, name, room, face.IN_MIDDLE)
        rect = QRectF(ICON_END + inset, 0, room, height)
        face.draw(self.painter, rect, title, name, self.ink)
        used = face.width(title, name) + 7
        if self.full and self.look.subtitle and room - used > 24:
            muted = self.theme.color("text.muted")
            face.draw(self.painter, rect.adjusted(used, 1, 0, 1), self.look.subtitle, "note", muted)

    def _is_wider(self, room: float) -> bool:
        return face.width(self.look.title, "distant") > room

    def _paint_icon(self, left: float) -> None:
        size = self.theme.number("node.icon")
        category = self.look.category if self.look.category != "unknown" else "composite"
        paint_icon(self.painter, QRectF(left, 7, size, size), f"cat-{category}", self.hue)

    def _paint_gist(self) -> None:
        """What comes out, the figure of a run, and as many main settings as are read whole."""
        row, top = self.theme.number("node.row"), self.theme.number("node.header")
        name = f"{self.gist} number"
        room = QRectF(INSET, top, self.look.width - 2 * INSET, row)
        muted = self.theme.color("text.muted")
        for i, port in enumerate(self.look.outputs):
            if face.width(port.label, name) <= room.width():
                face.draw(
                    self.painter, room.translated(0, row * i), port.label, name, muted, face.RIGHT
                )
        settings = [f"{pill.label} {pill.value}" for pill in self.look.pills]
        live = self.look.live
        spare = room.width() - (face.width(f"  {live}", name) if live else 0)
        while settings and face.width("  ".join(settings), name) > spare:
            settings.pop()
        lowest = self.look.height - top - row - 6  # a node without settings ends with its figure
        at = room.translated(0, min(row * self.look.rows + 4, lowest))
        face.draw(self.painter, at, "  ".join(settings), name, muted)
        smaller = (name, "distant number", "number")  # half a number is another number
        fits = (f for f in smaller if face.width(live, f) <= at.width())
        face.draw(self.painter, at, live, next(fits, "number"), self.ink, face.RIGHT)

    def _paint_badges(self) -> None:
        right = self.look.width - 10
        if self.look.is_training:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(self.theme.color("live.default"))
            self.painter.drawEllipse(QPointF(right - 3, 16), 3.5, 3.5)
            right -= 16
        if self.look.is_composite:
            paint_icon(self.painter, QRectF(right - 12, 10, 12, 12), "chevron-right", self.hue)
            right -= 18
        if self.hovered and (more := more_rect(self.look)):
            paint_icon(self.painter, more, "more", "text.secondary")
        signs = (
            (self.look.has_sign, *self._sign()),
            (self.look.is_frozen, "freeze", "frozen.default"),
            (self.look.is_bypassed, "bypass", "text.muted"),
            (self.look.is_disabled, "disable", "text.secondary"),
            (self.look.is_over_time, "history", "text.secondary"),
            (self.look.has_note, "info", "text.secondary"),
        )
        for is_on, name, ink in signs:
            if is_on:
                paint_icon(self.painter, QRectF(right - 15, 8.5, 15, 15), name, ink)
                right -= 22
        if self.look.shared:
            self._paint_link(right)

    def _paint_link(self, right: float) -> None:
        pill = QRectF(right - 40, 7, 40, 18)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.color("accent.subtle"))
        self.painter.drawRoundedRect(pill, 9, 9)
        accent = self.theme.color("accent.default")
        paint_icon(self.painter, QRectF(pill.left() + 5, 10, 12, 12), "link", accent)
        text = pill.adjusted(18, 0, -4, 0)
        face.draw(self.painter, text, f"×{self.look.shared}", "strong", accent)

    def _sign(self) -> tuple[str, str]:
        is_warning = self.look.status == "warning"
        return ("warning", "warning.default") if is_warning else ("error", "error.default")

    def _paint_rows(self) -> None:
        row = self.theme.number("node.row")
        top = self.theme.number("node.header")
        quiet = self.theme.color("text.muted" if self.look.is_quiet else "text.secondary")
        muted = self.theme.color("text.muted")
        for i, port in enumerate(self.look.inputs):
            rect = QRectF(INSET, top + row * i, self.look.width - 2 * INSET, row)
            if not (self.flat and port.is_add):
                ink = muted if port.is_add else quiet
                face.draw(self.painter, rect, port.label, "label", ink)
        for i, port in enumerate(self.look.outputs):
            rect = QRectF(INSET, top + row * i, self.look.width - 2 * INSET, row)
            used = face.width(self.look.inputs[i].label, "label") + 8 if self._has_input(i) else 0
            name = "shape" if port.is_shape else "label"
            ink = quiet if not port.is_shape else muted if port.label == "?" else self.ink
            face.draw(self.painter, rect.adjusted(used, 0, 0, 0), port.label, name, ink, face.RIGHT)

    def _has_input(self, row: int) -> bool:
        return row < len(self.look.inputs)

    def _paint_pills(self) -> None:
        fill = self.theme.color("bg.panel" if self.theme.is_dark else "bg.raised")
        quiet = self.theme.color("text.muted" if self.look.is_quiet else "text.secondary")
        for pill, rect in zip(self.look.shown_pills, self.look.pill_rects(), strict=True):
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(fill)
            radius = self.theme.number("radius.sm")
            self.painter.drawRoundedRect(rect, radius, radius)
            inner = rect.adjusted(PILL_INSET, 0, -PILL_INSET, 0)
            beside = inner.width() - face.width(pill.label, "note") - _BESIDE_LABEL
            value = face.elide(pill.value, "number", max(beside, inner.width() * 0.75))
            face.draw(self.painter, inner, value, "number", self.ink, face.RIGHT)
            label = inner.adjusted(0, 0, -face.width(value, "number") - _BESIDE_LABEL, 0)
            face.draw(self.painter, label, pill.label, "note", quiet)

    def _paint_footer(self) -> None:
        look = self.look
        if not look.has_footer:
            return
        rect = look.footer_rect()
        self.painter.setPen(QPen(self.theme.color("node.divider"), 1))
        self.painter.drawLine(
            QPointF(1, rect.top() + 0.5), QPointF(rect.right() - 1, rect.top() + 0.5)
        )
        inner = rect.adjusted(_FOOTER_INSET, 1, -_FOOTER_INSET, 0)
        if look.message:
            self._paint_message(inner)
            return
        left, right, name = footer_words(look)
        face.draw(self.painter, inner, right, name, self.ink, face.RIGHT)
        face.draw(self.painter, inner, left, "note", self.theme.color("text.muted"))

    def _paint_message(self, rect: QRectF) -> None:
        tone = "error" if self.look.status == "error" else "warning"
        ink = self.theme.color(f"{tone}.default")
        paint_icon(self.painter, QRectF(rect.left(), rect.center().y() - 6.5, 13, 13), tone, ink)
        text = rect.adjusted(18, 0, 0, 0)
        if self.look.has_remedy and tone == "error":
            fix = fix_text()
            face.draw(self.painter, text, fix, "strong", ink, face.RIGHT)
            text.adjust(0, 0, -face.width(fix, "strong") - 6, 0)
        face.draw(self.painter, text, self.look.message, "note", ink)

    def _paint_border(self) -> None:
        ink, stroke = self._border()
        pen = QPen(ink, stroke)
        if self.look.is_quiet:
            pen.setDashPattern(_DOTS if self.look.is_absent else _DASHES)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        half = stroke / 2
        rect = self.look.rect.adjusted(half, half, -half, -half)
        self.painter.drawRoundedRect(rect, self.radius - half, self.radius - half)

    def _border(self) -> tuple[QColor, float]:
        """Error outranks selection, selection outranks training."""
        theme, look = self.theme, self.look
        strong = theme.number("node.selectedBorder")
        if look.status == "error":
            return theme.color("error.default"), strong
        if self.selected:
            return theme.color("selection.outline"), strong
        if look.is_training:
            return theme.color("live.default"), 1.5
        if look.status == "warning":
            return theme.color("warning.default"), 1.5
        plain = theme.color("node.borderHover" if self.hovered else "node.border")
        if look.is_frozen:
            return mix(theme.color("frozen.default"), plain, 0.6), 1
        if theme.is_dark or look.is_quiet:
            return plain, 1
        return mix(self.hue, plain, 0.25), 1


def _badge_room(look: NodeLook) -> float:
    return 22 * look.signs + 44 * bool(look.shared) + 12 * look.is_training + 18 * look.is_composite


def footer_words(look: NodeLook) -> tuple[str, str, str]:
    """Words at both ends of a footer, and the face of the right ones.

    All are seen whole, because half a number is another number: where both find no room, the left
    ones are told in brief, or only one of the two, of which the latest figure of a run comes first.
    """
    left, right = look.footer or ("", "")
    name = "number" if look.live else "note"
    right = look.live or right
    spare = look.width - 2 * _FOOTER_INSET - (face.width(right, name) + _FOOTER_GAP if right else 0)
    for words in (left, look.brief):
        if face.width(words, "note") <= spare and (words or not left):
            return words, right, name
    return ("", right, name) if look.live else (left, "", name)


def more_rect(look: NodeLook) -> QRectF | None:
    """Place of the sign that opens the menu; None where the title leaves no room for it."""
    right = look.width - 8 - _badge_room(look)
    words = face.width(look.title, "title")
    words += face.width(look.subtitle, "note") + 7 if look.subtitle else 0
    return QRectF(right - 15, 8.5, 15, 15) if ICON_END + words + 4 < right - 15 else None


def fix_text() -> str:
    """Word at the end of an error's reason."""
    return tr("Fix")
