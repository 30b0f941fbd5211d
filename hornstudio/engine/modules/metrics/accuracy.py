"""Accuracies: shares of what is judged right."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.agreement import need_classes, need_numbers, need_same
from hornstudio.engine.modules.agreement import need_sample_weight as need_weight
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.metrics.setting import metric_module
from hornstudio.engine.modules.metrics.sums import mean_result, weighted_sums
from hornstudio.engine.params import Float, Int, Values
from hornstudio.engine.shapes import Spec


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


def binary_accuracy(prediction, target, sample_weight=None, *, mask=None, threshold):
    """Share of scores that lie on the right side of a threshold.

    accuracy = mean((prediction > threshold) == target).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> sums.
    Source: https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
    """
    guess = (prediction > threshold).astype(prediction.dtype)
    hits = guess == match(target, prediction)
    return weighted_sums(hits.astype(prediction.dtype), sample_weight, mask)


def top_k_accuracy(prediction, target, sample_weight=None, *, mask=None, k):
    """Share of samples whose right class is among the k likeliest.

    accuracy = mean(fewer than k classes score higher than the right one).
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> sums.
    Source: https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
    """
    if target.shape == prediction.shape:
        target = jnp.argmax(target, axis=-1)
    right = target.reshape((*prediction.shape[:-1], 1)).astype(int)
    score = jnp.take_along_axis(prediction, right, axis=-1)
    score = jnp.where(jnp.isnan(score), -jnp.inf, score)
    hits = jnp.sum(prediction > score, axis=-1) < k
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
    need_weight(weight, prediction.shape[:-1])
    return {}


def infer_sides(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """Equal shapes, [] meeting [1]. Raises: ShapeError."""
    need_numbers(prediction, target, weight, "accuracy")
    return {}


def infer_ranks(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """[..., K] against labels [...] or [..., K]. Raises: ShapeError."""
    need_classes(prediction, target)
    need_weight(weight, prediction.shape[:-1])
    return {}


MODULES = (
    metric_module(
        "Accuracy",
        accuracy,
        mean_result,
        infer_accuracy,
        "Share of the samples that are classified right.",
        "accuracy_metrics/",
        "Accuracy",
        ("acc", "hit rate", "정확도", "MulticlassAccuracy"),
    ),
    metric_module(
        "Binary accuracy",
        binary_accuracy,
        mean_result,
        infer_sides,
        "Share of the yes or no answers that are right, each score by itself.",
        "accuracy_metrics/#binaryaccuracy-class",
        "BinaryAccuracy",
        ("multilabel accuracy", "이진 정확도", "torchmetrics.BinaryAccuracy"),
        Float(
            name="threshold",
            default=0.5,
            title="Decision threshold",
            help="Scores above it are a yes.",
        ),
    ),
    metric_module(
        "Top-k accuracy",
        top_k_accuracy,
        mean_result,
        infer_ranks,
        "Share of the samples whose right class is among the k likeliest.",
        "accuracy_metrics/#topkcategoricalaccuracy-class",
        "TopKCategoricalAccuracy",
        (
            "top 5 accuracy",
            "sparse top k categorical accuracy",
            "상위 k 정확도",
            "MulticlassAccuracy(top_k=5)",
        ),
        Int(name="k", default=5, low=1, help="How many of the likeliest classes are looked at."),
    ),
)
