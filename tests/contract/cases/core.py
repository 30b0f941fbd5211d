"""Dense, embedding and the like."""

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import WEIGHTS

CASES: list[Case] = [
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
            "embeddings_constraint": "non_neg",
        },
    ),
    Case("core", "embedding", (i(7),), {"input_dim": 20, "output_dim": 3, "mask_zero": True}),
    Case("core", "dense", (f(5, 6),), {"units": 4}, masked=(0,)),
]
