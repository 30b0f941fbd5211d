"""How fast this machine can be at best, and what a step of a workload asks of it at least.

usage: python -m training.machine WORKLOAD FOLDER    with bench and the root on PYTHONPATH

The best is a large product of matrices (by JAX, on all cores) and a large copy (by NumPy); of an
accelerator the product is of bfloat16, and both are by JAX. Asked
are the operations of the step as the graph's summary counts them (forward once, backward twice),
and the bytes that the compiled step moves, as the compiler counts them.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from hornstudio.engine.summary import summarize
from training import workload
from training.on_hornstudio import graph_of

SIDE, SIDE_THERE = 2048, 8192
COPIED, COPIED_THERE = 1 << 26, 1 << 30


def least_seconds(work: Callable[[], Any], times: int = 7) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        jax.block_until_ready(work())
        found.append(time.perf_counter() - began)
    return min(found)


def best() -> dict[str, float]:
    """GFLOP/s of a product of matrices, and GB/s of a copy (read and written)."""
    a = jax.random.normal(jax.random.key(0), (SIDE, SIDE))
    multiply = jax.jit(jnp.matmul)
    long, into = (np.ones(COPIED, np.float32) for _ in range(2))
    flops = 2 * SIDE**3 / least_seconds(lambda: multiply(a, a))
    moved = 2 * long.nbytes / least_seconds(lambda: np.copyto(into, long))
    return {"gflop_per_s": round(flops / 1e9, 1), "gb_per_s": round(moved / 1e9, 1)}


def best_of_accelerator() -> dict[str, float]:
    """The same of an accelerator. Ten products in a row, so that no launch is waited for."""
    a = jax.random.normal(jax.random.key(0), (SIDE_THERE, SIDE_THERE), jnp.bfloat16)
    long = jnp.ones(COPIED_THERE, jnp.float32)
    multiply = jax.jit(lambda a: jax.lax.fori_loop(0, 10, lambda i, b: a @ b, a))
    flops = 10 * 2 * SIDE_THERE**3 / least_seconds(lambda: multiply(a))
    moved = 2 * long.nbytes / least_seconds(lambda: jax.jit(jnp.negative)(long))
    return {"gflop_per_s": round(flops / 1e9, 1), "gb_per_s": round(moved / 1e9, 1)}


def gflop(work: workload.Workload, graph: Graph) -> float:
    """Operations of a training step: forward once, backward twice."""
    return 3 * summarize(graph, check(graph))["totals"]["flops"] * work.batch / 1e9


def asked(work: workload.Workload, folder: Path) -> dict[str, float]:
    """GFLOP and GB of one training step."""
    x, y = workload.read(work, folder)
    graph = graph_of(work, x, y)
    program = Program(plan_graph(graph))
    node = next(iter(program.plan.data)).partition(".")[0]
    batch = {f"{node}.x": x[: work.batch], f"{node}.y": y[: work.batch]}
    carry = program.start(0)
    compiled = jax.jit(program.step).lower(carry, batch, jax.random.key(0)).compile()
    costs = compiled.cost_analysis()
    assert costs is not None
    return {
        "gflop": round(gflop(work, graph), 4),
        "gb": round(costs["bytes accessed"] / 1e9, 4),
        "compiled_gflop": round(costs["flops"] / 1e9, 4),
    }


def limit(work: workload.Workload, folder: Path) -> dict[str, float]:
    """Milliseconds below which no step can be; of an accelerator, what they are worked out from."""
    if jax.default_backend() != "cpu":
        return {
            **best_of_accelerator(),
            "gflop": gflop(work, graph_of(work, *workload.read(work, folder))),
        }
    can, must = best(), asked(work, folder)
    compute = 1e3 * must["gflop"] / can["gflop_per_s"]
    move = 1e3 * must["gb"] / can["gb_per_s"]
    return {**can, **must, "compute_ms": round(compute, 3), "move_ms": round(move, 3)}


if __name__ == "__main__":
    print(json.dumps(limit(workload.BY_NAME[sys.argv[1]], Path(sys.argv[2]))))
