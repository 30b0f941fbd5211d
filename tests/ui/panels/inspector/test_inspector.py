"""The panel follows the document, and changes it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.theme import current


@pytest.fixture
def inspector(document: Document, shown) -> Inspector:
    return shown(Inspector(document))


def units(inspector: Inspector):
    return inspector.node_page.form.field("units").box


def test_the_page_is_the_selection_s(inspector, document):
    assert inspector.graph_page.isVisible()
    document.select(["hidden"])
    assert inspector.node_page.isVisible()
    document.select(["hidden", "scores"])
    assert inspector.several_page.isVisible()
    document.select([])
    assert inspector.graph_page.isVisible()


def test_a_typed_value_is_one_named_undo_step(inspector, document, hand):
    before = document.graph
    document.select(["hidden"])
    hand.type(units(inspector), "128")
    assert document.graph.nodes["hidden"].params["units"] == 128
    assert document.undo_stack.undoText() == "Set units of hidden to 128"
    document.undo_stack.undo()
    assert document.graph is before
    assert units(inspector).lineEdit().text() == "64"


def test_a_bad_value_says_what_is_needed_and_changes_nothing(inspector, document, hand, qtbot):
    before = document.graph
    document.select(["hidden"])
    hand.type(units(inspector), "0")
    row = inspector.node_page.form.rows["units"]
    assert row.refusal.isVisible()
    assert row.refusal.text() == "units is 0; need an integer of at least 1"
    assert document.graph is before
    qtbot.keyClick(units(inspector), Qt.Key.Key_Tab)
    assert not row.refusal.isVisible()
    assert units(inspector).lineEdit().text() == "64"


def test_a_value_that_does_not_fit_its_graph_says_so_there(inspector, document, hand, qtbot):
    graph = edits.add_node(document.graph, "loss", Node("categorical_crossentropy"))
    document.edit("Judge", edits.connect(graph, Wire("scores.output", "loss.prediction")))
    target = edits.add_node(document.graph, "label", Node("input", {"shape": [10]}))
    document.edit("Answer", edits.connect(target, Wire("label.output", "loss.target")))
    document.select(["loss"])
    row = inspector.node_page.form.rows["class_weight"]
    hand.type(row.field.line, "1, 5")
    assert document.graph.nodes["loss"].params["class_weight"] == [1, 5]
    said = "numbers in class_weight: 2; need 10, one for each class"
    assert row.refusal.isVisible()
    assert row.refusal.text() == said
    row.field.line.selectAll()
    qtbot.keyClicks(row.field.line, "1, 2")
    assert not row.refusal.isVisible()  # what is being typed may be right
    qtbot.keyClick(row.field.line, Qt.Key.Key_Escape)
    assert row.refusal.text() == said
    document.select(["hidden"])
    document.select(["loss"])
    assert row.refusal.isVisible()
    hand.type(row.field.line, "1, 1, 1, 1, 1, 1, 1, 1, 1, 5")
    assert not row.refusal.isVisible()
    document.undo_stack.undo()
    assert row.refusal.text() == said


def test_a_list_that_answers_late_changes_no_node_of_another_kind(inspector, document, hand):
    document.select(["hidden"])
    form = inspector.node_page.form
    answers = form.field("activation").combo
    document.select(["image"])
    before = document.graph
    answers.activated.emit(1)
    assert document.graph is before
    document.select(["hidden"])
    document.edit("remove", edits.remove_nodes(document.graph, ["hidden"]))
    before = document.graph
    answers.activated.emit(2)
    assert document.graph is before


def test_a_burst_of_steps_is_one_undo(inspector, document, qtbot):
    before = document.graph
    document.select(["hidden"])
    units(inspector).setFocus()
    for _ in range(4):
        qtbot.keyClick(units(inspector), Qt.Key.Key_Up)
    assert document.graph.nodes["hidden"].params["units"] == 68
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Set units of hidden to 68"
    document.undo_stack.undo()
    assert document.graph is before


def test_steps_of_two_params_are_two_undos(inspector, document, qtbot):
    document.select(["hidden"])
    units(inspector).setFocus()
    qtbot.keyClick(units(inspector), Qt.Key.Key_Up)
    document.select(["scores"])
    units(inspector).setFocus()
    qtbot.keyClick(units(inspector), Qt.Key.Key_Up)
    assert document.undo_stack.count() == 2


def test_an_edit_from_elsewhere_leaves_focus_and_cursor(inspector, document, qtbot):
    document.select(["hidden"])
    line = units(inspector).lineEdit()
    units(inspector).setFocus()
    line.setCursorPosition(1)
    form = inspector.node_page.form
    document.edit("move", edits.move_nodes(document.graph, {"hidden": (9.0, 9.0)}))
    document.edit("units", edits.set_param(document.graph, "hidden", "units", 65))
    assert inspector.node_page.form is form
    assert units(inspector).hasFocus()
    assert line.text() == "65"
    assert line.cursorPosition() == 1


def test_typing_survives_an_edit_from_elsewhere(inspector, document, hand, qtbot):
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    document.edit("move", edits.move_nodes(document.graph, {"hidden": (9.0, 9.0)}))
    assert units(inspector).lineEdit().text() == "12"
    qtbot.keyClick(units(inspector), Qt.Key.Key_Return)
    assert document.graph.nodes["hidden"].params["units"] == 12


def test_what_is_typed_goes_to_its_own_node_when_another_is_selected(inspector, document, hand):
    """The canvas takes the focus with a click before it selects; a script may not."""
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    units(inspector).clearFocus()
    document.select(["scores"])
    assert document.graph.nodes["hidden"].params["units"] == 12
    assert units(inspector).lineEdit().text() == "10"


@pytest.mark.parametrize("same", [64, 10])
def test_what_is_typed_never_reaches_another_node(inspector, document, hand, same):
    document.edit("x", edits.set_param(document.graph, "scores", "units", same))
    before = document.graph
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    document.select(["scores"])
    assert units(inspector).lineEdit().text() == str(same)
    inspector.commit()
    assert document.graph is before


def test_a_node_that_goes_while_it_is_being_edited_takes_the_text_along(inspector, document, hand):
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    document.edit("x", edits.remove_nodes(document.graph, ["hidden"]))
    assert inspector.graph_page.isVisible()
    assert list(document.graph.nodes) == ["image", "scores"]
    document.undo_stack.undo()
    document.select(["hidden"])
    assert units(inspector).lineEdit().text() == "64"


def test_another_kind_forgets_what_was_typed_for_the_old_one(inspector, document, hand):
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    document.edit("x", edits.replace_kind(document.graph, "hidden", "relu", {}))
    assert dict(document.graph.nodes["hidden"].params) == {}
    document.select(["scores"])
    assert units(inspector).lineEdit().text() == "10"


def test_commit_takes_over_what_is_being_typed(inspector, document, hand):
    document.select(["hidden"])
    hand.type(units(inspector), "12", enter=False)
    inspector.commit()
    assert document.graph.nodes["hidden"].params["units"] == 12


def test_another_kind_gets_another_form(inspector, document):
    document.select(["hidden"])
    form = inspector.node_page.form
    document.edit("kind", edits.replace_kind(document.graph, "hidden", "relu", {}))
    assert inspector.node_page.form is not form
    assert "max_value" in inspector.node_page.form.rows


def test_a_nested_param_is_set_and_undone_in_place(inspector, document, hand):
    document.select(["hidden"])
    field = inspector.node_page.form.field("activation")
    hand.choose(field.combo, field.combo.findData("relu"))
    hand.type(field.form.field("max_value").box, "6")
    expected = {"kind": "relu", "params": {"max_value": 6.0}}
    assert document.graph.nodes["hidden"].params["activation"] == expected
    assert document.undo_stack.undoText() == "Set activation.max_value of hidden to 6"
    inner = field.form
    document.undo_stack.undo()
    assert field.form is inner
    assert inner.field("max_value").box.lineEdit().text() == ""


def test_reset_returns_to_the_default(inspector, document):
    document.select(["hidden"])
    inspector.node_page.form.rows["units"].reset.click()
    assert "units" not in document.graph.nodes["hidden"].params
    assert units(inspector).lineEdit().text() == "32"
    assert document.undo_stack.undoText() == "Reset units of hidden"


def test_renaming_in_place_keeps_selection_and_focus(inspector, document, hand):
    document.select(["hidden"])
    header = inspector.node_page.header
    hand.type(header.id, "encoder")
    assert list(document.graph.nodes) == ["image", "encoder", "scores"]
    assert document.graph.wires[0].target == "encoder.input"
    assert document.selection == ("encoder",)
    assert inspector.node_page.isVisible()
    assert header.id.hasFocus()
    assert header.id.text() == "encoder"


@pytest.mark.parametrize(
    ("text", "needed"), [("scores", "already a node scores"), ("2nd", "need a letter or _ first")]
)
def test_a_refused_id_says_what_is_needed(inspector, document, hand, text, needed):
    before = document.graph
    document.select(["hidden"])
    header = inspector.node_page.header
    hand.type(header.id, text)
    assert needed in header.refusal.text()
    assert header.refusal.isVisible()
    assert document.graph is before


def test_the_title_is_the_node_s_or_the_module_s(inspector, document, hand):
    document.select(["hidden"])
    title = inspector.node_page.header.title
    assert title.text() == "Dense"
    hand.type(title, "숨은 층")
    assert document.graph.nodes["hidden"].title == "숨은 층"
    hand.type(title, "")
    assert document.graph.nodes["hidden"].title == ""
    assert title.text() == "Dense"


def test_the_help_links_to_its_source(inspector, document):
    document.select(["hidden"])
    assert 'href="https://keras.io' in inspector.node_page.header.help.text()


def test_an_unknown_kind_is_shown_without_a_form(shown):
    document = Document(edits.add_node(Graph(), "odd", Node("oddity", {"a": 1})))
    inspector = shown(Inspector(document))
    document.select(["odd"])
    assert inspector.node_page.header.title.text() == "oddity"
    assert not inspector.node_page.settings.isVisible()


def test_every_page_fits_into_the_narrowest_panel(shown):
    document, wide = Document(Graph()), {}
    inspector = shown(Inspector(document))
    scroll_bar_px = 10
    narrowest = current().px("layout.inspectorMin") - scroll_bar_px
    for module in catalog().nodes():
        document.open(edits.add_node(Graph(), "it", Node(module.kind)), None)
        document.select(["it"])
        if inspector.node_page.form.more:
            inspector.node_page.form.more.open()
        wide[module.kind] = inspector.node_page.minimumSizeHint().width()
    assert {kind: width for kind, width in wide.items() if width > narrowest} == {}


def test_every_word_is_translated(pseudo_language, document, shown):
    inspector = shown(Inspector(document))
    document.select(["hidden"])
    labels = inspector.node_page.settings.findChildren(QLabel)
    texts = [label.text() for label in labels if label.text() and label.isVisible()]
    assert texts
    assert all("«" in text for text in texts), texts
