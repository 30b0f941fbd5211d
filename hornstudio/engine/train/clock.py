"""The time that a run has taken: nothing of what passes while nobody asks for its next event."""

import time


class Clock:
    """Seconds that go by only while the run is at work. A run that waits is `held`."""

    def __init__(self) -> None:
        self._away = 0.0
        self._since: float | None = None
        self._began = self.now

    @property
    def now(self) -> float:
        """Seconds on a scale of its own, on which a pause is no time at all."""
        return (time.perf_counter() if self._since is None else self._since) - self._away

    @property
    def seconds(self) -> float:
        """Seconds since it was made, without pauses."""
        return self.now - self._began

    def hold(self) -> None:
        """The run hands something out, and waits to be asked for more."""
        self._since = time.perf_counter()

    def go_on(self) -> None:
        """It was asked."""
        if self._since is not None:
            self._away += time.perf_counter() - self._since
            self._since = None
