"""Working out again instead of keeping: the same numbers, less memory."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.rematerialization import worked_out_again
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.modules.layers.rows import matrix_product
from tests.engine.sample_graph import chain, graph, judged, node


def deep(layers: int, between: Mapping[str, Node] | None = None) -> Graph:
    """Digits through many dense layers, then others."""
    hidden = {f"hidden_{i}": node("dense", units=32, activation="tanh") for i in range(layers)}
    hidden |= between or {}
    ids = ["flatten", *hidden, "out"]
    nodes = {"digits": node("digits"), "flatten": node("flatten"), **hidden}
    nodes |= {"out": node("dense", units=10, activation="softmax")}
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")}
    wires = [("digits.image", "flatten.input"), *chain(*ids)]
    return graph(nodes, [*wires, *judged("out", "digits.label", "loss"), ("loss.loss", "sgd.loss")])


def both(whole: Graph) -> tuple[Program, Program]:
    again = replace(whole, training=replace(whole.training, rematerialize=True))
    return Program(plan_graph(whole)), Program(plan_graph(again))


def batch_for(program: Program, count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    label = rng.integers(0, 10, count).astype(np.int32)
    image = rng.random((count, 28, 28, 1), np.float32)
    return {port: image if port.endswith("image") else label for port in program.plan.data}


def test_a_step_gives_the_same_numbers() -> None:
    whole = deep(3, between={"norm": node("batch_normalization"), "drop": node("dropout")})
    steps = [jax.jit(p.step)(p.start(0), batch_for(p, 4), jax.random.key(1)) for p in both(whole)]
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7), *steps)


def test_the_compiled_step_needs_less_memory() -> None:
    needs = [
        jax.jit(p.step)
        .lower(p.form(), batch_for(p, 256), jax.random.key(0))
        .compile()
        .memory_analysis()
        .temp_size_in_bytes
        for p in both(deep(12))
    ]
    assert needs[1] < 0.7 * needs[0]


def test_whole_numbers_keys_and_what_has_no_slope_pass_through() -> None:
    def function(x: jax.Array, count: jax.Array, key: jax.Array) -> dict[str, jax.Array]:
        kept = jax.random.bernoulli(key, 0.5, x.shape)
        return {"y": jnp.where(kept, x * x, 0), "kept": kept, "count": count + 1}

    x, given = jnp.arange(4.0), (jnp.int32(3), jax.random.key(0))

    def total(x: jax.Array, again: bool) -> tuple[jax.Array, dict[str, jax.Array]]:
        made = worked_out_again(function, x, *given) if again else function(x, *given)
        return made["y"].sum(), made

    plain, again = (jax.grad(total, has_aux=True)(x, way) for way in (False, True))
    jax.tree.map(np.testing.assert_array_equal, plain, again)


def test_an_optimizer_may_ask_for_the_gradients_of_gradients() -> None:
    """As Sophia does, of layers that bring a gradient of their own."""
    x, kernel = jnp.arange(6.0).reshape(2, 3), jnp.linspace(-1.0, 1.0, 12).reshape(3, 4)

    def total(kernel: jax.Array, again: bool) -> jax.Array:
        layer = partial(matrix_product, x)
        made = worked_out_again(layer, kernel) if again else layer(kernel)
        return jnp.sum(made**3)

    seconds = [
        jax.jvp(jax.grad(partial(total, again=way)), (kernel,), (kernel,)) for way in (False, True)
    ]
    jax.tree.map(partial(np.testing.assert_allclose, rtol=1e-6), *seconds)
