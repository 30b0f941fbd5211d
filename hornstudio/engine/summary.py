"""What a graph costs: shapes, weights, operations and bytes, node by node."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from hornstudio.engine.check import Report, check
from hornstudio.engine.checking.sharing import has_sharing, models_of_owners
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.shapes import Spec

WEIGHT_BYTES = 4  # float32
_OF_WEIGHTS = ("weights", "state", "trainable", "weight_bytes")
_OF_OUTPUTS = ("flops", "activation_bytes")

Totals = dict[str, int | None]


def summarize(graph: Graph, report: Report | None = None) -> dict[str, Any]:
    """Facts that JSON can hold: `nodes` in the order of computing, and `totals`.

    flops: floating point operations forward, for one sample. activation_bytes: outputs of one
    sample. What is not known yet is None. What is disabled is left out, and so is what needs it.
    Shared weights count once, also where their owner is bypassed. A use of a composite is one
    node; what it holds counts.
    """
    report = (report or check(graph)).alive
    name, graph = graph.name, report.graph
    nodes = [_node_summary(graph, node_id, report.facts[node_id]) for node_id in report.order]
    for node, total in _activations_inside(graph, nodes):
        node["activation_bytes"] = total
    models = models_of_owners(graph, report.facts)
    counted = [n for n in nodes if models.get(n["weights_of"] or n["id"], n["id"]) == n["id"]]
    totals: Totals = {name: _total([node[name] for node in counted]) for name in _OF_WEIGHTS}
    for name in _OF_OUTPUTS:
        totals[name] = _total([node[name] for node in nodes])
    return {"name": name, "nodes": nodes, "totals": totals}


def totals(graph: Graph, report: Report) -> Totals:
    """The totals of `summarize`, asking once for all nodes of which the same is known."""
    if graph.groups:
        whole: Totals = summarize(graph, report)["totals"]
        return whole
    found: dict[str, list[int | None]] = {name: [] for name in (*_OF_WEIGHTS, *_OF_OUTPUTS)}
    for node_id, has_weights, count in _examples(graph, report):
        costs = _node_summary(graph, node_id, report.facts[node_id])
        for name in (*(_OF_WEIGHTS if has_weights else ()), *_OF_OUTPUTS):
            found[name].append(None if costs[name] is None else costs[name] * count)
    return {name: _total(numbers) for name, numbers in found.items()}


def _examples(graph: Graph, report: Report) -> list[tuple[str, bool, int]]:
    """Nodes that stand for others: whether weights count there, and for how many it stands."""
    if len(report.order) == len(report.facts) and not has_sharing(graph):
        return [(a.example, True, a.number) for a in report.alike]
    models = models_of_owners(graph, report.facts)
    alike: Counter[tuple[int, bool, bool]] = Counter()
    examples: dict[tuple[int, bool, bool], str] = {}
    for node_id in report.order:
        node = graph.nodes[node_id]
        owner = graph.weights_owner(node_id) if node.weights_of else node_id
        is_frozen = node.frozen or graph.nodes[owner].frozen
        key = (id(report.facts[node_id]), models.get(owner, node_id) == node_id, is_frozen)
        alike[key] += 1
        examples[key] = node_id
    return [(examples[key], key[1], count) for key, count in alike.items()]


def _activations_inside(
    graph: Graph, nodes: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Bytes of all that is computed inside each use, not only of what comes out."""
    uses = [n for n in nodes if n["kind"] in graph.groups and n["activation_bytes"] is not None]
    if not uses:
        return
    flat = flatten(graph)
    facts = check(flat.graph).facts
    for node in uses:
        yield node, _total([activation_bytes(facts[i]) for i in flat.ids_of(node["id"])])


def _node_summary(graph: Graph, node_id: str, facts: NodeFacts) -> dict[str, Any]:
    node = graph.nodes[node_id]
    known = facts.is_settled
    weights = facts.weight_count if known else None
    state = (sum(a.size for a in facts.state) if facts.state else 0) if known else None
    owner = graph.weights_owner(node_id)
    return {
        "id": node_id,
        "kind": node.kind,
        "outputs": {port: _shape(spec) for port, spec in facts.outputs.items()},
        "weights": weights,
        "state": state,
        "trainable": 0 if graph.nodes[owner].frozen or node.frozen else weights,
        "weights_of": "" if owner == node_id else owner,
        "flops": facts.flops if known else None,
        "weight_bytes": None if weights is None else (weights + (state or 0)) * WEIGHT_BYTES,
        "activation_bytes": activation_bytes(facts) if known else None,
    }


def _shape(spec: Spec) -> list[int | str] | str:
    """Dimensions of one sample; a loss is one number for the whole batch."""
    return "loss" if spec.is_loss else list(spec.shape)


def activation_bytes(facts: NodeFacts) -> int | None:
    """Bytes of what a node gives out for one sample; None while its shapes are unknown."""
    sizes = [_bytes(spec) for spec in facts.outputs.values() if not spec.is_loss]
    return _total(sizes)


@lru_cache(maxsize=4096)
def _bytes(spec: Spec) -> int | None:
    """Bytes of one sample. Kept: a large graph has few different shapes, and asks at each edit."""
    return None if spec.size is None else spec.size * item_bytes(spec.dtype)


def item_bytes(dtype: str) -> int:
    """Bytes of one number. A type is named after its bits, so nobody need ask NumPy."""
    bits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz")
    return int(bits) // 8 if bits else 1  # bool


def _total(numbers: list[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None
