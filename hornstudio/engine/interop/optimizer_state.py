"""What an optimizer of Keras remembers, as the state of the optimizer here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hornstudio.engine.check import Report
from hornstudio.engine.graph import Graph
from hornstudio.engine.interop.assemble import Origin
from hornstudio.engine.interop.hdf5 import Folder

Slots = dict[str, dict[str, dict[str, np.ndarray]]]
"""By node, by weight, by slot."""

_MOMENTS = ((("m", "v"), ""),)
GROUPS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "sgd": ((("m",), "momentum"),),
    "adam": (*_MOMENTS, (("largest",), "amsgrad")),
    "adamw": (*_MOMENTS, (("largest",), "amsgrad")),
    "adamax": ((("m", "u"), ""),),
    "lamb": _MOMENTS,
    "rmsprop": ((("v",), ""), (("m",), "momentum"), (("mean",), "centered")),
    "adagrad": ((("v",), ""),),
    "adadelta": ((("v", "u"), ""),),
    "lion": ((("m",), ""),),
    "ftrl": ((("n", "z"), ""),),
}
"""By kind, slots that Keras makes in turn for every variable, and the param that asks for them."""

AROUND = ("use_ema", "gradient_accumulation_steps")
"""Settings that keep further arrays, whose order is another."""


@dataclass(frozen=True, slots=True)
class OptimizerState:
    """Updates so far, and what is remembered of each weight."""

    count: int
    slots: Slots


def read_optimizer(
    root: Folder, graph: Graph, origins: Mapping[str, Origin], report: Report
) -> OptimizerState | None:
    """The state of the graph's optimizer; None where there is none or it cannot be taken over."""
    node = next((n for _, n in graph if n.kind in GROUPS), None)
    folder = root.folder("optimizer", "vars")
    if node is None or folder is None or any(node.params.get(name) for name in AROUND):
        return None
    weights = list(_trained(graph, origins, report))
    names = folder.names()
    slots: Slots = {}
    taken = 1 if isinstance(node.params.get("learning_rate"), Mapping) else 2
    for group, asked in GROUPS[node.kind]:
        if asked and not node.params.get(asked):
            continue
        for owner, array, shape in weights:
            for slot in group:
                if taken >= len(names) or (found := folder.array(names[taken])).shape != shape:
                    return None
                places = slots.setdefault(owner, {}).setdefault(array, {})
                places[slot] = np.asarray(found, np.float32)
                taken += 1
    if taken != len(names):
        return None
    for owner, array, _ in weights:
        slots.setdefault(owner, {}).setdefault(array, {})
    return OptimizerState(int(folder.array(names[0])), slots)


def _trained(
    graph: Graph, origins: Mapping[str, Origin], report: Report
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Weights that are trained, in the order in which Keras lists its variables."""
    frozen = graph.frozen_owners()
    for owner in sorted(origins, key=lambda node: origins[node].order):
        if owner not in frozen:
            for array in report.facts[owner].weights:
                yield owner, array.name, array.shape
