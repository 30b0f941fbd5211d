"""What is said of a graph: shapes, costs, and every fault with its place, reason and remedies."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import PORT_OUT, Graph, Node, Wire, freeze
from hornstudio.engine.text import Text
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS
from tests.engine.composite.sample_composite import residual
from tests.engine.fault import MODULES
from tests.engine.mistakes import mistakes
from tests.engine.random_graph import graphs
from tests.engine.sample_graph import chain, graph, judged, node


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place_reason_and_remedies(name: str) -> None:
    fault = FAULTS[name]
    report = check(fault.graph(), MODULES)
    found = [p for p in report.problems if p.reason.startswith(fault.reason)]
    assert found, report.problems
    assert found[0].place == fault.place
    assert found[0].severity == fault.severity
    assert tuple(r.label for r in found[0].remedies) == fault.remedies


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_places_that_exist(name: str) -> None:
    report = check(FAULTS[name].graph(), MODULES)
    assert set(report.facts) == set(report.graph.nodes)
    for problem in report.problems:
        assert not problem.node or problem.node in report.graph.nodes
        assert problem.wire is None or problem.wire in report.graph.wires
        assert isinstance(problem.reason, Text)
        assert all(isinstance(r.label, Text) for r in problem.remedies)


@pytest.mark.parametrize("name", sample_graph.ALL)
def test_good_graphs_have_no_errors(name: str) -> None:
    report = check(sample_graph.ALL[name]())
    assert report.errors == []
    assert sorted(report.order) == sorted(report.graph.nodes)
    assert all(f.is_settled for f in report.facts.values())


def test_the_empty_graph_has_nothing_wrong() -> None:
    report = check(Graph())
    assert (report.facts, report.problems, report.order) == ({}, (), ())


# ---------------------------------------------------------------------------- shapes and costs


def test_shapes_and_weights_of_a_row() -> None:
    report = check(sample_graph.mlp())
    assert str(report.spec("digits.image")) == "28×28×1"
    assert str(report.spec("hidden.output")) == "16"
    assert report.spec("loss.loss").is_loss
    assert report.spec("nobody.output") is report.spec("hidden.nothing") is None
    assert report.facts["hidden"].weight_count == 784 * 16 + 16
    assert report.facts["hidden"].flops == 2 * 784 * 16
    assert report.facts["relu"].flops == 16


def test_shared_weights_count_once() -> None:
    report = check(sample_graph.two_in_two_out())
    assert report.facts["encoder_2"].weight_count == 784 * 24 + 24
    assert report.weight_count == 784 * 24 + 24 + 24 * 20 + 20 + 2 * (44 * 10 + 10)


def test_a_bypassed_owner_still_lends_its_weights() -> None:
    bypassed = edits.set_attribute(sample_graph.two_in_two_out(), "encoder", "bypassed", True)
    report = check(bypassed)
    assert report.facts["encoder"].weights == ()
    assert report.weight_count == 784 * 24 + 24 + 784 * 20 + 20 + 2 * (44 * 10 + 10)
    assert report.errors == []


def test_who_is_bypassed_or_waits_may_share_what_it_cannot_use() -> None:
    base = FAULTS["weights of another shape"].graph()
    assert check(base).problems_of("twin")
    assert check(edits.set_attribute(base, "twin", "bypassed", True)).problems == ()
    waits = edits.disconnect(base, base.wires_into("twin"))
    assert [p.reason for p in check(waits).problems] == ["input is open; it needs a wire"]


def test_a_bypassed_node_hands_its_input_on() -> None:
    report = check(edits.set_attribute(sample_graph.mlp(), "flatten", "bypassed", True))
    assert report.spec("flatten.output") == report.spec("digits.image")
    assert report.facts["flatten"].flops == 0
    assert str(report.spec("hidden.output")) == "28×28×16"


def test_only_modules_of_one_input_and_output_can_be_bypassed() -> None:
    graph = residual()
    port = Node(PORT_OUT)
    body = edits.add_node(graph.groups["residual_block"].body, "more", port)
    body = edits.connect(body, Wire("wide.output", "more.input"))
    groups = {**graph.groups, "residual_block": replace(graph.groups["residual_block"], body=body)}
    graph = replace(graph, groups=freeze(groups))
    assert not check(graph).errors
    (error,) = check(edits.set_attribute(graph, "block_2", "bypassed", True)).errors
    assert (error.node, str(error.remedies[0].label)) == ("block_2", "Stop bypassing")


def test_unknown_lengths_stay_symbols() -> None:
    nodes = {"input": node("input", shape=[None, 8]), "dense": node("dense", units=5)}
    report = check(graph(nodes, chain("input", "dense")))
    assert str(report.spec("dense.output")) == "T×5"
    assert report.facts["dense"].weight_count == 45


# ---------------------------------------------------------------------------- faults downstream


def test_what_comes_after_a_fault_waits_and_says_so_once() -> None:
    broken = edits.disconnect(sample_graph.mlp(), [Wire("flatten.output", "hidden.input")])
    report = check(broken)
    assert [p.reason for p in report.errors] == ["input is open; it needs a wire"]
    waiting = [p for p in report.problems if p.severity == "info"]
    names = "relu, scores, softmax, loss, accuracy, sgd"
    assert [p.reason for p in waiting] == [f"{names} wait for a shape from hidden"]
    assert not report.facts["sgd"].is_settled


def test_two_faults_have_those_who_wait_for_each() -> None:
    broken = edits.set_param(sample_graph.two_in_two_out(), "flat_left", "x", 1)
    broken = edits.set_param(broken, "flat_right", "x", 1)
    waiting = [p.reason for p in check(broken).problems if p.severity == "info"]
    assert waiting == [
        "encoder, fixed, both, left_out, right_out, loss, right_loss, right_accuracy, optimizer "
        "wait for a shape from flat_left",
        "waits for a shape from flat_right",
    ]


def test_a_settled_fault_holds_nobody_up() -> None:
    """A free input is an error for training, yet its shape is known."""
    nodes = {"input": node("input", shape=[7]), "dense": node("dense"), "add": node("add")}
    report = check(graph(nodes, [*chain("input", "dense"), ("dense.output", "add.inputs")]))
    assert not [p for p in report.problems if "wait" in p.reason]


def test_half_wired_nodes_know_what_they_have() -> None:
    broken = edits.disconnect(sample_graph.mlp(), [Wire("digits.label", "loss.target")])
    facts = check(broken).facts["loss"]
    assert [str(s) for s in facts.inputs["prediction"]] == ["10"]
    assert facts.inputs["target"] == ()


def test_nodes_behind_a_cycle_have_facts_too() -> None:
    looped = edits.connect(sample_graph.mlp(), Wire("relu.output", "hidden.input"))
    report = check(looped)
    assert set(report.facts) == set(looped.nodes)
    assert report.order == ("digits", "flatten")
    assert report.facts["scores"].values["units"] == 10
    assert not report.facts["scores"].is_settled


def test_errors_come_before_warnings_and_in_the_order_of_nodes() -> None:
    broken = edits.set_param(sample_graph.convolutional(), "dense", "units", 0)
    broken = edits.set_param(broken, "conv2d", "filters", 0)
    found = [(p.severity, p.node) for p in check(broken).problems]
    assert found[:2] == [("error", "conv2d"), ("error", "dense")]
    assert [s for s, _ in found] == sorted((s for s, _ in found), key="error warning info".index)


@given(graphs(max_nodes=6))
@settings(max_examples=60, deadline=None)
def test_any_graph_can_be_checked(wild: Graph) -> None:
    report = check(wild)
    assert set(report.facts) == set(wild.nodes)
    for problem in report.problems:
        assert str(problem.reason)


# ---------------------------------------------------------------------------- former reports


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_known_before_changes_nothing(name: str) -> None:
    broken, good = FAULTS[name].graph(), sample_graph.mlp()
    fresh = check(broken, MODULES)
    assert check(broken, MODULES, check(good, MODULES)) == fresh
    assert check(broken, MODULES, fresh) == fresh
    assert check(good, MODULES, fresh) == check(good, MODULES)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_an_edit_is_seen_through_what_was_known(data: st.DataObject) -> None:
    before = sample_graph.convolutional()
    node_id = data.draw(st.sampled_from(list(before.nodes)))
    edited = data.draw(
        st.sampled_from(
            [
                edits.remove_nodes(before, [node_id]),
                edits.set_attribute(before, node_id, "bypassed", True),
                edits.set_param(before, node_id, "units", 7),
                edits.set_param(before, node_id, "padding", "valid"),
                edits.disconnect(before, before.wires_into(node_id)),
                replace(before, nodes=freeze({**before.nodes, node_id: Node("flatten")})),
            ]
        )
    )
    assert check(edited, before=check(before)) == check(edited)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_edits_one_after_another_are_seen_as_by_a_full_check(data: st.DataObject) -> None:
    """Damage, circles and wires to nowhere included: whatever a file or a hand can bring."""
    names = list(FAULTS)
    start = sample_graph.ALL[data.draw(st.sampled_from(sorted(sample_graph.ALL)))]()
    current, report = start, check(start, MODULES)
    for _ in range(data.draw(st.integers(1, 6))):
        current = data.draw(st.sampled_from(_steps(data, current, start, names)))()
        report = check(current, MODULES, before=report)
        fresh = check(current, MODULES)
        assert report == fresh
        assert list(report.facts) == list(fresh.facts)


def _steps(data: st.DataObject, now: Graph, start: Graph, names: list[str]) -> list:
    """Edits that can be drawn; with no node left, only other graphs."""
    others = [lambda: start, lambda: FAULTS[data.draw(st.sampled_from(names))].graph()]
    if not now.nodes:
        return others
    ids = st.sampled_from(list(now.nodes))
    node_id, other = data.draw(ids), data.draw(ids)
    node = now.nodes[node_id]
    bare = replace(now, nodes=freeze({i: n for i, n in now.nodes.items() if i != node_id}))
    loop = (*now.wires, Wire(f"{node_id}.output", f"{other}.input"))
    shuffled = data.draw(st.permutations(now.wires))
    return [
        *others,
        lambda: edits.remove_nodes(now, [node_id]),
        lambda: bare,
        lambda: replace(now, wires=loop),
        lambda: replace(now, wires=tuple(shuffled)),
        lambda: replace(now, wires=now.wires[1:]),
        lambda: edits.set_param(now, node_id, "units", data.draw(st.integers(0, 9))),
        lambda: edits.set_param(now, node_id, "filters", data.draw(st.integers(1, 9))),
        lambda: edits.set_attribute(now, node_id, "bypassed", not node.bypassed),
        lambda: edits.set_attribute(now, node_id, "over_time", not node.over_time),
        lambda: edits.set_attribute(now, node_id, "frozen", not node.frozen),
        lambda: edits.move_nodes(now, {node_id: (1.0, 2.0)}),
        lambda: edits.replace_kind(now, node_id, data.draw(st.sampled_from(KINDS)), {}),
        lambda: replace(now, nodes=freeze({i: now.nodes[i] for i in reversed(now.nodes)})),
    ]


KINDS = ("dense", "relu", "conv2d", "add", "flatten", "mnist", "adam", "accuracy", "nonsense")


def long_row(count: int) -> Graph:
    """Convolutions, then dense layers, each with an activation."""
    nodes = {"digits": node("digits")}
    for i in range(count // 4):
        nodes[f"conv_{i}"] = node("conv2d", filters=8, padding="same")
        nodes[f"relu_{i}"] = node("relu")
    nodes["flatten"] = node("flatten")
    for i in range(count // 4):
        nodes[f"dense_{i}"] = node("dense", units=10)
        nodes[f"softmax_{i}"] = node("softmax")
    ids = list(nodes)
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")}
    wires = [("digits.image", f"{ids[1]}.input"), *chain(*ids[1:])]
    wires += [*judged(ids[-1], "digits.label", "loss"), ("loss.loss", "sgd.loss")]
    return graph(nodes, wires)


def milliseconds(work) -> float:
    """Least processor time of three goes."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def test_of_a_fault_that_stays_nothing_is_new() -> None:
    """Whoever shows facts looks at those alone that are other objects than before."""
    half = edits.add_node(long_row(8), "open", Node("relu"))
    before = check(half)
    after = check(edits.set_attribute(half, "flatten", "title", "other"), before=before)
    assert any(p.node == "open" for p in after.problems)
    assert all(after.facts[i] is before.facts[i] for i in half.nodes)


def test_a_long_row_is_checked_quickly() -> None:
    """DESIGN 4 allows 30 ms for an edit of 500 nodes; asserted loosely, for slow machines."""
    whole = long_row(500)
    before = check(whole)
    broken = edits.disconnect(whole, whole.wires[:1])
    looped = edits.connect(whole, Wire("dense_9.output", "conv_1.input"))
    edited = edits.set_param(whole, "conv_60", "filters", 9)
    took = {
        "whole": milliseconds(lambda: check(whole)),
        "open input": milliseconds(lambda: check(broken)),
        "circle": milliseconds(lambda: check(looped)),
        "no loss": milliseconds(lambda: check(edits.remove_nodes(whole, ["loss"]))),
        "one edit": milliseconds(lambda: check(edited, before=before)),
    }
    print({name: f"{ms:.1f} ms" for name, ms in took.items()})
    assert mistakes(before) == ()
    assert max(took.values()) < 300
    assert took["one edit"] < took["whole"]
