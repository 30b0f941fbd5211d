import jax
import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph, Node, Wire, freeze

RANDOM = ("glorot_uniform", "truncated_normal", "orthogonal")


def program(*names: str) -> Program:
    """Layers of these names, all of one shape, with initializers in turn, and a recurrent one."""
    nodes = {"input_0": Node("input", freeze({"shape": [6, 4]}))}
    for name in names:
        kind = RANDOM[int(name.rpartition("_")[2]) % len(RANDOM)]
        params = {"units": 4, "kernel_initializer": {"kind": kind}}
        nodes[name] = Node("dense", freeze(params))
    nodes["last"] = Node("lstm", freeze({"units": 4}))
    wires = zip(nodes, [*nodes][1:], strict=False)
    joined = tuple(Wire(f"{a}.output", f"{b}.input") for a, b in wires)
    return Program(plan_graph(Graph("g", freeze(nodes), joined), for_training=False))


@pytest.mark.same_bits
def test_what_is_drawn_at_once_has_the_bits_of_each_drawn_by_itself() -> None:
    weights = program(*(f"layer_{n}" for n in range(6))).start(7)["weights"]
    alone = program("layer_3", "layer_4", "layer_5").start(7)["weights"]
    for node, arrays in alone.items():
        for name, array in arrays.items():
            np.testing.assert_array_equal(weights[node][name], array)
    kernels = {np.asarray(arrays["kernel"]).tobytes() for arrays in weights.values()}
    assert len(kernels) == len(weights) == 7
    bias = np.asarray(alone["last"]["bias"])
    assert (bias.sum(), bias[4:8].sum()) == (4, 4)


def test_alike_arrays_are_drawn_by_one_program() -> None:
    made = program(*(f"layer_{n}" for n in range(6)))
    drawn = jax.eval_shape(made._drawing.drawn, 0)
    assert [x.shape for x in drawn if x.ndim == 3] == [(2, 4, 4)] * len(RANDOM)
