"""How long large graphs take to their first training step: ResNet-50's size, 24 transformer blocks.

usage: python bench/compile_time.py [--graphs resnet50 transformer24 ...] [--batch 2]

Each graph is built, checked, traced and compiled in a process of its own, first with an empty
compilation cache and then again with what the first left there; one block of each kind alone
shows what repeating it costs. Prints JSON, in seconds.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from hornstudio.engine.graph import Graph

Result = TypeVar("Result")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))
"""Filters of a bottleneck, how many, stride of the first: ResNet-50 (arXiv:1512.03385, table 1)."""


class Builder:
    """Puts nodes behind one another; `last` is the port that the next one takes."""

    def __init__(self, first: str, kind: str, **params: Any) -> None:
        from hornstudio.engine.graph import Node, freeze

        self._node, self._freeze = Node, freeze
        self.nodes = {first: Node(kind, freeze(params))}
        self.wires: list[tuple[str, str]] = []
        self.last = f"{first}.output"

    def add(self, kind: str, *sources: str, port: str = "input", **params: Any) -> str:
        """A node fed by these ports, or by the last one; returns its output."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes[name] = self._node(kind, self._freeze(params))
        self.wires += [(source, f"{name}.{port}") for source in sources or (self.last,)]
        self.last = f"{name}.output"
        return self.last

    def graph(self) -> "Graph":
        """The graph, with a loss and an optimizer, on data that is only described."""
        from hornstudio.engine.graph import Graph, Training, Wire

        label, loss, optimizer = (self._node(k, self._freeze(p)) for k, p in (
            ("input", {"shape": [], "dtype": "int32"}),
            ("categorical_crossentropy", {}),
            ("adam", {}),
        ))  # fmt: skip
        nodes = {**self.nodes, "label": label, "loss": loss, "optimizer": optimizer}
        wires = [
            *self.wires,
            (self.last, "loss.prediction"),
            ("label.output", "loss.target"),
            ("loss.loss", "optimizer.loss"),
        ]
        return Graph("bench", self._freeze(nodes), tuple(Wire(*w) for w in wires), Training())


def resnet(stages: tuple[tuple[int, int, int], ...]) -> "Graph":
    """Bottleneck blocks with batch normalization on pictures of 64 by 64."""
    net = Builder("image", "input", shape=[64, 64, 3])
    plain: dict[str, Any] = {"padding": "same", "use_bias": False}
    net.add("conv2d", filters=64, kernel_size=7, strides=[2, 2], **plain)
    net.add("batch_normalization")
    net.add("relu")
    net.add("max_pooling2d", pool_size=3, strides=[2, 2], padding="same")
    for filters, count, stride in stages:
        for block in range(count):
            _bottleneck(net, filters, stride if block == 0 else 1, widens=block == 0)
    net.add("global_average_pooling2d")
    net.add("dense", units=1000, activation="softmax")
    return net.graph()


def _bottleneck(net: Builder, filters: int, stride: int, widens: bool) -> None:
    into = net.last
    plain: dict[str, Any] = {"padding": "same", "use_bias": False}
    for size, step, width in ((1, stride, filters), (3, 1, filters), (1, 1, 4 * filters)):
        net.add("conv2d", filters=width, kernel_size=size, strides=[step, step], **plain)
        net.add("batch_normalization")
        if width == filters:
            net.add("relu")
    out = net.last
    if widens:
        net.add("conv2d", into, filters=4 * filters, kernel_size=1, strides=[stride] * 2, **plain)
        into = net.add("batch_normalization")
    net.add("add", into, out, port="inputs")
    net.add("relu")


def transformer(blocks: int) -> "Graph":
    """Encoder blocks of 8 heads on sequences of 64 steps and 256 features."""
    net = Builder("steps", "input", shape=[64, 256])
    for _ in range(blocks):
        into = net.last
        attended = net.add("multi_head_attention", port="query", num_heads=8, key_dim=32)
        net.add("add", into, attended, port="inputs")
        middle = net.add("layer_normalization")
        net.add("dense", units=1024, activation="gelu")
        wide = net.add("dense", units=256)
        net.add("add", middle, wide, port="inputs")
        net.add("layer_normalization")
    net.add("global_average_pooling1d")
    net.add("dense", units=1000, activation="softmax")
    return net.graph()


GRAPHS = {
    "resnet_1_block": lambda: resnet(((64, 1, 1),)),
    "resnet50": lambda: resnet(STAGES),
    "transformer_1_block": lambda: transformer(1),
    "transformer24": lambda: transformer(24),
}


def measure(name: str, batch: int) -> dict[str, Any]:
    """One graph, from nothing to its second step."""
    import jax
    import numpy as np

    from hornstudio.engine.check import check
    from hornstudio.engine.compile.plan import plan_graph
    from hornstudio.engine.compile.program import Program

    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    graph = GRAPHS[name]()
    times: dict[str, float] = {}

    def timed(what: str, work: Callable[[], Result]) -> Result:
        began = time.perf_counter()
        result = work()
        times[what] = round(time.perf_counter() - began, 3)
        return result

    report = timed("check_s", lambda: check(graph))
    program = timed("plan_s", lambda: Program(plan_graph(graph, for_training=False)))
    carry = timed("start_s", lambda: jax.block_until_ready(program.start(0)))
    rng = np.random.default_rng(0)
    batches = {}
    for port in program.plan.data:
        spec = report.spec(port)
        assert spec is not None
        shape = (batch, *(d for d in spec.shape if isinstance(d, int)))  # none is open here
        is_label = spec.dtype == "int32"
        batches[port] = np.zeros(shape, np.int32) if is_label else rng.random(shape, np.float32)
    step = jax.jit(program.step)
    key = jax.random.key(0)
    lowered = timed("trace_s", lambda: step.lower(carry, batches, key))
    compiled = timed("compile_s", lowered.compile)
    timed("first_step_s", lambda: jax.block_until_ready(compiled(carry, batches, key)))
    timed("second_step_s", lambda: jax.block_until_ready(compiled(carry, batches, key)))
    return {"nodes": len(graph.nodes), "weights": report.weight_count, **times}


def run_alone(name: str, batch: int, cache: str) -> dict[str, Any]:
    """`measure` in a process of its own, with that compilation cache."""
    command = [sys.executable, __file__, "--child", name, "--batch", str(batch)]
    env = {**os.environ, "JAX_COMPILATION_CACHE_DIR": cache}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=env)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphs", nargs="+", choices=GRAPHS, default=list(GRAPHS))
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--child", choices=GRAPHS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.child, given.batch)))
        return
    results = {}
    for name in given.graphs:
        with tempfile.TemporaryDirectory() as cache:
            results[name] = {
                "cold": run_alone(name, given.batch, cache),
                "cached": run_alone(name, given.batch, cache),
            }
    machine = {"python": platform.python_version(), "jax": version("jax"), "cores": os.cpu_count()}
    print(json.dumps({**machine, "graphs": results}, indent=2))


if __name__ == "__main__":
    main()
