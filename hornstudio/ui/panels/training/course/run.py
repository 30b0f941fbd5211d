"""What a run has told so far, as curves.

A run's x is the epoch as a number: 0 where training begins, 1 after the first epoch.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from msgspec import structs

from hornstudio.engine.watch.events import Epoch, Finished, Knob, Started, Statistics, Step
from hornstudio.engine.watch.figure import HELD_BACK
from hornstudio.ui.panels.training.course.trace import Trace
from hornstudio.ui.panels.training.wording.statistic import STATISTIC

MOST_INSIDE = 128
"""Epochs of a run of which the figures of nodes and wires are known; then every other one goes."""
_AXIS_EPOCHS = 5.0
_FILLED = 0.9
"""Share of its axis that a run in progress fills before the axis becomes twice as long."""


@dataclass
class Run:
    """Curves of one run, by metric name (`loss`, or a node id), without prefixes.

    train: a point for each dispatch of steps; means: of whole epochs.
    title: what a run of another day is called; one of this session goes by its number.
    origin: what it is a branch of.
    seconds: how long it took, over all the times that it was gone on with but for the one in
    progress, which has lasted for session_seconds so far; as `train.kept.duration` counts it.
    step: the latest. inside: the latest figures of nodes and wires in an epoch. ends_with: the
    epoch whose weights it has ended with, where not the last. day: when it was, of the last run of
    a file that was opened; changes: in the network since then. is_broken_off: whether it has not
    come to its end, which was told before, and may be gone on with. is_chosen: whether a person
    has chosen it to be drawn. look: by which it is told apart behind another one; -1 for none.
    called: the name that a person has given it, where it is of this session.
    """

    number: int
    started: Started
    train: dict[str, Trace] = field(default_factory=dict)
    means: dict[str, Trace] = field(default_factory=dict)
    validation: dict[str, Trace] = field(default_factory=dict)
    test: dict[str, float] = field(default_factory=dict)
    knobs: list[Knob] = field(default_factory=list)
    end: float = 0.0
    ends_with: int = 0
    step: Step | None = None
    inside: dict[int, Statistics] = field(default_factory=dict)
    seconds: float = 0.0
    session_seconds: float = 0.0
    is_over: bool = False
    title: str = ""
    origin: str = ""
    day: str = ""
    changes: str = ""
    is_broken_off: bool = False
    is_chosen: bool = False
    look: int = -1
    called: str = ""

    @property
    def taken_over(self) -> tuple[str, ...]:
        """What it has of the run that it is a branch of."""
        return tuple(self.started.notes) if self.origin else ()

    @property
    def first_x(self) -> float:
        """Where the x axis begins: 0, or the epoch from which the run was resumed."""
        return float(self.started.first_epoch - 1)

    @property
    def last_x(self) -> float:
        """Where the x axis ends: the planned last epoch."""
        return float(max(self.started.epochs, self.started.first_epoch))

    @property
    def shown_x(self) -> float:
        """Where a chart of it ends: of a run that is over, at the end of its last epoch.

        Of a long one in progress not far behind where it is, or all that there is would be a hair.
        """
        if self.is_over and self.end > self.first_x:
            return min(self.last_x, float(math.ceil(self.end)))
        room = _AXIS_EPOCHS
        while self.end - self.first_x > _FILLED * room:
            room *= 2
        return min(self.last_x, self.first_x + room)

    @property
    def test_x(self) -> float:
        """Where its test figures belong: the end of the epoch whose weights were tested."""
        return float(self.ends_with or self.end)

    @property
    def progress(self) -> float:
        """Share of the planned epochs that is done, 0 to 1."""
        return min(1.0, max(0.0, (self.end - self.first_x) / (self.last_x - self.first_x)))

    @property
    def metrics(self) -> list[str]:
        """Names of all metrics so far, the loss first."""
        names = [*self.train, *self.validation, *self.test]
        return sorted(dict.fromkeys(names), key=lambda name: name != "loss")

    def add_step(self, step: Step) -> None:
        """Note the training figures since the last."""
        self.end = step.epoch - 1 + step.step / max(1, self.started.steps)
        self.step, self.session_seconds = step, step.seconds
        for name, value in step.metrics.items():
            _trace(self.train, name).add(self.end, value)

    def add_epoch(self, epoch: Epoch) -> None:
        """Note the validation figures, and the epoch's means where it was over before any step."""
        self.end = float(epoch.epoch)
        for name, value in epoch.metrics.items():
            if name.startswith("val_"):
                trace = _trace(self.validation, name.removeprefix("val_"))
                trace.add(self.end, value)
                continue
            _trace(self.means, name).add(self.end, value)
            if not self.has_points_within(name, epoch.epoch):
                _trace(self.train, name).add(self.end, value)
        if epoch.learning_rate is not None:
            rate = _trace(self.train, f"{STATISTIC}learning_rate")
            rate.add(self.end, epoch.learning_rate)

    def add_statistics(self, found: Statistics) -> None:
        """Note figures of the whole run, and what it looks like inside."""
        self.add_inside(found)
        x = self._x_inside(found)
        figures = {k: v for k, v in found.overall.items() if k != "memory_bytes"}
        if memory := found.overall.get("memory_bytes"):
            figures["memory"] = memory / (1 << 20)
        if self.step:
            figures["waiting"] = self.step.waiting
        if self.step and self.step.samples_per_second:
            figures["samples_per_second"] = self.step.samples_per_second
        for name, value in figures.items():
            _trace(self.train, STATISTIC + name).add(x, value)

    def add_inside(self, found: Statistics) -> None:
        """Note what it looks like inside in an epoch."""
        self.inside[found.epoch] = found
        apart = 1
        while len(self.inside) > MOST_INSIDE:
            apart *= 2
            kept = (e for e in self.inside if not e % apart or e == found.epoch)
            self.inside = {epoch: self.inside[epoch] for epoch in kept}

    def inside_at(self, x: float) -> Statistics | None:
        """What it last looked like inside before a place; None where nobody knows."""
        known = [found for found in self.inside.values() if self._x_inside(found) <= x]
        return max(known, key=self._x_inside, default=None)

    def _x_inside(self, found: Statistics) -> float:
        return found.epoch - 1 + found.step / max(1, self.started.steps)

    def figures_at(self, x: float) -> dict[str, float]:
        """Every metric at a place: in training by its name, and with `val_` before it."""
        found = {name: trace.at(x) for name, trace in self.train.items()}
        found |= {f"val_{name}": trace.at(x) for name, trace in self.validation.items()}
        return {name: value for name, value in found.items() if math.isfinite(value)}

    def add_knob(self, knob: Knob) -> None:
        """Note that something was turned; at one step only from what to what in the end."""
        for at, other in enumerate(self.knobs):
            is_same = (other.node, other.param) == (knob.node, knob.param)
            if is_same and self.x_of(other) == self.x_of(knob):
                self.knobs[at] = structs.replace(knob, old=other.old)
                return
        self.knobs.append(knob)

    def x_of(self, knob: Knob) -> float:
        """Where on the x axis something was turned."""
        return knob.epoch - 1 + knob.step / max(1, self.started.steps)

    def add_test(self, finished: Finished) -> None:
        """Note the test figures and that no more will come."""
        self.session_seconds = finished.seconds
        self.ends_with = finished.ends_with
        self.break_off()
        for name, value in finished.metrics.items():
            if name.startswith("test_"):
                self.test[name.removeprefix("test_")] = value

    def go_on(self, started: Started) -> None:
        """Resume from a checkpoint: what was drawn behind it will be computed again."""
        self.started = structs.replace(started, first_epoch=self.started.first_epoch)
        self.is_over = self.is_broken_off = False
        self.seconds, self.session_seconds = started.seconds_before, 0.0
        self.step, self.day = None, ""
        self.test, self.ends_with = {}, 0
        self.end = started.first_epoch - 1 + started.first_step / max(1, started.steps)
        for trace in (*self.train.values(), *self.means.values(), *self.validation.values()):
            trace.cut(self.end)
        self.knobs = [knob for knob in self.knobs if self.x_of(knob) < self.end]
        self.inside = {e: at for e, at in self.inside.items() if self._x_inside(at) <= self.end}

    def break_off(self) -> None:
        """Note that no more will come.

        Statistics, which bring its speed, come every few seconds: a shorter run has had none.
        """
        self.is_over = True
        name = f"{STATISTIC}samples_per_second"
        if self.step and self.step.samples_per_second and name not in self.train:
            _trace(self.train, name).add(self.end, self.step.samples_per_second)
        self.seconds += self.session_seconds
        self.session_seconds = 0.0

    def best_epoch(self, name: str = "loss") -> tuple[float, float] | None:
        """Epoch with the lowest validation figure, and that figure.

        Of those since the figure was turned into another last, as soon as there are any.
        """
        trace = self.validation.get(name)
        if not trace:
            return None
        turn = self.turn_of(name)
        first = int(np.searchsorted(trace.x, self.x_of(turn), side="right")) if turn else 0
        first = first if first < len(trace.x) else 0
        best = first + int(np.argmin(trace.y[first:]))
        return float(trace.x[best]), float(trace.y[best])

    def turn_of(self, name: str = "loss") -> Knob | None:
        """The last turn by which a validation figure became another one."""
        return next((k for k in reversed(self.knobs) if HELD_BACK + name in k.changes), None)

    def has_points_within(self, name: str, epoch: int) -> bool:
        """Whether steps of an epoch have told a training figure."""
        trace = self.train.get(name)
        return trace is not None and trace.end > epoch - 1


def _trace(traces: dict[str, Trace], name: str) -> Trace:
    """The curve of a name, which may be new. Not by `setdefault`: a trace has large buffers."""
    if (known := traces.get(name)) is None:
        known = traces[name] = Trace()
    return known
