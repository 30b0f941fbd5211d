"""A run made of weights from elsewhere: it can be predicted with, evaluated, and trained on."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.carry import restore, to_trees
from hornstudio.engine.train.events import Finished
from hornstudio.engine.train.run_folder import RunFolder

Arrays = Mapping[str, Mapping[str, np.ndarray]]
"""By node, by name."""

BEFORE_THE_FIRST = 0
"""The epoch that such weights count as: training goes on with epoch 1."""


def take_over(graph: Graph, weights: Arrays, state: Arrays, path: Path) -> RunFolder:
    """Make the folder of a run whose only checkpoint holds these arrays.

    The optimizer starts anew. Raises: RunError when a run is there already or the arrays do not
    fit the graph.
    """
    program = Program(plan_graph(graph, for_training=False))
    fresh = program.start(graph.training.seed)
    carry = restore(fresh, to_trees(fresh) | {"weights": weights, "state": state})
    folder = RunFolder(path)
    if folder.facts():
        raise RunError("{path} already holds a run; choose another folder", path=str(path))
    folder.begin(graph)
    facts = {"epoch": BEFORE_THE_FIRST, "metrics": {}}
    folder.save_checkpoint(BEFORE_THE_FIRST, to_trees(carry), facts)
    folder.record(Finished(run=str(path), epochs=BEFORE_THE_FIRST, seconds=0.0, metrics={}))
    return folder
