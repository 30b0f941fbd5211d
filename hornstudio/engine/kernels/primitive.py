"""What JAX takes for its own: products, which it differentiates, and their gradients again; and
whatever has a plain way, by which it is differentiated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from hornstudio.engine.lazy import Lazy, jax, jnp

_core, _mlir = Lazy("jax.extend.core"), Lazy("jax.interpreters.mlir")
_ad, _batching = Lazy("jax.interpreters.ad"), Lazy("jax.interpreters.batching")

Product = Callable[..., Any]


@dataclass(frozen=True)
class Ways:
    """How a product of two arrays is computed; each takes them, and `shapes=`, what is known.

    own: by a kernel, where there is one device. plain: elsewhere. shape: of what is made.
    first, second: the gradients of the two, of (slopes, first, second).
    """

    name: str
    own: Product
    plain: Product
    shape: Callable[[Any, Any, Any], tuple[int, ...]]
    first: Product
    second: Product


def product(ways: Ways) -> Callable[[Any, Any, Any], Any]:
    """A function of two arrays and of what is known of their shapes, which can be hashed."""

    def abstract(a: Any, b: Any, *, shapes: Any) -> Any:
        return jax.core.ShapedArray(ways.shape(a, b, shapes), a.dtype)

    made = primitive(ways.name, ways.own, ways.plain, abstract)
    _ad.defbilinear(
        made,
        lambda slopes, a, b, *, shapes: ways.first(slopes, None, b, shapes=shapes),
        lambda slopes, a, b, *, shapes: ways.second(slopes, a, None, shapes=shapes),
    )
    return lambda a, b, shapes: made.bind(a, b, shapes=shapes)


@dataclass(frozen=True)
class Work:
    """How several arrays are made of others; each way takes them, and `shapes=`, what is known.

    own: by a kernel, where there is one device. plain: elsewhere, and for slopes: JAX finds them by
    going through it. made: shapes of what is made, all float32.
    """

    name: str
    own: Product
    plain: Product
    made: Callable[..., list[tuple[int, ...]]]


def work(way: Work) -> Callable[..., list[Any]]:
    """A function of arrays and `shapes=`, which can be hashed.

    Its slopes are those of the plain way, forwards and back: whoever has a kernel for them gives it
    as a `custom_vjp`, and only slopes of slopes are left to the plain way.
    """

    def abstract(*arrays: Any, shapes: Any) -> list[Any]:
        shapes_made = way.made(*arrays, shapes=shapes)
        return [jax.core.ShapedArray(shape, jnp.float32) for shape in shapes_made]

    def pushed(arrays: Any, slopes: Any, *, shapes: Any) -> Any:
        moving = [i for i, slope in enumerate(slopes) if type(slope) is not _ad.Zero]

        def plainly(*moved: Any) -> Any:
            given = dict(enumerate(arrays)) | dict(zip(moving, moved, strict=True))
            return way.plain(*given.values(), shapes=shapes)

        along = [arrays[i] for i in moving], [slopes[i] for i in moving]
        return made.bind(*arrays, shapes=shapes), jax.jvp(plainly, *along)[1]

    made = primitive(way.name, way.own, way.plain, abstract, many=True)
    _ad.primitive_jvps[made] = pushed
    return lambda *arrays, shapes: made.bind(*arrays, shapes=shapes)


def primitive(
    name: str, own: Product, plain: Product, abstract: Product, *, many: bool = False
) -> Any:
    """What is computed by a kernel where there is one device, and plainly elsewhere.

    All take arrays, and by name what is known, which can be hashed. abstract: says what is made of
    such arrays. many: it is a list. JAX has yet to be told how it is differentiated.
    """
    made = _core.Primitive(f"horn_{name}")
    made.multiple_results = many

    def batched(arrays: Any, axes: Any, **known: Any) -> Any:
        found = jax.vmap(partial(plain, **known), axes)(*arrays)
        return found, [0] * len(found) if many else 0

    def lowered(context: Any, *arrays: Any, **known: Any) -> Any:
        is_alone = getattr(context.module_context.axis_context, "num_devices", 0) == 1
        way = partial(own if is_alone else plain, **known)
        return _mlir.lower_fun(way, multiple_results=many)(context, *arrays)

    def run(*arrays: Any, known: Any) -> Any:
        return made.bind(*arrays, **dict(known))

    at_once = jax.jit(run, static_argnames="known")
    made.def_impl(lambda *arrays, **known: at_once(*arrays, known=tuple(known.items())))
    made.def_abstract_eval(abstract)
    _batching.primitive_batchers[made] = batched
    _mlir.register_lowering(made, lowered, platform="cpu")
    return made
