"""What the columns say."""

import math
from datetime import datetime

import pytest
from PySide6.QtGui import QFontMetricsF

from hornstudio.engine.runs.record import STATES, RunRecord
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.ui.panels.runs.column import (
    DEFAULT,
    STATE_ICONS,
    chosen,
    columns,
    figure,
    figures,
    named_figure,
    state_word,
    widths,
)
from hornstudio.ui.theme import typeface


def test_every_column_sorts_by_a_field_and_shows_an_empty_run():
    empty = RunRecord(path="/x", folder="x")
    for column in columns():
        empty.value(column.field)
        assert isinstance(column.show(empty), str)
    assert {column.id for column in columns()} >= set(DEFAULT)


def test_unknown_columns_are_left_out():
    assert [c.id for c in chosen(["seed", "nothing", "metric:val_f1"])] == ["seed", "metric:val_f1"]
    assert tuple(c.id for c in chosen([])) == DEFAULT


def test_columns_give_what_they_can_spare():
    shown = chosen([])
    wide, least = [c.width_px for c in shown], [c.least_px or c.width_px for c in shown]
    assert widths(shown, sum(wide)) == widths(shown, 9999) == wide
    assert widths(shown, sum(least)) == least
    assert widths(shown, sum(least) - 1) == wide, "all are scrolled, none is too narrow"
    room = (sum(wide) + sum(least)) // 2
    found = widths(shown, room)
    assert sum(found) <= room
    assert all(low <= px <= high for low, px, high in zip(least, found, wide, strict=True))


def test_the_year_is_told_of_other_years_alone():
    (column,) = chosen(["started"])
    now = datetime.now().replace(microsecond=0)
    this, other = now.isoformat(), "2019-03-04T05:06:07+00:00"
    texts = [column.show(RunRecord(path="/x", folder="x", started=s)) for s in (this, other, "")]
    assert texts == [now.strftime("%m-%d %H:%M"), "2019-03-04", ""]


def test_every_state_has_a_word_and_an_icon():
    assert set(STATE_ICONS) == set(STATES)
    assert len({state_word(state) for state in STATES}) == len(STATES)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.12345, "0.1235"), (1e-5, "1e−05"), (-3.1, "−3.1000"), (0.0, "0.0000"), (None, "")],
)
def test_figures_have_four_digits(value, text):
    assert figure(value) == text


def test_shares_read_as_in_the_rest_of_the_window():
    assert figures({"val_loss": 0.1, "val_accuracy": 0.9739}, "val_") == (
        "loss 0.1000, accuracy 97.39 %"
    )
    (column,) = chosen(["metric:accuracy"])
    assert column.show(RunRecord(path="", folder="", metrics={"accuracy": 0.5})) == "50.00 %"
    named = {"metrics": {"test_acc": 0.5, "test_loss": 1}, "kinds": {"acc": "accuracy"}}
    columns = chosen(["metric:test_acc", "test"])
    shown = [column.show(RunRecord(path="", folder="", **named)) for column in columns]
    assert shown == ["50.00 %", "loss 1.0000, acc 50.00 %"]
    assert named_figure("accuracy", 7.0) == "7.0000"
    assert named_figure("accuracy", math.nan) == "not a number"
    assert named_figure("accuracy", None) == ""


def test_the_loss_comes_first():
    assert figures({"val_acc": 0.5, "val_loss": 1.0, "loss": 3.0}, "val_") == (
        "loss 1.0000, acc 0.5000"
    )
    assert figures({"acc": 0.5, "loss": 3.0}, "val_") == "loss 3.0000, acc 0.5000"
    assert figures({"loss": 3.0}, "test_") == ""
    assert figures({"loss": 3.0, "loss_1": 1.0, "acc": 0.5}, "val_") == "loss 3.0000, acc 0.5000"
    several = {"val_left_loss": 1.0, "val_loss": 3.0, "val_left_acc": 0.5}
    assert figures(several, "val_") == "loss 3.0000, left_acc 0.5000"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.03, "30 ms"), (4.56, "4.6 s"), (75.0, "1:15"), (3723.0, "1:02:03")]
)
def test_durations_read_as_a_clock(seconds, text):
    (column,) = chosen(["seconds"])
    assert column.show(RunRecord(path="", folder="", seconds=seconds)) == text


def test_why_a_run_has_ended_is_told_in_the_language_of_the_window(monkeypatch):
    monkeypatch.setattr(
        "hornstudio.ui.panels.runs.column.tr_engine", lambda text: text.template.upper()
    )
    text = Text("limit: {minutes} are over", minutes=2)
    parts = sentence_to_json(text)
    record = RunRecord(path="/r/a", folder="a", reason=str(text), reason_parts=parts)
    (column,) = chosen(["reason"])
    assert (column.title, column.show(record)) == ("Why it ended", "LIMIT: {MINUTES} ARE OVER")


def test_data_are_told_in_the_language_of_the_window(monkeypatch):
    monkeypatch.setattr(
        "hornstudio.ui.panels.runs.column.tr_engine", lambda text: text.template.upper()
    )
    text = Text("{node}: {counts}", node="mnist", counts=Text("{train} training", train="9"))
    record = RunRecord(path="/r/a", folder="a", source=text, source_parts=sentence_to_json(text))
    (column,) = chosen(["source"])
    assert column.show(record) == "{NODE}: {COUNTS}"


def test_a_name_with_its_time_and_a_thousand_epochs_are_not_shortened(qapp):
    typeface.load()
    metrics, widths = QFontMetricsF(typeface.font("body")), {c.id: c.width_px for c in columns()}
    around = 2 * (8 + 3)  # padding of an item, as in the style sheet's headings
    for column_id, words in (("name", "mnist-cnn-20261126-130855"), ("epochs", "1000/1000")):
        assert metrics.horizontalAdvance(words) + around <= widths[column_id]


def test_figures_and_names_are_told_in_the_language_of_the_window(pseudo_language):
    metrics = {"test_loss": 0.044, "test_accuracy": 0.9863}
    kinds = {"accuracy": "accuracy"}
    assert figures(metrics, "test_", kinds) == "«loss» 0.0440, «accuracy» 98.63 %"
    assert figures({"test_acc": 0.5}, "test_", {"acc": "accuracy"}) == "acc 50.00 %"
    (column,) = chosen(["name"])
    record = RunRecord(path="/r/untitled-1", folder="untitled-1")
    assert column.show(record) == "«untitled»-1"
