"""Frames of a graphics view: real events go in, and the clock runs until the picture is painted.

Knows Qt and nothing of HornStudio, so that another editor can be measured by the same hand.
"""

import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from memory import resident_mb
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsView

SIZE = (1600, 1000)
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
_PATIENCE_S = 1.0
_WAKE_MS = 200
_ROW_S = 12.0
_WARM_UP = 4
_PAN_PX, _DRAG_PX = (23, 14), (11, 8)
ROUNDS = 20
"""How often an edit is made: of fewer, the 95th percentile is the slowest of all."""


class Stage(QObject):
    """A view that is acted upon; notices when its viewport has been painted."""

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self.view = view
        self.viewport = view.viewport()
        self.is_painted = False
        self.viewport.installEventFilter(self)
        self.longest_ms = 0.0
        self._waker = QTimer(self, interval=_WAKE_MS)
        self._waker.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.is_painted = self.is_painted or event.type() == QEvent.Type.Paint
        return False

    def time(self, act: Callable[[], object]) -> tuple[float, float] | None:
        """Milliseconds of the clock and of the processor until it is painted; None if never.

        `longest_ms` is then processor time of the longest of the event loop's turns till then.
        """
        self.is_painted, self.longest_ms = False, 0.0
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        while not self.is_painted:
            # Asleep until something comes: looking again and again would count as work.
            turn = time.process_time()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.longest_ms = max(self.longest_ms, 1000 * (time.process_time() - turn))
            if not self.is_painted and time.perf_counter() - wall > _PATIENCE_S:
                return None
        return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)

    def answer(self, act: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds until all that follows from an act is on the screen, here or elsewhere."""
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        for _ in range(2):  # what is painted may ask for another turn, such as a list's rows
            QApplication.processEvents()
        return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)

    def answers(self, acts: Iterable[Callable[[], object]]) -> dict[str, float]:
        """Figures of several answers; of fewer where they take long."""
        found, until = [], time.perf_counter() + _ROW_S
        for act in acts:
            found.append(self.answer(act))
            if time.perf_counter() > until:
                break
        return figures(found)

    def settle(self, seconds: float = 0.4) -> None:
        """Let everything rest that waits for a moment."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            QApplication.processEvents()

    def frames(self, acts: Iterator[Callable[[], object]]) -> dict[str, float]:
        """Figures of many frames; the first few, which fill caches, are left out.

        Fewer where they take long.
        """
        found, until = [], time.perf_counter() + _ROW_S
        for _, act in zip(range(_WARM_UP), acts, strict=False):
            self.time(act)
            if time.perf_counter() > until:
                break
        for act in acts:
            found.append(self.time(act))
            if time.perf_counter() > until:
                break
        return figures(found)

    # Gestures.

    def send(self, kind: QEvent.Type, at: QPoint, button: Any, buttons: Any) -> None:
        """A mouse event on the viewport."""
        everywhere = QPointF(self.viewport.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), everywhere, button, buttons, PLAIN)
        QApplication.sendEvent(self.viewport, event)

    def stroke(self, start: QPoint, step: tuple[int, int], button: Any, count: int) -> dict:
        """Press, move back and forth in a frame a step, and let go."""
        self.settle()
        self.send(QEvent.Type.MouseButtonPress, start, button, button)
        at = QPoint(start)

        def moves() -> Iterator[Callable[[], object]]:
            for number in range(count):
                sign = 1 if number // 15 % 2 == 0 else -1
                at.setX(at.x() + sign * step[0])
                at.setY(at.y() + sign * step[1])
                yield lambda: self.send(QEvent.Type.MouseMove, at, NONE, button)

        found = self.frames(moves())
        let_go = self.time(lambda: self.send(QEvent.Type.MouseButtonRelease, at, button, NONE))
        return found | {"let_go": figures([let_go]).get("cpu_median_ms")}

    def pan(self, count: int) -> dict:
        """Pull the sheet with the middle button."""
        found = self.stroke(self.centre, _PAN_PX, MIDDLE, count)
        del found["let_go"]
        return found

    def drag(self, at: QPoint, count: int) -> dict:
        """Pull what lies at a point of the viewport."""
        return self.stroke(at, _DRAG_PX, LEFT, count)

    def marquee(self, places: Iterable[QPoint], count: int) -> dict:
        """Pull a rubber band from the first of these places where one comes."""
        found: dict[str, Any] = {"frames": 0, "not measured": "no place is free"}
        for at in places:
            found = self.drag(at, count)
            if found["frames"]:
                break
        return found

    def hover(self, at: QPoint, count: int) -> dict:
        """Move on and off what lies at a point of the viewport, no button held."""
        self.settle()

        def moves() -> Iterator[Callable[[], object]]:
            for number in range(count):
                there = at if number % 2 else at + QPoint(-300, -160)
                yield partial(self.send, QEvent.Type.MouseMove, there, NONE, NONE)

        return self.frames(moves())

    def zoom(self, count: int) -> dict[str, float | None]:
        """Turn the wheel in and out; `rest` is the good picture when it has come to rest.

        It may be prepared in slices: `rest_block` is the longest stretch of it without a break.
        """
        self.settle()
        found = self.frames(self.turn(120 if i // 2 % 2 else -120) for i in range(count))
        rest = self.time(lambda: None)
        at_rest = figures([rest]).get("cpu_median_ms")
        block = round(self.longest_ms, 2) if rest else None
        return {**found, "rest": at_rest, "rest_block": block}

    def turn(self, angle: int) -> Callable[[], object]:
        """A notch of the wheel over the centre."""
        at = QPointF(self.centre)
        event = QWheelEvent(
            at, QPointF(self.viewport.mapToGlobal(self.centre)), QPoint(), QPoint(0, angle),
            NONE, PLAIN, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        return lambda: QApplication.sendEvent(self.viewport, event)

    @property
    def centre(self) -> QPoint:
        """Middle of the viewport."""
        return self.viewport.rect().center()


def figures(found: Sequence[tuple[float, float] | None]) -> dict[str, float]:
    """Median and 95th percentile of the clock and of the processor, and how many frames."""
    seen = [each for each in found if each is not None]
    if not seen:
        return {"frames": 0}
    walls, cpus = zip(*seen, strict=True)
    return {
        "median_ms": round(statistics.median(walls), 2),
        "p95_ms": percentile(walls),
        "cpu_median_ms": round(statistics.median(cpus), 2),
        "cpu_p95_ms": percentile(cpus),
        "frames": len(seen),
    }


def percentile(values: tuple[float, ...], share: float = 0.95) -> float:
    """The value that a share of all values does not exceed."""
    ranked = sorted(values)
    return round(ranked[min(len(ranked) - 1, math.ceil(share * len(ranked)) - 1)], 2)


def memory_mb() -> float:
    """Resident memory of this process to a tenth."""
    return round(resident_mb(), 1)
