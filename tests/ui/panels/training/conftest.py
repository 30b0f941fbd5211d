"""A client whose worker is the test itself, and runs told by hand."""

import pytest

from hornstudio.engine.storage import files
from hornstudio.engine.watch.events import Checkpointed, Epoch, Finished, Started, Step
from hornstudio.engine.worker import messages
from hornstudio.paths import resource
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.process.client import State, WorkerClient


class HandClient(WorkerClient):
    """The real states and signals, without a process: `sent` is what the worker would have got."""

    def __init__(self) -> None:
        super().__init__(["nothing"])
        self.sent = []

    def start(self) -> None:
        if self.state in (State.OFF, State.LOST):
            self._go(State.STARTING)

    def _send(self, message) -> None:
        self.sent.append(message)

    def greet(self) -> None:
        device = "CPU (x86_64)"
        self._on_ready(
            messages.Ready(version="1", jax_version="1", device=device, devices=[device], pid=1)
        )

    def tell(self, *events) -> None:
        for event in events:
            self._on_event(event)

    def refuse(self, reason: str) -> None:
        self._on_refused(messages.Refused(reason=reason, job=self._job))

    def die(self, why: str) -> None:
        self._early_deaths = 9
        self._mourn(why)


class Told:
    """Builds the events of a run with ten steps an epoch."""

    @staticmethod
    def started(
        epochs: int = 2, run: str = "/runs/1", first_epoch: int = 1, seconds_before: float = 0.0
    ) -> Started:
        return Started(
            run=run,
            epochs=epochs,
            batch_size=32,
            seed=0,
            steps=10,
            samples=320,
            validation_samples=32,
            test_samples=64,
            weights=7,
            device="CPU (x86_64)",
            source="mnist: 320 training",
            first_epoch=first_epoch,
            seconds_before=seconds_before,
        )

    @staticmethod
    def step(epoch: int, step: int, **metrics: float) -> Step:
        return Step(
            epoch=epoch,
            step=step,
            metrics=metrics or {"loss": 1.0 / (epoch + step), "accuracy": 0.5},
            samples_per_second=52_312.0,
            seconds=1.0,
            seconds_left=73.0,
        )

    @staticmethod
    def epoch(epoch: int, **metrics: float) -> Epoch:
        return Epoch(epoch=epoch, seconds=1.0, metrics=metrics or {"loss": 0.1, "accuracy": 0.9})

    @staticmethod
    def checkpointed(epoch: int = 1) -> Checkpointed:
        return Checkpointed(epoch=epoch, path=f"/runs/1/checkpoints/{epoch}")

    @staticmethod
    def finished(epochs: int = 2, **metrics: float) -> Finished:
        figures = metrics or {"test_accuracy": 0.934, "loss": 0.1, "test_loss": 0.2356}
        return Finished(run="/runs/1", epochs=epochs, seconds=2.0, metrics=figures)

    def whole(self, epochs: int = 2, run: str = "/runs/1") -> list:
        told = [self.started(epochs, run)]
        for epoch in range(1, epochs + 1):
            told += [self.step(epoch, step) for step in range(1, 11)]
            told.append(self.epoch(epoch, loss=0.1, val_loss=0.3 / epoch, val_accuracy=0.8))
        return [*told, self.finished(epochs)]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def client(qapp) -> HandClient:
    client = HandClient()
    client.greet()
    client._go(State.READY)
    return client


@pytest.fixture
def document(qapp) -> Document:
    return Document(files.load(resource("templates", "mnist_mlp.horn")))


@pytest.fixture
def panel(document, client, qtbot) -> TrainingPanel:
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.resize(1_000, 220)
    panel.show()
    panel.charts.load()
    return panel
