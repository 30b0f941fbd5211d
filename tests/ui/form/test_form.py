"""The form of every module shows and sets every param, from the declaration alone."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.params import Int, Words, complete
from hornstudio.ui.document import Document
from hornstudio.ui.form.form import Form
from hornstudio.ui.panels.inspector import Inspector

EVERY = sorted(catalog().modules.values(), key=lambda m: (m.category, m.kind))


@pytest.mark.parametrize("module", EVERY, ids=lambda m: f"{m.category}-{m.kind}")
def test_shows_and_sets_every_param(module, shown, hand):
    form = shown(Form(module.params, catalog()))
    form.show_params({})
    if form.more:
        form.more.open()
    assert list(form.rows) == [p.name for p in module.params]
    given = {}
    form.param_edited.connect(lambda name, raw: given.__setitem__(name, raw))
    for name, row in form.rows.items():
        expected = hand.change(row.field)
        assert given[name] == expected, name
        assert row.field.show_value(expected) is None
        assert not row.is_wrong, row.refusal.text()
    # What was set is good by the module's own rules, and shows again after a round trip.
    values = complete(module.params, given, catalog().find)
    form.show_params({p.name: p.to_json(values[p.name]) for p in module.params})
    assert not any(row.is_wrong for row in form.rows.values())


def covering(modules):
    """Of all modules so many that every setting, by kind and name, is there at least once."""
    seen, chosen = set(), []
    for module in sorted(modules, key=lambda m: -len(m.params)):
        settings = {(type(param), param.name) for param in module.params}
        if not settings <= seen:
            seen |= settings
            chosen.append(module)
    return chosen


@pytest.mark.parametrize("module", covering(catalog().nodes()), ids=lambda m: m.kind)
def test_node_form_changes_the_document_and_undo_restores_it(module, shown, hand):
    graph = edits.add_node(Graph(), "it", Node(module.kind))
    document = Document(graph)
    inspector = shown(Inspector(document))
    document.select(["it"])
    form = inspector.node_page.form
    if form.more:
        form.more.open()
    expected = {name: hand.change(row.field) for name, row in form.rows.items()}
    assert dict(document.graph.nodes["it"].params) == expected
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.graph == graph
    for row in form.rows.values():
        assert row.reset.isHidden(), row.param.name


def test_a_changed_param_is_bold_and_can_be_reset(shown, hand):
    params = (Int(name="units", default=32, low=1, help="How many."),)
    form = shown(Form(params, catalog()))
    form.show_params({})
    row = form.rows["units"]
    assert row.reset.isHidden()
    hand.type(row.field.box, "64")
    assert row.reset.isVisible()
    assert row.label.property("scale") == "group"
    resets = []
    form.param_reset.connect(resets.append)
    row.reset.click()
    assert resets == ["units"]
    form.show_params({})
    assert row.reset.isHidden()
    assert row.field.box.lineEdit().text() == "32"


def test_a_value_given_at_its_default_is_not_marked(shown):
    form = shown(Form((Int(name="units", default=32, help=""),), catalog()))
    form.show_params({"units": 32})
    assert form.rows["units"].reset.isHidden()


def test_rarely_needed_params_are_folded_until_they_are_changed(shown):
    params = (Int(name="axis", default=-1, help="", advanced=True), Words(name="word", help=""))
    form = shown(Form(params, catalog()))
    form.show_params({})
    form.open_if_needed()
    assert not form.rows["axis"].isVisible()
    assert form.rows["word"].isVisible()
    form.show_params({"axis": 1})
    form.open_if_needed()
    assert form.rows["axis"].isVisible()


def test_the_fold_opens_by_keyboard(shown, qtbot):
    form = shown(Form((Int(name="axis", default=-1, help="", advanced=True),), catalog()))
    qtbot.keyClick(form.more.header, Qt.Key.Key_Space)
    assert form.rows["axis"].isVisible()


def test_every_editor_has_a_name_and_a_help(shown):
    for module in EVERY:
        form = Form(module.params, catalog())
        for row in form.rows.values():
            for editor in row.field.editors():
                assert editor.accessibleName(), (module.kind, row.param.name)
                assert editor.whatsThis() == row.param.help
        form.deleteLater()


def test_a_bad_value_of_the_file_is_shown_with_what_is_needed(shown, hand):
    form = shown(Form(catalog().get("dense").params, catalog()))
    form.show_params({"units": 0, "activation": {"kind": "nothing"}})
    units = form.rows["units"]
    assert units.field.box.lineEdit().text() == "0"
    assert "at least 1" in units.refusal.text()
    assert "nothing" in form.rows["activation"].refusal.text()
    given = []
    form.param_edited.connect(lambda name, raw: given.append((name, raw)))
    hand.type(units.field.box, "8")
    assert given == [("units", 8)]
    assert not units.is_wrong
