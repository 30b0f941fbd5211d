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


def laid_out(carry: Tree, trees: Tree) -> Tree:
    """A checkpoint's arrays in the places that a carry has for them, whatever their shapes.

    What the checkpoint lacks is missing, or None in the optimizer's state.
    """
    leaves, layout = jax.tree.flatten(carry["optimizer"])
    saved = trees.get("optimizer", {})
    optimizer = jax.tree.unflatten(layout, [saved.get(str(i)) for i in range(len(leaves))])
    return {
        "weights": {k: trees.get("weights", {}).get(k, {}) for k in carry["weights"]},
        "state": {k: trees.get("state", {}).get(k, {}) for k in carry["state"]},
        "optimizer": optimizer,
    }


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
