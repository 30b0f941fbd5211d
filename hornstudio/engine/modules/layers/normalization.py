"""Normalization: brings numbers to a mean of 0 and a spread of 1, then learns its own."""

from math import gcd

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import KEEP, Array, Arrays, Module
from hornstudio.engine.modules.axis import known_length, need_float, sample_axis
from hornstudio.engine.modules.layers.batch_statistics import normalize_by_batch
from hornstudio.engine.modules.layers.sample_statistics import normalize_by_sample
from hornstudio.engine.modules.layers.setting import (
    constraint,
    initializer,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Flag, Float, Int, Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def normalize(w, x, mean, variance, shape, epsilon):
    """(x - mean) / sqrt(variance + epsilon) * gamma + beta, these two laid along `shape`."""
    gain = lax.rsqrt(variance + epsilon)
    if "gamma" in w:
        gain = gain * w["gamma"].reshape(shape)
    y = (x - mean) * gain
    return y + w["beta"].reshape(shape) if "beta" in w else y


def laid_along(w, x, shape):
    """gamma and beta of this shape, where they are learned; otherwise 1 and 0."""
    gamma = w["gamma"].reshape(shape) if "gamma" in w else jnp.ones(shape, x.dtype)
    beta = w["beta"].reshape(shape) if "beta" in w else jnp.zeros(shape, x.dtype)
    return gamma, beta


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
    if not training:
        mean, variance = s["moving_mean"].reshape(shape), s["moving_variance"].reshape(shape)
        return normalize(w, x, mean, variance, shape, epsilon), s
    others = tuple(i for i in range(x.ndim) if i != axis)
    gamma, beta = laid_along(w, x, shape)
    y, *figures = normalize_by_batch(x, gamma, beta, others, epsilon)
    return y, {
        name: momentum * s[name] + (1.0 - momentum) * new.reshape(-1)
        for name, new in zip(("moving_mean", "moving_variance"), figures, strict=True)
    }


def layer_normalization(w, x, *, axis, epsilon):
    """Normalize each sample by itself, over `axis`.

    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over `axis`.
    Shapes: x [B, ..., F]; gamma, beta [F] (the lengths of `axis`) -> [B, ..., F].
    Source: Ba, Kiros and Hinton, 2016, arXiv:1607.06450, eq. 4.
    """
    axes = tuple(i % x.ndim for i in axis)
    shape = [n if i in axes else 1 for i, n in enumerate(x.shape)]
    gamma, beta = laid_along(w, x, shape)
    return normalize_by_sample(x, gamma, beta, axes, epsilon)


def group_normalization(w, x, *, groups, axis, epsilon):
    """Normalize each sample by itself, over groups of neighbouring features and all places.

    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance of each group;
    groups: how many there are along `axis`, -1 for as many as features.
    Shapes: x [B, ..., F, ...]; gamma, beta [F] -> [B, ..., F, ...].
    Source: Wu and He, 2018, arXiv:1803.08494, eq. 2 and 7.
    """
    axis = axis % x.ndim
    count = x.shape[axis] if groups == -1 else groups
    places = [i for i in range(1, x.ndim) if i != axis]
    shape = [n if i in (0, axis) else 1 for i, n in enumerate(x.shape)]

    def of_group(x):
        """The mean of each group, for each of its features; a CPU adds up features apart."""
        each = jnp.mean(x, places).reshape(len(x), count, x.shape[axis] // count)
        return jnp.broadcast_to(jnp.mean(each, 2, keepdims=True), each.shape).reshape(shape)

    mean = of_group(x)
    variance = of_group(jnp.square(x - mean))
    return normalize(w, x, mean, variance, [1, *shape[1:]], epsilon)


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


def infer_group_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError when the groups do not share out the features."""
    features = known_length(x, sample_axis(p.axis, x))
    need_float(x)
    if p.groups == 0 or features % p.groups:
        fit = gcd(p.groups, features) if p.groups else 1
        raise ShapeError(
            "groups is {groups}, which must divide the {features} features",
            port="input",
            remedies=[set_to("groups", fit)],
            groups=p.groups,
            features=features,
        )
    return x.with_shape(x.shape)


def gain_and_shift(p: Values, shape: tuple[int, ...]) -> Arrays:
    """gamma and beta, as far as they are wanted."""
    gamma, beta = (weight_array(shape, name) for name in ("gamma", "beta"))
    return (gamma,) * p.scale + (beta,) * p.center


def feature_weights(p: Values, x: Spec) -> Arrays:
    """gamma [F], beta [F], for each place along `axis`."""
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


def sample_flops(p: Values, x: Spec) -> int:
    """Mean (1), variance (3), subtract, multiply and add for each number."""
    return 7 * (x.size or 0)


AXIS = Int(name="axis", default=-1, help="Axis of the features, usually the last.")
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
            AXIS,
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
        weights=feature_weights,
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
        flops=sample_flops,
        apply=layer_normalization,
        alone=True,
        mask=KEEP,
        keras="layers.LayerNormalization",
        words=("layer norm", "ln", "층 정규화", "레이어 정규화", "nn.LayerNorm", "nnx.LayerNorm"),
        main=("axis",),
    ),
    Module(
        kind="group_normalization",
        title="Group normalization",
        category="normalization",
        help="Brings groups of features to a mean of 0 and a spread of 1 in each sample; does not "
        "mind small batches.",
        source="https://keras.io/api/layers/normalization_layers/group_normalization/",
        params=(
            Int(
                name="groups",
                default=32,
                low=-1,
                help="Into how many groups the features are shared out; -1 makes a group of each "
                "feature.",
            ),
            AXIS,
            EPSILON,
            CENTER,
            SCALE,
            *GAIN_AND_SHIFT,
        ),
        infer=infer_group_normalization,
        weights=feature_weights,
        flops=sample_flops,
        apply=group_normalization,
        alone=True,
        mask=KEEP,
        keras="layers.GroupNormalization",
        words=(
            "group norm",
            "gn",
            "instance norm",
            "그룹 정규화",
            "인스턴스 정규화",
            "nn.GroupNorm",
            "nn.InstanceNorm2d",
            "nnx.GroupNorm",
        ),
        main=("groups",),
    ),
)
