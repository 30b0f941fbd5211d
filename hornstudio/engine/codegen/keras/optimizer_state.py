"""What the optimizer remembers, as the row of arrays that Keras keeps of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.modules.optimizers.kept import AROUND, Kept, Weight, kept
from hornstudio.engine.params import Setting


def kept_arrays(
    plan: Plan, layers: Iterable[str], remembered: Mapping[str, Any]
) -> Iterator[np.ndarray]:
    """Steps so far, the learning rate where it is a number, and what is kept of each weight.

    layers: as Keras lists them.
    """
    assert plan.optimizer is not None
    values = plan.optimizer.values
    yield np.asarray(remembered["count"], np.int32)
    rate = values.learning_rate
    if not isinstance(rate, Setting):
        yield np.asarray(rate, np.float32)
    elif rate.kind == "constant":
        yield np.asarray(rate.params["value"], np.float32)
    weights = [weight for layer in layers for weight in _trained(plan, layer)]
    trees = dict(_trees(remembered))
    for each in kept(plan.optimizer.module.kind, values, weights):
        yield _array(each, trees, weights)


def _trained(plan: Plan, owner: str) -> Iterator[Weight]:
    if owner in plan.frozen:
        return
    for start in plan.starts:
        if start.owner == owner and not start.is_state:
            yield Weight(owner, start.array.name, start.array.shape)


def _trees(remembered: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Trees by name, from whatever they are wrapped in."""
    state: Any = remembered
    while state is not None:
        yield from ((name, state[name]) for name in (*AROUND, "slots") if name in state)
        state = state.get("optimizer")


def _array(each: Kept, trees: Mapping[str, Any], weights: list[Weight]) -> np.ndarray:
    weight = each.weight or next(iter(weights), None)
    if weight is None or (each.tree == "slots" and not each.slot):
        return np.zeros(each.shape, np.float32)
    found = trees[each.tree][weight.owner][weight.array]
    return np.asarray(found[each.slot] if each.tree == "slots" else found, np.float32)
