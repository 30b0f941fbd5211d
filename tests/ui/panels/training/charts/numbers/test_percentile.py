"""Percentiles are those of NumPy."""

import numpy as np
import pytest

from hornstudio.ui.panels.training.charts.numbers.percentile import percentiles


@pytest.mark.parametrize("count", [1, 2, 3, 40, 101])
def test_they_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    wanted = (0.0, 2.0, 15.0, 50.0, 98.0, 100.0)
    assert np.allclose(percentiles(values, *wanted), np.percentile(values, wanted), rtol=1e-12)
    values[-1] = np.nan
    assert np.isnan(percentiles(values, *wanted)).all()
