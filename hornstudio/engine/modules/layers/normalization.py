"""Normalization: brings numbers to a mean of 0 and a spread of 1, then learns its own."""

from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import KEEP, Array, Arrays, Module
from hornstudio.engine.modules.axis import known_length, need_float, sample_axis
from hornstudio.engine.modules.layers.setting import (
    constraint,
    initializer,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Flag, Float, Int, Ints, Values
from hornstudio.engine.shapes import Spec


def normalize(w, x, mean, variance, shape, epsilon):
    """(x - mean) / sqrt(variance + epsilon) * gamma + beta, these two laid along `shape`."""
    gain = lax.rsqrt(variance + epsilon)
    if "gamma" in w:
        gain = gain * w["gamma"].reshape(shape)
    y = (x - mean) * gain
    return y + w["beta"].reshape(shape) if "beta" in w else y


def batch_normalization(w, s, x, *, training, axis, momentum, epsilon):
    """Normalize each feature over the batch; outside training, by what training has seen.

    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and (biased) variance over
    all axes but `axis`. Training moves the state: moving = momentum * moving + (1 - momentum) *
    new. A frozen node normalizes by its state even while training.
    Shapes: x [B, ..., F, ...]; gamma, beta, moving_mean, moving_variance [F] -> [B, ..., F, ...].
    Source: Ioffe and Szegedy, 2015, arXiv:1502.03167, alg. 1.
    """
    axis = axis % x.ndim
    shape = [n if i == axis else 1 for i, n in enumerate(x.shape)]
    mean, variance = s["moving_mean"], s["moving_variance"]
    if training:
        others = [i for i in range(x.ndim) if i != axis]
        mean, variance = jnp.mean(x, others), jnp.var(x, others)
        s = {
            "moving_mean": momentum * s["moving_mean"] + (1.0 - momentum) * mean,
            "moving_variance": momentum * s["moving_variance"] + (1.0 - momentum) * variance,
        }
    return normalize(w, x, mean.reshape(shape), variance.reshape(shape), shape, epsilon), s


def layer_normalization(w, x, *, axis, epsilon):
    """Normalize each sample by itself, over `axis`.

    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over `axis`.
    Shapes: x [B, ..., F]; gamma, beta [F] (the lengths of `axis`) -> [B, ..., F].
    Source: Ba, Kiros and Hinton, 2016, arXiv:1607.06450, eq. 4.
    """
    axes = [i % x.ndim for i in axis]
    shape = [n if i in axes else 1 for i, n in enumerate(x.shape)]
    mean, variance = jnp.mean(x, axes, keepdims=True), jnp.var(x, axes, keepdims=True)
    return normalize(w, x, mean, variance, shape, epsilon)


def infer_batch_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError."""
    known_length(x, sample_axis(p.axis, x))
    need_float(x)
    return x.with_shape(x.shape)


def infer_layer_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError."""
    for axis in p.axis:
        known_length(x, sample_axis(axis, x))
    need_float(x)
    return x.with_shape(x.shape)


def gain_and_shift(p: Values, shape: tuple[int, ...]) -> Arrays:
    """gamma and beta, as far as they are wanted."""
    gamma, beta = (weight_array(shape, name) for name in ("gamma", "beta"))
    return (gamma,) * p.scale + (beta,) * p.center


def batch_normalization_weights(p: Values, x: Spec) -> Arrays:
    """gamma [F], beta [F]."""
    return gain_and_shift(p, (known_length(x, sample_axis(p.axis, x)),))


def batch_normalization_state(p: Values, x: Spec) -> Arrays:
    """moving_mean [F], moving_variance [F]."""
    shape = (known_length(x, sample_axis(p.axis, x)),)
    return (
        Array("moving_mean", shape, "moving_mean_initializer"),
        Array("moving_variance", shape, "moving_variance_initializer"),
    )


def layer_normalization_weights(p: Values, x: Spec) -> Arrays:
    """gamma and beta, both of the lengths of `axis`."""
    places = sorted({sample_axis(axis, x) for axis in p.axis})
    return gain_and_shift(p, tuple(known_length(x, place) for place in places))


def batch_normalization_flops(p: Values, x: Spec) -> int:
    """Subtract, multiply and add for each number."""
    return 3 * (x.size or 0)


def layer_normalization_flops(p: Values, x: Spec) -> int:
    """Mean (1), variance (3), subtract, multiply and add for each number."""
    return 7 * (x.size or 0)


EPSILON = Float(
    name="epsilon",
    default=1e-3,
    above=0.0,
    advanced=True,
    help="Small number added to the variance, against division by 0.",
)
CENTER = Flag(name="center", default=True, help="Whether to add a learned shift, beta.")
SCALE = Flag(name="scale", default=True, help="Whether to multiply by a learned gain, gamma.")
GAIN_AND_SHIFT = (
    initializer("beta_initializer", "zeros", "shift"),
    initializer("gamma_initializer", "ones", "gain"),
    regularizer("beta_regularizer", "shift"),
    regularizer("gamma_regularizer", "gain"),
    constraint("beta_constraint", "shift"),
    constraint("gamma_constraint", "gain"),
)

RENORM = {
    **dict.fromkeys(
        ("renorm", "renorm_clipping", "renorm_momentum"), "rare; group normalization serves better"
    ),
    "synchronized": "the mean is over the whole batch on any number of devices",
}

MODULES = (
    Module(
        kind="batch_normalization",
        title="Batch normalization",
        category="normalization",
        help="Brings each feature to a mean of 0 and a spread of 1 over the batch; training goes "
        "faster.",
        source="https://keras.io/api/layers/normalization_layers/batch_normalization/",
        params=(
            Int(name="axis", default=-1, help="Axis of the features, usually the last."),
            Float(
                name="momentum",
                default=0.99,
                low=0.0,
                high=1.0,
                help="How slowly the moving mean and variance follow: share of the old value.",
            ),
            EPSILON,
            CENTER,
            SCALE,
            *GAIN_AND_SHIFT,
            initializer("moving_mean_initializer", "zeros", "moving mean"),
            initializer("moving_variance_initializer", "ones", "moving variance"),
        ),
        infer=infer_batch_normalization,
        weights=batch_normalization_weights,
        state=batch_normalization_state,
        flops=batch_normalization_flops,
        apply=batch_normalization,
        mask=KEEP,
        keras="layers.BatchNormalization",
        left_out=RENORM,
        words=("batch norm", "bn", "배치 정규화", "nn.BatchNorm2d", "nnx.BatchNorm"),
        main=("momentum",),
    ),
    Module(
        kind="layer_normalization",
        title="Layer normalization",
        category="normalization",
        help="Brings each sample to a mean of 0 and a spread of 1 over its features; usual in "
        "transformers.",
        source="https://keras.io/api/layers/normalization_layers/layer_normalization/",
        params=(
            Ints(
                name="axis",
                default=(-1,),
                low=-16,
                help="Axes to normalize over, usually the last.",
            ),
            EPSILON,
            CENTER,
            SCALE,
            *GAIN_AND_SHIFT,
        ),
        infer=infer_layer_normalization,
        weights=layer_normalization_weights,
        flops=layer_normalization_flops,
        apply=layer_normalization,
        mask=KEEP,
        keras="layers.LayerNormalization",
        words=("layer norm", "ln", "층 정규화", "레이어 정규화", "nn.LayerNorm", "nnx.LayerNorm"),
        main=("axis",),
    ),
)
