"""Edits of what is selected, each one undo step with a name."""

from collections.abc import Iterable, Sequence

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.coloring import set_color
from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas.paint.reading import node_title
from hornstudio.ui.document import Document
from hornstudio.ui.words.translate import fill, tr


def title_of(graph: Graph, node_id: str) -> str:
    """What a person calls a node: its title, with its id where that says more."""
    node = graph.nodes[node_id]
    title, more = node_title(node_id, node, scope(graph, catalog()).get(node.kind))
    return f"{title} {more}".strip()


def counted(document: Document, one: str, many: str, ids: Sequence[str] = ()) -> str:
    """Name of a step on the selection; `one` has a {node}, `many` has a {count}.

    ids: of what it is about, where that is not all of the selection, or more.
    """
    ids = ids or document.selection
    if len(ids) == 1:
        return fill(one, node=title_of(document.graph, ids[0]))
    return fill(many, count=len(ids))


def recolor(document: Document, color: str) -> None:
    """Give the selected nodes a colour; that of their category again where it is empty."""
    names = (tr("Colour {node}"), tr("Colour {count} modules"))
    document.edit(counted(document, *names), set_color(document.graph, document.selection, color))


def delete(document: Document, wires: Iterable[Wire], what: str = "") -> None:
    """Take the selected nodes and wires away."""
    wires = [w for w in wires if w in document.graph.wires]
    ids = document.selection
    if not ids and not wires:
        return
    if not what:
        what = counted(document, tr("Delete {node}"), tr("Delete {count} modules"))
    if not ids:
        what = (
            tr("Delete wire") if len(wires) == 1 else tr("Delete {count} wires", count=len(wires))
        )
    graph = edits.disconnect(document.graph, wires)
    document.edit(what, edits.remove_nodes(graph, ids))


def nudge(document: Document, dx: float, dy: float) -> None:
    """Move the selection; presses in a row are one step."""
    nodes = document.graph.nodes
    places = {i: (nodes[i].at[0] + dx, nodes[i].at[1] + dy) for i in document.selection}
    if places:
        key = "nudge " + " ".join(sorted(places))
        what = counted(document, tr("Move {node}"), tr("Move {count} modules"))
        document.edit(what, edits.move_nodes(document.graph, places), merge=key)


def toggle_frozen(document: Document) -> None:
    """Keep the selected nodes' weights as they are while training, or let them go on."""
    names = (
        *(tr("Freeze {node}"), tr("Freeze {count} modules")),
        *(tr("Unfreeze {node}"), tr("Unfreeze {count} modules")),
    )
    toggle(document, "frozen", names)


def toggle_bypassed(document: Document) -> None:
    """Let data pass the selected nodes by, or stop that."""
    names = (
        *(tr("Bypass {node}"), tr("Bypass {count} modules")),
        *(tr("Use {node} again"), tr("Use {count} modules again")),
    )
    toggle(document, "bypassed", names)


def toggle_disabled(document: Document) -> None:
    """Leave the selected nodes out, with all that needs them, or stop that."""
    names = (
        *(tr("Disable {node}"), tr("Disable {count} modules")),
        *(tr("Enable {node}"), tr("Enable {count} modules")),
    )
    toggle(document, "disabled", names)


def toggle(document: Document, attribute: str, names: tuple[str, str, str, str]) -> None:
    """Set an attribute of all selected nodes, or clear it where all have it.

    names: of the step, for one node and for many, to set and to clear.
    """
    nodes = document.graph.nodes
    if not document.selection:
        return
    value = not all(getattr(nodes[i], attribute) for i in document.selection)
    graph = document.graph
    for node_id in document.selection:
        graph = edits.set_attribute(graph, node_id, attribute, value)
    one, many = names[:2] if value else names[2:]
    document.edit(counted(document, one, many), graph)


def share_weights(document: Document, node_id: str, owner: str) -> None:
    """Let a node use another one's weights; no owner gives it its own. Raises: GraphError."""
    graph = edits.set_attribute(document.graph, node_id, "weights_of", owner)
    if owner:
        what = tr("Share weights of {owner} with {node}", owner=owner, node=node_id)
    else:
        what = tr("Give {node} weights of its own", node=node_id)
    document.edit(what, graph)


def partners(graph: Graph, node_id: str) -> list[str]:
    """Nodes whose weights a node could share: others of its kind that are no sharers of it."""
    kind = graph.nodes[node_id].kind
    others = [i for i, n in graph if n.kind == kind and i != node_id]
    return [i for i in others if graph.weights_owner(i) != node_id]


def neighbour(document: Document, direction: str) -> str:
    """Node that lies along a wire (`left`, `right`) or beside it (`up`, `down`); "" for none."""
    graph = document.graph
    if not document.selection:
        return next(iter(graph.nodes), "")
    here = document.selection[-1]
    if direction == "right":
        return next((w.target_node for w in graph.wires_from(here)), "")
    if direction == "left":
        return next((w.source_node for w in graph.wires_into(here)), "")
    return _beside(graph, here, down=direction == "down")


def _beside(graph: Graph, here: str, *, down: bool) -> str:
    """The nearest node below or above, those that share a wire's other end first."""
    x, y = graph.nodes[here].at
    sources = {w.source_node for w in graph.wires_into(here)}
    targets = {w.target_node for w in graph.wires_from(here)}
    kin = {w.target_node for w in graph.wires if w.source_node in sources}
    kin |= {w.source_node for w in graph.wires if w.target_node in targets}
    found = [
        (i not in kin, abs(n.at[1] - y) + abs(n.at[0] - x) / 2, i)
        for i, n in graph
        if i != here and (n.at[1] > y if down else n.at[1] < y)
    ]
    return min(found)[2] if found else ""
