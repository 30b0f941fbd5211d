"""Dense, embedding and the like."""

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import WEIGHTS

HELD = {"kernel_initializer": "lecun_uniform"}
ORTHOGONAL = {"kernel_initializer": "orthogonal"}

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
    Case("core", "identity", (f(3, 6),), masked=(0,)),
    Case("core", "masking", (f(3, 2),), {"mask_value": 0.5}),
    Case("core", "masking", (i(7, 2),)),
    Case("core", "masking", (i(7, 2),), {"mask_value": 1.0}),
    Case("core", "masking", (i(3, 4, 1),), masked=(0,)),
    Case("core", "einsum_dense", (f(6),)),
    Case("core", "einsum_dense", (f(3, 4, 6),), {"bias_axes": "y"}),
    Case(
        "core",
        "einsum_dense",
        (f(3, 4),),
        {"equation": "abc,cde->abde", "output_shape": [None, 2, 5], "bias_axes": "d"},
    ),
    Case(
        "core",
        "einsum_dense",
        (f(2, 3, 4),),
        {"equation": "abcd,cde->abe", "output_shape": [2, 5], "activation": "tanh"} | HELD,
    ),
    Case(
        "core",
        "einsum_dense",
        (f(3, 4, 2),),
        {"equation": "ab...,cb->ac...", "output_shape": [5], "bias_axes": "c", **WEIGHTS},
    ),
    Case(
        "core",
        "einsum_dense",
        (f(3, 4),),
        {"equation": "abc,cde->abde", "output_shape": [3, 2, 5], **ORTHOGONAL},
        masked=(0,),
    ),
    Case("core", "reversible_embedding", (i(7),), {"input_dim": 20, "output_dim": 3}),
    Case(
        "core",
        "reversible_embedding",
        (i(7),),
        {"input_dim": 20, "output_dim": 3, "mask_zero": True, "tie_weights": False},
    ),
    Case(
        "core",
        "reversible_embedding",
        (f(4, 3),),
        {"input_dim": 7, "output_dim": 3, "reverse": True, "mask_zero": True},
        masked=(0,),
    ),
    Case(
        "core",
        "reversible_embedding",
        (f(3),),
        {
            "input_dim": 7,
            "output_dim": 3,
            "reverse": True,
            "tie_weights": False,
            "logit_soft_cap": 0.5,
            "embeddings_initializer": "ones",
            "embeddings_regularizer": "l2",
            "embeddings_constraint": "non_neg",
        },
    ),
]
