"""Losses for areas: how little the predicted area overlaps the wanted one."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.agreement import LOSS, need_scores
from hornstudio.engine.modules.axis import sample_axis
from hornstudio.engine.modules.losses.reduction import match, reduce
from hornstudio.engine.modules.losses.setting import REDUCTION, WEIGHT, loss_module
from hornstudio.engine.params import Float, Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def reduce_areas(values, sample_weight, mask, axis, reduction):
    """`reduce`, where a value of several samples knows no mask of any one of them."""
    if axis is not None and any(a % (values.ndim + len(axis)) == 0 for a in axis):
        mask = None
    return reduce(values, sample_weight, mask, reduction)


def dice(prediction, target, sample_weight=None, *, mask=None, axis, reduction):
    """How little two areas overlap: 0 where they are the same, 1 where they never meet.

    loss = 1 - 2 * sum(prediction * target) / (sum(prediction) + sum(target) + 1e-7), summed over
    `axis`, or over the whole batch; then weights and masks only scale the one value.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> [].
    Source: arXiv:1606.04797, with plain sums as in Keras.
    """
    target = match(target, prediction)
    both = jnp.sum(target * prediction, axis=axis)
    sizes = jnp.sum(target, axis=axis) + jnp.sum(prediction, axis=axis)
    values = 1.0 - 2.0 * both / (sizes + 1e-7)
    return reduce_areas(values, sample_weight, mask, axis, reduction)


def tversky(prediction, target, sample_weight=None, *, mask=None, alpha, beta, axis, reduction):
    """How little two areas overlap, with a weight each for what is missed and what is too much.

    loss = 1 - both / (both + alpha * missed + beta * spare + 1e-7); both = sum(prediction *
    target), missed = sum((1 - prediction) * target), spare = sum(prediction * (1 - target)).
    Keras' own alpha and beta: the paper has them the other way round.
    Shapes: prediction [B, ..., K]; target the same, or [B, ...] integers -> [].
    Source: arXiv:1706.05721, eq. 4, as in Keras.
    """
    target = match(target, prediction)
    both = jnp.sum(target * prediction, axis=axis)
    missed = jnp.sum((1.0 - prediction) * target, axis=axis)
    spare = jnp.sum(prediction * (1.0 - target), axis=axis)
    values = 1.0 - both / (both + alpha * missed + beta * spare + 1e-7)
    return reduce_areas(values, sample_weight, mask, axis, reduction)


def infer_area(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """Equal shapes, or labels against a score for each class -> a loss. Raises: ShapeError."""
    need_scores(prediction, target, weight)
    axes = p.axis or ()
    places = [sample_axis(a, prediction, "prediction") for a in axes if not is_batch(a, prediction)]
    if len(set(places)) < len(places) or len(axes) > len(places) + 1:
        raise _axis_error("axis {axis} names one twice; need each once", "prediction", axes)
    if weight is not None and len(axes) > len(places):
        reason = "axis {axis} joins several samples, so that they cannot have weights of their own"
        raise _axis_error(reason, "sample_weight", axes)
    return LOSS


def is_batch(axis: int, x: Spec) -> bool:
    """Whether an axis, which counts the batch as 0, is that of the samples."""
    return axis in (0, -x.rank - 1)


def _axis_error(reason: str, port: str, axes: tuple[int, ...]) -> ShapeError:
    remedy = set_to("axis", None)
    axis = ", ".join(str(a) for a in axes)
    return ShapeError(reason, port=port, remedies=[remedy], axis=axis)


AXIS = Ints(
    name="axis",
    default=None,
    optional=True,
    low=-16,
    advanced=True,
    help="Axes that make up an area, the batch being 0; none for the whole batch at once. 1, 2 "
    "gives each picture and class an area of its own.",
)

MODULES = (
    loss_module(
        "Dice",
        dice,
        infer_area,
        "For areas in pictures: small when the predicted area overlaps the wanted one.",
        "https://arxiv.org/abs/1606.04797",
        "Dice",
        (WEIGHT, AXIS, REDUCTION),
        (
            "dice coefficient",
            "segmentation",
            "overlap",
            "다이스 손실",
            "분할",
            "monai.losses.DiceLoss",
            "optax.losses.dice_loss",
        ),
    ),
    loss_module(
        "Tversky",
        tversky,
        infer_area,
        "For areas in pictures: like Dice, with a weight each for what is missed and what is too "
        "much.",
        "https://arxiv.org/abs/1706.05721",
        "Tversky",
        (
            Float(
                name="alpha",
                default=0.5,
                low=0.0,
                help="How much it counts what the target has and the prediction has not.",
            ),
            Float(
                name="beta",
                default=0.5,
                low=0.0,
                help="How much it counts what the prediction has and the target has not.",
            ),
            WEIGHT,
            AXIS,
            REDUCTION,
        ),
        (
            "tversky index",
            "segmentation",
            "트버스키 손실",
            "monai.losses.TverskyLoss",
            "segmentation_models_pytorch.losses.TverskyLoss",
        ),
    ),
)
