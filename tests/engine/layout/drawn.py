"""Small graphs in few letters, and what is looked for in a layout."""

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.layout import USUAL


def graph_of(*wires: str) -> Graph:
    """A graph of wires such as `a>b`."""
    pairs = [w.split(">") for w in wires]
    ids = dict.fromkeys(i for pair in pairs for i in pair)
    return Graph(
        nodes=freeze({i: Node("relu") for i in ids}),
        wires=tuple(Wire(f"{a}.output", f"{b}.input") for a, b in pairs),
    )


def overlaps(places: dict, sizes: dict) -> list[tuple[str, str]]:
    found = []
    ids = sorted(places, key=places.__getitem__)
    for n, a in enumerate(ids):
        (ax, ay), (aw, ah) = places[a], sizes.get(a, USUAL)
        for b in ids[n + 1 :]:
            (bx, by), (_, bh) = places[b], sizes.get(b, USUAL)
            if bx >= ax + aw:
                break
            if ay < by + bh and by < ay + ah:
                found.append((a, b))
    return found


def crossings(graph: Graph, places: dict) -> int:
    """Pairs of wires between the same columns that cross."""
    ends = [(places[w.source_node], places[w.target_node]) for w in graph.wires]
    return sum(
        1
        for i, (a, b) in enumerate(ends)
        for c, d in ends[i + 1 :]
        if a[0] == c[0] and b[0] == d[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
    )
