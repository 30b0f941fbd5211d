"""Recurrent layers: outputs, states and gradients, both ways, masked, with the same dropout."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras

from hornstudio.engine.modules.layers.recurrent.loop import drop_masks
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.contract.cases.recurrent import DROP, case, film
from tests.parity import layer as plain
from tests.parity.check import Check, at_once
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
GATES = {"simple_rnn": 1, "lstm": 4, "gru": 3, "conv_lstm2d": 4}


def compare(one: Case, slopes: bool = True) -> Pairs:
    """Output, states, the mask that goes on, and gradients by weights, inputs and states."""
    held, tensors = array.arguments(one)
    training = bool(one.values.dropout or one.values.recurrent_dropout)
    layer = built(one, tensors)
    runs = (ours(one, training), keras_run(one, layer, training))
    yield tuple(at_once(*map(with_slopes, runs) if slopes else runs)(held[0], tensors))
    if not training:
        yield plain.penalties(one, held), sum(float(x) for x in layer.losses)


def built(one: Case, tensors: list[Any]) -> Any:
    """Keras' layer that also gives its states, with arrays of the same shapes as ours."""
    layer = twin(one, return_state=True, activity_regularizer=None, **plain.empty(one))
    layer.build((None, *tensors[0].shape[1:]))
    arrays = one.module.weights(one.values, *one.inputs)
    assert [(v.name, v.shape) for v in layer.trainable_variables] == [
        (a.name.removeprefix("forward_").removeprefix("backward_"), a.shape) for a in arrays
    ]
    for variable, a in zip(layer.trainable_variables, arrays, strict=True):
        variable.assign(array.arguments(one)[0][0][a.name])
    return layer


def ours(one: Case, training: bool) -> Any:
    """Our function as (weights, tensors) -> (output and states, mask)."""
    fixed = {**array.bound(one), **array.run_time(one, training)}

    def run(weights: Any, tensors: Any) -> Any:
        return one.module.apply(weights, *tensors, **fixed), plain.out_mask(one, tensors)

    return run


def keras_run(one: Case, layer: Any, training: bool) -> Any:
    """The same of Keras' layer, with the masks of dropout that ours draws."""
    states = len(one.inputs) - 1
    names = [a.name for a in one.module.weights(one.values, *one.inputs)]

    def run(weights: Any, tensors: Any) -> Any:
        x, *begin = tensors
        if begin[0] is not None:
            ways = 2 if one.values.bidirectional else 1
            parts = [jnp.split(s, ways, axis=-1) for s in begin]
            begin = [part[way] for way in range(ways) for part in parts]
        mask = array.masks_of(one)[0]
        if mask is not None:
            keras.src.backend.set_keras_mask(x, mask)
        values = list(zip(layer.trainable_variables, [weights[n] for n in names], strict=True))
        with keras.StatelessScope(state_mapping=values):
            share_masks(one, layer, x, jax.random.key(5))
            # Keras itself forgets the mask of x where initial states come in.
            given = {} if begin[0] is None else {"initial_state": begin, "mask": mask}
            y, *ends = layer(x, training=training, **given)
        ends = [jnp.concatenate(ends[place::states], axis=-1) for place in range(states)]
        return (y, *ends), keras.src.backend.get_keras_mask(y)

    return run


def share_masks(one: Case, layer: Any, x: Any, key: Any) -> None:
    """Give Keras' cells the masks that ours draws with the key; they would draw others."""
    p, is_both = one.values, one.values.bidirectional
    layers = (layer.forward_layer, layer.backward_layer) if is_both else (layer,)
    keys = jax.random.split(key) if is_both else (key,)
    for each, own in zip(layers, keys, strict=True):
        cell = each.cell
        gates = GATES[one.kind] if p.recurrent_dropout or one.kind == "conv_lstm2d" else 1
        for name, part, shape, rate in zip(
            ("_dropout_mask", "_recurrent_dropout_mask"),
            jax.random.split(own),
            (x[:, 0].shape, (array.BATCH, *state_of(one))),
            (p.dropout, p.recurrent_dropout),
            strict=True,
        ):
            masks = drop_masks(part, shape, rate, gates)
            if masks is not None:
                is_list = getattr(cell, "dropout_mask_count", None)
                setattr(cell, name, list(masks) if is_list else masks[0])


def state_of(one: Case) -> tuple[Any, ...]:
    """Shape of a state of one direction."""
    shape = one.module.infer_outputs(one.values, *one.inputs)["state_h"].shape
    return (*shape[:-1], one.values.get("units") or one.values.filters)


def with_slopes(run: Any) -> Any:
    """A run and its gradients by everything."""

    def total(weights: Any, tensors: Any) -> Any:
        results, mask = run(weights, tensors)
        return sum(jnp.sum(y * plain.pattern(y.shape)) for y in results), (results, mask)

    return jax.grad(total, (0, 1), has_aux=True)


def compare_penalty(one: Case) -> Pairs:
    """What the output adds to the loss, where Keras' layer gives no states."""
    held, tensors = array.arguments(one)
    y = array.call(one, held, tensors, training=False)[0]
    layer = twin(one)
    layer(tensors[0])
    for variable, value in zip(layer.trainable_variables, held[0].values(), strict=True):
        variable.assign(value)
    theirs = layer(tensors[0])
    yield (y, plain.output_penalty(one, y)), (theirs, sum(layer.losses))


LIGHT = "simple_rnn"
EXTRA = [
    case(LIGHT, {"go_backwards": True, "return_sequences": True}),
    case(LIGHT, {"zero_output_for_mask": True, "return_sequences": True}, begin=5),
    case(LIGHT, {"bidirectional": "mul", "return_sequences": True}),
    case(LIGHT, {"bidirectional": "sum", "zero_output_for_mask": True}),
    case(LIGHT, {"bidirectional": "ave", "activation": None, **DROP}, begin=10),
    case("lstm", {"recurrent_activation": None}, begin=5),
    case("lstm", {"dropout": 0.3}),
    case("lstm", {"recurrent_dropout": 0.4}, masked=False),
    case("lstm", {"bidirectional": "concat", **DROP}, masked=False),
    case("gru", {"reset_after": False}, begin=5),
    case("gru", {"recurrent_activation": None, **DROP}),
    film({"dropout": 0.3, "return_sequences": True, "bidirectional": "ave"}),
]
"""What the layers do with one another; gradients are compared in the cases of all."""


def _checks() -> Iterator[Check]:
    for one in CASES:
        if one.kind in GATES:
            yield Check(one.kind, f"{one}", functools.partial(compare, one))
    for one in EXTRA:
        yield Check(one.kind, f"{one}", functools.partial(compare, one, slopes=False))
    penalised = case("gru", {"activity_regularizer": "l2"}, masked=False)
    yield Check("gru", f"{penalised}", functools.partial(compare_penalty, penalised))


CHECKS = list(_checks())
