"""Training goes on as if it had never left Keras: what the optimizer remembers comes along."""

from dataclasses import asdict
from typing import Any

import jax
import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.interop.keras_file import read_keras
from hornstudio.engine.train.taken_over import with_arrays

from .keras_model import batch_of, floats, keras_losses, program_of, saved

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
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_goes_on_where_it_was(name: str, tmp_path) -> None:
    model = trained_model(OPTIMIZERS[name]())
    found = read_keras(saved(model, tmp_path))
    assert found.optimizer is not None
    assert found.optimizer.count == 3
    program = program_of(found)
    carry = with_arrays(program.start(0), found.weights, found.state, asdict(found.optimizer))
    step = jax.jit(program.step)
    mine = []
    for _ in range(3):
        carry, sums = step(carry, batch_of({"x": X, "y_target": Y}), jax.random.key(0))
        mine.append(program.results(sums)["loss"])
    np.testing.assert_allclose(mine, keras_losses(model, X, Y), rtol=1e-4)


def test_a_state_of_another_form_is_left_behind(tmp_path) -> None:
    model = trained_model(keras.optimizers.SGD(0.1, use_ema=True))
    assert read_keras(saved(model, tmp_path)).optimizer is None
