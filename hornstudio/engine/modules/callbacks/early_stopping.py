"""Ending a run when it no longer becomes better, and keeping the best that it had."""

from typing import Any

from hornstudio.engine.errors import HornError
from hornstudio.engine.modules.callbacks.monitor import (
    MIN_DELTA,
    MODE,
    MONITOR,
    NOT_QUIET,
    Monitor,
    callback_module,
    patience,
)
from hornstudio.engine.params import Flag, Float, Int
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Knob, Started
from hornstudio.engine.watch.view import RunView


class BestWeights(Callback):
    """Ends the run with the weights of the epoch in which a figure was best."""

    def __init__(self, *, monitor: str, mode: str, min_delta: float = 0.0) -> None:
        self.monitor = Monitor(monitor, mode, min_delta)
        self.best: float | None = None
        self.best_epoch = 0

    def begin(self, run: RunView, started: Started) -> None:
        """What was best before is still wanted. Raises: RunError."""
        self.monitor.begin(run)
        if self.best_epoch:
            run.keep_weights(self, self.best_epoch)

    def turned(self, run: RunView, event: Knob) -> None:
        """What is best of another figure is sought anew; till then the former best is kept."""
        if self.monitor.becomes_another(event):
            self.best = None

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Keep the weights where the figure is better."""
        if self.monitor.is_mixed(event.epoch):
            return
        value = event.metrics[self.monitor.name]
        if self.monitor.is_better(value, self.best):
            self.best, self.best_epoch = value, event.epoch
            run.keep_weights(self, event.epoch)

    def finish(self, run: RunView) -> None:
        """Take the best weights back."""
        if self.best_epoch:
            take_back(run, self, self.best_epoch, self.monitor.name)

    def state(self) -> dict[str, Any]:
        """The best so far."""
        state = {"best": self.best, "best_epoch": self.best_epoch}
        return state | self.monitor.state()

    def restore(self, state: dict[str, Any]) -> None:
        """The best so far."""
        self.best, self.best_epoch = state["best"], state["best_epoch"]
        self.monitor.restore(state)


def take_back(run: RunView, callback: Callback, epoch: int, monitor: str) -> None:
    """Put weights that were kept back into the run, and say so; where they are lost, say that.

    All epochs are trained by then: a checkpoint that was damaged or deleted is no failure of them.
    """
    try:
        run.restore_weights(callback)
    except HornError:
        run.say(
            Text(
                "the checkpoint of epoch {epoch}, where {monitor} was best, is damaged or gone: "
                "the weights are those of the last epoch",
                epoch=epoch,
                monitor=monitor,
            )
        )
        return
    run.say(
        Text(
            "the weights are those of epoch {epoch}, where {monitor} was best",
            epoch=epoch,
            monitor=monitor,
        )
    )


class EarlyStopping(BestWeights):
    """Ends the run once a figure has not become better for some epochs.

    An epoch is better when the figure beats the best so far by `min_delta`. Patience is counted
    from the last epoch that was better, and also beat `baseline` where there is one. Neither the
    first epoch nor those before `start_from_epoch` end the run.
    Source: https://keras.io/api/callbacks/early_stopping/
    """

    def __init__(
        self,
        *,
        monitor: str,
        min_delta: float,
        patience: int,
        mode: str,
        baseline: float | None,
        restore_best_weights: bool,
        start_from_epoch: int,
    ) -> None:
        super().__init__(monitor=monitor, mode=mode, min_delta=min_delta)
        self.patience = patience
        self.baseline = baseline
        self.restores = restore_best_weights
        self.first_epoch = start_from_epoch + 1
        self.wait = 0
        self.is_over = False

    def begin(self, run: RunView, started: Started) -> None:
        """Who trains on after it has ended a run has new patience. Raises: RunError."""
        self.monitor.begin(run)
        if self.is_over:
            self.wait, self.is_over = 0, False
        if self.restores and self.best_epoch:
            run.keep_weights(self, self.best_epoch)

    def turned(self, run: RunView, event: Knob) -> None:
        """Of another figure patience begins anew, too."""
        super().turned(run, event)
        if self.best is None:
            self.wait = 0

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Count how long the figure has not become better."""
        if event.epoch < self.first_epoch or self.monitor.is_mixed(event.epoch):
            return
        value = event.metrics[self.monitor.name]
        self.wait += 1
        if self.monitor.is_better(value, self.best):
            self.best, self.best_epoch = value, event.epoch
            if self.restores:
                run.keep_weights(self, event.epoch)
            if self.baseline is None or self.monitor.is_better(value, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and event.epoch > 1:
            self.is_over = True
            run.stop(self._reason())

    def finish(self, run: RunView) -> None:
        """Take the best weights back where that is wanted."""
        if self.restores:
            super().finish(run)

    def state(self) -> dict[str, Any]:
        """The best so far, and how long ago that was."""
        return super().state() | {"wait": self.wait, "is_over": self.is_over}

    def restore(self, state: dict[str, Any]) -> None:
        """The best so far, and how long ago that was."""
        super().restore(state)
        self.wait, self.is_over = state["wait"], state["is_over"]

    def _reason(self) -> Text:
        rising = self.monitor.is_higher_better
        facts = {"monitor": self.monitor.name, "epochs": self.wait, "best": self.best_epoch}
        if self.monitor.min_delta and self.baseline is None:
            facts["least"] = self.monitor.min_delta
            return Text(
                "early stopping: {monitor} has not become better by {least:.3g} for {epochs} "
                "epochs; best was epoch {best}"
                if self.wait > 1
                else "early stopping: {monitor} has not become better by {least:.3g} in the last "
                "epoch; best was epoch {best}",
                **facts,
            )
        if self.wait == 1:
            return Text(
                "early stopping: {monitor} has not risen in the last epoch; best was epoch {best}"
                if rising
                else "early stopping: {monitor} has not fallen in the last epoch; "
                "best was epoch {best}",
                **facts,
            )
        if self.baseline is not None:
            facts["baseline"] = self.baseline
            return Text(
                "early stopping: {monitor} has not risen above {baseline} for {epochs} epochs; "
                "best was epoch {best}"
                if rising
                else "early stopping: {monitor} has not fallen below {baseline} for {epochs} "
                "epochs; best was epoch {best}",
                **facts,
            )
        return Text(
            "early stopping: {monitor} has not risen for {epochs} epochs; best was epoch {best}"
            if rising
            else "early stopping: {monitor} has not fallen for {epochs} epochs; "
            "best was epoch {best}",
            **facts,
        )


MODULES = (
    callback_module(
        "early_stopping",
        "Early stopping",
        "Ends training once a figure has not become better for some epochs, so that the network "
        "does not learn its samples by heart.",
        EarlyStopping,
        MONITOR,
        patience(0),
        Flag(
            name="restore_best_weights",
            default=False,
            title="Keep the best",
            help="Whether the run ends with the weights of its best epoch, not of its last.",
        ),
        MIN_DELTA,
        MODE,
        Float(
            name="baseline",
            default=None,
            optional=True,
            advanced=True,
            help="A value that the figure has to beat as well; none asks only for better ones.",
        ),
        Int(
            name="start_from_epoch",
            default=0,
            low=0,
            unit="epochs",
            title="Start after",
            advanced=True,
            help="Epochs at the beginning that are not looked at.",
        ),
        keras="callbacks.EarlyStopping",
        left_out=NOT_QUIET,
        source="https://keras.io/api/callbacks/early_stopping/",
        words=("EarlyStopping", "patience", "overfitting", "조기 종료", "얼리 스토핑", "과적합"),
    ),
    callback_module(
        "best_weights",
        "Best weights",
        "Ends the run with the weights of the epoch in which a figure was best, not with the "
        "last ones.",
        BestWeights,
        MONITOR,
        MODE,
        words=("restore_best_weights", "keep the best", "best model", "최적 가중치", "최고 모델"),
    ),
)
