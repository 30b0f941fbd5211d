"""The table of actions."""

from hornstudio.ui.actions import Menu, menus, rows


def _ids(menu: Menu) -> list[str]:
    found = []
    for item in menu.items:
        found += _ids(item) if isinstance(item, Menu) else [item] if item else []
    return found


def test_every_row_is_in_one_menu_and_every_item_is_a_row(qapp):
    listed = [item for menu in menus() for item in _ids(menu)]
    assert len(listed) == len(set(listed))
    # The list of recent files offers its own clearing.
    assert set(listed) == {row.id for row in rows()} - {"clear_recent"} | {"undo", "redo"}


def test_every_row_has_words_for_the_status_line(qapp):
    for row in rows():
        assert row.tip, row.id
        assert row.text, row.id
