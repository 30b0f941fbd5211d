"""Whether a wire may be drawn agrees with what is said once it is drawn."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy, connect_ports
from hornstudio.engine.wiring import Refusal, why_not
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS
from tests.engine.fault import MODULES
from tests.engine.sample_graph import graph, node


def loose() -> Graph:
    """Modules of many kinds, hardly wired."""
    kinds = ["digits", "flatten", "dense", "conv2d", "embedding", "softmax", "add", "concatenate"]
    kinds += ["layer_normalization", "reshape", "max_pooling2d", "categorical_crossentropy"]
    kinds += ["mean_squared_error", "binary_crossentropy", "accuracy", "sgd"]
    nodes = {kind: node(kind) for kind in kinds}
    nodes["words"] = node("input", shape=[7], dtype="int32")
    nodes["series"] = node("input", shape=[None, 3])
    return graph(nodes, [("digits.image", "flatten.input"), ("flatten.output", "dense.input")])


GRAPHS = {"loose": loose, **sample_graph.ALL}
GRAPHS |= {name: FAULTS[name].graph for name in ("a circle", "an open input", "no loss")}


def wires_of(whole: Graph) -> Iterator[Wire]:
    """All pairs of an output and an input."""
    for source in whole.nodes:
        for target in whole.nodes:
            for out in MODULES.get(whole.nodes[source].kind).outputs:
                for into in MODULES.get(whole.nodes[target].kind).inputs:
                    yield Wire(f"{source}.{out.name}", f"{target}.{into.name}")


def shape_errors(report: Report, node_id: str) -> list[Problem]:
    """Errors at a node that its shape rule or its wires make."""
    errors = [p for p in report.problems_of(node_id) if p.severity == "error" and not p.param]
    no_shape = ("is open", "takes no loss", "needs weights of")  # the last can be unshared
    return [p for p in errors if not any(words in p.reason for words in no_shape)]


def waits_for_more(whole: Graph, wire: Wire) -> bool:
    """Whether the wire is the first into a growing port, which wants two."""
    module = catalog().get(whole.nodes[wire.target_node].kind)
    port = module.input(wire.target_port)
    return port.many and module.role != "optimizer" and not whole.wires_into(wire.target_node)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_wire_that_may_be_drawn_makes_no_fault(name: str) -> None:
    whole = GRAPHS[name]()
    report = check(whole)
    drawn = 0
    for wire in wires_of(whole):
        if why_not(report, wire) is not None:
            continue
        drawn += 1
        after = check(connect_ports(whole, wire, catalog()), before=report)
        old = [p.reason for p in shape_errors(report, wire.target_node)]
        new = [p for p in shape_errors(after, wire.target_node) if p.reason not in old]
        if not waits_for_more(whole, wire):
            assert not new, (wire, new)
    assert drawn > 5


@pytest.mark.parametrize("name", GRAPHS)
def test_a_wire_that_is_refused_would_make_a_fault(name: str) -> None:
    whole = GRAPHS[name]()
    report = check(whole)
    refused = 0
    for wire in wires_of(whole):
        refusal = why_not(report, wire)
        if refusal is None or wire in whole.wires:
            continue
        assert refusal.reason
        if report.spec(wire.source) is None and "circle" not in refusal.reason:
            continue  # refused for its role; its shape is not known yet
        refused += 1
        after = check(connect_ports(whole, wire, catalog()), before=report)
        assert any("circle" in p.reason for p in after.errors) or shape_errors(
            after, wire.target_node
        ), (wire, refusal)
    assert refused > 5


# ---------------------------------------------------------------------------- one by one


def reason(whole: Graph, source: str, target: str) -> str:
    refusal = why_not(check(whole), Wire(source, target))
    return str(refusal.reason) if refusal else ""


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("relu.output", "scores.input", "these ports are already wired"),
        ("nobody.output", "scores.input", "one end of the wire does not exist"),
        ("relu.output", "nobody.input", "one end of the wire does not exist"),
        ("relu.nothing", "scores.input", "relu.nothing is not an output"),
        ("hidden.output", "scores.nothing", "scores.nothing is not an input"),
        ("scores.output", "hidden.input", "the wires would run in a circle; wire this into"),
        ("relu.output", "relu.input", "the wires would run in a circle"),
        ("loss.loss", "accuracy.target", "a loss only goes into an optimizer"),
        ("loss.loss", "scores.input", "a loss only goes into an optimizer"),
        ("scores.output", "sgd.loss", "an optimizer only takes losses; wire this into a loss"),
        ("digits.label", "scores.input", "gets integer class labels; needs at least a vector"),
        ("digits.image", "loss.prediction", "prediction is 28×28×1 for one label a sample; need"),
        ("hidden.output", "loss.prediction", ""),
        ("hidden.output", "softmax.input", ""),
    ],
)
def test_a_refusal_says_why(source: str, target: str, expected: str) -> None:
    found = reason(sample_graph.mlp(), source, target)
    assert found.startswith(expected)
    assert bool(found) == bool(expected)


def test_a_half_wired_loss_looks_at_what_it_has() -> None:
    """The shape rule is asked as soon as the wire would complete the inputs."""
    nodes = {"digits": node("digits"), "dense": node("dense", units=5), "flatten": node("flatten")}
    nodes["loss"] = node("categorical_crossentropy")
    wires = [("digits.image", "flatten.input"), ("flatten.output", "dense.input")]
    half = graph(nodes, [*wires, ("dense.output", "loss.prediction")])
    assert reason(half, "digits.label", "loss.target").startswith("5 scores for 10 classes")
    assert reason(graph(nodes, wires), "digits.label", "loss.target") == ""


def test_the_first_of_several_inputs_may_come_alone() -> None:
    assert reason(loose(), "dense.output", "add.inputs") == ""
    axis = edits.set_param(loose(), "concatenate", "axis", 3)
    assert reason(axis, "dense.output", "concatenate.inputs").startswith("axis is 3")


def test_a_further_input_has_to_fit_the_first() -> None:
    one = edits.connect(loose(), Wire("dense.output", "add.inputs"), many=True)
    assert reason(one, "flatten.output", "add.inputs") == "gets 32 and 784; need equal shapes"


def test_what_is_unknown_does_not_speak_against_a_wire() -> None:
    broken = FAULTS["an open input"].graph()
    assert reason(broken, "hidden.output", "softmax.input") == ""
    unknown = replace(broken, nodes=freeze({**broken.nodes, "odd": Node("zzz")}))
    assert reason(unknown, "odd.anything", "relu.input") == ""
    assert reason(unknown, "relu.output", "odd.anything") == ""


def test_a_bypassed_node_takes_what_it_would_hand_on() -> None:
    whole = edits.set_attribute(sample_graph.mlp(), "scores", "bypassed", True)
    assert reason(whole, "digits.label", "scores.input") == ""


def test_a_rule_that_fails_refuses_in_words() -> None:
    whole = graph({"digits": node("digits"), "wild": node("wild")}, [])
    refusal = why_not(check(whole, MODULES), Wire("digits.image", "wild.input"), MODULES)
    assert refusal == Refusal(refusal.reason, ())
    assert refusal.reason.startswith(
        "the shape rule of wild failed: ZeroDivisionError: not my day (fault.py, line "
    )


def test_a_refusal_offers_what_would_make_the_wire_fit() -> None:
    refusal = why_not(check(loose()), Wire("flatten.output", "conv2d.input"))
    assert [r.label for r in refusal.remedies] == ["Insert Reshape to 28×28×1"]
    refusal = why_not(check(loose()), Wire("series.output", "embedding.input"))
    assert [r.label for r in refusal.remedies] == ["series: Set dtype to int32"]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("conv2d_2", "relu"), "conv2d_2: Set padding to same"),
        (("conv2d_2", "relu", "conv2d_3"), "conv2d_2, conv2d_3: Set padding to same"),
    ],
)
def test_of_two_branches_that_differ_the_one_is_mended_that_lost_its_border(
    path: tuple[str, ...], label: str
) -> None:
    """The shortcut of a residual block comes last, but it is the other branch that shrank."""
    kinds = {i: node(i.partition("_")[0]) for i in ("digits", "conv2d", *path, "add")}
    inside = [(f"{a}.output", f"{b}.input") for a, b in pairwise(("conv2d", *path))]
    ends = [("digits.image", "conv2d.input"), (f"{path[-1]}.output", "add.inputs")]
    whole, shortcut = graph(kinds, [*inside, *ends]), Wire("conv2d.output", "add.inputs")
    refusal = why_not(check(whole), shortcut)
    assert refusal is not None
    assert "need equal shapes" in str(refusal.reason)
    remedy = refusal.remedies[0]
    assert str(remedy.label) == label
    drawn = connect_ports(whole, shortcut, catalog())
    (problem,) = [p for p in check(drawn).problems if p.node == "add" and p.severity == "error"]
    assert problem.remedies[0] == remedy
    mended = apply_remedy(drawn, problem, remedy.action)
    assert check(mended).facts["add"].outputs["output"].shape == (26, 26, 32)
