"""The plan: what is called, started, penalised, trained, named and given."""

from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.watch.figure import TOTAL
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS
from tests.engine.sample_graph import chain, graph, judged, node


def names(plan: Plan) -> dict[str, tuple[str, float]]:
    """Name and weight in the total of each loss and metric."""
    return {c.node: (c.name, c.weight) for c in (*plan.losses, *plan.metrics)}


def call_of(plan: Plan, node_id: str) -> Any:
    calls = (*plan.layers, *plan.losses, *plan.metrics, plan.optimizer)
    return next(c for c in calls if c.node == node_id)


def starts(plan: Plan) -> dict[str, str]:
    return {f"{s.owner}.{s.array.name}": s.initializer.kind for s in plan.starts}


def with_(base: Graph, **nodes: Node) -> Graph:
    return replace(base, nodes=freeze({**base.nodes, **nodes}))


def several_losses(**weights: float) -> Graph:
    """Losses of these names on one prediction, all in the optimizer, and an accuracy."""
    losses = {
        name: node("categorical_crossentropy", weight=weight) for name, weight in weights.items()
    }
    nodes = {"digits": node("digits"), "flatten": node("flatten")}
    nodes |= {"out": node("dense", units=10, activation="softmax")} | losses
    nodes |= {"accuracy": node("accuracy"), "sgd": node("sgd")}
    wires = [("digits.image", "flatten.input"), *chain("flatten", "out")]
    wires += judged("out", "digits.label", "accuracy", *losses)
    return graph(nodes, [*wires, *((f"{name}.loss", "sgd.loss") for name in losses)])


# ---------------------------------------------------------------------------- names


def test_the_only_loss_is_the_total() -> None:
    plan = plan_graph(sample_graph.mlp())
    assert names(plan) == {"loss": (TOTAL, 1.0), "accuracy": ("accuracy", 0.0)}


def test_the_only_loss_is_the_total_whatever_its_id() -> None:
    renamed = edits.rename_node(sample_graph.mlp(), "loss", "오차")
    assert names(plan_graph(renamed))["오차"] == (TOTAL, 1.0)


def test_a_loss_beside_the_optimizer_keeps_its_id() -> None:
    plan = plan_graph(sample_graph.convolutional())
    assert names(plan)["loss"] == (TOTAL, 0.5)
    assert names(plan)["reported"] == ("reported", 0.0)
    assert [c.node for c in plan.trained_losses] == ["loss"]


def test_several_losses_are_named_beside_the_total() -> None:
    plan = plan_graph(sample_graph.two_in_two_out())
    found = names(plan)
    assert found["loss"] == ("loss_1", 1.0)
    assert found["right_loss"] == ("right_loss", 0.3)
    assert found["right_accuracy"] == ("right_accuracy", 0.0)


def test_names_never_collide() -> None:
    found = names(plan_graph(several_losses(loss=1.0, loss_1=1.0, loss_2=1.0)))
    assert [name for name, _ in found.values()] == ["loss_3", "loss_1", "loss_2", "accuracy"]


def test_a_name_is_not_taken_for_a_figure_of_validation_or_test() -> None:
    found = names(plan_graph(several_losses(val_loss=1.0, test_accuracy=1.0, val_other=1.0)))
    assert [name for name, _ in found.values()] == [
        "val_loss_1",
        "test_accuracy_1",
        "val_other",
        "accuracy",
    ]


def test_a_metric_called_loss_makes_way() -> None:
    base = edits.rename_node(sample_graph.mlp(), "loss", "error")
    base = edits.rename_node(base, "accuracy", "loss")
    assert names(plan_graph(base)) == {"error": (TOTAL, 1.0), "loss": ("loss_1", 0.0)}


def test_a_loss_of_weight_0_is_only_reported() -> None:
    plan = plan_graph(several_losses(first=0.0, second=0.5))
    assert names(plan)["first"] == ("first", 0.0)
    assert names(plan)["second"] == (TOTAL, 0.5)
    assert [c.node for c in plan.trained_losses] == ["second"]
    with pytest.raises(RunError, match="has weight 0, so there is nothing"):
        plan_graph(several_losses(first=0.0, second=0.0))


# ---------------------------------------------------------------------------- calls


def test_calls_come_in_the_order_of_computing() -> None:
    plan = plan_graph(sample_graph.mlp())
    layers = ["flatten", "hidden", "relu", "scores", "softmax"]
    assert [c.node for c in plan.layers] == layers
    assert plan.optimizer is not None
    assert plan.optimizer.node == "sgd"
    assert call_of(plan, "loss").sources == (("softmax.output",), ("digits.label",), ())


def test_growing_ports_take_their_wires_in_order() -> None:
    base = sample_graph.two_in_two_out()
    assert call_of(plan_graph(base), "both").sources == (("fixed.output", "encoder_2.output"),)
    first = Wire("fixed.output", "both.inputs")
    turned = edits.connect(edits.disconnect(base, [first]), first, many=True)
    assert call_of(plan_graph(turned), "both").sources == (("encoder_2.output", "fixed.output"),)


def test_data_ports_are_those_that_are_used() -> None:
    assert plan_graph(sample_graph.mlp()).data == ("digits.image", "digits.label")
    ports = plan_graph(sample_graph.two_in_two_out()).data
    assert set(ports) == {"left.image", "left.label", "right.image", "right.label"}


def test_outputs_are_what_is_judged_else_what_is_left() -> None:
    plan = plan_graph(sample_graph.two_in_two_out())
    assert plan.outputs == ("left_out.output", "right_out.output")
    unjudged = edits.remove_nodes(sample_graph.mlp(), ["loss", "accuracy", "sgd"])
    assert plan_graph(unjudged, for_training=False).outputs == ("softmax.output",)


def test_outputs_without_a_loss_come_after_those_with_one() -> None:
    spare = edits.add_node(sample_graph.mlp(), "spare", Node("dense", {"units": 2}))
    spare = edits.connect(spare, Wire("hidden.output", "spare.input"))
    assert plan_graph(spare).outputs == ("softmax.output", "spare.output")


def test_states_that_nothing_takes_are_no_outputs() -> None:
    nodes = {"x": Node("input", {"shape": [5, 3]}), "reader": Node("lstm", {"units": 2})}
    graph = Graph(nodes=nodes, wires=(Wire("x.output", "reader.input"),))
    assert plan_graph(graph, for_training=False).outputs == ("reader.output",)


# ---------------------------------------------------------------------------- arrays


def test_arrays_start_as_their_params_say() -> None:
    plan = plan_graph(sample_graph.convolutional())
    assert starts(plan) == {
        "conv2d.kernel": "random_normal",
        "conv2d.bias": "zeros",
        "weights.gamma": "ones",
        "weights.beta": "zeros",
        "weights.moving_mean": "zeros",
        "weights.moving_variance": "ones",
        "branch.kernel": "glorot_uniform",
        "branch.bias": "zeros",
        "len.gamma": "ones",
        "len.beta": "zeros",
        "dense.kernel": "glorot_uniform",
        "dense.bias": "zeros",
    }
    state = [s.array.name for s in plan.starts if s.is_state]
    assert state == ["moving_mean", "moving_variance"]
    assert {s.purpose for s in plan.starts} >= {"init/conv2d/kernel", "init/dense/bias"}


def test_shared_weights_start_once_and_are_used_twice() -> None:
    plan = plan_graph(sample_graph.two_in_two_out())
    assert [s.owner for s in plan.starts].count("encoder") == 2
    assert call_of(plan, "encoder").owner == call_of(plan, "encoder_2").owner == "encoder"
    assert not [s for s in plan.starts if s.owner == "encoder_2"]


def test_weights_of_a_bypassed_owner_start_for_who_shares_them() -> None:
    base = edits.set_attribute(sample_graph.two_in_two_out(), "encoder", "bypassed", True)
    plan = plan_graph(base)
    assert [s.array.shape for s in plan.starts if s.owner == "encoder"] == [(784, 24), (24,)]
    assert call_of(plan, "encoder").is_bypassed
    lonely = edits.set_attribute(base, "encoder_2", "bypassed", True)
    assert not [s for s in plan_graph(lonely).starts if s.owner == "encoder"]


def test_penalties_are_those_of_owners_that_are_trained() -> None:
    base = sample_graph.convolutional()
    (penalty,) = plan_graph(base).penalties
    assert (penalty.owner, penalty.array) == ("conv2d", "kernel")
    assert penalty.regularizer.kind == "l2"
    assert penalty.regularizer.params["l2"] == 0.001
    assert plan_graph(edits.set_attribute(base, "conv2d", "frozen", True)).penalties == ()
    assert plan_graph(edits.set_attribute(base, "conv2d", "bypassed", True)).penalties == ()


def test_shared_weights_are_penalised_once() -> None:
    l1 = {"kernel_regularizer": "l1"}
    base = sample_graph.two_in_two_out()
    for name in ("encoder", "encoder_2"):
        params = {**base.nodes[name].params, **l1}
        base = with_(base, **{name: replace(base.nodes[name], params=freeze(params))})
    assert [p.owner for p in plan_graph(base).penalties] == ["encoder"]


def test_freezing_one_user_freezes_the_weights_for_all() -> None:
    base = edits.set_attribute(sample_graph.two_in_two_out(), "encoder_2", "frozen", True)
    plan = plan_graph(base)
    assert set(plan.frozen) == {"fixed", "encoder"}
    assert call_of(plan, "encoder").is_frozen
    assert call_of(plan, "encoder_2").is_frozen
    assert not call_of(plan, "left_out").is_frozen


def test_only_frozen_state_rests() -> None:
    base = sample_graph.convolutional()
    for name in ("weights", "dropout", "dense"):
        base = edits.set_attribute(base, name, "frozen", True)
    plan = plan_graph(base)
    assert [c.node for c in plan.layers if c.is_at_rest] == ["weights"]


# ---------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("name", [n for n, f in FAULTS.items() if f.severity == "error"])
def test_a_graph_with_an_error_is_refused_in_words(name: str) -> None:
    if name == "a rule that fails":
        return  # needs a module that the usual catalog has not
    with pytest.raises(RunError) as caught:
        plan_graph(FAULTS[name].graph())
    assert len(str(caught.value)) > 20


def test_a_refusal_names_the_place_and_how_many_more() -> None:
    broken = edits.remove_nodes(sample_graph.mlp(), ["flatten", "sgd"])
    with pytest.raises(RunError) as caught:
        plan_graph(broken)
    assert str(caught.value).startswith("there is no optimizer; training needs one")
    assert str(caught.value).endswith("(and 1 more)")


@pytest.mark.parametrize(
    "name",
    [
        "no optimizer",
        "no loss",
        "two optimizers",
        "a loss that nothing takes",
        "no labels",
        "a loss that counts for nothing",
        "a tensor for an optimizer",
        "data that is split otherwise",
        "too few scores",
    ],
)
def test_predicting_needs_only_the_layers(name: str) -> None:
    plan = plan_graph(FAULTS[name].graph(), for_training=False)
    assert "softmax" in [c.node for c in plan.layers]


@pytest.mark.parametrize(
    "name",
    [
        "an open input",
        "a circle",
        "an unknown kind",
        "unknown kinds in a circle",
        "a bad number",
        "weights of another shape",
        "weights in a circle",
        "a wire to nowhere",
        "an axis that is not there",
    ],
)
def test_predicting_needs_all_the_layers(name: str) -> None:
    with pytest.raises(RunError):
        plan_graph(FAULTS[name].graph(), for_training=False)


def test_predicting_is_refused_when_the_data_is_at_fault() -> None:
    broken = edits.set_param(sample_graph.mlp(), "digits", "validation_split", 2)
    with pytest.raises(RunError, match=r"digits\.validation_split: validation_split is 2"):
        plan_graph(broken, for_training=False)


def test_a_free_input_is_fine_for_predicting() -> None:
    free = graph({"input": node("input"), "out": node("dense")}, chain("input", "out"))
    assert plan_graph(free, for_training=False).outputs == ("out.output",)
    with pytest.raises(RunError):
        plan_graph(free)


@pytest.mark.parametrize(
    ("kind", "param", "ports"),
    [("table", "path", ("features", "target")), ("arrays", "path", ("x", "y"))],
)
def test_a_file_that_is_not_here_is_named_where_shapes_follow_from_it(kind, param, ports) -> None:
    nodes = {"own": node(kind, **{param: "/gone/houses"}), "out": node("dense", units=3)}
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")}
    wires = [
        (f"own.{ports[0]}", "out.input"),
        ("out.output", "loss.prediction"),
        (f"own.{ports[1]}", "loss.target"),
        ("loss.loss", "sgd.loss"),
    ]
    with pytest.raises(RunError, match=rf"own\.{param}: there is no file /gone/houses"):
        plan_graph(graph(nodes, wires), own_data=True)


def test_a_file_that_is_not_here_is_no_fault_where_no_shape_follows_from_it() -> None:
    nodes = {
        "own": node("image_folder", directory="/gone/pets"),
        "flat": node("flatten"),
        "out": node("dense", units=3),
    }
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")}
    wires = [
        ("own.image", "flat.input"),
        ("flat.output", "out.input"),
        ("out.output", "loss.prediction"),
        ("own.label", "loss.target"),
        ("loss.loss", "sgd.loss"),
    ]
    assert plan_graph(graph(nodes, wires), own_data=True).data == ("own.image", "own.label")
