"""Which column each node stands in, and where a long graph may be broken into bands."""

from collections.abc import Collection, Mapping
from itertools import pairwise

from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.graph import Graph

BAND = 8
"""Columns that fit side by side before a graph is broken into bands."""


def column_numbers(graph: Graph, last: Collection[str] = ()) -> dict[str, int]:
    """Number of the column of each node: one more than that of the last node it takes from.

    A node that takes from none stands right before the first that takes from it, and so does a
    chain that begins with such a node. last: nodes that stand behind all others (losses,
    metrics, optimizers), wherever in the graph they take from.
    """
    order, _ = topological_order(graph)
    ordered = set(order)
    circles = [i for i in graph.nodes if i not in ordered]
    order = [*order, *circles]
    behind = _with_followers(graph, order, set(last))
    numbers: dict[str, int] = {}
    for node in order:
        if node not in behind:
            numbers[node] = _after_sources(graph, node, numbers, 0)
    _pull_to_takers(graph, [i for i in order if i not in behind and i in ordered], numbers)
    first = max(numbers.values(), default=-1) + 1
    for node in order:
        if node in behind:
            numbers[node] = _after_sources(graph, node, numbers, first)
    _pull_to_takers(graph, [i for i in order if i in ordered], numbers)
    return numbers


def _with_followers(graph: Graph, order: Collection[str], last: set[str]) -> set[str]:
    behind = set(last)
    for node in order:
        if any(w.source_node in behind for w in graph.wires_into(node)):
            behind.add(node)
    return behind


def _after_sources(graph: Graph, node: str, numbers: Mapping[str, int], least: int) -> int:
    before = (numbers.get(w.source_node, -1) for w in graph.wires_into(node))
    return max([*(b + 1 for b in before), least])


def _pull_to_takers(graph: Graph, order: Collection[str], numbers: dict[str, int]) -> None:
    """Move sources, and chains that begin with them, next to what takes from them."""
    loose: set[str] = set()
    for node in order:
        sources = {w.source_node for w in graph.wires_into(node)}
        alone = all(len({w.target_node for w in graph.wires_from(s)}) == 1 for s in sources)
        if sources <= loose and alone:
            loose.add(node)
    for node in reversed(list(order)):
        takers = [
            numbers[w.target_node] for w in graph.wires_from(node) if w.target_node in numbers
        ]
        if node in loose and takers:
            numbers[node] = max(numbers[node], min(takers) - 1)


def bands(graph: Graph, column_of: Mapping[str, int]) -> list[tuple[int, int]]:
    """First and last column of each band of about the same length, broken where few wires cross."""
    count = max(column_of.values()) + 1
    number = -(-count // BAND)
    crossing = [0] * (count + 1)
    for wire in graph.wires:
        start, end = column_of.get(wire.source_node, 0), column_of.get(wire.target_node, 0)
        if start < end:
            crossing[start + 1] += 1
            crossing[end + 1] -= 1
    for i in range(1, count + 1):
        crossing[i] += crossing[i - 1]
    starts = [0]
    for left in range(number, 1, -1):
        wish = starts[-1] + round((count - starts[-1]) / left)
        near = range(max(wish - BAND // 4, starts[-1] + 1), min(wish + BAND // 4 + 1, count))
        starts.append(min(near, key=lambda c: (crossing[c], abs(c - wish))))
    return [(a, b - 1) for a, b in pairwise([*starts, count])]
