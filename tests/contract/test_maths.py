"""What every module computes, against its own declaration: shapes, gradients, training or not."""

import functools
import warnings
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from hornstudio.engine.compile.loop import add_up
from hornstudio.engine.errors import ShapeError
from hornstudio.engine.shapes import Spec
from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.case import Case, f
from tests.contract.cases import CASES
from tests.contract.few import few

TENSOR_CASES = [c for c in CASES if c.module.role in ("layer", "loss")]
METRIC_CASES = [c for c in CASES if c.category == "metric"]
OPTIMIZER_CASES = [c for c in CASES if c.category == "optimizer"]


def each(cases: list[Case], most: int = 0):
    """most: how many cases of a module run every time, because they compile; 0 for all."""
    chosen = few(cases, lambda c: (c.category, c.kind), most) if most else cases
    return pytest.mark.parametrize("case", chosen, ids=str)


@each([*TENSOR_CASES, *METRIC_CASES])
def test_inferred_shape_is_the_real_one(case: Case) -> None:
    held, tensors = array.arguments(case)
    real = jax.eval_shape(functools.partial(array.call, case), held, tensors)
    outputs = case.module.infer_outputs(case.values, *case.inputs)
    if case.category == "metric":
        assert outputs == {}
        return
    assert list(outputs) == [port.name for port in case.module.outputs][: len(outputs)]
    for spec, one in zip(outputs.values(), array.outputs_of(real), strict=True):
        assert one.shape == (() if spec.is_loss else array.shape_of(spec))
        assert one.dtype == spec.dtype


@each([c for c in CASES if c.module.state(c.values, *c.inputs)])
def test_state_keeps_its_shapes(case: Case) -> None:
    held, tensors = array.arguments(case)
    params = {**array.bound(case), **array.run_time(case)}
    _, state = case.module.apply(*held, *tensors, **params)
    assert jax.tree.map(jnp.shape, state) == jax.tree.map(jnp.shape, held[-1])


@each(TENSOR_CASES, most=1)
def test_gradient_agrees_with_differences(case: Case) -> None:
    """Along a random direction, in double precision: central differences are exact to 1e-6."""
    with jax.enable_x64(True):
        held, tensors = array.arguments(case, dtype="float64")
        place, loose = split((held, tensors))
        if not loose:
            pytest.skip("takes integers only and holds no weights")
        rng = np.random.default_rng(2)
        direction = [rng.normal(size=a.shape) for a in loose]

        weights = weights_of(outcome(case, held, tensors))

        def along(t: Any) -> Any:
            moved = [a + t * d for a, d in zip(loose, direction, strict=True)]
            results = array.outputs_of(array.call(case, *place(moved)))
            return sum(jnp.sum(y * w) for y, w in zip(results, weights, strict=True))

        step = 1e-6
        value_and_slope = jax.jit(jax.value_and_grad(along))
        (low, _), (_, exact), (high, _) = (value_and_slope(t) for t in (-step, 0.0, step))
        measured = float(high - low) / (2 * step)
        assert float(exact) == pytest.approx(measured, rel=1e-5, abs=1e-7)


def outcome(case: Case, held: list[Any], tensors: list[Any]) -> list[tuple[int, ...]]:
    """Shapes of what the case gives."""
    result = jax.eval_shape(functools.partial(array.call, case), held, tensors)
    return [y.shape for y in array.outputs_of(result)]


def weights_of(shapes: list[tuple[int, ...]]) -> list[np.ndarray]:
    """Different weights for all outputs, so that no gradient cancels."""
    rng = np.random.default_rng(3)
    return [rng.normal(size=shape) for shape in shapes]


def split(tree: Any) -> tuple[Any, list[np.ndarray]]:
    """The arrays of fractions in a tree, and a function that puts others in their place."""
    leaves, layout = jax.tree.flatten(tree)
    places = [i for i, a in enumerate(leaves) if np.issubdtype(a.dtype, np.floating)]

    def place(moved: list[Any]) -> Any:
        new = list(leaves)
        for i, a in zip(places, moved, strict=True):
            new[i] = a
        return jax.tree.unflatten(layout, new)

    return place, [leaves[i] for i in places]


@each(TENSOR_CASES, most=1)
def test_in_use_the_same_input_gives_the_same_output(case: Case) -> None:
    """Outside training nothing is random, needs a key, or changes the state."""
    held, tensors = array.arguments(case)
    asks = signature_of(case.module.apply)
    given = array.run_time(case, training=False)
    if "key" in given:
        given["key"] = None
    apply = jax.jit(functools.partial(case.module.apply, **array.bound(case), **given))
    once, again = (apply(*held, *tensors) for _ in range(2))
    if asks.takes_state:
        jax.tree.map(np.testing.assert_array_equal, once[1], held[-1])
    jax.tree.map(np.testing.assert_array_equal, once, again)


@each([c for c in TENSOR_CASES if c.module.alone], most=1)
def test_what_is_alone_makes_of_a_part_of_the_batch_a_part_of_the_whole(case: Case) -> None:
    """Whatever else is in the batch. What is dropped at random is left aside."""
    held, tensors = array.arguments(case)
    given = array.run_time(case, training=not case.values.get("dropout"))
    apply = functools.partial(case.module.apply, **array.bound(case))

    @jax.jit
    def both(tensors: Any, given: Any) -> tuple[list[Any], list[Any]]:
        part, less = jax.tree.map(lambda x: x[1:], (tensors, given))
        return [y[1:] for y in outputs(tensors, given)], outputs(part, less)

    def outputs(tensors: Any, masks: Any) -> list[Any]:
        return array.outputs_of(apply(*held, *tensors, **fixed, **masks))

    fixed = {name: given.pop(name) for name in ("training", "key", "taken") if name in given}
    for whole, part in zip(*both(tensors, given), strict=True):
        np.testing.assert_allclose(whole, part, rtol=1e-5, atol=1e-6)


@each(METRIC_CASES)
def test_metric_adds_up_over_unequal_batches(case: Case) -> None:
    """The number for a whole set does not depend on how it was cut into batches."""
    _, tensors = array.arguments(case)
    mask = array.run_time(case)["mask"]
    bound = array.bound(case)

    @jax.jit  # one program for all parts: that takes the least time
    def sums_of(tensors: Any, mask: Any) -> list[Any]:
        batches = (slice(0, 1), slice(1, 3), slice(0, 3))
        parts = [jax.tree.map(lambda x, rows=rows: x[rows], (tensors, mask)) for rows in batches]
        return [case.module.apply(*part, **bound, mask=kept) for part, kept in parts]

    *sums, whole = sums_of(tensors, mask)
    assert jax.tree.map(jnp.shape, sums[0]) == jax.tree.map(jnp.shape, sums[1])
    total = add_up([jax.tree.map(lambda x: np.asarray(x)[None], s) for s in sums])
    result = functools.partial(number, case)
    assert result(total) == pytest.approx(result(whole), rel=1e-5, nan_ok=True)
    assert result(jax.tree.map(jnp.zeros_like, whole)) == 0.0


def number(case: Case, sums: dict[str, Any]) -> float:
    """The one number that a metric makes of its sums on the host."""
    asked = signature_of(case.module.result).params
    sums = {name: np.asarray(value, np.float64) for name, value in sums.items()}
    result = case.module.result(sums, **{name: case.values[name] for name in asked})
    assert np.shape(result) == ()
    return float(result)


@each([c for c in CASES if c.category == "loss"])
def test_open_sample_weight_counts_all_alike(case: Case) -> None:
    _, (prediction, target, _) = array.arguments(case)
    if not takes_weights(case):
        pytest.skip("joins several samples into one value")
    ones = np.ones(array.BATCH, np.float32)
    bare, equal = jax.jit(
        lambda p: [array.call(case, [], [p, target, weight]) for weight in (None, ones)]
    )(prediction)
    assert float(bare) == pytest.approx(float(equal), rel=1e-6)


def takes_weights(case: Case) -> bool:
    """Whether the shape rule accepts a weight for each sample."""
    try:
        case.module.infer_outputs(case.values, *case.inputs[:2], f())
    except ShapeError:
        return False
    return True


@each(OPTIMIZER_CASES, most=2)
def test_optimizer_lowers_a_bowl_within_a_loop(case: Case) -> None:
    """A step keeps shapes and types, compiles into a loop, and goes downhill."""
    optimizer = case.module.apply(**array.bound(case))
    weights = {"a": {"kernel": jnp.full((3, 2), 0.5), "bias": jnp.full((2,), -0.5)}}

    def bowl(w: Any) -> Any:
        return sum(jnp.sum(jnp.square(leaf)) for leaf in jax.tree.leaves(w))

    def step(carry: Any, _: Any) -> Any:
        weights, state = carry
        extra = {"obj_fn": bowl} if case.module.needs_loss else {}
        updates, state = optimizer.update(jax.grad(bowl)(weights), state, weights, **extra)
        return (optax.apply_updates(weights, updates), state), bowl(weights)

    start = (weights, optimizer.init(weights))
    loop = jax.jit(lambda c: jax.lax.scan(step, c, length=20), donate_argnums=0)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Some donated buffers were not usable")
        (after, state), values = loop(start)
    assert float(values[-1]) < float(values[0])
    result = case.module.result
    params = {name: case.values[name] for name in signature_of(result).params}
    finished = result(after, state, **params)
    assert jax.tree.map(jnp.shape, finished) == jax.tree.map(jnp.shape, weights_like())
    is_other = case.values.use_ema or case.module.judged is not None
    assert (finished is after) != is_other


def weights_like() -> Any:
    return {"a": {"kernel": np.zeros((3, 2)), "bias": np.zeros(2)}}


@each([c for c in CASES if c.category == "initializer"])
def test_initializer_depends_on_its_key_alone(case: Case) -> None:
    start = functools.partial(case.module.apply, **array.bound(case))
    for shape in ((4,), (3, 4), (3, 3, 2, 4)):
        if is_refused(case, shape):
            continue
        first = start(jax.random.key(0), shape)
        assert first.shape == shape
        assert first.dtype == "float32"
        np.testing.assert_array_equal(first, start(jax.random.key(0), shape))
    other = start(jax.random.key(1), (3, 4))
    is_constant = case.kind in ("zeros", "ones", "constant", "identity")
    assert bool(jnp.all(start(jax.random.key(0), (3, 4)) == other)) == is_constant


def is_refused(case: Case, shape: tuple[int, ...]) -> bool:
    """Whether what is held does not take an array of that shape."""
    try:
        if case.module.infer is not None:
            case.module.infer(case.values, Spec(shape))
    except ShapeError:
        return True
    return False


@each([c for c in CASES if c.category == "regularizer"])
def test_regularizer_gives_one_number_that_grows(case: Case) -> None:
    penalize = jax.jit(functools.partial(case.module.apply, **array.bound(case)))
    weight = jnp.linspace(-1.0, 1.0, 6).reshape(2, 3)
    assert penalize(weight).shape == ()
    if case.kind == "orthogonal_regularizer":  # angles do not depend on lengths
        assert float(penalize(2 * weight)) == pytest.approx(float(penalize(weight)))
    else:
        assert 0 < float(penalize(weight)) < float(penalize(2 * weight))
    assert float(penalize(0 * weight)) == 0.0
    assert bool(jnp.all(jnp.isfinite(jax.jit(jax.grad(penalize))(0 * weight))))


@each([c for c in CASES if c.category == "constraint"])
def test_constraint_keeps_the_shape_and_what_it_has_done(case: Case) -> None:
    constrain = functools.partial(case.module.apply, **array.bound(case))
    weight = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    once = constrain(weight)
    assert once.shape == weight.shape
    assert once.dtype == weight.dtype
    assert not np.allclose(once, weight)
    if case.values.get("rate", 1.0) == 1.0:
        np.testing.assert_allclose(constrain(once), once, rtol=1e-5)


@each([c for c in CASES if c.category == "schedule"])
def test_schedule_gives_a_rate_at_every_step(case: Case) -> None:
    rate = jax.jit(functools.partial(case.module.apply, **array.bound(case)))
    rates = [rate(jnp.int32(step)) for step in (0, 1, 5, 10**6)]
    assert all(r.shape == () and r.dtype == "float32" and float(r) >= 0 for r in rates)
