"""F-scores: precision and recall in one number.

Keras can give a number for each class, and does so by default; a metric here is one number.
"""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, np
from hornstudio.engine.modules.agreement import need_scores
from hornstudio.engine.modules.losses.reduction import match
from hornstudio.engine.modules.metrics.setting import metric_module
from hornstudio.engine.modules.metrics.sums import counted
from hornstudio.engine.params import Choice, Float, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def class_outcomes(prediction, target, sample_weight, mask, threshold):
    """Weights of hits, false alarms and misses of each class.

    Guessed is the highest score of a sample that is not 0, or all above a threshold.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [K].
    """
    classes = prediction.shape[-1] if prediction.ndim > 1 else 1
    weights = counted(prediction, sample_weight, mask).reshape(-1, classes)
    target = match(target, prediction).reshape(-1, classes)
    scores = prediction.reshape(-1, classes)
    if threshold is None:
        highest = jnp.max(scores, axis=-1, keepdims=True)
        guess = (scores >= highest) & (jnp.abs(scores) > 1e-9)
    else:
        guess = scores > threshold
    guess = guess.astype(scores.dtype)
    return {
        "hits": jnp.sum(guess * target * weights, axis=0),
        "alarms": jnp.sum(guess * (1.0 - target) * weights, axis=0),
        "misses": jnp.sum((1.0 - guess) * target * weights, axis=0),
        "targets": jnp.sum(target * weights, axis=0),
    }


def f1_score(prediction, target, sample_weight=None, *, mask=None, threshold):
    """Precision and recall in one number, which is high only where both are.

    score = 2 * precision * recall / (precision + recall), for each class.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [K].
    Source: https://keras.io/api/metrics/classification_metrics/#f1score-class
    """
    return class_outcomes(prediction, target, sample_weight, mask, threshold)


def f1_score_result(sums, *, average):
    """One score of all classes."""
    return f_beta_score_result(sums, average=average, beta=1.0)


def f_beta_score(prediction, target, sample_weight=None, *, mask=None, threshold):
    """Precision and recall in one number, in which recall counts beta times as much.

    score = (1 + beta^2) * precision * recall / (beta^2 * precision + recall), for each class.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> sums of [K].
    Source: https://keras.io/api/metrics/classification_metrics/#fbetascore-class
    """
    return class_outcomes(prediction, target, sample_weight, mask, threshold)


def f_beta_score_result(sums, *, average, beta):
    """One score of all classes: their mean, by how often each occurs, or of all as one class."""
    sums = {name: np.asarray(each, float) for name, each in sums.items()}
    if average == "micro":
        sums = {name: np.sum(each) for name, each in sums.items()}
    precision = sums["hits"] / (sums["hits"] + sums["alarms"] + 1e-7)
    recall = sums["hits"] / (sums["hits"] + sums["misses"] + 1e-7)
    score = precision * recall / (beta**2 * precision + recall + 1e-7) * (1.0 + beta**2)
    if average == "weighted":
        return np.sum(score * sums["targets"] / (np.sum(sums["targets"]) + 1e-7))
    return np.mean(score)


def infer_f_score(
    p: Values, prediction: Spec, target: Spec, weight: Spec | None
) -> dict[str, Spec]:
    """One score against yes or no, or several against labels or as many. Raises: ShapeError."""
    need_scores(prediction, target, weight)
    if p.threshold is None and prediction.shape[-1:] in ((), (1,)):
        raise ShapeError(
            "a single score is always the highest, so all would be a yes; needs a threshold",
            port="prediction",
            remedies=[set_to("threshold", 0.5)],
        )
    return {}


AVERAGE = Choice(
    name="average",
    default="macro",
    options=("macro", "micro", "weighted"),
    help="How the scores of the classes become one: macro takes their mean, weighted their mean "
    "by how often each class occurs, micro counts all classes as one.",
)
THRESHOLD = Float(
    name="threshold",
    default=None,
    optional=True,
    above=0.0,
    high=1.0,
    title="Decision threshold",
    help="Scores above it are a yes; none takes the highest score of each sample.",
)

MODULES = (
    metric_module(
        "F1 score",
        f1_score,
        f1_score_result,
        infer_f_score,
        "Precision and recall in one number, which is high only where both are.",
        "classification_metrics/#f1score-class",
        "F1Score",
        ("f measure", "dice score", "F1 점수", "torchmetrics.F1Score"),
        AVERAGE,
        THRESHOLD,
    ),
    metric_module(
        "F-beta score",
        f_beta_score,
        f_beta_score_result,
        infer_f_score,
        "Precision and recall in one number, in which recall counts beta times as much.",
        "classification_metrics/#fbetascore-class",
        "FBetaScore",
        ("f2 score", "f measure", "F 베타 점수", "torchmetrics.FBetaScore"),
        Float(
            name="beta",
            default=1.0,
            above=0.0,
            help="How many times as much recall counts as precision.",
        ),
        AVERAGE,
        THRESHOLD,
    ),
)
