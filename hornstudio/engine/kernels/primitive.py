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
    made = _core.Primitive(f"horn_{ways.name}")

    def bound(a: Any, b: Any, shapes: Any) -> Any:
        return made.bind(a, b, shapes=shapes)

    def abstract(a: Any, b: Any, *, shapes: Any) -> Any:
        return jax.core.ShapedArray(ways.shape(a, b, shapes), a.dtype)

    def batched(arrays: Any, axes: Any, *, shapes: Any) -> Any:
        return jax.vmap(partial(ways.plain, shapes=shapes), axes)(*arrays), 0

    made.def_impl(jax.jit(lambda a, b, *, shapes: bound(a, b, shapes), static_argnames="shapes"))
    made.def_abstract_eval(abstract)
    _batching.primitive_batchers[made] = batched
    _lower(made, ways.own, ways.plain)
    _ad.defbilinear(
        made,
        lambda slopes, a, b, *, shapes: ways.first(slopes, None, b, shapes=shapes),
        lambda slopes, a, b, *, shapes: ways.second(slopes, a, None, shapes=shapes),
    )
    return bound


@dataclass(frozen=True)
class Work:
    """How several arrays are made of others; each way takes them, and `shapes=`, what is known.

    own: by a kernel, where there is one device. plain: elsewhere, and for gradients: JAX finds them
    by going through it. made: shapes of what is made, all float32.
    """

    name: str
    own: Product
    plain: Product
    made: Callable[..., list[tuple[int, ...]]]


def work(way: Work) -> Callable[..., list[Any]]:
    """A function of arrays and `shapes=`, which can be hashed."""
    made = _core.Primitive(f"horn_{way.name}")
    made.multiple_results = True

    def bound(*arrays: Any, shapes: Any) -> list[Any]:
        found: list[Any] = made.bind(*arrays, shapes=shapes)
        return found

    def abstract(*arrays: Any, shapes: Any) -> list[Any]:
        return [
            jax.core.ShapedArray(shape, jnp.float32) for shape in way.made(*arrays, shapes=shapes)
        ]

    def batched(arrays: Any, axes: Any, *, shapes: Any) -> Any:
        found = jax.vmap(partial(way.plain, shapes=shapes), axes)(*arrays)
        return found, [0] * len(found)

    def tangents(arrays: Any, slopes: Any, *, shapes: Any) -> Any:
        moving = [i for i, slope in enumerate(slopes) if type(slope) is not _ad.Zero]

        def plainly(*moved: Any) -> Any:
            given = dict(enumerate(arrays)) | dict(zip(moving, moved, strict=True))
            return way.plain(*given.values(), shapes=shapes)

        along = [arrays[i] for i in moving], [slopes[i] for i in moving]
        return bound(*arrays, shapes=shapes), jax.jvp(plainly, *along)[1]

    made.def_impl(jax.jit(bound, static_argnames="shapes"))
    made.def_abstract_eval(abstract)
    _batching.primitive_batchers[made] = batched
    _ad.primitive_jvps[made] = tangents
    _lower(made, way.own, way.plain)
    return bound


def _lower(made: Any, own: Product, plain: Product) -> None:
    """Have one way or the other in programs: several devices that share a batch have the plain."""

    def lowered(context: Any, *arrays: Any, shapes: Any) -> Any:
        is_alone = getattr(context.module_context.axis_context, "num_devices", 0) == 1
        way = partial(own if is_alone else plain, shapes=shapes)
        return _mlir.lower_fun(way, multiple_results=made.multiple_results)(context, *arrays)

    _mlir.register_lowering(made, lowered, platform="cpu")
