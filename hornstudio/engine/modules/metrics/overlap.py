"""Metrics of areas: how much the predicted area of a class and the wanted one overlap."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, np
from hornstudio.engine.modules.agreement import (
    may_equal,
    meets,
    need_numbers,
    need_sample_weight,
    replace_by,
    without,
)
from hornstudio.engine.modules.axis import need_float, sample_axis
from hornstudio.engine.modules.metrics.setting import metric_module
from hornstudio.engine.modules.metrics.sums import counted
from hornstudio.engine.params import Flag, Float, Int, Ints, Values
from hornstudio.engine.problem import Remedy, SetParam, set_to
from hornstudio.engine.shapes import Shape, Spec
from hornstudio.engine.text import Text


def class_table(guess, target, sample_weight, mask, num_classes, ignore_class=None):
    """Weights by right class (row) and guessed class (column), where both are classes.

    Shapes: guess [B, ...] integers, target with as many -> sums of [C, C].
    """
    weights = counted(guess.astype(jnp.float32), sample_weight, mask)
    right = target.reshape(guess.shape).astype(int)
    is_class = (right >= 0) & (right < num_classes) & (guess >= 0) & (guess < num_classes)
    if ignore_class is not None:
        is_class = is_class & (right != ignore_class)
    place = jnp.where(is_class, right * num_classes + guess, 0).ravel()
    kept = jnp.where(is_class, weights, 0.0).ravel()
    table = jax.ops.segment_sum(kept, place, num_classes * num_classes)
    return {"table": table.reshape(num_classes, num_classes)}


def classes_of(prediction, target, sparse_y_true, sparse_y_pred, axis):
    """Class maps of both: the numbers as they are, or the highest scores along the axis."""
    guess = prediction.astype(int) if sparse_y_pred else jnp.argmax(prediction, axis=axis)
    return guess, target if sparse_y_true else jnp.argmax(target, axis=axis)


def overlaps(sums):
    """Overlap of each class, and which of them occur. Shapes: table [C, C] -> [C] and [C].

    overlap = both / (predicted + wanted - both + 1e-7).
    """
    table = np.asarray(sums["table"], float)
    both = np.diag(table)
    either = table.sum(axis=0) + table.sum(axis=1) - both
    return np.where(either > 1e-9, both / (either + 1e-7), 0.0), either > 1e-9


def iou(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    num_classes,
    ignore_class,
    sparse_y_true,
    sparse_y_pred,
    axis,
):
    """Overlap of the predicted and the wanted area of some classes, the mean of those that occur.

    overlap = true positives / (true positives + false positives + false negatives).
    Shapes: prediction [B, ...] integers or [B, ..., C] scores; target likewise -> sums of [C, C].
    Source: https://keras.io/api/metrics/segmentation_metrics/#iou-class
    """
    guess, right = classes_of(prediction, target, sparse_y_true, sparse_y_pred, axis)
    return class_table(guess, right, sample_weight, mask, num_classes, ignore_class)


def iou_result(sums, *, target_class_ids):
    """Mean overlap of the chosen classes, as far as they occur."""
    values, is_seen = overlaps(sums)
    chosen = list(target_class_ids)
    return np.sum(values[chosen]) / (np.sum(is_seen[chosen]) + 1e-7)


def mean_iou(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    num_classes,
    ignore_class,
    sparse_y_true,
    sparse_y_pred,
    axis,
):
    """Overlap of the predicted and the wanted area, the mean of all classes that occur.

    overlap = true positives / (true positives + false positives + false negatives).
    Shapes: prediction [B, ...] integers or [B, ..., C] scores; target likewise -> sums of [C, C].
    Source: https://keras.io/api/metrics/segmentation_metrics/#meaniou-class
    """
    guess, right = classes_of(prediction, target, sparse_y_true, sparse_y_pred, axis)
    return class_table(guess, right, sample_weight, mask, num_classes, ignore_class)


def mean_iou_result(sums):
    """Mean overlap of all classes that occur."""
    values, is_seen = overlaps(sums)
    return np.sum(values) / (np.sum(is_seen) + 1e-7)


def binary_iou(prediction, target, sample_weight=None, *, mask=None, threshold):
    """Overlap of the predicted and the wanted area, of what is inside and what is outside.

    overlap = true positives / (true positives + false positives + false negatives).
    Shapes: prediction [B, ...] scores, target with as many -> sums of [2, 2].
    Source: https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class
    """
    guess = (prediction >= threshold).astype(int)
    return class_table(guess, target, sample_weight, mask, 2)


def infer_iou(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> dict[str, Spec]:
    """Class maps of equal shapes, each as numbers or as scores. Raises: ShapeError."""
    _need_ids(p)
    guess = _map_of(p, prediction, "prediction", "sparse_y_pred")
    right = _map_of(p, target, "target", "sparse_y_true")
    if not meets(Spec(guess), Spec(right)):
        raise ShapeError(
            "prediction gives a class for each of {prediction}, target for each of {target}; "
            "need equal shapes",
            port="prediction",
            prediction=str(Spec(guess)),
            target=str(Spec(right)),
        )
    if target.classes and target.classes > p.num_classes:
        raise _too_few_classes(p, target.classes, "target")
    need_sample_weight(weight, guess)
    return {}


def _map_of(p: Values, spec: Spec, port: str, flag: str) -> Shape:
    """Shape of the class map that a port gives. Raises: ShapeError."""
    is_whole = spec.dtype.startswith("int")
    if p[flag] and (is_whole or port == "target"):
        return spec.shape
    if p[flag]:
        raise _scores_for_classes(p, spec)
    if port == "prediction":
        need_float(spec, port)
    elif is_whole and spec.rank == 0:
        remedy = Remedy(Text("Turn {flag} on", flag=flag), SetParam(flag, True))
        raise ShapeError(
            "target is a label, not a score for each class", port=port, remedies=[remedy]
        )
    place = sample_axis(p.axis, spec, port)
    count = spec.shape[place]
    if isinstance(count, int) and count > p.num_classes:
        raise _too_few_classes(p, count, port)
    return without(spec.shape, place)


def _scores_for_classes(p: Values, prediction: Spec) -> ShapeError:
    """The error for scores where class numbers are expected."""
    is_single = prediction.shape[-1:] in ((), (1,))
    remedy = Remedy(Text("Turn sparse_y_pred off"), SetParam("sparse_y_pred", False))
    return ShapeError(
        "prediction is scores with a fraction, but sparse_y_pred expects class numbers",
        port="prediction",
        remedies=[replace_by("binary_iou") if is_single else remedy],
    )


def _too_few_classes(p: Values, count: int, port: str) -> ShapeError:
    remedy = set_to("num_classes", count)
    return ShapeError(
        "{place} knows {count} classes, num_classes is {classes}; those beyond are not counted",
        port=port,
        remedies=[remedy],
        place=port,
        count=count,
        classes=p.num_classes,
    )


def _need_ids(p: Values) -> None:
    """The chosen classes must be among all classes. Raises: ShapeError."""
    if "target_class_ids" not in p:
        return
    classes, ids = p.get("num_classes", 2), p.target_class_ids
    if ids and max(ids) < classes:
        return
    count = max(ids, default=1) + 1
    remedy = set_to("num_classes", count)
    if not ids or "num_classes" not in p:
        remedy = set_to("target_class_ids", [1])
    raise ShapeError(
        "target_class_ids is {ids}; needs some of the classes 0 to {last}",
        remedies=[remedy],
        ids=", ".join(str(i) for i in ids) or Text("empty"),
        last=classes - 1,
    )


def infer_binary_iou(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """Equal shapes, [] meeting [1]. Raises: ShapeError."""
    _need_ids(p)
    need_numbers(prediction, target, None, "accuracy")
    if weight is None or not may_equal(weight.shape, prediction.shape):
        need_sample_weight(weight, prediction.shape[:-1])
    return {}


IDS = Ints(
    name="target_class_ids",
    default=(1,),
    low=0,
    help="Classes whose overlap is looked at, counted from 0.",
)
CLASSES = (
    Int(name="num_classes", default=2, low=1, high=10_000, help="How many classes there are."),
    Flag(
        name="sparse_y_pred",
        default=True,
        help="Whether the prediction is class numbers; off for a score for each class.",
    ),
    Flag(
        name="sparse_y_true",
        default=True,
        help="Whether the target is class numbers; off for a row of shares for each.",
    ),
    Int(
        name="ignore_class",
        default=None,
        optional=True,
        help="A class of the target that does not count, such as -1 for unlabelled places.",
    ),
    Int(name="axis", default=-1, advanced=True, help="Axis of the scores of the classes."),
)

MODULES = (
    metric_module(
        "IoU",
        iou,
        iou_result,
        infer_iou,
        "How much the predicted and the wanted area of some classes overlap.",
        "segmentation_metrics/#iou-class",
        "IoU",
        ("intersection over union", "jaccard index", "합집합 대비 교집합", "JaccardIndex"),
        IDS,
        *CLASSES,
    ),
    metric_module(
        "Mean IoU",
        mean_iou,
        mean_iou_result,
        infer_iou,
        "How much predicted and wanted areas overlap, the mean of all classes that occur.",
        "segmentation_metrics/#meaniou-class",
        "MeanIoU",
        ("mean intersection over union", "miou", "평균 IoU", "torchmetrics.MeanIoU"),
        *CLASSES,
    ),
    metric_module(
        "Binary IoU",
        binary_iou,
        iou_result,
        infer_binary_iou,
        "How much the predicted and the wanted area overlap, from one score a place.",
        "segmentation_metrics/#binaryiou-class",
        "BinaryIoU",
        ("foreground overlap", "binary jaccard", "이진 IoU", "BinaryJaccardIndex"),
        Float(
            name="threshold",
            default=0.5,
            title="Decision threshold",
            help="Scores of at least it are inside.",
        ),
        Ints(
            name="target_class_ids",
            default=(0, 1),
            low=0,
            help="Areas whose overlap is looked at: 0 for outside, 1 for inside.",
        ),
    ),
)
