"""Layers that put the same numbers into another shape or order."""

from math import prod

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.setting import no_flops
from hornstudio.engine.params import Int, Ints, Values
from hornstudio.engine.problem import Insert, Remedy, set_to
from hornstudio.engine.shapes import Dim, Shape, Spec, product, shape_text
from hornstudio.engine.text import Text


def flatten(x):
    """Lay all numbers of a sample in a row.

    Shapes: x [B, ...] -> [B, product of the rest].
    Source: https://keras.io/api/layers/reshaping_layers/flatten/
    """
    return x.reshape(x.shape[0], -1)


def infer_flatten(p: Values, x: Spec) -> Spec:
    """[...] -> [product]."""
    return Spec((product(x.shape),), x.dtype)


def reshape(x, *, target_shape):
    """The same numbers in the same order, in another shape.

    Shapes: x [B, ...] -> [B, *target_shape]; a -1 stands for what is left.
    Source: https://keras.io/api/layers/reshaping_layers/reshape/
    """
    return x.reshape(x.shape[0], *target_shape)


def infer_reshape(p: Values, x: Spec) -> Spec:
    """[...] -> target_shape, its -1 filled in. Raises: ShapeError when the numbers differ."""
    target: tuple[int, ...] = p.target_shape
    if 0 in target or target.count(-1) > 1:
        raise ShapeError(
            "target_shape is {shape}; need lengths of at least 1, and at most one -1",
            shape=shape_text(target),
        )
    rest = prod(n for n in target if n != -1)
    count = prod(n for n in x.shape if isinstance(n, int))
    fits = x.size == rest if -1 not in target else count % rest == 0
    if x.size is not None and not fits:
        raise _wrong_count(x, target)
    return Spec(tuple(_rest(x.shape, rest) if n == -1 else n for n in target), x.dtype)


def _rest(shape: Shape, others: int) -> Dim:
    """What a -1 stands for: the product of the shape, divided by the other lengths."""
    count = prod(n for n in shape if isinstance(n, int))
    symbols = [n for n in shape if not isinstance(n, int)]
    if not symbols:
        return count // others
    if count % others:
        return f"{product(shape)}/{others}"
    factor = [count // others] if count != others else []
    return product((*factor, *symbols))


def permute(x, *, dims):
    """Put the dimensions of a sample in another order.

    y[..., i, ...] = x with dimension dims[k] as dimension k; 1 is the first after the batch.
    Shapes: x [B, n1, n2, ...] -> [B, n_dims[0], n_dims[1], ...].
    Source: https://keras.io/api/layers/reshaping_layers/permute/
    """
    return jnp.transpose(x, (0, *dims))


def infer_permute(p: Values, x: Spec) -> Spec:
    """[n1, n2, ...] -> the same lengths in another order. Raises: ShapeError."""
    if sorted(p.dims) != list(range(1, x.rank + 1)):
        swapped = [2, 1, *range(3, x.rank + 1)][: x.rank] if x.rank > 1 else [1]
        raise ShapeError(
            "dims is {dims}; for {spec} it must hold each number from 1 to {rank} once",
            port="input",
            remedies=[set_to("dims", swapped)] if x.rank else [],
            dims=", ".join(str(n) for n in p.dims),
            spec=str(x),
            rank=x.rank,
        )
    return Spec(tuple(x.shape[n - 1] for n in p.dims), x.dtype)


def repeat_vector(x, *, n):
    """Make a sequence of a vector, the same at every step.

    y[t, f] = x[f], t from 0 to before n.
    Shapes: x [B, F] -> [B, n, F].
    Source: https://keras.io/api/layers/reshaping_layers/repeat_vector/
    """
    return jnp.repeat(x[:, None, :], n, axis=1)


def infer_repeat_vector(p: Values, x: Spec) -> Spec:
    """[F] -> [n, F]. Raises: ShapeError."""
    if x.rank != 1:
        row = str(Spec((product(x.shape),)))
        raise ShapeError(
            "gets {spec}; needs one vector a sample",
            port="input",
            remedies=[Remedy(Text("Insert Flatten"), Insert("flatten"), row)],
            spec=str(x),
        )
    return Spec((p.n, *x.shape), x.dtype)


def _wrong_count(x: Spec, target: tuple[int, ...]) -> ShapeError:
    remedies = []
    if len(target) > 1 and x.size is not None:
        rest = prod(n for n in target[1:] if n != -1)
        if x.size % rest == 0 and -1 not in target[1:]:
            shape = (x.size // rest, *target[1:])
            text = shape_text(shape)
            remedies = [set_to("target_shape", list(shape), shown=text, result=text)]
    remedies.append(set_to("target_shape", [-1], result=str(x.size)))
    return ShapeError(
        "{spec} holds {count} numbers, which do not fill {shape}",
        port="input",
        remedies=remedies,
        spec=str(x),
        count=x.size,
        shape=shape_text(target),
    )


MODULES = (
    Module(
        kind="flatten",
        title="Flatten",
        category="reshape",
        help="Lays all numbers of a picture or sequence in one row.",
        source="https://keras.io/api/layers/reshaping_layers/flatten/",
        infer=infer_flatten,
        flops=no_flops,
        apply=flatten,
        alone=True,
        keras="layers.Flatten",
        words=("ravel", "평탄화", "펼치기", "nn.Flatten", "jnp.reshape"),
    ),
    Module(
        kind="reshape",
        title="Reshape",
        category="reshape",
        help="Puts the same numbers into another shape, such as a row into a picture.",
        source="https://keras.io/api/layers/reshaping_layers/reshape/",
        params=(
            Ints(
                name="target_shape",
                default=(-1,),
                low=-1,
                help="Shape of the output, without the batch; one length may be -1, for what is "
                "left.",
            ),
        ),
        infer=infer_reshape,
        flops=no_flops,
        apply=reshape,
        alone=True,
        keras="layers.Reshape",
        words=("view", "형태 변경", "모양 바꾸기", "nn.Unflatten", "jnp.reshape"),
        main=("target_shape",),
    ),
    Module(
        kind="permute",
        title="Permute",
        category="reshape",
        help="Puts the dimensions of each sample in another order, such as columns before rows.",
        source="https://keras.io/api/layers/reshaping_layers/permute/",
        params=(
            Ints(
                name="dims",
                default=(2, 1),
                help="Which dimension comes first, second and so on; 1 is the first after the "
                "batch.",
            ),
        ),
        infer=infer_permute,
        flops=no_flops,
        apply=permute,
        alone=True,
        keras="layers.Permute",
        words=("transpose", "swap axes", "전치", "축 바꾸기", "torch.permute", "jnp.transpose"),
        main=("dims",),
    ),
    Module(
        kind="repeat_vector",
        title="Repeat vector",
        category="reshape",
        help="Makes a sequence of a vector by repeating it, such as to feed a decoder.",
        source="https://keras.io/api/layers/reshaping_layers/repeat_vector/",
        params=(Int(name="n", default=2, low=1, help="How many steps the sequence has."),),
        infer=infer_repeat_vector,
        flops=no_flops,
        apply=repeat_vector,
        alone=True,
        keras="layers.RepeatVector",
        words=("tile", "copy", "벡터 반복", "반복", "torch.repeat", "jnp.repeat"),
        main=("n",),
    ),
)
