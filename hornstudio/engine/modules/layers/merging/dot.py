"""Products of the vectors that two tensors hold."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import DROP
from hornstudio.engine.modules.axis import need_float, sample_axis
from hornstudio.engine.modules.layers.merging.inputs import differ, merging, need_two
from hornstudio.engine.params import Flag, Ints, Values
from hornstudio.engine.shapes import Dim, Spec


def dot(inputs, *, axes, normalize):
    """Multiply every vector of one tensor with every vector of another, and sum each product.

    y[b, i, j] = sum over k of x1[b, i, k] * x2[b, j, k], k along the first of `axes` in x1 and
    along the second in x2; with `normalize`, each vector is first divided by its length (at least
    1e-7), so that y is a cosine.
    Shapes: x1 [B, ..., K, ...], x2 [B, ..., K, ...] -> [B, rest of x1, rest of x2], or [B, 1].
    Source: https://keras.io/api/layers/merging_layers/dot/
    """
    one, other = inputs
    if normalize:
        one, other = (unit(x, axis) for x, axis in zip(inputs, axes, strict=True))
    along = ((axes[0] % one.ndim,), (axes[1] % other.ndim,))
    y = lax.dot_general(one, other, (along, ((0,), (0,))))
    return y[:, None] if y.ndim == 1 else y


def unit(x, axis):
    """Vectors of length 1 along an axis. Shapes: x [...] -> [...]."""
    squares = jnp.sum(jnp.square(x), axis=axis, keepdims=True)
    return x * jnp.minimum(lax.rsqrt(squares), 1e7)


def infer_dot(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """[..., K, ...] and [..., K, ...] -> what is left of both. Raises: ShapeError."""
    need_two(inputs)
    for x in inputs:
        need_float(x, "inputs")
    one, other = (_rest(x, axis) for x, axis in zip(inputs, p.axes, strict=True))
    if differ(one[0], other[0]):
        raise ShapeError(
            "gets {shapes}; the lengths along axes {axes} are {one} and {other}, and must be equal",
            port="inputs",
            shapes=" and ".join(str(x) for x in inputs),
            axes=" and ".join(str(axis) for axis in p.axes),
            one=one[0][0],
            other=other[0][0],
        )
    return Spec((*one[1], *other[1]) or (1,))


def _rest(x: Spec, axis: int) -> tuple[tuple[Dim, ...], tuple[Dim, ...]]:
    """The length along an axis, and the other lengths. Raises: ShapeError."""
    place = sample_axis(axis, x, "inputs", "axes")
    return (x.shape[place],), (*x.shape[:place], *x.shape[place + 1 :])


def dot_flops(p: Values, inputs: tuple[Spec, ...]) -> int:
    """A multiplication and an addition for each number of each vector of the output."""
    (length,), _ = _rest(inputs[0], p.axes[0])
    return 2 * length * (infer_dot(p, inputs).size or 0) if isinstance(length, int) else 0


MODULES = (
    merging(
        dot,
        infer_dot,
        "Multiplies the vectors of two tensors; says how alike they are.",
        ("similarity", "inner product", "cosine", "내적", "유사도", "torch.bmm", "jnp.einsum"),
        Ints(
            name="axes",
            default=(-1, -1),
            length=2,
            low=-16,
            help="Along which axis of the first and of the second input the vectors lie; the "
            "batch is 0.",
        ),
        Flag(
            name="normalize",
            default=False,
            help="Whether each vector is brought to a length of 1 first, which gives the cosine "
            "between them.",
        ),
        flops=dot_flops,
        mask=DROP,
    ),
)
