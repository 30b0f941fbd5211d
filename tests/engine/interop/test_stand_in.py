"""Weights around a placeholder: the file says what it gives, so that what follows is known."""

import json
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.interop.keras_file import read_keras

from .keras_model import saved, shaken


def doubled(x):
    return 2 * x


def functional() -> keras.Model:
    x = keras.Input((6, 6, 2), name="x")
    h = layers.Conv2D(3, 3, name="before")(x)
    h = layers.Lambda(doubled, output_shape=(4, 4, 3), name="odd")(h)
    h = layers.MaxPooling2D(name="pool")(h)
    h = layers.BatchNormalization(name="norm")(layers.Flatten(name="flat")(h))
    return keras.Model(x, layers.Dense(2, name="behind")(h))


def sequential() -> keras.Model:
    return keras.Sequential(
        [
            layers.Input((6,), name="x"),
            layers.Dense(4, name="before"),
            layers.Lambda(doubled, output_shape=(4,), name="odd"),
            layers.Dense(3, name="behind"),
            layers.Dense(2, name="last"),
        ]
    )


@pytest.mark.parametrize("build", [functional, sequential])
def test_weights_before_and_behind_it_are_taken(build, tmp_path) -> None:
    model = shaken(build())
    found = read_keras(saved(model, tmp_path))
    assert [remark.node for remark in found.report.remarks] == ["odd"]
    assert not found.knows_layers
    assert found.graph.nodes["odd"].kind == "keras.Lambda"
    for layer in model.layers:
        trained = [np.asarray(v) for v in layer.trainable_variables]
        held = list((found.weights or {}).get(layer.name, {}).values())
        assert len(held) == len(trained), layer.name
        for mine, theirs in zip(held, trained, strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert found.optimizer is None
    assert found.computing is found.graph


def without_shapes(path: Path) -> None:
    """Take out of a file what says the shapes within the model, as older files have none."""

    def plain(data: Any) -> Any:
        if isinstance(data, list):
            return [plain(each) for each in data]
        if not isinstance(data, dict):
            return data
        gone = {"build_config"} | ({"shape"} if "keras_history" in data else set())
        return {name: plain(each) for name, each in data.items() if name not in gone}

    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held["config.json"] = json.dumps(plain(json.loads(held["config.json"]))).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def test_those_of_unknown_shape_stay_and_are_named(tmp_path) -> None:
    path = saved(functional(), tmp_path)
    without_shapes(path)
    found = read_keras(path)
    assert set(found.weights or {}) == {"before"}
    [reason] = [str(r.reason) for r in found.report.remarks if not r.is_placeholder]
    assert reason == "stay in the file, as their shapes are not known: norm, behind"


def test_a_loss_without_a_counterpart_leaves_a_graph_that_predicts(tmp_path) -> None:
    model = keras.Sequential([layers.Input((3,), name="x"), layers.Dense(2, name="y")])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(ignore_class=0))
    found = read_keras(saved(shaken(model), tmp_path))
    assert found.knows_layers
    assert set(found.weights or {}) == {"y"}
    assert "loss" in found.graph.nodes
    assert "loss" not in found.computing.nodes
    assert found.why_no_weights == ""
