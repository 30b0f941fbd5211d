"""Learning rates in Keras' words."""

import re
from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.codegen.keras.script import export_keras
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, freeze
from hornstudio.engine.params import Values
from tests.engine import sample_graph

WARM = {
    "init_value": 0.001,
    "peak_value": 0.05,
    "warmup_steps": 8,
    "decay_steps": 40,
    "end_value": 0.01,
}


def warmed(**changes: Any) -> Graph:
    """The small network with a warm-up and half a cosine as its learning rate."""
    rate = {"kind": "warmup_cosine_decay", "params": {**WARM, **changes}}
    base = sample_graph.mlp()
    sgd = replace(base.nodes["sgd"], params=freeze({"learning_rate": rate}))
    return replace(base, nodes=freeze({**base.nodes, "sgd": sgd}))


@pytest.mark.parametrize("changes", [{}, {"warmup_steps": 0}, {"decay_steps": 8}])
def test_a_warm_up_before_half_a_cosine_is_the_same_in_keras(changes: dict[str, int]) -> None:
    from keras.optimizers import schedules

    text = export_keras(warmed(**changes))
    [written] = re.findall(r"schedules\.(CosineDecay\(.*?\))", text, flags=re.S)
    theirs = eval(written, vars(schedules))
    ours = catalog().find("schedule", "warmup_cosine_decay")
    given = Values({**WARM, "exponent": 1.0, **changes})
    for step in range(48):
        assert float(theirs(step)) == pytest.approx(float(ours.apply(step, **given)), rel=1e-5)


def test_another_power_of_the_cosine_is_refused() -> None:
    with pytest.raises(ExportError, match="Warm-up and cosine decay has no counterpart in Keras"):
        export_keras(warmed(exponent=2.0))
