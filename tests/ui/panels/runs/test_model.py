"""Records as rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
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


def test_a_best_epoch_says_since_when_epochs_are_compared(model):
    turned = record("c", best={"val_loss": 0.5}, best_epoch=7, best_since=4, note="a note")
    plain = record("d", best={"val_loss": 0.5}, best_epoch=7)
    model.show([turned, plain])
    column = next(i for i, c in enumerate(model.columns) if c.id == "best")
    first, other = model.index(0, column), model.index(1, column)
    since = "Epoch 7, of those since epoch 4: before it, the loss was another figure"
    tip = model.data(first, Role.ToolTipRole)
    assert tip.splitlines() == ["loss 0.5000", since, "a note"]
    assert since in model.data(first, Role.AccessibleTextRole)
    assert not model.data(first, Role.DecorationRole).isNull()
    assert model.data(other, Role.ToolTipRole).splitlines() == ["loss 0.5000", "Epoch 7"]
    assert model.data(other, Role.DecorationRole) is None


def test_a_run_whose_curves_are_drawn_says_so(model):
    model.look_of = {"/r/a": QPen()}.get
    names = [model.index(row, 0) for row in (0, 1)]
    drawn = "Its curves are in the charts"
    assert [drawn in model.data(name, Role.AccessibleTextRole) for name in names] == [True, False]
    assert model.data(names[0], Role.ToolTipRole) == f"/r/a\n{drawn}"
