"""Initializers."""

from tests.contract.case import Case

SCALED = (
    "glorot_uniform",
    "glorot_normal",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
)

CASES: list[Case] = [
    *[Case("initializer", kind) for kind in SCALED],
    Case("initializer", "variance_scaling"),
    Case("initializer", "variance_scaling", (), {"mode": "fan_avg", "scale": 0.5}),
    Case(
        "initializer",
        "variance_scaling",
        (),
        {"mode": "fan_out", "distribution": "untruncated_normal"},
    ),
    Case("initializer", "variance_scaling", (), {"distribution": "uniform"}),
    Case("initializer", "orthogonal"),
    Case("initializer", "orthogonal", (), {"gain": 2.0}),
    Case("initializer", "identity", (), {"gain": 0.5}),
    Case("initializer", "zeros"),
    Case("initializer", "ones"),
    Case("initializer", "constant", (), {"value": 0.3}),
    Case("initializer", "truncated_normal", (), {"mean": 1.0, "stddev": 0.5}),
    Case("initializer", "random_normal", (), {"mean": 1.0, "stddev": 0.5}),
    Case("initializer", "random_uniform", (), {"minval": 1.0, "maxval": 2.0}),
]
