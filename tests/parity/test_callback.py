"""Callbacks do what Keras' own do with the same figures: same last epoch, same weights, same rate.

Keras' objects are driven as `fit` drives them, without a model to train. Where the first figure is
no number they hold it for the best for ever; ours do not, so these runs are left out.
"""

import math
from types import SimpleNamespace
from typing import Any

import keras
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.params import complete
from tests.engine.fake_run import FakeRun, drive

figures = st.lists(
    st.one_of(
        st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, float("inf"), float("nan")]),
        st.floats(0.0, 1.0, width=32, allow_subnormal=False),  # XLA takes smaller ones for 0
    ),
    min_size=1,
    max_size=14,
)
changes = st.sampled_from([0.0, 0.0001, 0.1, 0.2])
watched = st.sampled_from(
    [("val_loss", "auto"), ("val_loss", "min"), ("val_loss", "max"), ("val_accuracy", "max")]
)


def ours(kind: str, params: dict[str, Any]) -> Any:
    """Our callback of these params."""
    module = catalog().find(CALLBACK, kind)
    assert module.watch is not None
    return module.watch(**complete(module.params, params, catalog().find))


def driven(callback: Any, name: str, values: list[float]) -> Any:
    """Keras' callback after epochs with these values; what it saw as its model."""
    model = SimpleNamespace(
        stop_training=False,
        optimizer=SimpleNamespace(learning_rate=np.float32(0.1)),
        epoch=0,
        weights=0,
        rates=[],
    )
    model.get_weights = lambda: model.epoch
    model.set_weights = lambda weights: setattr(model, "weights", weights)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.epoch = epoch + 1
        callback.on_epoch_end(epoch, {name: value})
        model.optimizer.learning_rate = np.float32(model.optimizer.learning_rate)
        model.rates.append(float(model.optimizer.learning_rate))
        if model.stop_training:
            break
    callback.on_train_end()
    return model


@given(
    values=figures,
    watch=watched,
    patience=st.integers(0, 4),
    min_delta=changes,
    baseline=st.sampled_from([None, 0.2, 0.5]),
    start=st.integers(0, 3),
    restore=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_early_stopping(values, watch, patience, min_delta, baseline, start, restore) -> None:
    assume(not any(map(math.isnan, values[start : start + 1])))
    name, mode = watch
    params = {
        "monitor": name,
        "mode": mode,
        "patience": patience,
        "min_delta": min_delta,
        "baseline": baseline,
        "start_from_epoch": start,
        "restore_best_weights": restore,
    }
    theirs = driven(keras.callbacks.EarlyStopping(**params), name, values)
    run = FakeRun()
    last = drive(ours("early_stopping", params), run, [{name: value} for value in values])
    assert (last, bool(run.reason)) == (theirs.epoch, theirs.stop_training)
    assert run.restored == theirs.weights


@given(
    values=figures,
    watch=watched,
    patience=st.integers(0, 3),
    min_delta=changes,
    factor=st.sampled_from([0.1, 0.5, 0.75]),
    cooldown=st.integers(0, 2),
    min_lr=st.sampled_from([0.0, 0.02, 0.1]),
)
@settings(max_examples=200, deadline=None)
def test_reduce_lr_on_plateau(values, watch, patience, min_delta, factor, cooldown, min_lr) -> None:
    assume(not math.isnan(values[0]))
    name, mode = watch
    params = {
        "monitor": name,
        "mode": mode,
        "patience": patience,
        "min_delta": min_delta,
        "factor": factor,
        "cooldown": cooldown,
        "min_lr": min_lr,
    }
    theirs = driven(keras.callbacks.ReduceLROnPlateau(**params), name, values)
    callback, run, rates = ours("reduce_lr_on_plateau", params), FakeRun(), []
    for epoch in range(1, len(values) + 1):  # as if broken off after each epoch
        state = callback.state()
        callback = ours("reduce_lr_on_plateau", params)
        callback.restore(state)
        drive(callback, run, [{name: values[epoch - 1]}])
        rates.append(run.learning_rate)
    assert rates == theirs.rates
