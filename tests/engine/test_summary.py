import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.editing.edits import set_attribute
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.summary import item_bytes, summarize, totals


def by_id(graph: Graph) -> dict:
    return {node["id"]: node for node in summarize(graph)["nodes"]}


def test_seed_model_is_counted() -> None:
    graph = find_template("mnist_mlp").graph()
    nodes, totals = by_id(graph), summarize(graph)["totals"]
    assert nodes["hidden"]["weights"] == 784 * 64 + 64
    assert nodes["hidden"]["flops"] == 2 * 784 * 64
    assert nodes["hidden"]["weight_bytes"] == 4 * (784 * 64 + 64)
    assert nodes["hidden"]["activation_bytes"] == 4 * 64
    assert nodes["hidden"]["outputs"] == {"output": [64]}
    assert nodes["mnist"]["activation_bytes"] == 4 * 784 + 4  # the image and its label
    assert nodes["loss"]["outputs"] == {"loss": "loss"}
    assert totals["weights"] == 784 * 64 + 64 + 64 * 10 + 10


def test_shared_weights_count_once() -> None:
    graph = find_template("two_in_two_out").graph()
    nodes = by_id(graph)
    assert nodes["encoder_right"]["weights_of"] == "encoder"
    assert nodes["encoder_right"]["weights"] == nodes["encoder"]["weights"]
    own = [n["weights"] for n in nodes.values() if not n["weights_of"]]
    assert summarize(graph)["totals"]["weights"] == sum(own)


def test_weights_of_a_bypassed_owner_count_for_those_who_share_them() -> None:
    graph = set_attribute(find_template("two_in_two_out").graph(), "encoder", "bypassed", True)
    totals = summarize(graph)["totals"]
    assert by_id(graph)["encoder"]["weights"] == 0
    assert totals["weights"] == totals["trainable"] == check(graph).weight_count
    assert totals["weight_bytes"] == 4 * totals["weights"]


def test_state_is_stored_but_not_learned() -> None:
    norm = by_id(find_template("residual_net").graph())["norm_1"]
    assert (norm["weights"], norm["state"], norm["weight_bytes"]) == (64, 64, 4 * 128)


def test_frozen_weights_are_not_trainable() -> None:
    graph = set_attribute(find_template("mnist_mlp").graph(), "hidden", "frozen", True)
    totals = summarize(graph)["totals"]
    assert (totals["weights"], totals["trainable"]) == (50890, 650)


def test_what_is_unknown_is_none() -> None:
    nodes = {"flatten": Node("flatten"), "dense": Node("dense")}
    graph = Graph(nodes=freeze(nodes), wires=(Wire("flatten.output", "dense.input"),))
    dense = by_id(graph)["dense"]
    assert (dense["weights"], dense["flops"], dense["outputs"]) == (None, None, {})
    assert summarize(graph)["totals"]["weights"] is None


def test_totals_alone_are_those_of_the_summary() -> None:
    for name in ("mnist_mlp", "residual_net", "two_in_two_out"):
        graph = find_template(name).graph()
        for node_id in list(graph.nodes)[:6]:
            for attribute in ("frozen", "bypassed"):
                other = set_attribute(graph, node_id, attribute, True)
                assert totals(other, check(other)) == summarize(other)["totals"]
    graph = Graph(nodes=freeze({"dense": Node("dense")}))
    assert totals(graph, check(graph)) == summarize(graph)["totals"]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "int64", "float32", "complex64"])
def test_a_number_takes_what_numpy_says(dtype: str) -> None:
    assert item_bytes(dtype) == np.dtype(dtype).itemsize
