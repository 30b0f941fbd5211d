"""Initializers."""

from tests.contract.case import Case

CASES: list[Case] = [
    *[Case("initializer", k) for k in ("glorot_uniform", "he_normal", "zeros", "ones")],
    Case("initializer", "random_normal", (), {"mean": 1.0, "stddev": 0.5}),
    Case("initializer", "random_uniform", (), {"minval": 1.0, "maxval": 2.0}),
]
