"""Metrics of yes and no: how many of each are right and wrong, and what shares that makes.

Keras takes several thresholds too, and gives a number for each; a metric here is one number.
"""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.agreement import need_scores
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.metrics.setting import CLASS_ID, THRESHOLDS, metric_module
from hornstudio.engine.modules.metrics.sums import counted, ratio
from hornstudio.engine.params import Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def outcomes(prediction, target, sample_weight, mask, thresholds, top_k=None, class_id=None):
    """Weights of all scores by what was guessed and what was right.

    Guessed are the scores above a threshold, or the `top_k` highest ones, or those of them that
    are both. Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    """
    guess = prediction > (0.5 if thresholds is None else thresholds)
    if top_k is not None:
        _, places = lax.top_k(prediction, top_k)
        is_top = jnp.any(jax.nn.one_hot(places, prediction.shape[-1], dtype=bool), axis=-2)
        guess = is_top if thresholds is None else guess & is_top
    right = match(target, prediction) != 0.0
    weights = counted(prediction, sample_weight, mask)
    if class_id is not None:
        guess, right, weights = (x[..., class_id] for x in (guess, right, weights))
    return {
        "true_positives": jnp.sum(jnp.where(guess & right, weights, 0.0)),
        "false_positives": jnp.sum(jnp.where(guess & ~right, weights, 0.0)),
        "false_negatives": jnp.sum(jnp.where(~guess & right, weights, 0.0)),
        "true_negatives": jnp.sum(jnp.where(~guess & ~right, weights, 0.0)),
    }


def true_positives(prediction, target, sample_weight=None, *, mask=None, thresholds):
    """Number of times that a yes was right.

    count = sum(prediction > threshold and target), weighted.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#truepositives-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds)


def true_positives_result(sums):
    """How often a yes was right."""
    return sums["true_positives"]


def false_positives(prediction, target, sample_weight=None, *, mask=None, thresholds):
    """Number of times that a yes was wrong.

    count = sum(prediction > threshold and not target), weighted.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#falsepositives-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds)


def false_positives_result(sums):
    """How often a yes was wrong."""
    return sums["false_positives"]


def true_negatives(prediction, target, sample_weight=None, *, mask=None, thresholds):
    """Number of times that a no was right.

    count = sum(prediction <= threshold and not target), weighted.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#truenegatives-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds)


def true_negatives_result(sums):
    """How often a no was right."""
    return sums["true_negatives"]


def false_negatives(prediction, target, sample_weight=None, *, mask=None, thresholds):
    """Number of times that a no was wrong.

    count = sum(prediction <= threshold and target), weighted.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#falsenegatives-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds)


def false_negatives_result(sums):
    """How often a no was wrong."""
    return sums["false_negatives"]


def precision(prediction, target, sample_weight=None, *, mask=None, thresholds, top_k, class_id):
    """Share of the guesses that are right: of all that was called a yes, how much is one.

    precision = true positives / (true positives + false positives).
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#precision-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds, top_k, class_id)


def precision_result(sums):
    """Share of the guesses that are right; 0 where none was made."""
    hits = sums["true_positives"]
    return ratio(hits, hits + sums["false_positives"])


def recall(prediction, target, sample_weight=None, *, mask=None, thresholds, top_k, class_id):
    """Share of what was to be found that is found: of all that is a yes, how much is called one.

    recall = true positives / (true positives + false negatives).
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums.
    Source: https://keras.io/api/metrics/classification_metrics/#recall-class
    """
    return outcomes(prediction, target, sample_weight, mask, thresholds, top_k, class_id)


def recall_result(sums):
    """Share of what was to be found that is found; 0 where there was nothing."""
    hits = sums["true_positives"]
    return ratio(hits, hits + sums["false_negatives"])


def infer_outcomes(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """One score against yes or no, or several against labels or as many. Raises: ShapeError."""
    need_scores(prediction, target, weight)
    need_class_id(p, prediction)
    classes = prediction.shape[-1] if prediction.rank else 1
    top_k = p.get("top_k")
    if top_k is not None and isinstance(classes, int) and top_k > classes:
        raise ShapeError(
            "top_k is {k}, but there are only {classes} scores",
            port="prediction",
            remedies=[set_to("top_k", classes)],
            k=top_k,
            classes=classes,
        )
    return {}


def need_class_id(p: Values, prediction: Spec) -> None:
    """The class to look at must have a score. Raises: ShapeError."""
    classes = prediction.shape[-1] if prediction.rank else 1
    class_id = p.get("class_id")
    if class_id is None or not isinstance(classes, int) or (class_id < classes and prediction.rank):
        return
    raise ShapeError(
        "class_id is {id}, but there are only {classes} scores, counted from 0",
        port="prediction",
        remedies=[set_to("class_id", None)],
        id=class_id,
        classes=classes,
    )


TOP_K = Int(
    name="top_k",
    default=None,
    optional=True,
    low=1,
    help="Only this many of the highest scores are a yes; none goes by the threshold alone.",
)


MODULES = (
    metric_module(
        "True positives",
        true_positives,
        true_positives_result,
        infer_outcomes,
        "How often a yes was right.",
        "classification_metrics/#truepositives-class",
        "TruePositives",
        ("tp", "hits", "참 양성", "torchmetrics.StatScores"),
        THRESHOLDS,
    ),
    metric_module(
        "False positives",
        false_positives,
        false_positives_result,
        infer_outcomes,
        "How often a yes was wrong.",
        "classification_metrics/#falsepositives-class",
        "FalsePositives",
        ("fp", "false alarms", "거짓 양성", "torchmetrics.StatScores"),
        THRESHOLDS,
        better="lower",
    ),
    metric_module(
        "True negatives",
        true_negatives,
        true_negatives_result,
        infer_outcomes,
        "How often a no was right.",
        "classification_metrics/#truenegatives-class",
        "TrueNegatives",
        ("tn", "correct rejections", "참 음성", "torchmetrics.StatScores"),
        THRESHOLDS,
    ),
    metric_module(
        "False negatives",
        false_negatives,
        false_negatives_result,
        infer_outcomes,
        "How often a no was wrong.",
        "classification_metrics/#falsenegatives-class",
        "FalseNegatives",
        ("fn", "misses", "거짓 음성", "torchmetrics.StatScores"),
        THRESHOLDS,
        better="lower",
    ),
    metric_module(
        "Precision",
        precision,
        precision_result,
        infer_outcomes,
        "Of all that was called a yes, the share that is one.",
        "classification_metrics/#precision-class",
        "Precision",
        ("positive predictive value", "정밀도", "torchmetrics.Precision", "nnx.metrics.Precision"),
        THRESHOLDS,
        TOP_K,
        CLASS_ID,
    ),
    metric_module(
        "Recall",
        recall,
        recall_result,
        infer_outcomes,
        "Of all that is a yes, the share that was called one.",
        "classification_metrics/#recall-class",
        "Recall",
        ("sensitivity", "true positive rate", "재현율", "torchmetrics.Recall"),
        THRESHOLDS,
        TOP_K,
        CLASS_ID,
    ),
)
