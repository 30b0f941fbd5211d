import numpy as np

from hornstudio.ui.panels.training.charts.numbers.growing import Growing


def test_values_are_kept_in_order_and_earlier_views_stay():
    found, views = Growing(), []
    for start in range(0, 5_000, 250):
        found.add(np.arange(start, start + 250.0))
        views.append(found.values)
    assert len(found) == 5_000
    for view in views:
        assert np.array_equal(view, np.arange(len(view)))
