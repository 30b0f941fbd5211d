"""Layers and activations: outputs, gradients, penalties and state, training or not."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_setting
from hornstudio.engine.module import Array
from hornstudio.engine.params import Setting
from hornstudio.engine.shapes import Spec
from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.case import Case, f
from tests.contract.cases import CASES, preprocessing
from tests.parity import adapting, augmentation, noise
from tests.parity.check import Check, at_once
from tests.parity.twin import CALL_ARGUMENTS, twin

Pairs = Iterator[tuple[Any, Any]]
BENDS = (-3.0, -1.0, -0.5, 0.5, 1.0, 1.5, 3.0, 6.0)
"""Where some activation bends, with the params of some case; all bend at 0."""
RECURRENT = ("simple_rnn", "lstm", "gru", "conv_lstm2d")
ATTENTION = ("attention", "additive_attention", "multi_head_attention", "group_query_attention")
ELSEWHERE = (*noise.KINDS, *adapting.KINDS, *augmentation.KINDS, *RECURRENT, *ATTENTION)
"""Kinds that are compared in files of their own."""


def compare_layer(case: Case, training: bool, frozen: bool = False) -> Pairs:
    """Output, gradients by weights and inputs, penalties, and state after three batches."""
    held, tensors = array.arguments(case)
    layer = built(case, tensors)
    layer.trainable = not frozen
    both = at_once(ours(case, training and not frozen), keras_run(case, layer, training))
    state = held[1] if len(held) == 2 else {}
    for batch in range(3 if state else 1):
        given = (held[0] if held else {}, array.arguments(case, seed=batch)[1], state)
        mine, theirs = both(*given)
        yield mine, theirs
        state = mine[2]
    yield penalties(case, held), sum(float(x) for x in layer.losses)


def built(case: Case, tensors: list[Any]) -> Any:
    """Keras' layer, with arrays of the same names and shapes as ours."""
    layer = twin(case, **empty(case))
    if not layer.built:
        layer.build(jax.tree.map(lambda a: (None, *a.shape[1:]), tensors[0]))
    arrays = case.module.weights(case.values, *case.inputs)
    arrays += case.module.state(case.values, *case.inputs)
    random = [v for v in layer.variables if "seed" in v.path]
    known = {v.name: tuple(v.shape) for v in layer.variables if v not in random}
    assert known == {a.name: a.shape for a in arrays}
    held = array.arguments(case)[0]
    for variable in layer.variables:
        for group in held:
            if variable.name in group:
                variable.assign(group[variable.name])
    return layer


def empty(case: Case) -> dict[str, str]:
    """Initializers for weights that are given later: to draw them takes long to compile."""
    names = (param.name for param in case.module.params)
    return {name: "zeros" for name in names if name.endswith("_initializer")}


def ours(case: Case, training: bool) -> Any:
    """Our function as (weights, tensors, state) -> (output, gradients, new state)."""
    fixed = {**array.bound(case), **array.run_time(case, training)}
    asks = signature_of(case.module.apply)

    def run(weights: Any, tensors: Any, state: Any) -> Any:
        given = [weights] * asks.takes_weights + [state] * asks.takes_state
        result = case.module.apply(*given, *tensors, **fixed)
        y, new = result if asks.takes_state else (result, {})
        penalty = output_penalty(case, y)
        return jnp.sum(y * pattern(y.shape)) + penalty, (y, new, penalty, out_mask(case, tensors))

    return differentiated(case, run)


def keras_run(case: Case, layer: Any, training: bool) -> Any:
    """The same of Keras' layer."""
    given = {"training": training} if "training" in array.run_time(case) else {}
    given |= {name: case.values[name] for name in CALL_ARGUMENTS & set(case.values)}
    ports = [port.name for port in case.module.inputs]

    def run(weights: Any, tensors: Any, state: Any) -> Any:
        further = {n: x for n, x in zip(ports[1:], tensors[1:], strict=True) if x is not None}
        arrays = {**weights, **state}
        values = [(v, arrays.get(v.name, v.value)) for v in layer.variables]
        for x, mask in zip(jax.tree.leaves(tensors[0]), flat_masks(case), strict=True):
            if mask is not None:
                keras.src.backend.set_keras_mask(x, mask)
        with keras.StatelessScope(state_mapping=values, collect_losses=True) as scope:
            y = layer(tensors[0], **given, **further)
        new = {v.name: scope.get_current_value(v) for v in layer.variables if v.name in state}
        penalty = jnp.asarray(sum(scope.losses), jnp.float32)
        mask = keras.src.backend.get_keras_mask(y)
        return jnp.sum(y * pattern(y.shape)) + penalty, (y, new, penalty, mask)

    return differentiated(case, run)


def differentiated(case: Case, run: Any) -> Any:
    """A run with its gradients by all that is no integer."""
    tensors = array.arguments(case)[1]
    is_float = np.issubdtype(jax.tree.leaves(tensors)[0].dtype, np.floating)
    slopes = jax.grad(run, (0, 1) if is_float else 0, has_aux=True)

    def result(*given: Any) -> Any:
        gradients, (y, new, penalty, mask) = slopes(*given)
        return y, gradients, new, penalty, mask

    return result


def flat_masks(case: Case) -> list[Any]:
    """The masks of all tensors of the first port."""
    masks = array.masks_of(case)[0]
    return masks if isinstance(masks, list) else [masks]


def out_mask(case: Case, tensors: list[Any]) -> Any:
    """The mask that goes on from the module, or None."""
    rule, masks = case.module.mask, array.masks_of(case)
    masked = tuple(
        tuple(m is not None for m in port) if isinstance(port, list) else port is not None
        for port in masks
    )
    what = rule.rule(case.values, masked)
    if what == "make":
        asks = signature_of(rule.make)
        given = {"mask": masks[0], "masks": masks, **array.bound(case), **dict(case.values)}
        wanted = {n: given[n] for n in (*asks.run_time, *asks.params)}
        return rule.make(*tensors[: asks.ports], **wanted)
    return flat_masks(case)[0] if what == "keep" else None


def output_penalty(case: Case, y: Any) -> Any:
    """What the output adds to the loss: the module's own penalty, or its activity regularizer."""
    setting = case.values.get("activity_regularizer")
    if isinstance(setting, Setting):
        value = bind_setting("regularizer", setting, catalog())(y)
    elif case.module.penalty is not None:
        names = signature_of(case.module.penalty).params
        value = case.module.penalty(y, **{name: case.values[name] for name in names})
    else:
        return jnp.zeros(())
    return value / y.shape[0]


def pattern(shape: tuple[int, ...]) -> Any:
    """Different weights for all outputs, so that no gradient cancels."""
    return np.random.default_rng(7).normal(size=shape).astype(np.float32)


def penalties(case: Case, held: list[Any]) -> float:
    """Our regularizers on our weights."""
    arrays: tuple[Array, ...] = case.module.weights(case.values, *case.inputs)
    total = 0.0
    for one in arrays:
        setting = case.values.get(one.regularizer)
        if isinstance(setting, Setting):
            total += float(bind_setting("regularizer", setting, catalog())(held[0][one.name]))
    return total


def compare_activation(case: Case) -> Pairs:
    """Values and slopes, also where the function bends."""
    x = np.random.default_rng(0).normal(0, 2, (4, *case.inputs[0].shape)).astype(np.float32)
    x[0] = 0.0
    x[1:3].reshape(-1)[: len(BENDS)] = BENDS
    mine = functools.partial(case.module.apply, **array.bound(case))
    yield tuple(at_once(values_and_slopes(mine), values_and_slopes(twin(case)))(x))


def values_and_slopes(function: Any) -> Any:
    """A function that also gives its gradient."""

    def total(x: Any) -> Any:
        y = function(x)
        return jnp.sum(y * pattern(y.shape)), y

    return jax.grad(total, has_aux=True)


def compare_kernel_start(case: Case) -> Pairs:
    """A kernel as it starts, by the key that Keras makes of a seed."""
    (kernel, *_) = case.module.weights(case.values, *case.inputs)
    setting = case.values["kernel_initializer"]
    draw = bind_setting("initializer", setting, catalog())
    mine = draw(jnp.asarray([7, 0], jnp.uint32), kernel.drawn_as or kernel.shape)
    same = keras.initializers.get(setting.kind).__class__(seed=7)
    layer = twin(case, kernel_initializer=same)
    layer.build((None, *case.inputs[0].shape))
    yield mine.reshape(kernel.shape), layer.kernel.value


def compare_masked_softmax(axis: int) -> Pairs:
    """Places that do not count; in one sample there is no other."""
    x = np.random.default_rng(0).normal(0, 2, (3, 6)).astype(np.float32)
    mask = np.random.default_rng(1).random((3, 6)) < 0.5
    mask[0] = False
    mine = functools.partial(catalog().find("activation", "softmax").apply, axis=axis, mask=mask)
    theirs = functools.partial(keras.layers.Softmax(axis), mask=jnp.asarray(mask))
    yield tuple(at_once(values_and_slopes(mine), values_and_slopes(theirs))(x))


def _layer_checks() -> Iterator[Check]:
    for case in [*CASES, *preprocessing.MORE]:
        if case.module.keras.startswith("activations."):
            yield Check(case.kind, f"{case}", functools.partial(compare_activation, case))
        elif case.module.role == "layer" and case.kind not in ELSEWHERE:
            modes = (True, False) if "training" in array.run_time(case) else (False,)
            for training in modes:
                run = functools.partial(compare_layer, case, training)
                yield Check(case.kind, f"{case} training={training}", run)
    for case in CASES:
        if case.kind == "einsum_dense":
            run = functools.partial(compare_kernel_start, case)
            yield Check(case.kind, f"start of {case}", run)
    yield Check("softmax", "masked", functools.partial(compare_masked_softmax, -1))
    frozen = Case("normalization", "batch_normalization", (Spec((4, 3)),))
    yield Check(
        "batch_normalization",
        "frozen, while training",
        functools.partial(compare_layer, frozen, True, frozen=True),
    )
    for size, stride in ((1, 2), (2, 3), (4, 3)):
        for kind in ("conv2d", "max_pooling2d", "average_pooling2d"):
            name = "kernel_size" if kind == "conv2d" else "pool_size"
            params = {name: size, "strides": stride, "padding": "same"}
            category = "convolution" if kind == "conv2d" else "pooling"
            case = Case(category, kind, (f(7, 10, 2),), params)
            run = functools.partial(compare_layer, case, False)
            yield Check(kind, f"same, {size} by {stride}", run)


CHECKS = list(_layer_checks())
