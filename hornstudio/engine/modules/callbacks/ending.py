"""Ending a run for other reasons than its figures: numbers that are none, or the clock."""

from typing import Any

from hornstudio.engine.modules.callbacks.monitor import callback_module
from hornstudio.engine.params import Flag, Float
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Started, Step
from hornstudio.engine.watch.view import RunView


class TerminateOnNaN(Callback):
    """Ends the run when a loss or metric becomes infinite or no number at all.

    With `raise_error` the run has failed; otherwise it ends with the weights of its last whole
    epoch. In the first epoch there are none, so that it has failed in any case.
    Source: https://keras.io/api/callbacks/terminate_on_nan/
    """

    def __init__(self, *, raise_error: bool) -> None:
        self.raise_error = raise_error
        self._is_broken = False

    def begin(self, run: RunView, started: Started) -> None:
        """What a run goes on from can be gone back to; within an epoch, the one before it.

        There the numbers may be about to run away already.
        """
        whole = started.first_epoch - 1
        if self.raise_error or not whole:
            return
        if not started.first_step:
            run.keep_weights(self, whole, in_memory=True)
        elif run.has_checkpoint(whole):
            run.keep_weights(self, whole)

    def spoiled(self, run: RunView, reason: Text) -> None:
        """End the run nicely, where there is something to go back to."""
        if not self.raise_error and run.has_kept(self):
            self._is_broken = True
            run.stop(reason)

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Keep the weights of a whole epoch."""
        if not self.raise_error:
            run.keep_weights(self, event.epoch, in_memory=True)

    def recover(self, run: RunView) -> None:
        """Go back to the last whole epoch."""
        if self._is_broken:
            run.restore_weights(self)
            run.say(Text("the run went back to the weights of its last whole epoch"))


class TimeLimit(Callback):
    """Ends the run after some minutes of training: what was before counts, pauses do not."""

    def __init__(self, *, minutes: float) -> None:
        self.minutes = minutes
        self._before = self._seconds = self._began = 0.0

    def begin(self, run: RunView, started: Started) -> None:
        """Who trains on after it has ended a run has all the time once more."""
        if self._before >= 60 * self.minutes:
            self._before = 0.0
        self._began = run.seconds

    def step(self, run: RunView, event: Step) -> None:
        """Look at the clock."""
        self._look(run)

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Look at the clock: validation takes its time, too."""
        self._look(run)

    def _look(self, run: RunView) -> None:
        self._seconds = self._before + run.seconds - self._began
        if self._seconds >= 60 * self.minutes:
            run.stop(Text("time limit: {minutes:g} minutes are over", minutes=self.minutes))

    def state(self) -> dict[str, Any]:
        """Seconds so far."""
        return {"seconds": self._seconds}

    def restore(self, state: dict[str, Any]) -> None:
        """Seconds so far."""
        self._before = float(state["seconds"])


MODULES = (
    callback_module(
        "terminate_on_nan",
        "Stop on NaN",
        "Ends training when a figure becomes infinite or no number at all. Without it, such a "
        "run has failed; with it, it ends with the weights of its last whole epoch.",
        TerminateOnNaN,
        Flag(
            name="raise_error",
            default=False,
            title="As a failure",
            help="Whether the run has failed then, instead of ending with its last good weights.",
        ),
        keras="callbacks.TerminateOnNaN",
        source="https://keras.io/api/callbacks/terminate_on_nan/",
        words=("TerminateOnNaN", "infinity", "diverge", "발산", "무한대"),
    ),
    callback_module(
        "time_limit",
        "Time limit",
        "Ends training after some minutes.",
        TimeLimit,
        Float(
            name="minutes",
            default=60.0,
            above=0.0,
            unit="minutes",
            title="At most",
            help="How long it may train, without pauses, but with what was before it was resumed.",
        ),
        words=("timeout", "Timer", "budget", "max_time", "시간 제한", "타이머"),
    ),
)
