"""Modules held by params."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Float, Nested
from hornstudio.ui.form.fields.nested import NUMBER, NestedField

ACTIVATION = Nested(name="activation", category="activation", optional=True, help="")
RATE = Nested(
    name="learning_rate",
    category="schedule",
    default=0.01,
    number=Float(name="learning_rate", default=0.01, above=0.0, help=""),
    help="",
)
HELD = {
    param.category: param
    for module in catalog().modules.values()
    for param in module.params
    if isinstance(param, Nested)
}


@pytest.fixture
def activation(shown):
    field = shown(NestedField(ACTIVATION, catalog()))
    field.values = []
    field.value_edited.connect(field.values.append)
    field.show_value(None)
    return field


@pytest.fixture
def rate(shown):
    field = shown(NestedField(RATE, catalog()))
    field.values = []
    field.value_edited.connect(field.values.append)
    field.show_value(0.01)
    return field


def entry(field, data) -> int:
    return field.combo.findData(data)


def test_lists_none_and_every_kind_that_can_be_held(activation):
    found = [activation.combo.itemData(i) for i in range(activation.combo.count())]
    assert found == [None, *(m.kind for m in catalog().held("activation"))]
    assert activation.form is None


def test_choosing_a_kind_shows_its_form_and_none_hides_it(activation, hand):
    hand.choose(activation.combo, entry(activation, "relu"))
    assert activation.values[-1] == {"kind": "relu"}
    assert "max_value" in activation.form.rows
    hand.choose(activation.combo, 0)
    assert activation.values[-1] is None
    assert activation.form is None


@pytest.mark.parametrize("param", HELD.values(), ids=HELD.keys())
def test_a_walk_through_the_list_shows_the_form_of_each_kind_in_turn(param, shown, qtbot):
    field = shown(NestedField(param, catalog()))
    found = []
    field.value_edited.connect(found.append)
    qtbot.keyClick(field.combo, Qt.Key.Key_End)
    qtbot.keyClick(field.combo, Qt.Key.Key_Home)
    for place in range(field.combo.count()):
        assert field.combo.currentIndex() == place
        kind = field.combo.currentData()
        if module := catalog().modules.get((param.category, kind)):
            rows = field.form.rows if field.form else {}
            assert found[-1]["kind"] == kind
            assert list(rows) == [p.name for p in module.params]
            assert not any(row.is_wrong for row in rows.values())
        qtbot.keyClick(field.combo, Qt.Key.Key_Down)


def test_inner_params_are_part_of_the_value(activation, hand):
    activation.show_value({"kind": "relu", "params": {"threshold": 0.5}})
    hand.type(activation.form.field("max_value").box, "6")
    assert activation.values == [{"kind": "relu", "params": {"threshold": 0.5, "max_value": 6.0}}]
    assert activation.edit.path == "activation.max_value"
    assert activation.edit.shown == "6"


def test_an_inner_param_can_be_reset(activation):
    activation.show_value({"kind": "relu", "params": {"threshold": 0.5}})
    activation.form.rows["threshold"].reset.click()
    assert activation.values == [{"kind": "relu"}]


def test_the_same_kind_keeps_its_settings_and_its_form(activation, qtbot):
    activation.show_value({"kind": "relu", "params": {"threshold": 0.5}})
    form = activation.form
    activation.combo.activated.emit(activation.combo.currentIndex())
    assert activation.values == []
    activation.show_value({"kind": "relu", "params": {"threshold": 0.75}})
    assert activation.form is form
    assert form.field("threshold").box.lineEdit().text() == "0.75"


def test_a_number_is_a_value_too(rate, hand):
    assert rate.combo.currentData() == NUMBER
    assert rate.number.isVisible()
    hand.type(rate.number.box, "0.05")
    assert rate.values == [0.05]
    hand.type(rate.number.box, "0")
    assert rate.values == [0.05]


def test_stepping_a_number_is_one_burst(rate, qtbot):
    rate.number.box.setFocus()
    qtbot.keyClick(rate.number.box, Qt.Key.Key_Up)
    burst = rate.edit.burst
    qtbot.keyClick(rate.number.box, Qt.Key.Key_Up)
    assert rate.values == [0.011, 0.012]
    assert burst
    assert rate.edit.burst == burst


def test_a_schedule_takes_the_number_s_place(rate, hand):
    kind = catalog().category("schedule")[-1].kind
    hand.choose(rate.combo, entry(rate, kind))
    assert rate.values[-1] == {"kind": kind, "params": {"peak_value": 0.01}}
    assert not rate.number.isVisible()
    hand.choose(rate.combo, entry(rate, NUMBER))
    assert rate.values[-1] == 0.01
    assert rate.number.isVisible()


def test_an_unknown_kind_is_shown_with_what_is_needed_and_can_be_replaced(activation, hand):
    refusals = []
    activation.refused.connect(refusals.append)
    activation.show_value({"kind": "nothing"})
    assert "nothing is not a kind of activation" in refusals[-1]
    assert activation.combo.currentIndex() == -1
    hand.choose(activation.combo, 0)
    assert activation.values[-1] is None
    assert refusals[-1] == ""


def test_a_bad_inner_param_is_shown_in_its_own_row(activation):
    activation.show_value({"kind": "relu", "params": {"max_value": "much"}})
    assert activation.form.rows["max_value"].is_wrong
    assert not activation.form.rows["threshold"].is_wrong


def test_another_kind_begins_with_what_the_one_before_had(rate, hand):
    hand.choose(rate.combo, entry(rate, "cosine_decay"))
    assert rate.values[-1] == {"kind": "cosine_decay", "params": {"initial_learning_rate": 0.01}}
    rate.form.field("decay_steps").value_edited.emit(4520)
    hand.choose(rate.combo, entry(rate, "exponential_decay"))
    assert rate.values[-1] == {
        "kind": "exponential_decay",
        "params": {"initial_learning_rate": 0.01, "decay_steps": 4520},
    }
    hand.choose(rate.combo, entry(rate, "warmup_cosine_decay"))
    assert rate.values[-1]["params"] == {"peak_value": 0.01, "decay_steps": 4520}
    hand.choose(rate.combo, entry(rate, NUMBER))
    assert rate.values[-1] == 0.01


def test_what_another_kind_cannot_take_is_left_behind(rate, hand):
    rate.show_value({"kind": "cosine_decay", "params": {"initial_learning_rate": 0.0}})
    rate.combo.activated.emit(entry(rate, "constant"))  # needs a rate above 0
    assert rate.values[-1] == {"kind": "constant"}
