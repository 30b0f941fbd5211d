"""What a screen reader says of the canvas."""

from typing import TYPE_CHECKING

from hornstudio.engine.editing.coloring import color_of
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.widgets.announcement import announce, describe
from hornstudio.ui.words.account import node_account, port_accounts, shape_text
from hornstudio.ui.words.color import color_title
from hornstudio.ui.words.translate import sentence, tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


def tell_selection(canvas: "Canvas") -> None:
    """Name the view after what is selected, then describe it; another node is said at once."""
    view, name = canvas.view, _selected(canvas)
    is_whole = name == _whole(canvas.document.graph)
    account = _keys(canvas.document.graph) if is_whole else _account(canvas)
    if name == view.accessibleName():
        view.setAccessibleDescription(account)
        return
    view.setAccessibleName(name)
    describe(view, account)


def tell_colours(canvas: "Canvas") -> None:
    """Say what colours stand for from now on, and what that is of the selected node."""
    tell_selection(canvas)
    heat, ids = canvas.heat, canvas.document.selection
    by = heat.legend.accessibleName() if heat.measure else tr("Modules are coloured by category")
    figures = _figures(canvas, ids[0]) if len(ids) == 1 else []
    if canvas.view.hasFocus():
        announce(canvas.view, ", ".join([by, *figures]))


def _selected(canvas: "Canvas") -> str:
    graph, ids = canvas.document.graph, canvas.document.selection
    if len(ids) > 1:
        return tr("Canvas, {count} modules selected", count=len(ids))
    if ids:
        return tr("Canvas, {node} selected", node=selection.title_of(graph, ids[0]))
    spoken = canvas.framing.spoken() or canvas.rerouting.spoken() or _chosen_wires(canvas)
    return spoken or _whole(graph)


def _whole(graph: Graph) -> str:
    """The network, or the composite whose inside is shown."""
    count = len(graph.nodes)
    if graph.inside:
        title = graph.groups[graph.inside].title if graph.inside in graph.groups else graph.inside
        return tr("Canvas, inside of {title}, {count} modules", title=title, count=count)
    return tr("Canvas, 1 module") if count == 1 else tr("Canvas, {count} modules", count=count)


def _keys(graph: Graph) -> str:
    """What leads on from where nothing is selected."""
    if not graph.nodes:
        return tr("Tab searches a module to add")
    return tr("Ctrl and an arrow key go to a module, Tab searches one to add")


def _account(canvas: "Canvas") -> str:
    """Of a single selected node: what it is and costs, its ports and wires, what is wrong."""
    report, ids = canvas.document.report, canvas.document.selection
    if len(ids) != 1:
        return ""
    kind, *facts = node_account(report, ids[0], ())
    titled = [kind] if report.graph.nodes[ids[0]].title else []
    faults = [p for p in report.problems if p.node == ids[0]]
    problems = [tr("problem: {reason}", reason=sentence(p.reason)) for p in faults]
    figures = _figures(canvas, ids[0])
    color = color_of(report.graph.nodes[ids[0]])
    given = [tr("coloured: {colour}", colour=color_title(color))] if color else []
    return ", ".join([*titled, *problems, *figures, *given, *facts, *port_accounts(report, ids[0])])


def _figures(canvas: "Canvas", node_id: str) -> list[str]:
    """What is written at a node over its own words: its share, and figures of a run."""
    told = (canvas.heat.spoken(node_id), canvas.insight.spoken(node_id))
    return [words for words in (*told, canvas.scene.live.get(node_id, "")) if words]


def _chosen_wires(canvas: "Canvas") -> str:
    """The selected wire with its ends, and what flows; of several, how many they are."""
    chosen = list(canvas.scene.chosen_wires)
    if len(chosen) != 1:
        return tr("Canvas, {count} wires selected", count=len(chosen)) if chosen else ""
    source, target = chosen[0]
    words = tr("Canvas, wire from {source} to {target} selected", source=source, target=target)
    spec = canvas.document.report.spec(source)
    return f"{words}, {shape_text(spec)}" if spec else words
