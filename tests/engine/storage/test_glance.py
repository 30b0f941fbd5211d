"""What a card shows of a graph."""

import json

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage.glance import from_json, glance_at, places_of
from tests.engine import sample_graph


def test_it_counts_and_says_where_everything_is() -> None:
    graph = sample_graph.mlp()
    glance = glance_at(graph)
    assert (glance.modules, glance.weights) == (len(graph.nodes), check(graph).weight_count)
    assert sum(map(len, glance.blocks.values())) == 2 * len(graph.nodes)
    core = glance.blocks["core"]
    assert graph.nodes["hidden"].at in zip(core[::2], core[1::2], strict=True)
    ends = [(graph.nodes[w.source_node].at, graph.nodes[w.target_node].at) for w in graph.wires]
    assert glance.wires == [c for start, end in ends for c in (*start, *end)]
    assert places_of(graph).weights == 0


def test_it_survives_its_way_through_text() -> None:
    glance = glance_at(sample_graph.mlp())
    assert from_json(json.loads(json.dumps(glance.to_json()))) == glance


def test_an_unknown_kind_and_a_wire_to_nowhere_do_no_harm() -> None:
    graph = Graph(nodes=freeze({"a": Node("no_such")}), wires=(Wire("a.output", "b.input"),))
    glance = places_of(graph)
    assert (list(glance.blocks), glance.wires) == ([""], [])
