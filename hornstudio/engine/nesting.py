"""Composites within composites: which use which, how deep they go, how many nodes they come to."""

from collections.abc import Iterable, Iterator, Mapping

from hornstudio.engine.graph import PORT_KINDS, Graph, Group, Node
from hornstudio.engine.text import Text

MOST_NODES = 10_000
"""Nodes that a graph may have once every composite is unfolded."""

DEEPEST = 16
"""Composites within one another."""

Groups = Mapping[str, Group]


def nesting_faults(graph: Graph) -> Iterator[tuple[str, Text]]:
    """Composites that cannot be unfolded, by kind, and why; "" for the graph as a whole.

    The work is bounded by the size of the file, not by what it would unfold to.
    """
    ring = ring_of_uses(graph.groups)
    if ring:
        chain = " → ".join([*ring, ring[0]])
        yield (
            ring[0],
            Text("the composite holds itself: {chain}; take one of these uses out", chain=chain),
        )
        return
    sizes = Sizes(graph.groups)
    for kind, group in graph.groups.items():
        depth, count = sizes.depth(kind), sizes.count(group.body)
        if depth > DEEPEST:
            yield (
                kind,
                Text("is {depth} composites deep; at most {most}", depth=depth, most=DEEPEST),
            )
        elif count > MOST_NODES:
            yield kind, _too_many(count)
    if sizes.count(graph) > MOST_NODES:
        yield "", _too_many(sizes.count(graph))


def _too_many(count: int) -> Text:
    most = f"{MOST_NODES:,}"
    if count >= 10**12:
        return Text(
            "comes to more than a billion nodes once its composites are unfolded; at most {most}",
            most=most,
        )
    return Text(
        "comes to {count} nodes once its composites are unfolded; at most {most}",
        count=f"{count:,}",
        most=most,
    )


def ring_of_uses(groups: Groups) -> list[str]:
    """Composites that hold each other in a circle, in its order; empty where there are none."""
    done: set[str] = set()
    for start in groups:
        path: dict[str, Iterator[str]] = {}
        current: str | None = start
        while current is not None or path:
            if current is not None and current in path:
                ring = list(path)
                return ring[ring.index(current) :]
            if current is not None and current not in done:
                path[current] = iter(used_kinds(groups[current].body, groups))
            last = next(reversed(path), None)
            if last is None:
                break
            current = next(path[last], None)
            if current is None:
                done.add(last)
                del path[last]
    return []


def used_kinds(graph: Graph, groups: Groups) -> list[str]:
    """Kinds of composites that a graph uses itself, each once."""
    return [k for k in dict.fromkeys(n.kind for n in graph.nodes.values()) if k in groups]


def reached_kinds(kinds: Iterable[str], groups: Groups) -> set[str]:
    """These composites and all that they hold, however deep."""
    found: set[str] = set()
    waiting = [k for k in kinds if k in groups]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += used_kinds(groups[kind].body, groups)
    return found


def holders(kind: str, groups: Groups) -> set[str]:
    """The composite and all that hold it, however deep: none of these can be put into it."""
    return {k for k in groups if kind in reached_kinds([k], groups)}


def inner_first(groups: Groups) -> list[str]:
    """Kinds in an order in which each comes after those that it holds. There is no circle."""
    sizes = Sizes(groups)
    return sorted(groups, key=sizes.depth)


class Sizes:
    """Depths and numbers of nodes of composites that hold each other in no circle."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self._depths: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        for kind in self._order():
            group = groups[kind]
            inner = [self._depths[k] for k in used_kinds(group.body, groups)]
            self._depths[kind] = 1 + max(inner, default=0)
            self._counts[kind] = self.count(group.body)

    def depth(self, kind: str) -> int:
        """How many composites lie within one another, this one included."""
        return self._depths[kind]

    def count(self, graph: Graph) -> int:
        """Nodes once all is unfolded, ports not among them."""
        return sum(self._count_of(node) for node in graph.nodes.values())

    def _count_of(self, node: Node) -> int:
        if node.kind in PORT_KINDS:
            return 0
        return self._counts[node.kind] if node.kind in self.groups else 1

    def _order(self) -> list[str]:
        """Each kind after those that it holds; no stack, because a file may go very deep."""
        order: dict[str, None] = {}
        waiting = list(self.groups)
        while waiting:
            kind = waiting[-1]
            inner = [k for k in used_kinds(self.groups[kind].body, self.groups) if k not in order]
            if kind in order or not inner:
                order[waiting.pop()] = None
            else:
                waiting += inner
        return list(order)
