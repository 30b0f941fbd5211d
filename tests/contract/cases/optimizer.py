"""Optimizers."""

from typing import Any

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case

EMA = {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3}
LOSS = (Spec((), is_loss=True),)


def optimizers(kind: str, *rows: dict[str, Any]) -> list[Case]:
    common = [
        {},
        {"weight_decay": 0.1, "clipnorm": 0.5, "gradient_accumulation_steps": 2},
        {"clipvalue": 0.01, **EMA},
        {"global_clipnorm": 0.5, "learning_rate": {"kind": "cosine_decay"}},
    ]
    return [Case("optimizer", kind, (LOSS,), {**params}) for params in (*common, *rows)]


CASES: list[Case] = [
    *optimizers("sgd", {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}),
    *optimizers("adam", {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}, {"amsgrad": True}),
    *optimizers("adamw", {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}, {"amsgrad": True}),
]
