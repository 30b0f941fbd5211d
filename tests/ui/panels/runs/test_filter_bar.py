"""Choosing among runs."""

from PySide6.QtCore import Qt

from .conftest import names, settle


def test_the_list_is_filtered_while_typing(panel, qtbot):
    panel.filter.field.setFocus()
    qtbot.keyClicks(panel.filter.field, "val_loss<0.5")
    settle(qtbot, panel)
    assert names(panel) == ["two", "one"]
    assert panel.filter.count.text() == "2 of 3"
    qtbot.keyClick(panel.filter.field, Qt.Key_Down)
    assert panel.table.hasFocus()
    qtbot.keyClick(panel.filter.field, Qt.Key_Escape)
    panel.filter.tag.setCurrentIndex(panel.filter.tag.findData("good"))
    settle(qtbot, panel)
    assert names(panel) == ["one"]
    panel.filter.tag.setCurrentIndex(0)
    panel.filter.state.setCurrentIndex(panel.filter.state.findData("failed"))
    settle(qtbot, panel)
    assert names(panel) == ["three"]
    panel.filter.field.setText("zebra")
    settle(qtbot, panel)
    assert names(panel) == []
    assert "No run fits" in panel._words.text()


def test_where_it_is_narrow_only_the_field_stays(panel, qtbot):
    panel.resize(400, 300)
    assert not panel.filter.tag.isVisible()
    assert panel.filter.field.isVisible()
    panel.resize(1100, 300)
    assert panel.filter.tag.isVisible()
    panel.filter.tag.setCurrentIndex(panel.filter.tag.findData("good"))
    panel.resize(400, 300)
    assert panel.filter.tag.isVisible()  # it keeps runs away, so it must be seen
