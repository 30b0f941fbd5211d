"""Dense layers by kernels of our own, on processors that have them: bias and activation at once.

Three operations that JAX differentiates tell of a layer. One makes it. One says how it moves with
what it is made of, which is linear in how that moves. The transpose of this is the third: it finds
the gradients of kernel and bias, and the slopes of the sums in passing. What else is asked of their
derivatives is plain maths.
"""

from functools import cache, partial

from hornstudio.engine.kernels.calling import is_usable
from hornstudio.engine.kernels.dense.matrices import forward
from hornstudio.engine.kernels.dense.run import find_slopes, has_many_samples, make_layer
from hornstudio.engine.kernels.primitive import primitive
from hornstudio.engine.lazy import Lazy, jax, jnp, quote_as
from hornstudio.engine.modules.activations.rectifier import relu
from hornstudio.engine.modules.activations.smooth import gelu
from hornstudio.engine.modules.layers import matrix
from hornstudio.engine.modules.layers import rows as plain
from hornstudio.engine.modules.layers.own_matrix import (
    NARROW,
    input_slopes,
    matrix_product,
    pays,
)

_ad = Lazy("jax.interpreters.ad")

_KNOWN = (
    ("relu", relu, {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
    ("gelu", gelu, {"approximate": False}),
)
"""Activations that kernels know, with the params that they know them with."""


def weighted(x, kernel, bias, activation=None):
    """activation(x @ kernel + bias) over the last axis, in the quickest way.

    Arguments and shapes: as of the plain one, which scripts have.
    """
    matrices = forward(x.size // x.shape[-1], x.shape[-1], kernel.size // x.shape[-1])
    is_fit = bias is not None and x.dtype == kernel.dtype == bias.dtype == jnp.float32
    is_worth = matrices.columns > NARROW and pays(matrices) and has_many_samples(matrices)
    name = name_of(activation)
    if not (is_fit and is_worth and name and is_usable()):
        return plain.weighted(x, kernel, bias, activation)
    shapes = (matrices.rows, matrices.inner), (matrices.inner, -1), (-1,)
    given = (a.reshape(shape) for a, shape in zip((x, kernel, bias), shapes, strict=True))
    made = _operations()[0].bind(*given, activation=name)[0]
    return made.reshape(*x.shape[:-1], *kernel.shape[1:])


quote_as(weighted, plain.weighted)


def name_of(activation):
    """The name by which kernels know an activation; "" if they do not."""
    if activation is None:
        return "none"
    for name, function, params in _KNOWN:
        if getattr(activation, "func", None) is function and activation.keywords == params:
            return name
    return ""


@cache
def _operations():
    """What is made, how it moves, and the gradients."""
    layer = primitive("layer", _make, _make_plainly, _made_of, many=True)
    moved = primitive("moved", _moved, _moved, lambda x, kernel, *_, **known: _sums(x, kernel))
    slopes = primitive("slopes", _find, _find_plainly, _found_of, many=True)
    _ad.primitive_jvps[layer] = _differentiate
    _ad.primitive_jvps[moved] = partial(_plainly, _moved)
    _ad.primitive_jvps[slopes] = partial(_plainly, _find_plainly)
    _ad.primitive_transposes[moved] = _transpose
    return layer, moved, slopes


def _plainly(function, arrays, moves, **known):
    """How what a function makes moves with its arrays, by its maths."""
    moves = tuple(_ad.instantiate_zeros(move) for move in moves)
    return jax.jvp(partial(function, **known), tuple(arrays), moves)


def _sums(x, kernel):
    return _array(x.shape[0], kernel.shape[1])


def _array(*shape):
    return jax.core.ShapedArray(shape, jnp.float32)


def _made_of(x, kernel, bias, activation):
    return [_sums(x, kernel)] * (2 if activation == "gelu" else 1)


def _make(x, kernel, bias, activation):
    return make_layer(x, kernel, bias, activation)


def _make_plainly(x, kernel, bias, activation):
    """[made], and for gelu what it was taken of, whose slopes it takes."""
    sums = x @ kernel + bias
    return [_activated(activation, sums), *([sums] if activation == "gelu" else [])]


def _activated(activation, sums):
    """As the layer's own function has it."""
    for name, function, params in _KNOWN:
        if name == activation:
            return function(sums, **params)
    return sums


def _sloped(activation, kept, slopes):
    """Slopes of what was activated as those of the sums. kept: [], relu's [made], gelu's [sums]."""
    if not kept:
        return slopes
    if activation == "relu":
        return jnp.where(kept[0] > 0, slopes, 0.0)
    return jax.vjp(partial(_activated, activation), kept[0])[1](slopes)[0]


def _differentiate(arrays, moves, activation):
    """The rule that JAX asks: what is made, and how it moves. moves: of x, kernel and bias."""
    layer, moved, _ = _operations()
    made = layer.bind(*arrays, activation=activation)
    given = tuple(type(move) is not _ad.Zero for move in moves)
    moves = [move for move, is_given in zip(moves, given, strict=True) if is_given]
    kept = [] if activation == "none" else made[-1:]
    moving = moved.bind(*arrays[:2], *kept, *moves, activation=activation, given=given)
    if activation != "gelu":
        return made, [moving]
    return made, [moving, _moved(*arrays[:2], *moves, activation="none", given=given)]


def _moved(x, kernel, *others, activation, given):
    """How a layer moves, where `given` says which of x, kernel and bias do.

    others: what `_sloped` needs, then how these move.
    """
    kept, moves = _parted(others, given)
    moves = iter(moves)
    total = matrix_product(next(moves), kernel) if given[0] else jnp.zeros(_sums(x, kernel).shape)
    if given[1]:
        total = total + matrix_product(x, next(moves))
    return _sloped(activation, kept, total + next(moves) if given[2] else total)


def _parted(others, given):
    count = len(others) - sum(given)
    return others[:count], others[count:]


def _transpose(slopes, x, kernel, *others, activation, given):
    """Slopes of what is made as those of the x, kernel and bias that move."""
    kept, _ = _parted(others, given)
    if given[1] or given[2]:
        of_kernel, of_bias, *sums = _operations()[2].bind(x, slopes, *kept, activation=activation)
        slopes = sums[0] if sums else slopes
    else:
        of_kernel, of_bias, slopes = None, None, _sloped(activation, kept, slopes)
    found = input_slopes(slopes, kernel) if given[0] else None, of_kernel, of_bias
    moved = [one for one, is_given in zip(found, given, strict=True) if is_given]
    return [None, None, *(None for _ in kept), *moved]


def _found_of(x, slopes, *kept, activation):
    columns = slopes.shape[1]
    return [_array(x.shape[1], columns), _array(columns), *(_array(*one.shape) for one in kept)]


def _find(x, slopes, *kept, activation):
    return find_slopes(x, slopes, kept, activation)


def _find_plainly(x, slopes, *kept, activation):
    """The gradients of kernel and bias and, if there is an activation, those of the sums."""
    sums = _sloped(activation, kept, slopes)
    return [matrix.kernel_slopes(x, sums), sums.sum(axis=0), *([sums] if kept else [])]
