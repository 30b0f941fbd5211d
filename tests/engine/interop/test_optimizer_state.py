"""Training goes on as if it had never left Keras: what the optimizer remembers comes along."""

import json
from typing import Any

import jax
import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.interop.keras_file import read_keras
from hornstudio.engine.train.taken_over import with_arrays

from .keras_model import batch_of, config_of, floats, keras_losses, program_of, rewritten, saved

X, Y = floats(4, 3), floats(4, 2, seed=1)


def trained_model(optimizer: Any) -> Any:
    """A model whose layers do not stand in the file in the order of their calls."""
    inner = keras.Sequential([layers.Input((3,)), layers.Dense(2), layers.Dense(3)])
    x = keras.Input((3,), name="x")
    side = layers.Dense(3, use_bias=False)
    y = layers.Dense(2, name="y")(layers.Add()([inner(x), side(x)]))
    model = keras.Model(x, y)
    model.compile(optimizer, "mse")
    keras_losses(model, X, Y)
    return model


OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.1, momentum=0.9),
    "adam": lambda: keras.optimizers.Adam(0.05, amsgrad=True),
    "rmsprop": lambda: keras.optimizers.RMSprop(
        keras.optimizers.schedules.ExponentialDecay(0.01, 2, 0.5), momentum=0.5, centered=True
    ),
    "nadam": lambda: keras.optimizers.Nadam(0.05),
    "adafactor": lambda: keras.optimizers.Adafactor(0.05),
    "muon": lambda: keras.optimizers.Muon(0.05, exclude_layers=["y"]),
    "average": lambda: keras.optimizers.SGD(0.1, use_ema=True, gradient_accumulation_steps=2),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_goes_on_where_it_was(name: str, tmp_path) -> None:
    model = trained_model(OPTIMIZERS[name]())
    found = read_keras(saved(model, tmp_path))
    assert found.optimizer is not None
    assert found.optimizer.count == 3
    program = program_of(found)
    carry = with_arrays(program, found.weights, found.state, found.optimizer.tree())
    step = jax.jit(program.step)
    mine = []
    for _ in range(3):
        carry, sums = step(carry, batch_of({"x": X, "y_target": Y}), jax.random.key(0))
        mine.append(program.results(sums)["loss"])
    np.testing.assert_allclose(mine, keras_losses(model, X, Y), rtol=1e-4)


def test_a_state_of_another_form_is_left_behind(tmp_path) -> None:
    path = saved(trained_model(keras.optimizers.SGD(0.1, momentum=0.5)), tmp_path)
    config = config_of(path)
    config["compile_config"]["optimizer"]["config"]["momentum"] = 0.0
    found = read_keras(rewritten(path, config=json.dumps(config).encode()))
    assert found.optimizer is None
    assert [r.node for r in found.report.remarks] == ["sgd"]


def test_an_average_that_is_not_taken_over_begins_with_the_weights(tmp_path) -> None:
    model = trained_model(keras.optimizers.SGD(0.1))
    path = saved(model, tmp_path)
    config = config_of(path)
    config["compile_config"]["optimizer"]["config"]["use_ema"] = True
    found = read_keras(rewritten(path, config=json.dumps(config).encode()))
    assert found.optimizer is None
    program = program_of(found)
    carry = with_arrays(program, found.weights, found.state, None)
    finished = program.finished_weights(carry)
    np.testing.assert_array_equal(finished["y"]["kernel"], found.weights["y"]["kernel"])
