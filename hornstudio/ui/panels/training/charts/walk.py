"""A chart by keys: from point to point along its curves, told to screen readers, and zooming.

Left, Right          the point before, the next one
Page Up, Page Down   the one an epoch before, or behind
Home, End            the first point, the last one
+, -, 0              show less of the epochs around the point, more, all of them
Escape               no point any more
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hornstudio.ui.panels.training.charts.reading import stops
from hornstudio.ui.panels.training.course.trace import nearest
from hornstudio.ui.widgets.announcement import announce, describe
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.charts.plot import Plot

BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
FOR_A_WHILE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_CLOSER = 0.5
_ZOOMS = {
    Qt.Key.Key_Plus: _CLOSER,
    Qt.Key.Key_Equal: _CLOSER,
    Qt.Key.Key_Minus: 1 / _CLOSER,
    Qt.Key.Key_0: 0.0,
}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def begin(plot: "Plot") -> None:
    """Stand at the last point that is seen."""
    if len(stops(plot.crosshair.picture)):
        _go(plot, min(plot.shown_epochs[1], float(stops(plot.crosshair.picture)[-1])))
        plot.setAccessibleDescription(plot.crosshair.told())  # read behind its name, as it comes


def press(plot: "Plot", event: QKeyEvent) -> bool:
    """Do what a key asks for; False where that is nothing here."""
    key = Qt.Key(event.key())
    if event.modifiers() & _HELD:
        return False
    if key in _ZOOMS:
        _zoom(plot, _ZOOMS[key])
        return True
    if key == Qt.Key.Key_Escape:
        was_shown = plot.crosshair.is_shown
        plot.crosshair.leave()
        return was_shown
    x = _next(plot, key)
    if x is not None:
        _stand(plot, x)
    return x is not None


def _next(plot: "Plot", key: Qt.Key) -> float | None:
    """Where a key leads; None where nothing was measured yet, or the key leads nowhere."""
    places, here = stops(plot.crosshair.picture), plot.crosshair.x
    if not len(places):
        return None
    if here is None:
        here = min(float(places[-1]), plot.shown_epochs[1])
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return here
    at = nearest(places, here)
    ways = {
        Qt.Key.Key_Left: places[max(0, at - 1)],
        Qt.Key.Key_Right: places[min(len(places) - 1, at + 1)],
        Qt.Key.Key_PageUp: min(here - 1.0, places[max(0, at - 1)]),
        Qt.Key.Key_PageDown: max(here + 1.0, places[min(len(places) - 1, at + 1)]),
        Qt.Key.Key_Home: places[0],
        Qt.Key.Key_End: places[-1],
    }
    return float(ways[key]) if key in ways else None


def _stand(plot: "Plot", x: float) -> None:
    """Go to the point nearest to x, and say what is there."""
    _go(plot, x)
    words = plot.crosshair.told()
    if not describe(plot, words):
        announce(plot, words)


def _go(plot: "Plot", x: float) -> None:
    """Stand at the point nearest to x, and bring it into sight."""
    plot.crosshair.hold(x)
    stop = plot.crosshair.x
    if stop is None:
        return
    low, high = plot.shown_epochs
    if not low <= stop <= high:
        room = high - low
        left = stop - room / 4 if stop < low else stop - 3 * room / 4
        _show(plot, left, left + room)


def _zoom(plot: "Plot", factor: float) -> None:
    """Show `factor` as many epochs around the point, or around the middle; 0: all. Say which."""
    low, high = plot.shown_epochs
    middle = plot.crosshair.x if plot.crosshair.x is not None else (low + high) / 2
    if not factor:
        plot.show_all()
    else:
        _show(plot, middle - (middle - low) * factor, middle + (high - middle) * factor)
    plot.crosshair.follow()
    _tell_what_is_shown(plot)


def _tell_what_is_shown(plot: "Plot") -> None:
    low, high = plot.shown_epochs
    first, last = (f"{x:.1f}".removesuffix(".0") for x in (low, min(high, plot.ends[1])))
    announce(plot, tr("Epochs {first} to {last} are shown", first=first, last=last))


def _show(plot: "Plot", low: float, high: float) -> None:
    """Show these epochs, as far as there are any."""
    first, last = plot.limits
    room = min(high - low, last - first)
    low = min(max(low, first), last - room)
    plot.view.setXRange(low, low + room, padding=0)
