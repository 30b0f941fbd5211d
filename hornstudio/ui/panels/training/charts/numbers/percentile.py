"""Percentiles without those of NumPy, whose first call imports masked arrays for 50 ms."""

import numpy as np

from hornstudio.ui.panels.training.course.history import Floats


def percentiles(values: Floats, *percents: float) -> Floats:
    """Values [N > 0] below which these percents of all lie, [len(percents)], as `np.percentile`.

    Between two values it runs straight. One that is no number makes all of them none.
    """
    ranked = np.sort(values)
    if np.isnan(ranked[-1]):
        return np.full(len(percents), np.nan)
    places = np.asarray(percents) / 100 * (len(ranked) - 1)
    return np.asarray(np.interp(places, np.arange(len(ranked)), ranked))
