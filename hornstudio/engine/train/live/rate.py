"""The learning rate of a run as one number: what it is now, and making it another."""

import numpy as np

from hornstudio.engine.compile.binding import bind_params
from hornstudio.engine.compile.call import Call
from hornstudio.engine.dial import FACTOR
from hornstudio.engine.errors import RunError
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.live.turning import Turning

_PARAM = "learning_rate"
_LOOKS = 16


class Rate:
    """Of a schedule it is the value at a step, times the factor that the run has turned it to."""

    def __init__(self, turning: Turning) -> None:
        self._turning = turning

    @property
    def place(self) -> str:
        """`node.learning_rate`. Raises: RunError where nothing has a rate."""
        return f"{self._optimizer().node}.{_PARAM}"

    @property
    def is_planned(self) -> bool:
        """Whether a schedule gives it; False also where there is none."""
        call = self._turning.parts.program.plan.optimizer
        is_there = call is not None and _PARAM in call.values
        return is_there and self.place not in self._turning.parts.live.program.dials

    def value(self, step: int) -> float:
        """The rate at a step from 0, in float32. Raises: RunError where nothing has a rate."""
        place = self.place
        if not self.is_planned:
            return float(np.float32(self._turning.value_of(place)))
        return float(np.float32(self._turning.value_of(f"{place}.{FACTOR}"))) * self._planned(step)

    def is_gone(self, first: int, last: int) -> bool:
        """Whether a schedule gives 0 from one step to another, so that no factor changes it."""
        steps = range(first, max(first, last) + 1, max(1, (last - first) // _LOOKS))
        return self.is_planned and not any(self._planned(step) for step in (*steps, last))

    def ask(self, rate: float, step: int) -> None:
        """Let the rate be that from the next step on. Raises: RunError."""
        call = self._optimizer()
        if not self.is_planned:
            self._turning.ask(Turn(call.node, _PARAM, rate))
        else:
            factor = rate / self._planned(step)
            self._turning.ask(Turn(call.node, f"{_PARAM}.{FACTOR}", factor))

    def _planned(self, step: int) -> float:
        """What the schedule says of a step."""
        call = self._optimizer()
        params = bind_params(call.module, call.values, self._turning.parts.program.plan.modules)
        return float(params[_PARAM](step))

    def _optimizer(self) -> Call:
        call = self._turning.parts.program.plan.optimizer
        if call is None or _PARAM not in call.values:
            raise RunError("the optimizer has no learning rate that could be changed")
        return call
