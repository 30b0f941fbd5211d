"""Files written for Keras: it opens them, and they predict and train what the engine does."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from hornstudio.engine.codegen.keras.archive import keras_file
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph
from tests.engine import sample_graph
from tests.engine.sample_graph import chain, graph, judged, node

pytestmark = pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")


def opened(whole: Graph, path: Path) -> tuple[Program, Any, Any, Any]:
    """The engine's program with weights away from 0, and the file opened by Keras."""
    program = Program(plan_graph(whole))
    weights, state = program.init(0)
    rng = np.random.default_rng(0)
    moved = {
        owner: {n: np.asarray(a) + 0.05 * rng.normal(size=a.shape) for n, a in arrays.items()}
        for owner, arrays in weights.items()
    }
    path.write_bytes(keras_file(whole, moved, state))
    return program, moved, state, keras.saving.load_model(path)


@pytest.mark.parametrize(
    "name", ["mlp", "bounded", "strips", "two_in_two_out", "fitted", "attending"]
)
def test_keras_opens_it_and_predicts_the_same(name: str, tmp_path: Path) -> None:
    program, weights, state, model = opened(sample_graph.ALL[name](), tmp_path / "m.keras")
    rng = np.random.default_rng(1)
    names = [p for p in program.plan.data if p.endswith("image")]
    batch = {port: rng.random((4, 28, 28, 1), np.float32) for port in names}
    ours = program.predict(weights, state, batch)
    given = list(batch.values())
    theirs = model.predict(given[0] if len(given) == 1 else given, verbose=0)
    theirs = theirs if isinstance(theirs, list) else [theirs]
    for port, array in zip(program.plan.outputs, theirs, strict=True):
        np.testing.assert_allclose(ours[port], array, rtol=1e-4, atol=1e-6)


def test_it_trains_on_as_the_engine_does(tmp_path: Path) -> None:
    program, weights, state, model = opened(sample_graph.mlp(), tmp_path / "m.keras")
    rng = np.random.default_rng(1)
    x = rng.random((32, 28, 28, 1), np.float32)
    y = rng.integers(0, 10, 32).astype(np.int32)
    batch = {"digits.image": x, "digits.label": y}
    carry = {"weights": weights, "state": state, "optimizer": program.optimizer.init(weights)}
    for _ in range(3):
        carry, sums = program.step(carry, batch, None)
        ours = program.results(
            {k: {n: np.asarray(v) for n, v in s.items()} for k, s in sums.items()}
        )
        loss, accuracy = model.train_on_batch(x, y)
        model.reset_metrics()
        assert float(loss) == pytest.approx(ours["loss"], rel=1e-5)
        assert float(accuracy) == pytest.approx(ours["accuracy"])


def test_what_a_file_cannot_hold_is_named() -> None:
    celu = {"kind": "celu", "params": {"alpha": 0.5}}
    whole = graph(
        {
            "digits": node("digits"),
            "row": node("flatten"),
            "out": node("dense", units=10, activation=celu),
            "loss": node("categorical_crossentropy", from_logits=True),
            "sgd": node("sgd"),
        },
        [
            ("digits.image", "row.input"),
            *chain("row", "out"),
            *judged("out", "digits.label", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
    )
    weights, state = Program(plan_graph(whole)).init(0)
    with pytest.raises(ExportError, match="celu has settings of its own"):
        keras_file(whole, weights, state)
