"""A run: a generator of plain events. Pausing is not asking for the next; stopping is saying so."""

import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.program import Tree
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.errors import RunError, Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.callback import Callback, Callbacks
from hornstudio.engine.train.carry import restore, to_trees
from hornstudio.engine.train.checkpoint import load_checkpoint
from hornstudio.engine.train.compiled import Compiled, compiled
from hornstudio.engine.train.device import device_title
from hornstudio.engine.train.device_data import on_device
from hornstudio.engine.train.events import (
    AnyEvent,
    Epoch,
    Finished,
    Preparing,
    Started,
    Step,
)
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.pace import Pace
from hornstudio.engine.train.run_folder import RunFolder
from hornstudio.engine.train.walk import Part, Walk
from hornstudio.engine.train.wishes import with_training

STOP = "stop"
"""Sent into the generator, it ends the run after the steps in flight."""

Events = Generator[AnyEvent, str | None, None]


def train(
    graph: Graph,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    run_dir: Path | None = None,
    resume: bool = False,
    checkpoints: bool = True,
    callbacks: Sequence[Callback] = (),
) -> Events:
    """Train a graph. Yields events; the last one is Finished or Failed.

    epochs, batch_size, seed: replace the graph's own. run_dir: where the run is kept; a new
    folder where None. resume: go on from the last checkpoint in run_dir. checkpoints: whether
    anything is written at all. callbacks: what watches the run and may act on it.

    Whatever goes wrong (a graph with errors, missing data, no memory) is a Failed event.
    """
    folder: RunFolder | None = None
    run: Run | None = None
    try:
        graph = with_training(graph, {"epochs": epochs, "batch_size": batch_size, "seed": seed})
        parts = compiled(graph)
        if checkpoints:
            folder = RunFolder(run_dir) if run_dir else RunFolder.new(graph.name)
            folder.begin(graph, resume=resume)
        run = Run(graph, parts, folder, Callbacks(callbacks))
        yield from run.events(resume)
    except Exception as error:  # a run must end in words, whatever happens inside it
        failed = failure_of(error)
        if folder is not None:
            folder.record(failed)
        if run is not None:
            run.callbacks.end(run, failed)
        yield failed


class Run:
    """One run in progress. Its callbacks see it as a `RunView`."""

    def __init__(
        self, graph: Graph, parts: Compiled, folder: RunFolder | None, callbacks: Callback
    ) -> None:
        self.graph = graph
        self.settings = graph.training
        self.parts = parts
        self.program = parts.program
        self.folder = folder
        self.callbacks = callbacks
        self.pace = Pace()
        self.epoch = self.step = 0
        self.is_stopped = False
        self.is_resumed = False
        self.reason = ""
        self._began = time.perf_counter()
        self._told: list[AnyEvent] = []

    @property
    def seconds(self) -> float:
        """How long the run has lasted."""
        return time.perf_counter() - self._began

    def finished_weights(self) -> Tree:
        """The weights that would be kept if the run ended now."""
        return self.program.finished_weights(self.carry)

    def stop(self, reason: Text) -> None:
        """End the run before its time; Finished carries the reason."""
        self.is_stopped = True
        self.reason = self.reason or reason

    def tell(self, event: AnyEvent) -> None:
        """Hand out an event of a callback's own, after the one that is being told."""
        self._told.append(event)

    def events(self, resume: bool) -> Events:
        """Everything from loading the data to the test figures."""
        loading = Beside(lambda progress: load_dataset(self.graph, check(self.graph), progress))
        first_epoch, self.carry = self._first_carry(resume)  # while the data is being loaded
        dataset: Dataset = yield from loading.result()
        self.dataset = dataset
        started = self._started(first_epoch)
        self.callbacks.begin(self, started)
        yield from self._tell(started)
        yield from self._tell(Preparing(what=Text("Compiling the network")))
        if not self.is_resumed:
            self._adapt()
        self.device_data = on_device(dataset)
        last: dict[str, float] = {}
        self.epoch = first_epoch - 1
        while self.epoch < self.settings.epochs and not self.is_stopped:
            self.epoch += 1
            last = yield from self._epoch()
        yield from self._finish(last)

    def _tell(self, event: AnyEvent) -> Events:
        """Record an event, hand it out with those of callbacks, and hear whether to stop."""
        for each in [event, *self._told]:
            if self.folder is not None:
                self.folder.record(each)
            if (yield each) == STOP:
                self.is_stopped = True
        self._told.clear()

    def _first_carry(self, resume: bool) -> tuple[int, Tree]:
        carry = self.program.start(self.settings.seed)
        if not resume or self.folder is None or not self.folder.checkpoints():
            return 1, carry
        self.is_resumed = True
        trees, facts = load_checkpoint(self.folder.checkpoint("last"))
        self.callbacks.restore(facts.get("callbacks", {}))
        return int(facts["epoch"]) + 1, restore(carry, trees)

    def _adapt(self) -> None:
        """Fit what looks at the training data before the first step."""
        if self.program.plan.adapting:
            weights, state = self.carry["weights"], self.carry["state"]
            self.carry["state"] = self.program.adapt(weights, state, self.dataset.train)

    def _started(self, first_epoch: int) -> Started:
        data, settings = self.dataset, self.settings
        return Started(
            run=str(self.folder.path) if self.folder else "",
            epochs=settings.epochs,
            batch_size=settings.batch_size,
            seed=settings.seed,
            steps=self._steps,
            samples=data.n_train,
            validation_samples=data.n_validation,
            test_samples=data.n_test,
            weights=sum(s.array.size for s in self.program.plan.starts if not s.is_state),
            device=device_title(jax.devices()[0]),
            source=data.source,
            data_hash=data.hash,
            first_epoch=first_epoch,
        )

    @property
    def _steps(self) -> int:
        """Steps of an epoch."""
        return -(-self.dataset.n_train // self.settings.batch_size)

    def _empty_log(self, rows: np.ndarray, key: Any) -> Tree:
        return self.parts.empty_log(self.carry, self.device_data, rows, key)

    def _epoch(self) -> Generator[AnyEvent, str | None, dict[str, float]]:
        began, self.step = time.perf_counter(), 0
        walk = Walk(self.epoch, self.dataset.n_train, self.settings, self._empty_log)
        for part in walk.parts:
            yield from self._run_part(part, walk)
            if self.is_stopped:
                return {}
        metrics = self.program.results(walk.sums()) | self._validated()
        event = Epoch(epoch=self.epoch, seconds=time.perf_counter() - began, metrics=metrics)
        self.callbacks.epoch(self, event)
        yield from self._tell(event)
        yield from self._save(metrics)
        return metrics

    def _run_part(self, part: Part, walk: Walk) -> Events:
        """All steps of one batch size, in dispatches of about equal time."""
        rows = jax.device_put(part.rows)
        log: Any = part.log
        while part.left and not self.is_stopped:
            first, count = part.done, min(self.pace.steps, part.left)
            began = time.perf_counter()
            self.carry, log = self.parts.run_steps(
                self.carry, log, self.device_data, rows, part.key, first, count
            )
            recent = jax.tree.map(lambda x: np.array(x)[first : first + count], log)  # noqa: B023
            self.pace.follow(count, time.perf_counter() - began)
            part.done += count
            self.step = walk.step
            event = self._step_event(recent)
            self.callbacks.step(self, event)
            yield from self._tell(event)
        part.log = jax.tree.map(np.array, log)

    def _step_event(self, recent: Tree) -> Step:
        metrics = self.program.results(loop.add_up([recent]))
        for name, value in metrics.items():
            if not np.isfinite(value):
                raise RunError(
                    "{name} became {value} at epoch {epoch}, step {step}; the weights ran away. "
                    "Try a smaller learning rate, or scale the input",
                    name=name,
                    value=value,
                    epoch=self.epoch,
                    step=self.step,
                )
        left = self._steps - self.step + self._steps * (self.settings.epochs - self.epoch)
        return Step(
            epoch=self.epoch,
            step=self.step,
            metrics=metrics,
            samples_per_second=round(self.pace.steps_per_second * self.settings.batch_size, 1),
            seconds=self.seconds,
            seconds_left=self.pace.seconds_for(left),
        )

    def _measured(self, prefix: str, arrays: Tree, weights: Tree) -> dict[str, float]:
        """Losses and metrics over data that is not trained on; nothing where there is none."""
        if not arrays:
            return {}
        sums = loop.evaluate(self.parts.measure, weights, self.carry["state"], arrays)
        return {prefix + name: value for name, value in self.program.results(sums).items()}

    def _validated(self) -> dict[str, float]:
        arrays = self.dataset.validation
        weights = self.program.judged_weights(self.carry) if arrays else {}
        return self._measured("val_", arrays, weights)

    def _save(self, metrics: dict[str, float]) -> Events:
        if self.folder is None:
            return
        facts = {"epoch": self.epoch, "metrics": metrics, "callbacks": self.callbacks.state()}
        yield from self._tell(self.folder.save_checkpoint(self.epoch, to_trees(self.carry), facts))

    def _finish(self, last: dict[str, float]) -> Events:
        weights = self.finished_weights()
        event = Finished(
            run=str(self.folder.path) if self.folder else "",
            epochs=self.epoch,
            seconds=self.seconds,
            metrics=last | self._measured("test_", self.dataset.test, weights),
            stopped=self.is_stopped,
            reason=self.reason,
        )
        self.callbacks.end(self, event)
        yield from self._tell(event)
