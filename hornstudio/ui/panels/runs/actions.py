"""What can be done with the selected runs, and why not where it cannot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from hornstudio.engine.runs.record import IMPORTED, RunRecord
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

MENU = (
    *("curves", "compare", None, "restore", "resume", "branch", "folder", None),
    *("note", "tags", "rename", "hide", None, "csv", None, "delete", None, "add"),
)
"""Ids in the order of the menu; None is a line."""


@dataclass(frozen=True)
class _Row:
    id: str
    text: str
    tip: str
    icon: str
    key: str = ""


def _rows() -> tuple[_Row, ...]:
    return (*_rows_that_use(), *_rows_that_keep())


def _rows_that_use() -> tuple[_Row, ...]:
    """What is looked at or made of runs."""
    return (
        _Row(
            "curves",
            tr("Show &curves"),
            tr("Draw the curves of the selected runs over one another"),
            "chart",
        ),
        _Row(
            "compare",
            tr("C&ompare…"),
            tr("What sets the selected runs apart: settings, figures, graphs"),
            "matrix",
        ),
        _Row(
            "restore",
            tr("&Restore the graph"),
            tr("Open the graph that was trained as a network without a file"),
            "undo",
        ),
        _Row(
            "resume",
            tr("&Go on training"),
            tr("Train on from the last checkpoint, with the graph of the run"),
            "train",
        ),
        _Row(
            "branch",
            tr("&Branch…"),
            tr("Train the open network, beginning in the weights of the run"),
            "arrow-right",
        ),
        _Row("folder", tr("Open the &folder"), tr("Show the files of the run"), "open"),
    )


def _rows_that_keep() -> tuple[_Row, ...]:
    """What becomes of the list, and of what stands in it."""
    return (
        _Row("note", tr("&Note…"), tr("Write down what is to be known of the run"), "pen"),
        _Row("tags", tr("&Tags…"), tr("Words to find the runs by"), "star", "Ctrl+L"),
        _Row("rename", tr("Rena&me…"), tr("Call the run something else"), "", "F2"),
        _Row("hide", tr("&Hide"), tr("Leave the runs out of the list, or bring them back"), "eye"),
        _Row(
            "csv", tr("&Export as CSV…"), tr("Write the list to a file, as it is shown"), "export"
        ),
        _Row(
            "add",
            tr("&Add a folder…"),
            tr("List the runs of a further folder, too"),
            "open",
        ),
        _Row(
            "delete",
            tr("&Delete…"),
            tr("Delete the runs with their checkpoints, for good"),
            "trash",
            "Del",
        ),
    )


class RunActions:
    """Actions by id, which follow the selection; their data: why not now. slots: what each does."""

    def __init__(self, panel: QWidget, slots: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        self._tips: dict[str, str] = {}
        for row in _rows():
            action = QAction(row.text, panel)
            if row.icon:
                set_icon(action, row.icon)
            if row.key:
                action.setShortcut(QKeySequence(row.key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, slot=slots[row.id]: slot())
            self._actions[row.id] = action
            self._tips[row.id] = row.tip
        self.renew([], [], False)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def all(self) -> list[QAction]:
        """Every action, for the widget that hears their keys."""
        return list(self._actions.values())

    def renew(
        self, selected: Sequence[RunRecord], shown: Sequence[RunRecord], is_training: bool
    ) -> None:
        """Enable what can be done; tips say why the others cannot."""
        for action_id, action in self._actions.items():
            reason = why_not(action_id, selected, shown, is_training)
            action.setEnabled(not reason)
            tip = self._tips[action_id]
            action.setToolTip(f"{tip}. {reason}" if reason else tip)
            action.setData(reason)
            action.setStatusTip(tip)
        is_back = bool(selected) and all(r.is_hidden for r in selected)
        self._actions["hide"].setText(tr("&Show again") if is_back else tr("&Hide"))
        asks = len(selected) == 1 and selected[0].is_done
        self._actions["resume"].setText(tr("&Go on training…") if asks else tr("&Go on training"))

    def menu(self, parent: QWidget) -> QMenu:
        """All of them."""
        menu = QMenu(parent)
        for action_id in MENU:
            if action_id is None:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[action_id])
        return menu


def why_not(
    action_id: str, selected: Sequence[RunRecord], shown: Sequence[RunRecord], is_training: bool
) -> str:
    """Reason why an action cannot be done now; empty when it can."""
    if action_id == "add":
        return ""
    if action_id == "csv":
        return "" if shown else tr("There are no runs in the list.")
    if not selected:
        return tr("No run is selected.")
    if action_id == "compare":
        return "" if len(selected) > 1 else tr("Select two runs or more.")
    if (
        action_id in ("restore", "resume", "branch", "folder", "note", "rename")
        and len(selected) > 1
    ):
        return tr("Select one run only.")
    if action_id == "curves" and not any(r.epochs_done for r in selected):
        return tr("No epoch of it was finished.")
    if action_id == "delete" and any(r.is_running for r in selected):
        return tr("A run is in progress. Stop it first.")
    if action_id == "resume":
        return _why_not_on(selected[0], is_training)
    return tr("A training is running already.") if action_id == "branch" and is_training else ""


def _why_not_on(record: RunRecord, is_training: bool) -> str:
    if is_training or record.is_running:
        return tr("A training is running already.")
    if record.state == IMPORTED:
        return tr("It was imported without data. Branch a network with data from it.")
    return "" if record.checkpoint else tr("It has no checkpoint to go on from.")
