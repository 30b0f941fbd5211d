"""A line that is longer than its place: cut for the eye, whole for everyone else."""

from PySide6.QtCore import Qt

from hornstudio.ui.widgets.elided_label import ElidedLabel

LONG = "a name that is far too long for the little room that it is given here"


def test_a_long_text_is_cut_and_told_whole(qtbot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show_text(LONG)
    assert label.text() != LONG
    assert label.text().endswith("…")
    assert label.whole_text == label.accessibleName() == label.toolTip() == LONG


def test_it_comes_back_as_there_is_room(qtbot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text(LONG)
    label.resize(80, 20)
    label.show()
    label.resize(2000, 20)
    qtbot.waitUntil(lambda: label.text() == LONG)
    assert label.toolTip() == ""


def test_names_that_differ_at_their_end_can_be_cut_before_it(qtbot) -> None:
    label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show_text("Global average pooling 2D")
    assert "…" in label.text()
    assert label.text().endswith("2D")


def test_its_tooltip_may_say_more(qtbot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show_text("From epoch 2", "weights kept: dense")
    assert label.toolTip() == "From epoch 2\nweights kept: dense"
    assert label.accessibleDescription() == "weights kept: dense"
    label.show_text("From epoch 2")
    assert label.toolTip() == ""
