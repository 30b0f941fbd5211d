"""Normalization of size alone: divides by the length of a vector and leaves its mean."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import KEEP, Array, Arrays, Module
from hornstudio.engine.modules.axis import known_length, need_float, sample_axis
from hornstudio.engine.params import Float, Ints, Values
from hornstudio.engine.problem import Remedy, set_to
from hornstudio.engine.shapes import Spec


def rms_normalization(w, x, *, axis, epsilon):
    """Divide each sample by the root of its mean square, then multiply by a learned gain.

    y = scale * x / sqrt(mean(x^2) + epsilon), the mean over `axis`.
    Shapes: x [B, ..., F]; scale [F] (the lengths of `axis`, which are the last) -> [B, ..., F].
    Source: Zhang and Sennrich, 2019, arXiv:1910.07467, eq. 4.
    """
    mean_square = jnp.mean(jnp.square(x), axis, keepdims=True)
    return x * lax.rsqrt(mean_square + epsilon) * w["scale"]


def unit_normalization(x, *, axis):
    """Divide each sample by its length, so that the squares along `axis` sum to 1.

    y = x * min(1 / sqrt(sum(x^2)), 10^12), the sum over `axis`; so a vector of zeros stays one.
    Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/normalization_layers/unit_normalization/
    """
    square = jnp.sum(jnp.square(x), axis, keepdims=True)
    return x * jnp.minimum(lax.rsqrt(square), 1e12)


def infer_unit_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError."""
    _places(p, x)
    need_float(x)
    return x.with_shape(x.shape)


def infer_rms_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError when `axis` is not the last axes."""
    places = _places(p, x)
    need_float(x)
    if places != list(range(x.rank - len(places), x.rank)):
        raise ShapeError(
            "axis is {axis}; need the last axis, or several that end with it",
            remedies=[_last_axis()],
            axis=", ".join(map(str, p.axis)),
        )
    for place in places:
        known_length(x, place)
    return x.with_shape(x.shape)


def _places(p: Values, x: Spec) -> list[int]:
    """Places of the axes in the shape of a sample, in order. Raises: ShapeError."""
    places = sorted(sample_axis(axis, x) for axis in p.axis)
    if len(set(places)) == len(places):
        return places
    raise ShapeError(
        "axis is {axis}, which names one axis twice; need each once",
        remedies=[_last_axis()],
        axis=", ".join(map(str, p.axis)),
    )


def _last_axis() -> Remedy:
    return set_to("axis", -1)


def rms_normalization_weights(p: Values, x: Spec) -> Arrays:
    """scale, of the lengths of `axis`."""
    return (Array("scale", tuple(known_length(x, place) for place in _places(p, x)), "ones"),)


def rms_normalization_flops(p: Values, x: Spec) -> int:
    """Square, add, divide and multiply for each number."""
    return 4 * (x.size or 0)


def unit_normalization_flops(p: Values, x: Spec) -> int:
    """Square, add and divide for each number."""
    return 3 * (x.size or 0)


AXIS = Ints(name="axis", default=(-1,), low=-16, help="Axes to normalize over, usually the last.")

MODULES = (
    Module(
        kind="rms_normalization",
        title="RMS normalization",
        category="normalization",
        help="Brings the root mean square of each sample to 1 and leaves its mean; usual in large "
        "language models.",
        source="https://keras.io/api/layers/normalization_layers/rms_normalization/",
        params=(
            AXIS,
            Float(
                name="epsilon",
                default=1e-6,
                above=0.0,
                advanced=True,
                help="Small number added to the mean square, against division by 0.",
            ),
        ),
        infer=infer_rms_normalization,
        weights=rms_normalization_weights,
        flops=rms_normalization_flops,
        apply=rms_normalization,
        alone=True,
        keras="layers.RMSNormalization",
        words=("rms norm", "root mean square", "RMS 정규화", "nn.RMSNorm", "nnx.RMSNorm"),
        main=("axis",),
    ),
    Module(
        kind="unit_normalization",
        title="Unit normalization",
        category="normalization",
        help="Divides each sample by its length, so that only its direction is left.",
        source="https://keras.io/api/layers/normalization_layers/unit_normalization/",
        params=(AXIS,),
        infer=infer_unit_normalization,
        flops=unit_normalization_flops,
        apply=unit_normalization,
        alone=True,
        mask=KEEP,
        keras="layers.UnitNormalization",
        words=("l2 normalize", "unit norm", "cosine", "단위 정규화", "F.normalize"),
        main=("axis",),
    ),
)
