"""Losses for numbers: how far a prediction is from its target."""

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.agreement import (
    infer_regression,
    need_sample_weight,
    need_several,
    without,
)
from hornstudio.engine.modules.axis import sample_axis
from hornstudio.engine.modules.losses.reduction import align, reduce
from hornstudio.engine.modules.losses.setting import REDUCTION, WEIGHT, loss_module
from hornstudio.engine.params import Float, Int, Values
from hornstudio.engine.shapes import Spec


def mean_squared_error(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Mean of the squared differences between prediction and target.

    loss = mean((prediction - target)^2).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """
    target, prediction = align(target, prediction, mask)
    values = jnp.mean(jnp.square(prediction - target), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def mean_absolute_error(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Mean distance between prediction and target, in the target's own units.

    loss = mean(|prediction - target|).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
    """
    target, prediction = align(target, prediction, mask)
    values = jnp.mean(jnp.abs(prediction - target), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def mean_absolute_percentage_error(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Mean distance between prediction and target, in percent of the target.

    loss = 100 * mean(|prediction - target| / max(|target|, 1e-7)).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
    """
    target, prediction = align(target, prediction, mask)
    shares = jnp.abs((target - prediction) / jnp.maximum(jnp.abs(target), 1e-7))
    return reduce(100.0 * jnp.mean(shares, axis=-1), sample_weight, mask, reduction)


def mean_squared_logarithmic_error(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Mean of the squared differences of logarithms: what counts is the ratio.

    loss = mean((log(1 + prediction) - log(1 + target))^2), both at least 1e-7.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
    """
    target, prediction = align(target, prediction, mask)
    mine = jnp.log(jnp.maximum(prediction, 1e-7) + 1.0)
    wanted = jnp.log(jnp.maximum(target, 1e-7) + 1.0)
    return reduce(jnp.mean(jnp.square(mine - wanted), axis=-1), sample_weight, mask, reduction)


def to_length_1(x, axis):
    """Vectors along an axis brought to a length of 1, those shorter than 1e-7 left short."""
    square = jnp.sum(jnp.square(x), axis=axis, keepdims=True)
    return x * lax.rsqrt(jnp.maximum(square, 1e-14))


def cosine_similarity(prediction, target, sample_weight=None, *, mask=None, axis, reduction):
    """How much two vectors point in different directions: -1 for the same, 1 for opposite ones.

    loss = -sum(prediction / |prediction| * target / |target|).
    Shapes: prediction [B, ..., K], target the same -> [].
    Source: https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
    """
    target, prediction = align(target, prediction, mask)
    values = -jnp.sum(to_length_1(prediction, axis) * to_length_1(target, axis), axis=axis)
    return reduce(values, sample_weight, mask, reduction)


def huber(prediction, target, sample_weight=None, *, mask=None, delta, reduction):
    """Squared for small differences, straight for large ones, so that outliers count less.

    loss = mean(d^2 / 2 where |d| <= delta, else delta * |d| - delta^2 / 2), d = prediction -
    target. Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#huber-class
    """
    target, prediction = align(target, prediction, mask)
    apart = jnp.abs(prediction - target)
    values = jnp.where(apart <= delta, 0.5 * jnp.square(apart), delta * apart - 0.5 * delta * delta)
    return reduce(jnp.mean(values, axis=-1), sample_weight, mask, reduction)


def log_cosh(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Like a squared error for small differences and a distance for large ones, without a seam.

    loss = mean(log(cosh(prediction - target))).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#logcosh-class
    """
    target, prediction = align(target, prediction, mask)
    apart = prediction - target
    values = apart + jax.nn.softplus(-2.0 * apart) - jnp.log(2.0)
    return reduce(jnp.mean(values, axis=-1), sample_weight, mask, reduction)


def infer_direction(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """Equal shapes, several numbers along the axis -> a loss. Raises: ShapeError."""
    need_several(prediction, "mean_squared_error", p.axis)
    place = sample_axis(p.axis, prediction, "prediction")
    loss = infer_regression(p, prediction, target, None)
    need_sample_weight(weight, without(prediction.shape, place))
    return loss


MODULES = (
    loss_module(
        "Mean squared error",
        mean_squared_error,
        infer_regression,
        "For numbers: the mean of the squared differences, so that large ones count most.",
        "regression_losses/#meansquarederror",
        "MeanSquaredError",
        (WEIGHT, REDUCTION),
        ("mse", "l2 loss", "regression", "평균 제곱 오차", "회귀", "nn.MSELoss", "optax.l2_loss"),
    ),
    loss_module(
        "Mean absolute error",
        mean_absolute_error,
        infer_regression,
        "For numbers: the mean distance between prediction and target, in the target's units.",
        "regression_losses/#meanabsoluteerror",
        "MeanAbsoluteError",
        (WEIGHT, REDUCTION),
        (
            "mae",
            "l1 loss",
            "평균 절대 오차",
            "nn.L1Loss",
            "MeanAbsoluteError",
            "optax.losses.absolute_error",
        ),
    ),
    loss_module(
        "Mean absolute percentage error",
        mean_absolute_percentage_error,
        infer_regression,
        "For numbers far from 0: the mean distance from the target, in percent of the target.",
        "regression_losses/#meanabsolutepercentageerror",
        "MeanAbsolutePercentageError",
        (WEIGHT, REDUCTION),
        (
            "mape",
            "relative error",
            "평균 절대 백분율 오차",
            "torchmetrics.MeanAbsolutePercentageError",
        ),
    ),
    loss_module(
        "Mean squared logarithmic error",
        mean_squared_logarithmic_error,
        infer_regression,
        "For numbers above 0 of very different size: compares their logarithms.",
        "regression_losses/#meansquaredlogarithmicerror",
        "MeanSquaredLogarithmicError",
        (WEIGHT, REDUCTION),
        ("msle", "log error", "평균 제곱 로그 오차", "torchmetrics.MeanSquaredLogError"),
    ),
    loss_module(
        "Cosine similarity",
        cosine_similarity,
        infer_direction,
        "For vectors of which only the direction matters: -1 where both point the same way.",
        "regression_losses/#cosinesimilarity",
        "CosineSimilarity",
        (
            WEIGHT,
            Int(name="axis", default=-1, advanced=True, help="Axis of the vectors."),
            REDUCTION,
        ),
        (
            "cosine distance",
            "angle",
            "코사인 유사도",
            "nn.CosineEmbeddingLoss",
            "optax.cosine_similarity",
        ),
    ),
    loss_module(
        "Huber",
        huber,
        infer_regression,
        "For numbers with outliers: squared for small differences, straight for large ones.",
        "regression_losses/#huber",
        "Huber",
        (
            Float(
                name="delta",
                default=1.0,
                above=0.0,
                help="The difference from which on the loss grows straight.",
            ),
            WEIGHT,
            REDUCTION,
        ),
        (
            "smooth l1",
            "robust regression",
            "후버 손실",
            "nn.HuberLoss",
            "nn.SmoothL1Loss",
            "optax.huber_loss",
        ),
    ),
    loss_module(
        "Log cosh",
        log_cosh,
        infer_regression,
        "For numbers with outliers: like a squared error near 0 and a distance further away.",
        "regression_losses/#logcosh",
        "LogCosh",
        (WEIGHT, REDUCTION),
        (
            "logcosh",
            "smooth error",
            "로그 코시 손실",
            "optax.log_cosh",
            "torchmetrics.LogCoshError",
        ),
    ),
)
