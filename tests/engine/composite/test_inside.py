"""Edits inside a composite: what the uses need to know of them follows."""

from dataclasses import replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite import inside
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import PORT_IN, Graph, Node, Wire
from hornstudio.engine.storage import files
from tests.engine.composite.sample_composite import residual
from tests.engine.mistakes import mistakes


def edited(graph: Graph, kind: str, body: Graph) -> Graph:
    assert body.inside == kind
    made = inside.with_body(graph, body)
    assert files.from_text(files.to_text(made)) == made  # what is saved can be opened
    return made


def test_a_body_put_back_unchanged_is_the_same_graph() -> None:
    graph = residual()
    assert inside.with_body(graph, inside.body_of(graph, "residual_block")) == graph


def test_an_edit_inside_is_one_at_every_use() -> None:
    graph = residual()
    body = edits.replace_kind(inside.body_of(graph, "residual_block"), "normal", "relu", {})
    made = edited(graph, "residual_block", body)
    report = check(made)
    assert not mistakes(report)
    assert [a.name for a in report.facts["block_2"].weights] == ["wide__kernel", "wide__bias"]


def test_the_body_is_checked_with_what_a_use_is_given() -> None:
    graph = residual()
    given = {"input": check(graph).facts["block_1"].inputs["input"][0]}
    report = check(inside.body_of(graph, "residual_block"), given=given)
    assert str(report.spec("input.output")) == "16"
    assert [p.place for p in report.errors] == ["add.inputs"]  # its own 8 units do not fit
    assert report.modules.get("normal") is not None


def test_a_body_is_told_what_it_may_not_hold() -> None:
    body = edits.add_node(inside.body_of(residual(), "normal"), "adam", Node("adam"))
    body = edits.remove_nodes(body, ["output"])
    reasons = [str(p.reason) for p in check(body).errors]
    assert any("has no output port" in reason for reason in reasons)
    assert any("a composite holds layers only" in reason for reason in reasons)
    assert not any("optimizer" in r and "there is no" in r for r in reasons)


def test_a_port_with_another_name_keeps_its_wires() -> None:
    graph = residual()
    body = edits.rename_node(inside.body_of(graph, "residual_block"), "input", "x")
    made = edited(graph, "residual_block", body)
    assert [w.target for w in made.wires if w.target_node == "block_1"] == ["block_1.x"]
    body = edits.rename_node(inside.body_of(made, "normal"), "output", "y")
    made = edited(made, "normal", body)
    assert Wire("normal.y", "add.inputs") in made.groups["residual_block"].body.wires
    assert not mistakes(made)


def test_a_port_that_is_gone_takes_its_wires_along() -> None:
    graph = residual()
    body = edits.remove_nodes(inside.body_of(graph, "residual_block"), ["input"])
    made = edited(graph, "residual_block", body)
    assert not [w for w in made.wires if w.target_node in ("block_1", "block_2")]
    body = edits.add_node(inside.body_of(made, "residual_block"), "more", Node(PORT_IN))
    made = edited(made, "residual_block", body)
    assert [p.name for p in check(made).facts["block_1"].module.inputs] == ["more"]


def test_a_setting_follows_its_node_and_goes_with_it() -> None:
    graph = residual()
    body = edits.rename_node(inside.body_of(graph, "residual_block"), "wide", "broad")
    made = edited(graph, "residual_block", body)
    assert made.groups["residual_block"].params[0].node == "broad"
    body = edits.replace_kind(inside.body_of(made, "residual_block"), "broad", "relu", {})
    made = edited(made, "residual_block", body)
    assert not made.groups["residual_block"].params
    assert not made.nodes["block_1"].params


def test_the_title_and_the_training_can_be_set_from_inside() -> None:
    graph = residual()
    body = replace(inside.body_of(graph, "normal"), name="Scaled")
    made = edited(graph, "normal", body)
    assert made.groups["normal"].title == "Scaled"
    body = edits.set_training(body, replace(graph.training, epochs=9))
    assert edited(graph, "normal", body).training.epochs == 9


def test_a_composite_cannot_be_put_into_itself() -> None:
    graph = residual()
    body = edits.add_node(inside.body_of(graph, "normal"), "again", Node("residual_block"))
    with pytest.raises(GraphError, match="holds itself: residual_block → normal → residual"):
        inside.with_body(graph, body)
    with pytest.raises(GraphError, match="there is no composite gone"):
        inside.body_of(graph, "gone")


def test_grouping_inside_makes_a_composite_of_the_whole_graph() -> None:
    graph = residual()
    body, use = group_nodes(
        inside.body_of(graph, "residual_block"), ["wide", "normal"], "Pair", catalog_of(graph)
    )
    made = edited(graph, "residual_block", body)
    assert list(made.groups) == ["residual_block", "normal", "pair"]
    assert not mistakes(made)
    assert use == "pair"


def catalog_of(graph: Graph):
    return scope(graph, catalog())


def test_a_composite_gets_another_kind_everywhere() -> None:
    graph = residual()
    made = inside.rename_group(graph, "normal", "norm", "Norm")
    assert list(made.groups) == ["residual_block", "norm"]
    assert made.groups["residual_block"].body.nodes["normal"].kind == "norm"
    assert not mistakes(made)
    assert inside.rename_group(made, "norm", "normal", "").groups["normal"].title == "Norm"
    for taken in ("residual_block", PORT_IN, "no name"):
        with pytest.raises(GraphError):
            inside.rename_group(graph, "normal", taken)


def test_params_are_exposed_and_hidden() -> None:
    graph, modules = residual(), catalog_of(residual())
    made = inside.expose(graph, "residual_block", "wide", "activation", modules)
    made = edits.set_param(made, "block_1", "activation", "tanh")
    assert not mistakes(made)
    assert files.from_text(files.to_text(made)) == made
    with pytest.raises(GraphError, match=r"wide\.activation is a setting already"):
        inside.expose(made, "residual_block", "wide", "activation", modules)
    with pytest.raises(GraphError, match="wide has no param gone"):
        inside.expose(made, "residual_block", "wide", "gone", modules)
    with pytest.raises(GraphError, match="units is a setting of another type"):
        inside.expose(made, "residual_block", "wide", "use_bias", modules, "units")
    assert inside.hide(made, "residual_block", "wide", "activation") == graph
    with pytest.raises(GraphError, match=r"wide\.activation is not a setting"):
        inside.hide(graph, "residual_block", "wide", "activation")


def test_what_hands_a_setting_on_loses_it_too() -> None:
    graph, modules = residual(), catalog_of(residual())
    made = inside.expose(graph, "normal", "scale", "momentum", modules)
    made = inside.expose(made, "residual_block", "normal", "momentum", catalog_of(made))
    made = edits.set_param(made, "block_1", "momentum", 0.5)
    assert not mistakes(made)
    assert inside.hide(made, "normal", "scale", "momentum") == graph


def test_a_trail_ends_where_a_use_is_gone() -> None:
    graph = residual()
    trail = [("block_1", "residual_block"), ("normal", "normal")]
    assert inside.trail_of(graph, ["block_1", "normal"]) == trail
    assert inside.trail_of(graph, ["block_1", "gone"]) == trail[:1]
    assert inside.trail_of(graph, ["first"]) == []


def test_a_check_after_an_edit_inside_finds_what_a_fresh_one_finds() -> None:
    graph = residual()
    made = graph
    for edit in (
        lambda body: edits.move_nodes(body, {"wide": (7.0, 7.0)}),
        lambda body: edits.set_param(body, "wide", "use_bias", False),
        lambda body: edits.rename_node(body, "input", "x"),
        lambda body: edits.remove_nodes(body, ["normal"]),
        lambda body: edits.remove_nodes(body, ["x"]),
    ):
        before = check(made)
        made = inside.with_body(made, edit(inside.body_of(made, "residual_block")))
        quick, whole = check(made, before=before), check(made)
        assert quick.problems == whole.problems
        assert quick.order == whole.order
        for node_id, facts in whole.facts.items():
            assert quick.facts[node_id].outputs == facts.outputs
            assert quick.facts[node_id].module is facts.module
            assert quick.facts[node_id].weights == facts.weights
