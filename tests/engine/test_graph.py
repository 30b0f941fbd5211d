"""The graph as a value: its indexes, its ids, and whose weights are whose."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire, freeze, is_legal_id
from tests.engine import sample_graph
from tests.engine.random_graph import graphs


def shared(**owners: str) -> Graph:
    """Dense nodes, each sharing the weights of another; "" for its own."""
    return Graph(nodes=freeze({i: Node("dense", weights_of=o) for i, o in owners.items()}))


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_wires_are_found_by_their_ends(graph: Graph) -> None:
    for node in graph.nodes:
        assert graph.wires_into(node) == [w for w in graph.wires if w.target_node == node]
        assert graph.wires_from(node) == [w for w in graph.wires if w.source_node == node]


@given(graphs(), st.data())
@settings(max_examples=30, deadline=None)
def test_wires_are_found_after_each_of_many_edits(graph: Graph, data: st.DataObject) -> None:
    wires = graph.wires
    for _ in range(6):
        graph = replace(graph, wires=_one_edit(graph.wires, wires, data))
        for node in graph.nodes:
            assert graph.wires_into(node) == [w for w in graph.wires if w.target_node == node]
            assert graph.wires_from(node) == [w for w in graph.wires if w.source_node == node]


def _one_edit(now: tuple[Wire, ...], all_wires: tuple[Wire, ...], data: st.DataObject) -> tuple:
    """One wire taken away, or one put somewhere, which may be there already."""
    if now and data.draw(st.booleans()):
        gone = data.draw(st.integers(0, len(now) - 1))
        return (*now[:gone], *now[gone + 1 :])
    at = data.draw(st.sampled_from([len(now), len(now), 0]))
    came = data.draw(st.sampled_from(all_wires or (Wire("a.output", "b.input"),)))
    return (*now[:at], came, *now[at:])


def test_what_is_around_nodes_is_found_for_all_of_them_at_once() -> None:
    graph = sample_graph.mlp()
    ids = [*graph.nodes][1:4]
    at = {w for i in ids for w in (*graph.wires_into(i), *graph.wires_from(i))}
    assert graph.wires_at(ids) == at
    assert graph.followers(ids) == {w.target_node for i in ids for w in graph.wires_from(i)}
    assert graph.wires_at(["nobody"]) == graph.followers(["nobody"]) == set()


def test_wires_are_found_by_port_in_their_order() -> None:
    graph = sample_graph.two_in_two_out()
    into = [w.source for w in graph.wires_into("both", "inputs")]
    assert into == ["fixed.output", "encoder_2.output"]
    assert [w.target for w in graph.wires_from("left", "label")] == ["loss.target"]
    assert graph.wires_into("both", "nowhere") == []
    assert graph.wires_into("nobody") == []


def test_lists_of_wires_may_be_changed_by_who_asked() -> None:
    graph = sample_graph.mlp()
    graph.wires_into("sgd").clear()
    assert len(graph.wires_into("sgd")) == 1


def test_an_edited_graph_forgets_the_wires_of_the_old() -> None:
    graph = sample_graph.mlp()
    assert graph.wires_into("sgd")
    assert edits.disconnect(graph, graph.wires).wires_into("sgd") == []
    assert len(graph.wires_into("sgd")) == 1


def test_graphs_are_equal_by_content() -> None:
    one, other = sample_graph.mlp(), sample_graph.mlp()
    one.wires_into("sgd")  # what it remembers for speed is no part of it
    assert one == other
    assert one != edits.set_param(other, "hidden", "units", 17)
    assert "_ends" not in repr(one)


def test_nothing_in_a_graph_can_be_assigned() -> None:
    graph = sample_graph.mlp()
    with pytest.raises(AttributeError):
        graph.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        graph.nodes["new"] = Node("relu")  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("hidden", True),
        ("은닉층", True),
        ("_1", True),
        ("", False),
        ("1st", False),
        ("a.b", False),
        ("a b", False),
        ("class", False),
        ("None", False),
        ("__init__", False),
        ("\ufb01lter", False),  # Python reads the ligature as the two letters fi
        ("\u1112\u1161\u11ab", False),  # a syllable in three code points
    ],
)
def test_ids_are_names_that_python_keeps_apart(text: str, legal: bool) -> None:
    assert is_legal_id(text) is legal


def test_new_ids_are_free_and_legal() -> None:
    graph = sample_graph.two_in_two_out()
    assert graph.new_id("dense") == "dense"
    assert graph.new_id("encoder") == "encoder_3"
    assert graph.new_id("encoder", ["encoder_3", "encoder_4"]) == "encoder_5"
    assert graph.new_id("dense", ["dense"]) == "dense_2"
    assert graph.new_id("for") == graph.new_id("not legal") == "node"


def test_a_missing_node_is_refused_by_name() -> None:
    with pytest.raises(GraphError, match="there is no node nobody"):
        Graph().node("nobody")


def test_weights_belong_to_the_end_of_the_chain() -> None:
    graph = shared(a="b", b="c", c="", d="gone")
    assert graph.weights_owners("a") == ["a", "b", "c"]
    assert [graph.weights_owner(i) for i in "abcd"] == ["c", "c", "c", "d"]


def test_following_shared_weights_ends_in_a_circle_too() -> None:
    graph = shared(a="b", b="c", c="a", d="d")
    assert graph.weights_owners("a") == ["a", "b", "c"]
    assert graph.weights_owner("d") == "d"


def test_freezing_any_user_freezes_the_owner() -> None:
    graph = edits.set_attribute(shared(a="b", b="", c=""), "a", "frozen", True)
    assert graph.frozen_owners() == {"b"}
    assert graph.frozen_owners() is graph.frozen_owners()  # found once for all who ask
    thawed = edits.set_attribute(graph, "a", "frozen", False)
    assert (thawed.frozen_owners(), graph.frozen_owners()) == (set(), {"b"})


def test_a_wire_knows_its_ends() -> None:
    wire = Wire("a.output", "b.input")
    ends = (wire.source_node, wire.source_port, wire.target_node, wire.target_port)
    assert ends == ("a", "output", "b", "input")
