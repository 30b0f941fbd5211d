"""What watches a run and may act on it: stop it early, change what it carries, tell of it."""

from collections.abc import Sequence
from typing import Any, Protocol

from hornstudio.engine.compile.program import Tree
from hornstudio.engine.errors import Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.events import AnyEvent, Epoch, Failed, Finished, Started, Step
from hornstudio.engine.train.run_folder import RunFolder


class RunView(Protocol):
    """A run as its callbacks see it.

    carry: what the next step starts from: `weights`, `state`, `optimizer`. Whoever changes it puts
    a new tree in its place; the arrays of the old one are used up by the next dispatch.
    """

    carry: Tree

    @property
    def graph(self) -> Graph:
        """What is trained."""

    @property
    def folder(self) -> RunFolder | None:
        """Where the run is kept; None where nothing is written."""

    @property
    def epoch(self) -> int:
        """The epoch in progress, from 1."""

    @property
    def step(self) -> int:
        """Steps taken in this epoch."""

    @property
    def seconds(self) -> float:
        """How long the run has lasted."""

    def finished_weights(self) -> Tree:
        """The weights that would be kept if the run ended now."""

    def stop(self, reason: Text) -> None:
        """End the run before its time; Finished carries the reason."""

    def tell(self, event: AnyEvent) -> None:
        """Hand out an event of one's own, after the one that is being told."""


class Callback:
    """What watches a run and may act on it. All methods may be left as they are."""

    def begin(self, run: RunView, started: Started) -> None:
        """Before the first step; on resuming, after `restore`."""

    def step(self, run: RunView, event: Step) -> None:
        """After each dispatch of steps. How many steps that is depends on their speed."""

    def epoch(self, run: RunView, event: Epoch) -> None:
        """After the validation of an epoch, before its checkpoint."""

    def end(self, run: RunView, event: Finished | Failed) -> None:
        """After the last event of the run."""

    def state(self) -> dict[str, Any]:
        """What a resumed run has to know, as JSON can hold it; kept in each checkpoint."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""


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

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Tell each of an epoch."""
        for callback in self._each.values():
            callback.epoch(run, event)

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
