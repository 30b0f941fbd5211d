"""A smaller learning rate once a figure no longer becomes better."""

from dataclasses import replace
from typing import Any

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.callbacks.monitor import (
    MIN_DELTA,
    MODE,
    MONITOR,
    NOT_QUIET,
    Monitor,
    callback_module,
    patience,
)
from hornstudio.engine.params import Float, Int
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Knob, Started
from hornstudio.engine.watch.view import RunView


class ReduceLROnPlateau(Callback):
    """Multiplies the learning rate by a factor where a figure has not become better for a while.

    rate = max(rate * factor, min_lr), after `patience` epochs that were not better by
    `min_delta`; then `cooldown` epochs are not counted.
    Source: https://keras.io/api/callbacks/reduce_lr_on_plateau/
    """

    def __init__(
        self,
        *,
        monitor: str,
        factor: float,
        patience: int,
        mode: str,
        min_delta: float,
        cooldown: int,
        min_lr: float,
    ) -> None:
        self.monitor = Monitor(monitor, mode, min_delta)
        self.factor = factor
        self.patience = patience
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.best: float | None = None
        self.wait = 0
        self.rest = 0

    def begin(self, run: RunView, started: Started) -> None:
        """Find out what better means. Raises: RunError."""
        self.monitor.begin(run)

    def turned(self, run: RunView, event: Knob) -> None:
        """Of another figure, what is best and how long ago that was is counted anew."""
        if self.monitor.becomes_another(event):
            self.best, self.wait = None, 0

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Count how long the figure has not become better."""
        if self.rest:
            self.rest -= 1
            self.wait = 0
        if self.monitor.is_mixed(event.epoch):
            return
        value = event.metrics[self.monitor.name]
        if self.monitor.is_better(value, self.best):
            self.best, self.wait = value, 0
        elif not self.rest:
            self.wait += 1
            if self.wait >= self.patience and self._reduce(run):
                self.wait, self.rest = 0, self.cooldown

    def _reduce(self, run: RunView) -> bool:
        """Make the learning rate smaller, unless it is as small as it may be."""
        rate = run.learning_rate
        if rate <= np.float32(self.min_lr):
            return False
        run.learning_rate = max(rate * self.factor, self.min_lr)
        run.say(self._words(run.learning_rate, rate))
        return True

    def _words(self, rate: float, former: float) -> Text:
        facts = {"rate": rate, "former": former, "monitor": self.monitor.name}
        facts |= {"epochs": self.wait, "least": self.monitor.min_delta}
        if self.monitor.min_delta:
            return Text(
                "learning rate {rate:.3g}, from {former:.3g}: {monitor} has not become better by "
                "{least:.3g} for {epochs} epochs"
                if self.wait > 1
                else "learning rate {rate:.3g}, from {former:.3g}: {monitor} has not become "
                "better by {least:.3g} in the last epoch",
                **facts,
            )
        return Text(
            "learning rate {rate:.3g}, from {former:.3g}: {monitor} has not become better for "
            "{epochs} epochs"
            if self.wait > 1
            else "learning rate {rate:.3g}, from {former:.3g}: {monitor} has not become "
            "better in the last epoch",
            **facts,
        )

    def state(self) -> dict[str, Any]:
        """The best so far, and how long ago that was."""
        state = {"best": self.best, "wait": self.wait, "rest": self.rest}
        return state | self.monitor.state()

    def restore(self, state: dict[str, Any]) -> None:
        """The best so far, and how long ago that was."""
        self.best, self.wait, self.rest = state["best"], state["wait"], state["rest"]
        self.monitor.restore(state)


MODULES = (
    callback_module(
        "reduce_lr_on_plateau",
        "Reduce learning rate",
        "Makes the learning rate smaller once a figure has not become better for some epochs: "
        "smaller steps often find a way down where large ones no longer do.",
        ReduceLROnPlateau,
        MONITOR,
        Float(
            name="factor",
            default=0.1,
            above=0.0,
            below=1.0,
            help="What the learning rate is multiplied with.",
        ),
        patience(10),
        replace(MIN_DELTA, default=0.0001),
        MODE,
        Int(
            name="cooldown",
            default=0,
            low=0,
            unit="epochs",
            advanced=True,
            help="Epochs after a reduction that are not counted.",
        ),
        Float(
            name="min_lr",
            default=0.0,
            low=0.0,
            title="Least rate",
            advanced=True,
            help="The learning rate does not become smaller than this.",
        ),
        keras="callbacks.ReduceLROnPlateau",
        left_out=NOT_QUIET,
        source="https://keras.io/api/callbacks/reduce_lr_on_plateau/",
        words=("ReduceLROnPlateau", "learning rate decay", "plateau", "학습률 감소", "정체"),
    ),
)
