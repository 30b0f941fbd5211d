"""Products that JAX takes for its own: it differentiates them, and their gradients again."""

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

    def lowered(context: Any, a: Any, b: Any, *, shapes: Any) -> Any:
        is_alone = getattr(context.module_context.axis_context, "num_devices", 0) == 1
        way = partial(ways.own if is_alone else ways.plain, shapes=shapes)
        return _mlir.lower_fun(way, multiple_results=False)(context, a, b)

    made.def_impl(jax.jit(lambda a, b, *, shapes: bound(a, b, shapes), static_argnames="shapes"))
    made.def_abstract_eval(abstract)
    _batching.primitive_batchers[made] = batched
    _mlir.register_lowering(made, lowered, platform="cpu")
    _ad.defbilinear(
        made,
        lambda slopes, a, b, *, shapes: ways.first(slopes, None, b, shapes=shapes),
        lambda slopes, a, b, *, shapes: ways.second(slopes, a, None, shapes=shapes),
    )
    return bound
