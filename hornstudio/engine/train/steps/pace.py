"""How many steps go in one dispatch: as many as take about a twentieth of a second.

A chart then moves smoothly and the device hardly waits. A device beside the processor waits some
milliseconds at each dispatch of a large network, so it gets more. How the steps are cut changes no
number.
"""

from typing import Any

DISPATCH_SECONDS = 0.05
DISPATCH_SECONDS_BESIDE = 0.2
FIRST_DISPATCH_STEPS = 8


class Pace:
    """The speed of a run, followed from dispatch to dispatch."""

    def __init__(self, device: Any) -> None:
        is_processor = device.platform == "cpu"
        self._seconds = DISPATCH_SECONDS if is_processor else DISPATCH_SECONDS_BESIDE
        self.steps_per_second = 0.0
        self._has_compiled = False

    @property
    def steps(self) -> int:
        """Steps that the next dispatch should take, at least one."""
        if not self._has_compiled:
            return FIRST_DISPATCH_STEPS
        return max(1, int(self.steps_per_second * self._seconds))

    def follow(self, count: int, seconds: float) -> None:
        """Take in a dispatch; the first one compiles and tells nothing of the speed."""
        if not self._has_compiled:
            self._has_compiled = True
        elif not self.steps_per_second:
            self.steps_per_second = count / seconds
        else:
            self.steps_per_second += 0.3 * (count / seconds - self.steps_per_second)

    def expect_compiling(self) -> None:
        """The next dispatch compiles, as the first one did."""
        self._has_compiled = False

    def seconds_for(self, steps: int) -> float:
        """How long so many steps will take; 0 while nobody knows."""
        return steps / self.steps_per_second if self.steps_per_second else 0.0
