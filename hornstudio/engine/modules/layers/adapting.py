"""Preprocessing that is fitted to the training data before the first step."""

from math import prod
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, np
from hornstudio.engine.module import KEEP, Array, Arrays, Module
from hornstudio.engine.modules.axis import known_length, sample_axis
from hornstudio.engine.params import Choice, Flag, Float, Floats, Int, Ints, Values
from hornstudio.engine.problem import Remedy, set_to
from hornstudio.engine.shapes import Shape, Spec


def normalization(s, x, *, axis, mean, variance, invert):
    """Bring each feature to a mean of 0 and a spread of 1, by what the training data shows.

    y = (x - mean) / max(sqrt(variance), 1e-7); inverted, y = mean + x * max(sqrt(variance), 1e-7).
    Shapes: x [B, ...]; mean, variance of the lengths of `axis` -> [B, ...].
    Source: https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
    """
    kept = kept_axes(x.ndim, axis)
    shape = [n if i in kept else 1 for i, n in enumerate(x.shape)]
    lengths = [x.shape[i] for i in kept]
    centre = s["mean"] if mean is None else jnp.asarray(given(mean, lengths))
    spread = s["variance"] if variance is None else jnp.asarray(given(variance, lengths))
    centre, spread = centre.reshape(shape), jnp.maximum(jnp.sqrt(spread), 1e-7).reshape(shape)
    return (centre + x * spread if invert else (x - centre) / spread), s


def adapt_normalization(s, x, *, axis):
    """Mean and variance over all axes but `axis`. Shapes: x [N, ...] -> lengths of `axis`."""
    if not s:
        return s
    kept = kept_axes(x.ndim, axis)
    others = tuple(i for i in range(x.ndim) if i not in kept)
    mean = np.mean(x, axis=others, dtype=np.float64)
    variance = np.var(x, axis=others, dtype=np.float64)
    return {"mean": mean.astype(np.float32), "variance": variance.astype(np.float32)}


def kept_axes(rank, axis):
    """Places of the axes that have numbers of their own, in order."""
    return sorted(i % rank for i in axis or ())


def given(numbers, lengths):
    """Numbers that were typed in, as an array of these lengths; the last axes come first."""
    if len(numbers) == 1:
        return np.full(lengths, numbers[0], np.float32)
    array = np.asarray(numbers, np.float32)
    return np.broadcast_to(
        array.reshape(lengths) if array.size == np.prod(lengths) else array, lengths
    )


def infer_normalization(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError."""
    lengths = _lengths(p, x)
    if (p.mean is None) != (p.variance is None):
        raise ShapeError(
            "only one of mean and variance is set; need both, or none to take them from the data",
            remedies=[_unset("mean" if p.variance is None else "variance")],
        )
    for name in ("mean", "variance"):
        count = len(p[name] or (0,))
        if count not in (1, lengths[-1] if lengths else 1, prod(lengths)):
            raise ShapeError(
                "{name} has {count} numbers; need one, or one for each of {shape}",
                remedies=[_unset("mean")],
                name=name,
                count=count,
                shape=str(Spec(lengths)),
            )
    return x.with_shape(x.shape)


def _unset(name: str) -> Remedy:
    return set_to(name, None)


def _lengths(p: Values, x: Spec) -> tuple[int, ...]:
    """Lengths of `axis`. Raises: ShapeError."""
    places = sorted({sample_axis(axis, x) for axis in p.axis or ()})
    return tuple(known_length(x, place) for place in places)


def normalization_state(p: Values, x: Spec) -> Arrays:
    """mean and variance of the lengths of `axis`, unless they are given."""
    if p.mean is not None:
        return ()
    shape = _lengths(p, x)
    return (Array("mean", shape, "zeros"), Array("variance", shape, "ones"))


def normalization_flops(p: Values, x: Spec) -> int:
    """Subtract and divide for each number."""
    return 2 * (x.size or 0)


def discretization(s, x, *, bin_boundaries, output_mode):
    """The number of the bin in which each number lies.

    y = how many boundaries are at most x; one_hot, multi_hot and count make rows of bins of it.
    Shapes: x [B, ...] -> [B, ...] integers, or with a last axis of bins.
    Source: https://keras.io/api/layers/preprocessing_layers/numerical/discretization/
    """
    edges = s["bin_boundaries"] if bin_boundaries is None else jnp.asarray(bin_boundaries)
    return encode_bins(jnp.digitize(x, edges), edges.shape[0] + 1, output_mode), s


def encode_bins(bins, count, output_mode):
    """Integers as they are, or as rows of `count` numbers: one for each, or one for a sample."""
    if output_mode == "int":
        return bins.astype(jnp.int32)
    if output_mode == "one_hot":
        bins = bins.squeeze(-1) if bins.ndim > 1 and bins.shape[-1] == 1 else bins
        return jax.nn.one_hot(bins, count)
    rows = jax.nn.one_hot(bins, count)
    return jnp.max(rows, axis=1) if output_mode == "multi_hot" else jnp.sum(rows, axis=1)


def adapt_discretization(s, x, *, num_bins, epsilon):
    """Boundaries that put about as many numbers into each bin. Shapes: x [N, ...] -> [bins - 1].

    Every so many of the sorted numbers are kept, as many as epsilon asks for, and quantiles are
    interpolated between them. Where there are too few numbers, the last bins stay empty.
    """
    if not s:
        return s
    values = np.sort(np.asarray(x, np.float32).reshape(-1))
    step = max(values.size * epsilon, 1.0)
    kept = values[int(step - 1) :: int(step)]
    shares = np.arange(1, kept.size + 1) / kept.size
    for part in (epsilon, 1.0 / num_bins):
        if kept.size * part >= 1.0:
            wanted = part + np.arange(0.0, 1.0, part)
            kept = np.interp(wanted, shares, kept)
            shares = np.minimum(wanted, 1.0)
    edges = kept[:-1].astype(np.float32)[: num_bins - 1]
    rest = np.full(num_bins - 1 - edges.size, np.inf, np.float32)
    return {"bin_boundaries": np.concatenate([edges, rest])}


def infer_discretization(p: Values, x: Spec) -> Spec:
    """[...] -> [...] integers, or with an axis of bins. Raises: ShapeError."""
    if (p.bin_boundaries is None) == (p.num_bins is None):
        need = set_to("num_bins", 10)
        raise ShapeError(
            "needs either num_bins, to take the boundaries from the data, or bin_boundaries",
            remedies=[need]
            if p.num_bins is None and p.bin_boundaries is None
            else [_unset("num_bins")],
        )
    count = _bin_count(p)
    if p.output_mode == "int":
        return Spec(x.shape, "int32", count if x.rank == 0 else None)
    return x.with_shape(_encoded(p, x, count))


def _bin_count(p: Values) -> int:
    return int(p.num_bins) if p.bin_boundaries is None else len(p.bin_boundaries) + 1


def _encoded(p: Values, x: Spec, count: int) -> Shape:
    if p.output_mode == "one_hot":
        lead = x.shape[:-1] if x.shape[-1:] == (1,) else x.shape
        return (*lead, count)
    if x.rank == 0:
        raise ShapeError(
            "gets one number a sample; {mode} needs several",
            port="input",
            remedies=[set_to("output_mode", "one_hot")],
            mode=p.output_mode,
        )
    return (*x.shape[1:], count)


def discretization_state(p: Values, x: Spec) -> Arrays:
    """bin_boundaries [num_bins - 1], unless they are given."""
    if p.bin_boundaries is not None or p.num_bins is None:
        return ()
    return (Array("bin_boundaries", (p.num_bins - 1,), "zeros"),)


def discretization_flops(p: Values, x: Spec) -> int:
    """A comparison for each number and boundary."""
    return (x.size or 0) * _bin_count(p)


def _optional(name: str, help: str, **more: Any) -> Floats:
    return Floats(name=name, default=None, optional=True, help=help, **more)


MODULES = (
    Module(
        kind="normalization",
        title="Normalization",
        category="preprocessing",
        help="Brings each feature of the data to a mean of 0 and a spread of 1; before training it "
        "looks at all training data.",
        source="https://keras.io/api/layers/preprocessing_layers/numerical/normalization/",
        params=(
            Ints(
                name="axis",
                default=(-1,),
                optional=True,
                low=-16,
                help="Axes that get numbers of their own, usually the last; none for one mean of "
                "everything.",
            ),
            _optional("mean", "The mean, if it is known; none takes it from the training data."),
            _optional(
                "variance",
                "The variance, if it is known; none takes it from the training data.",
                low=0.0,
            ),
            Flag(
                name="invert",
                default=False,
                help="Whether to go the other way, from normalized numbers back to the data's own.",
            ),
        ),
        infer=infer_normalization,
        state=normalization_state,
        flops=normalization_flops,
        apply=normalization,
        adapt=adapt_normalization,
        mask=KEEP,
        keras="layers.Normalization",
        words=("standardize", "z-score", "scale features", "정규화", "표준화", "StandardScaler"),
        main=("axis",),
    ),
    Module(
        kind="discretization",
        title="Discretization",
        category="preprocessing",
        help="Turns each number into the number of the bin in which it lies.",
        source="https://keras.io/api/layers/preprocessing_layers/numerical/discretization/",
        params=(
            _optional("bin_boundaries", "Numbers between the bins; none takes them from the data."),
            Int(
                name="num_bins",
                default=None,
                optional=True,
                low=1,
                help="How many bins to make of the training data, each with about as many numbers.",
            ),
            Float(
                name="epsilon",
                default=0.01,
                above=0.0,
                below=1.0,
                advanced=True,
                help="How exact the boundaries are: share of the numbers that is looked at as one.",
            ),
            Choice(
                name="output_mode",
                default="int",
                options=("int", "one_hot", "multi_hot", "count"),
                help="What comes out: the bin's number, a row with a 1 for it, a row for the "
                "sample with a 1 for each of its bins, or with how many are in each.",
            ),
        ),
        infer=infer_discretization,
        state=discretization_state,
        flops=discretization_flops,
        apply=discretization,
        adapt=adapt_discretization,
        keras="layers.Discretization",
        left_out={"sparse": "JAX has dense arrays"},
        words=(
            "bins",
            "buckets",
            "quantiles",
            "이산화",
            "구간 나누기",
            "KBinsDiscretizer",
            "jnp.digitize",
        ),
        main=("num_bins",),
    ),
)
