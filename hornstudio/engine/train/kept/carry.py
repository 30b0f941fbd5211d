"""What a run carries from step to step, as the trees of a checkpoint and back."""

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.errors import RunError
from hornstudio.engine.lazy import jax


def to_trees(carry: Tree) -> Tree:
    """A carry as nested dicts of NumPy arrays; the optimizer's state as a numbered list."""
    leaves = jax.tree.leaves(carry["optimizer"])
    numbered = {str(i): np.asarray(leaf) for i, leaf in enumerate(leaves)}
    arrays = jax.tree.map(np.asarray, {"weights": carry["weights"], "state": carry["state"]})
    return {**arrays, "optimizer": numbered}


def restore(carry: Tree, trees: Tree) -> Tree:
    """A carry of a checkpoint's arrays. Raises: RunError when they do not fit the graph."""
    leaves, layout = jax.tree.flatten(carry["optimizer"])
    saved = trees.get("optimizer", {})
    optimizer = jax.tree.unflatten(layout, [saved.get(str(i)) for i in range(len(leaves))])
    restored = {
        "weights": {k: trees.get("weights", {}).get(k, {}) for k in carry["weights"]},
        "state": {k: trees.get("state", {}).get(k, {}) for k in carry["state"]},
        "optimizer": optimizer,
    }
    try:
        fits = jax.tree.map(lambda a, b: a.shape == np.shape(b), carry, restored)
    except (ValueError, TypeError):
        fits = False
    if not jax.tree.all(fits):
        raise RunError("the checkpoint does not fit this graph; its weights have other shapes")
    return restored
