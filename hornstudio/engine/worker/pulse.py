"""A word every second from a process that computes, so that silence means something."""

import threading

from hornstudio.engine.worker.messages import Alive
from hornstudio.engine.worker.streams import Outlet

EVERY_S = 1.0


class Pulse:
    """Says that the process lives, from a thread of its own, until it is stopped."""

    def __init__(self, outlet: Outlet, every: float = EVERY_S) -> None:
        self._outlet = outlet
        self._every = every
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._is_over.wait(self._every):
            self._outlet.send(Alive())

    def stop(self) -> None:
        """Say no more."""
        self._is_over.set()
        self._thread.join()
