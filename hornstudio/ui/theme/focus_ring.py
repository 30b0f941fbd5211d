"""The ring around whatever the keyboard has reached; a click with the mouse shows none."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QMenuBar, QWidget
from shiboken6 import isValid

from hornstudio.ui.theme.theme import current

WIDTH_PX = 2
OFFSET_PX = 2
_RIM_PX = 6  # width, and what the rounded corners cut inwards
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}


class FocusRing(QWidget):
    """Floats over a window, lets the mouse through, and follows the focused widget.

    Style sheets cannot tell a focus by Tab from one by click, and cannot draw outside a widget.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._followed: list[QWidget] = []
        self.hide()

    @staticmethod
    def install(app: QApplication) -> None:
        """Show the ring in every window of the application."""
        app.focusChanged.connect(_on_focus_changed)

    def surround(self, target: QWidget) -> None:
        """Follow `target` until told otherwise."""
        self.leave()
        at: QWidget | None = target
        while at is not None and at is not self.window():
            at.installEventFilter(self)
            self._followed.append(at)
            at = at.parentWidget()
        self._place()

    def leave(self) -> None:
        """Follow nothing."""
        followed, self._followed = self._followed, []
        for widget in followed:
            if isValid(widget):
                widget.removeEventFilter(self)
        if followed:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the followed widget goes."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color("focus.ring"), WIDTH_PX))
        half = WIDTH_PX / 2
        radius = current().px("radius.md") + OFFSET_PX
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )

    def _place(self) -> None:
        if not all(map(isValid, self._followed)):
            self.leave()
        if not self._followed or not self._followed[0].isVisible():
            self.hide()
            return
        target = self._followed[0]
        # A large view fills its panel to the edge: its ring stands inside, where it is seen.
        margin = 0 if isinstance(target, QAbstractScrollArea) else OFFSET_PX + WIDTH_PX
        corner = target.mapTo(self.window(), QPoint(0, 0))
        outer = QRect(corner, target.size()).adjusted(-margin, -margin, margin, margin)
        self.setGeometry(outer & self.window().rect())
        self._clip()
        self.raise_()
        self.show()

    def _clip(self) -> None:
        """Hide what a scroll area has scrolled away, and cut the middle out.

        Without the hole, every frame of a canvas with the focus would be blended with the ring.
        """
        shown = QRect(self.pos(), self.size())
        for widget in self._followed[1:]:
            area = widget.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is widget:
                shown &= QRect(widget.mapTo(self.window(), QPoint(0, 0)), widget.size())
        hole = self.rect().adjusted(_RIM_PX, _RIM_PX, -_RIM_PX, -_RIM_PX)
        self.setMask(QRegion(shown.translated(-self.pos())) - QRegion(hole))


_rings: list[FocusRing] = []


def _on_focus_changed(old: QWidget | None, new: QWidget | None) -> None:
    """Move the ring.

    `old` is asked nothing: a widget that dies gives up its focus on the way, and a look at what
    is left of it, or a new child for it, ends the program.
    """
    window = new.window() if new is not None else None
    _rings[:] = [ring for ring in _rings if isValid(ring)]
    for ring in _rings:
        if ring.parentWidget() is not window:
            ring.leave()
    if new is None or window is None:
        return
    ring = _ring_of(window)
    if is_by_keyboard(new):
        ring.surround(new)
    else:
        ring.leave()


def is_by_keyboard(widget: QWidget) -> bool:
    """Whether its window was last walked through by Tab or a shortcut, and needs a ring."""
    if isinstance(widget, QMenu | QMenuBar):
        return False
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _ring_of(window: QWidget) -> FocusRing:
    for ring in _rings:
        if ring.parentWidget() is window:
            return ring
    _rings.append(FocusRing(window))
    return _rings[-1]
