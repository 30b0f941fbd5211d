"""Things made one after another in a thread, ahead of whoever takes them."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """Makes things in order; one waits to be taken while the next one is being made.

    waited: seconds that the taker has waited, beyond the first thing, which nobody could have
    made sooner. To be closed in the end.
    """

    def __init__(self, makers: Iterable[Callable[[], T]]) -> None:
        self.waited = 0.0
        self._made: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(maxsize=1)
        self._is_closed = threading.Event()
        self._is_first = True
        self._thread = threading.Thread(
            target=self._make_all, args=(iter(makers),), name="samples ahead", daemon=True
        )
        self._thread.start()

    def take(self) -> T:
        """The next thing. Raises: what making it raised; LookupError when there are no more."""
        began = time.perf_counter()
        made, error = self._made.get()
        if not self._is_first:
            self.waited += time.perf_counter() - began
        self._is_first = False
        if error is not None:
            raise error
        return made  # type: ignore[return-value]

    def close(self) -> None:
        """End the thread; what was made and not taken is let go."""
        self._is_closed.set()
        while self._thread.is_alive():
            while not self._made.empty():
                self._made.get_nowait()
            self._thread.join(timeout=0.01)

    def _make_all(self, makers: Iterable[Callable[[], T]]) -> None:
        try:
            for make in makers:
                if self._is_closed.is_set():
                    return
                self._hand_over(make(), None)
            raise LookupError("there are no more things to take")
        except BaseException as error:  # handed on to the taker, which is on another thread
            self._hand_over(None, error)

    def _hand_over(self, made: T | None, error: BaseException | None) -> None:
        while not self._is_closed.is_set():
            try:
                self._made.put((made, error), timeout=0.05)
                return
            except queue.Full:
                continue
