"""Hinge losses: nothing to pay once the right answer is ahead by a margin of 1."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.agreement import (
    LOSS,
    infer_regression,
    need_classes,
    need_sample_weight,
)
from hornstudio.engine.modules.losses.reduction import align, one_hot_target, reduce
from hornstudio.engine.modules.losses.setting import REDUCTION, WEIGHT, loss_module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def shortfall(target, prediction):
    """How far each score is from a margin of 1 on its right side.

    Targets of a batch that holds only 0 and 1 are read as -1 and 1. Shapes: both [...] -> [...].
    """
    is_binary = jnp.all((target == 0.0) | (target == 1.0))
    sides = jnp.where(is_binary, 2.0 * target - 1.0, target)
    return jnp.maximum(1.0 - sides * prediction, 0.0)


def hinge(prediction, target, sample_weight=None, *, mask=None, reduction):
    """What is missing to a margin of 1 on the right side of 0.

    loss = mean(max(1 - target * prediction, 0)), targets -1 and 1; 0 and 1 are read as those.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/hinge_losses/#hinge-class
    """
    values = jnp.mean(shortfall(*align(target, prediction, mask)), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def squared_hinge(prediction, target, sample_weight=None, *, mask=None, reduction):
    """The square of what is missing to a margin of 1 on the right side of 0.

    loss = mean(max(1 - target * prediction, 0)^2), targets -1 and 1; 0 and 1 are read as those.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/hinge_losses/#squaredhinge-class
    """
    values = jnp.mean(jnp.square(shortfall(*align(target, prediction, mask))), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def categorical_hinge(prediction, target, sample_weight=None, *, mask=None, reduction):
    """What is missing for the right class to be ahead of all others by 1.

    loss = max(max((1 - target) * prediction) - sum(target * prediction) + 1, 0).
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> [].
    Source: https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
    """
    target = one_hot_target(target, prediction, -1)
    right = jnp.sum(target * prediction, axis=-1)
    wrong = jnp.max((1.0 - target) * prediction, axis=-1)
    return reduce(jnp.maximum(wrong - right + 1.0, 0.0), sample_weight, mask, reduction)


def infer_rivals(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[..., K] against labels [...] or [..., K] -> a loss. Raises: ShapeError."""
    need_classes(prediction, target)
    need_sample_weight(weight, prediction.shape[:-1])
    return LOSS


MODULES = (
    loss_module(
        "Hinge",
        hinge,
        infer_regression,
        "For yes or no by the sign of a score: nothing to pay beyond a margin of 1.",
        "hinge_losses/#hinge",
        "Hinge",
        (WEIGHT, REDUCTION),
        (
            "max margin",
            "support vector machine",
            "svm",
            "힌지 손실",
            "nn.HingeEmbeddingLoss",
            "optax.hinge_loss",
        ),
    ),
    loss_module(
        "Squared hinge",
        squared_hinge,
        infer_regression,
        "For yes or no by the sign of a score: the square of what is missing to a margin of 1.",
        "hinge_losses/#squaredhinge",
        "SquaredHinge",
        (WEIGHT, REDUCTION),
        ("squared margin", "l2 svm", "제곱 힌지 손실", "torchmetrics.HingeLoss"),
    ),
    loss_module(
        "Categorical hinge",
        categorical_hinge,
        infer_rivals,
        "For one right class among several: nothing to pay once its score is ahead by 1.",
        "hinge_losses/#categoricalhinge",
        "CategoricalHinge",
        (WEIGHT, REDUCTION),
        (
            "multiclass margin",
            "crammer singer",
            "범주형 힌지 손실",
            "nn.MultiMarginLoss",
            "optax.multiclass_hinge_loss",
        ),
    ),
)
