"""Nodes of which the same is known."""

import random
from dataclasses import replace

from hornstudio.engine.check import check
from hornstudio.engine.checking import alike as module
from hornstudio.engine.checking.alike import alike
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.summary import summarize, totals
from tests.engine import sample_graph


def test_groups_have_every_node_once_and_tell_states_apart() -> None:
    graph = Graph(nodes=freeze({f"n{i}": Node("relu") for i in range(5)}))
    graph = edits.set_attribute(graph, "n1", "frozen", True)
    graph = edits.set_attribute(graph, "n2", "bypassed", True)
    facts = dict.fromkeys(graph.nodes, check(graph).facts["n0"])
    groups = {(a.is_frozen, a.is_bypassed): a.number for a in alike(graph, facts)}
    assert groups == {(False, False): 3, (True, False): 1, (False, True): 1}
    assert all(a.facts is facts[a.example] for a in alike(graph, facts))


def test_totals_of_groups_are_those_of_all_nodes() -> None:
    graph = sample_graph.mlp()
    twins = {f"twin_{i}": replace(graph.nodes["hidden"], frozen=i == 1) for i in range(3)}
    wires = tuple(Wire("flatten.output", f"{i}.input") for i in twins)
    graph = replace(graph, nodes=freeze({**graph.nodes, **twins}), wires=graph.wires + wires)
    graph = edits.set_attribute(graph, "twin_2", "bypassed", True)
    report = check(graph)
    assert totals(graph, report) == summarize(graph, report)["totals"]
    counted = [report.facts[i].weight_count for i in graph.nodes if i != "twin_2"]
    assert report.weight_count == sum(counted)


def test_groups_after_an_edit_are_those_that_all_nodes_give(monkeypatch) -> None:
    chance, gathered = random.Random(5), []
    anew = module._anew
    monkeypatch.setattr(module, "_anew", lambda *a: (gathered.append(1), anew(*a))[1])
    known = list(check(sample_graph.mlp()).facts.values())
    graph = Graph(nodes=freeze({f"n{i}": Node("relu") for i in range(40)}))
    facts = {i: chance.choice(known) for i in graph.nodes}
    for turn in range(400):
        graph, facts = _edited(graph, facts, known, chance, turn)
        found = alike(graph, facts)
        expected = anew(graph, facts)
        counts = {(id(a.facts), a.is_frozen, a.is_bypassed): a.number for a in found}
        assert counts == expected.counts
        for group in found:
            node = graph.nodes[group.example]
            state = (facts[group.example], node.frozen, node.bypassed)
            assert state == (group.facts, group.is_frozen, group.is_bypassed)
    assert 1 <= len(gathered) < 100  # where little was edited, little was looked at


def _edited(graph, facts, known, chance, turn):
    """The graph and what is known of it after one of several edits."""
    nodes, facts = dict(graph.nodes), dict(facts)
    if turn % 50 == 49:  # something that touches all
        return graph, {i: chance.choice(known) for i in nodes}
    for _ in range(chance.randint(0, 3)):
        node = chance.choice(list(nodes))
        match chance.randrange(5):
            case 0:
                nodes[node] = replace(nodes[node], frozen=not nodes[node].frozen)
            case 1:
                nodes[node] = replace(nodes[node], bypassed=not nodes[node].bypassed)
            case 2:
                facts[node] = chance.choice(known)
            case 3:
                nodes.pop(node), facts.pop(node)
            case _:
                nodes[f"m{turn}"] = Node("relu")
                facts[f"m{turn}"] = chance.choice(known)
    return replace(graph, nodes=freeze(nodes)), facts
