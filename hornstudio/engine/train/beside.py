"""Slow work beside a run, in a thread, with its progress handed out as events."""

import queue
import threading
from collections.abc import Callable, Generator
from typing import Any

from hornstudio.engine.watch.events import Preparing

Progress = Callable[[str, int, int], None]


class Beside:
    """Work that has begun; `result` waits for it."""

    def __init__(self, work: Callable[[Progress], Any], *, is_daemon: bool = True) -> None:
        """is_daemon: whether the process may end in the middle of it."""
        self._told: queue.Queue[Preparing | None] = queue.Queue()
        self._work = work
        self._value: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="beside the run", daemon=is_daemon)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._work(self._progress)
        except BaseException as error:  # handed on to the run, which is on another thread
            self._error = error
        finally:
            self._told.put(None)

    def _progress(self, what: str, done: int, total: int) -> None:
        self._told.put(Preparing(what=what, done=done, total=total))

    def result(self) -> Generator[Preparing, Any, Any]:
        """Hands out the progress and returns what the work gave. Raises: what the work raised."""
        while (event := self._told.get()) is not None:
            yield event
        return self.wait()

    @property
    def is_done(self) -> bool:
        """Whether `wait` would return at once."""
        return not self._thread.is_alive()

    def wait(self) -> Any:
        """What the work gave, without a word of its progress. Raises: what the work raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value
