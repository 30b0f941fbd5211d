"""Focal losses: crossentropies that count a sample less the surer the model already is of it."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.agreement import class_count, infer_binary, infer_categorical
from hornstudio.engine.modules.losses.reduction import align, one_hot_target, per_class, reduce
from hornstudio.engine.modules.losses.setting import (
    CLASS_AXIS,
    GAMMA,
    HALF_SMOOTHING,
    MEAN_AXIS,
    SHARE_SMOOTHING,
    crossentropy_params,
    loss_module,
)
from hornstudio.engine.params import Flag, Float, Floats, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def binary_focal_crossentropy(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    apply_class_balancing,
    alpha,
    gamma,
    from_logits,
    label_smoothing,
    axis,
    reduction,
):
    """Surprise at a yes or no, counted less where the model is already right.

    loss = mean((1 - right)^gamma * binary crossentropy); right = target * prediction + (1 -
    target) * (1 - prediction). Balanced: times alpha for a yes, 1 - alpha for a no.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class
    """
    target, prediction = align(target, prediction, mask)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        prediction = jax.nn.sigmoid(prediction)
    shares = jnp.clip(prediction, 1e-7, 1.0 - 1e-7)
    values = -target * jnp.log(shares) - (1.0 - target) * jnp.log(1.0 - shares)
    right = target * prediction + (1.0 - target) * (1.0 - prediction)
    values = values * jnp.power(1.0 - right, gamma)
    if apply_class_balancing:
        values = values * (target * alpha + (1.0 - target) * (1.0 - alpha))
    return reduce(jnp.mean(values, axis=axis), sample_weight, mask, reduction)


def categorical_focal_crossentropy(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    alpha,
    gamma,
    from_logits,
    label_smoothing,
    axis,
    reduction,
):
    """Surprise at the right class, counted less where the model is already right.

    loss = -sum(alpha * (1 - prediction)^gamma * target * log(prediction)), predictions first made
    to sum to 1 and kept 1e-7 away from 0 and 1. alpha: one number, or one for each class.
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class
    """
    target = one_hot_target(target, prediction, axis)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + label_smoothing / prediction.shape[axis]
    if from_logits:
        prediction = jax.nn.softmax(prediction, axis=axis)
    shares = prediction / jnp.sum(prediction, axis=axis, keepdims=True)
    shares = jnp.clip(shares, 1e-7, 1.0 - 1e-7)
    balance = per_class(alpha, prediction, axis)
    values = balance * jnp.power(1.0 - shares, gamma) * -target * jnp.log(shares)
    return reduce(jnp.sum(values, axis=axis), sample_weight, mask, reduction)


def infer_categorical_focal(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """As for crossentropy, with one alpha for all or for each class. Raises: ShapeError."""
    loss = infer_categorical(p, prediction, target, weight)
    classes = class_count(prediction, p.axis)
    if len(p.alpha) != 1 and classes and len(p.alpha) != classes:
        first = p.alpha[:1] or (0.25,)
        raise ShapeError(
            "alpha has {count} numbers; needs one for all, or one for each of {classes} classes",
            at_param="alpha",
            remedies=[set_to("alpha", first, shown=first[0])],
            count=len(p.alpha),
            classes=classes,
        )
    return loss


MODULES = (
    loss_module(
        "Binary focal crossentropy",
        binary_focal_crossentropy,
        infer_binary,
        "For yes or no where most samples are easy: what is already judged right hardly counts.",
        "probabilistic_losses/#binaryfocalcrossentropy",
        "BinaryFocalCrossentropy",
        (
            GAMMA,
            Flag(
                name="apply_class_balancing",
                default=False,
                help="Whether a yes counts alpha and a no 1 - alpha, for when one is rare.",
            ),
            Float(
                name="alpha",
                default=0.25,
                low=0.0,
                high=1.0,
                help="How much a yes counts, where classes are balanced.",
            ),
            *crossentropy_params(HALF_SMOOTHING, MEAN_AXIS),
        ),
        (
            "focal loss",
            "imbalanced yes or no",
            "이진 포컬 손실",
            "초점 손실",
            "torchvision.ops.sigmoid_focal_loss",
            "optax.sigmoid_focal_loss",
        ),
    ),
    loss_module(
        "Categorical focal crossentropy",
        categorical_focal_crossentropy,
        infer_categorical_focal,
        "For one right class among several where most samples are easy: what is already judged "
        "right hardly counts.",
        "probabilistic_losses/#categoricalfocalcrossentropy",
        "CategoricalFocalCrossentropy",
        (
            GAMMA,
            Floats(
                name="alpha",
                default=(0.25,),
                low=0.0,
                help="How much the classes count: one number for all, or one for each.",
            ),
            *crossentropy_params(SHARE_SMOOTHING, CLASS_AXIS),
        ),
        (
            "focal loss",
            "multiclass focal",
            "imbalanced classes",
            "다중 클래스 포컬 손실",
            "클래스 불균형",
            "kornia.losses.focal_loss",
        ),
    ),
)
