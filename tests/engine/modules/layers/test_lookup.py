"""What each row of a table gets on the way back is what the plain definition gives it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.lookup import looked_up, summed

RNG = np.random.default_rng(0)
SUMMED = jax.jit(summed, static_argnums=2)  # compiled whole: step by step takes ten times as long


def plainly(rows: np.ndarray, numbers: np.ndarray, count: int) -> np.ndarray:
    found = np.zeros((count, rows.shape[1]))
    np.add.at(found, numbers, rows.astype(np.float64))
    return found


@pytest.mark.parametrize(
    "numbers",
    [
        RNG.integers(0, 7, 50),
        RNG.integers(-7, 7, 33),
        np.arange(7),
        np.full(9, 3),
        np.array([6]),
        np.zeros(0, int),
    ],
    ids=["repeated", "from the end", "each once", "all the same", "one", "none"],
)
def test_rows_of_the_same_number_are_added(numbers: np.ndarray) -> None:
    rows = RNG.normal(size=(len(numbers), 3)).astype(np.float32)
    found = SUMMED(jnp.array(rows), jnp.array(numbers), 7)
    np.testing.assert_allclose(found, plainly(rows, numbers, 7), rtol=1e-6, atol=1e-6)


def test_what_no_row_has_is_left_out() -> None:
    found = SUMMED(jnp.ones((5, 2)), jnp.array([0, 9, -8, 1, 100]), 7)
    np.testing.assert_array_equal(found, plainly(np.ones((2, 2)), np.array([0, 1]), 7))


def test_on_a_graphics_card_slopes_are_those_of_the_plain_lookup(monkeypatch) -> None:
    table = jnp.array(RNG.normal(size=(11, 4)), jnp.float32)
    numbers = jnp.array(RNG.integers(0, 11, (6, 5)))
    slopes = jnp.array(RNG.normal(size=(6, 5, 4)), jnp.float32)

    def given() -> tuple[jax.Array, jax.Array]:
        def found_and_back(table: jax.Array) -> tuple[jax.Array, jax.Array]:
            found, back = jax.vjp(lambda t: looked_up(t, numbers), table)
            return found, back(slopes)[0]

        return jax.jit(found_and_back)(table)  # another function each time: traced anew

    plain = given()
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    fast = given()
    np.testing.assert_array_equal(fast[0], plain[0])
    np.testing.assert_allclose(fast[1], plain[1], rtol=1e-6, atol=1e-6)
    assert jnp.isnan(looked_up(table, jnp.array([11]))).all()
