import pytest

from hornstudio.ui.widgets.question import ask, is_sure


@pytest.mark.parametrize(
    ("wish", "chosen"), [("One", 0), ("Two", 1), ("Cancel", -1), ("Escape", -1)]
)
def test_the_place_of_what_was_chosen(window, answer, wish, chosen):
    said = answer(wish)
    assert ask(window, "Title", "Text?", "More.", ("&One", "&Two")) == chosen
    assert "Text?" in said[0]


@pytest.mark.parametrize(
    ("wish", "means_it"), [("Away", True), ("Cancel", False), ("Escape", False)]
)
def test_whether_a_person_means_it(window, answer, wish, means_it):
    said = answer(wish)
    assert is_sure(window, "Title", "Text?", "More.", "&Away") is means_it
    assert "Text?" in said[0]
