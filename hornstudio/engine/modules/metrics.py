"""Metrics: numbers for people. A metric gives sums over a batch; `result` makes a number of them.

Sums are added over all batches before the division, so that unequal batches count fairly.
"""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.losses import LOSS_PORTS
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def mean_result(sums):
    """Total divided by count."""
    return sums["total"] / sums["count"]


def weighted_sums(values, sample_weight):
    """Sums of values and of weights. Shapes: values [B, ...], sample_weight [B] or None."""
    weights = jnp.ones_like(values)
    if sample_weight is not None:
        extra = values.ndim - sample_weight.ndim
        weights = weights * sample_weight.reshape(sample_weight.shape + (1,) * extra)
    return {"total": jnp.sum(values * weights), "count": jnp.sum(weights)}


def accuracy(prediction, target, sample_weight=None):
    """Share of samples whose likeliest class is the right one.

    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> sums.
    With one score a sample, above 0.5 counts as class 1.
    Source: https://keras.io/api/metrics/accuracy_metrics/
    """
    if prediction.ndim == target.ndim and prediction.shape[-1] > 1:
        target = jnp.argmax(target, axis=-1)
    if prediction.ndim > target.ndim and prediction.shape[-1] > 1:
        guess = jnp.argmax(prediction, axis=-1)
    else:
        guess = (prediction > 0.5).reshape(target.shape)
    return weighted_sums((guess == target).astype(jnp.float32), sample_weight)


def infer_metric(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """A metric has no output port."""
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
        infer=infer_metric,
        apply=accuracy,
        result=mean_result,
        words=("acc", "hit rate", "정확도", "MulticlassAccuracy"),
    ),
)
