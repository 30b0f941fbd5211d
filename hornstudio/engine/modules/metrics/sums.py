"""What all metrics share: weights of what counts, and numbers made of sums.

Sums are added over all batches before the division, so that unequal batches count fairly. Steps
of a sequence that a mask leaves out do not count; Keras counts them in metrics that are no means.
"""

from hornstudio.engine.lazy import jnp, np
from hornstudio.engine.modules.losses.reduction import fold, spread, weights_like


def counted(values, sample_weight, mask):
    """How much each value counts. Shapes: values [B, ...]; sample_weight, mask [B, ...] or None.

    A mask says which values count.
    """
    weights = weights_like(values, sample_weight)
    if mask is not None:
        weights = weights * spread(fold(mask, values.shape).astype(values.dtype), values.ndim)
    return weights


def weighted_sums(values, sample_weight, mask):
    """Sums of values and of weights. Shapes: values [B, ...] -> sums."""
    weights = counted(values, sample_weight, mask)
    return {"total": jnp.sum(values * weights), "count": jnp.sum(weights)}


def ratio(part, whole):
    """part / whole, on the host; 0 where the whole is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.where(whole == 0.0, 0.0, part / np.where(whole == 0.0, 1.0, whole))


def mean_result(sums):
    """Total divided by count; 0 where nothing was counted."""
    return ratio(sums["total"], sums["count"])
