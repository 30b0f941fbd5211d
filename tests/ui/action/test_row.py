from hornstudio.ui.action.row import Menu, without_mark


def test_a_menu_knows_what_is_in_menus_within():
    menu = Menu("top", ("one", None, Menu("inner", ("two", None, "three"))))
    assert menu.ids() == ["one", "two", "three"]


def test_the_mark_of_a_menus_letter_is_taken_off():
    assert without_mark("&Open…") == "Open…"
    assert without_mark("열기(&O)…") == "열기…"
