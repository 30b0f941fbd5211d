"""Learning rates that are too high for the optimizer that takes them."""

from collections.abc import Iterator, Mapping
from typing import Any

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.problem import Problem, set_to
from hornstudio.engine.text import Text

BY_THE_RATE = (
    *("adam", "adamw", "adamax", "nadam", "rmsprop", "lion", "sign_sgd"),
    *("adabelief", "radam", "yogi", "ademamix"),
)
"""Optimizers that move each weight by about the rate a step, whatever its gradient."""
MOST = 0.1
"""Weights begin at about a tenth: a longer step leaves nothing of them."""
USUAL = 0.001


def hasty_rates(others: Mapping[str, NodeFacts]) -> Iterator[Problem]:
    """Optimizers whose first step already throws all weights about. others: what is no layer."""
    for node_id, known in others.items():
        rate = _rate(known)
        if isinstance(rate, int | float) and rate > MOST:
            reason = Text(
                "learning_rate is {rate}, and each step moves every weight by about as much: the "
                "network will hardly learn; {usual} is usual",
                rate=f"{rate:g}",
                usual=f"{USUAL:g}",
            )
            remedy = set_to("learning_rate", USUAL)
            yield Problem("warning", reason, node_id, param="learning_rate", remedies=(remedy,))


def _rate(known: NodeFacts) -> Any:
    """The number or schedule, where weights move by it and the settings are sound."""
    if known.module.kind not in BY_THE_RATE or known.values is None:
        return None
    return known.values["learning_rate"]
