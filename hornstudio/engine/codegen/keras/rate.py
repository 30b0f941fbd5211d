"""Learning rates that Keras has under another name and with other settings."""

from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Setting, Values, complete


def as_keras_has_it(schedule: Setting, modules: Catalog) -> Setting:
    """The same course of rates in a kind that Keras has, or the schedule itself."""
    if schedule.kind != "warmup_cosine_decay" or schedule.params["exponent"] != 1.0:
        return schedule
    cosine = modules.find("schedule", "cosine_decay")
    return Setting("cosine_decay", complete(cosine.params, _cosine(schedule.params), modules.find))


def _cosine(warm: Values) -> dict[str, Any]:
    """Settings of a cosine decay after a rise, whose steps do not count the rise in."""
    peak, rise = warm["peak_value"], warm["warmup_steps"]
    settings = {
        "initial_learning_rate": warm["init_value"],
        "decay_steps": max(warm["decay_steps"] - rise, 1),
        "alpha": warm["end_value"] / peak,
    }
    return settings | {"warmup_target": peak, "warmup_steps": rise}
