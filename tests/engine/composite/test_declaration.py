"""The declaration of a composite: everything follows from its body."""

from dataclasses import replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import can_bypass, check
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.params import Int
from hornstudio.engine.storage import files
from tests.engine.composite.sample_composite import residual, residual_json
from tests.engine.mistakes import mistakes


def module_of(graph: Graph, kind: str):
    found = scope(graph, catalog()).get(kind)
    assert found is not None
    return found


def test_ports_params_and_title_are_the_bodys() -> None:
    module = module_of(residual(), "residual_block")
    assert [p.name for p in module.inputs] == ["input"]
    assert [p.name for p in module.outputs] == ["output"]
    assert (module.title, module.category, module.role) == ("Residual block", "composite", "layer")
    (units,) = module.params
    assert isinstance(units, Int)
    assert (units.name, units.default) == ("units", 8)
    assert can_bypass(module)


def test_shapes_weights_and_cost_are_the_bodys() -> None:
    report = check(residual())
    facts = report.facts["block_1"]
    assert not mistakes(report)
    assert str(facts.outputs["output"]) == "16"
    assert [a.name for a in facts.weights] == [
        "wide__kernel",
        "wide__bias",
        "normal__scale__gamma",
        "normal__scale__beta",
    ]
    assert [a.name for a in facts.state] == [
        "normal__scale__moving_mean",
        "normal__scale__moving_variance",
    ]
    assert facts.weight_count == 16 * 16 + 16 + 32
    flat = check(flatten(residual()).graph).facts
    assert facts.flops == sum(f.flops or 0 for i, f in flat.items() if i.startswith("block_1"))


def test_a_fault_inside_is_told_at_the_use() -> None:
    report = check(edits.set_param(residual(), "block_1", "units", 9))
    (error,) = report.errors
    assert error.place == "block_1.input"
    assert error.reason == "inside, add: gets 9 and 16; need equal shapes"


def test_a_fault_at_the_border_brings_its_remedy() -> None:
    graph = residual()
    body = graph.groups["normal"].body
    pooled = replace(body, nodes=freeze({**body.nodes, "scale": Node("max_pooling2d")}))
    group = replace(graph.groups["normal"], body=pooled)
    graph = replace(graph, groups=freeze({**graph.groups, "normal": group}))
    (error, *_) = check(graph).errors
    assert error.reason.startswith("inside, normal › scale: ")


def test_a_bypass_that_nothing_can_take_is_told_at_the_use() -> None:
    data = residual_json()
    data["groups"]["residual_block"]["nodes"]["add"]["bypassed"] = True
    reason = check(files.from_json(data)).errors[0].reason
    assert "inside, add: is bypassed, but only what has one input" in reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("adam", "n: is of the kind Adam; a composite holds layers only"),
        ("no_such_kind", "n: no_such_kind is not a known kind of module"),
        ("dense", "n: input is open; it needs a wire"),
    ],
)
def test_what_cannot_be_inside_is_told(kind: str, reason: str) -> None:
    data = residual_json()
    data["groups"]["normal"]["nodes"]["n"] = {"kind": kind}
    report = check(files.from_json(data))
    assert reason in report.errors[0].reason


def test_a_port_is_optional_where_all_that_it_feeds_is() -> None:
    data = residual_json()
    nodes = {
        "query": {"kind": "composite_input"},
        "mask": {"kind": "composite_input"},
        "attend": {"kind": "multi_head_attention", "params": {"num_heads": 1, "key_dim": 2}},
        "output": {"kind": "composite_output"},
    }
    wires = [
        ["query.output", "attend.query"],
        ["query.output", "attend.value"],
        ["mask.output", "attend.attention_mask"],
        ["attend.output", "output.input"],
    ]
    data["groups"]["attend"] = {"nodes": nodes, "wires": wires}
    graph = files.from_json(data)
    ports = {p.name: p.optional for p in module_of(graph, "attend").inputs}
    assert ports == {"query": False, "mask": True}
    graph = edits.add_node(graph, "seq", Node("reshape", freeze({"target_shape": [4, 4]})))
    graph = edits.add_node(graph, "use", Node("attend"))
    for wire in (Wire("first.output", "seq.input"), Wire("seq.output", "use.query")):
        graph = edits.connect(graph, wire)
    assert str(check(graph).facts["use"].outputs["output"]) == "4×4"


def test_one_setting_can_be_followed_by_several_nodes() -> None:
    data = residual_json()
    body = data["groups"]["residual_block"]
    body["nodes"]["second"] = {"kind": "dense", "params": {"units": 3}}
    body["wires"][4] = ["add.output", "second.input"]
    body["wires"].append(["second.output", "output.input"])
    body["params"].append({"name": "units", "node": "second", "param": "units"})
    report = check(files.from_json(data))
    assert str(report.facts["block_1"].outputs["output"]) == "16"


def test_the_same_composite_is_the_same_declaration_after_an_edit_elsewhere() -> None:
    graph = residual()
    moved = edits.move_nodes(graph, {"first": (1.0, 2.0)})
    assert module_of(graph, "residual_block") is module_of(moved, "residual_block")
    normal = replace(graph.groups["normal"], title="Other")
    changed = replace(graph, groups=freeze({**graph.groups, "normal": normal}))
    assert module_of(changed, "residual_block") is not module_of(graph, "residual_block")
