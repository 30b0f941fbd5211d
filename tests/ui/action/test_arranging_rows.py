from hornstudio.ui.action.arranging_rows import NEEDS, arranging_menu, arranging_rows


def test_every_action_says_how_many_modules_it_needs(qapp):
    assert set(NEEDS) == {row.id for row in arranging_rows()} - {"guides"}
    assert set(arranging_menu().ids()) <= set(NEEDS)


def test_all_keys_are_those_of_the_canvas(qapp):
    assert all(row.on_canvas and row.keys for row in arranging_rows())
