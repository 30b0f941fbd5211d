"""The window on to the scene: hover, keys, drops, and handing the mouse to a gesture."""

from collections.abc import Callable
from html import escape
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QToolTip

from hornstudio.engine.graph import Wire
from hornstudio.engine.wiring import Refusal
from hornstudio.ui.canvas.gesture.cut import Cut
from hornstudio.ui.canvas.gesture.gesture import Gesture
from hornstudio.ui.canvas.gesture.loose_wire import LooseWire
from hornstudio.ui.canvas.gesture.palette_drag import PaletteDrag
from hornstudio.ui.canvas.gesture.pan import Pan
from hornstudio.ui.canvas.highlight.flash import Flash
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.node import COMPACT_FROM, FULL_FROM
from hornstudio.ui.canvas.pointer.edge_scroll import EdgeScroll
from hornstudio.ui.canvas.pointer.hover import Hover
from hornstudio.ui.canvas.pointer.tip import tip_at
from hornstudio.ui.canvas.press import gesture_at
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.sheet import Sheet
from hornstudio.ui.document import Document
from hornstudio.ui.words.translate import tr

_TIP_LINE = 60
_TAP_S = 0.6
_PORT_REACH_MOST = 20.0


class Keys(Protocol):
    """The table of keys."""

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key means something; it is done then."""


class View(Sheet):
    """Shows the scene and turns mouse events into gestures; it edits nothing by itself.

    Signals carry points of the canvas unless they say otherwise.
    module_asked(point, end, side)         a search for a module is wanted; end "" for a free one
    wire_asked(wire, point)                a search for a module to put into a wire is wanted
    refused(wire, refusal, old, point)     a wire was dropped where it does not fit
    reason_shown(refusal or None, point)   a wire is held over a port that refuses it
    problem_asked(node id, wire or None, point)   somebody wants to know what is wrong
    title_asked(node id), pill_asked(node id, index)   a double click on what can be typed over
    menu_asked(global point, point)        a context menu is wanted
    chosen_menu_asked()                    the same by key, for what is selected
    taken_out(what is left)                nodes were taken out of their wires
    told(words)                            something to read out, "" takes it back
    shown(words)                           the same for eyes alone: what is new was read out
    frame_asked(place)                     a double click on a frame's title, or on a note
    pressed()                              a mouse button went down
    """

    module_asked = Signal(QPointF, str, str)
    wire_asked = Signal(object, QPointF)
    refused = Signal(object, object, object, QPointF)
    reason_shown = Signal(object, QPointF)
    problem_asked = Signal(str, object, QPointF)
    title_asked = Signal(str)
    pill_asked = Signal(str, int)
    menu_asked = Signal(QPoint, QPointF)
    chosen_menu_asked = Signal()
    taken_out = Signal(object)
    told = Signal(str)
    shown = Signal(str)
    frame_asked = Signal(int)
    pressed = Signal()

    def __init__(self, document: Document, scene: Scene) -> None:
        super().__init__(scene)
        self.document = document
        self.gesture: Gesture | None = None
        self.hover = Hover(self)
        self.flash = Flash(self)
        self.drag = PaletteDrag(self)
        self._edge = EdgeScroll(self)
        self.held: LooseWire | None = None
        self.has_guides = True
        self.pointer = QPoint()
        self.keys: Keys | None = None
        self.over: list[Callable[[QPainter], None]] = []
        self.wire_words: Callable[[str], str] = lambda source: ""
        self._space = False
        self._taps_until = 0.0
        self._is_menu_off = False
        self._covered: tuple[QRectF, ...] = ()
        self._set_up()

    def _set_up(self) -> None:
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Canvas"))
        self.viewport().setMouseTracking(True)
        self.zoomed.connect(self.hover.slide)

    # Painting.

    def drawForeground(self, painter: QPainter, rect: QRectF | QRectF) -> None:  # type: ignore[override]
        """What a gesture draws, and what lies under the pointer."""
        if self.is_bare:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.canvas_scene.painting.shows_shapes and self.zoom >= FULL_FROM:
            for line in self.canvas_scene.wires_near(QRectF(rect)):
                line.paint_shape(painter)
        self.hover.paint(painter)
        self.flash.paint(painter)
        for paint in self.over:
            paint(painter)
        if self.held:
            self.held.paint(painter)
        if self.gesture:
            self.gesture.paint(painter)

    def repaint_gesture(self) -> None:
        """Renew what a gesture covered and what it covers now."""
        before, self._covered = self._covered, self.gesture.bounds() if self.gesture else ()
        for area in (*before, *self._covered):
            if not area.isNull():  # a straight line has no area, and is seen
                inside = self.viewportTransform().mapRect(area).toAlignedRect()
                self.viewport().update(inside.adjusted(-4, -4, 4, 4))

    @property
    def is_zooming(self) -> bool:
        """Whether the wheel turns, and nothing is in the hand."""
        return super().is_zooming and not (self.gesture or self.held)

    # Mouse.

    def port_reach(self) -> float:
        """Reach of a port for the pointer, in px of the canvas."""
        usual = self.canvas_scene.hit_px
        return min(max(usual / self.zoom, usual * 0.6), _PORT_REACH_MOST)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.pressed.emit()
        self.pointer = event.position().toPoint()
        is_right = event.button() is Qt.MouseButton.RightButton
        cuts = is_right and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._is_menu_off = cuts or (is_right and self.gesture is not None)
        if self.gesture:
            if is_right:
                self.cancel_gesture()
            return
        at = self.to_scene(event.position())
        button = event.button()
        if button is Qt.MouseButton.MiddleButton or (
            button is Qt.MouseButton.LeftButton and self._space
        ):
            self._taps_until = 0.0
            self.gesture = Pan(self, at).begin(self.pointer)
        elif button is Qt.MouseButton.LeftButton:
            self.hover.leave()
            self.gesture = gesture_at(self, at, event.modifiers())
        elif cuts:
            self.hover.leave()
            self.gesture = Cut(self, at)
        if self.gesture and self.gesture.cursor is not None:
            self.viewport().setCursor(QCursor(self.gesture.cursor))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what is under the pointer."""
        self.pointer = event.position().toPoint()
        at = self.to_scene(event.position())
        if self.gesture and self.gesture.has_button and not event.buttons():
            self.cancel_gesture()  # the button was let go where nobody has told us
        if self.gesture is None:
            self.hover.move(at)
            if self._space:
                self._reset_cursor()
            return
        self.gesture.move(at, event.modifiers())
        self.repaint_gesture()
        self._edge.follow()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if self.gesture is None or event.buttons():
            return
        gesture, self.gesture = self.gesture, None
        self._edge.stop()
        at = self.to_scene(event.position())
        self._reset_cursor()
        self.repaint_gesture()
        gesture.finish(at, event.modifiers())
        self.gesture = gesture.followed_by()
        self.repaint_gesture()
        if self.gesture is None:
            self.hover.move(at)
        self.look_around()

    def cancel_gesture(self) -> bool:
        """Call the gesture off; whether there was one."""
        if self.gesture is None:
            return False
        gesture, self.gesture = self.gesture, None
        self._edge.stop()
        gesture.cancel()
        self._reset_cursor()
        self._covered = ()
        self.viewport().update()  # where the hand has painted, no item knows that it was seen
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type over a title or a setting; elsewhere add a module, on a wire into it."""
        at = self.to_scene(event.position())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        item = self.canvas_scene.node_at(at)
        if item is None:
            line = self.canvas_scene.wire_at(at, self.hover.wire_reach())
            frame = None if line else self.canvas_scene.frames.at(at)
            if frame is not None:
                self.frame_asked.emit(frame)
            elif line is None:
                self.module_asked.emit(at, "", "")
            else:
                self.wire_asked.emit(line.wire, at)
            return
        local = at - item.pos()
        for index, rect in enumerate(item.look.pill_rects()):
            if rect.contains(local) and self.zoom >= COMPACT_FROM:
                self.pill_asked.emit(item.node_id, index)
                return
        self.title_asked.emit(item.node_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The sheet slides along under what a gesture holds."""
        self.pointer = event.position().toPoint()
        super().wheelEvent(event)
        if self.gesture:
            self.gesture.move(self.to_scene(event.position()), event.modifiers())
            self.repaint_gesture()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The sheet slides away under a pointer that rests."""
        super().scrollContentsBy(dx, dy)
        self.hover.slide()

    def show_tip(self, event: QHelpEvent) -> None:
        """Say what lies under a pointer that rests."""
        text = "" if self.gesture else tip_at(self, self.to_scene(QPointF(event.pos())))
        if len(text) > _TIP_LINE:
            text = f"<p>{escape(text)}</p>"  # Qt wraps rich text only
        QToolTip.showText(event.globalPos(), text, self)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self.hover.leave()
        super().leaveEvent(event)

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """A key that is held may be let go elsewhere."""
        self._space = False
        self._reset_cursor()
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, at the pointer or at what is selected."""
        if self.gesture:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.chosen_menu_asked.emit()
        elif not self._is_menu_off:
            self.menu_asked.emit(event.globalPos(), self.to_scene(QPointF(event.pos())))

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Tab adds a module; Shift+Tab still leaves the canvas."""
        is_press = event.type() is QEvent.Type.KeyPress
        tab = (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        if is_press and isinstance(event, QKeyEvent) and (event.key(), event.modifiers()) == tab:
            if self.gesture is None:
                self.module_asked.emit(self.typing_point(), "", "")
            else:
                self.keyPressEvent(event)
            return True
        return super().event(event)

    def typing_point(self) -> QPointF:
        """Where a key acts: under the pointer when it is over the canvas, else the centre."""
        here = self.viewport().mapFromGlobal(QCursor.pos())
        if self.viewport().rect().contains(here) and self.underMouse():
            return self.to_scene(QPointF(here))
        return self.visible_area().center()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc calls a gesture off, held space takes the sheet; the rest is the keyboard's table."""
        if event.key() == Qt.Key.Key_Escape and self.cancel_gesture():
            return
        if self.gesture is not None and self.gesture.key(event):
            self.repaint_gesture()
            return
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self.gesture is None:
                self._space, self._taps_until = True, monotonic() + _TAP_S
                self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            return
        if self.keys is None or not self.keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the sheet go; space that was only tapped adds a module."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            is_tap, self._space = self._space and monotonic() < self._taps_until, False
            if self.gesture is None:
                self._reset_cursor()
                if is_tap:
                    self.module_asked.emit(self.typing_point(), "", "")
            return
        super().keyReleaseEvent(event)

    def _reset_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    # Modules from the palette.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take modules and text of networks, and nothing else."""
        self.hover.leave()
        self.drag.come(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take modules anywhere, and show which wire they would go into."""
        self.drag.follow(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The module is elsewhere."""
        self.drag.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Place what is held under the pointer."""
        self.drag.end(event)

    # For gestures, and for what they end in.

    def hold_wire(self, end: str, side: Side, at: QPointF) -> None:
        """Keep a loose wire in sight while a module is searched for it."""
        node_id, _, port = end.partition(".")
        item = self.canvas_scene.nodes.get(node_id)
        if item is None:
            return
        anchor = item.port_point(side, item.look.row_of(side, port))
        rows = item.look.ports(side)
        self.held = LooseWire(anchor, at, side, rows[item.look.row_of(side, port)].type)
        self.viewport().update()

    def drop_held_wire(self) -> None:
        """Forget the loose wire."""
        if self.held is not None:
            self.held = None
            self.viewport().update()

    def show_reason(self, refusal: Refusal | None, at: QPointF) -> None:
        """Say why a wire is refused while it is held there."""
        self.reason_shown.emit(refusal, at)

    def refuse(self, wire: Wire, refusal: Refusal, old: Wire | None, at: QPointF) -> None:
        """Say why a wire was refused, and offer what would help."""
        self.refused.emit(wire, refusal, old, at)

    def ask_module(self, at: QPointF, end: str, side: Side) -> None:
        """Let a module be chosen that fits an end."""
        self.module_asked.emit(at, end, side)
