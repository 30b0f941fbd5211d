"""Mixed precision: short numbers between layers, long ones in weights, state, sums and outputs."""

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from hornstudio.engine.training_settings import MIXED
from tests.engine import sample_graph
from tests.engine.sample_graph import chain, graph, judged, node


def tagged() -> Graph:
    """Names through an embedding, an average, a norm with state, and a last layer of scores."""
    nodes = {
        "names": node("names"),
        "embedding": node("embedding", input_dim=28, output_dim=8),
        "mean": node("global_average_pooling1d"),
        "norm": node("batch_normalization"),
        "scores": node("dense", units=10),
        "softmax": node("softmax"),
        "loss": node("categorical_crossentropy"),
        "accuracy": node("accuracy"),
        "sgd": node("sgd", learning_rate=0.1),
    }
    wires = [
        ("names.letters", "embedding.input"),
        *chain("embedding", "mean", "norm", "scores", "softmax"),
        *judged("softmax", "names.language", "loss", "accuracy"),
        ("loss.loss", "sgd.loss"),
    ]
    return graph(nodes, wires)


def mixed(plain: Graph) -> Graph:
    return replace(plain, training=replace(plain.training, precision=MIXED))


BATCH = {
    "names.letters": np.arange(96, dtype=np.int32).reshape(8, 12) % 28,
    "names.language": np.arange(8, dtype=np.int32),
}


def types(tree: Any) -> set[Any]:
    return {np.dtype(leaf.dtype) for leaf in jax.tree.leaves(tree)} - {np.dtype(np.int32)}


def test_only_what_flows_between_layers_is_short() -> None:
    program = Program(plan_graph(mixed(tagged())))
    carry, key = program.start(0), jax.random.key(0)
    tensors, state = jax.eval_shape(
        lambda: program.forward(carry["weights"], carry["state"], BATCH, training=True, key=key)
    )
    after, sums = jax.eval_shape(program.step, carry, BATCH, key)
    short = {port for port, tensor in tensors.items() if tensor.dtype == jnp.bfloat16}
    assert short == {"embedding.output", "mean.output", "norm.output", "scores.output"}
    long = np.dtype(np.float32)
    assert types(after) == types(sums) == types(state) == {long}
    assert types(jax.eval_shape(program.predict, *program.init(0), BATCH)) == {long}


def test_what_is_learned_is_nearly_the_same() -> None:
    plain, short = (Program(plan_graph(g)) for g in (tagged(), mixed(tagged())))
    carry, key = plain.start(0), jax.random.key(0)
    (one, sums), (other, short_sums) = (jax.jit(p.step)(carry, BATCH, key) for p in (plain, short))
    totals = [float(each["loss"]["total"]) for each in (sums, short_sums)]
    assert totals[1] == pytest.approx(totals[0], rel=1e-2)
    moved = [
        jax.tree.map(lambda new, old: np.asarray(new - old), tree["weights"], carry["weights"])
        for tree in (one, other)
    ]
    biggest = max(np.abs(leaf).max() for leaf in jax.tree.leaves(moved[0]))
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=0.03 * biggest), *moved)


def test_working_out_again_and_accumulating_go_with_it() -> None:
    how = replace(mixed(tagged()).training, rematerialize=True, gradient_accumulation=2)
    how = replace(how, batch_size=3)
    program = Program(plan_graph(replace(tagged(), training=how)))
    carry = program.start(0)
    after, sums = jax.jit(program.step)(carry, BATCH, jax.random.key(0))
    assert float(sums["loss"]["count"]) == 8
    assert jax.tree.map(jnp.shape, after) == jax.tree.map(jnp.shape, carry)


def test_full_precision_is_untouched() -> None:
    program = Program(plan_graph(sample_graph.mlp()))
    tree = {"a": np.float32(1)}
    assert program.precision.whole(tree) is tree
    assert program.precision.taken(program.plan.layers[0], tree) is tree
