"""Every remedy that is offered can be carried out and mends what it was offered for."""

from dataclasses import replace

import pytest

from hornstudio.engine.check import Report, check
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Held, Node, Training, Wire, freeze
from hornstudio.engine.params import faults
from hornstudio.engine.problem import (
    Add,
    Connect,
    Disconnect,
    Insert,
    Problem,
    Remedy,
    Replace,
    SetAttribute,
    SetParam,
    Together,
)
from hornstudio.engine.remedies import GAP, apply_remedy, insert_module, replace_node_kind
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.engine.wiring import why_not
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS
from tests.engine.fault import MODULES
from tests.engine.modules.refusal import row


def offers(report: Report) -> list[tuple[Problem, Remedy]]:
    return [(p, remedy) for p in report.problems for remedy in p.remedies]


OFFERS = [
    (name, i)
    for name, fault in FAULTS.items()
    for i in range(len(offers(check(fault.graph(), MODULES))))
]


def test_every_kind_of_remedy_is_among_those_tried() -> None:
    reports = [check(FAULTS[name].graph(), MODULES) for name, _ in OFFERS]
    tried = {type(r.action) for report in reports for _, r in offers(report)}
    assert tried == {Add, Connect, Disconnect, Insert, Replace, SetParam, SetAttribute, Together}


@pytest.mark.parametrize(("name", "i"), OFFERS)
def test_a_remedy_mends_its_problem(name: str, i: int) -> None:
    graph = FAULTS[name].graph()
    problem, remedy = offers(check(graph, MODULES))[i]
    mended = apply_remedy(graph, problem, remedy.action, MODULES)
    after = check(mended, MODULES)
    same = [
        p
        for p in after.problems
        if (p.node, p.port, p.reason.template)
        == (problem.node, problem.port, problem.reason.template)
        and p.reason.values == problem.reason.values
    ]
    assert not same
    known = {(p.node, str(p.reason)) for p in check(graph, MODULES).problems}
    assert (problem.node, str(problem.reason)) in known
    assert mended != graph


@pytest.mark.parametrize(("name", "i"), OFFERS)
def test_a_mended_graph_has_legal_params_and_can_be_saved(name: str, i: int) -> None:
    graph = FAULTS[name].graph()
    problem, remedy = offers(check(graph, MODULES))[i]
    mended = apply_remedy(graph, problem, remedy.action, MODULES)
    for node_id, node in mended:
        if graph.nodes.get(node_id) != node and (module := MODULES.get(node.kind)):
            assert faults(module.params, node.params, MODULES.find) == []
    files.to_text(mended)


MENDED_FOR_GOOD = [
    "no labels",
    "a loss that nothing takes",
    "too few scores",
    "too few filters",
    "several scores for one label",
    "yes or no about ten classes",
    "an axis that is not there",
    "no loss",
    "no optimizer",
    "an unknown kind",
    "weights of another shape",
    "data that is split otherwise",
    "a wire to nowhere",
    "a tensor for an optimizer",
    "a picture for a convolution in a row",
    "a picture for a loss",
    "labels for a layer",
    "a window larger than the picture",
    "strides and dilation",
    "groups that do not divide",
    "a shape that is not filled",
    "a shortcut of other channels",
    "a shortcut past a window that loses the border",
    "a shortcut past a stride",
    "a bad number",
    "a loss that counts for nothing",
    "scores taken for probabilities",
    "probabilities taken for scores",
]


@pytest.mark.parametrize("name", MENDED_FOR_GOOD)
def test_the_first_remedy_leaves_a_graph_that_trains(name: str) -> None:
    graph = FAULTS[name].graph()
    problem, remedy = offers(check(graph))[0]
    assert check(apply_remedy(graph, problem, remedy.action)).errors == []


# ---------------------------------------------------------------------------- one by one


def test_what_is_added_behind_a_wide_node_keeps_the_usual_distance() -> None:
    for node_id, more in (("loss", 0.0), ("categorical_crossentropy", 32.0)):
        loss = Node("categorical_crossentropy", at=(100.0, 40.0))
        graph = Graph(nodes=freeze({node_id: loss}))
        add = Add("adam", ((f"{node_id}.loss", "@new.loss"),))
        mended = apply_remedy(graph, Problem("error", Text("x"), node_id), add)
        assert mended.nodes["adam"].at == (100.0 + GAP + more, 40.0)


def test_what_is_added_before_a_node_in_its_place_moves_that_on() -> None:
    nodes = {"dense": Node("dense", at=(0.0, 0.0)), "adam": Node("adam", at=(GAP, 8.0))}
    add = Add(
        "mean_squared_error", (("dense.output", "@new.prediction"), ("@new.loss", "adam.loss"))
    )
    mended = apply_remedy(Graph(nodes=freeze(nodes)), Problem("error", Text("x"), "dense"), add)
    assert mended.nodes["mean_squared_error"].at == (GAP, 0.0)
    assert mended.nodes["adam"].at[0] >= 2 * GAP
    assert mended.nodes["dense"].at == (0.0, 0.0)


def test_what_is_added_lies_over_no_node_that_it_does_not_lead_to() -> None:
    nodes = {
        "dense": Node("dense", at=(0.0, 0.0)),
        "one": Node("relu", at=(GAP + 40.0, 20.0)),
        "two": Node("relu", at=(GAP, 180.0)),
    }
    graph = Graph(nodes=freeze(nodes))
    add = Add("mean_squared_error", (("dense.output", "@new.prediction"),))
    mended = apply_remedy(graph, Problem("error", Text("x"), "dense"), add)
    left, top = mended.nodes["mean_squared_error"].at
    assert left == GAP
    assert top > mended.nodes["two"].at[1] + 100
    assert {i: mended.nodes[i] for i in nodes} == nodes


def test_an_inserted_module_makes_room() -> None:
    graph = edits.move_nodes(
        sample_graph.mlp(), {"flatten": (0, 0), "hidden": (220, 40), "relu": (440, 0)}
    )
    graph = insert_module(graph, Wire("flatten.output", "hidden.input"), "dropout", MODULES)
    assert graph.nodes["dropout"].at == (GAP, 40)
    assert graph.nodes["hidden"].at == (2 * GAP, 40)
    assert graph.nodes["relu"].at == (440 + GAP, 0)
    assert graph.nodes["flatten"].at == (0, 0)
    sources = [w.source for w in graph.wires_into("hidden") + graph.wires_into("dropout")]
    assert sources == ["dropout.output", "flatten.output"]


def test_an_inserted_module_moves_nobody_where_there_is_room() -> None:
    graph = edits.move_nodes(sample_graph.mlp(), {"flatten": (0, 0), "hidden": (1000, 0)})
    after = insert_module(graph, Wire("flatten.output", "hidden.input"), "dropout", MODULES)
    assert after.nodes["hidden"].at == (1000, 0)


def test_an_inserted_module_lies_over_no_node_that_its_wire_passes() -> None:
    nodes = {
        "mnist": Node("mnist", at=(0.0, 0.0)),
        "conv2d": Node("conv2d", at=(GAP, 0.0)),
        "dense": Node("dense", at=(3 * GAP, 0.0)),
    }
    wires = (Wire("mnist.image", "conv2d.input"), Wire("mnist.label", "dense.input"))
    graph = Graph(nodes=freeze(nodes), wires=wires)
    after = insert_module(graph, wires[1], "embedding", MODULES)
    left, top = after.nodes["embedding"].at
    assert left == GAP
    assert top > 100
    assert {i: after.nodes[i] for i in nodes} == nodes


@pytest.mark.parametrize("kind", ["digits", "nonsense", "glorot_uniform"])
def test_what_has_no_input_cannot_be_inserted(kind: str) -> None:
    graph = sample_graph.mlp()
    with pytest.raises(GraphError, match=f"{kind} cannot be put on a wire"):
        insert_module(graph, graph.wires[0], kind, MODULES)


def test_another_kind_keeps_what_both_have() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "use_bias", False)
    after = replace_node_kind(graph, "hidden", "conv2d", MODULES)
    assert after.nodes["hidden"] == Node("conv2d", freeze({"use_bias": False}))
    assert after.wires == graph.wires
    after = replace_node_kind(graph, "hidden", "accuracy", MODULES)
    assert after.wires_into("hidden") == after.wires_from("hidden") == []


def test_another_kind_does_not_keep_values_that_it_cannot_take() -> None:
    graph = edits.set_param(sample_graph.mlp(), "softmax", "axis", [-1])
    assert replace_node_kind(graph, "softmax", "softmax", MODULES).nodes["softmax"].params == {}


def test_a_growing_port_takes_one_more() -> None:
    graph = sample_graph.convolutional()
    problem, remedy = offers(check(graph))[0]
    mended = apply_remedy(graph, problem, remedy.action)
    assert [w.source for w in mended.wires_into("adam")] == ["loss.loss", "reported.loss"]


def test_a_remedy_that_no_longer_fits_is_refused() -> None:
    graph, text = sample_graph.mlp(), FAULTS["a circle"].graph
    problem, _ = offers(check(text()))[0]
    without = Problem("error", problem.reason, "hidden")
    for action in (Disconnect(), Insert("flatten")):
        with pytest.raises(GraphError, match="needs a wire"):
            apply_remedy(graph, without, action)
    gone = edits.remove_nodes(graph, ["softmax", "digits"])
    with pytest.raises(GraphError, match="there is no wire"):
        apply_remedy(gone, Problem("error", problem.reason, wire=graph.wires[0]), Insert("relu"))
    for action in (
        Connect("digits.label", "loss.target"),
        SetParam("units", 3, "digits"),
        Add("nonsense"),
        Add("accuracy", (("digits.label", "@new.target"),)),
        Replace("nonsense"),
    ):
        with pytest.raises(GraphError):
            apply_remedy(gone, without, action)


@pytest.mark.parametrize(
    ("wire", "label", "trains"),
    [
        (("conv2d.output", "loss.prediction"), "Insert Flatten", True),
        (("digits.label", "dense.input"), "Insert Embedding", False),
    ],
)
def test_remedies_of_a_refused_wire_mend_it_once_it_is_drawn(
    wire: tuple[str, str], label: str, trains: bool
) -> None:
    nodes = {
        "digits": Node("digits"),
        "conv2d": Node("conv2d"),
        "dense": Node("dense", freeze({"units": 10})),
        "loss": Node("categorical_crossentropy", freeze({"from_logits": True})),
        "sgd": Node("sgd"),
    }
    wires = [
        Wire("digits.image", "conv2d.input"),
        Wire("digits.label", "loss.target"),
        Wire("loss.loss", "sgd.loss"),
    ]
    graph = Graph(nodes=freeze(nodes), wires=tuple(wires))
    refusal = why_not(check(graph), Wire(*wire))
    assert refusal is not None
    remedy = next(r for r in refusal.remedies if r.label == label)
    drawn = edits.connect(graph, Wire(*wire))
    target = Wire(*wire).target_node
    problem = Problem("error", refusal.reason, target, wire=Wire(*wire))
    mended = apply_remedy(drawn, problem, remedy.action)
    found = [p for p in check(mended).errors if p.node == target]
    assert [p for p in found if p.port == Wire(*wire).target_port] == []
    assert check(mended).facts[target].is_settled
    assert (
        check(mended).errors == [p for p in check(mended).errors if p.node == "dense"]
    ) == trains


def test_what_is_replaced_is_not_called_by_its_former_kind() -> None:
    def replaced(node_id: str, callbacks: tuple[Held, ...] = ()) -> Graph:
        nodes = {node_id: Node("binary_crossentropy"), "relu": Node("relu")}
        wire = Wire("relu.output", f"{node_id}.prediction")
        training = replace(Training(), callbacks=callbacks)
        graph = Graph(nodes=freeze(nodes), wires=(wire,), training=training)
        problem = Problem("error", "x", node_id)
        return apply_remedy(graph, problem, Replace("categorical_crossentropy"))

    for name in ("binary_crossentropy", "binary_crossentropy_2"):
        graph = replaced(name)
        assert list(graph.nodes) == ["categorical_crossentropy", "relu"]
        assert graph.wires == (Wire("relu.output", "categorical_crossentropy.prediction"),)
    assert "my_loss" in replaced("my_loss").nodes
    watching = Held("early_stopping", freeze({"monitor": "val_binary_crossentropy"}))
    assert "binary_crossentropy" in replaced("binary_crossentropy", (watching,)).nodes


def test_a_metric_goes_on_judging_what_the_loss_judges() -> None:
    """Flattened for the loss alone, 6,760 numbers that nothing trains were counted as classes."""
    layer = {"units": 10, "activation": "softmax"}
    graph = row(
        *(("digits", {}), ("conv2d", {"filters": 4, "kernel_size": 3}), ("dense", layer)),
        *(("categorical_crossentropy", {}), ("accuracy", {}), ("sgd", {})),
        wires=(
            ("digits.image", "conv2d.input"),
            ("conv2d.output", "dense.input"),
            ("dense.output", "categorical_crossentropy.prediction"),
            ("dense.output", "accuracy.prediction"),
            ("digits.label", "categorical_crossentropy.target"),
            ("digits.label", "accuracy.target"),
            ("categorical_crossentropy.loss", "sgd.loss"),
        ),
    )
    clicks = 0
    while problems := check(graph).problems:
        graph = apply_remedy(graph, problems[0], problems[0].remedies[0].action)
        clicks += 1
    assert clicks == 2
    judged = {w.target_node: w.source for w in graph.wires if w.target_port == "prediction"}
    assert len(judged) == 2
    assert len(set(judged.values())) == 1


def test_who_judges_the_whole_picture_keeps_it() -> None:
    """An autoencoder that sorts, too: only the classifying loss wants a row."""
    layer = {"filters": 1, "kernel_size": 3, "padding": "same"}
    graph = row(
        *(("digits", {}), ("conv2d", layer), ("mean_squared_error", {})),
        *(("categorical_crossentropy", {}), ("sgd", {})),
        wires=(
            ("digits.image", "conv2d.input"),
            ("conv2d.output", "mean_squared_error.prediction"),
            ("digits.image", "mean_squared_error.target"),
            ("conv2d.output", "categorical_crossentropy.prediction"),
            ("digits.label", "categorical_crossentropy.target"),
            ("mean_squared_error.loss", "sgd.loss"),
            ("categorical_crossentropy.loss", "sgd.loss"),
        ),
    )
    problem = check(graph).problems[0]
    assert problem.node == "categorical_crossentropy"
    mended = apply_remedy(graph, problem, problem.remedies[0].action)
    assert Wire("conv2d.output", "mean_squared_error.prediction") in mended.wires
