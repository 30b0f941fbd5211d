"""The order of computing after a small edit, where it is seen at once that it stays the same."""

from collections.abc import Sequence
from operator import eq

from hornstudio.engine.editing.change import Change, change_between
from hornstudio.engine.graph import Graph, Wire

_FEW = 8
"""Wires that differ; of more, finding the order anew costs less."""


def kept_order(order: Sequence[str], old: Graph, new: Graph) -> list[str] | None:
    """What `topological_order` finds in `new`; None where it has to be asked.

    order: that of all nodes of `old`.
    """
    change = change_between(old, new)
    if change.gone or len(change.came) + len(change.went) > _FEW:
        return None
    came = change.nodes - old.nodes.keys()
    if came:
        return [*order, *came] if _is_last(came, change, old, new) else None
    return None if change.is_placed_anew or not _is_kept(order, change, new) else list(order)


def _is_last(came: frozenset[str], change: Change, old: Graph, new: Graph) -> bool:
    """Whether a node comes after all others: it was placed last, and nothing waits for it."""
    if len(came) > 1 or change.went or not all(map(eq, old.nodes, new.nodes)):
        return False
    (node_id,) = came
    return not new.wires_from(node_id) and all(w.target_node == node_id for w in change.came)


def _is_kept(order: Sequence[str], change: Change, graph: Graph) -> bool:
    """Whether other wires between the same nodes leave the order as it was."""
    steps = {node_id: step for step, node_id in enumerate(order)}
    places = {node_id: place for place, node_id in enumerate(graph.nodes)}

    def runs_on(wire: Wire) -> bool:
        source, target = steps.get(wire.source_node), steps.get(wire.target_node)
        return source is None or target is None or source < target

    def stays(node_id: str) -> bool:
        """Whether a node that waits for less has its turn no earlier.

        As soon as all that it takes from is done, those placed before it come first.
        """
        sources = (w.source_node for w in graph.wires_into(node_id) if w not in change.came)
        ready = max((steps[i] + 1 for i in sources if i in steps), default=0)
        return all(places[i] < places[node_id] for i in order[ready : steps[node_id]])

    freed = {w.target_node for w in change.went} & steps.keys()
    return all(map(runs_on, change.came)) and all(map(stays, freed))
