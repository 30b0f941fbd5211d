from dataclasses import replace

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Group, Held, Node, Wire, freeze
from hornstudio.engine.runs.difference import difference, in_words
from tests.engine.sample_graph import chain, graph, mlp, node

OLD = mlp()


def changed(node_id: str, **attributes: object) -> Graph:
    return with_node(OLD, node_id, replace(OLD.nodes[node_id], **attributes))


def with_node(base: Graph, node_id: str, other: Node) -> Graph:
    return replace(base, nodes=freeze({**base.nodes, node_id: other}))


def words(new: Graph, old: Graph = OLD) -> str:
    return in_words(difference(old, new))


@pytest.mark.parametrize(
    ("node_id", "attributes", "said"),
    [
        ("hidden", {"params": freeze({"units": 64})}, "hidden.units 16 -> 64"),
        ("hidden", {"params": freeze({"units": 16, "use_bias": True})}, ""),
        (
            "hidden",
            {"params": freeze({"units": 16, "use_bias": False})},
            "hidden.use_bias true -> false",
        ),
        ("sgd", {"params": freeze({})}, "sgd.learning_rate 0.1 -> 0.01"),
        ("relu", {"kind": "gelu"}, "relu relu -> gelu"),
        ("hidden", {"frozen": True}, "hidden.frozen false -> true"),
        ("scores", {"weights_of": "hidden"}, "scores.weights_of none -> hidden"),
        ("hidden", {"at": (9.0, 9.0), "title": "T", "note": "n"}, ""),
    ],
)
def test_a_value_is_told_with_what_it_was(node_id: str, attributes: dict, said: str) -> None:
    assert words(changed(node_id, **attributes)) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"height_factor": (-0.1, 1.0)}, "shift.height_factor -0.1, 0.1 -> -0.1, 1"),
        ({"height_factor": 0.3}, "shift.height_factor -0.1, 0.1 -> -0.3, 0.3"),
        ({"height_factor": 0.1}, ""),
        ({"height_factor": "wrong"}, "shift.height_factor -0.1, 0.1 -> wrong"),
    ],
)
def test_values_are_told_as_a_person_types_them(given: dict, said: str) -> None:
    old, new = (graph({"shift": node("random_translation", **p)}, []) for p in ({}, given))
    assert words(new, old) == said


def test_held_modules_are_compared_inside() -> None:
    def with_start(value: object) -> Graph:
        return changed("hidden", params=freeze({"units": 16, "kernel_initializer": value}))

    assert words(with_start("glorot_uniform")) == ""
    assert words(with_start({"kind": "glorot_uniform"})) == ""
    said = "hidden.kernel_initializer glorot_uniform -> he_normal"
    assert words(with_start("he_normal")) == said
    one = with_start({"kind": "random_normal", "params": {"stddev": 0.1}})
    assert words(one, with_start("random_normal")) == (
        "hidden.kernel_initializer.stddev 0.05 -> 0.1"
    )


def test_what_came_and_went_is_told_without_the_wires_that_follow() -> None:
    base = graph(
        {"a": node("flatten"), "b": node("relu"), "c": node("dense")}, chain("a", "b", "c")
    )
    new = graph({"a": node("flatten"), "c": node("dense")}, chain("a", "c"))
    assert words(new, base) == "- b (relu)"
    assert words(base, new) == "+ b (relu)"
    other = graph(
        {"a": node("flatten"), "dropout": node("dropout"), "c": node("dense")},
        chain("a", "dropout", "c"),
    )
    assert words(other, base) == "+ dropout; - b (relu)"


def test_a_new_name_is_no_new_node() -> None:
    assert words(edits.rename_node(OLD, "hidden", "first")) == "hidden.id hidden -> first"


def test_wires_between_nodes_that_stayed_are_told() -> None:
    nodes = {"a": node("relu"), "b": node("relu"), "add": node("add")}
    both = [("a.output", "add.inputs"), ("b.output", "add.inputs")]
    assert words(graph(nodes, both), graph(nodes, both[:1])) == "+ b.output > add.inputs"
    assert words(graph(nodes, both[:1]), graph(nodes, both)) == "- b.output > add.inputs"
    assert words(graph(nodes, both[::-1]), graph(nodes, both)) == (
        "add.inputs a.output, b.output -> b.output, a.output"
    )


def test_composites_are_compared_inside() -> None:
    def with_units(units: int) -> Graph:
        body = Graph(
            nodes=freeze(
                {
                    "x": node("composite_input"),
                    "layer": node("dense", units=units),
                    "y": node("composite_output"),
                }
            ),
            wires=(Wire("x.output", "layer.input"), Wire("layer.output", "y.input")),
            inside="block",
        )
        return Graph(
            nodes=freeze({"block": node("block")}), groups=freeze({"block": Group("Block", body)})
        )

    assert words(with_units(8), with_units(4)) == "block/layer.units 4 -> 8"


def test_training_is_part_of_it() -> None:
    new = replace(OLD, training=replace(OLD.training, epochs=7, seed=1))
    assert words(new) == "epochs 1 -> 7; seed 3 -> 1"


def test_callbacks_are_compared_by_kind() -> None:
    def with_callbacks(*held: Held) -> Graph:
        return replace(OLD, training=replace(OLD.training, callbacks=held))

    one, other = (Held("from_elsewhere", freeze({"patience": n})) for n in (3, 5))
    assert words(with_callbacks(one, other)) == ("+ from_elsewhere; + from_elsewhere_2")
    assert words(with_callbacks(other), with_callbacks(one, other)) == (
        "from_elsewhere.patience 3 -> 5; - from_elsewhere_2"
    )


def test_many_changes_are_counted() -> None:
    nodes = {f"n{i}": node("relu") for i in range(20)}
    said = words(graph(nodes, []), graph({}, []))
    assert said.startswith("+ n0 (relu); ")
    assert said.endswith("; ... 8 more")


def test_unknown_kinds_are_compared_as_they_stand() -> None:
    one, other = (graph({"x": node("from_elsewhere", a=a)}, []) for a in (1, 2))
    assert words(other, one) == "x.a 1 -> 2"
