"""What a run carries from step to step, as the trees of a checkpoint and back."""

from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.errors import RunError
from hornstudio.engine.lazy import jax


def to_trees(carry: Tree) -> Tree:
    """A carry as nested dicts of NumPy arrays; the optimizer's state as a numbered list.

    So is that of nodes which were thawed, by node, with the steps that each has missed.
    """
    arrays = jax.tree.map(np.asarray, {"weights": carry["weights"], "state": carry["state"]})
    late = {
        owner: {"missed": np.asarray(held["missed"]), **_numbered(held["memory"])}
        for owner, held in carry.get(THAWED, {}).items()
    }
    trees = {**arrays, "optimizer": _numbered(carry["optimizer"])}
    return trees | ({THAWED: late} if late else {})


def laid_out(carry: Tree, trees: Tree) -> Tree:
    """A checkpoint's arrays in the places that a carry has for them, whatever their shapes.

    What the checkpoint lacks is missing, or None in the optimizer's state.
    """
    saved = trees.get(THAWED, {})
    late = {
        owner: {
            "missed": saved.get(owner, {}).get("missed"),
            "memory": _unnumbered(held["memory"], saved.get(owner, {})),
        }
        for owner, held in carry.get(THAWED, {}).items()
    }
    found = {
        "weights": {k: trees.get("weights", {}).get(k, {}) for k in carry["weights"]},
        "state": {k: trees.get("state", {}).get(k, {}) for k in carry["state"]},
        "optimizer": _unnumbered(carry["optimizer"], trees.get("optimizer", {})),
    }
    return found | ({THAWED: late} if late else {})


def _numbered(memory: Any) -> Tree:
    return {str(i): np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves(memory))}


def _unnumbered(form: Any, saved: Tree) -> Any:
    leaves, layout = jax.tree.flatten(form)
    return jax.tree.unflatten(layout, [saved.get(str(i)) for i in range(len(leaves))])


def restore(carry: Tree, trees: Tree) -> Tree:
    """A carry of a checkpoint's arrays. Raises: RunError when they do not fit the graph."""
    restored = laid_out(carry, trees)
    try:
        fits = jax.tree.map(lambda a, b: a.shape == np.shape(b), carry, restored)
    except (ValueError, TypeError):
        fits = False
    if not jax.tree.all(fits):
        raise RunError(
            "the checkpoint does not fit this graph; its weights have other shapes. Where the data "
            "has other columns or classes by now, or a module of your own was changed, begin a "
            "branch of the run instead"
        )
    return restored
