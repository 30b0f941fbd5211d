"""Work in threads of its own, of which only what was asked for last counts."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal

IsWanted = Callable[[], bool]


class Latest(QObject):
    """come(answer): of the work that was started last; what an earlier one finds is not told."""

    come = Signal(object)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: object = None
        self._done.connect(self._on_done)

    def start(self, name: str, work: Callable[[IsWanted], Any]) -> None:
        """Do it in a thread of this name. work(is_wanted) -> the answer; it may end early where
        it is wanted no more.
        """
        wanted = self._wanted = object()

        def run() -> None:
            answer = work(lambda: wanted is self._wanted)
            with suppress(RuntimeError):  # the window has just gone
                self._done.emit(wanted, answer)

        threading.Thread(target=run, name=name, daemon=True).start()

    def stop(self) -> None:
        """Tell nothing of what goes on."""
        self._wanted = None

    def _on_done(self, wanted: object, answer: Any) -> None:
        if wanted is self._wanted:
            self.come.emit(answer)
