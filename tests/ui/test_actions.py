"""The table of actions."""

from hornstudio.ui.action_row import without_mark
from hornstudio.ui.actions import menus, rows


def test_every_row_is_in_one_menu_and_every_item_is_a_row(qapp):
    listed = [item for menu in menus() for item in menu.ids()]
    assert len(listed) == len(set(listed))
    # The list of recent files offers its own clearing.
    assert set(listed) == {row.id for row in rows()} - {"clear_recent"} | {"undo", "redo"}


def test_every_row_has_words_for_the_status_line(qapp):
    for row in rows():
        assert row.tip, row.id
        assert row.text, row.id


def test_the_mark_of_a_menus_letter_is_no_part_of_the_words():
    assert without_mark("Save &as…") == "Save as…"
    assert without_mark("열기(&O)…") == "열기…"
