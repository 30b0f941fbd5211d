"""Losses: how wrong a prediction is, as one number for the batch.

The maths gives one value a sample; `reduce` makes the batch's number of it, as Keras does: by
default the sum divided by the number of values, even with sample weights.
"""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.agreement import (
    infer_binary,
    infer_categorical,
    infer_regression,
)
from hornstudio.engine.params import Choice, Flag, Float, Int, Param

LOSS_PORTS = (Port("prediction"), Port("target"), Port("sample_weight", optional=True))

WEIGHT = Float(name="weight", default=1.0, low=0.0, help="Share of this loss in the total.")
FROM_LOGITS = Flag(
    name="from_logits",
    default=False,
    help="Whether the prediction is raw scores instead of probabilities.",
)
REDUCTION = Choice(
    name="reduction",
    default="sum_over_batch_size",
    options=("sum_over_batch_size", "sum", "mean_with_sample_weight"),
    advanced=True,
    help="How the values of the samples become one number: their sum divided by how many there "
    "are, their sum, or their sum divided by the sum of the sample weights.",
)


def reduce(values, sample_weight, mask, reduction):
    """One number for the batch. Shapes: values [B, ...], sample_weight [B] or more -> [].

    mask [B, T]: which values count. A mean is then one over those, as in Keras.
    """
    weights = weights_like(values, sample_weight)
    if mask is not None:
        kept = spread(mask.astype(values.dtype), values.ndim)
        if reduction == "sum_over_batch_size":
            count = jnp.sum(kept)
            kept = jnp.where(count == 0.0, 0.0, kept * kept.size / jnp.where(count, count, 1.0))
        weights = weights * kept
    total = jnp.sum(values * weights)
    if reduction == "sum":
        return total
    if reduction == "sum_over_batch_size":
        return total / values.size
    count = jnp.sum(weights)
    return total / jnp.where(count == 0.0, 1.0, count)


def weights_like(values, sample_weight):
    """Weights of the same shape as the values, 1 where none are given."""
    weights = jnp.ones_like(values)
    return weights if sample_weight is None else weights * spread(sample_weight, values.ndim)


def spread(array, rank):
    """An array of samples, with dimensions of 1 behind or dropped to have `rank` of them."""
    return array.reshape(array.shape[:rank] + (1,) * (rank - array.ndim))


def align(target, prediction):
    """Both with the same dimensions, so that [B] meets [B, 1] number by number.

    Like Keras: [B] becomes [B, 1]; of more dimensions, a last one of 1 is dropped.
    """
    target = target.astype(prediction.dtype)
    if target.ndim == 1 and prediction.ndim <= 2:
        target = target[:, None]
    if prediction.ndim == 1 and target.ndim == 2:
        prediction = prediction[:, None]
    if prediction.ndim == target.ndim + 1:
        prediction = prediction.squeeze(-1)
    if target.ndim == prediction.ndim + 1:
        target = target.squeeze(-1)
    return target, prediction


def one_hot_target(target, prediction, axis):
    """Targets as probabilities: integer labels become rows of 0 with a single 1."""
    if target.shape == prediction.shape:
        return target.astype(prediction.dtype)
    if target.ndim == prediction.ndim:
        target = target.squeeze(axis)
    classes = prediction.shape[axis]
    return jax.nn.one_hot(target.astype(int), classes, axis=axis, dtype=prediction.dtype)


def categorical_crossentropy(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    from_logits,
    label_smoothing,
    axis,
    reduction,
):
    """Surprise at the right class, when the model says how likely each class is.

    loss = -sum(target * log(prediction)), predictions first made to sum to 1 and kept from 0.
    Smoothing: target * (1 - label_smoothing) + label_smoothing / K.
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
    """
    target = one_hot_target(target, prediction, axis)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + label_smoothing / prediction.shape[axis]
    if from_logits:
        logs = jax.nn.log_softmax(prediction, axis=axis)
    else:
        shares = prediction / jnp.sum(prediction, axis=axis, keepdims=True)
        logs = jnp.log(jnp.clip(shares, 1e-7, 1.0 - 1e-7))
    return reduce(-jnp.sum(target * logs, axis=axis), sample_weight, mask, reduction)


def binary_crossentropy(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    from_logits,
    label_smoothing,
    axis,
    reduction,
):
    """Surprise at a yes or no, when the model says how likely a yes is.

    loss = -mean(target * log(prediction) + (1 - target) * log(1 - prediction)), predictions kept
    1e-7 away from 0 and 1. Smoothing: target * (1 - label_smoothing) + label_smoothing / 2.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
    """
    target, prediction = align(target, prediction)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        yes, no = jax.nn.log_sigmoid(prediction), jax.nn.log_sigmoid(-prediction)
    else:
        shares = jnp.clip(prediction, 1e-7, 1.0 - 1e-7)
        yes, no = jnp.log(shares), jnp.log(1.0 - shares)
    values = jnp.mean(-target * yes - (1.0 - target) * no, axis=axis)
    return reduce(values, sample_weight, mask, reduction)


def mean_squared_error(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Mean of the squared differences between prediction and target.

    loss = mean((prediction - target)^2).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """
    target, prediction = align(target, prediction)
    return reduce(
        jnp.mean(jnp.square(prediction - target), axis=-1), sample_weight, mask, reduction
    )


def _crossentropy_params(smoothing_help: str, axis_help: str) -> tuple[Param, ...]:
    return (
        FROM_LOGITS,
        Float(name="label_smoothing", default=0.0, low=0.0, high=1.0, help=smoothing_help),
        WEIGHT,
        Int(name="axis", default=-1, advanced=True, help=axis_help),
        REDUCTION,
    )


def _loss(
    title: str,
    apply: Callable[..., Any],
    infer: Callable[..., Any],
    help: str,
    source: str,
    keras: str,
    params: tuple[Param, ...],
    words: tuple[str, ...],
) -> Module:
    return Module(
        kind=apply.__name__,
        title=title,
        category="loss",
        help=help,
        source=f"https://keras.io/api/losses/{source}-class",
        params=params,
        inputs=LOSS_PORTS,
        outputs=(Port("loss"),),
        infer=infer,
        apply=apply,
        keras=f"losses.{keras}",
        words=words,
        main=(params[0].name,),
    )


MODULES = (
    _loss(
        "Categorical crossentropy",
        categorical_crossentropy,
        infer_categorical,
        "For one right class among several: small when the right one was thought likely.",
        "probabilistic_losses/#categoricalcrossentropy",
        "CategoricalCrossentropy",
        _crossentropy_params(
            "How much of each target is spread over all classes.", "Axis of the classes."
        ),
        (
            "cross entropy",
            "negative log likelihood",
            "sparse categorical crossentropy",
            "교차 엔트로피",
            "크로스 엔트로피",
            "nn.CrossEntropyLoss",
            "NLLLoss",
            "softmax_cross_entropy",
        ),
    ),
    _loss(
        "Binary crossentropy",
        binary_crossentropy,
        infer_binary,
        "For yes or no: small when the right answer was thought likely.",
        "probabilistic_losses/#binarycrossentropy",
        "BinaryCrossentropy",
        _crossentropy_params(
            "How far each target is moved towards one half.", "Axis to take the mean over."
        ),
        (
            "log loss",
            "logistic loss",
            "yes or no",
            "이진 교차 엔트로피",
            "nn.BCELoss",
            "nn.BCEWithLogitsLoss",
            "sigmoid_binary_cross_entropy",
        ),
    ),
    _loss(
        "Mean squared error",
        mean_squared_error,
        infer_regression,
        "For numbers: the mean of the squared differences, so that large ones count most.",
        "regression_losses/#meansquarederror",
        "MeanSquaredError",
        (WEIGHT, REDUCTION),
        ("mse", "l2 loss", "regression", "평균 제곱 오차", "회귀", "nn.MSELoss", "optax.l2_loss"),
    ),
)
