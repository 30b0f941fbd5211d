"""What an edit touched: the nodes and wires in which two graphs differ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import compress
from operator import attrgetter, is_not

from hornstudio.engine.graph import Graph, Node, Wire


@dataclass(frozen=True)
class Change:
    """The difference of a graph from an earlier one.

    nodes: ids of those that are new or other values. gone: ids of those that are no more.
    came, went: wires; one that has another place among the wires is in both.
    is_placed_anew: whether the nodes stand in another order, or are others.
    """

    nodes: frozenset[str]
    gone: frozenset[str]
    came: tuple[Wire, ...]
    went: tuple[Wire, ...]
    is_placed_anew: bool

    @property
    def is_rewired(self) -> bool:
        """Whether any wire differs."""
        return bool(self.came or self.went)

    def touched_nodes(self, graph: Graph) -> set[str]:
        """Ids of nodes whose settings or wires are others. graph: the later one."""
        orphans = {w.target_node for i in self.gone for w in graph.wires_from(i)}
        into = {w.target_node for w in (*self.came, *self.went)}
        return {*self.nodes, *into, *orphans}

    def touched_wires(self, graph: Graph) -> list[Wire]:
        """Wires of the later graph that are new, or end at what is."""
        ends = self.nodes | self.gone
        at = [w for i in ends for w in (*graph.wires_into(i), *graph.wires_from(i))]
        return list(dict.fromkeys((*self.came, *at)))


def change_between(old: Graph, new: Graph) -> Change:
    """What differs in `new`; values that both graphs share are not looked into.

    The latest is kept: after an edit several ask for the same.
    """
    for before, after, change in _latest:
        if before is old and after is new:
            return change
    came, went = _middles(new.wires, old.wires)
    is_placed_anew = list(old.nodes) != list(new.nodes)
    nodes = frozenset(others(old.nodes, new.nodes))
    gone = frozenset(old.nodes.keys() - new.nodes.keys() if is_placed_anew else ())
    found = Change(nodes, gone, came, went, is_placed_anew)
    _latest[:] = [(old, new, found)]
    return found


def others(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """Keys of `new` whose values are not the very objects that `old` has there, in order.

    Without a loop of Python: of the thousands of nodes of a large graph an edit touches few.
    """
    if old is new:
        return iter(())
    return compress(new, map(is_not, new.values(), map(old.get, new)))


_all_but_place = attrgetter(*(field.name for field in fields(Node) if field.name != "at"))


def is_only_elsewhere(node: Node, other: Node) -> bool:
    """Whether two nodes differ in nothing but their place."""
    return bool(_all_but_place(node) == _all_but_place(other))


_latest: list[tuple[Graph, Graph, Change]] = []


def _middles(a: tuple[Wire, ...], b: tuple[Wire, ...]) -> tuple[tuple[Wire, ...], tuple[Wire, ...]]:
    """What is left of two rows without their common beginning and end."""
    if a is b or a == b:
        return (), ()
    first = _common(a, b)
    most = min(len(a), len(b)) - first
    last = min(_common(reversed(a), reversed(b)), most)
    return a[first : len(a) - last], b[first : len(b) - last]


def _common(a: Iterable[Wire], b: Iterable[Wire]) -> int:
    count = 0
    for one, other in zip(a, b, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count
