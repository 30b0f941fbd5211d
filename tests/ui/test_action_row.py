from hornstudio.ui.action_row import Menu


def test_a_menu_knows_what_is_in_menus_within():
    menu = Menu("top", ("one", None, Menu("inner", ("two", None, "three"))))
    assert menu.ids() == ["one", "two", "three"]
