"""Rows of a search."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.ui.search.entry_list import ROW_PX, ROWS, Entry, EntryList, fitting_note


@pytest.fixture
def rows(qtbot):
    made = EntryList("Things")
    qtbot.addWidget(made)
    return made


def test_the_first_row_is_chosen_and_steps_stop_at_the_ends(rows):
    rows.show_entries([Entry(id=i, text=i) for i in "abc"])
    assert rows.chosen().id == "a"
    rows.step(9)
    assert rows.chosen().id == "c"
    rows.step(-9)
    assert rows.chosen().id == "a"


def test_a_screen_reader_hears_all_of_a_row(rows):
    rows.show_entries([Entry(id="s", text="Save", detail="nothing to save", note="Ctrl+S")])
    spoken = rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Save, nothing to save, Ctrl+S"


def test_it_is_as_high_as_its_rows_and_gone_without_any(rows):
    rows.show_entries([Entry(id=str(i), text=str(i)) for i in range(100)])
    assert rows.height() == ROWS * ROW_PX
    rows.show_entries([Entry(id="a", text="a")])
    assert rows.height() == ROW_PX
    rows.show_entries([])
    assert rows.isHidden()
    assert rows.chosen() is None


def test_a_note_gives_way_to_the_name_and_keeps_what_comes_out_longest():
    note = "26×26×32 → 13×13×32"
    assert fitting_note(note, 400) == note
    assert fitting_note(note, 100) == "→ 13×13×32"
    assert fitting_note(note, 20) == ""
    assert fitting_note("Ctrl+Shift+S", 20) == ""
