"""A use of a composite taken apart: what it held, and refusals in words."""

from collections.abc import Sequence

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.composite import inside
from hornstudio.engine.composite.ungrouping import ungroup, with_sharing, without_sharing
from hornstudio.engine.editing import edits, reroute
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.summary import summarize
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import grouped, residual, wiring
from tests.engine.mistakes import mistakes


def test_taking_one_of_two_uses_apart_leaves_the_other() -> None:
    graph, new = ungroup(residual(), "block_1")
    assert new == ["wide", "normal", "add"]
    assert graph.nodes["wide"].params["units"] == 16
    assert "residual_block" in graph.groups
    assert not mistakes(graph)
    assert wiring(graph)["block_2.input"] == ["add.output"]
    graph, new = ungroup(graph, "block_2")
    assert new == ["wide_2", "normal_2", "add_2"]
    assert list(graph.groups) == ["normal"]
    assert wiring(graph)["add_2.inputs"] == ["normal_2.output", "add.output"]
    assert check(graph).weight_count == check(residual()).weight_count


def test_names_of_what_comes_out_count_on() -> None:
    body = inside.body_of(residual(), "residual_block")
    graph = inside.with_body(residual(), edits.rename_node(body, "wide", "wide_2"))
    graph = edits.rename_node(graph, "first", "wide_2")
    assert ungroup(graph, "block_1")[1] == ["wide_3", "normal", "add"]


def test_nodes_come_back_to_the_very_places_that_they_had() -> None:
    places = {"hidden": (10.01, 0.33), "relu": (200.0, 7.12), "scores": (401.06, 96.0)}
    graph = edits.move_nodes(sample_graph.mlp(), places)
    made, use = grouped(graph, places)
    back, _ = ungroup(made, use)
    assert {i: back.nodes[i].at for i in places} == places


def test_nodes_around_another_come_back_to_their_places() -> None:
    places = {"hidden": (1000.0, 1000.0), "relu": (1200.0, 1000.0), "scores": (1400.0, 1000.0)}
    graph = edits.move_nodes(sample_graph.mlp(), {**places, "softmax": (1200.0, 1000.0)})
    made, use = grouped(graph, places)
    assert made.nodes[use].at == places["hidden"]
    back, _ = ungroup(made, use)
    assert {i: back.nodes[i].at for i in places} == places


@pytest.mark.parametrize("attribute", ["frozen", "disabled"])
def test_what_a_use_is_its_nodes_are_when_it_is_taken_apart(attribute: str) -> None:
    graph, new = ungroup(edits.set_attribute(residual(), "block_1", attribute, True), "block_1")
    assert all(getattr(graph.nodes[i], attribute) for i in new)


def test_what_cannot_be_taken_apart_is_refused() -> None:
    shared = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    for use in ("block_1", "block_2"):
        with pytest.raises(GraphError, match="block_2 shares the weights of block_1; give it"):
            ungroup(shared, use)
    bypassed = edits.set_attribute(residual(), "block_1", "bypassed", True)
    with pytest.raises(GraphError, match="block_1 is bypassed"):
        ungroup(bypassed, "block_1")
    with pytest.raises(GraphError, match="first is not a composite"):
        ungroup(residual(), "first")


def test_wiring_one_source_to_two_ports_of_one_sum_is_not_lost_silently() -> None:
    graph, use = grouped(sample_graph.convolutional(), ["add"])
    graph = edits.connect(graph, Wire("max.output", f"{use}.input_2"))
    with pytest.raises(GraphError, match=r"max.output would be wired twice to add.inputs"):
        ungroup(graph, use)


def test_what_a_composite_feeds_itself_is_fed_by_what_it_held() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu"])
    graph = edits.connect(graph, Wire(f"{use}.output", f"{use}.input"))
    made, _ = ungroup(graph, use)
    assert wiring(made)["hidden.input"] == ["relu.output"]
    assert {wire.source_node for wire in made.wires} <= set(made.nodes)


def test_a_wire_that_only_goes_round_through_ports_is_fed_by_nothing() -> None:
    graph, use = grouped(sample_graph.mlp(), ["relu"])
    body = edits.remove_nodes(inside.body_of(graph, graph.nodes[use].kind), ["relu"])
    graph = inside.with_body(graph, edits.connect(body, Wire("input.output", "output.input")))
    graph = edits.connect(graph, Wire(f"{use}.output", f"{use}.input"))
    made, _ = ungroup(graph, use)
    assert "scores.input" not in wiring(made)


def test_points_on_both_sides_of_the_border_are_led_through_one_behind_the_other() -> None:
    into, out = Wire("flatten.output", "hidden.input"), Wire("relu.output", "scores.input")
    points = {into: ((10.0, 20.0),), out: ((40.0, 60.0), (50.0, 70.0))}
    graph, use = grouped(reroute.with_points(sample_graph.mlp(), points), ["hidden", "relu"])
    body = inside.body_of(graph, graph.nodes[use].kind)
    at = body.nodes["hidden"].at
    within = {
        Wire("input.output", "hidden.input"): ((at[0] - 30.0, at[1] - 40.0),),
        Wire("relu.output", "output.input"): ((at[0] + 400.0, at[1] + 90.0),),
    }
    graph = inside.with_body(graph, reroute.with_points(body, within))
    made, _ = ungroup(graph, use)
    x, y = made.nodes["hidden"].at
    assert made.reroutes == {
        into: ((10.0, 20.0), (x - 30.0, y - 40.0)),
        out: ((x + 400.0, y + 90.0), (40.0, 60.0), (50.0, 70.0)),
    }


def test_points_on_a_wire_from_port_to_port_are_kept() -> None:
    points = {Wire("relu.output", "scores.input"): ((1.0, 2.0),)}
    graph, use = grouped(reroute.with_points(sample_graph.mlp(), points), ["relu"])
    body = edits.remove_nodes(inside.body_of(graph, graph.nodes[use].kind), ["relu"])
    through = Wire("input.output", "output.input")
    body = reroute.with_points(edits.connect(body, through), {through: ((5.0, 6.0),)})
    made, new = ungroup(inside.with_body(graph, body), use)
    assert new == []
    assert made.reroutes == {Wire("hidden.output", "scores.input"): ((5.0, 6.0), (1.0, 2.0))}


def three_that_share() -> Graph:
    """As `residual`, with a third use; the second and the third share the weights of the first."""
    graph = edits.add_node(residual(), "block_3", residual().nodes["block_2"])
    graph = edits.connect(graph, Wire("block_2.output", "block_3.input"))
    graph = edits.connect(graph, Wire("block_3.output", "scores.input"))
    for use in ("block_2", "block_3"):
        graph = edits.set_attribute(graph, use, "weights_of", "block_1")
    return graph


def apart(graph: Graph, uses: Sequence[str]) -> Graph:
    graph, owners = without_sharing(graph, uses)
    ids: dict[str, list[str]] = {}
    for use in uses:
        graph, ids[use] = ungroup(graph, use)
    return with_sharing(graph, owners, ids)


def weights(graph: Graph) -> int:
    return summarize(graph)["totals"]["weights"]


def test_uses_that_share_go_on_sharing_when_they_are_taken_apart_together() -> None:
    shared = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    graph = apart(shared, ["block_1", "block_2"])
    assert graph.nodes["wide_2"].weights_of == "wide"
    assert graph.nodes["normal_2"].weights_of == "normal"  # a composite in it
    assert graph.nodes["add_2"].weights_of == ""  # has none
    assert not check(graph).errors
    assert weights(graph) == weights(shared)


@pytest.mark.parametrize("use", ["block_1", "block_2", "block_3"])
def test_one_use_taken_apart_has_its_own_weights_and_the_others_share_on(use: str) -> None:
    shared = three_that_share()
    graph = apart(shared, [use])
    assert not check(graph).errors
    first, second = (i for i in ("block_1", "block_2", "block_3") if i != use)
    assert graph.nodes[first].weights_of == ""
    assert graph.nodes[second].weights_of == first
    one = weights(residual()) - weights(
        edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    )
    assert weights(graph) == weights(shared) + one


def test_some_uses_taken_apart_share_with_each_other() -> None:
    graph = apart(three_that_share(), ["block_3", "block_1"])
    assert graph.nodes["block_2"].weights_of == ""
    assert graph.nodes["wide"].weights_of == "wide_2"
    assert not check(graph).errors
