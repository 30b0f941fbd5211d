"""Python's collector of circles: in the window's thread, and not in what stays anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer, Slot

from hornstudio.engine.train.steps.memory.heap import give_back

_LOOK_MS, _LOOKS = 2_000, 15
"""Between two looks, and from one return of memory to the next."""
_MUCH, _OFTEN = 700, 10
"""So many new objects are searched, and so many searches come before one of what they left."""
_SELDOM, _ENOUGH = 100, 10
"""So many of those come before one of all: while people work, and at rest."""


@contextmanager
def building() -> Iterator[None]:
    """While a document is read and shown: nothing is searched, nor any of it afterwards.

    A graph of thousands of nodes is a million small objects that stay; each search of them all
    holds the window up for a fifth of a second, and there would be several. What was built for the
    document before is searched for again from here on.
    """
    is_on = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_on:
            gc.enable()


def release() -> None:
    """A document was closed: what was built for it is searched for again."""
    gc.unfreeze()


class Collector(QObject):
    """Searches in the window's thread alone, before it waits for what comes next.

    Left to itself, Python searches in whichever thread happens to make an object, and what it finds
    there ends there: an object of Qt that a circle holds, whose timer then goes on for nobody, and
    the program with it. Here nothing is searched in the midst of an edit or a frame either.

    All of it is searched while the window is at rest, and hardly ever else: in a network of
    thousands of nodes that takes 30 ms. At rest is when so little was made for two seconds that
    nothing young was searched.

    Memory that is free by now goes back to the system every half minute, if anything was done: the
    buffers of charts, which grow by doubling, leave holes as large as they were.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._seen = self._given_back = -1
        self._looks = 0
        self._events = QAbstractEventDispatcher.instance()
        self._events.aboutToBlock.connect(self.before_waiting)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def before_waiting(self) -> None:
        """Search what is young, if much was made; what is old, if that was done often."""
        young, grown, old = gc.get_count()
        if young > _MUCH:
            gc.collect(2 if old > _SELDOM else 1 if grown > _OFTEN else 0)

    @Slot()
    def look(self) -> None:
        """Search all now, if it pays and nobody is at work; now and then give memory back."""
        self.before_waiting()
        seen, self._seen = self._seen, gc.get_stats()[0]["collections"]
        if seen == self._seen and gc.get_count()[2] >= _ENOUGH:
            gc.collect()
        self._looks += 1
        if self._looks % _LOOKS == 0 and self._seen != self._given_back:
            self._given_back = self._seen
            give_back()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        self._events.aboutToBlock.disconnect(self.before_waiting)
        if self._was_on:
            gc.enable()
