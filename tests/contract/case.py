"""The table of cases that every module in the catalog must pass. A new module needs a row here."""

from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Values, complete
from hornstudio.engine.shapes import Spec

Inputs = tuple[Spec | tuple[Spec, ...] | None, ...]


@dataclass(frozen=True)
class Case:
    """A module with some params set, and what flows into its ports (a tuple for a growing one)."""

    category: str
    kind: str
    inputs: Inputs = ()
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def module(self) -> Module:
        return catalog().find(self.category, self.kind)

    @property
    def values(self) -> Values:
        return complete(self.module.params, self.params, catalog().find)

    def __str__(self) -> str:
        given = ",".join(f"{k}={v}" for k, v in self.params.items())
        return f"{self.kind}({given})"[:80]


def f(*shape: int) -> Spec:
    return Spec(shape)


def i(*shape: int, classes: int | None = None) -> Spec:
    return Spec(shape, "int32", classes=classes)


IMAGE = f(9, 8, 4)
WEIGHTS = {
    "kernel_initializer": "he_normal",
    "bias_initializer": {"kind": "random_normal", "params": {"mean": 0.1}},
    "kernel_regularizer": "l2",
    "bias_regularizer": {"kind": "l1", "params": {"l1": 0.5}},
}
GAIN_AND_SHIFT = {
    "beta_initializer": "ones",
    "gamma_initializer": "random_uniform",
    "beta_regularizer": "l1",
    "gamma_regularizer": "l2",
}
EMA = {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3}
LOSS = (Spec((), is_loss=True),)


def _loss(kind: str, category: str, *rows: tuple[Inputs, dict[str, Any]]) -> list[Case]:
    return [Case(category, kind, (*ins, None)[:3], params) for ins, params in rows]


def _optimizer(kind: str, *rows: dict[str, Any]) -> list[Case]:
    common = [
        {},
        {"weight_decay": 0.1, "clipnorm": 0.5, "gradient_accumulation_steps": 2},
        {"clipvalue": 0.01, **EMA},
        {"global_clipnorm": 0.5, "learning_rate": {"kind": "cosine_decay"}},
    ]
    return [Case("optimizer", kind, (LOSS,), {**params}) for params in (*common, *rows)]


SCORES = f(5)
CASES: list[Case] = [
    Case("data", "mnist", (), {"validation_split": 0.2, "order": 3}),
    Case("data", "digits", (), {"validation_split": 0.0, "order": 1}),
    Case("data", "input", (), {"shape": [3, 4], "dtype": "int32"}),
    Case("data", "input", (), {"shape": [None, 4]}),
    Case("core", "dense", (f(6),)),
    Case("core", "dense", (f(3, 6),), {"units": 4, "activation": "tanh", "use_bias": False}),
    Case("core", "dense", (f(6),), {"activation": "softmax", **WEIGHTS}),
    Case("core", "embedding", (i(7),), {"input_dim": 20, "output_dim": 3}),
    Case(
        "core",
        "embedding",
        (i(classes=9),),
        {
            "embeddings_initializer": {"kind": "random_uniform", "params": {"maxval": 0.2}},
            "embeddings_regularizer": "l2",
        },
    ),
    Case("convolution", "conv2d", (IMAGE,), {"filters": 5, "activation": "relu", **WEIGHTS}),
    Case("convolution", "conv2d", (IMAGE,), {"padding": "same", "strides": 2, "use_bias": False}),
    Case("convolution", "conv2d", (IMAGE,), {"dilation_rate": [2, 1], "kernel_size": [2, 3]}),
    Case("convolution", "conv2d", (IMAGE,), {"groups": 2, "filters": 6, "strides": [2, 3]}),
    *[
        Case("pooling", kind, (IMAGE,), params)
        for kind in ("max_pooling2d", "average_pooling2d")
        for params in (
            {},
            {"pool_size": 3, "strides": [1, 2], "padding": "same"},
            {"pool_size": [2, 3], "strides": 2},
        )
    ],
    Case("pooling", "global_average_pooling2d", (IMAGE,)),
    Case("pooling", "global_average_pooling2d", (IMAGE,), {"keepdims": True}),
    Case("reshape", "flatten", (IMAGE,)),
    Case("reshape", "flatten", (i(),)),
    Case("reshape", "reshape", (IMAGE,), {"target_shape": [6, -1, 4]}),
    Case("reshape", "reshape", (i(4),), {"target_shape": [2, 2]}),
    Case("normalization", "batch_normalization", (IMAGE,)),
    Case(
        "normalization",
        "batch_normalization",
        (IMAGE,),
        {
            "axis": 1,
            "momentum": 0.5,
            "epsilon": 0.1,
            **GAIN_AND_SHIFT,
            "moving_mean_initializer": "random_normal",
            "moving_variance_initializer": {"kind": "random_uniform", "params": {"minval": 0.02}},
        },
    ),
    Case("normalization", "batch_normalization", (f(6),), {"center": False, "scale": False}),
    Case("normalization", "layer_normalization", (f(3, 6),), {"epsilon": 0.1, **GAIN_AND_SHIFT}),
    Case("normalization", "layer_normalization", (IMAGE,), {"axis": [3, 1]}),
    Case("normalization", "layer_normalization", (f(6),), {"center": False, "scale": False}),
    Case("normalization", "dropout", (f(6),)),
    Case("normalization", "dropout", (IMAGE,), {"rate": 0.25}),
    Case("reshape", "add", ((f(3, 6), f(3, 6)),)),
    Case("reshape", "add", ((f(6), f(3, 1), f(3, 6)),)),
    Case("reshape", "multiply", ((f(3, 6), f(6)),)),
    Case("reshape", "multiply", ((i(2), i(2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(3, 2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(1, 6), f(2, 6)),), {"axis": 1}),
    Case("activation", "relu", (f(6),)),
    Case("activation", "relu", (f(6),), {"negative_slope": 0.2, "max_value": 1.5}),
    Case("activation", "relu", (f(6),), {"threshold": 0.5, "negative_slope": 0.1}),
    Case("activation", "sigmoid", (f(6),)),
    Case("activation", "tanh", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),), {"axis": 1}),
    Case("activation", "gelu", (f(6),)),
    Case("activation", "gelu", (f(6),), {"approximate": True}),
    *_loss(
        "categorical_crossentropy",
        "loss",
        ((SCORES, i(classes=5)), {"weight": 0.5}),
        ((SCORES, SCORES, f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(5, 3), i(3)), {"axis": 1, "reduction": "sum"}),
        ((f(3, 5), i(3, 1), f(3)), {"reduction": "mean_with_sample_weight"}),
    ),
    *_loss(
        "binary_crossentropy",
        "loss",
        ((f(1), i(classes=2)), {"weight": 0.5}),
        ((f(3, 4), f(3, 4), f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(3, 4), f(3, 4)), {"axis": 1, "reduction": "sum"}),
        ((f(), f(1)), {}),
    ),
    *_loss(
        "mean_squared_error",
        "loss",
        ((f(4), f(4)), {"weight": 2.0}),
        ((f(1), f(), f()), {"reduction": "mean_with_sample_weight"}),
        ((f(3, 1), f(3)), {}),
    ),
    *_loss(
        "accuracy",
        "metric",
        ((SCORES, i(classes=5)), {}),
        ((SCORES, SCORES, f()), {}),
        ((f(1), i(classes=2)), {}),
        ((f(3, 5), i(3, 1), f(3)), {}),
    ),
    *_loss("mean_absolute_error", "metric", ((f(4), f(4)), {}), ((f(1), f(), f()), {})),
    *_optimizer("sgd", {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}),
    *_optimizer("adam", {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}, {"amsgrad": True}),
    *_optimizer("adamw", {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}, {"amsgrad": True}),
    *[Case("initializer", k) for k in ("glorot_uniform", "he_normal", "zeros", "ones")],
    Case("initializer", "random_normal", (), {"mean": 1.0, "stddev": 0.5}),
    Case("initializer", "random_uniform", (), {"minval": 1.0, "maxval": 2.0}),
    Case("regularizer", "l1", (), {"l1": 0.2}),
    Case("regularizer", "l2", (), {"l2": 0.2}),
    Case("schedule", "constant", (), {"value": 0.5}),
    Case(
        "schedule",
        "cosine_decay",
        (),
        {"initial_learning_rate": 0.1, "decay_steps": 9, "alpha": 0.1},
    ),
    Case("schedule", "cosine_decay", (), {"warmup_target": 0.5, "warmup_steps": 4}),
    Case(
        "schedule",
        "exponential_decay",
        (),
        {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5, "staircase": True},
    ),
]
