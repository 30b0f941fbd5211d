"""What watches a run and may act on it: end it early, change what it carries, tell of it."""

from typing import Any

from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Knob, Started, Step
from hornstudio.engine.watch.view import RunView


class Callback:
    """What watches a run and may act on it. All methods may be left as they are."""

    def begin(self, run: RunView, started: Started) -> None:
        """Before the first step; on resuming, after `restore`."""

    def step(self, run: RunView, event: Step) -> None:
        """After each dispatch of steps. How many steps that is depends on their speed."""

    def turned(self, run: RunView, event: Knob) -> None:
        """After something was turned, before the step that it counts for."""

    def epoch(self, run: RunView, event: Epoch) -> None:
        """After the validation of an epoch, before its checkpoint."""

    def spoiled(self, run: RunView, reason: Text) -> None:
        """After numbers ran away; the run has the last good ones, and fails unless it is stopped.

        reason: the step and the node where one first was infinite or undefined, in words.
        """

    def recover(self, run: RunView) -> None:
        """After the last step, before any callback's `finish`: leave weights that are no good."""

    def finish(self, run: RunView) -> None:
        """After the last step, before the test figures: what weights the run ends with."""

    def end(self, run: RunView, event: Finished | Failed) -> None:
        """After the last event of the run."""

    def state(self) -> dict[str, Any]:
        """What a resumed run has to know, as JSON can hold it; kept in each checkpoint."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""
