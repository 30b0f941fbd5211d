"""Activations."""

from tests.contract.case import Case, f

PLAIN = (
    "relu6",
    "selu",
    "hard_sigmoid",
    "hard_tanh",
    "softsign",
    "log_sigmoid",
    "silu",
    "hard_silu",
    "mish",
    "softplus",
    "exponential",
    "linear",
    "tanh_shrink",
)
"""Activations without params."""

CASES: list[Case] = [
    *[Case("activation", kind, (f(6),)) for kind in PLAIN],
    Case("activation", "relu", (f(6),)),
    Case("activation", "relu", (f(6),), {"negative_slope": 0.2, "max_value": 1.5}),
    Case("activation", "relu", (f(6),), {"threshold": 0.5, "negative_slope": 0.1}),
    Case("activation", "relu", (f(6),), {"max_value": 6.0}),
    Case("activation", "leaky_relu", (f(6),), {"negative_slope": 0.3}),
    Case("activation", "prelu", (f(6),), {"alpha_initializer": "ones"}),
    Case(
        "activation",
        "prelu",
        (f(3, 4, 2),),
        {"alpha_regularizer": "l2", "alpha_constraint": "non_neg", "shared_axes": [1, 2]},
    ),
    Case("activation", "prelu", (f(3, 4),), masked=(0,)),
    Case("activation", "elu", (f(6),), {"alpha": 0.5}),
    Case("activation", "celu", (f(6),), {"alpha": 0.5}),
    Case("activation", "threshold", (f(6),), {"threshold": 0.3, "default_value": 2.0}),
    Case("activation", "sigmoid", (f(6),)),
    Case("activation", "tanh", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),), {"axis": 1}),
    Case("activation", "softmax", (f(6),), masked=(0,)),
    Case("activation", "log_softmax", (f(3, 6),)),
    Case("activation", "log_softmax", (f(3, 6),), {"axis": 1}),
    Case("activation", "glu", (f(3, 6),)),
    Case("activation", "glu", (f(4, 3),), {"axis": 1}),
    Case("activation", "gelu", (f(6),)),
    Case("activation", "gelu", (f(6),), {"approximate": True}),
    Case("activation", "squareplus", (f(6),), {"b": 1.0}),
    Case("activation", "hard_shrink", (f(6),), {"threshold": 0.3}),
    Case("activation", "soft_shrink", (f(6),), {"threshold": 1.5}),
]
