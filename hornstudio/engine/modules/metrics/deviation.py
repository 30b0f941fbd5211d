"""Metrics of numbers: how far predictions are off, and how much of the targets they explain."""

from hornstudio.engine.lazy import jnp, np
from hornstudio.engine.modules.agreement import (
    need_numbers,
    need_sample_weight,
    need_several,
    without,
)
from hornstudio.engine.modules.axis import sample_axis
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.metrics.setting import metric_module
from hornstudio.engine.modules.metrics.sums import counted, mean_result, weighted_sums
from hornstudio.engine.params import Choice, Int, Values
from hornstudio.engine.shapes import Spec


def root_mean_squared_error(prediction, target, sample_weight=None, *, mask=None):
    """Root of the mean squared difference, in the target's own units.

    error = sqrt(mean((prediction - target)^2)), the mean over all batches.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> sums.
    Source: https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
    """
    squares = jnp.square(prediction - match(target, prediction))
    return weighted_sums(squares, sample_weight, mask)


def root_result(sums):
    """Root of the mean; 0 where nothing was counted."""
    return np.sqrt(mean_result(sums))


def r2_score(prediction, target, sample_weight=None, *, mask=None):
    """Share of the targets' variance that the predictions explain; 1 is perfect, 0 their mean.

    score = 1 - sum((target - prediction)^2) / sum((target - mean(target))^2), for each output.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> sums of [K].
    Source: https://keras.io/api/metrics/regression_metrics/#r2score-class
    """
    outputs = prediction.shape[-1] if prediction.ndim > 1 else 1
    weights = counted(prediction, sample_weight, mask).reshape(-1, outputs)
    target = match(target, prediction).reshape(-1, outputs)
    squares = jnp.square(target - prediction.reshape(-1, outputs))
    return {
        "count": jnp.sum(weights, axis=0),
        "target": jnp.sum(target * weights, axis=0),
        "square": jnp.sum(target * target * weights, axis=0),
        "residual": jnp.sum(squares * weights, axis=0),
        "numbers": jnp.asarray(prediction.size, prediction.dtype),
    }


def r2_result(sums, *, class_aggregation, num_regressors):
    """One score of all outputs; 0 where nothing was counted.

    Adjusted for the number of regressors as Keras does it: by how many numbers there were.
    """
    if not np.all(sums["count"]):
        return 0.0
    spread_out = sums["square"] - sums["target"] ** 2 / sums["count"]
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = 1.0 - sums["residual"] / spread_out
    scores = np.where(np.isinf(scores), 0.0, scores)
    if class_aggregation == "uniform_average":
        score = np.mean(scores)
    else:
        score = np.sum(spread_out * scores) / np.sum(spread_out)
    spare = sums["numbers"] - num_regressors - 1.0
    if num_regressors and spare > 0:
        score = 1.0 - (1.0 - score) * (sums["numbers"] - 1.0) / spare
    return score


def pearson_correlation(prediction, target, sample_weight=None, *, mask=None, axis):
    """How well prediction and target rise and fall together within a sample: -1 to 1.

    correlation = mean((prediction - mean) / deviation * (target - mean) / deviation) along the
    axis, then the mean over samples. Shapes: prediction [B, ..., K], target the same -> sums.
    Source: https://keras.io/api/metrics/regression_metrics/#pearsoncorrelation-class
    """
    target = match(target, prediction)
    products = standardized(prediction, axis) * standardized(target, axis)
    return weighted_sums(jnp.mean(products, axis=axis), sample_weight, mask)


def standardized(x, axis):
    """Mean 0 and deviation 1 along an axis."""
    centered = x - jnp.mean(x, axis=axis, keepdims=True)
    return centered / jnp.std(centered, axis=axis, keepdims=True)


def infer_numbers(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """Equal shapes, [] meeting [1]. Raises: ShapeError."""
    need_numbers(prediction, target, weight, "accuracy")
    return {}


def infer_correlation(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """Equal shapes, several numbers along the axis. Raises: ShapeError."""
    need_several(prediction, "r2_score", p.axis)
    need_numbers(prediction, target, None, "accuracy")
    place = sample_axis(p.axis, prediction, "prediction")
    need_sample_weight(weight, without(prediction.shape, place))
    return {}


MODULES = (
    metric_module(
        "Root mean squared error",
        root_mean_squared_error,
        root_result,
        infer_numbers,
        "Root of the mean squared difference between prediction and target, in its units.",
        "regression_metrics/#rootmeansquarederror-class",
        "RootMeanSquaredError",
        ("rmse", "평균 제곱근 오차", "torchmetrics.MeanSquaredError(squared=False)"),
        better="lower",
    ),
    metric_module(
        "R2 score",
        r2_score,
        r2_result,
        infer_numbers,
        "Share of the targets' variance that is explained: 1 is perfect, 0 no better than the "
        "mean.",
        "regression_metrics/#r2score-class",
        "R2Score",
        ("coefficient of determination", "r squared", "결정 계수", "torchmetrics.R2Score"),
        Choice(
            name="class_aggregation",
            default="uniform_average",
            options=("uniform_average", "variance_weighted_average"),
            help="How the scores of several outputs become one: all alike, or by the variance of "
            "their targets.",
        ),
        Int(
            name="num_regressors",
            default=0,
            low=0,
            advanced=True,
            help="How many inputs the model has, to take off what they explain by chance; 0 takes "
            "off nothing.",
        ),
    ),
    metric_module(
        "Pearson correlation",
        pearson_correlation,
        mean_result,
        infer_correlation,
        "How well the numbers of each prediction rise and fall with those of its target.",
        "regression_metrics/#pearsoncorrelation-class",
        "PearsonCorrelation",
        ("correlation coefficient", "피어슨 상관계수", "torchmetrics.PearsonCorrCoef"),
        Int(
            name="axis",
            default=-1,
            advanced=True,
            help="Axis along which the numbers of a sample are compared.",
        ),
    ),
)
