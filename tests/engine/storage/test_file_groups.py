"""Composites in the file: they come back whole, and every fault is named by its path."""

from typing import Any

import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from tests.engine.composite.sample_composite import residual, residual_json


def test_composites_come_back() -> None:
    graph = residual()
    assert files.from_text(files.to_text(graph)) == graph
    assert list(graph.groups) == ["residual_block", "normal"]
    assert graph.groups["residual_block"].title == "Residual block"


def test_a_composite_is_written_one_node_a_line() -> None:
    text = files.to_text(residual())
    assert (
        '\n        "wide": {"kind": "dense", "params": {"units": 8, "activation": "relu"}' in text
    )
    assert '\n        ["wide.output", "normal.input"],' in text


def test_strange_attributes_of_a_composite_are_carried_along() -> None:
    data = files.to_json(residual())
    data["groups"]["normal"] |= {"colour": ["red"], "frames": [{"title": "앞"}]}
    assert files.to_json(files.from_json(data)) == data


def changed(path: str, value: Any) -> dict[str, Any]:
    """The sample's data with one value replaced, at a path below `groups`."""
    data = residual_json()
    place: Any = data["groups"]
    *steps, last = path.split(".")
    for step in steps:
        place = place[step] if isinstance(place, dict) else place[int(step)]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("normal", [], "groups.normal: is []; need an object"),
        ("normal.title", 3, "groups.normal.title: is 3; need text"),
        ("normal.nodes.scale", {"kind": "dense", "params": {"units": 0}}, "units is 0"),
        ("normal.nodes.scale.weights_of", "gone", "groups.normal.nodes.scale.weights_of"),
        ("normal.wires.0", ["input.output", "scale.x"], "groups.normal.wires.0: scale has no"),
        ("residual_block.params.0", {"name": "x"}, "groups.residual_block.params.0: is"),
        (
            "residual_block.params.0",
            {"name": "x", "node": "gone", "param": "units"},
            "groups.residual_block.params.0: there is no node 'gone'",
        ),
        (
            "residual_block.params.0",
            {"name": "x", "node": "add", "param": "units"},
            "groups.residual_block.params.0: add has no param 'units'",
        ),
        ("residual_block.params", [], "nodes.block_1.params: units is not a param here"),
        ("dense", {}, "groups.dense: is the name of a module already"),
        ("a b", {}, "groups.a b: is no legal kind"),
        ("normal.nodes.output", None, "normal.wires.1: there is no node 'output'"),
        (
            "normal.nodes.inner",
            {"kind": "residual_block"},
            "groups.residual_block: the composite holds itself: residual_block → normal →",
        ),
    ],
)
def test_faults_are_named_by_their_paths(path: str, value: Any, fault: str) -> None:
    with pytest.raises(FileError) as caught:
        files.from_json(changed(path, value))
    assert any(fault in problem for problem in caught.value.problems), caught.value.problems


def test_groups_that_are_no_object_are_refused() -> None:
    with pytest.raises(FileError, match=r"groups: is \[1\]; need an object"):
        files.from_json(residual_json(groups=[1]))


def test_a_wire_on_a_port_that_a_composite_lacks_is_refused() -> None:
    data = residual_json()
    data["wires"][2] = ["first.output", "block_1.x"]
    with pytest.raises(FileError, match="block_1 has no port 'x' among its inputs: input"):
        files.from_json(data)


def test_a_file_that_would_unfold_without_end_is_refused_at_once() -> None:
    groups = {
        f"k{i}": {"nodes": {f"n{j}": {"kind": f"k{i + 1}"} for j in range(10)}} for i in range(12)
    } | {"k12": {"nodes": {"n": {"kind": "relu"}}}}
    with pytest.raises(FileError, match="nodes once its composites are unfolded; at most 10,000"):
        files.from_json(residual_json(groups=groups, nodes={}, wires=[]))
