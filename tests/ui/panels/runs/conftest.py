"""Run folders, and the panel over them."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from hornstudio.engine.editing import edits
from hornstudio.ui.panels.runs import RunsPanel
from hornstudio.ui.settings import Settings
from tests.engine.runs.conftest import make_run, root  # noqa: F401
from tests.engine.sample_graph import mlp

Show = Callable[[], RunsPanel]
Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture
def show(qtbot) -> Iterator[Show]:
    """Show a panel with the runs that there are by now."""
    made: list[RunsPanel] = []

    def make() -> RunsPanel:
        panel = RunsPanel(Settings())
        qtbot.addWidget(panel)
        made.append(panel)
        panel.resize(1100, 320)
        with qtbot.waitSignal(panel.reader.progressed):
            panel.show()
        settle(qtbot, panel)
        return panel

    yield make
    for panel in made:
        panel.stop()


def settle(qtbot, panel: RunsPanel) -> None:
    """Wait until the reader has done everything, and has been heard."""
    qtbot.waitUntil(lambda: not panel.reader.is_busy)
    qtbot.wait(1)


def names(panel: RunsPanel) -> list[str]:
    return [r.name for r in panel.table.runs.rows]


def select(panel: RunsPanel, *folders: str) -> None:
    model = panel.table.selectionModel()
    model.clear()
    for row, record in enumerate(panel.table.runs.rows):
        if record.folder in folders:
            index = panel.table.runs.index(row, 0)
            model.setCurrentIndex(index, Flag.Select | Flag.Rows)


def text(panel: RunsPanel, row: int, column_id: str) -> str:
    column = panel.table.column_ids.index(column_id)
    return panel.table.runs.data(panel.table.runs.index(row, column), Qt.ItemDataRole.DisplayRole)


@pytest.fixture
def three(make_run) -> None:  # noqa: F811
    make_run("one", 0.5, 0.3, notes={"tags": ["good"], "note": "the first"})
    make_run("two", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64))
    make_run("three", 0.9, state="failed", reason="it broke", model="cnn")


@pytest.fixture
def panel(three, show):
    return show()
