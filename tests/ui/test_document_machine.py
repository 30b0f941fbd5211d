"""Ten thousand random steps of editing, undoing, saving and opening again: nothing is ever lost."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test as run_machine

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite import grouping, inside, ungrouping
from hornstudio.engine.editing import callback_edits, edits, frame, reroute
from hornstudio.engine.editing.arranging import is_collapsed, set_collapsed
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import PORT_KINDS, Graph, Node, Wire
from hornstudio.engine.layout import arrange_framed
from hornstudio.engine.layout.size import levels, sizes
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import connect_ports
from hornstudio.engine.splicing import insert, take_out
from hornstudio.ui.canvas.edit import clipboard
from tests.ui.editing_session import NothingThereError, Session

STEPS = 100
RUNS = 108
"""A few runs end before their time; with these there are ten thousand steps."""
MOST_NODES = 12
KINDS = (
    *("digits", "input", "flatten", "dense", "conv2d", "max_pooling2d", "relu", "dropout", "add"),
    *("concatenate", "softmax", "categorical_crossentropy", "accuracy", "adam", "lstm"),
)
WITH_UNITS = ("dense", "lstm")
SWITCHES = ("frozen", "bypassed", "disabled")
MOST_FRAMES = 3
EDITS = (
    *("add", "add", "remove", "wire", "wire", "wire", "cut", "move", "nudge", "nudge", "set_units"),
    *("switch", "write", "share", "fold", "rename", "duplicate", "copy", "paste"),
    *(
        "group",
        "name_group",
        "ungroup",
        "expose",
        "hide",
        "add_frame",
        "change_frame",
        "move_frame",
    ),
    *("remove_frame", "bend", "move_point", "straighten", "insert", "take_out", "arrange"),
    *("mend", "set_epochs", "change_callbacks"),
)
KINDS_OF_EDITS = {
    *("add", "remove", "wire", "cut", "move", "nudge", "set", "rename", "title", "note"),
    *(
        *SWITCHES,
        "share",
        "fold",
        "duplicate",
        "paste",
        "group",
        "name group",
        "ungroup",
        "expose",
        "hide",
    ),
    *("add frame", "change frame", "move frame", "remove frame", "bend", "move point"),
    *("straighten", "insert", "take out", "arrange", "mend", "training", "callback"),
}


class Editing(Session):
    """A document in the hands of somebody who does anything, at any level of it."""

    ways = (*Session.ways, *EDITS)
    copied = ""

    def node(self) -> str:
        return self.pick(self.graph.nodes)

    def nodes(self) -> list[str]:
        """One or two of the level."""
        return list(dict.fromkeys((self.node(), self.node())))

    def has_room(self) -> None:
        if len(self.graph.nodes) >= MOST_NODES:
            raise NothingThereError

    def add(self) -> None:
        self.has_room()
        kind = self.pick((*KINDS, *(PORT_KINDS if self.level.is_inside else ())))
        new, at = self.graph.new_id(kind), self.at()
        self.edit("add", lambda: edits.add_node(self.graph, new, Node(kind, at=at)))

    def remove(self) -> None:
        ids = self.nodes()
        self.edit("remove", lambda: edits.remove_nodes(self.graph, ids))

    def wire(self) -> None:
        facts = self.level.report.facts
        source, target = self.node(), self.node()
        out, into = (
            self.pick(facts[source].module.outputs),
            self.pick(facts[target].module.inputs),
        )
        made = Wire(f"{source}.{out.name}", f"{target}.{into.name}")
        self.edit("wire", lambda: connect_ports(self.graph, made, catalog()))

    def cut(self) -> None:
        wire = self.pick(self.graph.wires)
        self.edit("cut", lambda: edits.disconnect(self.graph, [wire]))

    def move(self) -> None:
        places = {i: self.at() for i in self.nodes()}
        self.edit("move", lambda: edits.move_nodes(self.graph, places))

    def nudge(self) -> None:
        """Steps in a row are one, as with an arrow key that is held."""
        node_id = next(iter(self.graph.nodes), "")
        places = {node_id: self.at()} if node_id else {}
        self.edit("nudge", lambda: edits.move_nodes(self.graph, places), f"nudge {node_id}")

    def set_units(self) -> None:
        node_id = self.pick(i for i, n in self.graph if n.kind in WITH_UNITS)
        units = self.dice.randint(1, 99)
        self.edit("set", lambda: edits.set_param(self.graph, node_id, "units", units))

    def switch(self) -> None:
        node_id, name = self.node(), self.pick(SWITCHES)
        on = not getattr(self.graph.nodes[node_id], name)
        self.edit(name, lambda: edits.set_attribute(self.graph, node_id, name, on))

    def write(self) -> None:
        node_id, name, text = self.node(), self.pick(("title", "note")), self.pick("층a ")
        self.edit(name, lambda: edits.set_attribute(self.graph, node_id, name, text))

    def share(self) -> None:
        kinds = (*WITH_UNITS, *self.graph.groups)
        ids = [i for i, n in self.graph if n.kind in kinds]
        one, owner = self.pick(ids), self.pick(ids)
        self.edit("share", lambda: edits.set_attribute(self.graph, one, "weights_of", owner))

    def fold(self) -> None:
        ids = self.nodes()
        folded = not all(is_collapsed(self.graph.nodes[i]) for i in ids)
        self.edit("fold", lambda: set_collapsed(self.graph, ids, folded))

    def rename(self) -> None:
        node_id, name = self.node(), self.pick(("a", "b", "층", "dense_1"))
        self.edit("rename", lambda: edits.rename_node(self.graph, node_id, name))

    # Copies.

    def duplicate(self) -> None:
        self.has_room()
        ids = self.nodes()
        part = edits.extract(self.graph, ids)
        into = self.pick((part.wires, edits.wires_into(self.graph, ids)))
        self.edit("duplicate", lambda: edits.paste(self.graph, part, (24.0, 24.0), into)[0])

    def copy(self) -> None:
        frames = range(len(self.graph.frames))
        self.copied = clipboard.part_text(self.graph, tuple(self.nodes()), frames)

    def paste(self) -> None:
        self.has_room()
        text = self.pick([self.copied] if self.copied else ())

        def pasted() -> Graph:
            part = clipboard.part_of(text)
            made, _ = edits.paste(self.graph, part, (24.0, 24.0))
            return frame.paste_frames(made, part, (24.0, 24.0))

        self.edit("paste", pasted)

    # Composites.

    def group(self) -> None:
        ids, held, modules = self.nodes(), range(len(self.graph.frames)), self.level.modules
        self.edit("group", lambda: grouping.group_nodes(self.graph, ids, "Block", modules, held)[0])

    def name_group(self) -> None:
        use, modules = self.pick(self.uses()), self.level.modules
        title = self.pick(("Stem", "Dense", "블록", "Stem 2"))
        self.edit("name group", lambda: grouping.name_group(self.graph, use, title, modules)[0])

    def ungroup(self) -> None:
        use = self.pick(self.uses())
        self.edit("ungroup", lambda: ungrouping.ungroup(self.graph, use)[0])

    def expose(self) -> None:
        """A param of a node inside becomes a setting of the composite."""
        kind, modules, facts = self.graph.inside, self.level.modules, self.level.report.facts
        ends = [(i, p.name) for i in self.graph.nodes for p in facts[i].module.params[:2]]
        node, param = self.pick(ends if kind else ())
        self.edit_whole("expose", lambda g: inside.expose(g, kind, node, param, modules))

    def hide(self) -> None:
        """A setting of the composite is one no longer."""
        kind = self.graph.inside
        end = self.pick(self.whole.groups[kind].params if kind else ())
        self.edit_whole("hide", lambda g: inside.hide(g, kind, end.node, end.param))

    # Frames and reroute points.

    def add_frame(self) -> None:
        made = frame.Frame("Part", at=self.at())
        if self.dice.random() < 0.5:
            made = frame.Frame(text="why", at=self.at(), is_note=True)
        if len(self.graph.frames) < MOST_FRAMES:
            self.edit("add frame", lambda: frame.add_frame(self.graph, made))

    def change_frame(self) -> None:
        frames = frame.frames_of(self.graph)
        place, color = self.pick(frames), self.pick(frame.COLORS)
        other = {place: replace(frames[place], color=color, size=(160.0, self.at()[1]))}
        self.edit("change frame", lambda: frame.change_frames(self.graph, other))

    def move_frame(self) -> None:
        place, step = self.pick(frame.frames_of(self.graph)), self.at()
        self.edit("move frame", lambda: frame.move_frames(self.graph, [place], step))

    def remove_frame(self) -> None:
        place = self.pick(frame.frames_of(self.graph))
        self.edit("remove frame", lambda: frame.remove_frames(self.graph, [place]))

    def bend(self) -> None:
        wire, at = self.pick(self.graph.wires), self.at()
        self.edit("bend", lambda: reroute.add_point(self.graph, wire, 0, at))

    def move_point(self) -> None:
        place, step = self.pick(reroute.all_places(self.graph)), self.at()
        self.edit("move point", lambda: reroute.shift_points(self.graph, [place], step))

    def straighten(self) -> None:
        place = self.pick(reroute.all_places(self.graph))
        self.edit("straighten", lambda: reroute.remove_points(self.graph, [place]))

    # Places and wires at once.

    def insert(self) -> None:
        report, wire = self.level.report, self.pick(self.graph.wires)
        wired = {i for w in self.graph.wires for i in (w.source_node, w.target_node)}
        loose = self.pick(i for i in self.graph.nodes if i not in wired)
        self.edit("insert", lambda: insert(report, wire, loose) or self.graph)

    def take_out(self) -> None:
        ids = self.nodes()
        self.edit("take out", lambda: take_out(self.level.report, ids).report.graph)

    def arrange(self) -> None:
        graph, modules = self.graph, self.level.modules
        room, ends, down = (
            sizes(graph, modules),
            levels(graph, modules),
            self.pick(("down", "right")),
        )
        found = arrange_framed(graph, {}, room, ends, down, (24.0, 48.0))
        straight = reroute.straighten(graph, found.places)
        self.edit("arrange", lambda: edits.move_nodes(straight, found.places))

    def mend(self) -> None:
        problem = self.pick(p for p in self.document.report.problems if p.remedies)
        self.step("mend", lambda: self._mend(problem))

    def _mend(self, problem: Problem) -> None:
        try:
            self.document.mend(problem, problem.remedies[0])
        except HornError:
            return  # refused in words

    # How to train.

    def set_epochs(self) -> None:
        training = replace(self.graph.training, epochs=self.dice.randint(1, 99))
        self.edit("training", lambda: edits.set_training(self.graph, training))

    def change_callbacks(self) -> None:
        if self.graph.training.callbacks:
            self.edit("callback", lambda: callback_edits.remove(self.graph, 0))
        else:
            self.edit("callback", lambda: callback_edits.add(self.graph, "early_stopping"))


def test_nothing_is_lost_in_ten_thousand_steps(qapp, tmp_path) -> None:
    done: Counter[str] = Counter()
    machine = type("Editing", (Editing,), {"folder": tmp_path, "done": done})
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
    assert done["step"] >= 10_000
    assert not {*KINDS_OF_EDITS, "enter", "open", "kill"} - {*done}
