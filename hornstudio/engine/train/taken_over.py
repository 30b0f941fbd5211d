"""A run made of weights from elsewhere: it can be predicted with, evaluated, and trained on."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.disk.moving import move
from hornstudio.engine.errors import FileError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.carry import restore, to_trees
from hornstudio.engine.train.kept.mark import BEFORE_THE_FIRST
from hornstudio.engine.train.kept.no_folder import why_no_folder
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.run_path import draft_of

Arrays = Mapping[str, Mapping[str, np.ndarray]]
"""By node, by name."""


def take_over(
    graph: Graph,
    weights: Arrays,
    state: Arrays,
    path: Path,
    optimizer: Tree | None = None,
    source: str = "",
) -> RunFolder:
    """Make the folder of a run whose only checkpoint holds these arrays: whole, or not at all.

    optimizer: its `count` of updates, and `slots` by node, weight and slot; without them, or where
    they are not those of the graph's optimizer, it starts anew. source: name of the file that they
    come from. Of a graph that cannot compute yet, the arrays are kept as they are, for runs that
    begin in them. Raises: RunError when a folder with something in it is there already, when the
    arrays do not fit the graph, or when the disk does not take them.
    """
    trees: Tree = {"weights": weights, "state": state}
    if can_compute(graph):
        program = Program(plan_graph(graph, for_training=False))
        trees = to_trees(with_arrays(program, weights, state, optimizer))
    _refuse_taken(path)
    draft = draft_of(path)
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        _fill(RunFolder(draft), graph, trees, source)
        if path.is_dir():
            path.rmdir()
        move(draft, path)
    except (OSError, FileError) as error:
        raise why_no_folder(path, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return RunFolder(path)


def can_compute(graph: Graph) -> bool:
    """Whether every kind of module in a graph is known here; placeholders of others are not."""
    known = scope(graph, catalog())
    return all(known.get(node.kind) for _, node in graph)


def _refuse_taken(path: Path) -> None:
    if (path / "run.json").exists():
        raise RunError("{path} already holds a run; choose another folder", path=str(path))
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise RunError("{path} is not empty; choose another folder", path=str(path))


def _fill(folder: RunFolder, graph: Graph, trees: Tree, source: str) -> None:
    folder.begin(graph)
    epoch = BEFORE_THE_FIRST.epoch
    facts = {"epoch": epoch, "metrics": {}}
    folder.save_checkpoint(epoch, trees, facts)
    count = sum(np.size(leaf) for leaf in jax.tree.leaves(trees["weights"]))
    folder.end_imported(Text("weights of {file}", file=source or folder.path.name), int(count))


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
