"""Params that the cases of many modules set."""

from typing import Any

from tests.contract.case import Case, Inputs, f

IMAGE = f(9, 8, 4)
SCORES = f(5)
WEIGHTS = {
    "kernel_initializer": "he_normal",
    "kernel_regularizer": "l2",
    "kernel_constraint": "non_neg",
    "bias_initializer": {"kind": "random_normal", "params": {"mean": 0.1}},
    "bias_regularizer": {"kind": "l1", "params": {"l1": 0.5}},
    "bias_constraint": {"kind": "max_norm", "params": {"max_value": 0.5}},
    "activity_regularizer": "l2",
}
GAIN_AND_SHIFT = {
    "beta_initializer": "ones",
    "gamma_initializer": "random_uniform",
    "beta_regularizer": "l1",
    "gamma_regularizer": "l2",
    "beta_constraint": "non_neg",
    "gamma_constraint": "unit_norm",
}


def judges(kind: str, category: str, *rows: tuple[Inputs, dict[str, Any]]) -> list[Case]:
    """Cases of a loss or metric, whose last port may stay open."""
    return [Case(category, kind, (*ins, None)[:3], params) for ins, params in rows]
