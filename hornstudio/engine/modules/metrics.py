"""Metrics: numbers for people. A metric gives sums over a batch; `result` makes a number of them.

Sums are added over all batches before the division, so that unequal batches count fairly.
"""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.agreement import (
    need_classes,
    need_same,
    need_sample_weight,
)
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.modules.losses.reduction import spread, weights_like
from hornstudio.engine.modules.losses.setting import LOSS_PORTS
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def mean_result(sums):
    """Total divided by count; 0 where nothing was counted."""
    return sums["total"] / sums["count"] if sums["count"] else 0.0


def weighted_sums(values, sample_weight, mask):
    """Sums of values and of weights. Shapes: values [B, ...]; sample_weight, mask [B, ...] or None.

    A mask says which values count.
    """
    weights = weights_like(values, sample_weight)
    if mask is not None:
        weights = weights * spread(mask.astype(values.dtype), values.ndim)
    return {"total": jnp.sum(values * weights), "count": jnp.sum(weights)}


def accuracy(prediction, target, sample_weight=None, *, mask=None):
    """Share of samples whose likeliest class is the right one.

    accuracy = mean(argmax(prediction) == class); with a single score, mean((score > 0.5) ==
    target). Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> sums.
    Source: https://keras.io/api/metrics/accuracy_metrics/
    """
    if prediction.ndim == 1 or prediction.shape[-1] == 1:
        hits = (prediction > 0.5) == target.reshape(prediction.shape)
    else:
        if target.shape == prediction.shape:
            target = jnp.argmax(target, axis=-1)
        guess = jnp.argmax(prediction, axis=-1)
        hits = guess == target.reshape(guess.shape)
    return weighted_sums(hits.astype(prediction.dtype), sample_weight, mask)


def infer_accuracy(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """A metric has no output port. Raises: ShapeError."""
    need_float(prediction, "prediction")
    if prediction.shape[-1:] in ((), (1,)) and not (target.classes and target.classes > 2):
        need_same(prediction, target)
    else:
        need_classes(prediction, target)
    need_sample_weight(weight, prediction.shape[:-1])
    return {}


MODULES = (
    Module(
        kind="accuracy",
        title="Accuracy",
        category="metric",
        help="Share of the samples that are classified right.",
        source="https://keras.io/api/metrics/accuracy_metrics/",
        inputs=LOSS_PORTS,
        outputs=(),
        infer=infer_accuracy,
        apply=accuracy,
        keras="metrics.Accuracy",
        result=mean_result,
        words=("acc", "hit rate", "정확도", "MulticlassAccuracy"),
    ),
)
