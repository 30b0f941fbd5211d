"""Crossentropies: how surprised a model is by the right answer."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.agreement import class_count, infer_binary, infer_categorical
from hornstudio.engine.modules.losses.reduction import align, one_hot_target, per_class, reduce
from hornstudio.engine.modules.losses.setting import (
    CLASS_AXIS,
    HALF_SMOOTHING,
    MEAN_AXIS,
    SHARE_SMOOTHING,
    crossentropy_params,
    loss_module,
)
from hornstudio.engine.params import Floats, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Given


def categorical_crossentropy(
    prediction,
    target,
    sample_weight=None,
    *,
    mask=None,
    from_logits,
    label_smoothing,
    class_weight,
    axis,
    reduction,
):
    """Surprise at the right class, when the model says how likely each class is.

    loss = -sum(target * log(prediction)), predictions first made to sum to 1 and kept from 0.
    Smoothing: target * (1 - label_smoothing) + label_smoothing / K. class_weight: a factor of the
    target for each class, after that.
    Shapes: prediction [B, ..., K]; target [B, ...] integers or [B, ..., K] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
    """
    target = one_hot_target(target, prediction, axis)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + label_smoothing / prediction.shape[axis]
    if class_weight is not None:
        target = target * per_class(class_weight, prediction, axis)
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
    class_weight,
    axis,
    reduction,
):
    """Surprise at a yes or no, when the model says how likely a yes is.

    loss = -mean(target * log(prediction) + (1 - target) * log(1 - prediction)), predictions kept
    1e-7 away from 0 and 1. Smoothing: target * (1 - label_smoothing) + label_smoothing / 2.
    class_weight: a factor of the second term, for no, and one of the first, for yes, after that.
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
    """
    target, prediction = align(target, prediction, mask)
    if label_smoothing:
        target = target * (1.0 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        yes, no = jax.nn.log_sigmoid(prediction), jax.nn.log_sigmoid(-prediction)
    else:
        shares = jnp.clip(prediction, 1e-7, 1.0 - 1e-7)
        yes, no = jnp.log(shares), jnp.log(1.0 - shares)
    if class_weight is not None:
        no, yes = class_weight[0] * no, class_weight[1] * yes
    values = jnp.mean(-target * yes - (1.0 - target) * no, axis=axis)
    return reduce(values, sample_weight, mask, reduction)


def infer_crossentropy(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """As for every loss of classes, with as many class weights. Raises: ShapeError."""
    loss = infer_categorical(p, prediction, target, weight)
    classes = class_count(prediction, p.axis)
    if p.class_weight is not None and classes and len(p.class_weight) != classes:
        names = Given(", ".join(target.names) if len(target.names) == classes <= _NAMED else "")
        raise ShapeError(
            "numbers in class_weight: {count}; need {classes}, one for each class: {names}"
            if names
            else "numbers in class_weight: {count}; need {classes}, one for each class",
            at_param="class_weight",
            remedies=[set_to("class_weight", None)],
            count=len(p.class_weight),
            classes=classes,
            names=names,
        )
    refuse_no_weight(p)
    return loss


def infer_yes_or_no(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """As for every loss of yes and no, one of which counts something. Raises: ShapeError."""
    refuse_no_weight(p)
    return infer_binary(p, prediction, target, weight)


def refuse_no_weight(p: Values) -> None:
    """Raises: ShapeError where no class counts anything."""
    if p.class_weight is not None and not any(p.class_weight):
        raise ShapeError(
            "class_weight is 0 for each class, so that nothing is learned; need a number above 0 "
            "for one class or more",
            at_param="class_weight",
            remedies=[set_to("class_weight", None)],
        )


_NAMED = 12
"""More classes than this are not named in a sentence."""

CLASS_WEIGHT = Floats(
    name="class_weight",
    default=None,
    optional=True,
    low=0.0,
    help="How much each class counts, in their order, as 1, 1, 5, for when some are rare; none for "
    "all alike. Validation and test count so, too.",
)

YES_WEIGHT = Floats(
    name="class_weight",
    default=None,
    optional=True,
    length=2,
    low=0.0,
    own=True,
    help="How much a no (the first of two classes) and a yes count, as 1, 5, for when a yes is "
    "rare; none for both alike. Validation and test count so, too.",
)

MODULES = (
    loss_module(
        "Categorical crossentropy",
        categorical_crossentropy,
        infer_crossentropy,
        "For one right class among several: small when the right one was thought likely.",
        "probabilistic_losses/#categoricalcrossentropy",
        "CategoricalCrossentropy",
        crossentropy_params(SHARE_SMOOTHING, CLASS_AXIS, CLASS_WEIGHT),
        (
            "cross entropy",
            "class weights",
            "imbalanced classes",
            "클래스 가중치",
            "클래스 불균형",
            "negative log likelihood",
            "sparse categorical crossentropy",
            "교차 엔트로피",
            "크로스 엔트로피",
            "nn.CrossEntropyLoss",
            "NLLLoss",
            "softmax_cross_entropy",
        ),
    ),
    loss_module(
        "Binary crossentropy",
        binary_crossentropy,
        infer_yes_or_no,
        "For yes or no: small when the right answer was thought likely.",
        "probabilistic_losses/#binarycrossentropy",
        "BinaryCrossentropy",
        crossentropy_params(HALF_SMOOTHING, MEAN_AXIS, YES_WEIGHT),
        (
            "log loss",
            "logistic loss",
            "yes or no",
            "pos_weight",
            "class weights",
            "imbalanced yes or no",
            "클래스 가중치",
            "클래스 불균형",
            "이진 교차 엔트로피",
            "nn.BCELoss",
            "nn.BCEWithLogitsLoss",
            "sigmoid_binary_cross_entropy",
        ),
    ),
)
