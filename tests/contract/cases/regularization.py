"""Layers that make training harder."""

from tests.contract.case import Case, f
from tests.contract.cases.shared import IMAGE

CASES: list[Case] = [
    Case("normalization", "dropout", (f(6),)),
    Case("normalization", "dropout", (IMAGE,), {"rate": 0.25}),
    Case("normalization", "dropout", (f(5, 6),), masked=(0,)),
    Case("normalization", "dropout", (IMAGE,), {"noise_shape": [-1, 1, 1, -1]}),
    Case("normalization", "spatial_dropout1d", (f(9, 4),), masked=(0,)),
    Case("normalization", "spatial_dropout1d", (f(9, 4),), {"rate": 0.25}),
    Case("normalization", "spatial_dropout2d", (IMAGE,), {"rate": 0.25}),
    Case("normalization", "spatial_dropout3d", (f(2, 3, 2, 4),), {"rate": 0.25}),
    Case("normalization", "alpha_dropout", (f(6),)),
    Case("normalization", "alpha_dropout", (IMAGE,), {"rate": 0.25}),
    Case("normalization", "gaussian_dropout", (f(6),)),
    Case("normalization", "gaussian_dropout", (IMAGE,), {"rate": 0.25}),
    Case("normalization", "gaussian_noise", (f(6),)),
    Case("normalization", "gaussian_noise", (IMAGE,), {"stddev": 0.25}),
    Case("normalization", "activity_regularization", (f(6),)),
    Case("normalization", "activity_regularization", (f(3, 6),), {"l1": 0.1}, masked=(0,)),
    Case("normalization", "activity_regularization", (IMAGE,), {"l1": 0.1, "l2": 0.2}),
]
