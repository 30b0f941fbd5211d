"""Metrics of the best threshold: one rate at its best while another is at least so much."""

from hornstudio.engine.modules.agreement import need_scores
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.metrics.confusion import need_class_id
from hornstudio.engine.modules.metrics.histogram import best, even_steps, histogram, rates
from hornstudio.engine.modules.metrics.setting import CLASS_ID, NUM_THRESHOLDS, metric_module
from hornstudio.engine.modules.metrics.sums import counted
from hornstudio.engine.params import Float, Values
from hornstudio.engine.shapes import Spec


def by_threshold(prediction, target, sample_weight, mask, num_thresholds, class_id):
    """All scores, counted by how many thresholds they exceed.

    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [T + 1, 1].
    """
    right = match(target, prediction) != 0.0
    weights = counted(prediction, sample_weight, mask)
    if class_id is not None:
        prediction, right, weights = (x[..., class_id] for x in (prediction, right, weights))
    steps = even_steps(prediction, num_thresholds)
    return histogram(steps, right, weights, num_thresholds + 1)


def precision_at_recall(
    prediction, target, sample_weight=None, *, mask=None, num_thresholds, class_id
):
    """The best precision of all thresholds at which recall is high enough.

    precision = max over thresholds of precision where recall >= `recall`.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [T + 1, 1].
    Source: https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class
    """
    return by_threshold(prediction, target, sample_weight, mask, num_thresholds, class_id)


def precision_at_recall_result(sums, *, recall):
    """The best precision; 0 where recall is nowhere high enough."""
    found, right, _ = rates(sums)
    return best(right, found, recall)


def recall_at_precision(
    prediction, target, sample_weight=None, *, mask=None, num_thresholds, class_id
):
    """The best recall of all thresholds at which precision is high enough.

    recall = max over thresholds of recall where precision >= `precision`.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [T + 1, 1].
    Source: https://keras.io/api/metrics/classification_metrics/#recallatprecision-class
    """
    return by_threshold(prediction, target, sample_weight, mask, num_thresholds, class_id)


def recall_at_precision_result(sums, *, precision):
    """The best recall; 0 where precision is nowhere high enough."""
    found, right, _ = rates(sums)
    return best(found, right, precision)


def sensitivity_at_specificity(
    prediction, target, sample_weight=None, *, mask=None, num_thresholds, class_id
):
    """The best share of found yes of all thresholds at which enough of the no is rejected.

    sensitivity = max over thresholds of recall where specificity >= `specificity`.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [T + 1, 1].
    Source: https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class
    """
    return by_threshold(prediction, target, sample_weight, mask, num_thresholds, class_id)


def sensitivity_at_specificity_result(sums, *, specificity):
    """The best sensitivity; 0 where specificity is nowhere high enough."""
    found, _, rejected = rates(sums)
    return best(found, rejected, specificity)


def specificity_at_sensitivity(
    prediction, target, sample_weight=None, *, mask=None, num_thresholds, class_id
):
    """The best share of rejected no of all thresholds at which enough of the yes is found.

    specificity = max over thresholds of specificity where recall >= `sensitivity`.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [T + 1, 1].
    Source: https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class
    """
    return by_threshold(prediction, target, sample_weight, mask, num_thresholds, class_id)


def specificity_at_sensitivity_result(sums, *, sensitivity):
    """The best specificity; 0 where sensitivity is nowhere high enough."""
    found, _, rejected = rates(sums)
    return best(rejected, found, sensitivity)


def infer_point(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """One score against yes or no, or several against labels or as many. Raises: ShapeError."""
    need_scores(prediction, target, weight)
    need_class_id(p, prediction)
    return {}


def _least(name: str, help: str) -> Float:
    return Float(name=name, default=0.5, low=0.0, high=1.0, help=help)


MODULES = (
    metric_module(
        "Precision at recall",
        precision_at_recall,
        precision_at_recall_result,
        infer_point,
        "The best precision of all thresholds that still find enough.",
        "classification_metrics/#precisionatrecall-class",
        "PrecisionAtRecall",
        ("precision recall trade-off", "재현율 기준 정밀도", "BinaryPrecisionAtFixedRecall"),
        _least("recall", "The least share of all yes that must be found."),
        NUM_THRESHOLDS,
        CLASS_ID,
    ),
    metric_module(
        "Recall at precision",
        recall_at_precision,
        recall_at_precision_result,
        infer_point,
        "The best recall of all thresholds whose guesses are right often enough.",
        "classification_metrics/#recallatprecision-class",
        "RecallAtPrecision",
        ("recall precision trade-off", "정밀도 기준 재현율", "BinaryRecallAtFixedPrecision"),
        _least("precision", "The least share of the guesses that must be right."),
        NUM_THRESHOLDS,
        CLASS_ID,
    ),
    metric_module(
        "Sensitivity at specificity",
        sensitivity_at_specificity,
        sensitivity_at_specificity_result,
        infer_point,
        "The best share of found yes of all thresholds that still reject enough of the no.",
        "classification_metrics/#sensitivityatspecificity-class",
        "SensitivityAtSpecificity",
        ("true positive rate", "특이도 기준 민감도", "BinarySensitivityAtSpecificity"),
        _least("specificity", "The least share of all no that must be rejected."),
        NUM_THRESHOLDS,
        CLASS_ID,
    ),
    metric_module(
        "Specificity at sensitivity",
        specificity_at_sensitivity,
        specificity_at_sensitivity_result,
        infer_point,
        "The best share of rejected no of all thresholds that still find enough of the yes.",
        "classification_metrics/#specificityatsensitivity-class",
        "SpecificityAtSensitivity",
        ("true negative rate", "민감도 기준 특이도", "BinarySpecificityAtSensitivity"),
        _least("sensitivity", "The least share of all yes that must be found."),
        NUM_THRESHOLDS,
        CLASS_ID,
    ),
)
