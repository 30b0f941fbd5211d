import pytest

from hornstudio.ui.theme import tokens


def test_both_schemes_name_the_same_colours():
    known = tokens.load()
    assert known.colors["dark"].keys() == known.colors["light"].keys()
    assert known.shares["dark"].keys() == known.shares["light"].keys()


@pytest.mark.parametrize(
    ("path", "value"),
    [("node.header", 32), ("space.x4", 8), ("layout.minimap.1", 104), ("wire.dragging", 2.5)],
)
def test_numbers_are_found_by_dotted_path(path, value):
    assert tokens.load().numbers[path] == value


def test_lists_of_colours_count_from_zero():
    assert tokens.load().colors["dark"]["chart.extra.0"] == "#D98CD2"


def test_generic_css_families_are_left_out():
    assert tokens.load().families["ui"][:2] == ("Inter", "Pretendard")
    assert "sans-serif" not in tokens.load().families["ui"]
