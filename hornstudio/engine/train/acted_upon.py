"""What callbacks may ask of a run and do to it: the run's side of `RunView`."""

import operator
from functools import cached_property
from pathlib import Path

from hornstudio.engine.check import check
from hornstudio.engine.checking import reported
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.program import Program
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.dial import FACTOR
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.keeping import Keeping
from hornstudio.engine.train.kept.mark import Mark, mark_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.run_path import whole_path
from hornstudio.engine.train.live.count import count_of
from hornstudio.engine.train.live.rate import Rate
from hornstudio.engine.train.live.turning import Turning
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.watch.events import AnyEvent, Knob, Note

_LOOKS = 8


class ActedUpon:
    """The state of a run that its callbacks see or change. `RunView` says what each means."""

    carry: Tree

    def __init__(self, graph: Graph, parts: Compiled, folder: RunFolder | None) -> None:
        self.graph = graph
        self.turning = Turning(parts)
        self.folder = folder
        self.keeping = Keeping(folder)
        self.epoch = self.step = 0
        self.steps_before = 0
        self.is_stopped = False
        self.reason = ""
        self.ends_with = 0
        self.told: list[AnyEvent] = []
        self.latest: dict[str, float] = {}

    @property
    def parts(self) -> Compiled:
        """The program as it is compiled, after all turns so far."""
        return self.turning.parts

    @property
    def program(self) -> Program:
        """The program, after all turns so far."""
        return self.turning.parts.program

    @cached_property
    def figures(self) -> dict[str, str]:
        """What is reported by name, and which way it is better."""
        plan = self.program.plan
        report = check(plan.graph, plan.modules)
        return reported.figures(report.graph, report.facts)

    @property
    def learning_rate(self) -> float:
        """The rate of the next step. Raises: RunError where there is none."""
        return Rate(self.turning).value(self._counted(self.epoch * self.steps))

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        Rate(self.turning).ask(rate, self._counted(self.epoch * self.steps))

    def learning_rate_at(self, step: int) -> dict[str, float]:
        """The rate of a step from 0 by its name; nothing where there is none."""
        try:
            return {"learning_rate": Rate(self.turning).value(self._counted(step))}
        except RunError:
            return {}

    def rates_so_far(self) -> list[float]:
        """Learning rates at some steps from the first to the last; empty where there is none."""
        last = max(0, self.epoch * self.steps - 1)
        found = [self.learning_rate_at(last * i // _LOOKS) for i in range(_LOOKS + 1)]
        return [rate["learning_rate"] for rate in found if rate]

    def _counted(self, step: int) -> int:
        """A step of this run as its optimizer counts, which may go on where another has ended."""
        return self.steps_before + step

    def count_from(self, step: int) -> None:
        """What the optimizer remembers has come to this step: of a branch, it counts on."""
        count = count_of(self.carry["optimizer"])
        self.steps_before = 0 if count is None else count - step

    def words_on_schedule(self) -> list[Text]:
        """A word where the schedule of a rate does not begin at its first step."""
        found = Rate(self.turning)
        if not self.steps_before or not found.is_planned:
            return []
        return [
            Text(
                "the schedule of {place} goes on after the {steps} steps of before, at {rate:.3g}; "
                "where that is too little, make it longer",
                place=found.place,
                steps=f"{self.steps_before:,}",
                rate=found.value(self.steps_before),
            )
        ]

    def words_on_factor(self, knob: Knob) -> list[Text]:
        """A word where the factor of a schedule was turned that gives 0 for what is left."""
        if not knob.param.endswith(f".{FACTOR}"):
            return []
        found = Rate(self.turning)
        done = max(0, self.epoch - 1) * self.steps + self.step
        last = max(done, self.graph.training.epochs * self.steps - 1)
        if not found.is_gone(self._counted(done), self._counted(last)):
            return []
        return [
            Text(
                "the schedule of {place} gives 0 to the end of the run, and so does any factor of "
                "it: nothing is learned any more. Begin a branch with a longer schedule, or with a "
                "fixed rate",
                place=way_text(found.place),
            )
        ]

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        raise NotImplementedError

    def finished_weights(self) -> Tree:
        """The weights that would be kept if the run ended now."""
        return self.program.finished_weights(self.carry)

    def stop(self, reason: Text) -> None:
        """End the run before its time; Finished carries the reason."""
        self.is_stopped = True
        self.reason = self.reason or reason

    def tell(self, event: AnyEvent) -> None:
        """Hand out an event of a callback's own, after the one that is being told."""
        self.told.append(event)

    def say(self, what: Text) -> None:
        """Say in words what a callback has done."""
        self.tell(Note(what=what))

    def path_of(self, name: str) -> Path | None:
        """A file by its whole path, or in the folder of the run. Raises: RunError."""
        return self.folder.path_of(name) if self.folder else whole_path(name)

    def keep_weights(self, owner: object, epoch: int, *, in_memory: bool = False) -> None:
        """Keep the weights and state of an epoch."""
        finished = jax.tree.leaves(self.finished_weights())
        averages = any(map(operator.is_not, finished, jax.tree.leaves(self.carry["weights"])))
        how = {"in_memory": in_memory, "averages": averages}
        self.keeping.keep(owner, epoch, self.carry, self.latest, **how)

    def has_checkpoint(self, epoch: int) -> bool:
        """Whether there is one of that epoch as a whole."""
        found = self.folder.checkpoints() if self.folder is not None else ()
        return any(mark_of(path) == Mark(epoch) for path in found)

    def has_kept(self, owner: object) -> bool:
        """Whether there is something to go back to."""
        return self.keeping.has_kept(owner)

    def restore_weights(self, owner: object) -> None:
        """Take the weights and state back that `owner` has kept."""
        self.ends_with, self.carry, self.latest = self.keeping.restored(owner, self.carry)
        if self.folder is not None:
            self.folder.note(ends_with=self.ends_with)

    def keep_checkpoints(self, count: int) -> None:
        """How many of the latest checkpoints stay."""
        if self.folder is not None:
            self.folder.kept.count = count

    def skip_checkpoint(self, *, even_at_the_end: bool = False) -> None:
        """Write none for this epoch, unless it is wanted all the same."""
        self.keeping.skip(even_at_the_end=even_at_the_end)
