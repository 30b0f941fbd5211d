import pytest

from hornstudio.ui.widgets.question import ask


@pytest.mark.parametrize(
    ("wish", "chosen"), [("One", 0), ("Two", 1), ("Cancel", -1), ("Escape", -1)]
)
def test_the_place_of_what_was_chosen(window, answer, wish, chosen):
    said = answer(wish)
    assert ask(window, "Title", "Text?", "More.", ("&One", "&Two")) == chosen
    assert "Text?" in said[0]
