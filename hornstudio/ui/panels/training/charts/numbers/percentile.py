"""Percentiles without those of NumPy, whose first call imports masked arrays for 50 ms."""

import numpy as np

from hornstudio.ui.panels.training.course.trace import Floats


def percentiles(values: Floats, *percents: float) -> Floats:
    """Values [N > 0] below which these percents of all lie, [len(percents)], as `np.percentile`.

    Between two values it runs straight. One that is no number makes all of them none.
    """
    if np.isnan(values).any():
        return np.full(len(percents), np.nan)
    places = np.asarray(percents) / 100 * (len(values) - 1)
    before, behind = np.floor(places).astype(int), np.ceil(places).astype(int)
    wanted = sorted({*before.tolist(), *behind.tolist()})
    ranked = np.partition(values, wanted)  # the rest need no order
    shares = places - before
    return np.asarray((1 - shares) * ranked[before] + shares * ranked[behind])
