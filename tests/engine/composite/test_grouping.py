"""Grouping and taking apart: the same wiring again, refusals in words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.grouping import free_kind, group_nodes, identifier, name_group
from hornstudio.engine.composite.ungrouping import ungroup
from hornstudio.engine.editing import edits, reroute
from hornstudio.engine.editing.frame import Frame, add_frame, frames_of
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import grouped, residual, wiring


def test_a_selection_becomes_one_node_with_ports() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu", "scores"], "Two layers")
    assert use == "two_layers"
    assert list(graph.nodes)[2] == use
    assert graph.groups["two_layers"].title == "Two layers"
    assert wiring(graph)["two_layers.input"] == ["flatten.output"]
    assert wiring(graph)["softmax.input"] == ["two_layers.output"]
    report = check(graph)
    assert not report.problems
    assert report.weight_count == check(sample_graph.mlp()).weight_count


def test_a_named_composite_has_the_name_everywhere() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu"], "Block")
    points = {Wire("flatten.output", f"{use}.input"): ((1.0, 2.0),)}
    named, new = name_group(reroute.with_points(graph, points), use, "Two layers", catalog())
    assert new == "two_layers"
    assert named.nodes[new].kind == "two_layers"
    assert list(named.nodes).index(new) == list(graph.nodes).index(use)
    assert named.groups["two_layers"].title == "Two layers"
    assert named.reroutes == {Wire("flatten.output", "two_layers.input"): ((1.0, 2.0),)}
    assert not check(named).problems


def test_a_composite_is_not_named_as_a_module_is() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu"], "Block")
    named, new = name_group(graph, use, "Dense", catalog())
    assert (new, named.groups["dense_2"].title) == ("dense_2", "Dense")
    spelt, same = name_group(graph, use, "BLOCK", catalog())
    assert (same, spelt.groups["block"].title) == ("block", "BLOCK")


def test_a_kind_counts_on_from_the_number_in_its_title() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu"], "Block 2")
    graph, other = grouped(graph, ["softmax"], "Block 2")
    assert (use, other) == ("block_2", "block_3")


def test_one_source_is_one_port_and_what_is_open_gets_one() -> None:
    graph = edits.add_node(sample_graph.convolutional(), "spare", Node("dense"))
    graph, use = grouped(graph, ["add", "average", "spare"])
    module = check(graph).facts[use].module
    assert [p.name for p in module.inputs] == ["input", "input_2", "input_3"]
    assert [p.name for p in module.outputs] == ["output", "output_2"]
    assert wiring(graph)[f"{use}.input"] == ["max.output"]
    assert f"{use}.input_3" not in wiring(graph)


def test_the_order_of_growing_inputs_stays() -> None:
    graph = sample_graph.convolutional()
    inner, use = grouped(graph, ["branch", "add"])
    flat = flatten(inner).graph
    assert [w.source for w in flat.wires_into(f"{use}__add")] == [
        "max.output",
        f"{use}__branch.output",
    ]
    outer, use = grouped(graph, ["branch"])
    assert wiring(outer)["add.inputs"] == ["max.output", f"{use}.output"]


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        ([], "nothing is selected"),
        (["relu", "loss"], "loss is of the kind Categorical crossentropy; a composite holds"),
        (["hidden", "scores"], "back into it through relu; select that too"),
    ],
)
def test_what_cannot_be_a_composite_is_refused(ids: list[str], reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        grouped(sample_graph.mlp(), ids)


def test_weights_shared_across_the_border_are_refused() -> None:
    with pytest.raises(GraphError, match="encoder_2 shares the weights of encoder; select both"):
        grouped(sample_graph.two_in_two_out(), ["encoder", "fixed"])
    graph, _ = grouped(sample_graph.two_in_two_out(), ["encoder", "encoder_2"])
    assert check(graph).weight_count == check(sample_graph.two_in_two_out()).weight_count


READY = ["mnist_cnn", "two_in_two_out", "residual_net", "u_net", "transformer_encoder"]
SAMPLES = [
    sample_graph.mlp(),
    sample_graph.convolutional(),
    sample_graph.two_in_two_out(),
    sample_graph.recurrent(),
    sample_graph.attending(),
]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_grouping_and_taking_apart_gives_the_former_wiring(data: st.DataObject) -> None:
    graph = data.draw(st.sampled_from(SAMPLES))
    ids = data.draw(st.sets(st.sampled_from(list(graph.nodes)), min_size=1, max_size=6))
    try:
        made, use = grouped(graph, ids)
    except GraphError:
        return
    # Weights, and what else is known of the nodes around, is as before.
    before, after = check(graph), check(made)
    assert before.weight_count == after.weight_count
    assert all(before.facts[i].outputs == after.facts[i].outputs for i in made.nodes if i != use)
    back, new = ungroup(made, use)
    assert dict(back.nodes) == dict(graph.nodes)
    assert set(new) == ids
    assert wiring(back) == wiring(graph)
    if list(back.nodes) == list(graph.nodes):  # which of others stood between them nobody knows
        assert back.wires == graph.wires
    assert not back.groups
    assert wiring(flatten(made).graph).keys() == {
        f"{use}__{end}" if end.partition(".")[0] in ids else end for end in wiring(graph)
    }


@pytest.mark.parametrize("name", READY)
def test_a_ready_graph_is_the_same_file_after_grouping_and_taking_apart(name: str) -> None:
    graph = find_template(name).graph()
    layers = [i for i, f in check(graph).facts.items() if f.module.role == "layer"]
    for first in range(len(layers)):
        for last in range(first + 1, len(layers)):
            ids = [i for i in graph.nodes if i in layers[first:last]]
            places = [list(graph.nodes).index(i) for i in ids]
            if places != list(range(places[0], places[0] + len(places))):
                continue
            try:
                made, use = grouped(graph, ids)
            except GraphError:  # out of it and back, or weights shared across its border
                continue
            assert files.to_text(ungroup(made, use)[0]) == files.to_text(graph)


def test_frames_and_notes_go_inside_and_come_out_with_what_they_lie_on() -> None:
    graph = edits.move_nodes(sample_graph.mlp(), {"hidden": (240.0, 0.0), "relu": (480.0, 0.0)})
    graph = add_frame(add_frame(graph, Frame("Outer")), Frame("Body", at=(220.0, -40.0)))
    odd = {"title": "of another version", "at": "somewhere"}
    graph = replace(graph, frames=(*graph.frames, odd))
    made, use = group_nodes(graph, ["hidden", "relu"], "Block", catalog(), frames=[1, 2])
    assert made.frames == graph.frames[:1]
    assert made.groups["block"].body.frames == graph.frames[1:]
    assert files.from_text(files.to_text(made)) == made
    back, _ = ungroup(made, use)
    assert back.frames == graph.frames
    x, y = made.nodes[use].at
    moved, _ = ungroup(edits.move_nodes(made, {use: (x, y + 96.0)}), use)
    assert frames_of(moved)[1].at == (220.0, 56.0)


def test_kinds_are_free_and_legal() -> None:
    graph = Graph(groups=freeze({"block": residual().groups["normal"]}))
    assert free_kind(graph, "block", catalog()) == "block_2"
    assert free_kind(graph, "dense", catalog()) == "dense_2"
    assert free_kind(graph, "no kind", catalog()) == "block_2"
    assert identifier("Residual block (2)") == "residual_block_2"
    assert identifier("3×3") == "block"


def test_a_composite_of_nodes_in_rows_lies_on_no_other_node():
    graph = find_template("mnist_cnn").graph()
    ids = ["pool_1", "conv_2", "pool_2", "flatten"]  # behind mnist in one row, below it in the next
    made, use = group_nodes(graph, ids, "Block", catalog())
    assert made.nodes[use].at == graph.nodes["pool_1"].at
    assert made.nodes[use].at not in {node.at for i, node in made if i != use}


def test_a_composite_stands_in_the_middle_of_what_it_holds_and_comes_apart_there():
    nodes = {"a": Node("relu", at=(0.0, 300.0)), "b": Node("relu", at=(400.0, 0.0))}
    before = Graph(nodes=freeze(nodes))
    made, use = group_nodes(before, ["a", "b"], "Pair", catalog())
    assert made.nodes[use].at == (200.0, 150.0)
    assert ungroup(made, use)[0].nodes == before.nodes


def test_points_of_wires_over_the_border_stay_on_what_is_outside_of_it() -> None:
    graph = sample_graph.mlp()
    into = Wire("flatten.output", "hidden.input")
    within = Wire("hidden.output", "relu.input")
    out = Wire("scores.output", "softmax.input")
    points = {into: ((10.0, 20.0),), within: ((30.0, 5.0),), out: ((40.0, 60.0), (50.0, 70.0))}
    graph = reroute.with_points(graph, points)
    made, use = grouped(graph, ["hidden", "relu", "scores"])
    assert made.reroutes == {
        Wire("flatten.output", f"{use}.input"): points[into],
        Wire(f"{use}.output", "softmax.input"): points[out],
    }
    assert ungroup(made, use)[0].reroutes == graph.reroutes


def test_wires_that_share_a_port_take_the_first_points_over_the_border() -> None:
    graph = sample_graph.convolutional()
    taken = [w for w in graph.wires if w.source == "max.output"]
    assert len(taken) == 2
    graph = reroute.with_points(graph, {w: ((8.0, 9.0 + i),) for i, w in enumerate(taken)})
    made, use = grouped(graph, [w.target_node for w in taken])
    assert made.reroutes == {Wire("max.output", f"{use}.input"): ((8.0, 9.0),)}
