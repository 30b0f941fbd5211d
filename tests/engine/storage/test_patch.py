"""A graph is made of another by what differs; what does not are the very same values."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.inside import body_of, with_body
from hornstudio.engine.editing import edits, reroute
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.patch import difference, patched
from hornstudio.engine.storage.templates import find_template
from tests.engine.composite.sample_composite import residual
from tests.engine.random_graph import graphs

GRAPH = find_template("mnist_mlp").graph()
WIRE = GRAPH.wires[0]
BENT = reroute.with_points(GRAPH, {GRAPH.wires[1]: [(1.0, 2.5)], WIRE: [(3.0, 4.0), (5.0, 6.0)]})
BLOCKS = residual()


def inside(change) -> Graph:
    return with_body(BLOCKS, change(body_of(BLOCKS, "residual_block")))


EDITS = {
    "move": (GRAPH, edits.move_nodes(GRAPH, {"hidden": (7.5, -3.0), "relu": (0.0, 1e9)})),
    "add": (GRAPH, edits.add_node(GRAPH, "made", Node("dense", freeze({"units": 3})))),
    "remove": (GRAPH, edits.remove_nodes(GRAPH, ["hidden", "accuracy"])),
    "rename": (GRAPH, edits.rename_node(GRAPH, "relu", "층")),
    "param": (GRAPH, edits.set_param(GRAPH, "hidden", "units", 7)),
    "note": (GRAPH, edits.set_attribute(GRAPH, "hidden", "note", "half a pair \udc80")),
    "wire": (GRAPH, edits.disconnect(GRAPH, [WIRE, GRAPH.wires[4]])),
    "wires in another order": (GRAPH, replace(GRAPH, wires=GRAPH.wires[::-1])),
    "nodes in another order": (GRAPH, replace(GRAPH, nodes=freeze(dict(reversed([*GRAPH]))))),
    "name": (GRAPH, replace(GRAPH, name="other")),
    "training": (GRAPH, edits.set_training(GRAPH, replace(GRAPH.training, epochs=9))),
    "frames": (GRAPH, replace(GRAPH, frames=({"title": "a", "at": [0, 0]}, "anything"))),
    "extra": (GRAPH, replace(GRAPH, extra=freeze({"of a later version": [1]}))),
    "bend": (GRAPH, BENT),
    "straighten a wire": (BENT, reroute.straighten(BENT, [WIRE.source_node, WIRE.target_node])),
    "cut what is bent": (BENT, edits.disconnect(BENT, [WIRE])),
    "group": (GRAPH, group_nodes(GRAPH, ["hidden", "relu"], "Block", catalog())[0]),
    "inside a composite": (BLOCKS, inside(lambda b: edits.move_nodes(b, {"add": (9.0, 9.0)}))),
    "name of a composite": (BLOCKS, inside(lambda b: replace(b, name="Other"))),
    "all": (GRAPH, BLOCKS),
    "none": (GRAPH, Graph()),
}


def there_and_back(here: Graph, there: Graph) -> Graph:
    return patched(here, json.loads(json.dumps(difference(here, there))))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_made_and_taken_back_to_the_letter(name: str) -> None:
    before, after = EDITS[name]
    assert before != after or files.to_text(before) != files.to_text(after)
    for here, there in ((before, after), (after, before)):
        made = there_and_back(here, there)
        assert made == there
        assert files.to_text(made) == files.to_text(there)


@given(graphs(), graphs())
def test_any_graph_is_made_of_any_other(here: Graph, there: Graph) -> None:
    assert files.to_text(there_and_back(here, there)) == files.to_text(there)
    assert difference(here, here) == {}


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (edits.move_nodes(GRAPH, {"hidden": (7.5, -3.0)}), {"at": {"hidden": [7.5, -3]}}),
        (edits.remove_nodes(GRAPH, ["accuracy"]), None),
        (
            edits.set_attribute(GRAPH, "relu", "title", "Bend"),
            {"nodes": {"relu": files.to_json(GRAPH)["nodes"]["relu"] | {"title": "Bend"}}},
        ),
        (replace(GRAPH, name="other"), {"name": "other"}),
    ],
)
def test_nothing_is_told_of_what_is_shared(there: Graph, expected: dict | None) -> None:
    found = difference(GRAPH, there)
    if expected is None:
        assert found.keys() == {"order", "wires"}
        assert [hunk[1:] for hunk in found["order"]] == [(1, [])]
    else:
        assert found == expected
    made = patched(GRAPH, found)
    assert all(made.nodes[i] is node for i, node in GRAPH if there.nodes.get(i) is node)
    assert made.training is GRAPH.training


def test_equal_settings_that_are_written_otherwise_are_told() -> None:
    one = Graph(nodes=freeze({"a": Node("dense", freeze({"units": 3, "use_bias": True}))}))
    other = Graph(nodes=freeze({"a": Node("dense", freeze({"use_bias": True, "units": 3.0}))}))
    assert one == other
    assert files.to_text(there_and_back(one, other)) == files.to_text(other)


@pytest.mark.parametrize(
    "patch",
    [
        {"nodes": {"relu": "x"}},
        {"nodes": {"stranger": {"kind": "relu"}}},
        {"order": [[0, 0, ["stranger"]]]},
        {"order": [[0, 999, []]]},
        {"at": {"relu": [1]}},
        {"at": {"stranger": [1, 2]}},
        {"wires": [[0, 0, [["a.b"]]]]},
        {"wires": [[0, 0, [[1, 2]]]]},
        {"wires": 3},
        {"reroutes": [[0, 0, [["a.b", "c.d"]]]]},
        {"training": {"epochs": -1}},
        {"groups": [[0, 0, ["new"]]], "in_groups": {}},
        {"groups": [[0, 0, ["new"]]]},
    ],
)
def test_what_is_no_patch_of_the_graph_is_refused(patch: dict) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        patched(GRAPH, patch)


def test_modules_that_are_not_known_here_are_brought_back_as_they_were() -> None:
    node = Node("of_a_package", freeze({"anything": [1, None]}))
    there = edits.add_node(GRAPH, "made", node)
    there = replace(there, wires=(*there.wires, Wire("made.output", "accuracy.anything")))
    assert there_and_back(GRAPH, there) == there
