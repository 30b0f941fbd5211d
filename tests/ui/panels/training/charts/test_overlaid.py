import pytest

from hornstudio.ui.panels.training.charts.overlaid import Overlaid, OverlaidLegend, overlaid_pen
from hornstudio.ui.panels.training.course.history import MOST_BEHIND


@pytest.fixture
def legend(qtbot) -> OverlaidLegend:
    legend = OverlaidLegend()
    qtbot.addWidget(legend)
    legend.resize(300, 16)
    return legend


def test_every_run_that_can_be_shown_looks_different(qapp):
    pens = [overlaid_pen(place, 1) for place in range(MOST_BEHIND)]
    looks = {(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}
    assert len(looks) == MOST_BEHIND
    assert len({pen.color().name() for pen in pens}) >= 3


def test_the_legend_names_the_runs_and_is_gone_without_any(legend):
    assert legend.isHidden()
    legend.show_runs(
        [Overlaid("run 1", 0, "mlp-7"), Overlaid("wide", 1), Overlaid("mlp-8", 2, "mlp-8")]
    )
    assert not legend.isHidden()
    assert legend.toolTip() == "run 1: mlp-7\nwide\nmlp-8", "as the list of runs calls them"
    assert legend.accessibleName() == "Runs shown: run 1, wide, mlp-8"
    legend.show_runs([])
    assert legend.isHidden()


def test_the_legend_draws_each_sign_in_its_hue(legend):
    legend.show_runs([Overlaid("run 1", 0), Overlaid("run 2", 1)])
    image = legend.grab().toImage()
    hues = {image.pixelColor(x, 8).hue() // 10 for x in range(image.width())}
    for place in (0, 1):
        assert overlaid_pen(place, 1).color().hue() // 10 in hues


def test_where_it_is_narrow_it_counts_the_rest(legend):
    runs = [Overlaid(f"run {n}", n) for n in range(8)]
    legend.show_runs(runs)
    legend.resize(2_000, 16)
    wide = legend.grab().toImage()
    legend.resize(200, 16)
    narrow = legend.grab().toImage()
    edge = legend.width() - 12
    ground = narrow.pixel(0, 0)
    assert any(wide.pixel(x, 8) != wide.pixel(0, 0) for x in range(250, 500))
    assert all(narrow.pixel(x, y) == ground for x in range(edge, 200) for y in range(16))


def test_long_names_keep_the_end_in_which_they_differ(legend):
    legend.resize(260, 16)
    drawn = []
    for time in ("153236", "153314"):
        legend.show_runs([Overlaid(f"digits-20261126-{time}", 0)])
        drawn.append(legend.grab().toImage())
    assert drawn[0] != drawn[1]
