"""Ten thousand random steps of editing, undoing, saving and opening again: nothing is ever lost.

A plain list of graphs is the model: each edit puts one behind the present, undoing goes back in
the list and redoing forward, and what is shown must be that very graph each time.
"""

from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.report import Report
from hornstudio.engine.composite import grouping
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.remedies import connect_ports
from hornstudio.engine.storage import files
from hornstudio.ui.document import Document

STEPS = 100
RUNS = 100
MOST_NODES = 14
KINDS = (
    *("digits", "input", "flatten", "dense", "conv2d", "max_pooling2d", "relu", "dropout", "add"),
    *("concatenate", "softmax", "categorical_crossentropy", "accuracy", "adam", "lstm"),
)
WITH_UNITS = ("dense", "lstm")
places = st.integers(-40, 40).map(lambda n: 24.0 * n)
chances = st.floats(0, 1, exclude_max=True)


def pick(things, chance: float):
    """The thing at a share of a list's length."""
    things = list(things)
    return things[int(chance * len(things))]


class Editing(RuleBasedStateMachine):
    """A document in the hands of somebody who does anything."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(Graph(name="random"))
        self.history = [self.document.graph]
        self.keys = [""]
        self.place = 0
        self.saved: Graph | None = None
        self.file = self.folder / "random.horn"

    @property
    def graph(self) -> Graph:
        return self.document.graph

    def edit(self, what: str, change, merge: str = "") -> None:
        """Do it, if it may be done; the model follows by what came out."""
        try:
            made = change()
        except HornError:
            return  # refused in words, and nothing has changed
        if made == self.graph:
            return
        merges = merge and merge == self.keys[self.place] and self.document.is_modified
        self.document.edit(what, made, merge)
        if merges:
            self.place -= 1
        self.remember(made, merge)

    def remember(self, made: Graph, merge: str = "") -> None:
        """A step of the model: what could have been done again is gone."""
        self.place += 1
        self.history[self.place :] = [made]
        self.keys[self.place :] = [merge]

    @precondition(lambda self: len(self.graph.nodes) < MOST_NODES)
    @rule(kind=st.sampled_from(KINDS), x=places, y=places)
    def add(self, kind: str, x: float, y: float) -> None:
        number = 1
        while f"{kind}_{number}" in self.graph.nodes:
            number += 1
        new = f"{kind}_{number}"
        self.edit("add", lambda: edits.add_node(self.graph, new, Node(kind, at=(x, y))))

    @precondition(lambda self: self.graph.nodes)
    @rule(chance=chances, other=chances)
    def remove(self, chance: float, other: float) -> None:
        ids = {pick(self.graph.nodes, chance), pick(self.graph.nodes, other)}
        self.edit("remove", lambda: edits.remove_nodes(self.graph, ids))

    @precondition(lambda self: len(self.graph.nodes) > 1)
    @rule(out=chances, into=chances, which=chances)
    def wire(self, out: float, into: float, which: float) -> None:
        facts = self.document.report.facts
        source, target = pick(self.graph.nodes, out), pick(self.graph.nodes, into)
        outputs, inputs = facts[source].module.outputs, facts[target].module.inputs
        if outputs and inputs:
            ends = (outputs[0].name, pick(inputs, which).name)
            made = Wire(f"{source}.{ends[0]}", f"{target}.{ends[1]}")
            self.edit("wire", lambda: connect_ports(self.graph, made, catalog()))

    @precondition(lambda self: self.graph.wires)
    @rule(chance=chances)
    def cut(self, chance: float) -> None:
        wire = pick(self.graph.wires, chance)
        self.edit("cut", lambda: edits.disconnect(self.graph, [wire]))

    @precondition(lambda self: self.graph.nodes)
    @rule(chance=chances, x=places, y=places, nudged=st.booleans())
    def move(self, chance: float, x: float, y: float, nudged: bool) -> None:
        moved = pick(self.graph.nodes, chance)
        merge = f"move {moved}" if nudged else ""
        self.edit("move", lambda: edits.move_nodes(self.graph, {moved: (x, y)}), merge)

    @precondition(lambda self: any(n.kind in WITH_UNITS for _, n in self.graph))
    @rule(chance=chances, units=st.integers(1, 99))
    def set_units(self, chance: float, units: int) -> None:
        chosen = pick([i for i, n in self.graph if n.kind in WITH_UNITS], chance)
        self.edit("set", lambda: edits.set_param(self.graph, chosen, "units", units))

    @precondition(lambda self: self.graph.nodes)
    @rule(chance=chances, attribute=st.sampled_from(["frozen", "bypassed"]))
    def switch(self, chance: float, attribute: str) -> None:
        chosen = pick(self.graph.nodes, chance)
        on = not getattr(self.graph.nodes[chosen], attribute)
        self.edit("switch", lambda: edits.set_attribute(self.graph, chosen, attribute, on))

    @precondition(lambda self: self.graph.nodes)
    @rule(chance=chances, name=st.sampled_from(["a", "b", "층", "dense_1"]))
    def rename(self, chance: float, name: str) -> None:
        chosen = pick(self.graph.nodes, chance)
        self.edit("rename", lambda: edits.rename_node(self.graph, chosen, name))

    @precondition(lambda self: 0 < len(self.graph.nodes) < MOST_NODES - 3)
    @rule(chance=chances, other=chances)
    def copy(self, chance: float, other: float) -> None:
        ids = {pick(self.graph.nodes, chance), pick(self.graph.nodes, other)}
        part = edits.extract(self.graph, ids)
        self.edit("paste", lambda: edits.paste(self.graph, part, (24.0, 24.0))[0])

    @precondition(lambda self: len(self.graph.nodes) > 1)
    @rule(chance=chances, other=chances)
    def group(self, chance: float, other: float) -> None:
        ids = list(dict.fromkeys([pick(self.graph.nodes, chance), pick(self.graph.nodes, other)]))
        self.edit("group", lambda: group_of(self.graph, ids))

    @precondition(lambda self: any(n.kind in self.graph.groups for _, n in self.graph))
    @rule(chance=chances)
    def ungroup(self, chance: float) -> None:
        uses = [i for i, n in self.graph if n.kind in self.graph.groups]
        self.edit("ungroup", lambda: grouping.ungroup(self.graph, pick(uses, chance))[0])

    @precondition(lambda self: self.document.report.problems)
    @rule(chance=chances)
    def mend(self, chance: float) -> None:
        problem = pick(self.document.report.problems, chance)
        if problem.remedies:
            before = self.graph
            try:
                self.document.mend(problem, problem.remedies[0])
            except HornError:
                return
            if self.graph is not before:
                self.remember(self.graph)

    @rule(times=st.integers(1, 8))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.place = max(self.place - 1, 0)
            self.document.undo_stack.undo()
            assert self.graph is self.history[self.place]

    @rule(times=st.integers(1, 8))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.place = min(self.place + 1, len(self.history) - 1)
            self.document.undo_stack.redo()
            assert self.graph is self.history[self.place]

    @rule()
    def save(self) -> None:
        self.document.save(self.file)
        self.saved = self.graph
        assert not self.document.is_modified

    @precondition(lambda self: self.saved is not None)
    @rule()
    def open_again(self) -> None:
        found = files.load(self.file)
        assert found == self.saved
        assert list(found.nodes) == list(self.saved.nodes)  # the order, too
        self.document.open(found, self.file)
        self.history, self.keys, self.place = [found], [""], 0

    @invariant()
    def shows_what_the_model_has(self) -> None:
        assert self.graph is self.history[self.place]
        assert self.document.report.graph is self.graph

    def teardown(self) -> None:
        """What was worked out edit by edit is what is worked out at once."""
        whole = check(self.graph)
        assert sorted(map(repr, self.document.report.problems)) == sorted(map(repr, whole.problems))
        assert known(self.document.report) == known(whole)
        while self.document.undo_stack.canUndo():
            self.document.undo_stack.undo()
        assert self.graph is self.history[0]


def known(report: Report) -> dict[str, tuple]:
    """All facts but the declarations, which composites have made for each check."""
    return {
        i: (f.module.kind, f.values, f.inputs, f.outputs, f.weights, f.state, f.flops, f.is_settled)
        for i, f in report.facts.items()
    }


def group_of(graph: Graph, ids: list[str]) -> Graph:
    return grouping.group_nodes(graph, ids, "Block", catalog())[0]


def test_nothing_is_lost_in_ten_thousand_steps(qapp, tmp_path) -> None:
    machine = type("Editing", (Editing,), {"folder": tmp_path})
    run_machine(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking takes minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
