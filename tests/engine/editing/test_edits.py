"""Edits: what they change, what they leave, what they refuse."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Group, Node, Training, Wire, freeze
from hornstudio.engine.storage import files
from tests.engine import sample_graph


def shared(**owners: str) -> Graph:
    """Dense nodes, each sharing the weights of another; "" for its own."""
    return Graph(nodes=freeze({i: Node("dense", weights_of=o) for i, o in owners.items()}))


def owners_in(graph: Graph) -> dict[str, str]:
    return {i: node.weights_of for i, node in graph}


# ---------------------------------------------------------------------------- nodes


def test_a_new_node_comes_last() -> None:
    graph = edits.add_node(sample_graph.mlp(), "extra", Node("relu", at=(1.23456, -0.001)))
    assert list(graph.nodes)[-1] == "extra"
    assert graph.nodes["extra"].at == (1.23, 0.0)


@pytest.mark.parametrize("wish", ["hidden", "", "1x", "for", "a.b", "두 층", "__x"])
def test_a_taken_or_illegal_id_is_refused(wish: str) -> None:
    with pytest.raises(GraphError, match=r"already a node|cannot be a node id"):
        edits.add_node(sample_graph.mlp(), wish, Node("relu"))


def test_removing_takes_the_wires_along() -> None:
    graph = edits.remove_nodes(sample_graph.mlp(), ["softmax", "no such node"])
    assert "softmax" not in graph.nodes
    assert not [w for w in graph.wires if "softmax" in w.source + w.target]
    assert len(graph.wires) == len(sample_graph.mlp().wires) - 3


def test_removing_an_owner_leaves_the_others_sharing_with_each_other() -> None:
    graph = edits.remove_nodes(shared(a="", b="a", c="a", d="c"), ["a"])
    assert owners_in(graph) == {"b": "", "c": "b", "d": "c"}
    assert owners_in(edits.remove_nodes(graph, ["b", "c"])) == {"d": ""}


def test_removing_from_a_chain_of_sharing_keeps_the_rest_shared() -> None:
    assert owners_in(edits.remove_nodes(shared(a="b", b="c", c=""), ["b"])) == {"a": "c", "c": ""}
    assert owners_in(edits.remove_nodes(shared(a="b", b="c", c=""), ["b", "c"])) == {"a": ""}
    assert owners_in(edits.remove_nodes(shared(a="b", b="c", c="b"), ["b", "c"])) == {"a": ""}


def test_moving_changes_places_only() -> None:
    graph = edits.move_nodes(sample_graph.mlp(), {"hidden": (10.0, 1 / 3)})
    assert graph.nodes["hidden"].at == (10.0, 0.33)
    assert edits.move_nodes(graph, {"hidden": (0.0, 0.0)}) == sample_graph.mlp()


def test_params_are_set_and_reset() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "use_bias", False)
    assert graph.nodes["hidden"].params == {"units": 16, "use_bias": False}
    assert edits.reset_param(graph, "hidden", "use_bias") == sample_graph.mlp()
    assert edits.reset_param(graph, "hidden", "never set") == graph


def test_attributes_are_set() -> None:
    graph = sample_graph.two_in_two_out()
    for attribute, value in [
        ("frozen", True),
        ("bypassed", True),
        ("title", "은닉층"),
        ("note", "why"),
        ("weights_of", "encoder"),
    ]:
        graph = edits.set_attribute(graph, "left_out", attribute, value)
        assert getattr(graph.nodes["left_out"], attribute) == value


@pytest.mark.parametrize("attribute", ["kind", "params", "at", "nonsense"])
def test_what_is_no_attribute_is_refused(attribute: str) -> None:
    with pytest.raises(GraphError, match=f"{attribute} is not an attribute"):
        edits.set_attribute(sample_graph.mlp(), "hidden", attribute, "x")


@pytest.mark.parametrize(
    ("node", "owner", "reason"),
    [
        ("a", "a", "cannot share its weights with itself"),
        ("c", "a", "cannot share its weights with itself"),
        ("c", "b", "cannot share its weights with itself"),
        ("b", "a", "cannot share its weights with itself"),
        ("a", "other", "a is dense, other is relu; only modules of one kind share"),
        ("a", "gone", "there is no node gone"),
    ],
)
def test_sharing_with_itself_or_a_stranger_is_refused(node: str, owner: str, reason: str) -> None:
    graph = edits.add_node(shared(a="b", b="c", c=""), "other", Node("relu"))
    with pytest.raises(GraphError, match=reason):
        edits.set_attribute(graph, node, "weights_of", owner)


def test_a_middle_of_a_chain_cannot_close_a_circle() -> None:
    with pytest.raises(GraphError, match="itself"):
        edits.set_attribute(shared(a="b", b="c", c=""), "b", "weights_of", "a")


def test_renaming_reaches_everything_and_keeps_the_place() -> None:
    graph = edits.rename_node(sample_graph.two_in_two_out(), "encoder", "인코더")
    assert list(graph.nodes)[4] == "인코더"
    assert graph.nodes["encoder_2"].weights_of == "인코더"
    assert "encoder." not in files.to_text(graph)
    assert edits.rename_node(graph, "인코더", "encoder") == sample_graph.two_in_two_out()


def test_renaming_does_not_touch_similar_names() -> None:
    graph = edits.rename_node(sample_graph.two_in_two_out(), "encoder", "e")
    assert "encoder_2" in graph.nodes
    assert Wire("flat_right.output", "encoder_2.input") in graph.wires


@pytest.mark.parametrize("new", ["relu", "", "2", "is", "a b", "x.y"])
def test_a_bad_new_name_is_refused(new: str) -> None:
    with pytest.raises(GraphError, match=r"already a node|cannot be a name"):
        edits.rename_node(sample_graph.mlp(), "hidden", new)


def test_renaming_to_the_same_name_is_nothing() -> None:
    graph = sample_graph.mlp()
    assert edits.rename_node(graph, "hidden", "hidden") is graph


# ---------------------------------------------------------------------------- wires


def test_a_wire_into_a_taken_port_replaces_in_place() -> None:
    graph = sample_graph.mlp()
    place = graph.wires.index(Wire("relu.output", "scores.input"))
    changed = edits.connect(graph, Wire("hidden.output", "scores.input"))
    assert changed.wires[place] == Wire("hidden.output", "scores.input")
    assert len(changed.wires) == len(graph.wires)


def test_wires_into_a_growing_port_keep_their_order() -> None:
    graph = sample_graph.two_in_two_out()
    wire = Wire("flat_left.output", "both.inputs")
    last = edits.connect(graph, wire, many=True)
    assert last.wires_into("both")[-1] == wire
    place = graph.wires.index(graph.wires_into("both")[1])
    middle = edits.connect(graph, wire, many=True, index=place)
    assert middle.wires_into("both")[1] == wire
    assert edits.disconnect(middle, [wire]) == graph


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        (Wire("relu.output", "scores.input"), "is already wired"),
        (Wire("nobody.output", "scores.input"), "there is no node nobody"),
        (Wire("relu.output", "nobody.input"), "there is no node nobody"),
    ],
)
def test_a_wire_that_cannot_be_is_refused(wire: Wire, reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        edits.connect(sample_graph.mlp(), wire)


def test_inserting_on_a_wire_keeps_the_order_of_inputs() -> None:
    graph = edits.add_node(sample_graph.two_in_two_out(), "extra", Node("relu"))
    wire = graph.wires_into("both")[0]
    graph = edits.insert_on_wire(graph, wire, "extra", ("input", "output"))
    sources = [w.source for w in graph.wires_into("both")]
    assert sources == ["extra.output", "encoder_2.output"]
    assert graph.wires_into("extra") == [Wire("fixed.output", "extra.input")]


def test_inserting_where_nothing_is_is_refused() -> None:
    graph, wire = sample_graph.mlp(), sample_graph.mlp().wires[0]
    with pytest.raises(GraphError, match="there is no node nobody"):
        edits.insert_on_wire(graph, wire, "nobody", ("input", "output"))
    with pytest.raises(GraphError, match=r"there is no wire a\.x to b\.y"):
        edits.insert_on_wire(graph, Wire("a.x", "b.y"), "relu", ("input", "output"))


# ---------------------------------------------------------------------------- copies


def test_a_pasted_part_has_new_ids_and_its_own_wires() -> None:
    graph = sample_graph.two_in_two_out()
    part = edits.extract(graph, ["encoder", "encoder_2", "fixed"])
    assert part.wires == (Wire("encoder.output", "fixed.input"),)
    more, ids = edits.paste(graph, part, (24.0, 24.0))
    assert ids == {"encoder": "encoder_3", "encoder_2": "encoder_4", "fixed": "fixed_2"}
    assert more.nodes["encoder_4"].weights_of == "encoder_3"
    assert more.nodes["fixed_2"].at == (24.0, 24.0)
    assert more.wires[-1] == Wire("encoder_3.output", "fixed_2.input")
    assert edits.remove_nodes(more, ids.values()) == graph


def test_a_copy_can_keep_what_comes_in_with_the_order_of_its_inputs() -> None:
    nodes = {name: Node(kind) for name, kind in (("a", "relu"), ("b", "relu"), ("c", "add"))}
    wires = (Wire("b.output", "c.inputs"), Wire("a.output", "c.inputs"))
    graph = Graph(nodes=nodes, wires=wires)
    part = edits.extract(graph, ["a", "c"])
    into = edits.wires_into(graph, ["a", "c"])
    pasted, ids = edits.paste(graph, part, wires=into)
    assert ids == {"a": "a_2", "c": "c_2"}
    added = (Wire("b.output", "c_2.inputs"), Wire("a_2.output", "c_2.inputs"))
    assert pasted.wires == wires + added
    alone, _ = edits.paste(Graph(), part, wires=into)
    assert alone.wires == (Wire("a.output", "c.inputs"),)


def test_a_copy_without_its_owner_shares_with_the_owner() -> None:
    graph = sample_graph.two_in_two_out()
    more, ids = edits.paste(graph, edits.extract(graph, ["encoder_2"]))
    assert more.nodes[ids["encoder_2"]].weights_of == "encoder"


def test_a_copy_does_not_share_with_a_stranger_of_the_same_name() -> None:
    part = edits.extract(sample_graph.two_in_two_out(), ["encoder_2"])
    relu = Graph(nodes=freeze({"encoder": Node("relu")}))
    assert owners_in(edits.paste(relu, part)[0]) == {"encoder": "", "encoder_2": ""}
    assert owners_in(edits.paste(Graph(), part)[0]) == {"encoder_2": ""}


def test_names_of_copies_count_on() -> None:
    long = "dense_" + "9" * 5000
    names = ["conv", "dense_2", "for_2", long]
    graph = Graph(nodes=freeze({name: Node("dense") for name in names}))
    copies = {"conv": "conv_2", "dense_2": "dense_3", "for_2": "for_2_2", long: f"{long}_2"}
    assert edits.paste(graph, graph)[1] == copies


def test_what_is_called_as_nothing_else_keeps_its_name() -> None:
    """What is cut and pasted is called as before, whatever else comes along."""
    part = Graph(nodes=freeze({name: Node("relu") for name in ("a", "a_2", "b_7")}))
    assert edits.paste(Graph(), part)[1] == {"a": "a", "a_2": "a_2", "b_7": "b_7"}
    graph = Graph(nodes=freeze({"a": Node("relu")}))
    pasted, ids = edits.paste(graph, part)
    assert ids == {"a": "a_3", "a_2": "a_2", "b_7": "b_7"}
    assert list(pasted.nodes) == ["a", "a_3", "a_2", "b_7"]


def composites(**kinds: str) -> Graph:
    """A graph with a use of each composite, which holds one node of a kind."""
    groups = {k: Group(body=Graph(nodes=freeze({"held": Node(h)}))) for k, h in kinds.items()}
    nodes = {f"use_of_{kind}": Node(kind) for kind in kinds}
    return Graph(nodes=freeze(nodes), groups=freeze(groups))


def kinds_held(graph: Graph) -> dict[str, str]:
    return {kind: group.body.nodes["held"].kind for kind, group in graph.groups.items()}


def test_a_composite_that_differs_from_the_one_here_is_called_on_from_its_name() -> None:
    here, part = composites(block_2="relu", stem="relu"), composites(block_2="elu", stem="elu")
    pasted, ids = edits.paste(here, part)
    assert kinds_held(pasted) == {
        "block_2": "relu",
        "stem": "relu",
        "block_3": "elu",
        "stem_2": "elu",
    }
    assert pasted.nodes[ids["use_of_block_2"]].kind == "block_3"
    assert pasted.nodes["use_of_block_2"].kind == "block_2"
    again, ids = edits.paste(pasted, part)
    assert again.groups == pasted.groups
    assert again.nodes[ids["use_of_block_2"]].kind == "block_3"


def test_a_composite_alike_that_holds_another_one_of_that_name_is_another_one() -> None:
    here, part = composites(outer="inner", inner="relu"), composites(outer="inner", inner="elu")
    pasted, ids = edits.paste(here, part)
    assert kinds_held(pasted) == {
        **{"outer": "inner", "inner": "relu"},
        **{"outer_2": "inner_2", "inner_2": "elu"},
    }
    assert pasted.nodes[ids["use_of_outer"]].kind == "outer_2"
    assert edits.paste(here, here)[0].groups == here.groups
    assert edits.paste(pasted, part)[0].groups == pasted.groups


def test_pasting_much_is_quick() -> None:
    many = Graph(nodes=freeze({f"dense_{i}": Node("dense") for i in range(2, 1000)}))
    more, ids = edits.paste(many, many)
    assert len(set(ids.values())) == 998
    assert len(more.nodes) == 1996


def test_training_is_set() -> None:
    training = Training(epochs=1, batch_size=2, seed=3)
    assert edits.set_training(sample_graph.mlp(), training).training == training


def test_a_param_of_several_nodes_is_set_and_reset_and_others_stay_as_they_are() -> None:
    graph = sample_graph.mlp()
    dense = [i for i, node in graph if node.kind == "dense"]
    some = edits.set_params(graph, "units", {i: n for n, i in enumerate(dense, 5)})
    assert [some.nodes[i].params["units"] for i in dense] == [5, 6][: len(dense)]
    assert all(some.nodes[i] is node for i, node in graph if i not in dense)
    assert list(some.nodes) == list(graph.nodes)
    none = edits.reset_params(some, "units", dense)
    assert not any("units" in none.nodes[i].params for i in dense)
    with pytest.raises(GraphError):
        edits.set_params(graph, "units", {"nobody": 3})
