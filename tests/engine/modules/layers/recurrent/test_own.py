"""Recurrent layers by kernels of our own: values, gradients and bits, and where there are none."""

import os
import subprocess
import sys
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.kernels import calling
from hornstudio.engine.modules.activations.sigmoid import hard_sigmoid, sigmoid, tanh
from hornstudio.engine.modules.layers.recurrent import gated, own
from hornstudio.engine.modules.layers.recurrent.loop import gates_loop
from hornstudio.engine.modules.layers.recurrent.update import (
    gru_states,
    lstm_states,
    simple_rnn_states,
)
from tests.contract import array
from tests.engine.kernels.guarded import needs_kernels
from tests.engine.modules.layers.recurrent.test_loop import layer

pytestmark = needs_kernels

UPDATES = {
    "lstm": partial(lstm_states, activation=tanh, recurrent_activation=sigmoid),
    "gru": partial(gru_states, activation=tanh, recurrent_activation=sigmoid),
    "simple_rnn": partial(simple_rnn_states, activation=tanh),
}
WAYS = [(False, True), (True, True), (False, False)]
T, F, U = 5, 3, 18


def given(kind: str, samples: int = 4, seed: int = 0) -> tuple[Any, ...]:
    """Weights, bias, inputs and first states."""
    rng = np.random.default_rng(seed)

    def drawn(*shape: int) -> Any:
        return jnp.asarray(rng.normal(size=shape) / 3, jnp.float32)

    wide = U if kind == "simple_rnn" else 4 * U
    states = tuple(drawn(samples, U) for _ in range(2 if kind == "lstm" else 1))
    return drawn(F + U, wide), drawn(wide), drawn(T, samples, F), states


def score(scan: Any, kind: str, how: tuple[Any, ...], *arrays: Any) -> Any:
    """A number that everything counts for."""
    ends, outputs = scan(UPDATES[kind], *arrays, *how)
    rest = 0.0 if outputs is None else jnp.sum(jnp.sin(3 * outputs))
    return rest + sum(jnp.sum(jnp.cos(2 * end + n)) for n, end in enumerate(ends))


def counts(samples: int = 4) -> Any:
    """Steps that count, some in between not."""
    return jnp.arange(T * samples).reshape(T, samples, 1) % 4 > 0


def near(mine: Any, other: Any, rtol: float = 2e-4) -> None:
    def compare(a: Any, b: Any) -> None:
        np.testing.assert_allclose(a, b, rtol=rtol, atol=2e-5 * float(jnp.abs(b).max()))

    jax.tree.map(compare, mine, other)


def both(run: Any) -> None:
    """run(scan) is the same by the kernels as by the plain way, within a program."""
    near(jax.jit(partial(run, own.scan_gated))(), jax.jit(partial(run, gated.scan_gated))())


@pytest.mark.parametrize("kind", UPDATES)
@pytest.mark.parametrize("is_masked", [False, True])
@pytest.mark.parametrize(("reverse", "has_outputs"), WAYS)
def test_values_and_gradients_are_those_of_the_plain_way(
    kind: str, is_masked: bool, reverse: bool, has_outputs: bool
) -> None:
    how = counts() if is_masked else None, reverse, has_outputs

    def found(scan: Any) -> Any:
        run = partial(score, scan, kind, how)
        return run(*given(kind)), jax.grad(run, (0, 1, 2, 3))(*given(kind))

    both(found)


def test_a_mask_of_numbers_counts_as_one_of_truths() -> None:
    def found(scan: Any) -> Any:
        how = counts().astype(jnp.float32) * 0.5, False, True
        return jax.grad(partial(score, scan, "lstm", how), (0, 2))(*given("lstm"))

    both(found)


@pytest.mark.parametrize("kind", UPDATES)
def test_gradients_have_gradients_both_ways(kind: str) -> None:
    how = counts(), True, True

    def twice(scan: Any) -> Any:
        slopes = jax.grad(partial(score, scan, kind, how), (0, 1, 2, 3))

        def bent(*arrays: Any) -> Any:
            return sum(jnp.sum(jnp.sin(part)) for part in jax.tree.leaves(slopes(*arrays)))

        tangents = given(kind, seed=1)
        forwards = jax.jvp(slopes, given(kind), tangents)[1]
        return jax.grad(bent, (0, 1, 2, 3))(*given(kind)), forwards

    both(twice)


@pytest.mark.parametrize("kind", UPDATES)
def test_many_at_once_are_as_each_alone(kind: str) -> None:
    kernel, bias, x, states = given(kind)
    several = jnp.stack([x, 2 * x, -x])

    def found(scan: Any) -> Any:
        run = partial(score, scan, kind, (counts(), False, True))
        slopes = jax.vmap(jax.grad(run, (0, 2)), (None, None, 0, None))
        of_ends = jax.jacrev(
            lambda x: scan(UPDATES[kind], kernel, bias, x, states, None, False, False)[0]
        )
        return slopes(kernel, bias, several, states), of_ends(x)

    both(found)


def test_inputs_that_are_not_learned_cost_nothing() -> None:
    kernel, bias, x, states = given("lstm")
    run = partial(score, own.scan_gated, "lstm", (None, False, False))
    of_weights = jax.make_jaxpr(jax.grad(run))(kernel, bias, x, states)
    of_both = jax.make_jaxpr(jax.grad(run, (0, 2)))(kernel, bias, x, states)
    assert [f"[{len(x[0])},{T},{F}]" in _made_back(found) for found in (of_weights, of_both)] == [
        False,
        True,
    ]


def _made_back(found: Any) -> str:
    line = next(text for text in str(found).splitlines() if "horn_steps_back" in text)
    return line.partition("=")[0]


def test_only_what_is_to_come_back_is_kept() -> None:
    run = partial(score, own.scan_gated, "lstm", (None, False, False))
    texts = [str(jax.make_jaxpr(f)(*given("lstm"))) for f in (run, jax.grad(run))]
    seen = [next(line for line in t.splitlines() if "horn_steps" in line) for t in texts]
    assert [text.partition("=")[0].count("f32") for text in seen] == [2, 3]


def test_bits_are_the_same_each_time() -> None:
    run = jax.jit(jax.grad(partial(score, own.scan_gated, "lstm", (None, False, True)), (0, 1, 2)))
    arrays = given("lstm", samples=600)
    first = jax.tree.map(np.asarray, run(*arrays))
    for _ in range(10):
        jax.tree.map(np.testing.assert_array_equal, run(*arrays), first)


def test_what_is_no_number_stays_in_its_sample() -> None:
    kernel, bias, x, states = given("lstm", samples=9)
    spoiled = x.at[1, 3].set(jnp.nan)
    run = partial(own.scan_gated, UPDATES["lstm"], kernel, bias)
    (h, c), outputs = jax.jit(lambda x: run(x, states, None, False, True))(spoiled)
    has_none = np.isnan(outputs).any(axis=2)
    assert (np.argwhere(has_none)[:, 1] == 3).all()
    assert has_none[1:, 3].all()
    assert np.isnan(h[3]).all()
    assert np.isnan(c[3]).all()


def test_other_types_and_processors_have_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def text(dtype: Any, update: Any = UPDATES["lstm"]) -> str:
        arrays = jax.tree.map(lambda a: a.astype(dtype), given("lstm"))
        run = partial(own.scan_gated, update)
        return str(jax.make_jaxpr(lambda *a: run(*a, None, False, False))(*arrays))

    assert "horn_steps" in text(jnp.float32)
    assert "horn_steps" not in text(jnp.bfloat16)
    other = partial(lstm_states, activation=tanh, recurrent_activation=hard_sigmoid)
    assert "horn_steps" not in text(jnp.float32, other)
    monkeypatch.setattr(calling.machine_code, "processor", lambda: None)
    assert "horn_steps" not in text(jnp.float32)


SETTINGS: list[tuple[str, dict[str, Any]]] = [
    *((kind, {}) for kind in UPDATES),
    *((kind, {"bidirectional": "concat", "dropout": 0.3, "use_bias": False}) for kind in UPDATES),
    *((kind, {"activation": "softsign"}) for kind in UPDATES),
    *((kind, {"activation": None}) for kind in UPDATES),
    *((kind, {"recurrent_dropout": 0.2}) for kind in UPDATES),
    ("lstm", {"recurrent_activation": "hard_sigmoid"}),
    ("gru", {"recurrent_activation": None}),
    ("gru", {"reset_after": False}),
    ("lstm", {"units": 256}),
    ("lstm", {"units": 512}),
    ("simple_rnn", {"units": 512}),
    ("simple_rnn", {"units": 1024}),
]


@pytest.mark.parametrize(("kind", "params"), SETTINGS, ids=str)
def test_who_asks_is_told_of_the_kernels_that_a_layer_has(kind: str, params: Any) -> None:
    """As it decides whether cores share the batches of a network."""
    case = layer(kind, **params)
    weights = case.module.weights(case.values, *case.inputs)
    w = {held.name: jnp.zeros(held.shape, jnp.float32) for held in weights}
    x = jnp.zeros((2, 5, 3), jnp.float32)
    how = {"training": True, "key": jax.random.key(0), "mask": None, **array.bound(case)}
    made = str(jax.make_jaxpr(lambda w, x: case.module.apply(w, x, **how))(w, x))
    assert ("horn_steps" in made) == case.module.has_kernel(case.values, 3)


def test_a_script_has_the_plain_way() -> None:
    quoter = Quoter()
    assert quoter.name(gates_loop) == "gates_loop"
    assert not [text for text in quoter.section() if "kernels" in text or "horn_" in text]


SEVERAL = """
import jax, numpy as np
from functools import partial
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from hornstudio.engine.modules.layers.recurrent import own
from tests.engine.modules.layers.recurrent.test_own import given, score
kernel, bias, x, states = given("lstm", samples=8)
slopes = jax.grad(partial(score, own.scan_gated, "lstm", (None, False, True)))
mesh = Mesh(np.array(jax.devices()), "b")
dealt = jax.device_put(x, NamedSharding(mesh, PartitionSpec(None, "b")))
made = jax.jit(slopes).lower(kernel, bias, dealt, states).compile()
assert "horn_" not in made.as_text(), "each device would compute the whole batch"
assert "horn_" in jax.jit(slopes).lower(kernel, bias, x, states).compile().as_text()
one = jax.jit(slopes)(kernel, bias, x, states)
np.testing.assert_allclose(made(kernel, bias, dealt, states), one, rtol=1e-4, atol=1e-4)
"""


def test_several_devices_share_a_batch_by_the_plain_way() -> None:
    flags = {"XLA_FLAGS": "--xla_force_host_platform_device_count=4", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], capture_output=True, text=True, env=os.environ | flags
    )
    assert done.returncode == 0, done.stderr
