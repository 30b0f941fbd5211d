"""What JAX takes for its own: products, which it differentiates, and their gradients again; and
whatever has a plain way, by which it is differentiated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from hornstudio.engine.lazy import Lazy, jax

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
    _mlir.register_lowering(made, _lowered(ways, multiple_results=False), platform="cpu")
    _ad.defbilinear(
        made,
        lambda slopes, a, b, *, shapes: ways.first(slopes, None, b, shapes=shapes),
        lambda slopes, a, b, *, shapes: ways.second(slopes, a, None, shapes=shapes),
    )
    return bound


@dataclass(frozen=True)
class Makings:
    """How several arrays are made of some; each way takes them, and `shapes=`, what is known.

    own: by a kernel, where there is one device. plain: elsewhere, and to be differentiated.
    like: which of the given each made one is alike, in shape and type.
    """

    name: str
    own: Product
    plain: Product
    like: tuple[int, ...]


def maker(ways: Makings) -> Callable[..., Any]:
    """A function of arrays and of what is known of their shapes, which can be hashed.

    Its slopes are those of the plain way, forwards and back: whoever has a kernel for them gives it
    as a `custom_vjp`, and only slopes of slopes are left to the plain way.
    """
    made = _core.Primitive(f"horn_{ways.name}")
    made.multiple_results = True

    def bound(*arrays: Any, shapes: Any) -> Any:
        return made.bind(*arrays, shapes=shapes)

    def abstract(*arrays: Any, shapes: Any) -> Any:
        return [jax.core.ShapedArray(arrays[i].shape, arrays[i].dtype) for i in ways.like]

    def batched(arrays: Any, axes: Any, *, shapes: Any) -> Any:
        found = jax.vmap(partial(ways.plain, shapes=shapes), axes)(*arrays)
        return found, [0] * len(ways.like)

    def pushed(arrays: Any, slopes: Any, *, shapes: Any) -> Any:
        moving = [i for i, slope in enumerate(slopes) if type(slope) is not _ad.Zero]

        def plain(*moved: Any) -> Any:
            given = dict(enumerate(arrays)) | dict(zip(moving, moved, strict=True))
            return ways.plain(*given.values(), shapes=shapes)

        along = [arrays[i] for i in moving], [slopes[i] for i in moving]
        return bound(*arrays, shapes=shapes), jax.jvp(plain, *along)[1]

    made.def_impl(jax.jit(bound, static_argnames="shapes"))
    made.def_abstract_eval(abstract)
    _batching.primitive_batchers[made] = batched
    _ad.primitive_jvps[made] = pushed
    _mlir.register_lowering(made, _lowered(ways, multiple_results=True), platform="cpu")
    return bound


def _lowered(ways: Ways | Makings, *, multiple_results: bool) -> Callable[..., Any]:
    """The kernel, or the plain way where several devices share what is given."""

    def lowered(context: Any, *arrays: Any, shapes: Any) -> Any:
        is_alone = getattr(context.module_context.axis_context, "num_devices", 0) == 1
        way = partial(ways.own if is_alone else ways.plain, shapes=shapes)
        return _mlir.lower_fun(way, multiple_results=multiple_results)(context, *arrays)

    return lowered
