"""Measuring on data that is not trained on: what is not in memory is read ahead of the device."""

from collections.abc import Callable, Iterable

import numpy as np

from hornstudio.engine.compile import loop
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.ahead import Ahead


def evaluate(
    measure: Callable[[Tree, Tree, Tree], Tree], weights: Tree, state: Tree, data: Tree
) -> tuple[Tree, float]:
    """Sums of losses and metrics over all samples, and the seconds for which the device waited.

    Both ways give the same bits. Raises: what reading the data raises.
    """
    makers = loop.evaluation_batches(data)
    if all(type(array) is np.ndarray for array in data.values()):
        return _added_up(measure, weights, state, makers), 0.0
    ahead = Ahead(makers)
    try:
        return _added_up(measure, weights, state, [ahead.take] * len(makers)), ahead.waited
    finally:
        ahead.close()


def _added_up(
    measure: Callable[[Tree, Tree, Tree], Tree],
    weights: Tree,
    state: Tree,
    takes: Iterable[Callable[[], Tree]],
) -> Tree:
    """Each batch is there before it is computed, and computed before the next one is taken.

    Otherwise a processor computes it in another thread, whose memory does not stay with the
    process, and batches that are dispatched and not computed yet pile up.
    """
    parts = []
    for take in takes:
        batch = jax.block_until_ready(jax.device_put(take()))
        parts.append(jax.device_get(measure(weights, state, batch)))
    return loop.add_up([jax.tree.map(lambda x: x[None], sums) for sums in parts])
