from hornstudio.ui.panels.training.charts.overlaid import overlaid_pen
from hornstudio.ui.panels.training.course.history import MOST_BEHIND


def test_every_run_that_can_be_shown_looks_different(qapp):
    pens = [overlaid_pen(place, 1) for place in range(MOST_BEHIND)]
    looks = {(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}
    assert len(looks) == MOST_BEHIND
    assert len({pen.color().name() for pen in pens}) >= 3
