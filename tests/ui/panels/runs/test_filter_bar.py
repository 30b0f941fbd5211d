"""Choosing among runs."""

from PySide6.QtCore import Qt

from hornstudio.engine.runs.notes import change_notes

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
    assert "No run fits" in panel.nothing.words.text()
    qtbot.mouseClick(panel.nothing.all, Qt.LeftButton)
    settle(qtbot, panel)
    assert len(names(panel)) == 3


def test_a_half_typed_comparison_keeps_no_run_away(panel, qtbot):
    steps = {"val_loss": 0, "<": 3, "0": 0, ".": 0, "5": 2}
    for typed, count in steps.items():
        qtbot.keyClicks(panel.filter.field, typed)
        settle(qtbot, panel)
        assert (typed, len(names(panel))) == (typed, count)


def test_a_comparison_of_nothing_known_says_what_there_is(panel, qtbot):
    panel.filter.field.setText("val_los<1")
    settle(qtbot, panel)
    assert panel.nothing.words.text().startswith("No run has val_los. There are ")
    assert "val_loss" in panel.nothing.words.text()


def test_hidden_runs_are_counted_and_found_again(panel, qtbot, root):
    counted: list[int] = []
    panel.count_changed.connect(counted.append)
    change_notes(root / "one", is_hidden=True)
    panel.reader.refresh()
    settle(qtbot, panel)
    assert (len(names(panel)), panel.filter.count.text()) == (2, "1 hidden")
    assert counted[-1] == 2
    panel.filter.hidden.click()
    settle(qtbot, panel)
    assert (len(names(panel)), panel.filter.count.text()) == (3, "")
    assert counted[-1] == 3
    panel.filter.hidden.click()
    for folder in ("two", "three"):
        change_notes(root / folder, is_hidden=True)
    panel.reader.refresh()
    settle(qtbot, panel)
    assert panel.nothing.words.text() == "All runs are hidden."
    qtbot.mouseClick(panel.nothing.hidden, Qt.LeftButton)
    settle(qtbot, panel)
    assert len(names(panel)) == 3


def test_where_it_is_narrow_only_the_field_stays(panel, qtbot):
    panel.resize(400, 300)
    assert not panel.filter.tag.isVisible()
    assert panel.filter.field.isVisible()
    panel.resize(1100, 300)
    assert panel.filter.tag.isVisible()
    panel.filter.tag.setCurrentIndex(panel.filter.tag.findData("good"))
    panel.resize(400, 300)
    assert panel.filter.tag.isVisible()  # it keeps runs away, so it must be seen
