"""A run: a generator of plain events. Pausing is not asking for the next; stopping is saying so.

Many steps go in one dispatch, as many as take about a twentieth of a second, so that a chart
moves smoothly and the device hardly waits. How the steps are cut changes no number.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.program import Tree
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.errors import HornError, RunError, Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.carry import restore, to_trees
from hornstudio.engine.train.checkpoint import load_checkpoint
from hornstudio.engine.train.compiled import Compiled, compiled
from hornstudio.engine.train.device import device_title
from hornstudio.engine.train.events import (
    AnyEvent,
    Epoch,
    Finished,
    Preparing,
    Started,
    Step,
)
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.run_folder import RunFolder
from hornstudio.engine.training_settings import with_settings

STOP = "stop"
"""Sent into the generator, it ends the run after the steps in flight."""

DISPATCH_SECONDS = 0.05
FIRST_DISPATCH_STEPS = 8

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
) -> Events:
    """Train a graph. Yields events; the last one is Finished or Failed.

    epochs, batch_size, seed: replace the graph's own. run_dir: where the run is kept; a new
    folder where None. resume: go on from the last checkpoint in run_dir. checkpoints: whether
    anything is written at all.

    Whatever goes wrong (a graph with errors, missing data, no memory) is a Failed event.
    """
    folder: RunFolder | None = None
    try:
        wishes = {"epochs": epochs, "batch_size": batch_size, "seed": seed}
        graph = with_training(graph, {k: v for k, v in wishes.items() if v is not None})
        parts = compiled(graph)
        if checkpoints:
            folder = RunFolder(run_dir) if run_dir else RunFolder.new(graph.name)
            folder.begin(graph, resume=resume)
        yield from Run(graph, parts, folder).events(resume)
    except Exception as error:  # a run must end in words, whatever happens inside it
        failed = failure_of(error)
        if folder is not None:
            folder.record(failed)
        yield failed


def with_training(graph: Graph, wishes: dict[str, Any]) -> Graph:
    """The graph with other training settings. Raises: RunError on a bad value."""
    try:
        return replace(graph, training=with_settings(graph.training, wishes))
    except HornError as error:
        raise RunError("training.{what}", what=error.text) from None


@dataclass
class Part:
    """The steps of an epoch with one batch size: row numbers [steps, size], and their log."""

    rows: np.ndarray
    log: Tree


class Run:
    """One run in progress."""

    def __init__(self, graph: Graph, parts: Compiled, folder: RunFolder | None) -> None:
        self.graph = graph
        self.settings = graph.training
        self.parts = parts
        self.program = parts.program
        self.folder = folder
        self.steps_per_second = 0.0
        self.is_stopped = False
        self.is_resumed = False
        self.began = time.perf_counter()

    def events(self, resume: bool) -> Events:
        """Everything from loading the data to the test figures."""
        loading = Beside(lambda progress: load_dataset(self.graph, check(self.graph), progress))
        first_epoch, self.carry = self._first_carry(resume)  # while the data is being loaded
        dataset: Dataset = yield from loading.result()
        self.dataset = dataset
        yield from self._tell(self._started(first_epoch))
        yield from self._tell(Preparing(what=Text("Compiling the network")))
        if not self.is_resumed:
            self._adapt()
        self.device_data = on_device(dataset)
        last: dict[str, float] = {}
        epoch = first_epoch - 1
        for epoch in range(first_epoch, self.settings.epochs + 1):
            last = yield from self._epoch(epoch)
            if self.is_stopped:
                break
        yield from self._finish(epoch, last)

    def _tell(self, event: AnyEvent) -> Events:
        """Record an event, hand it out, and hear whether to stop."""
        if self.folder is not None:
            self.folder.record(event)
        if (yield event) == STOP:
            self.is_stopped = True

    def _first_carry(self, resume: bool) -> tuple[int, Tree]:
        carry = self.program.start(self.settings.seed)
        if not resume or self.folder is None or not self.folder.checkpoints():
            return 1, carry
        self.is_resumed = True
        trees, facts = load_checkpoint(self.folder.checkpoint("last"))
        return int(facts["epoch"]) + 1, restore(carry, trees)

    def _adapt(self) -> None:
        """Fit what looks at the training data before the first step."""
        if self.program.plan.adapting:
            weights, state = self.carry["weights"], self.carry["state"]
            self.carry["state"] = self.program.adapt(weights, state, self.dataset.train)

    def _started(self, first_epoch: int) -> Started:
        data, settings = self.dataset, self.settings
        size = settings.batch_size
        return Started(
            run=str(self.folder.path) if self.folder else "",
            epochs=settings.epochs,
            batch_size=size,
            seed=settings.seed,
            steps=-(-data.n_train // size),
            samples=data.n_train,
            validation_samples=data.n_validation,
            test_samples=data.n_test,
            weights=sum(s.array.size for s in self.program.plan.starts if not s.is_state),
            device=device_title(jax.devices()[0]),
            source=data.source,
            data_hash=data.hash,
            first_epoch=first_epoch,
        )

    def _epoch(self, epoch: int) -> Generator[AnyEvent, str | None, dict[str, float]]:
        began = time.perf_counter()
        key = loop.key_of(self.settings.seed, f"epoch/{epoch}")
        parts: list[Part] = []
        done = 0
        for rows in loop.epoch_rows(
            self.dataset.n_train, self.settings.batch_size, self.settings.seed, epoch
        ):
            part = Part(rows, self.parts.empty_log(self.carry, self.device_data, rows, key))
            yield from self._run_part(part, jax.random.fold_in(key, len(parts)), epoch, done)
            parts.append(part)
            done += len(rows)
            if self.is_stopped:
                return {}
        sums = loop.add_up([part.log for part in parts])
        held_back = self._validated()
        metrics = self.program.results(sums) | held_back
        seconds = time.perf_counter() - began
        yield from self._tell(Epoch(epoch=epoch, seconds=seconds, metrics=metrics))
        yield from self._save(epoch, metrics)
        return metrics

    def _run_part(self, part: Part, key: Any, epoch: int, done: int) -> Events:
        """All steps of one batch size, in dispatches of about equal time."""
        rows = jax.device_put(part.rows)
        log: Any = part.log
        first = 0
        while first < len(part.rows):
            count = min(self._dispatch_steps(), len(part.rows) - first)
            began = time.perf_counter()
            self.carry, log = self.parts.run_steps(
                self.carry, log, self.device_data, rows, key, first, count
            )
            recent = jax.tree.map(lambda x: np.array(x)[first : first + count], log)  # noqa: B023
            self._pace(count, time.perf_counter() - began)
            first += count
            yield from self._tell(self._step_event(recent, epoch, done + first, part))
            if self.is_stopped:
                break
        part.log = jax.tree.map(np.array, log)

    def _dispatch_steps(self) -> int:
        if not self.steps_per_second:
            return FIRST_DISPATCH_STEPS
        return max(1, int(self.steps_per_second * DISPATCH_SECONDS))

    def _pace(self, count: int, seconds: float) -> None:
        """Follow the speed; the first dispatch compiles and tells nothing of it."""
        if not self.steps_per_second:
            self.steps_per_second = 1e-9
        elif self.steps_per_second < 1e-6:
            self.steps_per_second = count / seconds
        else:
            self.steps_per_second += 0.3 * (count / seconds - self.steps_per_second)

    def _step_event(self, recent: Tree, epoch: int, step: int, part: Part) -> Step:
        metrics = self.program.results(loop.add_up([recent]))
        for name, value in metrics.items():
            if not np.isfinite(value):
                raise RunError(
                    "{name} became {value} at epoch {epoch}, step {step}; the weights ran away. "
                    "Try a smaller learning rate, or scale the input",
                    name=name,
                    value=value,
                    epoch=epoch,
                    step=step,
                )
        steps = -(-self.dataset.n_train // self.settings.batch_size)
        left = steps - step + steps * (self.settings.epochs - epoch)
        return Step(
            epoch=epoch,
            step=step,
            metrics=metrics,
            samples_per_second=round(self.steps_per_second * self.settings.batch_size, 1),
            seconds=time.perf_counter() - self.began,
            seconds_left=left / self.steps_per_second if self.steps_per_second > 1e-6 else 0.0,
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

    def _save(self, epoch: int, metrics: dict[str, float]) -> Events:
        if self.folder is None:
            return
        facts = {"epoch": epoch, "metrics": metrics}
        yield from self._tell(self.folder.save_checkpoint(epoch, to_trees(self.carry), facts))

    def _finish(self, epoch: int, last: dict[str, float]) -> Events:
        weights = self.program.finished_weights(self.carry)
        yield from self._tell(
            Finished(
                run=str(self.folder.path) if self.folder else "",
                epochs=epoch,
                seconds=time.perf_counter() - self.began,
                metrics=last | self._measured("test_", self.dataset.test, weights),
                stopped=self.is_stopped,
            )
        )


_kept: dict[str, Tree] = {}  # the training arrays of the latest run, by the data's hash


def on_device(dataset: Dataset) -> Tree:
    """The training arrays on the device; those of the latest run stay there for the next."""
    if dataset.hash not in _kept:
        _kept.clear()
        _kept[dataset.hash] = {n: jax.device_put(array) for n, array in dataset.train.items()}
    return _kept[dataset.hash]
