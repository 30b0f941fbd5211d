"""Callbacks."""

from typing import Any

from tests.contract.case import Case


def callback(kind: str, **params: Any) -> Case:
    return Case("callback", kind, (), params)


CASES: list[Case] = [
    callback("early_stopping", monitor="loss", patience=3, min_delta=0.01),
    callback("early_stopping", mode="max", baseline=0.5, start_from_epoch=2),
    callback("early_stopping", restore_best_weights=True),
    callback("best_weights", monitor="val_accuracy", mode="max"),
    callback("reduce_lr_on_plateau", monitor="loss", factor=0.5, patience=2, mode="min"),
    callback("reduce_lr_on_plateau", min_delta=0.01, cooldown=3, min_lr=1e-6),
    callback("terminate_on_nan", raise_error=True),
    callback("time_limit", minutes=0.5),
    callback("model_checkpoint", save_best_only=True, monitor="loss", mode="min"),
    callback("model_checkpoint", every_epochs=5, max_to_keep=2),
    callback("model_checkpoint", save_best_only=True, initial_value_threshold=0.5),
    callback("csv_logger", filename="figures.csv", separator=";", append=True),
    callback("tensorboard", log_dir="events", histogram_freq=2, update_freq="batch"),
]
