"""Nodes put into wires and taken out of them."""

from hornstudio.engine.check import Report, check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.splicing import crossing, insert, ports_on, take_out


def report_of(kinds: dict[str, str], *wires: tuple[str, str]) -> Report:
    nodes = {i: Node(kind) for i, kind in kinds.items()}
    return check(Graph(nodes=freeze(nodes), wires=tuple(Wire(*w) for w in wires)))


def chain() -> Report:
    return report_of(
        {"mnist": "mnist", "flatten": "flatten", "dense": "dense", "relu": "relu"},
        ("mnist.image", "flatten.input"),
        ("flatten.output", "dense.input"),
        ("dense.output", "relu.input"),
    )


def test_a_node_taken_out_leaves_its_wire_closed() -> None:
    left = take_out(chain(), ["dense"])
    assert left.healed == (Wire("flatten.output", "relu.input"),)
    assert left.open == ()
    assert left.report.graph.wires == (
        Wire("mnist.image", "flatten.input"),
        Wire("flatten.output", "relu.input"),
    )
    assert left.report.facts["relu"].outputs["output"] == left.report.spec("flatten.output")


def test_several_nodes_come_out_with_the_wires_among_them() -> None:
    left = take_out(chain(), ["flatten", "dense"])
    assert left.healed == (Wire("mnist.image", "relu.input"),)
    assert Wire("flatten.output", "dense.input") in left.report.graph.wires
    assert len(crossing(chain().graph, ["flatten", "dense"])) == 2


def test_a_wire_that_would_not_fit_stays_open_and_says_why() -> None:
    report = report_of(
        {"mnist": "mnist", "conv": "conv2d", "flatten": "flatten", "loss": "mean_squared_error"},
        ("mnist.image", "flatten.input"),
        ("flatten.output", "loss.prediction"),
        ("mnist.label", "loss.target"),
    )
    sgd = report_of(
        {"mnist": "mnist", "loss": "categorical_crossentropy", "sgd": "sgd"},
        ("mnist.image", "loss.prediction"),
        ("loss.loss", "sgd.loss"),
    )
    assert take_out(report, ["conv"]).report.graph == report.graph
    ((wire, refusal),) = take_out(sgd, ["loss"]).open
    assert wire == Wire("loss.loss", "sgd.loss")
    assert "optimizer only takes losses" in str(refusal.reason)


def test_a_healed_wire_keeps_its_place_among_the_inputs() -> None:
    report = report_of(
        {"a": "mnist", "b": "mnist", "relu": "relu", "sum": "add"},
        ("a.image", "relu.input"),
        ("relu.output", "sum.inputs"),
        ("b.image", "sum.inputs"),
    )
    left = take_out(report, ["relu"]).report.graph
    assert [w.source for w in left.wires_into("sum")] == ["a.image", "b.image"]


def test_what_is_wired_twice_cannot_be_closed_onto_itself() -> None:
    report = report_of(
        {"a": "mnist", "relu": "relu", "sum": "add"},
        ("a.image", "sum.inputs"),
        ("a.image", "relu.input"),
        ("relu.output", "sum.inputs"),
    )
    ((_, refusal),) = take_out(report, ["relu"]).open
    assert "already wired" in str(refusal.reason)


def test_a_source_has_nothing_to_close() -> None:
    left = take_out(chain(), ["mnist"])
    assert (left.healed, left.open) == ((), ())
    assert len(left.report.graph.wires) == 2


def test_only_a_loose_layer_goes_into_a_wire() -> None:
    kinds = {"mnist": "mnist", "flatten": "flatten", "drop": "dropout", "loss": "hinge"}
    report = report_of(kinds, ("mnist.image", "flatten.input"))
    wire = Wire("mnist.image", "flatten.input")
    assert ports_on(report, wire, "drop") == ("input", "output")
    assert ports_on(report, wire, "loss") is None
    assert ports_on(report, wire, "flatten") is None
    assert ports_on(report, Wire("mnist.label", "loss.target"), "drop") is None
    graph = insert(report, wire, "drop")
    assert graph is not None
    assert graph.wires == (
        Wire("mnist.image", "drop.input"),
        Wire("drop.output", "flatten.input"),
    )
    assert insert(report, wire, "loss") is None


def test_composites_come_out_and_go_in_as_other_layers_do() -> None:
    before = chain()
    graph, use = group_nodes(before.graph, ["dense"], "Block", before.modules)
    report = check(graph)
    left = take_out(report, [use])
    assert left.healed == (Wire("flatten.output", "relu.input"),)
    again = insert(left.report, left.healed[0], use)
    assert again is not None
    assert set(again.wires) == set(graph.wires)
