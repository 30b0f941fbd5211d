"""Files of Keras 1 and 2, written here as those wrote them, and .h5 files of Keras 3."""

import json
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.interop.keras_file import Imported, read_keras
from hornstudio.engine.interop.legacy import table, upgraded, upgraded_training

from .keras_model import ATOL, floats, predictions, shaken


def layer(class_name: str, name: str, *sources: Any, **config: Any) -> dict[str, Any]:
    """A layer of a functional model; sources: (layer, call) or (layer, call, arguments)."""
    nodes = [[[s[0], s[1], 0, *s[2:]] for s in call] for call in sources]
    config = {"name": name, "trainable": True, **config}
    return {"class_name": class_name, "config": config, "name": name, "inbound_nodes": nodes}


def write(folder: Path, model: Any) -> Path:
    path = folder / "model.json"
    path.write_text(json.dumps(model))
    return path


KERAS_1 = {
    "class_name": "Sequential",
    "keras_version": "1.2.2",
    "config": [
        {
            "class_name": "Convolution2D",
            "config": {
                "name": "conv",
                "batch_input_shape": [None, 8, 8, 3],
                "input_dtype": "float32",
                "nb_filter": 4,
                "nb_row": 3,
                "nb_col": 2,
                "border_mode": "same",
                "subsample": [2, 1],
                "dim_ordering": "tf",
                "init": "he_normal",
                "W_regularizer": {"name": "L2", "class_name": "L2", "config": {"l2": 0.1}},
                "activation": "relu",
                "bias": True,
            },
        },
        {"class_name": "Flatten", "config": {"name": "flat"}},
        {"class_name": "Dropout", "config": {"name": "drop", "p": 0.25}},
        {
            "class_name": "Dense",
            "config": {"name": "out", "output_dim": 3, "init": "glorot_uniform", "bias": False},
        },
    ],
}


def test_keras_1_names_become_todays(tmp_path: Path) -> None:
    found = read_keras(write(tmp_path, KERAS_1))
    assert found.report.remarks == []
    assert found.weights is None
    assert dict(found.graph.nodes["conv"].params) == {
        "filters": 4,
        "kernel_size": [3, 2],
        "padding": "same",
        "strides": [2, 1],
        "kernel_initializer": "he_normal",
        "kernel_regularizer": {"kind": "l2", "params": {"l2": 0.1}},
        "activation": "relu",
    }
    assert dict(found.graph.nodes["drop"].params) == {"rate": 0.25}
    assert dict(found.graph.nodes["out"].params) == {"units": 3, "use_bias": False}
    assert dict(
        found.graph.nodes["model_input" if "model_input" in found.graph.nodes else "input"].params
    ) == {"shape": [8, 8, 3]}


def test_channels_that_come_first_are_not_taken_over(tmp_path: Path) -> None:
    model = json.loads(json.dumps(KERAS_1))
    model["config"][0]["config"]["dim_ordering"] = "th"
    [remark] = read_keras(write(tmp_path, model)).report.placeholders
    assert (remark.node, remark.reason) == ("conv", "has its channels first; here they come last")


def dense(name: str, *sources: Any, **config: Any) -> dict[str, Any]:
    return layer("Dense", name, *sources, units=2, **config)


def keras_2(first_call: int) -> dict[str, Any]:
    """A nested model called twice, its calls counted from `first_call`; a merge of all."""
    inner = {
        "class_name": "Model",
        "name": "tower",
        "config": {
            "name": "tower",
            "layers": [
                layer("InputLayer", "in", batch_input_shape=[None, 4], dtype="float32"),
                dense("fold", [("in", 0)]),
            ],
            "input_layers": [["in", 0, 0]],
            "output_layers": [["fold", 0, 0]],
        },
        "inbound_nodes": [[["a", 0, 0, {}]], [["b", 0, 0, {}]]],
    }
    ends = [("tower", first_call, {}), ("tower", first_call + 1, {})]
    return {
        "class_name": "Model",
        "keras_version": "2.2.4",
        "backend": "tensorflow",
        "config": {
            "name": "pair",
            "layers": [
                layer("InputLayer", "a", batch_input_shape=[None, 4], dtype="float32"),
                layer("InputLayer", "b", batch_input_shape=[None, 4], dtype="float32"),
                inner,
                layer("Concatenate", "both", ends, axis=-1),
            ],
            "input_layers": [["a", 0, 0], ["b", 0, 0]],
            "output_layers": [["both", 0, 0], ["tower", first_call, 0]],
        },
    }


@pytest.mark.parametrize("first_call", [0, 1])
def test_calls_of_nested_models_are_counted_as_the_file_counts(
    tmp_path: Path, first_call: int
) -> None:
    found = read_keras(write(tmp_path, keras_2(first_call)))
    assert found.report.remarks == []
    wires = {tuple(w) for w in found.graph.wires}
    assert ("b.output", "tower_2.in_") in wires
    assert ("tower.output", "both.inputs") in wires
    assert ("tower_2.output", "both.inputs") in wires
    assert found.graph.nodes["tower_2"].weights_of == "tower"
    assert [port for _, port in found.outputs] == ["both.output", "tower_output.output"]
    assert ("tower.output", "tower_output.input") in wires


def test_old_merging_becomes_a_layer_of_its_own() -> None:
    for mode, name in table()["merge"].items():
        entry = {"class_name": "Merge", "config": {"name": "m", "mode": mode, "concat_axis": 1}}
        assert upgraded(entry)["class_name"] == name
    assert upgraded({"class_name": "Merge", "config": {"mode": "cos"}})["class_name"] == (
        "Merge of mode cos"
    )


def test_functions_of_tensorflow_become_operators() -> None:
    entry = {"class_name": "TFOpLambda", "config": {"name": "f", "function": "math.add"}}
    assert upgraded(entry)["class_name"] == "Add"
    assert upgraded(entry)["module"].startswith("keras.src.ops")
    entry["config"]["function"] = "py_function"
    assert upgraded(entry)["class_name"] == "TFOpLambda"


def test_old_training_settings_become_todays() -> None:
    old = {
        "optimizer_config": {"class_name": "SGD", "config": {"lr": 0.1, "decay": 0.01}},
        "loss": "mse",
        "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"fn": "accuracy"}}]],
    }
    new = upgraded_training(old)
    assert new["metrics"] == [["accuracy"]]
    rate = new["optimizer"]["config"]["learning_rate"]
    assert rate["class_name"] == "InverseTimeDecay"
    assert rate["config"] == {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 0.01}


def test_every_old_name_has_a_new_one_in_keras() -> None:
    for name in table()["classes"].values():
        assert name == "Merge" or hasattr(layers, name)
    for name in table()["params"]:
        assert hasattr(layers, name) or name == "ThresholdedReLU"


def with_weights(path: Path, model: Any, arrays: dict[str, np.ndarray]) -> Imported:
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(model).encode()
        file.attrs["keras_version"] = model["keras_version"]
        for name, array in arrays.items():
            file[f"model_weights/{name}"] = array
    return read_keras(path)


def test_keras_1_weights_are_found_by_their_names(tmp_path: Path) -> None:
    kernel, bias = floats(3, 2, 3, 4), floats(4)
    arrays = {
        "conv/conv_W": kernel,
        "conv/conv_b": bias,
        "out/out_W": (out := floats(4 * 8 * 4, 3)),
    }
    found = with_weights(tmp_path / "model.h5", KERAS_1, arrays)
    np.testing.assert_array_equal(found.weights["conv"]["kernel"], kernel)
    np.testing.assert_array_equal(found.weights["conv"]["bias"], bias)
    np.testing.assert_array_equal(found.weights["out"]["kernel"], out)


def test_keras_2_weights_of_a_nested_model_are_found(tmp_path: Path) -> None:
    arrays = {"tower/fold/kernel:0": floats(4, 2), "tower/fold/bias:0": floats(2)}
    found = with_weights(tmp_path / "model.h5", keras_2(1), arrays)
    np.testing.assert_array_equal(found.weights["tower__fold"]["kernel"], floats(4, 2))
    x = {"a": floats(3, 4), "b": floats(3, 4, seed=1)}
    both, first = predictions(found, x)
    right = [v @ floats(4, 2) + floats(2) for v in x.values()]
    np.testing.assert_allclose(both, np.concatenate(right, axis=-1), rtol=ATOL)
    np.testing.assert_allclose(first, right[0], rtol=ATOL)


def test_an_h5_file_of_keras_3_predicts_the_same(tmp_path: Path) -> None:
    inner = keras.Sequential([layers.Dense(3), layers.BatchNormalization()], name="inner")
    x = keras.Input((4,), name="x")
    y = layers.Add()([inner(x), layers.Dense(3, name="side", use_bias=False)(x)])
    model = shaken(keras.Model(x, y))
    model.compile("adam", "mse", metrics=["mae"])
    path = tmp_path / "model.h5"
    model.save(path)
    found = read_keras(path)
    assert found.report.remarks == []
    [mine] = predictions(found, {"x": floats(5, 4)})
    np.testing.assert_allclose(mine, np.asarray(model(floats(5, 4))), rtol=ATOL, atol=ATOL)
    assert {"adam", "mean_squared_error"} <= {node.kind for _, node in found.graph}
