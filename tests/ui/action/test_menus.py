"""The menu bar."""

from hornstudio.ui.action.menus import menus
from hornstudio.ui.action.table import rows


def test_every_row_is_in_one_menu_and_every_item_is_a_row(qapp):
    listed = [item for menu in menus() for item in menu.ids()]
    assert len(listed) == len(set(listed))
    # The list of recent files offers its own clearing.
    assert set(listed) == {row.id for row in rows()} - {"clear_recent"} | {"undo", "redo"}
