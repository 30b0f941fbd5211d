"""Which epochs leave a checkpoint in the folder of the run."""

from dataclasses import replace
from typing import Any

from hornstudio.engine.modules.callbacks.monitor import (
    MODE,
    MONITOR,
    NOT_QUIET,
    Monitor,
    callback_module,
)
from hornstudio.engine.params import Flag, Float, Int
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Knob, Started
from hornstudio.engine.watch.view import RunView


class ModelCheckpoint(Callback):
    """Says which epochs leave a checkpoint, and how many of them stay.

    Without it every epoch leaves one. With `save_best_only` only an epoch does whose figure beats
    all before it, and `initial_value_threshold`. Otherwise each `every_epochs`-th does, and the
    last one.
    Source: https://keras.io/api/callbacks/model_checkpoint/
    """

    def __init__(
        self,
        *,
        save_best_only: bool,
        monitor: str,
        mode: str,
        every_epochs: int,
        max_to_keep: int,
        initial_value_threshold: float | None,
    ) -> None:
        self.monitor = Monitor(monitor, mode)
        self.save_best_only = save_best_only
        self.every = every_epochs
        self.count = max_to_keep
        self.threshold = self.best = initial_value_threshold
        self.has_left_none = save_best_only

    def begin(self, run: RunView, started: Started) -> None:
        """Say how many stay. Raises: RunError."""
        if self.save_best_only:
            self.monitor.begin(run)
        run.keep_checkpoints(self.count)

    def turned(self, run: RunView, event: Knob) -> None:
        """Of another figure the best is sought anew."""
        if self.monitor.becomes_another(event):
            self.best = self.threshold

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Leave out those that nobody has asked for."""
        if self.save_best_only:
            value = event.metrics[self.monitor.name]
            is_better = self.monitor.is_better(value, self.best)
            if is_better and not self.monitor.is_mixed(event.epoch):
                self.best = value
                self.has_left_none = False
            else:
                run.skip_checkpoint(even_at_the_end=True)
        elif event.epoch % self.every:
            run.skip_checkpoint()

    def finish(self, run: RunView) -> None:
        """Say that no epoch has left one, where one had to beat a figure."""
        if self.has_left_none and self.threshold is not None and run.epoch:
            run.say(
                Text(
                    "no epoch has left a checkpoint: none had a {monitor} better than "
                    "{threshold}, the initial_value_threshold of model_checkpoint",
                    monitor=self.monitor.name,
                    threshold=self.threshold,
                )
            )

    def state(self) -> dict[str, Any]:
        """The best so far."""
        return {"best": self.best, "has_left_none": self.has_left_none} | self.monitor.state()

    def restore(self, state: dict[str, Any]) -> None:
        """The best so far."""
        self.best = state["best"]
        self.has_left_none = state.get("has_left_none", False)
        self.monitor.restore(state)


MODULES = (
    callback_module(
        "model_checkpoint",
        "Model checkpoint",
        "Says which epochs leave a checkpoint in the folder of the run, and how many of them "
        "stay. Without it every epoch does, and the last three stay, and the best.",
        ModelCheckpoint,
        Flag(
            name="save_best_only",
            default=False,
            title="Only the best",
            help="Whether only an epoch leaves one that is better than all before it.",
        ),
        replace(MONITOR, only_with="save_best_only"),
        MODE,
        Int(
            name="every_epochs",
            default=1,
            low=1,
            unit="epochs",
            title="Every",
            help="Each so many epochs leave one, and the last epoch, unless only the best do.",
        ),
        Int(
            name="max_to_keep",
            default=3,
            low=1,
            high=1000,
            title="How many stay",
            help="How many of the latest stay; the best one stays besides.",
        ),
        Float(
            name="initial_value_threshold",
            default=None,
            optional=True,
            title="At least",
            advanced=True,
            help="What the figure has to beat before the first one is written; none for nothing.",
        ),
        keras="callbacks.ModelCheckpoint",
        left_out={
            "filepath": "checkpoints are in the folder of the run",
            "save_weights_only": "a checkpoint holds all that is needed to go on from it",
            "save_freq": "a number of epochs, `every_epochs`",
            **NOT_QUIET,
        },
        source="https://keras.io/api/callbacks/model_checkpoint/",
        words=("ModelCheckpoint", "save the best", "save_freq", "체크포인트", "중간 저장"),
    ),
)
