"""What all losses share in their maths: meeting of target and prediction, and one number of all.

The maths of a loss gives one value a sample; `reduce` makes the batch's number of it, as Keras
does: by default the sum divided by the number of values, even with sample weights.
"""

from hornstudio.engine.lazy import jax, jnp


def reduce(values, sample_weight, mask, reduction):
    """One number for the batch. Shapes: values [B, ...], sample_weight [B] or more -> [].

    mask [B, T]: which values count. A mean is then one over those, as in Keras. A value for the
    whole batch stands for each of its samples.
    """
    if values.ndim == 0:
        given = mask if sample_weight is None else sample_weight
        values = values if given is None else jnp.broadcast_to(values, given.shape)
    weights = weights_like(values, sample_weight)
    if mask is not None:
        kept = spread(fold(mask, values.shape).astype(values.dtype), values.ndim)
        if reduction == "sum_over_batch_size":
            count = jnp.sum(kept)
            kept = jnp.where(count == 0.0, 0.0, kept * kept.size / jnp.where(count, count, 1.0))
        weights = weights * kept
    total = jnp.sum(values * weights)
    if reduction == "sum":
        return total
    if reduction == "sum_over_batch_size":
        return total / values.size
    count = jnp.sum(weights)
    return total / jnp.where(count == 0.0, 1.0, count)


def weights_like(values, sample_weight):
    """Weights of the same shape as the values, 1 where none are given."""
    weights = jnp.ones_like(values)
    return weights if sample_weight is None else weights * spread(sample_weight, values.ndim)


def spread(array, rank):
    """An array of samples, with dimensions of 1 behind or dropped to have `rank` of them."""
    return array.reshape(array.shape[:rank] + (1,) * (rank - array.ndim))


def fold(mask, shape):
    """A mask for values of this shape; one that is made of several steps counts if one does."""
    is_step = mask.shape == shape[: mask.ndim]
    return mask if is_step else mask.any(axis=tuple(range(1, mask.ndim)))


def align(target, prediction, mask=None):
    """Both with the same dimensions, so that [B] meets [B, 1] number by number.

    Like Keras: [B] becomes [B, 1]; of more dimensions, a last one of 1 is dropped. Where a mask
    says which steps count, it is added instead, so that each step keeps a value of its own.
    """
    target = target.astype(prediction.dtype)
    if target.ndim == 1 and prediction.ndim <= 2:
        target = target[:, None]
    if prediction.ndim == 1 and target.ndim == 2:
        prediction = prediction[:, None]
    if prediction.ndim == target.ndim + 1:
        if mask is not None:
            return target[..., None], prediction
        prediction = prediction.squeeze(-1)
    if target.ndim == prediction.ndim + 1:
        if mask is not None:
            return target, prediction[..., None]
        target = target.squeeze(-1)
    return target, prediction


def one_hot_target(target, prediction, axis):
    """Targets as probabilities: integer labels become rows of 0 with a single 1."""
    if target.shape == prediction.shape:
        return target.astype(prediction.dtype)
    if target.ndim == prediction.ndim:
        target = target.squeeze(axis)
    classes = prediction.shape[axis]
    return jax.nn.one_hot(target.astype(int), classes, axis=axis, dtype=prediction.dtype)


def per_class(numbers, prediction, axis):
    """A number for each class, or one for all, in a shape that meets the prediction."""
    behind = prediction.ndim - 1 - axis % prediction.ndim
    return jnp.asarray(numbers).reshape((-1,) + (1,) * behind)


def match(target, prediction):
    """The target in the shape of the prediction: shares, yes and no, or labels.

    Labels become rows of 0 with a single 1 where there are several scores a sample.
    """
    if target.size == prediction.size:
        return target.reshape(prediction.shape).astype(prediction.dtype)
    return one_hot_target(target, prediction, -1)
