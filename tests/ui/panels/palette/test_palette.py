"""Searching, walking through and choosing modules by keys and mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from hornstudio.engine.additions.addition import Broken
from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import NODE_CATEGORIES
from hornstudio.ui.document import Document
from hornstudio.ui.panels.palette import Palette
from hornstudio.ui.panels.palette.entry import Role
from hornstudio.ui.search.ranking import Ranking


@pytest.fixture
def palette(qtbot):
    made = Palette(Document())
    qtbot.addWidget(made)
    made.resize(236, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.chosen = []
    made.module_chosen.connect(made.chosen.append)
    made.search.setFocus()
    return made


def titles(palette):
    model = palette.tree.entries
    return [model.item(row).text() for row in range(model.rowCount())]


def row_of(palette, kind):
    """The row of a module wherever it is."""
    model = palette.tree.entries
    for row in range(model.rowCount()):
        top = model.item(row)
        for item in [top, *(top.child(i) for i in range(top.rowCount()))]:
            module = item.data(Role.MODULE)
            if module and module.kind == kind:
                return item.index()
    raise AssertionError(kind)


def test_every_module_stands_under_its_category(palette):
    model = palette.tree.entries
    listed = []
    for row in range(model.rowCount()):
        category = model.item(row)
        found = [category.child(i).data(Role.MODULE) for i in range(category.rowCount())]
        assert category.data(Role.COUNT) == len(found)
        assert {m.category for m in found} == {category.data(Role.CATEGORY)}
        listed += found
    order = sorted(catalog().nodes(), key=lambda m: NODE_CATEGORIES.index(m.category))
    assert listed == order


@pytest.mark.parametrize(
    ("query", "first"),
    [("dense", "Dense"), ("nn.Linear", "Dense"), ("손글씨", "MNIST"), ("crossen", "Categorical")],
)
def test_search_finds_by_any_name(palette, query, first):
    palette.search.setText(query)
    assert titles(palette)[0].startswith(first)


def test_typing_filters_and_enter_adds_the_best(palette, qtbot):
    qtbot.keyClicks(palette.search, "relu")
    assert not palette.hint.isVisible()
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.chosen == ["relu"]
    qtbot.keyClicks(palette.search, "conv2d")  # in the place of the word before
    assert palette.search.text() == "conv2d"
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.chosen == ["relu", "conv2d", "conv2d"]


def test_enter_without_a_search_adds_nothing(palette, qtbot):
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.chosen == []


def test_arrows_lead_into_the_list_and_back(palette, qtbot):
    qtbot.keyClicks(palette.search, "pool")
    assert len(titles(palette)) > 1
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.tree.hasFocus()
    second = palette.tree.module_at(palette.tree.currentIndex())
    assert second.title == titles(palette)[1]
    qtbot.keyClick(palette.tree, Qt.Key.Key_Return)
    assert palette.chosen == [second.kind]
    qtbot.keyClick(palette.tree, Qt.Key.Key_Up)
    qtbot.keyClick(palette.tree, Qt.Key.Key_Up)
    assert palette.search.hasFocus()


def test_letters_typed_in_the_list_go_to_the_search(palette, qtbot):
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClicks(palette.tree, "s")
    assert palette.search.hasFocus()
    assert palette.search.text() == "s"


def test_esc_shows_everything_again(palette, qtbot):
    everything = titles(palette)
    qtbot.keyClicks(palette.search, "relu")
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert palette.search.text() == ""
    assert titles(palette) == everything


def test_nothing_found_says_so_and_enter_is_harmless(palette, qtbot):
    qtbot.keyClicks(palette.search, "qqqq")
    assert titles(palette) == ["Nothing is called that"]
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.chosen == []


def test_double_click_adds(palette, qtbot):
    rect = palette.tree.visualRect(row_of(palette, "dense"))
    viewport = palette.tree.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=rect.center())
    assert palette.chosen == ["dense"]


def test_a_category_folds_by_click_and_by_enter_and_stays_folded(palette, qtbot):
    tree = palette.tree
    data = tree.entries.index(0, 0)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(data).center())
    assert not tree.isExpanded(data)
    qtbot.keyClicks(palette.search, "relu")
    palette.search.clear()
    data = tree.entries.index(0, 0)
    assert not tree.isExpanded(data)
    tree.setCurrentIndex(data)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert tree.isExpanded(data)
    assert palette.chosen == []
    qtbot.keyClicks(palette.search, "relu")
    palette.search.clear()
    assert tree.isExpanded(tree.entries.index(0, 0))


def test_the_card_describes_what_the_mouse_or_the_keyboard_points_at(palette, qtbot):
    palette.tree.scrollTo(row_of(palette, "flatten"))
    rect = palette.tree.visualRect(row_of(palette, "flatten"))
    qtbot.mouseMove(palette.tree.viewport(), rect.center() - QPoint(3, 0))
    qtbot.mouseMove(palette.tree.viewport(), rect.center())
    qtbot.waitUntil(lambda: palette.card.title.whole_text == "Flatten")
    assert palette.card.help.text() == catalog().get("flatten").help
    palette.tree.setCurrentIndex(row_of(palette, "dense"))
    assert palette.card.title.whole_text == "Dense"


def test_a_title_that_is_too_long_for_the_card_is_cut_with_a_sign(palette, qtbot):
    palette.card.show_module(catalog().get("categorical_crossentropy"))
    title = palette.card.title
    qtbot.waitUntil(lambda: "…" in title.text())
    assert title.toolTip() == "Categorical crossentropy"


def test_broken_plug_ins_are_quiet_rows_with_their_reason(qtbot, monkeypatch):
    reason = "No module named 'sparkle'"
    broken = [Broken("sparkle (sparkle.modules)", reason), Broken("/own/gate.py", "no syntax")]
    monkeypatch.setattr(catalog(), "broken", broken)
    palette = Palette(Document())
    qtbot.addWidget(palette)
    model = palette.tree.entries
    row = model.item(model.rowCount() - 2)
    assert model.item(model.rowCount() - 1).text() == "gate.py cannot be used"
    assert row.text() == "sparkle cannot be used"
    assert row.toolTip() == reason
    assert not row.isSelectable()


def test_every_word_is_translated(pseudo_language, qtbot):
    palette = Palette(Document())
    qtbot.addWidget(palette)
    assert all(title.startswith("«") for title in titles(palette))
    assert palette.search.placeholderText() == "«Search modules»"
    assert palette.card.help.text().startswith("«")


def test_names_for_screen_readers(palette):
    assert palette.search.accessibleName()
    assert palette.tree.accessibleName()
    spoken = palette.tree.entries.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Data, {len(catalog().category('data'))} modules"


def test_a_narrow_search_has_its_words_without_the_key(palette):
    palette.resize(300, 400)
    assert palette.hint.isVisible()
    palette.resize(150, 400)
    assert not palette.hint.isVisible()
    palette.resize(300, 400)
    assert palette.hint.isVisible()


def test_of_equal_matches_what_suits_comes_first_then_what_is_used(palette, qtbot):
    rankings = [Ranking({"max_pooling1d": 1}, {"maximum": 9, "max_pooling2d": 2})]
    palette.rank_by(lambda: rankings[-1])
    qtbot.keyClicks(palette.search, "max")
    assert titles(palette)[:3] == ["Max pooling 1D", "Maximum", "Max pooling 2D"]
    rankings.append(Ranking({"max_pooling3d": 1}))
    palette.document.selection_changed.emit(())
    assert titles(palette)[0] == "Max pooling 1D"  # it is about to be chosen
    palette.search.clearFocus()
    palette.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    palette.document.selection_changed.emit(())
    assert titles(palette)[0] == "Max pooling 3D"


def test_without_a_search_the_list_stays_as_it_is(palette):
    def refuse():
        raise AssertionError

    before = titles(palette)
    palette.rank_by(refuse)
    palette.document.selection_changed.emit(())
    assert titles(palette) == before


def test_a_search_says_what_enter_takes_and_how_much_there_is(palette, qtbot, announced):
    qtbot.keyClicks(palette.search, "softp")
    assert announced[-1] == "Softplus, 1 module"
    assert palette.search.accessibleDescription() == "Softplus, 1 module"
    qtbot.keyClicks(palette.search, "qqq")
    assert announced[-1] == "Nothing is called that"
    said = len(announced)
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert announced[said:] == []
    assert palette.search.accessibleDescription() == ""


@pytest.mark.parametrize("query", ["", "soft"])
def test_no_module_is_told_to_be_open_as_a_category_is(palette, query):
    palette.search.setText(query)
    tree, rows = palette.tree, []
    index = tree.model().index(0, 0)
    while index.isValid():
        rows.append(index)
        index = tree.indexBelow(index)
    told = QAccessible.queryAccessibleInterface(tree)
    parts = [told.child(place) for place in range(told.childCount())]
    items = [part for part in parts if part.role() is QAccessible.Role.TreeItem]
    opened = [bool(item.state().expanded) for item in items]
    assert opened == [tree.module_at(index) is None for index in rows]
