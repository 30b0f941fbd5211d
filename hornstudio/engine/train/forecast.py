"""What a training will need: memory, and the time of an epoch."""

import msgspec

_SAFE_SHARE = 0.8
_LARGEST_BATCH = 1 << 16


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """Needs of a training at a batch size.

    peak_bytes: data, weights, the optimizer's state and everything in between, while a step is
    taken. free_bytes: what the device had to spare before, 0 where nobody knows. safe_batch: the
    largest batch size, a power of two, that fits well; 0 where not even one sample does.
    epoch_seconds: for the training steps of one epoch, measured by a few of them. steps: how many
    an epoch has, 0 where nobody knows; schedules of learning rates are told in them.
    """

    batch_size: int
    peak_bytes: int
    free_bytes: int
    safe_batch: int
    epoch_seconds: float
    steps: int = 0

    @property
    def fits(self) -> bool:
        """Whether there is memory enough, as far as is known."""
        return not self.free_bytes or self.peak_bytes <= self.free_bytes


def does_not_fit(batch_size: int, need: int, free: int) -> Forecast:
    """Of what fits with no batch at all. need, free: bytes."""
    return Forecast(
        batch_size=batch_size, peak_bytes=need, free_bytes=free, safe_batch=0, epoch_seconds=0.0
    )


def safe_batch(room_bytes: float, sample_bytes: float) -> int:
    """The largest power of two of samples that leaves a fifth of the room free."""
    most = room_bytes * _SAFE_SHARE / max(sample_bytes, 1.0)
    if most < 1:
        return 0
    return min(1 << (int(most).bit_length() - 1), _LARGEST_BATCH)
