"""A run as its callbacks see it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import AnyEvent


class RunView(Protocol):
    """A run as its callbacks see it.

    carry: what the next step starts from: `weights`, `state`, `optimizer`. Whoever changes it puts
    a new tree in its place; the arrays of the old one are used up by the next dispatch.
    """

    carry: dict[str, Any]

    @property
    def graph(self) -> Graph:
        """What is trained."""

    @property
    def epoch(self) -> int:
        """The epoch in progress, from 1; the last one that is over before the run begins."""

    @property
    def step(self) -> int:
        """Steps taken in this epoch."""

    @property
    def seconds(self) -> float:
        """How long the run has lasted, without its pauses."""

    @property
    def figures(self) -> Mapping[str, str]:
        """What is reported by name: `higher` or `lower`, whichever is better, or empty."""

    @property
    def learning_rate(self) -> float:
        """Of the next step, in float32. Raises: RunError where the optimizer has none."""

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        """Of a schedule, all that it gives is multiplied with the same factor from now on."""

    def finished_weights(self) -> dict[str, Any]:
        """The weights that would be kept if the run ended now."""

    def stop(self, reason: Text) -> None:
        """End the run before its time; Finished carries the reason."""

    def tell(self, event: AnyEvent) -> None:
        """Hand out an event of one's own, after the one that is being told."""

    def say(self, what: Text) -> None:
        """Say in words what a callback has done."""

    def path_of(self, name: str) -> Path | None:
        """A file by its whole path, or in the folder of the run; None where there is no folder.

        Raises: RunError where a name leads out of the folder.
        """

    def keep_weights(self, owner: object, epoch: int, *, in_memory: bool = False) -> None:
        """Keep the weights and state of an epoch, instead of those that `owner` has kept before.

        The epoch is the one in progress, after its last step, or one whose checkpoint is there.
        in_memory: no checkpoint is wanted for it, and a resumed run knows nothing of it.
        """

    def has_checkpoint(self, epoch: int) -> bool:
        """Whether there is one of that epoch as a whole."""

    def has_kept(self, owner: object) -> bool:
        """Whether there is something to go back to."""

    def restore_weights(self, owner: object) -> None:
        """Take the weights and state back that `owner` has kept; the run then ends with them."""

    def keep_checkpoints(self, count: int) -> None:
        """How many of the latest checkpoints stay."""

    def skip_checkpoint(self, *, even_at_the_end: bool = False) -> None:
        """Write none for this epoch, unless some weights of it are kept, or the run ends here."""
