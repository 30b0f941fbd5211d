"""What is turned while a run goes on: at which step, and the program that follows from it.

Until something is turned, the plain program runs. The first turn of a dial takes its live program
in its place, and every further one changes a number. A node that is frozen in the graph is thawed
by the program of a graph in which it is not. A param that is no dial is compiled into a program of
its own, where the weights and what is reported of them stay as they are. Which program runs, with
which numbers, follows from the list of turns alone: replayed, they give the same bits.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile.live import turned_plan
from hornstudio.engine.compile.meaning import changed, meanings
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import OPTIMIZER, THAWED, begun
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.dial import FACTOR, FROZEN, why_not_freeze
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.params import Nested
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.count import count_of
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.steps.compiled import Compiled, LiveCompiled, compiled
from hornstudio.engine.watch.events import Declined, Knob, Preparing

Told = Preparing | Knob | Declined


class Turning:
    """The turns of one run. parts: the program that runs now."""

    def __init__(self, parts: Compiled, *, own_data: bool = False) -> None:
        """own_data: other data than that of the graph is worked on, which may be missing."""
        self.parts = parts
        self._own_data = own_data
        self.done: list[Knob] = []
        self._values: dict[str, Any] = {}
        self._thawed: list[str] = []
        self._resting: frozenset[str] = frozenset()
        self._ahead: deque[Knob] = deque()
        self._asked: deque[Turn] = deque()

    def ask(self, turns: Turn | Iterable[Turn]) -> None:
        """Turn these before the next dispatch."""
        self._asked += [turns] if isinstance(turns, Turn) else turns

    def resume(self, mark: Mark, facts: Mapping[str, Any], folder: RunFolder | None) -> None:
        """Go on from a checkpoint with these facts; what the folder has of later comes again."""
        self.done = msgspec.convert(facts.get("knobs", []), list[Knob])
        self.repeat(self.done)
        recorded = folder.knobs() if folder else []
        begun = (mark.epoch, mark.step) if mark.step else (mark.epoch + 1, 0)
        self._ahead = deque(knob for knob in recorded if _when(knob) >= begun)

    def repeat(self, knobs: Iterable[Knob]) -> None:
        """Turn what was turned before, in its order."""
        for turns in self._together(Turn(knob.node, knob.param, knob.new) for knob in knobs):
            self._change(turns)

    def value_of(self, place: str) -> float:
        """Where a dial is, or is asked to be, as a number."""
        for turn in reversed(self._asked):
            if turn.place == place and isinstance(turn.value, int | float):
                return float(turn.value)
        return float(self._values.get(place, self.parts.live.program.dials[place].value))

    def facts(self) -> dict[str, Any]:
        """What was turned so far, for a checkpoint."""
        return {"knobs": [msgspec.to_builtins(knob) for knob in self.done]} if self.done else {}

    def with_dials(self, carry: Tree) -> Tree:
        """The carry as the program takes it."""
        plain = {name: tree for name, tree in carry.items() if name != "dials"}
        if self._thawed:
            plain[THAWED] = self._remembered(carry)
        return plain | self._dials()

    @property
    def measure(self) -> Callable[[Tree, Tree, Tree], Tree]:
        """The function of weights, state and batch that measures with the dials where they are."""
        return self.parts.measure_of(self._dials())

    def _dials(self) -> Tree:
        """What the program takes of dials, by "dials"; nothing where it takes none."""
        if not isinstance(self.parts, LiveCompiled):
            return {}
        numbers = {key: float(value) for key, value in self._values.items()}
        return {"dials": self.parts.program.numbers(numbers)}

    def _remembered(self, carry: Tree) -> Tree:
        """What the optimizer remembers of nodes that were thawed; of new ones, its beginning."""
        known, weights = carry.get(THAWED, {}), carry["weights"]
        optimizer, missed = self.parts.program.optimizer, count_of(carry[OPTIMIZER]) or 0
        new = {
            owner: jax.tree.map(np.array, begun(optimizer, owner, weights, missed))
            for owner in self._thawed
            if owner not in known
        }
        return {**known, **new}

    def steps_ahead(self, epoch: int, step: int, most: int) -> int:
        """How many steps may be taken before the next turn that is known already."""
        if self._ahead and self._ahead[0].epoch == epoch:
            return min(most, self._ahead[0].step - step)
        return most

    def due(self, epoch: int, step: int) -> Iterator[Told]:
        """Carry out what is due after so many steps of an epoch, one after the other.

        Of several wishes for one thing only the last counts: no step has gone by the others.
        Preparing says that another program runs from now on, which may have to be compiled.
        """
        for turns in self._together(self._due(epoch, step)):
            yield from self._turn(turns, epoch, step)

    def _due(self, epoch: int, step: int) -> Iterator[Turn]:
        while self._ahead and _when(self._ahead[0]) <= (epoch, step):
            again = self._ahead.popleft()
            yield Turn(again.node, again.param, again.new)
        while self._asked:
            wish = self._asked.popleft()
            if all(later.place != wish.place for later in self._asked):
                yield wish

    def _together(self, turns: Iterable[Turn]) -> Iterator[list[Turn]]:
        """All in their order; those in a row for which one program can be made at once."""
        row: list[Turn] = []
        for turn in turns:
            joins = self._needs_program(turn) and all(turn.place != t.place for t in row)
            if row and not joins:
                yield row
                row = []
            if self._needs_program(turn):
                row.append(turn)
            else:
                yield [turn]
        if row:
            yield row

    def _needs_program(self, turn: Turn) -> bool:
        """Whether something is thawed that was never learned, or kept from moving, or let move."""
        dial = self.parts.live.program.dials.get(turn.place)
        return dial is not None and isinstance(turn.value, bool) and (dial.thaws or dial.rests)

    def _turn(self, turns: list[Turn], epoch: int, step: int) -> Iterator[Told]:
        former, meant = self.parts, self._meanings()
        try:
            values = self._change(turns)
        except HornError as error:
            for turn in turns:
                yield Declined(node=turn.node, param=turn.param, reason=error.text)
            return
        found = [(turn, *each) for turn, each in zip(turns, values, strict=True)]
        found = [(turn, old, new) for turn, old, new in found if old != new]
        if found and self.parts is not former:
            yield Preparing(what=_words_on_compiling([turn for turn, *_ in found]))
        changes = changed(meant, self._meanings()) if found else []
        for turn, old, new in found:
            knob = Knob(
                node=turn.node,
                param=turn.param,
                old=old,
                new=new,
                epoch=epoch,
                step=step,
                changes=changes,
            )
            self.done.append(knob)
            yield knob

    def _meanings(self) -> dict[str, Any]:
        """What each figure is made of, with the dials where they are."""
        return meanings(turned_plan(self.parts.program.plan, self._values))

    def _change(self, turns: list[Turn]) -> list[tuple[Any, Any]]:
        """The old and the new value of each. Raises: HornError where that cannot be."""
        if self._needs_program(turns[0]):
            return self._let_learn(turns)
        return [self._change_alone(turn) for turn in turns]

    def _change_alone(self, turn: Turn) -> tuple[Any, Any]:
        plan = self.parts.program.plan
        live = self.parts.live
        dial = live.program.dials.get(turn.place)
        if dial is None or not isinstance(turn.value, bool | int | float):
            return self._rebuild(turn, plan.graph)
        old = self._values.get(turn.place, dial.value)
        new = dial.param.parse(turn.value, plan.modules.find)
        if old != new:
            self._values[turn.place] = new
            self.parts = live
        return old, new

    def _let_learn(self, turns: list[Turn]) -> list[tuple[Any, Any]]:
        """Freeze and thaw what takes another program, which is made once for all of it."""
        graph, known = self.parts.program.plan.graph, self.parts.live.program.dials
        values = [(self._values.get(t.place, known[t.place].value), t.value) for t in turns]
        moved = [turn for turn, (old, new) in zip(turns, values, strict=True) if old != new]
        thawed = [turn.node for turn in moved if known[turn.place].thaws]
        turned = [turn for turn in moved if not known[turn.place].thaws]
        if moved:
            resting = self._resting ^ {turn.node for turn in turned}
            parts = self._compiled(_thawing(graph, thawed), resting)
            self._take(parts.live if turned else parts)
            self._values |= {turn.place: turn.value for turn in turned}
            self._thawed, self._resting = [*self._thawed, *thawed], resting
        return values

    def _compiled(self, graph: Graph, resting: frozenset[str]) -> Compiled:
        # what is free by now, or would pay, must not move a run to other devices
        spread = self.parts.spread
        return compiled(graph, resting, own_data=self._own_data, spread=spread)

    def _take(self, parts: Compiled) -> None:
        """Let another program run, with dials where there were some."""
        self.parts = parts.live if isinstance(self.parts, LiveCompiled) else parts

    def _rebuild(self, turn: Turn, graph: Graph) -> tuple[Any, Any]:
        """Compile the graph with another value, where all that is carried still fits."""
        old, new = self._checked(turn, graph)
        if old == new:
            return old, new
        edited = edits.set_param(graph, turn.node, turn.param, new)
        parts = self._compiled(edited, self._resting)
        if _form(parts.program) != _form(self.parts.program):
            raise RunError(
                "{place} decides what is learned or reported; stop, change it, and train anew",
                place=way_text(turn.place),
            )
        gone = (turn.place, f"{turn.place}.{FACTOR}")
        self._values = {key: value for key, value in self._values.items() if key not in gone}
        self._take(parts)
        return old, new

    def _checked(self, turn: Turn, graph: Graph) -> tuple[Any, Any]:
        plan = self.parts.program.plan
        report = check(graph, plan.modules)
        facts = report.facts.get(turn.node)
        if facts is None or facts.values is None:
            raise RunError("there is no node {node} in this run", node=way_text(turn.node))
        if turn.param == FROZEN and (reason := why_not_freeze(turn.node, report)):
            raise RunError("{reason}", reason=reason)
        if turn.param not in facts.values:
            raise RunError(
                "{node} has no param {param}", node=way_text(turn.node), param=turn.param
            )
        param = facts.module.param(turn.param)
        is_of_the_start = isinstance(param, Nested) and param.category == "initializer"
        if facts.module.role == "data" or is_of_the_start:
            raise RunError("{place} only counts when a run begins", place=way_text(turn.place))
        old = self._values.get(turn.place, param.to_json(facts.values[turn.param]))
        return old, param.to_json(param.parse(turn.value, plan.modules.find))


def _thawing(graph: Graph, owners: Collection[str]) -> Graph:
    """The graph with weights that are learned from now on."""
    for node, held in list(graph):
        if held.frozen and graph.weights_owner(node) in owners:
            graph = edits.set_attribute(graph, node, FROZEN, False)
    return graph


def _words_on_compiling(turns: Sequence[Turn]) -> Text:
    if len(turns) == 1:
        return Text(
            "Compiling once more, so that {place} can change", place=way_text(turns[0].place)
        )
    return Text("Compiling once more, so that {count} modules can change", count=len(turns))


def _when(knob: Knob) -> tuple[int, int]:
    return knob.epoch, knob.step


def _form(program: Program) -> Any:
    """Everything about a program that a run in progress relies on."""
    arrays = jax.tree.map(lambda array: (array.shape, str(array.dtype)), program.form())
    judged = [(c.name, bool(c.weight)) for c in (*program.plan.losses, *program.plan.metrics)]
    return jax.tree.flatten(arrays), judged, program.plan.data
