"""Where a run begins; a new one that does in the weights of another, as far as they fit."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import HornError
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train.beginning import Beginning, after_checkpoint, at_the_seed
from hornstudio.engine.train.fit import former_names
from hornstudio.engine.train.kept.carry import laid_out
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.taken_over import begun


def beginning(
    program: Program, seed: int, resumed: RunFolder | None, branch: Path | None, checkpoint: str
) -> Beginning:
    """Where a run begins: after a checkpoint of its own, in weights of another run, or anew.

    resumed: the folder of a run that goes on. branch: that of another run. Raises: RunError.
    """
    if resumed and (resumed.checkpoints() or resumed.snapshots.last_complete()):
        return after_checkpoint(program, resumed, checkpoint)
    if branch:
        return in_weights_of(program, seed, branch, checkpoint)
    return at_the_seed(program, seed, resumed)


@dataclass
class Graft:
    """What was taken over, and what begins anew: arrays as `node.name`."""

    kept: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    def tree(self, own: Tree, other: Tree) -> Tree:
        """Arrays of `other` where node, name and shape match, else one's own."""
        return {
            node: {
                name: self.array(f"{node}.{name}", array, other.get(node, {}).get(name))
                for name, array in arrays.items()
            }
            for node, arrays in own.items()
        }

    def array(self, place: str, own: Any, other: Any) -> Any:
        """The other array where there is one of that shape; notes what was chosen."""
        if other is None or np.shape(other) != np.shape(own):
            self.new.append(place)
            return own
        self.kept.append(place)
        return np.asarray(other).astype(own.dtype)


def in_weights_of(program: Program, seed: int, run: Path, name: str) -> Beginning:
    """Begin a run in a checkpoint of another. Raises: HornError where it cannot be read.

    What an optimizer remembers of a weight is kept with it, where the optimizer is of the same
    kind.
    """
    folder = RunFolder.open(run)
    epoch = folder.snapshot_of(name)
    found = folder.load(name) if epoch is None else folder.snapshots.loaded(epoch)
    names = former_names(folder, program.plan.graph)
    other, kind = _held(folder, found.trees, names)
    weights, state = program.init(seed)
    graft, slots = Graft(), Graft()
    carry = {
        "weights": graft.tree(weights, other["weights"]),
        "state": graft.tree(state, other["state"]),
    }
    carry["optimizer"] = begun(program, carry["weights"])
    if "optimizer" in other and _kind(program) == kind:
        memories = [*other["late"], other["optimizer"]]
        carry["optimizer"] = _with_slots(carry["optimizer"], memories, slots)
    parent = {
        "run": str(folder.path),
        "checkpoint": found.path.stem,
        "kept": graft.kept,
        "new": graft.new,
        "optimizer": _share(slots),
    }
    kept = frozenset(n for n, arrays in state.items() if _is_kept(n, arrays, graft.kept))
    carry = jax.tree.map(np.array, carry)  # no array in two places: a dispatch uses them up
    notes = [*found.words, _words(parent, names)]
    return Beginning(carry, notes=notes, adapted=kept, parent=parent, names=names)


def _held(folder: RunFolder, trees: Tree, names: dict[str, str]) -> tuple[Tree, str]:
    """What a checkpoint of another run holds, and the kind of its optimizer.

    `late` has what that remembers of nodes thawed in the run. names: those that nodes have by now.
    Which of its memory belongs to which weight, its graph tells. Where that cannot be computed any
    more, as its data has gone or changed, an optimizer begins anew.
    """
    held = {name: trees.get(name, {}) for name in ("weights", "state")}
    kind, late = "", []
    if "optimizer" in trees:
        with suppress(HornError):
            former = Program(plan_graph(folder.graph(), for_training=False))
            held = laid_out(former.form(trees.get(THAWED, ())), trees)
            late, kind = [each["memory"] for each in held.pop(THAWED, {}).values()], _kind(former)
    nodes = {*held["weights"], *held["state"]}
    named: Tree = {name: _with_names(tree, names, nodes) for name, tree in held.items()}
    return {**named, "late": [_with_names(memory, names, nodes) for memory in late]}, kind


def _with_names(tree: Any, names: dict[str, str], nodes: set[str]) -> Any:
    """The tree with nodes under other names, wherever it goes by nodes."""
    if not names or not isinstance(tree, dict):
        return tree
    if tree.keys() <= nodes:
        return {names.get(node, node): inner for node, inner in tree.items()}
    return {key: _with_names(inner, names, nodes) for key, inner in tree.items()}


def _with_slots(own: Any, others: Iterable[Any], slots: Graft) -> Any:
    """The optimizer's state, each array taken over that lies in the same place, of the last one."""
    known = {
        jax.tree_util.keystr(at): array
        for other in others
        for at, array in jax.tree_util.tree_leaves_with_path(other)
    }
    leaves, layout = jax.tree_util.tree_flatten_with_path(own)
    mixed = [
        slots.array(place := jax.tree_util.keystr(at), array, known.get(place))
        for at, array in leaves
    ]
    return jax.tree_util.tree_unflatten(layout, mixed)


def _kind(program: Program) -> str:
    call = program.plan.optimizer
    return call.module.kind if call else ""


def _share(slots: Graft) -> str:
    if not slots.kept:
        return "new"
    return "in part" if slots.new else "kept"


def _is_kept(node: str, arrays: Iterable[str], kept: list[str]) -> bool:
    return all(f"{node}.{name}" in kept for name in arrays)


def _words(parent: dict[str, Any], names: dict[str, str]) -> Text:
    former = {now: before for before, now in names.items()}
    return Text(
        "a branch of {run} at {checkpoint}; weights kept: {kept}; begun anew: {new}",
        run=Path(parent["run"]).name,
        checkpoint=parent["checkpoint"],
        kept=_nodes(parent["kept"], parent["new"], former),
        new=_nodes(parent["new"], parent["kept"]),
    )


def _nodes(places: list[str], others: list[str], former: Mapping[str, str] = {}) -> str:
    """Their nodes, each once; the weights of a node that is among the others, too.

    former: what nodes were called before.
    """
    parted = {_node(place) for place in others}
    told = []
    for place in places:
        node = _node(place)
        was = f"{way_text(former[node])} -> " if node in former else ""
        told.append(was + way_text(place if node in parted else node))
    return ", ".join(dict.fromkeys(told)) or Text("none")


def _node(place: str) -> str:
    return place.partition(".")[0]
