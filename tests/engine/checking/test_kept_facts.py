"""Facts are found again for nodes alike in all that matters, and for no others."""

from dataclasses import replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.kept_facts import KeptFacts
from hornstudio.engine.editing.edits import set_attribute, set_param
from hornstudio.engine.graph import Graph, Node, Wire, freeze

DENSE = {"kind": "dense", "params": freeze({"units": 7})}


def two_alike() -> Graph:
    nodes = {"digits": Node("digits"), "flat": Node("flatten")}
    nodes |= {"a": Node(**DENSE), "b": Node(**DENSE, at=(5.0, 5.0))}
    wires = (("digits.image", "flat.input"), ("flat.output", "a.input"), ("flat.output", "b.input"))
    return Graph(nodes=freeze(nodes), wires=tuple(Wire(*w) for w in wires))


def test_nodes_alike_have_the_same_facts():
    facts = check(two_alike()).facts
    assert facts["a"] is facts["b"]
    assert facts["a"] is check(two_alike()).facts["a"]


def test_what_differs_is_told_apart():
    graph = two_alike()
    for other in (set_param(graph, "b", "units", 8), set_attribute(graph, "b", "bypassed", True)):
        facts = check(other).facts
        assert facts["a"].outputs != facts["b"].outputs
    # 1 and True are equal to Python.
    flag = check(set_param(graph, "b", "use_bias", False)).facts["b"]
    assert flag.weight_count < check(graph).facts["b"].weight_count


def test_faults_are_looked_at_each_time():
    graph = set_param(two_alike(), "a", "units", -1)
    for _ in range(2):
        report = check(graph)
        assert [p.param for p in report.problems_of("a")] == ["units"]


def test_a_module_declared_otherwise_is_another_one():
    modules = catalog()
    facts = check(two_alike()).facts["a"]
    module, node, inputs = modules.get("dense"), Node(**DENSE), facts.inputs
    kept = KeptFacts(modules)
    key = kept.key_of(module, node, inputs)
    assert kept.find(key, module) is facts
    assert kept.find(key, replace(module, help="other")) is None
