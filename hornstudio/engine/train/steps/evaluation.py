"""Measuring on data that is not trained on: what is not in memory is read ahead of the device."""

from collections.abc import Callable

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
    if all(type(array) is np.ndarray for array in data.values()):
        return loop.evaluate(measure, weights, state, data), 0.0
    makers = loop.evaluation_batches(data)
    ahead = Ahead(makers)
    try:
        # Each is waited for: batches that are dispatched and not computed yet would pile up.
        parts = [jax.device_get(measure(weights, state, ahead.take())) for _ in makers]
    finally:
        ahead.close()
    return loop.add_up([jax.tree.map(lambda x: x[None], sums) for sums in parts]), ahead.waited
