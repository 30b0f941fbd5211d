"""Attention: outputs, scores, masks and gradients, where some queries may look at nothing."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_setting
from tests.contract import array
from tests.contract.case import Case, f, i
from tests.contract.cases import CASES
from tests.contract.cases.attention import GROUPS, HEADS, KEY, PAIRS, QUERY, VALUE, case
from tests.parity import layer as plain
from tests.parity.check import Check
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
KINDS = plain.ATTENTION
LISTED = KINDS[:2]
"""Kinds that Keras calls with one list of tensors."""
SEED = 11


def compare(one: Case, taken: bool, slopes: bool, training: bool = True) -> Pairs:
    """Output, scores where they are taken, the mask that goes on, and gradients if wanted."""
    held, tensors = array.arguments(one)
    if len(tensors) > 3 and tensors[3] is not None:
        tensors[3][..., 1, :] = 0
    layer = built(one, held[0], tensors)
    runs = (ours(one, tensors, taken, training), keras_run(one, layer, tensors, taken, training))
    mine, theirs = (with_slopes(run) if slopes else run for run in runs)
    weights, first = held[0], tensors[:3]
    yield mine(weights, first), theirs(weights, first)
    yield plain.penalties(one, held), sum(float(x) for x in layer.losses)


def built(one: Case, weights: Any, tensors: list[Any]) -> Any:
    """Keras' layer, with arrays of the same names and shapes as ours, in the same order."""
    layer = twin(one, seed=SEED, **plain.empty(one))
    q, v, k = wired(tensors)
    shapes = [x.shape for x in (q, v, k) if x is not None]
    layer.build(shapes) if one.kind in LISTED else layer.build(*shapes)
    variables = layer.trainable_variables
    assert [(name(v), tuple(v.shape)) for v in variables] == [
        (a.name, a.shape) for a in one.module.weights(one.values, *one.inputs)
    ]
    for variable in variables:
        variable.assign(weights[name(variable)])
    return layer


def name(variable: Any) -> str:
    """What we call a variable of Keras: `query_kernel` for the kernel of the layer `query`."""
    inner, _, own = variable.path.rpartition("/")
    inner = inner.rpartition("/")[2].removeprefix("attention_")
    return f"{inner}_{own}" if own in ("kernel", "bias") else own


def wired(tensors: list[Any]) -> tuple[Any, Any, Any]:
    """Query, value and key as Keras wants them: a value in any case."""
    q, v, k = tensors[:3]
    return q, q if v is None else v, k


def ours(one: Case, tensors: list[Any], taken: bool, training: bool) -> Any:
    """Our function as (weights, tensors of fractions) -> (output and scores, mask)."""
    fixed = {**array.bound(one), **array.run_time(one, training)}
    fixed["key"] = jnp.array([SEED, 0], jnp.uint32)
    if "taken" in fixed:
        fixed["taken"] = (True, taken)

    def run(weights: Any, given: Any) -> Any:
        results = one.module.apply(weights, *given, *tensors[3:], **fixed)
        return results[: 1 + taken], plain.out_mask(one, tensors)

    return run


def keras_run(one: Case, layer: Any, tensors: list[Any], taken: bool, training: bool) -> Any:
    """The same of Keras' layer."""
    how = {
        "return_attention_scores": taken,
        "use_causal_mask": one.values.use_causal_mask,
        "training": training,
    }
    if one.kind not in LISTED:
        how["attention_mask"] = tensors[3]

    def run(weights: Any, given: Any) -> Any:
        for x, mask in zip(given, array.masks_of(one), strict=False):
            if mask is not None:
                keras.src.backend.set_keras_mask(x, mask)
        q, v, k = wired(given)
        values = [(v, weights[name(v)]) for v in layer.trainable_variables]
        with keras.StatelessScope(state_mapping=values):
            if one.kind in LISTED:
                results = layer([q, v] if k is None else [q, v, k], **how)
            else:
                results = layer(q, v, k, **how)
        results = results if taken else (results,)
        return results, keras.src.backend.get_keras_mask(results[0])

    return run


def with_slopes(run: Any) -> Any:
    """A run and its gradients by everything, compiled."""

    def total(weights: Any, tensors: Any) -> Any:
        results, mask = run(weights, tensors)
        # A key's bias moves all scores of a query alike: its own slope is 0 but for rounding.
        given = [*results, *jax.tree.leaves(weights)]
        return sum(jnp.sum(y * plain.pattern(y.shape)) for y in given), (results, mask)

    return jax.jit(jax.grad(total, (0, 1), has_aux=True))


def compare_start(one: Case) -> Pairs:
    """Kernels as they start, by the key that Keras makes of a seed."""
    draw = bind_setting("initializer", one.values.kernel_initializer, catalog())
    same = keras.initializers.GlorotUniform(seed=7)
    layer = twin(one, kernel_initializer=same)
    layer.build(*(x.shape for x in wired(array.arguments(one)[1]) if x is not None))
    theirs = {name(v): v.value for v in layer.trainable_variables}
    for a in one.module.weights(one.values, *one.inputs):
        if a.name.endswith("kernel"):
            mine = draw(jnp.asarray([7, 0], jnp.uint32), a.drawn_as).reshape(a.shape)
            yield mine, theirs[a.name]


MULTI, GROUP = KINDS[2:]
TWO_AXES = {**HEADS, "attention_axes": [2, 1], "value_dim": 2}
CAUSAL = {"use_causal_mask": True}
EXTRA = [
    case("attention", {"score_mode": "concat"}, QUERY, VALUE, f(5, 6), masked=(1,)),
    case("attention", {"use_scale": True, **CAUSAL}, QUERY, VALUE, f(5, 6), masked=(2,)),
    case(MULTI, {**HEADS, "value_dim": 3}, QUERY, VALUE, None, PAIRS),
    case(MULTI, HEADS, QUERY, VALUE, KEY, PAIRS, masked=(0, 1, 2)),
    case(MULTI, HEADS, QUERY, VALUE, None, i(2, 4, 5)),
    case(MULTI, {**HEADS, **CAUSAL}, QUERY, VALUE),
    case(MULTI, {**HEADS, "sliding_window": 1, "use_gate": True}, QUERY, VALUE),
    case(MULTI, TWO_AXES, f(2, 3, 6), f(4, 2, 6), None, i(3, 2, 2, 4)),
    case(MULTI, {**HEADS, **CAUSAL, "attention_axes": [1]}, f(3, 2, 6)),
    case(MULTI, {**HEADS, **CAUSAL, "attention_axes": [1]}, f(3, 2, 6), masked=(0,)),
    case(GROUP, {**GROUPS, **CAUSAL}, QUERY, f(5, 6)),
    case(GROUP, GROUPS, QUERY, f(5, 6), KEY, PAIRS),
    case(GROUP, {**GROUPS, "sliding_window": 1}, QUERY, f(5, 6), None, i(1, 4, 5)),
]
"""What masks do with one another; gradients are compared in the cases of all.

Without gradients nothing is compiled as a whole, which would take longer than all the rest."""


def _checks() -> Iterator[Check]:
    for one in CASES:
        if one.kind in KINDS:
            drops = one.values.dropout > 0.0
            run = functools.partial(compare, one, taken=drops, slopes=not drops)
            yield Check(one.kind, str(one), run)
    for one in EXTRA:
        for taken in (False, True):
            run = functools.partial(compare, one, taken=taken, slopes=False)
            ports = " ".join(str(x) for x in one.inputs)
            yield Check(one.kind, f"{one} {ports}" + " scores" * taken, run)
    start = case(MULTI, {**HEADS, "use_gate": True}, QUERY)
    yield Check(MULTI, f"start of {start}", functools.partial(compare_start, start))


CHECKS = list(_checks())
