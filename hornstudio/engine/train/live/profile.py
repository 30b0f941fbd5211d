"""How long each layer takes by itself: one after the other, on a batch of the real data."""

import time
from typing import Any

import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.call import Call, mask_name
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.program import Program
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.compiled import compiled

_TIMES = 5
_MOMENT_S = 0.02


def profile(graph: Graph) -> dict[str, float]:
    """Seconds of each layer's forward pass over one batch, in training, by node.

    In a graph with composites the nodes are those of the unfolded graph. Together they take longer
    than the whole network, in which the compiler joins layers. Raises: HornError where the graph
    has errors or its data is not on this machine.
    """
    program, settings = compiled(graph).program, graph.training
    dataset = load_dataset(graph, check(graph), offline=True)
    carry = program.start(settings.seed)
    if program.plan.adapting:
        carry["state"] = program.adapt(carry["weights"], carry["state"], dataset.train)
    rows = loop.epoch_rows(dataset.n_train, settings.batch_size, settings.seed, 1)[0][0]
    tensors: Tree = {name: jax.device_put(x[rows]) for name, x in dataset.train.items()}
    key, seconds = loop.key_of(settings.seed, "epoch/1"), {}
    for call in program.plan.layers:
        made, took = _timed(program, call, carry, tensors, key)
        tensors.update(made)
        if not call.is_bypassed:
            seconds[call.node] = took
    return seconds


def _timed(
    program: Program, call: Call, carry: Tree, tensors: Tree, key: Any
) -> tuple[Tree, float]:
    """What a layer gives out, and the least seconds that it took of several times."""
    names = {name for port in call.sources for name in port}
    names |= {mask_name(name) for name in names}
    names |= {mask_name(m) for port in call.masks for m in port if m}
    taken = {name: tensors[name] for name in names if name in tensors}
    held = {tree: {call.owner: carry[tree].get(call.owner, {})} for tree in ("weights", "state")}

    def run(weights: Tree, state: Tree, taken: Tree, key: Any) -> Tree:
        return program.run((call,), weights, state, taken, key)

    run_jitted = jitted(run)
    given = held["weights"], held["state"], taken, key
    made: Tree = jax.block_until_ready(run_jitted(*given))
    least, end = np.inf, time.perf_counter() + _MOMENT_S
    for _ in range(_TIMES):
        begun = time.perf_counter()
        jax.block_until_ready(run_jitted(*given))
        now = time.perf_counter()
        least = min(least, now - begun)
        if now > end:
            break
    return made, float(least)
