"""The area under a curve: how well scores tell yes from no, whatever the threshold."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, np
from hornstudio.engine.modules.agreement import need_scores
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.losses.setting import FROM_LOGITS
from hornstudio.engine.modules.metrics.histogram import (
    even_steps,
    histogram,
    outcomes_at_thresholds,
)
from hornstudio.engine.modules.metrics.setting import metric_module
from hornstudio.engine.modules.metrics.sums import counted, ratio
from hornstudio.engine.params import Choice, Flag, Floats, Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def auc(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    num_thresholds,
    thresholds,
    multi_label,
    label_weights,
    from_logits,
):
    """Area under the curve that a moving threshold draws: 1 is perfect, 0.5 is by chance for ROC.

    area = sum over neighbouring thresholds of width * height; ROC: recall over false positive
    rate, PR: precision over recall. Shapes: prediction [B, ..., K]; target the same, or [B, ...]
    integers -> sums of [T + 1, K] with multi_label, else of [T + 1, 1].
    Source: https://keras.io/api/metrics/classification_metrics/#auc-class
    """
    if from_logits:
        prediction = jax.nn.sigmoid(prediction)
    columns = prediction.shape[-1] if multi_label and prediction.ndim > 1 else 1
    right = match(target, prediction) != 0.0
    weights = counted(prediction, sample_weight, mask)
    if label_weights is not None and not multi_label:
        weights = weights * jnp.asarray(label_weights, weights.dtype)
    if thresholds is None:
        length = num_thresholds
        steps = jnp.maximum(even_steps(prediction, num_thresholds), 1)
    else:
        bounds = jnp.asarray((-1e-7, *sorted(thresholds), 1.0 + 1e-7), prediction.dtype)
        length = len(bounds)
        steps = jnp.searchsorted(bounds, prediction, side="left")
    return histogram(steps, right, weights, length + 1, columns)


def auc_result(sums, *, curve, summation_method, multi_label, label_weights):
    """The area, or the mean area of all labels; 0 where nothing was counted."""
    if (curve, summation_method) == ("PR", "interpolation"):
        areas = interpolated_area(*outcomes_at_thresholds(sums))
    else:
        x, y = curve_of(curve, *outcomes_at_thresholds(sums))
        if summation_method == "interpolation":
            heights = (y[:-1] + y[1:]) / 2.0
        else:
            pick = np.minimum if summation_method == "minoring" else np.maximum
            heights = pick(y[:-1], y[1:])
        areas = np.sum((x[:-1] - x[1:]) * heights, axis=0)
    if multi_label and label_weights is not None:
        return ratio(np.sum(areas * np.asarray(label_weights)), np.sum(label_weights))
    return np.mean(areas)


def curve_of(curve, hits, alarms, rejected, missed):
    """The curve's points (x, y), threshold by threshold. Shapes: each [T, L]."""
    recall = ratio(hits, hits + missed)
    if curve == "ROC":
        return ratio(alarms, alarms + rejected), recall
    if curve == "PR":
        return recall, ratio(hits, hits + alarms)
    odds = ratio(hits + missed, rejected + alarms)
    recall_gain = np.where(hits == 0.0, 0.0, 1.0 - odds * ratio(missed, hits))
    precision_gain = np.where(hits == 0.0, 1.0, 1.0 - odds * ratio(alarms, hits))
    return np.maximum(recall_gain, 0.0), precision_gain


def interpolated_area(hits, alarms, rejected, missed):
    """Area under precision over recall, with true positives growing evenly between thresholds.

    Shapes: each [T, L] -> [L]. Source: Davis and Goadrich, doi:10.1145/1143844.1143874.
    """
    guesses = hits + alarms
    new_hits, before, after = hits[:-1] - hits[1:], guesses[:-1], guesses[1:]
    slope = ratio(new_hits, np.maximum(before - after, 0.0))
    start = hits[1:] - slope * after
    is_open = (before > 0.0) & (after > 0.0)
    growth = np.where(is_open, ratio(before, after), 1.0)
    parts = slope * (new_hits + start * np.log(growth))
    return np.sum(ratio(parts, np.maximum(hits[1:] + missed[1:], 0.0)), axis=0)


def infer_area(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """One score against yes or no, or several against labels or as many. Raises: ShapeError."""
    need_scores(prediction, target, weight)
    labels = prediction.shape[-1] if prediction.rank else 1
    if p.label_weights is not None and isinstance(labels, int) and len(p.label_weights) != labels:
        raise ShapeError(
            "label_weights has {count} numbers for {labels} labels; need one for each",
            port="prediction",
            remedies=[set_to("label_weights", None)],
            count=len(p.label_weights),
            labels=labels,
        )
    return {}


MODULES = (
    metric_module(
        "AUC",
        auc,
        auc_result,
        infer_area,
        "How well the scores tell yes from no, whatever the threshold: 1 is perfect.",
        "classification_metrics/#auc-class",
        "AUC",
        (
            "area under the curve",
            "roc",
            "precision recall curve",
            "곡선 아래 면적",
            "torchmetrics.AUROC",
            "BinaryAUROC",
        ),
        Choice(
            name="curve",
            default="ROC",
            options=("ROC", "PR", "PRGAIN"),
            help="ROC sets what is found against false alarms; PR, better where yes is rare, sets "
            "how right the guesses are against what is found; PRGAIN does so by gains.",
        ),
        FROM_LOGITS,
        Choice(
            name="summation_method",
            title="Summation",
            default="interpolation",
            options=("interpolation", "minoring", "majoring"),
            advanced=True,
            help="How the curve runs between two thresholds: straight, at its lower, or at its "
            "higher end.",
        ),
        Int(
            name="num_thresholds",
            default=200,
            low=2,
            high=100_000,
            advanced=True,
            help="How many thresholds are tried, evenly spread from 0 to 1.",
        ),
        Floats(
            name="thresholds",
            default=None,
            optional=True,
            low=0.0,
            high=1.0,
            advanced=True,
            help="Thresholds to try in place of evenly spread ones.",
        ),
        Flag(
            name="multi_label",
            default=False,
            advanced=True,
            help="Whether each label has a curve of its own, and the mean of their areas is taken.",
        ),
        Floats(
            name="label_weights",
            default=None,
            optional=True,
            low=0.0,
            advanced=True,
            help="How much each label counts; none counts all alike.",
        ),
        left_out={"num_labels": "how many labels there are is known from the wires"},
    ),
)
