"""Schedules."""

from tests.contract.case import Case

CASES: list[Case] = [
    Case("schedule", "constant", (), {"value": 0.5}),
    Case(
        "schedule",
        "cosine_decay",
        (),
        {"initial_learning_rate": 0.1, "decay_steps": 9, "alpha": 0.1},
    ),
    Case("schedule", "cosine_decay", (), {"warmup_target": 0.5, "warmup_steps": 4}),
    Case(
        "schedule",
        "exponential_decay",
        (),
        {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5, "staircase": True},
    ),
]
