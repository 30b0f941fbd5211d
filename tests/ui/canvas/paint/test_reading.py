"""Facts of the graph as they are shown."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Group, Node, Wire, freeze
from hornstudio.engine.shapes import Spec
from hornstudio.ui.canvas.paint.reading import node_looks, port_type, wire_looks
from tests.engine.broken_graphs import FAULTS


def looks_of(nodes, *wires, live=None):
    graph = Graph(nodes=freeze(nodes), wires=tuple(Wire(*w) for w in wires))
    return node_looks(check(graph), live or {})


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        (None, "any"),
        (Spec((28, 28, 1)), "image"),
        (Spec((50, 8)), "sequence"),
        (Spec((10,)), "vector"),
        (Spec((4, 28, 28, 1)), "volume"),
        (Spec((), "int32", classes=10), "label"),
        (Spec((), is_loss=True), "scalar"),
    ],
)
def test_port_type_by_what_flows(spec, kind):
    assert port_type(spec) == kind


def test_shapes_stand_at_outputs_and_labels_by_name(qapp):
    look = looks_of({"mnist": Node("mnist")})["mnist"]
    assert [p.label for p in look.outputs] == ["28×28×1", "label"]
    assert [p.type for p in look.outputs] == ["image", "label"]


def test_several_outputs_have_names_before_their_shapes(qapp):
    nodes = {"x": Node("input", {"shape": [4, 3]}), "gru": Node("gru", {"units": 6})}
    look = looks_of(nodes, ("x.output", "gru.input"))["gru"]
    assert [p.label for p in look.inputs] == ["x", "initial h"]
    assert [p.label for p in look.outputs] == ["output 6", "state h 6"]


def test_titles_tell_nodes_of_a_kind_apart(qapp):
    nodes = {
        "dense": Node("dense"),
        "dense_2": Node("dense"),
        "scores": Node("dense"),
        "named": Node("dense", title="은닉층"),
    }
    looks = looks_of(nodes)
    shown = [(look.title, look.subtitle) for look in looks.values()]
    assert shown == [("Dense", ""), ("Dense 2", ""), ("Dense", "scores"), ("은닉층", "")]


def test_of_a_file_its_name_is_shown(qapp):
    for path, text in (("/far/away/houses.csv", "houses.csv"), ("", "none")):
        (pill,) = looks_of({"t": Node("table", {"path": path})})["t"].pills
        assert (pill.label, pill.value) == ("path", text)


def test_pills_show_the_main_settings(qapp):
    look = looks_of({"dense": Node("dense", {"units": 7, "activation": "relu"})})["dense"]
    assert [(p.label, p.value) for p in look.pills] == [("units", "7"), ("ƒ", "relu")]


def test_pills_shorten_long_numbers(qapp):
    look = looks_of({"s": Node("rescaling", {"scale": [1 / 3, 0.5], "offset": [-2 / 3]})})["s"]
    assert [(p.label, p.value) for p in look.pills] == [("×", "0.333333, 0.5"), ("+", "-0.666667")]
    assert [p.brief for p in look.pills] == ["0.333, 0.5", "-0.667"]
    look = looks_of({"d": Node("dropout", {"rate": 1 / 3})})["d"]
    assert [p.value for p in look.pills] == ["0.333333"]


def test_an_open_input_is_no_break(qapp):
    look = looks_of({"dense": Node("dense")})["dense"]
    assert look.status == "open"
    assert look.message == ""
    assert look.inputs[0].is_wrong


def test_a_bad_setting_breaks_the_node_and_says_why(qapp):
    look = looks_of({"dense": Node("dense", {"units": 0})})["dense"]
    assert look.status == "error"
    assert "units" in look.message


def test_growing_port_shows_a_row_for_each_wire_and_an_open_end(qapp):
    nodes = {
        "a": Node("input", {"shape": [4]}),
        "b": Node("input", {"shape": [4]}),
        "sum": Node("add"),
    }
    look = looks_of(nodes, ("a.output", "sum.inputs"), ("b.output", "sum.inputs"))["sum"]
    assert [(p.label, p.is_add) for p in look.inputs] == [
        ("a", False),
        ("b", False),
        ("add input", True),
    ]


def test_first_wire_of_several_is_no_clash(qapp):
    nodes = {"a": Node("input", {"shape": [4]}), "sum": Node("add")}
    graph = Graph(nodes=freeze(nodes), wires=(Wire("a.output", "sum.inputs"),))
    report = check(graph)
    assert node_looks(report, {})["sum"].status == "open"
    assert wire_looks(report)[graph.wires[0]].status == ""


def test_optimizer_names_losses_with_their_weights(qapp):
    nodes = {"loss": Node("mean_squared_error", {"weight": 0.3}), "adam": Node("adam")}
    look = looks_of(nodes, ("loss.loss", "adam.loss"))["adam"]
    assert [p.label for p in look.inputs] == ["loss × 0.3", "add loss"]


def test_sharing_is_counted_on_every_sharer(qapp):
    nodes = {"a": Node("dense"), "b": Node("dense", weights_of="a"), "c": Node("dense")}
    looks = looks_of(nodes)
    assert [look.shared for look in looks.values()] == [2, 2, 0]


def test_live_values_take_the_footer(qapp):
    look = looks_of({"relu": Node("relu")}, live={"relu": "0.5"})["relu"]
    assert look.live == "0.5"
    assert look.has_footer


def test_looks_of_some_nodes_are_those_of_all(qapp):
    nodes = {"x": Node("input", {"shape": [4]}), "dense": Node("dense"), "other": Node("relu")}
    report = check(Graph(nodes=freeze(nodes), wires=(Wire("x.output", "dense.input"),)))
    whole = node_looks(report, {})
    assert node_looks(report, {}, ids=["dense"]) == {"dense": whole["dense"]}
    assert wire_looks(report, []) == {}


LAYERS = ("dense", "relu", "add", "conv2d", "flatten", "gru", "attention")
OWN = (
    {"params": freeze({"units": 7})},
    {"title": "A title that asks for more room than a node of its kind has"},
    {"note": "Why it is here."},
    {"frozen": True},
    {"bypassed": True},
    {"disabled": True},
    {"over_time": True},
    {"weights_of": "dense_0"},
    {"extra": freeze({"color": "violet"})},
    {"extra": freeze({"collapsed": True})},
    {"extra": freeze({"another": "program's"})},
)
DERIVED = ("key", "width", "height", "rows", "signs", "has_footer", "has_sign", "is_growing")


@st.composite
def mixed_graphs(draw) -> Graph:
    """Layers that are alike, and some that are not, in one way each."""
    nodes = {"x": Node("input", {"shape": [4]}), "y": Node("input", {"shape": [6, 6, 1]})}
    wires: list[Wire] = []
    for number in range(draw(st.integers(4, 14))):
        kind = draw(st.sampled_from(LAYERS))
        own = draw(st.one_of(st.just({}), st.sampled_from(OWN)))
        node = Node(kind, **own)
        ports = [p.name for p in catalog().get(kind).inputs]
        before = [f"{i}.output" for i in nodes]
        for source in draw(st.lists(st.sampled_from(before), max_size=3)):
            wires.append(Wire(source, f"{kind}_{number}.{draw(st.sampled_from(ports))}"))
        nodes[f"{kind}_{number}"] = node
    return Graph(nodes=freeze(nodes), wires=tuple(wires))


@given(mixed_graphs(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_nodes_that_are_alike_look_as_if_each_was_read_by_itself(qapp, graph, is_training):
    report, live = check(graph), {"dense_0": "0.25", "relu_1": "0.5"}
    for node_id, look in node_looks(report, live, is_training).items():
        alone = node_looks(report, live, is_training, [node_id])[node_id]
        assert look == alone
        anew = replace(alone)  # nothing is worked out yet
        assert [getattr(look, name) for name in DERIVED] == [getattr(anew, n) for n in DERIVED]
        assert look.shown_pills == anew.shown_pills


def test_a_wire_that_brings_nothing_has_its_row_also_where_the_facts_are_those_of_others(qapp):
    nodes = {
        "x": Node("input", {"shape": [4]}),
        "off": Node("relu", disabled=True),
        "first": Node("add"),
        "second": Node("add"),
    }
    ends = [("x", "off", "input"), ("off", "first", "inputs"), ("x", "first", "inputs")]
    ends.append(("x", "second", "inputs"))
    wires = tuple(Wire(f"{a}.output", f"{b}.{port}") for a, b, port in ends)
    report = check(Graph(nodes=freeze(nodes), wires=wires))
    looks = node_looks(report, {})
    assert looks["second"] == node_looks(report, {}, ids=["second"])["second"]
    assert [len(looks[i].inputs) for i in ("first", "second")] == [3, 2]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_nodes_of_a_faulty_graph_look_as_if_each_was_read_by_itself(qapp, fault):
    report = check(fault.graph())
    looks = node_looks(report, {})
    assert looks == {i: node_looks(report, {}, ids=[i])[i] for i in report.graph.nodes}


def test_wires_wait_break_and_freeze(qapp):
    nodes = {
        "x": Node("input", {"shape": [4]}),
        "dense": Node("dense", frozen=True),
        "loss": Node("categorical_crossentropy"),
        "open": Node("dense"),
        "relu": Node("relu"),
        "tanh": Node("tanh"),
    }
    wires = (
        ("x.output", "dense.input"),
        ("dense.output", "relu.input"),
        ("open.output", "tanh.input"),
    )
    graph = Graph(nodes=freeze(nodes), wires=tuple(Wire(*w) for w in wires))
    looks = wire_looks(check(graph))
    assert [look.status for look in looks.values()] == ["", "frozen", "waiting"]
    assert [look.text for look in looks.values()] == ["4", "32", ""]


def test_heights_divide_by_8_and_ports_keep_their_pitch(qapp):
    looks = looks_of({"mnist": Node("mnist"), "relu": Node("relu"), "dense": Node("dense")})
    assert looks["relu"].height == 56
    assert all(look.height % 8 == 0 for look in looks.values())
    points = [looks["mnist"].port_point("out", row) for row in range(2)]
    assert [(p.x(), p.y()) for p in points] == [(164, 44), (164, 68)]


def test_a_long_title_widens_the_node_up_to_a_limit(qapp):
    looks = looks_of({"relu": Node("relu", title="A title that goes on and on and on, for ever")})
    assert looks["relu"].width == 200


def test_the_only_loss_is_called_loss_and_several_by_their_nodes(qapp):
    nodes = {
        "one": Node("categorical_crossentropy"),
        "other": Node("mean_squared_error", freeze({"weight": 0.5})),
        "sgd": Node("sgd"),
    }
    first, second = ("one.loss", "sgd.loss"), ("other.loss", "sgd.loss")
    labels = [p.label for p in looks_of(nodes, first)["sgd"].inputs]
    assert labels == ["loss", "add loss"]
    labels = [p.label for p in looks_of(nodes, first, second)["sgd"].inputs]
    assert labels == ["one", "other × 0.5", "add loss"]


def test_ports_of_a_composite_go_by_their_names(qapp):
    nodes = {"image": Node("composite_input"), "answer_2": Node("composite_output")}
    graph = Graph(nodes=freeze(nodes), groups=freeze({"part": Group()}), inside="part")
    looks = node_looks(check(graph), {})
    shown = [(look.title, look.subtitle) for look in looks.values()]
    assert shown == [("image", "Input port"), ("answer_2", "Output port")]


def test_pills_are_in_brief_where_they_find_no_room_side_by_side(qapp):
    look = looks_of({"s": Node("rescaling")})["s"]
    assert [p.value for p in look.shown_pills] == ["0.00392157", "0"]
    look = looks_of({"s": Node("rescaling", {"offset": [-2 / 3]})})["s"]
    assert [p.value for p in look.shown_pills] == ["0.00392", "-0.667"]
    assert sum(p.need for p in look.shown_pills) <= sum(r.width() for r in look.pill_rects())
