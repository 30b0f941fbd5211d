"""Constraints: what a weight is brought back to after each step."""

from functools import partial

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Float, Ints, Values
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

_DOCS = "https://keras.io/api/layers/constraints/"


def norms(weight, axis):
    """Length of the vectors along `axis`. Shapes: weight [...] -> the same with 1 there."""
    return jnp.sqrt(jnp.sum(jnp.square(weight), axis=axis, keepdims=True))


def max_norm(weight, *, max_value, axis):
    """Shortens the vectors along `axis` that are longer than `max_value`.

    w * min(|w|, max_value) / |w|. Shapes: weight [...] -> [...].
    Source: https://keras.io/api/layers/constraints/#maxnorm-class
    """
    length = norms(weight, axis)
    return weight * (jnp.clip(length, 0.0, max_value) / (1e-7 + length))


def min_max_norm(weight, *, min_value, max_value, rate, axis):
    """Brings the lengths of the vectors along `axis` between two bounds, or a share of the way.

    w * (rate * clip(|w|, min_value, max_value) + (1 - rate) * |w|) / |w|.
    Shapes: weight [...] -> [...].
    Source: https://keras.io/api/layers/constraints/#minmaxnorm-class
    """
    length = norms(weight, axis)
    wanted = rate * jnp.clip(length, min_value, max_value) + (1.0 - rate) * length
    return weight * (wanted / (1e-7 + length))


def non_neg(weight):
    """Sets negative weights to 0.

    max(w, 0). Shapes: weight [...] -> [...].
    Source: https://keras.io/api/layers/constraints/#nonneg-class
    """
    return weight * (weight >= 0.0)


def unit_norm(weight, *, axis):
    """Brings the vectors along `axis` to a length of 1.

    w / |w|. Shapes: weight [...] -> [...].
    Source: https://keras.io/api/layers/constraints/#unitnorm-class
    """
    return weight / (1e-7 + norms(weight, axis))


def need_axes(p: Values, array: Spec) -> Spec:
    """Axes that the array has, each of them once. Raises: ShapeError."""
    places = [axis + array.rank if axis < 0 else axis for axis in p.axis]
    if all(0 <= place < array.rank for place in places) and len({*places}) == len(places):
        return array
    raise ShapeError(
        "goes along {axes}, but the array is {spec}; need {need}, each once",
        axes=list(p.axis),
        spec=str(array),
        need=_axes(array.rank),
    )


def _axes(rank: int) -> Text:
    if rank == 1:
        return Text("axis 0 or -1")
    return Text("axes of 0 to {last}, or of -{rank} to -1", last=rank - 1, rank=rank)


AXIS = Ints(
    name="axis",
    default=(0,),
    low=-16,
    help="Axes along which the vectors lie: 0 for all weights of one unit of Dense; 0, 1, 2 for "
    "one filter of Conv2D.",
)


_constraint = partial(held_module, "constraint", source=_DOCS)

MODULES = (
    _constraint(
        "Max norm",
        "Shortens the weights of each unit when they become longer than a bound.",
        max_norm,
        Float(name="max_value", default=2.0, low=0.0, help="Largest length of a vector."),
        AXIS,
        infer=need_axes,
        keras="constraints.MaxNorm",
        words=("clip weights", "최대 노름", "가중치 제한", "clip_grad_norm"),
    ),
    _constraint(
        "Min max norm",
        "Keeps the length of the weights of each unit between two bounds.",
        min_max_norm,
        Float(name="min_value", default=0.0, low=0.0, help="Smallest length of a vector."),
        Float(name="max_value", default=1.0, low=0.0, help="Largest length of a vector."),
        Float(
            name="rate",
            default=1.0,
            low=0.0,
            high=1.0,
            help="How much of the way to the bounds is gone at each step.",
        ),
        AXIS,
        infer=need_axes,
        keras="constraints.MinMaxNorm",
        words=("weight length", "노름 범위", "가중치 범위"),
    ),
    _constraint(
        "Non-negative",
        "Sets negative weights to 0.",
        non_neg,
        keras="constraints.NonNeg",
        words=("positive", "non negative", "음수 금지", "optax.keep_params_nonnegative"),
    ),
    _constraint(
        "Unit norm",
        "Brings the weights of each unit to a length of 1.",
        unit_norm,
        AXIS,
        infer=need_axes,
        keras="constraints.UnitNorm",
        words=("normalize weights", "단위 노름", "가중치 정규화", "weight_norm"),
    ),
)
