"""Optimizers."""

from itertools import zip_longest
from typing import Any

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case

EMA = {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3}
LOSS = (Spec((), is_loss=True),)
COMMON: list[dict[str, Any]] = [
    {},
    {"weight_decay": 0.1, "clipnorm": 0.5, "gradient_accumulation_steps": 2},
    {"clipvalue": 0.01, **EMA},
    {"global_clipnorm": 0.5, "learning_rate": {"kind": "cosine_decay"}},
]
"""Every param that all optimizers share."""


def optimizers(kind: str, *rows: dict[str, Any]) -> list[Case]:
    """The common cases; from the second on each with a row of the kind's own params."""
    pairs = zip_longest(COMMON, ({}, *rows), fillvalue={})
    return [Case("optimizer", kind, (LOSS,), {**params, **row}) for params, row in pairs]


EPS = {"eps": 1e-3, "eps_root": 1e-4}
MOMENTS = {"beta_1": 0.5, "beta_2": 0.9}
ADAM = ({**MOMENTS, "epsilon": 1e-3}, {"amsgrad": True})
CASES: list[Case] = [
    *optimizers("sgd", {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}),
    *optimizers("adam", *ADAM),
    *optimizers("adamw", *ADAM),
    *optimizers("adamax", {**MOMENTS, "epsilon": 1e-3}),
    *optimizers("nadam", {**MOMENTS, "epsilon": 1e-3}),
    *optimizers(
        "rmsprop",
        {"rho": 0.5, "momentum": 0.9, "epsilon": 1e-3},
        {"momentum": 0.5, "centered": True},
        {"centered": True},
    ),
    *optimizers("adagrad", {"initial_accumulator_value": 0.5, "epsilon": 1e-3}),
    *optimizers("adadelta", {"rho": 0.5, "epsilon": 1e-3}),
    *optimizers(
        "ftrl",
        {"learning_rate_power": -0.7, "initial_accumulator_value": 0.5, "beta": 0.5},
        {"l1_regularization_strength": 0.003, "l2_regularization_strength": 0.02},
        {"l2_shrinkage_regularization_strength": 0.1},
    ),
    *optimizers("lion", {"beta_1": 0.5, "beta_2": 0.9}),
    *optimizers("sign_sgd"),
    *optimizers("adabelief", {"b1": 0.5, "b2": 0.9, **EPS}, {"nesterov": True}),
    *optimizers("radam", {"b1": 0.5, "b2": 0.9, **EPS}, {"nesterov": True, "threshold": 6.0}),
    *optimizers("yogi", {"b1": 0.5, "b2": 0.9, "eps": 0.01}),
    *optimizers("ademamix", {"b1": 0.5, "b2": 0.9, "b3": 0.99, "alpha": 2.0, **EPS}),
    *optimizers("novograd", {"b1": 0.5, "b2": 0.9, **EPS}),
    *optimizers(
        "lars",
        {"trust_coefficient": 0.01, "eps": 0.1, "momentum": 0.5},
        {"nesterov": True},
    ),
    *optimizers(
        "sophia",
        {
            "b1": 0.5,
            "b2": 0.9,
            "eps": 0.01,
            "gamma": 0.5,
            "update_interval": 3,
            "clip_threshold": None,
        },
    ),
    *optimizers(
        "prodigy",
        {"b1": 0.5, "b2": 0.9, "eps": 1e-3, "estim_lr0": 1e-3, "safeguard_warmup": True},
        {"beta3": 0.9, "estim_lr_coef": 0.5, "estim_lr0": 1e-4},
        {"estim_lr0": 0.1},
    ),
    *optimizers("lamb", {**MOMENTS, "epsilon": 1e-3}),
    *optimizers(
        "adafactor",
        {"beta_2_decay": -0.5, "epsilon_1": 1e-3, "epsilon_2": 0.01, "clip_threshold": 0.5},
    ),
    *optimizers(
        "muon",
        {"momentum": 0.5, "nesterov": False, "ns_steps": 3, "rms_rate": None},
        {"muon_a": 2.0, "muon_b": -1.5, "muon_c": 0.5, "exclude_embeddings": False},
        {
            "exclude_layers": ["scores", "ker"],
            "adam_beta_1": 0.5,
            "adam_beta_2": 0.9,
            "adam_weight_decay": 0.1,
            "epsilon": 1e-3,
            "adam_lr_ratio": 0.5,
        },
    ),
    *optimizers("schedule_free_adamw", {**MOMENTS, "epsilon": 1e-3, "warmup_steps": 7}),
    *optimizers(
        "schedule_free_sgd",
        {"b1": 0.5, "weight_lr_power": 1.0},
        {"learning_rate": 0.1, "warmup_steps": 7},
    ),
]
