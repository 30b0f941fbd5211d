"""Data that was dropped: trained on, or the network in front is asked about it."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QMessageBox

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.window.incoming.asking import ask_about, trained_run
from hornstudio.ui.window.tabs.tab import Tab
from hornstudio.ui.words.translate import tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow

_ROOM = 240.0
"""For the lowest node, in px of the canvas."""

Purpose = Literal["train", "predict", ""]


def take_data(window: "MainWindow", kind: str, params: dict[str, str], tab: Tab) -> None:
    """A data module that reads it comes into the network that it was dropped on, or a new one.

    A table, or arrays, may also be what the network is to be asked about; then it is. While a large
    table was read, another network may have come to the front, or that one may have been closed.
    """
    path = Path(params["path"]) if kind in (TABLE.kind, ARRAYS.kind) else None
    if path and tab is not window.tabs.current:
        _add_behind(window, path, params, tab)
        return
    purpose = _purpose_of(window, kind, path) if path else "train"
    if purpose == "predict" and path:
        ask_about(window, [path])
    elif purpose == "train":
        if not window.has_document:
            window.filing.new()
        window.show_work()
        _add_at_the_top(window, kind, params)


def _add_at_the_top(window: "MainWindow", kind: str, params: dict[str, str]) -> None:
    """A composite holds layers only, so that who is inside of one is led out of it."""
    level = window.workspace.level
    was_inside = level.is_inside
    level.go(())
    window.workspace.canvas.adding.add_with(kind, params)
    if was_inside:
        window.status.show_notice(tr("Data stays outside of composites; it was added at the top"))


def _add_behind(window: "MainWindow", path: Path, params: dict[str, str], tab: Tab) -> None:
    """Add a table to a network that is not in front, and say so; or that it has been closed."""
    if tab not in window.tabs.tabs:
        text = tr("{name} was not added: its network has been closed", name=path.name)
        window.status.show_notice(text)
        return
    document, graph = tab.document, tab.document.graph
    node = Node(TABLE.kind, freeze(params), at=_below_all(graph))
    added = edits.add_node(graph, graph.new_id(TABLE.kind), node)
    document.edit(tr("Add {module}", module=tr_engine(TABLE.title)), added)
    network = window.tabs.title_of(tab)
    window.status.show_notice(tr("{name} was added to {network}", name=path.name, network=network))


def _below_all(graph: Graph) -> tuple[float, float]:
    places = [node.at for _, node in graph]
    return min((x for x, _ in places), default=0.0), max(
        (y + _ROOM for _, y in places), default=0.0
    )


def _purpose_of(window: "MainWindow", kind: str, path: Path) -> Purpose:
    """What a file is for, asked where the network has learned from one of its kind already."""
    if not trained_run(window):
        return "train"
    if not any(node.kind == kind for _, node in window.document.graph):
        return "train"
    title, trained, predict = _words_of(kind)
    chosen = ask(
        window,
        title,
        tr("What is {name} for?", name=path.name),
        trained,
        [predict, tr("&Train on it")],
        QMessageBox.Icon.Question,
    )
    if chosen < 0:
        return ""
    return "train" if chosen else "predict"


def _words_of(kind: str) -> tuple[str, str, str]:
    """The title of the question, what it is about, and its first button."""
    asked = (
        "The network in front has been trained on arrays. It can be asked about further samples."
    )
    if kind == ARRAYS.kind:
        return tr("Arrays"), tr(asked), tr("&Predict its samples")
    asked = "The network in front has been trained on a table. It can be asked about further rows."
    return tr("Table"), tr(asked), tr("&Predict its rows")
