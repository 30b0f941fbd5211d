"""What a penalty is nothing for, and most for."""

import numpy as np
import pytest

from hornstudio.engine.modules.regularizers import orthogonal_regularizer


@pytest.mark.parametrize("mode", ["rows", "columns"])
def test_right_angles_cost_nothing_and_the_same_way_most(mode: str) -> None:
    penalty = 0.5
    right = 3.0 * np.eye(4, dtype=np.float32)
    assert float(orthogonal_regularizer(right, factor=penalty, mode=mode)) == 0.0
    same = np.ones((4, 4), np.float32)
    assert float(orthogonal_regularizer(same, factor=penalty, mode=mode)) == pytest.approx(penalty)
