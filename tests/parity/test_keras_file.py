"""Files written for Keras: it opens them, and they predict and train what the engine does."""

from pathlib import Path
from typing import Any

import jax
import keras
import numpy as np
import pytest

from hornstudio.engine.codegen.keras.archive import keras_file
from hornstudio.engine.codegen.keras.script import export_keras
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.interop.keras_file import read_keras
from tests.engine import sample_graph
from tests.engine.sample_graph import chain, graph, judged, node

pytestmark = pytest.mark.filterwarnings("error:Skipping variable loading for optimizer")


def opened(whole: Graph, path: Path) -> tuple[Program, Any, Any, Any]:
    """The engine's program with weights away from 0, and the file opened by Keras."""
    program = Program(plan_graph(whole))
    weights, state = program.init(0)
    rng = np.random.default_rng(0)
    moved = {
        owner: {n: np.asarray(a) + 0.05 * rng.normal(size=a.shape) for n, a in arrays.items()}
        for owner, arrays in weights.items()
    }
    remembered = program.optimizer.init(program.split(moved)[0])
    path.write_bytes(keras_file(whole, moved, state, remembered))
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


def stepped(whole: Graph, steps: int, batch: Any) -> tuple[Program, Any, list[float]]:
    """The carry after some steps of the engine, and the losses."""
    program = Program(plan_graph(whole, own_data=True))
    carry, losses = program.start(0), []
    step = jax.jit(program.step)
    for _ in range(steps):
        carry, sums = step(carry, batch, jax.random.key(0))
        losses.append(program.results(sums)["loss"])
    return program, carry, losses


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("nadam", {"learning_rate": 0.05}),
        ("muon", {"learning_rate": 0.05}),
        ("adafactor", {"learning_rate": 0.05, "use_ema": True, "gradient_accumulation_steps": 2}),
        ("rmsprop", {"learning_rate": {"kind": "inverse_time_decay"}, "momentum": 0.5}),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_training_goes_on_where_it_was(kind: str, params: Any, tmp_path: Path) -> None:
    whole = graph(
        {
            "x": node("input", shape=[3]),
            "y": node("input", shape=[2]),
            "hidden": node("dense", units=4, activation="tanh"),
            "out": node("dense", units=2),
            "loss": node("mean_squared_error"),
            "optimizer": node(kind, **params),
        },
        [
            *chain("x", "hidden", "out"),
            *judged("out", "y.output", "loss"),
            ("loss.loss", "optimizer.loss"),
        ],
    )
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(5, 3)).astype("f"), rng.normal(size=(5, 2)).astype("f")
    batch = {"x.output": x, "y.output": y}
    _, carry, _ = stepped(whole, 4, batch)
    path = tmp_path / "m.keras"
    path.write_bytes(keras_file(whole, carry["weights"], carry["state"], carry["optimizer"]))
    model = keras.saving.load_model(path)
    theirs = [float(model.train_on_batch(x, y)) for _ in range(3)]
    np.testing.assert_allclose(theirs, stepped(whole, 7, batch)[2][4:], rtol=1e-4)


def test_a_graph_that_nothing_trains_is_a_model_that_is_not_compiled(tmp_path: Path) -> None:
    nodes = {"x": node("input", shape=[3]), "out": node("dense", units=2)}
    whole = graph(nodes, [*chain("x", "out")])
    program = Program(plan_graph(whole, for_training=False))
    weights, state = program.init(0)
    path = tmp_path / "m.keras"
    path.write_bytes(keras_file(whole, weights, state))
    model = keras.saving.load_model(path)
    assert not model.compiled
    x = np.ones((2, 3), np.float32)
    ours = program.predict(weights, state, {"x.output": x})["out.output"]
    np.testing.assert_allclose(model(x), ours, rtol=1e-5)


def with_reports(loss: str, target: Any, **reported: Any) -> Graph:
    """A model with losses and metrics that are only reported."""
    judges = {name: node(kind, **params) for name, (kind, params) in reported.items()}
    nodes = {"out": node("dense", units=4), "softmax": node("softmax"), "loss": node(loss)}
    return graph(
        {"x": node("input", shape=[3]), "y": target, **nodes, **judges, "sgd": node("sgd")},
        [
            *chain("x", "out", "softmax"),
            *(wire for name in ("loss", *judges) for wire in judged("softmax", "y.output", name)),
            ("loss.loss", "sgd.loss"),
        ],
    )


def evaluated(whole: Graph, y: Any, given: Any, path: Path) -> tuple[Any, Any]:
    """What the engine and Keras report of some samples, whose targets Keras is given as `given`."""
    x = np.random.default_rng(1).normal(size=(8, 3)).astype(np.float32)
    program = Program(plan_graph(whole, own_data=True))
    carry = program.start(0)
    batch = {"x.output": x, "y.output": y}
    sums = program.measure_batch(carry["weights"], carry["state"], batch)
    path.write_bytes(keras_file(whole, carry["weights"], carry["state"], carry["optimizer"]))
    model = keras.saving.load_model(path)
    theirs = model.evaluate(x, given, verbose=0, return_dict=True)
    return program.results(jax.tree.map(np.asarray, sums)), theirs


def test_losses_that_are_only_reported_are_the_same_in_keras(tmp_path: Path) -> None:
    whole = with_reports(
        "mean_squared_error",
        node("input", shape=[4]),
        likeness=("cosine_similarity", {}),
        near=("huber", {"delta": 0.2}),
    )
    y = np.random.default_rng(2).normal(size=(8, 4)).astype(np.float32)
    ours, theirs = evaluated(whole, y, y, tmp_path / "m.keras")
    assert theirs == pytest.approx(ours, rel=1e-5)
    back = read_keras(tmp_path / "m.keras")
    assert back.report.remarks == []
    assert {"cosine_similarity", "huber"} <= {n.kind for _, n in back.graph}


def test_an_output_without_a_loss_keeps_none_from_training(tmp_path: Path) -> None:
    whole = with_reports("mean_squared_error", node("input", shape=[4]), near=("huber", {}))
    whole = edits.add_node(whole, "spare", node("dense", units=2))
    whole = edits.connect(whole, Wire("x.output", "spare.input"))
    y = np.random.default_rng(2).normal(size=(8, 4)).astype(np.float32)
    given = {"softmax": y, "spare": None}
    ours, theirs = evaluated(whole, y, given, tmp_path / "m.keras")
    assert theirs["loss"] == pytest.approx(ours["loss"], rel=1e-5)
    assert theirs["softmax_near"] == pytest.approx(ours["near"], rel=1e-5)


def test_areas_are_told_what_the_labels_became(tmp_path: Path) -> None:
    """Precision takes no labels, so that Keras is given shares of classes."""
    whole = with_reports(
        "categorical_crossentropy",
        node("input", shape=[], dtype="int32"),
        areas=("mean_iou", {"num_classes": 4, "sparse_y_pred": False}),
        precision=("precision", {}),
    )
    y = np.arange(8).astype(np.int32) % 4
    given = keras.utils.to_categorical(y, 4)
    ours, theirs = evaluated(whole, y, given, tmp_path / "m.keras")
    assert theirs["mean_io_u"] == pytest.approx(ours["areas"], rel=1e-5)
    assert "sparse_y_true=False" in export_keras(whole)


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
