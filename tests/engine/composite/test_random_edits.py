"""Any row of edits, inside composites and outside: what is saved opens, and checks agree."""

from collections.abc import Callable
from random import Random

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite import inside
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.composite.ungrouping import ungroup
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.remedies import connect_ports
from hornstudio.engine.storage import files
from tests.engine.composite.sample_composite import residual

STEPS = 60


def add(graph: Graph, draw: Random, node: str) -> Graph:
    kinds = [m.kind for m in scope(graph, catalog()).category("composite")]
    kind = draw.choice([*kinds, "relu", "dense", "add"])
    return edits.add_node(graph, graph.new_id(kind), Node(kind))


def connect(graph: Graph, draw: Random, node: str) -> Graph:
    other = draw.choice(list(graph.nodes))
    ends = [scope(graph, catalog()).get(graph.nodes[i].kind) for i in (node, other)]
    if None in ends or not ends[0].outputs or not ends[1].inputs or node == other:
        return graph
    source, target = draw.choice(ends[0].outputs).name, draw.choice(ends[1].inputs).name
    return connect_ports(graph, Wire(f"{node}.{source}", f"{other}.{target}"), catalog())


def group(graph: Graph, draw: Random, node: str) -> Graph:
    chosen = draw.sample(list(graph.nodes), min(len(graph.nodes), draw.randint(1, 4)))
    return group_nodes(graph, chosen, "Block", scope(graph, catalog()))[0]


def share(graph: Graph, draw: Random, node: str) -> Graph:
    other = draw.choice(["", *graph.nodes])
    return edits.set_attribute(graph, node, "weights_of", other if other != node else "")


def copy(graph: Graph, draw: Random, node: str) -> Graph:
    chosen = draw.sample(list(graph.nodes), min(2, len(graph.nodes)))
    return edits.paste(graph, edits.extract(graph, chosen))[0]


EDITS: list[Callable[[Graph, Random, str], Graph]] = [
    add,
    connect,
    group,
    share,
    copy,
    lambda graph, draw, node: edits.remove_nodes(graph, [node]),
    lambda graph, draw, node: edits.rename_node(graph, node, graph.new_id("renamed")),
    lambda graph, draw, node: ungroup(graph, node)[0],
    lambda graph, draw, node: edits.set_attribute(graph, node, "frozen", draw.random() < 0.5),
    lambda graph, draw, node: edits.set_attribute(graph, node, "bypassed", draw.random() < 0.5),
]


def expose_or_hide(graph: Graph, draw: Random, kind: str) -> Graph:
    held, modules = graph.groups[kind], scope(graph, catalog())
    if held.params and draw.random() < 0.5:
        exposed = draw.choice(held.params)
        return inside.hide(graph, kind, exposed.node, exposed.param)
    node = draw.choice(list(held.body.nodes))
    module = modules.get(held.body.nodes[node].kind)
    if module is None or not module.params:
        return graph
    return inside.expose(graph, kind, node, draw.choice(module.params).name, modules)


def edited(graph: Graph, draw: Random) -> Graph:
    if graph.groups and draw.random() < 0.5:
        kind = draw.choice(list(graph.groups))
        body = inside.body_of(graph, kind)
        if not body.nodes:
            return graph
        if draw.random() < 0.3:
            return expose_or_hide(graph, draw, kind)
        edit = draw.choice(EDITS)
        return inside.with_body(graph, edit(body, draw, draw.choice(list(body.nodes))))
    return draw.choice(EDITS)(graph, draw, draw.choice(list(graph.nodes)))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_edited_opens_again_and_is_checked_as_if_new(seed: int) -> None:
    draw, graph, refused = Random(seed), residual(), 0
    for _ in range(STEPS):
        before = check(graph)
        try:
            made = edited(graph, draw)
        except GraphError:
            refused += 1
            continue
        assert files.from_text(files.to_text(made)) == made
        quick, whole = check(made, before=before), check(made)
        assert quick.problems == whole.problems
        flat = check(flatten(made).graph)
        if not whole.errors:
            assert not flat.errors
            assert flat.weight_count == whole.weight_count
        graph = made if 0 < len(made.nodes) < 25 else residual()
    assert 0 < refused < STEPS / 2
