"""A run made of weights from elsewhere: it can be predicted with, evaluated, and trained on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.events import Finished
from hornstudio.engine.train.kept.carry import restore, to_trees
from hornstudio.engine.train.kept.run_folder import RunFolder

Arrays = Mapping[str, Mapping[str, np.ndarray]]
"""By node, by name."""

BEFORE_THE_FIRST = 0
"""The epoch that such weights count as: training goes on with epoch 1."""


def take_over(
    graph: Graph, weights: Arrays, state: Arrays, path: Path, optimizer: Tree | None = None
) -> RunFolder:
    """Make the folder of a run whose only checkpoint holds these arrays.

    optimizer: its `count` of updates, and `slots` by node, weight and slot; without them, or where
    they are not those of the graph's optimizer, it starts anew. Raises: RunError when a run is
    there already or the arrays do not fit the graph.
    """
    program = Program(plan_graph(graph, for_training=False))
    carry = with_arrays(program, weights, state, optimizer)
    folder = RunFolder(path)
    if folder.facts():
        raise RunError("{path} already holds a run; choose another folder", path=str(path))
    folder.begin(graph)
    facts = {"epoch": BEFORE_THE_FIRST, "metrics": {}}
    folder.save_checkpoint(BEFORE_THE_FIRST, to_trees(carry), facts)
    folder.record(Finished(run=str(path), epochs=BEFORE_THE_FIRST, seconds=0.0, metrics={}))
    return folder


def with_arrays(program: Program, weights: Arrays, state: Arrays, optimizer: Tree | None) -> Tree:
    """A carry with these arrays in it. Raises: RunError when they do not fit."""
    form = program.form()
    given = {"weights": weights, "state": state, "optimizer": begun(program, weights)}
    if optimizer is not None:
        remembered = {**optimizer, "count": np.int32(optimizer["count"])}
        if _form(remembered) == _form(form["optimizer"]):
            given["optimizer"] = remembered
    return restore(form, to_trees(given))


def begun(program: Program, weights: Arrays) -> Tree:
    """The optimizer at its start with these weights, which are also their own average."""
    trained = program.split(dict(weights))[0]
    state: Tree = program.optimizer.init(trained)
    return {**state, "average": trained} if "average" in state else state


def _form(tree: Tree) -> Any:
    return jax.tree.structure(tree)
