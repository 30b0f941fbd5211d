"""Losses: how wrong a prediction is, as one number for the batch.

The maths gives one value a sample; `reduce` makes the batch's number of it, as Keras does: by
default the sum divided by the number of values, even with sample weights.
"""

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module, Port
from hornstudio.engine.params import Choice, Flag, Float, Int, Values
from hornstudio.engine.problem import UPSTREAM, Remedy, SetParam
from hornstudio.engine.shapes import Spec

LOSS_PORTS = (Port("prediction"), Port("target"), Port("sample_weight", optional=True))

WEIGHT = Float(name="weight", default=1.0, low=0.0, help="Share of this loss in the total.")
FROM_LOGITS = Flag(
    name="from_logits",
    default=False,
    help="Whether the prediction is raw scores instead of probabilities.",
)
LABEL_SMOOTHING = Float(
    name="label_smoothing",
    default=0.0,
    low=0.0,
    high=1.0,
    help="How much of each target is spread over all classes.",
)
REDUCTION = Choice(
    name="reduction",
    default="sum_over_batch_size",
    options=("sum_over_batch_size", "sum", "mean_with_sample_weight"),
    advanced=True,
    help="How the values of the samples become one number.",
)


def reduce(values, sample_weight, reduction):
    """One number for the batch. Shapes: values [B, ...], sample_weight [B] or None -> []."""
    weights = jnp.ones_like(values)
    if sample_weight is not None:
        extra = values.ndim - sample_weight.ndim
        weights = weights * sample_weight.reshape(sample_weight.shape + (1,) * extra)
    total = jnp.sum(values * weights)
    if reduction == "sum":
        return total
    return total / (jnp.sum(weights) if reduction == "mean_with_sample_weight" else values.size)


def one_hot_target(target, prediction):
    """Targets as probabilities: integer labels become rows of 0 with a single 1."""
    if target.ndim == prediction.ndim:
        return target.astype(prediction.dtype)
    return jax.nn.one_hot(target, prediction.shape[-1], dtype=prediction.dtype)


def categorical_crossentropy(
    prediction, target, sample_weight=None, *, from_logits, label_smoothing, axis, reduction
):
    """Surprise at the right class, when the model says how likely each class is.

    loss = -sum(target * log(prediction)), predictions first made to sum to 1 and kept from 0.
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
    """
    target = one_hot_target(target, prediction)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + label_smoothing / prediction.shape[axis]
    if from_logits:
        logs = jax.nn.log_softmax(prediction, axis=axis)
    else:
        shares = prediction / jnp.sum(prediction, axis=axis, keepdims=True)
        logs = jnp.log(jnp.clip(shares, 1e-7, 1.0 - 1e-7))
    return reduce(-jnp.sum(target * logs, axis=axis), sample_weight, reduction)


def infer_categorical(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[..., K] against labels [...] or [..., K] -> a loss. Raises: ShapeError."""
    if prediction.rank == 0:
        raise ShapeError(
            "gets one number a sample; needs a score for each class", port="prediction"
        )
    labels = prediction.shape[:-1]
    if target.shape not in (labels, prediction.shape):
        raise ShapeError(
            "prediction is {prediction}, target is {target}; need labels {labels} or {prediction}",
            port="target",
            prediction=str(prediction),
            target=str(target),
            labels=str(prediction.with_shape(labels)),
        )
    count = prediction.shape[-1]
    if target.classes and isinstance(count, int) and count < target.classes:
        raise ShapeError(
            "{count} scores for {classes} classes; need one score for each class",
            port="prediction",
            count=count,
            classes=target.classes,
            remedies=[
                Remedy(
                    Text("Set units to {n}", n=target.classes),
                    SetParam("units", target.classes, UPSTREAM),
                )
            ],
        )
    return Spec((), is_loss=True)


MODULES = (
    Module(
        kind="categorical_crossentropy",
        title="Categorical crossentropy",
        category="loss",
        help="For one right class among several: small when the right one was thought likely.",
        source="https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class",
        params=(
            FROM_LOGITS,
            LABEL_SMOOTHING,
            WEIGHT,
            Int(
                name="axis", default=-1, low=-1, high=-1, advanced=True, help="Axis of the classes."
            ),
            REDUCTION,
        ),
        inputs=LOSS_PORTS,
        outputs=(Port("loss"),),
        infer=infer_categorical,
        apply=categorical_crossentropy,
        words=(
            "cross entropy",
            "negative log likelihood",
            "sparse categorical crossentropy",
            "교차 엔트로피",
            "크로스 엔트로피",
            "nn.CrossEntropyLoss",
            "NLLLoss",
            "softmax_cross_entropy",
        ),
        main=("from_logits",),
    ),
)
