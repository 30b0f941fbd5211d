import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from hornstudio.ui.panels.training.charts import loading
from hornstudio.ui.panels.training.charts.choices import Style
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.metric_name import MetricName

Key = Qt.Key


@pytest.fixture
def run(told) -> Run:
    """Two of four epochs, with ten points each."""
    run = Run(1, told.started(epochs=4))
    for epoch in (1, 2):
        for step in range(1, 11):
            run.add_step(told.step(epoch, step))
    return run


@pytest.fixture
def view(qapp, qtbot, run):
    """A chart of it that has the keyboard."""
    loading.begin()
    view = loading.outcome().ChartView()
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.show_run(run, [], MetricName("loss", "Loss"), Style(0.0))
    qtbot.waitUntil(view.isActiveWindow)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.plot.hasFocus)
    return view


@pytest.fixture
def plot(view):
    return view.plot


def test_who_comes_by_tab_begins_at_the_last_point(plot):
    assert plot.crosshair.x == 2.0


def test_arrows_go_from_point_to_point_and_stop_at_the_ends(plot, qtbot):
    for key, x in (
        (Key.Key_Left, 1.9),
        (Key.Key_PageUp, 0.9),
        (Key.Key_Right, 1.0),
        (Key.Key_Home, 0.1),
        (Key.Key_Left, 0.1),
        (Key.Key_PageDown, 1.1),
        (Key.Key_End, 2.0),
        (Key.Key_Right, 2.0),
    ):
        qtbot.keyClick(plot, key)
        assert plot.crosshair.x == pytest.approx(x), key


def test_each_point_is_told_to_screen_readers(plot, qtbot):
    qtbot.keyClick(plot, Key.Key_Home)
    said = QAccessible.queryAccessibleInterface(plot).text(QAccessible.Text.Description)
    assert said == "epoch 0.1 · step 1, train 0.5000"


def test_the_first_point_is_read_with_the_chart_and_the_others_as_keys_lead_there(
    view, plot, qtbot, announced
):
    plot.clearFocus()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(plot.hasFocus)
    assert announced == []
    assert plot.accessibleDescription().startswith("epoch 2")
    for key in (Key.Key_Home, Key.Key_Home):
        qtbot.keyClick(plot, key)
    assert announced == ["epoch 0.1 · step 1, train 0.5000"] * 2, "a key that leads nowhere says so"


def test_plus_and_minus_zoom_around_the_point_and_0_shows_all(plot, qtbot):
    qtbot.keyClick(plot, Key.Key_Home)
    whole = plot.shown_epochs
    for _ in range(3):
        qtbot.keyClick(plot, Key.Key_Plus)
    low, high = plot.shown_epochs
    assert low <= 0.1 <= high
    assert high - low == pytest.approx((whole[1] - whole[0]) / 8)
    qtbot.keyClick(plot, Key.Key_End)
    low, high = plot.shown_epochs
    assert low <= 2.0 <= high, "the point is brought into sight"
    for _ in range(9):
        qtbot.keyClick(plot, Key.Key_Minus)
    assert not plot.is_zoomed
    qtbot.keyClick(plot, Key.Key_Plus)
    qtbot.keyClick(plot, Key.Key_0)
    assert plot.shown_epochs == pytest.approx(whole)


def test_which_epochs_are_shown_is_told(plot, qtbot, announced):
    for key in (Key.Key_Plus, Key.Key_0):
        qtbot.keyClick(plot, key)
    assert announced == ["Epochs 1 to 3.1 are shown", "Epochs 0 to 4 are shown"]


def test_the_point_stays_while_others_come_and_goes_with_escape(view, plot, run, told, qtbot):
    qtbot.keyClick(plot, Key.Key_Left)
    run.add_step(told.step(3, 5))
    view.refresh()
    assert plot.crosshair.x == pytest.approx(1.9)
    qtbot.keyClick(plot, Key.Key_Escape)
    assert plot.crosshair.x is None
    qtbot.keyClick(plot, Key.Key_Left)
    assert plot.crosshair.x == 2.5
    plot.clearFocus()
    assert plot.crosshair.x is None


def test_of_nothing_no_key_says_anything(view, plot, qtbot, told):
    view.show_run(Run(2, told.started()), [], MetricName("loss", "Loss"), Style(0.0))
    for key in (Key.Key_Left, Key.Key_Home, Key.Key_Plus, Key.Key_0):
        qtbot.keyClick(plot, key)
    assert plot.crosshair.x is None
