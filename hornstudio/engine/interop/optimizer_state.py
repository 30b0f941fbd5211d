"""What an optimizer of Keras remembers, as the state of the optimizer here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hornstudio.engine.check import Report
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.interop.assemble import Origin
from hornstudio.engine.interop.hdf5 import Folder
from hornstudio.engine.modules.optimizers.kept import KINDS, Kept, Weight, kept

Tree = dict[str, dict[str, Any]]
"""By node, by weight: an array, or arrays by slot."""


@dataclass(frozen=True, slots=True)
class OptimizerState:
    """Steps so far, and what is remembered of each weight.

    every: how many steps make an update. average, gathered: None where the optimizer keeps none.
    """

    count: int
    slots: Tree
    every: int = 1
    average: Tree | None = None
    gathered: Tree | None = None

    def renamed(self, names: Mapping[str, str]) -> "OptimizerState":
        """The same for nodes of other names."""

        def moved(tree: Tree) -> Tree:
            return {names[node]: held for node, held in tree.items()}

        average = None if self.average is None else moved(self.average)
        gathered = None if self.gathered is None else moved(self.gathered)
        return replace(self, slots=moved(self.slots), average=average, gathered=gathered)

    def tree(self) -> dict[str, Any]:
        """The same as the optimizer here holds it."""
        state: dict[str, Any] = {"count": np.int32(self.count // self.every), "slots": self.slots}
        for name, arrays in (("gathered", self.gathered), ("average", self.average)):
            if arrays is not None:
                state = {"count": np.int32(self.count), name: arrays, "optimizer": state}
        return state


def read_optimizer(
    root: Folder, graph: Graph, origins: Mapping[str, Origin], report: Report
) -> OptimizerState | None:
    """The state of the graph's optimizer; None where there is none or it cannot be taken over."""
    node = next((n for _, n in graph if n.kind in KINDS), None)
    folder = root.folder("optimizer", "vars")
    if node is None or folder is None:
        return None
    weights = list(_trained(graph, origins, report))
    return _filled(folder, node, weights, kept(node.kind, node.params, weights))


@dataclass(slots=True)
class _Trees:
    """The trees while they are filled."""

    average: Tree = field(default_factory=dict)
    gathered: Tree = field(default_factory=dict)
    slots: Tree = field(default_factory=dict)


def _filled(
    folder: Folder, node: Node, weights: list[Weight], wanted: list[Kept]
) -> OptimizerState | None:
    """Arrays of the folder where they belong; None where they are others than wanted."""
    names = folder.names()
    first = 1 if isinstance(node.params.get("learning_rate"), Mapping) else 2
    if len(names) != first + len(wanted):
        return None
    trees = _Trees()
    for weight in weights:
        trees.slots.setdefault(weight.owner, {})[weight.array] = {}
    for name, each in zip(names[first:], wanted, strict=True):
        values = folder.array(name)
        if values.shape != each.shape:
            return None
        _put(trees, each, np.asarray(values, np.float32), weights)
    around = {
        tree: getattr(trees, tree)
        for tree in ("average", "gathered")
        if any(each.tree == tree for each in wanted)
    }
    every = node.params.get("gradient_accumulation_steps") or 1
    return OptimizerState(int(folder.array(names[0])), trees.slots, int(every), **around)


def _put(trees: _Trees, each: Kept, values: np.ndarray, weights: list[Weight]) -> None:
    for weight in weights if each.weight is None else [each.weight]:
        if each.tree != "slots":
            getattr(trees, each.tree).setdefault(weight.owner, {})[weight.array] = values
        elif each.slot:
            trees.slots[weight.owner][weight.array][each.slot] = values


def _trained(graph: Graph, origins: Mapping[str, Origin], report: Report) -> Iterator[Weight]:
    """Weights that are trained, in the order in which Keras lists its variables."""
    frozen = graph.frozen_owners()
    for owner in sorted(origins, key=lambda node: origins[node].order):
        if owner not in frozen:
            for array in report.facts[owner].weights:
                yield Weight(owner, array.name, array.shape)
