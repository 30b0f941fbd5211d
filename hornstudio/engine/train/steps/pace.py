"""How many steps go in one dispatch: as many as take about a twentieth of a second.

A chart then moves smoothly and the device hardly waits. A device beside the processor waits some
milliseconds at each dispatch of a large network, so it gets more. How the steps are cut changes no
number.
"""

from collections import deque
from statistics import median
from typing import Any

DISPATCH_SECONDS = 0.05
DISPATCH_SECONDS_BESIDE = 0.2
FIRST_DISPATCH_STEPS = 8
_LAPS = 5


class Pace:
    """The speed of a run, followed from dispatch to dispatch."""

    def __init__(self, device: Any) -> None:
        is_processor = device.platform == "cpu"
        self._seconds = DISPATCH_SECONDS if is_processor else DISPATCH_SECONDS_BESIDE
        self.steps_per_second = 0.0
        self.between = 0.0
        self._has_compiled = False
        self._in_steps = 0.0
        self._beside: deque[float] | None = None

    @property
    def steps(self) -> int:
        """Steps that the next dispatch should take, at least one."""
        if not self._has_compiled:
            return FIRST_DISPATCH_STEPS
        return max(1, int(self.steps_per_second * self._seconds))

    def follow(self, count: int, seconds: float) -> None:
        """Take in a dispatch; the first one compiles and tells nothing of the speed."""
        self._in_steps += seconds
        if not self._has_compiled:
            self._has_compiled = True
        elif not self.steps_per_second:
            self.steps_per_second = count / seconds
        else:
            self.steps_per_second += 0.3 * (count / seconds - self.steps_per_second)

    def lap(self, seconds: float) -> None:
        """Take in an epoch that took so long with all that belongs to it, as validation and the
        checkpoint. The first one compiles those, and tells nothing of what others take; nor does a
        single one in which the computer slept.
        """
        beside, self._in_steps = max(0.0, seconds - self._in_steps), 0.0
        if self._beside is None:
            self._beside = deque(maxlen=_LAPS)
            return
        self._beside.append(beside)
        self.between = median(self._beside)

    def expect_compiling(self) -> None:
        """The next dispatch compiles, as the first one did."""
        self._has_compiled = False

    def seconds_for(self, steps: int, epochs: int = 0) -> float:
        """How long so many steps will take, with the ends of so many epochs among them; 0 while
        nobody knows.
        """
        if not self.steps_per_second:
            return 0.0
        return steps / self.steps_per_second + epochs * self.between
