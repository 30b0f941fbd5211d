"""The loop over time: masked steps, both ways, and dropout that stays the same at every step."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.recurrent.loop import drop_masks
from tests.contract import array
from tests.contract.case import Case, f

KINDS = ("simple_rnn", "lstm", "gru")
T, F, U = 5, 3, 4


def layer(kind: str, **params: object) -> Case:
    """A layer of 4 units that keeps all outputs, with nothing into its states."""
    states = (None,) * (2 if kind == "lstm" else 1)
    settings = {"units": U, "return_sequences": True, **params}
    return Case("recurrent", kind, (f(T, F), *states), settings)


def run(case: Case, x: np.ndarray, mask: Any = None, key: Any = None, w: Any = None) -> Any:
    """Outputs of the layer on x; training where there is a key."""
    weights = w or array.arguments(case)[0][0]
    given = {"training": key is not None, "key": key, "mask": mask}
    return case.module.apply(weights, x, **array.bound(case), **given)


def sequences(steps: int = T) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(2, steps, F)).astype(np.float32)


@pytest.mark.parametrize("kind", KINDS)
def test_steps_behind_the_end_change_no_state(kind: str) -> None:
    x = sequences()
    mask = np.arange(T) < 3
    padded = run(layer(kind), x, np.stack([mask, mask]))
    short = run(layer(kind), x[:, :3])
    np.testing.assert_allclose(padded[0][:, :3], short[0], rtol=1e-5, atol=1e-6)
    for mine, other in zip(padded[1:], short[1:], strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(padded[0][:, 4], padded[0][:, 2])


def test_pictures_that_do_not_count_change_no_state() -> None:
    """Keras cannot do this: it lays the mask along the wrong dimensions."""
    params = {"filters": 2, "kernel_size": 2, "return_sequences": True}
    case = Case("recurrent", "conv_lstm2d", (f(4, 4, 3, 2), None, None), params)
    x = np.random.default_rng(1).normal(size=(2, 4, 4, 3, 2)).astype(np.float32)
    mask = np.array([[True, False, True, False], [True, False, True, False]])
    outputs, h, c = run(case, x, mask)
    shorter = run(case, x[:, [0, 2]])
    for mine, other in zip((outputs[:, [0, 2]], h, c), shorter, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(outputs[:, 3], outputs[:, 2])


def test_a_mask_may_have_holes_and_differ_between_samples() -> None:
    x = sequences()
    mask = np.array([[True, False, True, True, False], [False, True, True, False, True]])
    outputs, h = run(layer("gru"), x, mask)
    for row in range(2):
        alone, state = run(layer("gru"), x[row : row + 1, mask[row]])
        np.testing.assert_allclose(outputs[row][mask[row]], alone[0], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(h[row], state[0], rtol=1e-5, atol=1e-6)
    assert not np.any(outputs[1, 0])


def test_last_output_is_zero_where_the_last_step_does_not_count() -> None:
    mask = np.array([[True] * T, [True] * 3 + [False] * 2])
    case = layer("lstm", return_sequences=False, zero_output_for_mask=True)
    output, h, _ = run(case, sequences(), mask)
    np.testing.assert_array_equal(output[0], h[0])
    assert np.any(h[1])
    assert not np.any(output[1])


@pytest.mark.parametrize("kind", KINDS)
def test_the_backward_half_is_a_layer_that_begins_at_the_end(kind: str) -> None:
    case = layer(kind, bidirectional="concat")
    weights, x = array.arguments(case)[0][0], sequences()
    outputs, h = run(case, x, w=weights)[:2]
    for way, part, line in (
        ("forward_", slice(None, U), x),
        ("backward_", slice(U, None), x[:, ::-1]),
    ):
        own = {n.removeprefix(way): a for n, a in weights.items() if n.startswith(way)}
        alone, state = run(layer(kind), line, w=own)[:2]
        alone = alone if way == "forward_" else alone[:, ::-1]
        np.testing.assert_allclose(outputs[..., part], alone, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(h[..., part], state, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("gates", [1, 4])
def test_dropped_shares_and_what_is_left(gates: int) -> None:
    rate = 0.3
    masks = np.asarray(drop_masks(jax.random.key(0), (200, 100), rate, gates))
    assert masks.shape == (gates, 200, 100)
    np.testing.assert_allclose(np.unique(masks), [0.0, 1 / (1 - rate)], rtol=1e-6)
    shares = np.mean(masks == 0.0, axis=(1, 2))
    np.testing.assert_allclose(shares, rate, atol=0.02)
    for gate in range(1, gates):
        both = np.mean((masks[gate] == 0.0) & (masks[0] == 0.0))
        assert both == pytest.approx(rate**2, abs=0.01), "gates drop independently"


def test_every_step_drops_the_same_inputs() -> None:
    case = layer("simple_rnn", activation=None, dropout=0.5, units=F, use_bias=False)
    w = {"kernel": jnp.eye(F), "recurrent_kernel": jnp.zeros((F, F))}
    outputs, _ = run(case, np.ones((50, T, F), np.float32), key=jax.random.key(1), w=w)
    assert set(np.unique(outputs)) == {0.0, 2.0}
    np.testing.assert_array_equal(outputs, np.repeat(outputs[:, :1], T, axis=1))
    other, _ = run(case, np.ones((50, T, F), np.float32), key=jax.random.key(2), w=w)
    assert np.any(outputs != other)


def test_every_step_forgets_the_same_states() -> None:
    case = layer("simple_rnn", activation=None, recurrent_dropout=0.5, units=F)
    w = {"kernel": jnp.zeros((F, F)), "recurrent_kernel": jnp.eye(F), "bias": jnp.ones(F)}
    outputs, _ = run(case, np.zeros((50, 3, F), np.float32), key=jax.random.key(1), w=w)
    paths = {tuple(path) for path in np.asarray(outputs).transpose(0, 2, 1).reshape(-1, 3)}
    assert paths == {(1.0, 1.0, 1.0), (1.0, 3.0, 7.0)}


def test_both_directions_drop_by_themselves() -> None:
    case = layer("simple_rnn", activation=None, dropout=0.5, units=F, bidirectional="concat")
    own = {"kernel": jnp.eye(F), "recurrent_kernel": jnp.zeros((F, F)), "bias": jnp.zeros(F)}
    w = {way + name: a for way in ("forward_", "backward_") for name, a in own.items()}
    outputs, _ = run(case, np.ones((50, 2, F), np.float32), key=jax.random.key(1), w=w)
    assert np.any(outputs[..., :F] != outputs[..., F:])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_dropped_in_use(kind: str) -> None:
    plain, dropping = layer(kind), layer(kind, dropout=0.5, recurrent_dropout=0.5)
    w = array.arguments(plain)[0][0]
    np.testing.assert_array_equal(
        run(plain, sequences(), w=w)[0], run(dropping, sequences(), w=w)[0]
    )
