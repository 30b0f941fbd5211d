"""What is asked before some of the uses that share weights are taken apart."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.edit.selection import title_of
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.words.translate import tr

_MOST_NAMES = 5


def ask_who_shares(
    parent: QWidget, graph: Graph, uses: Sequence[str], others: Sequence[str]
) -> Literal["all", "own", ""]:
    """Whether others that share are taken apart too, or these get weights of their own.

    Empty where a person leaves it as is.
    """
    names = ", ".join(title_of(graph, i) for i in others[:_MOST_NAMES])
    if len(others) > _MOST_NAMES:
        names = tr("{names} and {count} more", names=names, count=len(others) - _MOST_NAMES)
    if len(uses) == 1:
        text = tr(
            "{node} shares its weights with {others}.", node=title_of(graph, uses[0]), others=names
        )
        own = tr("Give it &weights of its own")
    else:
        text = tr("What is selected shares its weights with {others}.", others=names)
        own = tr("Give them &weights of their own")
    chosen = ask(
        parent,
        tr("Ungroup"),
        text,
        tr("A module cannot share the weights of one that lies within a composite."),
        (tr("Ungroup &all of them"), own),
        QMessageBox.Icon.Question,
    )
    return ("all", "own", "")[chosen]
