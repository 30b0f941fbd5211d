"""The object of Keras that a case of ours stands for. Params have the same names and meanings."""

from collections.abc import Callable
from typing import Any

import keras

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Nested, Setting, Values
from tests.contract.case import Case

CLASSES = {
    "dense": keras.layers.Dense,
    "embedding": keras.layers.Embedding,
    "conv2d": keras.layers.Conv2D,
    "max_pooling2d": keras.layers.MaxPooling2D,
    "average_pooling2d": keras.layers.AveragePooling2D,
    "global_average_pooling2d": keras.layers.GlobalAveragePooling2D,
    "flatten": keras.layers.Flatten,
    "reshape": keras.layers.Reshape,
    "dropout": keras.layers.Dropout,
    "batch_normalization": keras.layers.BatchNormalization,
    "layer_normalization": keras.layers.LayerNormalization,
    "add": keras.layers.Add,
    "multiply": keras.layers.Multiply,
    "concatenate": keras.layers.Concatenate,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "mean_absolute_error": keras.metrics.MeanAbsoluteError,
    "sgd": keras.optimizers.SGD,
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "glorot_uniform": keras.initializers.GlorotUniform,
    "he_normal": keras.initializers.HeNormal,
    "zeros": keras.initializers.Zeros,
    "ones": keras.initializers.Ones,
    "random_normal": keras.initializers.RandomNormal,
    "random_uniform": keras.initializers.RandomUniform,
    "l1": keras.regularizers.L1,
    "l2": keras.regularizers.L2,
    "cosine_decay": keras.optimizers.schedules.CosineDecay,
    "exponential_decay": keras.optimizers.schedules.ExponentialDecay,
}
OURS_ALONE = {"weight"}
"""Params that Keras keeps elsewhere: the share of a loss is an argument of `compile`."""


def twin(case: Case) -> Any:
    """Keras' object with the same params."""
    return build(case.module, case.values)


def build(module: Module, values: Values) -> Any:
    """Keras' object for a module; a function for an activation, a number for a constant rate."""
    params = {n: convert(module, n, v) for n, v in values.items() if n not in OURS_ALONE}
    if module.category == "activation":
        return activation(module.kind, params)
    if module.kind == "constant":
        return params["value"]
    return CLASSES[module.kind](**params)


def convert(module: Module, name: str, value: Any) -> Any:
    """One param's value as Keras takes it."""
    if isinstance(value, Setting):
        param = module.param(name)
        assert isinstance(param, Nested)
        return build(catalog().find(param.category, value.kind), value.params)
    return list(value) if name == "axis" and isinstance(value, tuple) else value


def activation(kind: str, params: dict[str, Any]) -> Callable[[Any], Any]:
    """Keras' function of that name."""
    function = getattr(keras.activations, kind)
    return lambda x: function(x, **params)
