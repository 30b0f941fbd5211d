"""Records as rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.panels.runs.model import RunsModel

Role = Qt.ItemDataRole


def record(folder: str, **facts: object) -> RunRecord:
    return RunRecord(path=f"/r/{folder}", folder=folder, **facts)


@pytest.fixture
def model(qapp) -> RunsModel:
    made = RunsModel()
    QAbstractItemModelTester(made)
    made.show([record("a"), record("b", state="running", is_hidden=True)])
    return made


def test_only_what_changed_is_told(model, qtbot):
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    assert not model.show([record("a"), record("b", state="finished")])
    assert told == [(1, 1)]
    with qtbot.waitSignal(model.modelReset):
        assert model.show([record("b")])


def test_a_state_and_a_hidden_run_are_told_in_words_too(model):
    name, state = (model.index(1, column) for column in (0, 1))
    assert model.data(name, Role.DisplayRole) == "b (hidden)"
    assert model.data(state, Role.DisplayRole) == "running"
    assert model.data(state, Role.AccessibleTextRole) == "State: running"
    assert not model.data(state, Role.DecorationRole).isNull()


def test_sorting_is_only_asked_for(model, qtbot):
    with qtbot.waitSignal(model.order_wanted) as asked:
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert asked.args == ["-name"]
    assert model.rows[0].folder == "a"
