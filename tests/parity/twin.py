"""The object of Keras that a case of ours stands for. Params have the same names and meanings."""

import functools
from typing import Any

import keras
import optax

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Ints, Nested, Setting, Values
from tests.contract.case import Case

OPTAX = {
    "linear_decay": optax.linear_schedule,
    "linear_onecycle": optax.linear_onecycle_schedule,
    "cosine_onecycle": optax.cosine_onecycle_schedule,
    "warmup_cosine_decay": optax.warmup_cosine_decay_schedule,
    "warmup_exponential_decay": optax.warmup_exponential_decay_schedule,
}
"""Schedules that Keras does not have."""
CALL_ARGUMENTS = {"reverse", "use_causal_mask"}
"""Params that are arguments of a call in Keras."""
OURS_ALONE = {
    *("weight", "class_weight", "bidirectional", "every_epochs", "max_to_keep"),
    *CALL_ARGUMENTS,
}
"""Params that Keras keeps elsewhere: the share of a loss is an argument of `compile`, weights of
classes one of `fit`, and going both ways a layer around another; or does not have, as how many
checkpoints stay."""


def twin(case: Case, **more: Any) -> Any:
    """Keras' object with the same params, and with `more` that only Keras has."""
    return build(case.module, case.values, **more)


def build(module: Module, values: Values, **more: Any) -> Any:
    """Keras' object for a module; a function for an activation, a number for a constant rate."""
    params = {n: convert(module, n, v) for n, v in values.items() if n not in OURS_ALONE} | more
    if module.keras.startswith("activations."):
        return functools.partial(counterpart(module), **params) if params else counterpart(module)
    if module.category == "schedule" and module.kind == "constant":
        return params["value"]
    if module.category == "schedule" and module.kind in OPTAX:
        return OPTAX[module.kind](**params)
    thing = counterpart(module)(**params)
    way = values.get("bidirectional")
    return keras.layers.Bidirectional(thing, merge_mode=way) if way else thing


def counterpart(module: Module) -> Any:
    """Keras' class or function that a module stands for."""
    return functools.reduce(getattr, module.keras.split("."), keras)


def convert(module: Module, name: str, value: Any) -> Any:
    """One param's value as Keras takes it."""
    param = module.param(name)
    if isinstance(value, Setting):
        assert isinstance(param, Nested)
        return build(catalog().find(param.category, value.kind), value.params)
    if name == "axis" and isinstance(value, tuple) and module.category != "loss":
        return list(value)
    if name == "noise_shape" and value is not None:
        return tuple(None if n == -1 else n for n in value)
    if name == "fill_value" and isinstance(value, tuple) and len(value) == 1:
        return value[0]
    if module.kind == "random_shear" and name.endswith("_factor") and value[0] < 0:
        return value[1]  # it takes -f to f only as one number f
    if isinstance(param, Ints) and value is not None:
        return value[0] if param.length == 1 else param.nested(value)
    return value
