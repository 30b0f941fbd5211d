"""Attention by a kernel gives what attention by its plain definition does, or stands back."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.kernels.calling import is_usable
from hornstudio.engine.modules.layers.attention import own
from hornstudio.engine.modules.layers.attention.fused import fused
from hornstudio.engine.modules.layers.attention.group_query import group_query_attention
from hornstudio.engine.modules.layers.attention.multi_head import multi_head_attention

BATCH, QUERIES, KEYS, FEATURES, HEADS, SIZE = 3, 6, 5, 4, 4, 8
RNG = np.random.default_rng(0)
PADDED = jnp.arange(QUERIES) < jnp.array([[6], [4], [0]])
"""Which steps count; of the last sample none does, so its queries may look at nothing."""
PAIRS = jnp.asarray(RNG.random((BATCH, QUERIES, QUERIES)) < 0.5)
HOW = {
    "dropout": 0.0,
    "use_causal_mask": False,
    "sliding_window": None,
    "training": True,
    "key": None,
    "masks": (None, None, None, None),
    "taken": (True, False),
}


def normal(*shape: int, rng: np.random.Generator = RNG) -> jax.Array:
    return jnp.asarray(rng.standard_normal(shape, np.float32))


def weights(groups: int = HEADS, value_size: int = SIZE, gate: bool = False) -> dict:
    heads = {"query": (HEADS, SIZE), "key": (groups, SIZE), "value": (groups, value_size)}
    if gate:
        heads["gate"] = (HEADS, SIZE)
    rng = np.random.default_rng(1)
    made = {f"{name}_kernel": normal(FEATURES, *last, rng=rng) for name, last in heads.items()}
    made |= {f"{name}_bias": normal(*last, rng=rng) for name, last in heads.items()}
    return made | {"output_kernel": normal(HEADS, value_size, FEATURES, rng=rng)}


def kernel(query, keys, values, *, mask, is_causal):
    """JAX's own definition of what such kernels compute."""
    return jax.nn.dot_product_attention(
        query, keys, values, mask=mask, is_causal=is_causal, implementation="xla"
    )


X, Y = normal(BATCH, QUERIES, FEATURES), normal(BATCH, KEYS, FEATURES)
CASES = {
    "itself": ((X,), {}),
    "another": ((X, Y), {}),
    "keys of their own": ((X, Y, normal(BATCH, KEYS, FEATURES)), {}),
    "causal": ((X,), {"use_causal_mask": True}),
    "causal, another": ((X, Y), {"use_causal_mask": True}),
    "a window": ((X,), {"sliding_window": 2}),
    "a causal window": ((X,), {"use_causal_mask": True, "sliding_window": 2}),
    "padded": ((X,), {"masks": (PADDED, None, None, None)}),
    "padded, causal": ((X,), {"masks": (PADDED, None, None, None), "use_causal_mask": True}),
    "pairs": ((X, None, None, PAIRS), {}),
}


@pytest.fixture(autouse=True)
def with_whole_products():
    """A graphics card multiplies float32 with fewer digits if it is let."""
    with jax.default_matmul_precision("float32"):
        yield


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("groups", "gate"), [(HEADS, True), (2, False)])
@pytest.mark.parametrize("kernel", [kernel, own.attend], ids=["as defined", "ours"])
def test_it_gives_what_the_plain_one_does_and_so_do_its_gradients(case, groups, gate, kernel):
    if kernel is own.attend and not is_usable():
        pytest.skip("kernels are for processors with AVX2")
    tensors, wished = CASES[case]
    how = HOW | wished
    if groups == HEADS:
        plain, how = multi_head_attention, how | {"attention_axes": None}
    else:
        plain = group_query_attention
    slopes = normal(BATCH, QUERIES, FEATURES, rng=np.random.default_rng(2))

    def with_slopes(attention, **more):
        def output(w, x):
            return attention(w, x, *tensors[1:], **how, **more)[0]

        def run(w, x):
            made, back = jax.vjp(output, w, x)
            return made, back(slopes)

        return run

    runs = with_slopes(plain), with_slopes(fused(plain), kernel=kernel)
    both = jax.jit(lambda w, x: [run(w, x) for run in runs])  # as a layer is: in a program
    wanted, given = map(jax.tree.leaves, both(weights(groups, gate=gate), X))
    for one, other in zip(wanted, given, strict=True):
        np.testing.assert_allclose(other, one, rtol=2e-4, atol=2e-4)


def test_an_order_of_steps_alone_is_left_to_the_kernel():
    told = []

    def watching(*heads, mask, is_causal):
        told.append((mask is not None, is_causal))
        return kernel(*heads, mask=mask, is_causal=is_causal)

    for name in ("itself", "causal", "causal, another", "padded, causal"):
        tensors, wished = CASES[name]
        run = fused(multi_head_attention)
        run(weights(), *tensors, **HOW | wished, attention_axes=None, kernel=watching)
    assert told == [(False, False), (False, True), (True, False), (True, False)]


@pytest.mark.parametrize(
    ("value_size", "x", "wished"),
    [
        (SIZE, X, {"dropout": 0.1}),
        (SIZE, X, {"taken": (True, True)}),
        (SIZE + 1, X, {}),
        (SIZE, X[:, :, None], {}),
    ],
    ids=["weights are dropped", "scores are taken", "values of another size", "two axes"],
)
def test_it_stands_back_where_a_kernel_has_no_way_to_do_so(value_size, x, wished):
    how = HOW | wished | {"attention_axes": None, "kernel": kernel}
    assert fused(multi_head_attention)(weights(value_size=value_size), x, **how) is None


def test_it_stands_back_where_there_is_no_kernel():
    how = HOW | {"attention_axes": None, "kernel": lambda *heads, mask, is_causal: None}
    assert fused(multi_head_attention)(weights(), X, **how) is None
