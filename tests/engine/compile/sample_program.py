"""Small programs on the shipped digits, batches for them, and a step. For tests only."""

from typing import Any

import jax
import numpy as np

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph, Node
from tests.engine.sample_graph import chain, graph, judged, node

KEY = jax.random.key(0)


def program_of(whole: Graph, **how: Any) -> Program:
    return Program(plan_graph(whole, **how))


def batch_of(program: Program, count: int = 6) -> dict[str, np.ndarray]:
    """Random pictures and labels for every data port."""
    rng = np.random.default_rng(0)
    made: dict[str, np.ndarray] = {}
    for port in program.plan.data:
        if port.endswith("image"):
            made[port] = rng.random((count, 28, 28, 1), np.float32)
        else:
            made[port] = rng.integers(0, 10, count).astype(np.int32)
    return made


def small(*layers: str | Node, **changes: Node) -> Graph:
    """Digits averaged to one number a picture, some layers, ten scores, a loss and SGD."""
    nodes = {"digits": node("digits"), "mean": node("global_average_pooling2d")}
    for layer in layers:
        made = node(layer) if isinstance(layer, str) else layer
        nodes[made.kind] = made
    nodes |= {"out": node("dense", units=10, activation="softmax")}
    ids = list(nodes)[1:]
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")} | changes
    wires = [("digits.image", "mean.input"), *chain(*ids)]
    return graph(nodes, [*wires, *judged("out", "digits.label", "loss"), ("loss.loss", "sgd.loss")])


def same(one: Any, other: Any) -> bool:
    equal = jax.tree.map(lambda a, b: bool(np.array_equal(a, b)), one, other)
    return all(jax.tree.leaves(equal))


def step_once(program: Program, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """What a step starts from, leaves, and reports."""
    before = program.start(seed)
    after, sums = jax.jit(program.step)(before, batch_of(program), KEY)
    return before, after, sums
