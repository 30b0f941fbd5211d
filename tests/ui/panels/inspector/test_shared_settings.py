"""Settings of several nodes at once: what is shown of them, and what an edit does to all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.panels.inspector.shared_settings import shared_params
from tests.engine.composite.sample_composite import residual

KINDS = ["dense", "sgd", "input", "image_folder", "table"]


def with_nodes(*nodes: tuple[str, dict]) -> Document:
    graph = Graph()
    for number, (kind, params) in enumerate(nodes):
        graph = edits.add_node(graph, f"n{number}", Node(kind, params))
    return Document(graph)


@pytest.fixture
def open_on(shown):
    """`open_on((kind, params), ...)`: the inspector with all of these selected."""

    def _open(*nodes):
        document = with_nodes(*nodes)
        inspector = shown(Inspector(document))
        document.select(document.graph.nodes)
        return document, inspector, inspector.several_page.settings

    return _open


def params_of(document, name):
    return [node.params.get(name) for _, node in document.graph]


def line(settings, name):
    return settings.form.field(name).box.lineEdit()


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_is_set_for_all_and_undoing_restores_each(kind, open_on, hand):
    document, inspector, settings = open_on((kind, {}), (kind, {}))
    document.select(["n1"])
    for row in inspector.node_page.form.rows.values():
        hand.change(row.field)
    document.undo_stack.clear()
    before = document.graph
    document.select(["n0", "n1"])
    if settings.form.more:
        settings.form.more.open()
    rows = settings.form.rows
    assert list(rows) == [p.name for p in catalog().get(kind).params]
    assert all(row.field.known is None for row in rows.values() if not row.field.param.optional)
    for name, row in rows.items():
        expected = hand.change(row.field)
        assert params_of(document, name) == [expected, expected], name
        assert not row.field.is_mixed
        assert not row.is_wrong
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.graph is before
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert params_of(document, name) == [expected, expected]


def test_an_edit_is_one_step_with_a_name(open_on, hand):
    document, _, settings = open_on(*[("dense", {"units": n}) for n in (3, 4, 5)])
    assert line(settings, "units").text() == ""
    assert line(settings, "units").placeholderText() == "Mixed"
    hand.type(settings.form.field("units").box, "64")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.text(0) == "Set units of 3 modules to 64"
    assert params_of(document, "units") == [64, 64, 64]
    assert line(settings, "units").text() == "64"
    QTest.keyClick(settings.form.field("units").box, Qt.Key.Key_Up)
    QTest.keyClick(settings.form.field("units").box, Qt.Key.Key_Up)
    assert document.undo_stack.count() == 2
    assert params_of(document, "units") == [66, 66, 66]


def test_stepping_moves_nothing_while_they_differ(open_on, qtbot):
    document, _, settings = open_on(("dense", {"units": 3}), ("dense", {"units": 4}))
    box = settings.form.field("units").box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert params_of(document, "units") == [3, 4]
    assert not document.undo_stack.count()


def test_a_value_that_is_one_in_other_words_is_shown(open_on):
    given = ({"kernel_size": 5}, {"kernel_size": [5, 5]})
    _, _, settings = open_on(*[("conv2d", params) for params in given])
    boxes = settings.form.field("kernel_size").boxes
    assert [box.lineEdit().text() for box in boxes] == ["5", "5"]


def test_what_one_has_by_default_and_another_by_hand_is_one(open_on):
    _, _, settings = open_on(("dropout", {}), ("dropout", {"rate": 0.5}))
    assert line(settings, "rate").text() == "0.5"


def test_only_the_inner_setting_that_was_typed_is_set(open_on, hand):
    """Two numbers of an initializer differ; setting one leaves the other as each had it."""

    def drawn(low, high):
        held = {"kind": "random_uniform", "params": {"minval": low, "maxval": high}}
        return ("dense", {"kernel_initializer": held})

    document, _, settings = open_on(drawn(-0.1, 0.1), drawn(-0.2, 0.2))
    before = document.graph
    settings.form.more.open()
    field = settings.form.field("kernel_initializer")
    assert field.combo.currentData() == "random_uniform"
    hand.type(field.form.field("maxval").box, "0.5")
    found = [held["params"] for held in params_of(document, "kernel_initializer")]
    assert found == [{"minval": -0.1, "maxval": 0.5}, {"minval": -0.2, "maxval": 0.5}]
    assert field.form.field("maxval").box.lineEdit().text() == "0.5"
    assert field.form.field("minval").box.lineEdit().text() == ""
    field.form.rows["minval"].reset.click()
    kept = [held["params"] for held in params_of(document, "kernel_initializer")]
    assert kept == [{"maxval": 0.5}, {"maxval": 0.5}]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph is before


def test_numbers_of_a_rate_differ_and_so_do_kinds(open_on, hand):
    fall = {"kind": "cosine_decay"}
    document, _, settings = open_on(
        ("adam", {"learning_rate": 0.1}), ("sgd", {"learning_rate": 0.2})
    )
    field = settings.form.field("learning_rate")
    assert field.combo.currentText() == "Number"
    assert field.number.box.lineEdit().placeholderText() == "Mixed"
    hand.type(field.number.box, "0.3")
    assert params_of(document, "learning_rate") == [0.3, 0.3]
    document.edit("x", edits.set_param(document.graph, "n1", "learning_rate", fall))
    assert field.combo.currentIndex() == -1
    assert field.combo.placeholderText() == "Mixed"
    assert field.number.isHidden()
    hand.choose(field.combo, field.combo.findData("cosine_decay"))
    kinds = [raw["kind"] for raw in params_of(document, "learning_rate")]
    assert kinds == ["cosine_decay", "cosine_decay"]


def test_modules_of_several_kinds_show_what_they_have_in_common(open_on, hand):
    document, _, settings = open_on(("dense", {"use_bias": False}), ("conv2d", {"filters": 4}))
    assert settings.title.text() == "Settings in common"
    assert "units" not in settings.form.rows
    assert settings.form.field("use_bias").switch.checkState() == Qt.CheckState.PartiallyChecked
    settings.form.field("use_bias").switch.setFocus()
    QTest.keyClick(settings.form.field("use_bias").switch, Qt.Key.Key_Space)
    assert params_of(document, "use_bias") == [True, True]
    assert settings.form.rows["use_bias"].reset.isHidden()


def test_each_goes_back_to_the_default_of_its_own_kind(open_on):
    first, second = "layer_normalization", "rms_normalization"
    shared = shared_params([catalog().get(first), catalog().get(second)])
    assert "epsilon" in [p.name for p in shared]
    document, _, settings = open_on((first, {"epsilon": 0.5}), (second, {"epsilon": 0.5}))
    before = document.graph
    settings.form.more.open()
    assert line(settings, "epsilon").text() == "0.5"
    settings.form.rows["epsilon"].reset.click()
    assert params_of(document, "epsilon") == [None, None]
    assert document.undo_stack.text(0) == "Reset epsilon of 2 modules"
    assert line(settings, "epsilon").placeholderText() == "Mixed"
    assert settings.form.rows["epsilon"].reset.isHidden()
    document.undo_stack.undo()
    assert document.graph is before


def test_those_that_have_nothing_in_common_or_are_not_known_show_none(open_on):
    _, _, settings = open_on(("dense", {}), ("image_folder", {}))
    assert settings.isHidden()
    _, _, settings = open_on(("dense", {}), ("keras.Odd", {"units": 3}))
    assert settings.isHidden()


def test_what_one_of_them_needs_is_said(open_on, hand):
    document, _, settings = open_on(("dense", {"units": 0}), ("dense", {"units": 4}))
    row = settings.form.rows["units"]
    assert "need an integer of at least 1" in row.refusal.text()
    hand.type(row.field.box, "-3")
    assert "units is -3" in row.refusal.text()
    assert params_of(document, "units") == [0, 4]
    hand.type(row.field.box, "5")
    assert not row.is_wrong
    assert params_of(document, "units") == [5, 5]


def test_what_is_typed_is_meant_for_those_that_are_selected(open_on, hand):
    document, inspector, settings = open_on(*[("dense", {"units": n}) for n in (3, 4, 5)])
    box = settings.form.field("units").box
    hand.type(box, "9", enter=False)
    document.select(["n0", "n1"])
    assert line(settings, "units").text() == ""
    inspector.commit()
    assert params_of(document, "units") == [3, 4, 5]
    hand.type(box, "9", enter=False)
    document.select(["n2"])
    inspector.commit()
    assert params_of(document, "units") == [3, 4, 5]
    document.select(["n1", "n2"])
    hand.type(box, "9", enter=False)
    inspector.commit()  # as Train and Save do
    assert params_of(document, "units") == [3, 9, 9]


def test_the_same_form_comes_back_with_a_selection(open_on):
    document, _, settings = open_on(("dense", {}), ("dense", {}), ("conv2d", {}), ("conv2d", {}))
    document.select(["n0", "n1"])
    first = settings.form
    document.select(["n2", "n3"])
    assert settings.form is not first
    assert first.isHidden()
    document.select(["n1", "n0"])
    assert settings.form is first
    assert not first.isHidden()


def test_uses_of_a_composite_and_what_is_inside_it_are_set_together(shown, hand):
    level = Level(Document(residual()))
    settings = shown(Inspector(level)).several_page.settings
    uses = [i for i, node in level.graph if node.kind == "residual_block"]
    level.select(uses)
    before = level.root.graph
    hand.type(settings.form.field("units").box, "24")
    assert [level.graph.nodes[i].params["units"] for i in uses] == [24] * len(uses)
    assert level.root.undo_stack.count() == 1
    level.enter(uses[0])
    level.edit("add", edits.add_node(level.graph, "more", Node("dense")))
    level.select(["wide", "more"])
    hand.type(settings.form.field("units").box, "12")
    body = level.root.graph.groups["residual_block"].body
    assert [body.nodes[i].params["units"] for i in ("wide", "more")] == [12, 12]
    while level.undo_stack.canUndo():
        level.undo_stack.undo()
    assert level.root.graph is before


def test_what_changes_nothing_in_any_of_them_cannot_be_changed(open_on):
    own, none = ("table", {"validation_path": "more.csv"}), ("table", {})
    document, _, settings = open_on(own, own, none)
    assert settings.form.rows["validation_split"].field.isEnabled()
    document.select(["n0", "n1"])
    row = settings.form.rows["validation_split"]
    assert not row.field.isEnabled()
    assert row.idle.text() == "more.csv validates, so that no share is kept back"
    document.select(["n1", "n2"])
    assert settings.form.rows["validation_split"].field.isEnabled()
