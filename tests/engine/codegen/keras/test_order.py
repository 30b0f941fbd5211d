"""Weights are found by the order in which Keras lists layers, whatever order a graph has."""

import keras
import numpy as np
import pytest

from hornstudio.engine.codegen.keras.archive import keras_file
from hornstudio.engine.codegen.keras.model import model_of
from hornstudio.engine.codegen.keras.order import Step, in_order, layers_in_order
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from tests.engine.sample_graph import chain, graph, node


def branches(order: tuple[str, ...]) -> Graph:
    """A short way and a long way through layers of one class and size, in some order."""
    dense = {name: node("dense", units=3, activation="tanh") for name in order}
    return graph(
        {
            "x": node("input", shape=[3]),
            **dense,
            "sum": node("add"),
            "y": node("input", shape=[3]),
            "loss": node("mean_squared_error"),
            "sgd": node("sgd"),
        },
        [
            *chain("x", "long_1", "long_2", "long_3"),
            *chain("x", "short"),
            ("short.output", "sum.inputs"),
            ("long_3.output", "sum.inputs"),
            ("sum.output", "loss.prediction"),
            ("y.output", "loss.target"),
            ("loss.loss", "sgd.loss"),
        ],
    )


ORDERS = (("short", "long_1", "long_2", "long_3"), ("long_1", "long_2", "short", "long_3"))


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_weights_arrive_where_they_belong(order: tuple[str, ...], tmp_path) -> None:
    plan = plan_graph(branches(order), own_data=True)
    program = Program(plan)
    weights, state = program.init(0)
    path = tmp_path / "model.keras"
    remembered = program.optimizer.init(weights)
    path.write_bytes(keras_file(plan.graph, weights, state, remembered))
    model = keras.models.load_model(path)
    assert layers_in_order(model_of(plan)) == [n.name for n in model.layers if n.name != "x"]
    x = np.random.default_rng(0).normal(size=(4, 3)).astype(np.float32)
    ours = program.predict(weights, state, {"x.output": x})["sum.output"]
    np.testing.assert_allclose(np.asarray(model(x)), np.asarray(ours), atol=1e-6)


def test_a_shared_layer_is_as_far_as_its_farthest_call() -> None:
    x = Step("x")
    first = Step("shared", [x])
    other = Step("other", [first])
    last = Step("shared", [other])
    assert in_order([Step("end", [last, Step("near", [x])])])[:3] == ["x", "shared", "other"]


def test_long_chains_are_walked() -> None:
    step = Step("0")
    for number in range(1, 5000):
        step = Step(str(number), [step])
    assert in_order([step]) == [str(number) for number in range(5000)]
