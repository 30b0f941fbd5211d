"""The callbacks of a run as one."""

from collections.abc import Sequence
from typing import Any

from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Knob, Started, Step
from hornstudio.engine.watch.view import RunView

__all__ = ["Callback", "Callbacks", "RunView"]


class Callbacks(Callback):
    """Several as one, asked in their order; their states go by class, numbered where it recurs."""

    def __init__(self, each: Sequence[Callback] = ()) -> None:
        self._each: dict[str, Callback] = {}
        for callback in each:
            kind = type(callback).__name__
            alike = sum(type(other).__name__ == kind for other in self._each.values())
            self._each[f"{kind}_{alike + 1}" if alike else kind] = callback

    def begin(self, run: RunView, started: Started) -> None:
        """Tell each of the start."""
        for callback in self._each.values():
            callback.begin(run, started)

    def step(self, run: RunView, event: Step) -> None:
        """Tell each of a dispatch."""
        for callback in self._each.values():
            callback.step(run, event)

    def turned(self, run: RunView, event: Knob) -> None:
        """Tell each that something was turned."""
        for callback in self._each.values():
            callback.turned(run, event)

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Tell each of an epoch."""
        for callback in self._each.values():
            callback.epoch(run, event)

    def spoiled(self, run: RunView, reason: Text) -> None:
        """Tell each that numbers ran away."""
        for callback in self._each.values():
            callback.spoiled(run, reason)

    def finish(self, run: RunView) -> None:
        """Ask each what the run ends with: first those that go back to sound weights."""
        for callback in self._each.values():
            callback.recover(run)
        for callback in self._each.values():
            callback.finish(run)

    def end(self, run: RunView, event: Finished | Failed) -> None:
        """Tell each of the end."""
        for callback in self._each.values():
            callback.end(run, event)

    def state(self) -> dict[str, Any]:
        """The state of each that has one, by its name."""
        return {name: state for name, each in self._each.items() if (state := each.state())}

    def restore(self, state: dict[str, Any]) -> None:
        """Give each its state back."""
        for name, callback in self._each.items():
            if name in state:
                callback.restore(state[name])
