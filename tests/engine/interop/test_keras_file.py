"""Models of Keras give the same numbers after they are imported."""

from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.codegen.keras.archive import keras_file
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.interop.keras_file import read_keras
from hornstudio.engine.training_settings import MIXED
from tests.engine import sample_graph

from .keras_model import (
    ATOL,
    assert_predicts_the_same,
    floats,
    imported,
    keras_losses,
    losses,
    saved,
    shaken,
    whole,
)


def cnn() -> keras.Model:
    model = keras.Sequential(
        [
            layers.Input((8, 8, 3), name="picture"),
            layers.Conv2D(4, 3, padding="same", use_bias=False, kernel_regularizer="l2"),
            layers.BatchNormalization(scale=False, momentum=0.9),
            layers.Activation("relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(5, (3, 2), strides=(2, 1), activation="tanh"),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.0),
            layers.Dense(3, activation="softmax", name="classes"),
        ],
        name="small cnn",
    )
    model.compile(
        keras.optimizers.Adam(0.02),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return shaken(model)


def test_a_convolutional_net_predicts_and_trains_the_same(tmp_path) -> None:
    model, x, y = cnn(), floats(6, 8, 8, 3), whole(6, below=3)
    found = assert_predicts_the_same(model, {"picture": x}, tmp_path)
    mine = losses(found, {"picture": x, "classes_target": y})
    np.testing.assert_allclose(mine, keras_losses(model, x, y), rtol=1e-4)


def test_switched_off_weights_shift_the_others(tmp_path) -> None:
    found = imported(cnn(), tmp_path)
    assert set(found.weights["batch_normalization"]) == {"beta"}
    assert set(found.state["batch_normalization"]) == {"moving_mean", "moving_variance"}
    assert set(found.weights["conv2d"]) == {"kernel"}


def test_params_at_their_defaults_are_not_written(tmp_path) -> None:
    graph = imported(cnn(), tmp_path).graph
    assert graph.name == "small cnn"
    assert dict(graph.nodes["conv2d_1"].params) == {
        "filters": 5,
        "kernel_size": [3, 2],
        "strides": [2, 1],
        "activation": "tanh",
    }
    assert dict(graph.nodes["adam"].params) == {"learning_rate": 0.02}


def siamese() -> keras.Model:
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    tower = layers.Dense(4, activation="tanh", name="tower")
    both = layers.Concatenate(name="both")([tower(left), tower(right)])
    return shaken(keras.Model([left, right], layers.Dense(1, name="same")(both), name="siamese"))


def test_a_shared_layer_owns_its_weights_once(tmp_path) -> None:
    inputs = {"left": floats(3, 5), "right": floats(3, 5, seed=1)}
    found = assert_predicts_the_same(siamese(), inputs, tmp_path)
    assert found.graph.nodes["tower_2"].weights_of == "tower"
    assert "tower_2" not in found.weights


def test_a_model_that_was_not_compiled_has_no_loss(tmp_path) -> None:
    kinds = {node.kind for _, node in imported(siamese(), tmp_path).graph}
    assert kinds == {"input", "dense", "concatenate"}


def encoder(name: str) -> keras.Model:
    x = keras.Input((6,), name="inside")
    return keras.Model(x, layers.Dense(4, name="fold")(x), name=name)


def test_nested_models_become_composites_that_share_their_weights(tmp_path) -> None:
    head = keras.Sequential(
        [layers.Dense(3, name="fold"), layers.Dense(2, name="out")], name="head"
    )
    x, z = keras.Input((6,), name="x"), keras.Input((6,), name="z")
    part = encoder("part")
    y = layers.Add(name="sum")([head(part(x)), head(part(z))])
    model = shaken(keras.Model({"x": x, "z": z}, [y, part(z)], name="nested"))
    inputs = {"x": floats(2, 6), "z": floats(2, 6, seed=1)}
    found = assert_predicts_the_same(model, inputs, tmp_path)
    nodes = found.graph.nodes
    assert {i: n.kind for i, n in nodes.items() if n.kind in ("part", "head")} == {
        "part": "part",
        "part_2": "part",
        "part_3": "part",
        "head": "head",
        "head_2": "head",
    }
    assert [nodes[i].weights_of for i in ("part", "part_2", "part_3")] == ["", "part", "part"]
    assert list(found.graph.groups["part"].body.nodes) == ["inside", "fold", "output"]
    assert set(found.weights) == {"part__fold", "head__fold", "head__out"}


def test_a_model_in_a_model_in_a_model(tmp_path) -> None:
    x = keras.Input((6,), name="x")
    middle = keras.Sequential(
        [layers.Input((6,)), encoder("deep"), layers.Dense(2, name="own")], name="mid"
    )
    model = shaken(keras.Sequential([x, middle, layers.Dense(2, name="last")]))
    found = assert_predicts_the_same(model, {"x": floats(2, 6)}, tmp_path)
    assert set(found.weights) == {"mid__deep__fold", "mid__own", "last"}


def two_tasks(**compiled) -> keras.Model:
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    both = layers.Concatenate()([layers.Dense(4, activation="relu")(a), b])
    price = layers.Dense(1, name="price")(both)
    kind = layers.Dense(3, activation="softmax", name="kind")(both)
    model = shaken(keras.Model([a, b], [price, kind]))
    model.compile("sgd", **compiled)
    return model


@pytest.mark.parametrize(
    "compiled",
    [
        {"loss": ["mse", "sparse_categorical_crossentropy"], "loss_weights": [0.5, 2.0]},
        {
            "loss": {"kind": "sparse_categorical_crossentropy", "price": "mse"},
            "loss_weights": {"kind": 2.0, "price": 0.5},
        },
        {
            "loss": [keras.losses.mean_squared_error, keras.losses.SparseCategoricalCrossentropy()],
            "loss_weights": [0.5, 2.0],
            "metrics": [["mae"], ["accuracy"]],
        },
    ],
    ids=["lists", "names", "functions"],
)
def test_several_losses_keep_their_shares(tmp_path, compiled: dict) -> None:
    model = two_tasks(**compiled)
    x = {"a": floats(5, 4), "b": floats(5, 3)}
    y = {"price": floats(5, 1), "kind": whole(5, below=3)}
    found = assert_predicts_the_same(model, x, tmp_path)
    mine = losses(found, x | {f"{name}_target": array for name, array in y.items()})
    right = keras_losses(model, list(x.values()), list(y.values()))
    np.testing.assert_allclose(mine, right, rtol=1e-4)
    assert found.graph.nodes["kind_loss"].params["weight"] == 2.0
    if "metrics" in compiled:
        assert found.graph.nodes["kind_accuracy"].kind == "accuracy"
        assert found.graph.nodes["price_mean_absolute_error"].kind == "mean_absolute_error"


def test_an_output_without_a_loss_has_no_target(tmp_path) -> None:
    graph = imported(two_tasks(loss=["mse", None]), tmp_path).graph
    assert "price_target" in graph.nodes
    assert "kind_target" not in graph.nodes


def test_frozen_layers_stay_frozen(tmp_path) -> None:
    model = two_tasks(loss=["mse", "sparse_categorical_crossentropy"])
    model.get_layer("price").trainable = False
    graph = imported(model, tmp_path).graph
    assert [i for i, node in graph if node.frozen] == ["price"]


def test_a_schedule_is_taken_over(tmp_path) -> None:
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    model = keras.Sequential([layers.Input((3,), name="x"), layers.Dense(2, name="y")])
    model.compile(keras.optimizers.SGD(rate, momentum=0.5), "mse")
    x, y = floats(4, 3), floats(4, 2)
    found = imported(model, tmp_path)
    mine = losses(found, {"x": x, "y_target": y}, steps=6)
    np.testing.assert_allclose(mine, keras_losses(model, x, y, steps=6), rtol=ATOL)


def test_the_graph_is_laid_out_without_overlaps(tmp_path) -> None:
    graph = imported(cnn(), tmp_path).graph
    assert len({node.at for _, node in graph}) == len(graph.nodes)


def test_an_ignored_class_0_is_not_left_out_silently(tmp_path) -> None:
    model = keras.Sequential([layers.Input((3,), name="x"), layers.Dense(2, name="y")])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(ignore_class=0))
    [remark] = read_keras(saved(model, tmp_path)).report.placeholders
    assert "ignore_class is 0" in str(remark.reason)


def test_mixed_precision_goes_to_keras_and_comes_back(tmp_path) -> None:
    plain = sample_graph.strips()
    mixed = replace(plain, training=replace(plain.training, precision=MIXED))
    weights, state = Program(plan_graph(plain, own_data=True)).init(0)
    path = tmp_path / "model.keras"
    path.write_bytes(keras_file(mixed, weights, state))
    model = keras.saving.load_model(path)
    policies = {layer.dtype_policy.name for layer in model.layers if layer.weights}
    assert policies == {MIXED}
    model.save(path)
    found = read_keras(path)
    assert found.graph.training.precision == MIXED
    assert not [r for r in found.report.remarks if "short floats" in str(r.reason)]
