"""The line over a chart: what it says in little room."""

import pytest
from PySide6.QtWidgets import QWidget

from hornstudio.ui.panels.training.charts.header import Header
from hornstudio.ui.panels.training.wording.metric_name import MetricName

FIGURES = {"train": "92.19 %", "validation": "92.30 %", "test": "92.75 %"}


@pytest.fixture
def header(qapp, qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(700, 40)
    header = Header(room)
    header.show_title(MetricName("accuracy", "Accuracy", share=True), [])
    header.show_note("84–94 %")
    for series, text in FIGURES.items():
        header.show_value(series, text)
    room.show()
    yield header
    room.close()


@pytest.mark.parametrize("width", range(120, 620, 20))
def test_a_figure_is_whole_or_away(header, qtbot, width):
    header.resize(width, 24)
    qtbot.wait(1)
    shown = [e for e in header.values.values() if e.isVisible()]
    assert shown or width < 180
    for entry in shown:
        assert entry.value.width() >= entry.value.sizeHint().width()
        assert entry.geometry().right() <= header.width()


def test_names_and_note_come_with_room(header, qtbot):
    header.resize(620, 24)
    qtbot.wait(1)
    assert header.note.isVisible()
    assert all(e.isVisible() and e.name.isVisible() for e in header.values.values())
    header.resize(240, 24)
    qtbot.wait(1)
    assert not header.note.isVisible()
    assert header.values["validation"].isVisible()
    assert "train 92.19 %" in header.toolTip()


def test_the_test_figure_goes_before_those_that_change(header, qtbot):
    header.resize(290, 24)
    qtbot.wait(1)
    shown = [series for series, entry in header.values.items() if entry.isVisible()]
    assert shown == ["train", "validation"]


def named(header) -> list[str]:
    return [series for series, entry in header.values.items() if entry.name.isVisible()]


def test_validation_is_named_also_where_there_is_little_room(header, qtbot):
    """Nothing else tells a newcomer which of the figures to look at."""
    header.show_note()
    header.resize(300, 24)
    qtbot.wait(1)
    assert "validation" in named(header)


def test_the_range_of_the_axis_outlasts_the_other_names(header, qtbot):
    header.resize(410, 24)
    qtbot.wait(1)
    assert header.note.isVisible()
    assert all(e.isVisible() for e in header.values.values())
    assert named(header) == ["validation"]


def test_a_series_without_a_figure_takes_no_room(header):
    header.resize(620, 24)
    header.show_value("test", "")
    assert not header.values["test"].isVisible()
    header.show_value("test", "1 %")
    assert header.values["test"].isVisible()


def test_what_it_says_makes_no_chart_wider_than_another(header):
    before = header.sizeHint().width()
    header.show_value("train", "")
    assert header.sizeHint().width() == before


@pytest.mark.parametrize(
    ("width", "note"), [(700, "not so: why"), (400, "not so"), (370, "no"), (260, "no")]
)
def test_a_note_is_said_in_as_many_words_as_there_is_room_for(header, qtbot, width, note):
    header.show_note("not so: why" + " at length" * 2, "not so", "no")
    header.resize(width, 24)
    qtbot.wait(1)
    assert header.note.isVisible()
    assert header.note.text().startswith(note)
    assert header.note.width() >= header.note.sizeHint().width()
    assert "at length" in header.toolTip(), "what is left out is said by the tooltip"
