"""What becomes of weights and masks that do not fit value by value."""

import numpy as np
import pytest

from hornstudio.engine.modules.losses.reduction import fold, match
from hornstudio.engine.modules.losses.regression import mean_squared_error
from hornstudio.engine.modules.losses.segmentation import dice

PREDICTION = np.arange(6.0, dtype=np.float32).reshape(2, 3, 1)
TARGET = np.zeros((2, 3), np.float32)
MASK = np.array([[True, False, False], [True, True, False]])


def test_a_mask_keeps_the_steps_of_single_numbers_apart() -> None:
    """Keras fails here: it drops the last dimension of 1, and with it the steps."""
    loss = mean_squared_error(PREDICTION, TARGET, mask=MASK, reduction="sum_over_batch_size")
    assert float(loss) == pytest.approx((0 + 9 + 16) / 3)
    turned = mean_squared_error(TARGET, PREDICTION, mask=MASK, reduction="sum_over_batch_size")
    assert float(turned) == pytest.approx((0 + 9 + 16) / 3)


def test_a_value_of_several_steps_counts_if_one_of_them_does() -> None:
    assert fold(MASK, (2,)).tolist() == [True, True]
    assert fold(MASK & False, (2,)).tolist() == [False, False]
    assert fold(MASK, (2, 5)).tolist() == [True, True]
    assert fold(MASK, (2, 3, 5)).tolist() == MASK.tolist()


def test_an_area_over_samples_knows_no_mask() -> None:
    areas = {"axis": (0, 1), "reduction": "sum"}
    assert float(dice(PREDICTION, PREDICTION, mask=MASK, **areas)) == float(
        dice(PREDICTION, PREDICTION, **areas)
    )


def test_labels_become_rows_where_there_are_several_scores() -> None:
    scores = np.zeros((2, 3), np.float32)
    assert match(np.array([2, 0]), scores).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert match(np.array([1, 0]), scores[:, :1]).tolist() == [[1], [0]]
    assert match(np.ones((2, 3), np.int32), scores).dtype == np.float32
