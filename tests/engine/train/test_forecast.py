"""What a training will need, in plain numbers."""

import pytest

from hornstudio.engine.train.forecast import Forecast, safe_batch


def needing(peak: int, free: int) -> Forecast:
    return Forecast(
        batch_size=32, peak_bytes=peak, free_bytes=free, safe_batch=1, epoch_seconds=0.0
    )


@pytest.mark.parametrize(
    ("room", "sample", "batch"),
    [(1000, 10, 64), (1000, 800, 1), (1000, 801, 0), (-5, 10, 0), (1e15, 1, 1 << 16), (10, 0, 8)],
)
def test_the_safe_batch_leaves_a_fifth_free(room: float, sample: float, batch: int) -> None:
    assert safe_batch(room, sample) == batch


def test_what_nobody_knows_speaks_against_nothing() -> None:
    assert needing(100, 0).fits
    assert needing(100, 100).fits
    assert not needing(101, 100).fits
