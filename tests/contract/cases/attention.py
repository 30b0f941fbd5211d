"""Layers that let each step of a sequence look at others.

More of what masks do in them is compared in `tests.parity.attention`.
"""

from typing import Any

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case, Inputs, f, i
from tests.contract.cases.shared import WEIGHTS

QUERY, VALUE, KEY = f(4, 6), f(5, 3), f(5, 7)
PAIRS = i(4, 5)
ARRAYS = {name: value for name, value in WEIGHTS.items() if name != "activity_regularizer"}
HEADS = {"num_heads": 2, "key_dim": 3}
GROUPS = {"head_dim": 3, "num_query_heads": 6, "num_key_value_heads": 3}


def case(kind: str, params: dict[str, Any], *inputs: Spec | None, masked: Any = ()) -> Case:
    """A small layer; ports behind the given ones stay open."""
    has_mask = kind in ("multi_head_attention", "group_query_attention")
    open_ports: Inputs = (None,) * (3 + has_mask - len(inputs))
    return Case("attention", kind, (*inputs, *open_ports), params, masked)


CASES: list[Case] = [
    case("attention", {}, QUERY),
    case(
        "attention",
        {"use_scale": True, "score_mode": "concat", "dropout": 0.3, "use_causal_mask": True},
        QUERY,
        VALUE,
        f(5, 6),
        masked=(0, 1),
    ),
    case("additive_attention", {}, QUERY, VALUE, f(5, 6), masked=(0, 1)),
    case(
        "additive_attention",
        {"use_scale": False, "dropout": 0.3, "use_causal_mask": True},
        QUERY,
        masked=(0,),
    ),
    case("multi_head_attention", HEADS, QUERY, masked=(0,)),
    case(
        "multi_head_attention",
        {
            **HEADS,
            **ARRAYS,
            "value_dim": 2,
            "dropout": 0.3,
            "output_shape": [2, 4],
            "use_causal_mask": True,
            "sliding_window": 2,
            "use_gate": True,
        },
        QUERY,
        VALUE,
        KEY,
        PAIRS,
        masked=(0, 1, 2),
    ),
    case(
        "multi_head_attention",
        {**HEADS, "attention_axes": [-2], "use_bias": False},
        f(2, 4, 6),
        f(2, 5, 3),
        None,
        PAIRS,
    ),
    case("group_query_attention", GROUPS, QUERY, masked=(0,)),
    case(
        "group_query_attention",
        {
            **GROUPS,
            **ARRAYS,
            "use_bias": False,
            "dropout": 0.3,
            "use_causal_mask": True,
            "sliding_window": 2,
            "use_gate": True,
        },
        QUERY,
        f(5, 6),
        KEY,
        PAIRS,
        masked=(0, 1, 2),
    ),
]
