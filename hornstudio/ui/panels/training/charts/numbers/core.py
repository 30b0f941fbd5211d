"""The range of a noisy trace without its few wildest points."""

import numpy as np

from hornstudio.ui.panels.training.charts.numbers.percentile import percentiles
from hornstudio.ui.panels.training.course.trace import Floats

_OUTLIERS_PCT = 2.0
_ENOUGH = 40
_GROWTH = 1.01


class Core:
    """Ranks a growing trace anew when it has grown by a hundredth: ranks hardly change before."""

    def __init__(self) -> None:
        self._first, self._count = -1, 0
        self._found: Floats = np.empty(0)

    def of(self, raw: Floats, first: int = 0) -> Floats:
        """Least and greatest value [2] that count; of a few, all. first: where `raw` begins."""
        count = len(raw)
        if count < _ENOUGH:
            return raw
        is_known = first == self._first and self._count <= count < _GROWTH * self._count
        if not is_known:
            self._first, self._count = first, count
            self._found = percentiles(raw, _OUTLIERS_PCT, 100 - _OUTLIERS_PCT)
        return self._found
