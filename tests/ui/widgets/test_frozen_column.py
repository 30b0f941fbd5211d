"""The first column of a table stays in sight."""

import pytest
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from hornstudio.ui.widgets.frozen_column import FrozenColumn


@pytest.fixture
def table(qtbot) -> QTableWidget:
    table = QTableWidget(40, 9)
    qtbot.addWidget(table)
    table.verticalHeader().hide()
    for row in range(40):
        table.setItem(row, 0, QTableWidgetItem(f"setting {row}"))
    table.resize(400, 300)
    table.show()
    return table


def test_it_is_there_once_the_table_is_scrolled_sideways(table):
    frozen = FrozenColumn(table)
    assert frozen.isHidden()
    table.horizontalScrollBar().setValue(3)
    assert frozen.isVisible()
    assert frozen.width() == table.columnWidth(0)
    assert [frozen.isColumnHidden(column) for column in range(9)] == [False, *[True] * 8]
    table.horizontalScrollBar().setValue(0)
    assert frozen.isHidden()


def test_its_rows_stand_beside_those_of_the_table(table):
    frozen = FrozenColumn(table)
    table.setRowHeight(3, 90)
    table.horizontalScrollBar().setValue(3)
    table.verticalScrollBar().setValue(2)

    def places(view) -> list[int]:
        return [view.rowViewportPosition(row) for row in range(40)]

    assert places(frozen) == places(table)
    assert frozen.viewport().mapTo(table, frozen.viewport().rect().topLeft()).y() == (
        table.viewport().mapTo(table, table.viewport().rect().topLeft()).y()
    )
    frozen.verticalScrollBar().setValue(9)
    assert table.verticalScrollBar().value() == 9
    table.resize(400, 500)
    assert places(frozen) == places(table)
    assert frozen.geometry().bottom() == table.viewport().geometry().bottom()
