"""Activations."""

from tests.contract.case import Case, f

CASES: list[Case] = [
    Case("activation", "relu", (f(6),)),
    Case("activation", "relu", (f(6),), {"negative_slope": 0.2, "max_value": 1.5}),
    Case("activation", "relu", (f(6),), {"threshold": 0.5, "negative_slope": 0.1}),
    Case("activation", "sigmoid", (f(6),)),
    Case("activation", "tanh", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),)),
    Case("activation", "softmax", (f(3, 6),), {"axis": 1}),
    Case("activation", "gelu", (f(6),)),
    Case("activation", "gelu", (f(6),), {"approximate": True}),
]
