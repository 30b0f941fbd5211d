"""A document beside a plain list of graphs, for random edits. For tests.

The list is the model: each edit puts a graph behind the present one, undoing goes back in the
list and redoing forward, and what is shown must be that very graph each time.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hornstudio.engine.check import check
from hornstudio.engine.checking.report import Report
from hornstudio.engine.composite.inside import body_of
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import Journal, Work, read
from hornstudio.engine.storage.past import MOST
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual


class NothingThereError(Exception):
    """There is nothing that could be chosen."""


class Session(RuleBasedStateMachine):
    """A document, the level of it that is shown, and what is known of both.

    Each step draws the name of a method and dice for it, which is quicker than a rule a method.
    folder: where files go. done: how many steps there were, and how many edits of each name.
    """

    folder: Path
    done: Counter[str]
    ways: tuple[str, ...] = (
        *("undo", "undo", "undo", "redo", "redo", "redo"),
        *("save", "open_again", "kill", "enter", "enter", "leave"),
    )
    dice: random.Random

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(Graph(name="random"))
        self.level = Level(self.document)
        self.saved: Graph | None = None
        self.file = self.folder / "random.horn"
        self.journal = Journal(self.folder, new_owner())
        self._forget()

    def _forget(self) -> None:
        self.history, self.keys, self.place = [self.whole], [""], 0

    @initialize(graph=st.sampled_from([Graph(name="random"), sample_graph.mlp(), residual()]))
    def begin(self, graph: Graph) -> None:
        self.document.open(graph, None)
        self._forget()

    @rule(seed=st.integers(0, 2**32))
    def go_on(self, seed: int) -> None:
        """Do anything, once; where there is nothing to do it to, something else."""
        self.dice = random.Random(seed)
        self.done["step"] += 1
        for name in self.dice.sample(self.ways, 9):
            with suppress(NothingThereError):
                getattr(self, name)()
                return

    # What edits are made of.

    def pick(self, things: Iterable[Any]) -> Any:
        """One of them."""
        things = list(things)
        if not things:
            raise NothingThereError
        return self.dice.choice(things)

    def at(self) -> tuple[float, float]:
        """A place on the grid."""
        return 24.0 * self.dice.randint(-40, 40), 24.0 * self.dice.randint(-40, 40)

    @property
    def graph(self) -> Graph:
        """What is shown."""
        return self.level.graph

    @property
    def whole(self) -> Graph:
        """The document's graph."""
        return self.document.graph

    def edit(self, what: str, change: Callable[[], Graph], merge: str = "") -> None:
        """Do it to what is shown, if it may be done; the model follows by what came out."""
        try:
            made = change()
        except HornError:
            return  # refused in words, and nothing has changed
        self.step(what, lambda: self.level.edit(what, made, merge), merge)

    def edit_whole(self, what: str, change: Callable[[Graph], Graph]) -> None:
        """The same to the whole document, from the level that is shown."""
        try:
            made = change(self.whole)
        except HornError:
            return
        self.step(what, lambda: self.level.edit_whole(what, made))

    def step(self, what: str, act: Callable[[], object], merge: str = "") -> None:
        """Do what may be a step of the document, at the level that is shown."""
        before, trail = self.whole, self.level.trail
        merge = f"{merge}@{trail}" if merge else ""
        merges = merge and merge == self.keys[self.place] and self.document.is_modified
        act()
        if self.whole is before:
            return
        self.done[what] += 1
        if merges:
            self.place -= 1
        self.place += 1
        self.history[self.place :] = [self.whole]
        self.keys[self.place :] = [merge]

    def uses(self) -> list[str]:
        """Uses of composites on the level that is shown."""
        return [i for i, node in self.graph if node.kind in self.graph.groups]

    # The ways about.

    def enter(self) -> None:
        if self.level.enter(self.pick(self.uses())):
            self.done["enter"] += 1

    def leave(self) -> None:
        self.level.leave()

    def undo(self) -> None:
        for _ in range(self.dice.randint(1, 8)):
            self.place = max(self.place - 1, 0)
            self.document.undo_stack.undo()
            assert self.whole is self.history[self.place]

    def redo(self) -> None:
        for _ in range(self.dice.randint(1, 8)):
            self.place = min(self.place + 1, len(self.history) - 1)
            self.document.undo_stack.redo()
            assert self.whole is self.history[self.place]

    def save(self) -> None:
        self.document.save(self.file)
        self.saved = self.whole
        assert not self.document.is_modified

    def open_again(self) -> None:
        if self.saved is None:
            raise NothingThereError
        found = files.load(self.file)
        assert found == self.saved
        assert orders(found) == orders(self.saved)
        self.document.open(found, self.file)
        self._forget()
        self.done["open"] += 1

    def kill(self) -> None:
        """What another window would bring back of this moment has the same history."""
        self.journal.keep(Work(self.whole, steps=self.document.steps_around()))
        work = read(self.journal.place).work
        assert work is not None
        document = Document(work.graph)
        document.recall(work.steps)
        stack, first = document.undo_stack, max(self.place - MOST, 0)
        known = self.history[first : self.place + MOST + 1]
        ours = [self.document.undo_stack.text(first + i) for i in range(stack.count())]
        assert [stack.text(i) for i in range(stack.count())] == ours
        assert (stack.index(), stack.count()) == (self.place - first, len(known) - 1)
        for place in (0, *range(len(known))):
            stack.setIndex(place)
            assert files.to_text(document.graph) == files.to_text(known[place])
            assert document.graph == known[place]
        stack.clear()
        self.done["kill"] += 1

    @invariant()
    def shows_what_the_model_has(self) -> None:
        assert self.whole is self.history[self.place]
        assert self.document.report.graph is self.whole
        trail = self.level.trail
        shown = body_of(self.whole, self.graph.inside) if trail else self.whole
        assert self.graph == shown
        assert self.level.report.graph is self.graph

    def teardown(self) -> None:
        """What was worked out edit by edit is what is worked out at once."""
        whole = check(self.whole)
        assert told(self.document.report) == told(whole)
        assert known(self.document.report) == known(whole)
        while self.document.undo_stack.canUndo():
            self.document.undo_stack.undo()
        assert self.whole is self.history[0]
        # Steps that Python's collector finds in a circle with their document end the process.
        self.document.undo_stack.clear()


def told(report: Report) -> Sequence[str]:
    """All problems, in no particular order."""
    return sorted(map(repr, report.problems))


def known(report: Report) -> dict[str, tuple]:
    """All facts but the declarations, which composites have made for each check."""
    return {
        i: (f.module.kind, f.values, f.inputs, f.outputs, f.weights, f.state, f.flops, f.is_settled)
        for i, f in report.facts.items()
    }


def orders(graph: Graph) -> list[list[str]]:
    """In which order nodes stand, and composites, at each level; equal mappings may differ."""
    bodies = [list(group.body.nodes) for group in graph.groups.values()]
    return [list(graph.nodes), list(graph.groups), *bodies]
