"""A run in progress: from the loading of its data to the test figures, event by event."""

from collections.abc import Callable, Generator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from hornstudio.engine.check import Report, check
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.errors import DataError, HornError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train.beginning import (
    Beginning,
    first_walk,
    words_on_other_reading,
    words_on_what_is_left,
)
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.callbacks import Callback
from hornstudio.engine.train.clock import Clock
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.own_files import (
    keep_own_files,
    refuse_other_files,
)
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.saving import Saving
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.live.watching import Watching, statistics_of
from hornstudio.engine.train.measuring import Measuring
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.feed import Serving, feed_for, taken
from hornstudio.engine.train.steps.memory.heap import Heaps
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.train.steps.walk import Part, Walk
from hornstudio.engine.train.telling import started_event, step_event
from hornstudio.engine.train.trouble.footing import Footing, first_bad
from hornstudio.engine.train.trouble.probe import fault_in
from hornstudio.engine.train.trouble.runaway import runaway
from hornstudio.engine.watch.events import (
    AnyEvent,
    Epoch,
    Finished,
    Knob,
    Note,
    Preparing,
)

STOP = "stop"
"""Sent into the generator, it ends the run after the steps in flight."""

Wish = str | Turn | Sequence[Turn] | None
"""What can be sent into the generator: STOP, or what is to be turned."""

Events = Generator[AnyEvent, Wish, None]


class Run(Measuring):
    """One run in progress. Its callbacks see it as a `RunView`."""

    def __init__(
        self,
        graph: Graph,
        parts: Compiled,
        folder: RunFolder | None,
        callbacks: Callback,
        notes: list[Text],
        watching: Watching | None = None,
        data_budget: int | None = None,
    ) -> None:
        super().__init__(graph, parts, folder)
        self.settings = graph.training
        self.callbacks = callbacks
        self.notes = notes
        self.watching = watching
        self.pace = Pace(self.parts.spread.devices[0])
        self.data_budget = data_budget
        self.waiting = 0.0
        self.footing = Footing()
        self.clock = Clock()
        if watching is not None:
            watching.clock = self.clock
        self._epoch_began, self._has_lapped = self.clock.now, False
        self._saving: Saving | None = None
        self._heaps = Heaps()

    @cached_property
    def report(self) -> Report:
        """What is known of the graph without computing; looked up where the data is loaded."""
        return check(self.graph)

    @property
    def seconds(self) -> float:
        """How long the run has lasted, without its pauses."""
        return self.clock.seconds

    def events(self, begin: Callable[[], Beginning]) -> Events:
        """Everything from loading the data to the test figures."""
        loading = Beside(lambda progress: load_dataset(self.graph, self.report, progress))
        begun = begin()  # while the data is being loaded
        dataset: Dataset = yield from loading.result()
        self.dataset = dataset
        self.notes += self.words_on_data()
        self.turning.resume(begun.mark, begun.facts, self.folder)
        self.carry = self.turning.with_dials(begun.carry)
        self.feed = feed_for(dataset, self.parts.spread, self.data_budget)
        walk = self._take_up(begun)
        self.count_from((walk.epoch - 1) * self.steps + walk.step)
        self.notes += self.words_on_schedule() if begun.parent else []
        self.notes += self.parts.spread.words_on_fewer
        self._restore(begun)
        started = started_event(self, dataset, walk, self.notes)
        self.callbacks.begin(self, started)
        yield from self._tell(started)
        yield from self._tell(Preparing(what=Text("Compiling the network")))
        yield from self._settle(begun)
        self.epoch = walk.epoch - 1
        while self.epoch < self.settings.epochs and not self.is_stopped:
            self.epoch += 1
            walk = walk if self.epoch == walk.epoch else self._walk()
            try:
                yield from self._epoch(walk)
            except DataError:  # a picture that cannot be read must cost nothing that was trained
                yield from self._save_within(walk)
                raise
            self._heaps.tend()
        yield from self._finish()

    def _restore(self, beginning: Beginning) -> None:
        """What callbacks know from before; a run that was about to end does so now."""
        facts = beginning.facts
        self.callbacks.restore(facts.get("callbacks", {}))
        self.epoch, self.latest = beginning.mark.epoch, facts.get("metrics", {})
        if facts.get("reason") and self.folder and not self.folder.was_over:
            self.stop(facts["reason"])

    def _walk(self, epoch: int = 0) -> Walk:
        return Walk(epoch or self.epoch, self.dataset.n_train, self.settings, self._empty_log)

    def _take_up(self, beginning: Beginning) -> Walk:
        if self.folder and beginning.adapted is None:
            refuse_other_files(self.folder.path, self.report)
        walk, notes = first_walk(beginning, self._walk, self._facts())
        self.notes += [*beginning.notes, *self.remarks.kept(*notes)]
        if beginning.parent.get("new"):
            self.remarks.kept(*beginning.notes)
        self.notes += words_on_what_is_left(beginning.mark, self.settings.epochs)
        self.notes += self.remarks.kept(*words_on_other_reading(beginning, self.report))
        return walk

    def _facts(self) -> dict[str, Any]:
        """What the order of the samples follows from."""
        return {
            "seed": self.settings.seed,
            "update_size": self.settings.update_size,
            "data_hash": self.dataset.hash,
        }

    def _settle(self, beginning: Beginning) -> Events:
        """Fit what looks at the training data before the first step; keep what a branch took."""
        if beginning.adapted is not None and self.program.plan.adapting:
            weights, state = self.carry["weights"], self.carry["state"]
            kept = {node: state[node] for node in beginning.adapted}
            self.carry["state"] = self.program.adapt(weights, state, self.dataset.train) | kept
        if self.folder is None:
            return
        keep_own_files(self.folder.path, self.report)
        self._saving = Saving(self.folder, self.settings.checkpoint_minutes, self._facts())
        if beginning.parent:
            self.folder.note(parent=beginning.parent)
            yield from self._save(Mark(0), [])

    def _tell(self, *events: AnyEvent) -> Events:
        """Record events, hand them out with those of callbacks, and hear whether to stop."""
        for each in [*events, *self.told]:
            if self.folder is not None:
                self.folder.record(each)
            self.clock.hold()
            wish = yield each
            self.clock.go_on()
            if wish == STOP:
                self.is_stopped = True
            elif wish:
                self.turning.ask(wish)  # type: ignore[arg-type]
        self.told.clear()

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        return -(-self.dataset.n_train // self.settings.update_size)

    def _empty_log(self, rows: np.ndarray, key: Any) -> Tree:
        return self.parts.empty_log(self.carry, self.feed.samples, rows, key)

    def _epoch(self, walk: Walk) -> Events:
        if self._has_lapped:
            self.pace.lap(self.clock.now - self._epoch_began)
        self._has_lapped = True
        self._epoch_began, self.step, self.latest = self.clock.now, walk.step, {}
        for part in walk.parts:
            yield from self._run_part(part, walk)
            if self.is_stopped:
                yield from self._save_within(walk)
                return
        metrics = self.latest = self.program.results(walk.sums()) | self.validated()
        seconds = self.clock.now - self._epoch_began
        waiting, self.waited = self.waited / seconds, 0.0
        rate = self.learning_rate_at(self.epoch * self.steps - 1)
        event = Epoch(epoch=self.epoch, seconds=seconds, metrics=metrics, waiting=waiting, **rate)
        self.remarks.hear(metrics)
        self.callbacks.epoch(self, event)
        yield from self._tell(event)
        yield from self._turn()  # what was asked for now belongs into the checkpoint
        is_last = self.is_stopped or self.epoch >= self.settings.epochs
        if self.keeping.takes(self.epoch, is_last=is_last):
            yield from self._save(Mark(self.epoch), [], metrics=metrics)
        if self._saving is not None and self._saving.needs_snapshot(self.epoch):
            weights = self.program.finished_weights(self.carry)
            self._saving.keep_snapshot(self.epoch, weights, self.carry["state"])

    def _run_part(self, part: Part, walk: Walk) -> Events:
        """All steps of a part."""
        with self.feed.serving(part) as serving:
            yield from self._run_steps(part, walk, serving)
        self.waited += serving.waited
        if not part.left and not self.footing.holds(self.carry):
            yield from self._give_up(walk, part, part.done - 1)

    def _run_steps(self, part: Part, walk: Walk, serving: Serving) -> Events:
        """All that are left of a part, in dispatches of about equal time."""
        while part.left and not self.is_stopped:
            yield from self._turn()
            yield from self._watch(part)
            most = min(self.pace.steps, part.left, serving.most(part.done))
            first, count = part.done, self.turning.steps_ahead(self.epoch, self.step, most)
            began = self.clock.now
            self.footing.before(self.carry, part)
            self.carry, part.log = serving.take(self.parts, self.carry, part.log, first, count)
            recent = part.logged_since(first, count)
            self.footing.after(self.carry)
            now = self.clock.now
            self.pace.follow(count, now - began)
            self.waiting = (self.waited + serving.waited) / (now - self._epoch_began)
            part.done += count
            self.step = walk.step
            if (bad := first_bad(recent)) is not None:
                yield from self._give_up(walk, part, first + bad)
                break
            event = step_event(self, recent, self.pace, self.seconds, self.waiting)
            self.callbacks.step(self, event)
            yield from self._tell(event)
            if self._saving and self._saving.is_due and part.left:
                yield from self._save_within(walk)

    def _turn(self) -> Events:
        """Carry out what is to be turned before the next dispatch."""
        for event in self.turning.due(self.epoch, self.step):
            if isinstance(event, Preparing):
                self.pace.expect_compiling()
            if isinstance(event, Knob):
                self.callbacks.turned(self, event)
                words = [*self.remarks.on_other_figures(event), *self.words_on_factor(event)]
                for each in words:
                    self.say(each)
            self.carry = self.turning.with_dials(self.carry)
            yield from self._tell(event)

    def _watch(self, part: Part) -> Events:
        """Tell what the next step looks like inside, where that is wanted and due."""
        if self.watching is None:
            return
        try:
            size = self.settings.batch_size
            found = self.watching.figures(self.parts, self.carry, self.feed.samples, part, size)
        except RunError as error:
            yield from self._tell(Note(what=error.text))
            return
        if found is not None:
            rate = self.learning_rate_at((self.epoch - 1) * self.steps + self.step)
            yield from self._tell(statistics_of(found, self.epoch, self.step, **rate))
            self.watching.rest()

    def _take(self, carry: Tree, part: Part, first: int, count: int) -> tuple[Tree, Tree]:
        """Some steps once more, beside the run."""
        log = self._empty_log(part.rows, part.key)
        carry, log = taken(self.feed, self.parts, carry, log, part, first, count)
        return carry, jax.tree.map(lambda x: np.array(x)[first : first + count], log)

    def _give_up(self, walk: Walk, part: Part, row: int) -> Events:
        """Numbers ran away, at this step at the latest: keep the last good ones, and say where.

        Raises: RunError, unless a callback ends the run in another way.
        """
        part.done, self.carry, after = self.footing.find(part, row, self._take)
        self.step = walk.step
        unkept: Text | None = None
        try:
            yield from self._save_within(walk)
        except HornError as refusal:  # a full disk must not hide what has happened
            unkept = refusal.text
        fault = fault_in(self.program, self.carry, after, part, self.feed.samples)
        error = runaway(self.graph, self.epoch, self.step + 1, fault, unkept)
        if unkept is None:
            self.callbacks.spoiled(self, error.text)
        if not self.is_stopped:
            raise error

    def _save_within(self, walk: Walk) -> Events:
        """A checkpoint within the epoch, from which nothing is done twice."""
        if walk.step:
            yield from self._save(Mark(self.epoch, walk.step), walk.logged())

    def _save(self, mark: Mark, logged: list[Any], **facts: Any) -> Events:
        if self._saving is not None and self._saving.mark != mark:
            facts |= {"callbacks": self.callbacks.state(), "reason": self.reason}
            facts |= self.turning.facts()
            yield from self._tell(self._saving.save(mark, self.carry, logged, **facts))

    def _finish(self) -> Events:
        self.callbacks.finish(self)
        tests = self.tested()
        if not self.reason:
            self.remark()
        yield from self._tell()
        event = Finished(
            run=str(self.folder.path) if self.folder else "",
            epochs=self.epoch,
            seconds=self.seconds,
            metrics=self.latest | tests,
            stopped=self.is_stopped and not self.reason,
            reason=self.reason,
            remarks=list(self.remarks.words),
            ends_with=self.ends_with,
        )
        self.callbacks.end(self, event)
        yield from self._tell(event)
