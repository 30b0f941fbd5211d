"""Layers that go through a sequence step by step.

They share one loop; more of what it can do is compared in `tests.parity.recurrent`.
"""

from typing import Any

from tests.contract.case import Case, f
from tests.contract.cases.shared import WEIGHTS

SEQUENCE = f(4, 3)
FILM = f(3, 5, 4, 2)
ARRAYS = {
    **WEIGHTS,
    "recurrent_initializer": {"kind": "orthogonal", "params": {"gain": 0.5}},
    "recurrent_regularizer": "l1",
    "recurrent_constraint": "unit_norm",
}
DROP = {"dropout": 0.3, "recurrent_dropout": 0.4}
BOTH_WAYS = {"bidirectional": "concat", "return_sequences": True}
BACKWARDS = {"go_backwards": True, "zero_output_for_mask": True}


def case(kind: str, params: dict[str, Any], masked: bool = True, begin: int = 0) -> Case:
    """A small layer; begin: length of the states that come in, 0 where none do."""
    states = [f(begin) if begin else None] * (2 if kind == "lstm" else 1)
    inputs = (SEQUENCE, *states)
    return Case("recurrent", kind, inputs, {"units": 5, **params}, (0,) if masked else ())


def film(params: dict[str, Any], begin: tuple[int, ...] = ()) -> Case:
    """A small layer over pictures; begin: shape of the states that come in."""
    inputs = (FILM, *[f(*begin) if begin else None] * 2)
    return Case("recurrent", "conv_lstm2d", inputs, {"filters": 2, "kernel_size": 2, **params})


def both(kind: str, **own: Any) -> list[Case]:
    """A layer both ways and one backwards. own: params that not all have."""
    bare = {"use_bias": False, "activation": "softmax", **DROP}
    return [
        case(kind, {**BOTH_WAYS, **ARRAYS}, begin=10),
        case(kind, {**BACKWARDS, **bare, **own}, begin=5),
    ]


CASES: list[Case] = [
    *both("simple_rnn"),
    case("simple_rnn", {}, masked=False),
    *both("lstm", recurrent_activation="softmax", unit_forget_bias=False),
    *both("gru", recurrent_activation="softmax", reset_after=False),
    film({**BOTH_WAYS, **ARRAYS, "padding": "same", "strides": [2, 1]}, begin=(3, 4, 4)),
    film(
        {
            **BACKWARDS,
            **DROP,
            "use_bias": False,
            "unit_forget_bias": False,
            "activation": "softmax",
            "recurrent_activation": "softmax",
            "dilation_rate": [2, 1],
        }
    ),
]
