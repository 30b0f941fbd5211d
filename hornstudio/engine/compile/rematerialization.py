"""Working something out again on the way back, instead of keeping all that led to it."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.lazy import jax, jnp, lax


def worked_out_again(function: Callable[..., Any], *given: Any) -> Any:
    """`function(*given)`; for its gradient only what is given is kept. The numbers are the same."""
    if jax.default_backend() == "cpu":
        return _worked_out_on_cpu(function, *given)
    return jax.checkpoint(function)(*given)


def _worked_out_on_cpu(function: Callable[..., Any], *given: Any) -> Any:
    """The same for XLA's CPU compiler, which undoes `jax.checkpoint`.

    It schedules the second calculation beside the first, so that all is held after all. A branch
    of a conditional is left where it is; which one is taken must not be known beforehand.
    WORKAROUND(jax 0.10): drop once `memory_analysis` on a CPU falls with `jax.checkpoint` alone.
    """
    floats, others, joined = _parted(given)
    layout: list[Callable[..., Any]] = []

    def parted(floats: list[Any], others: list[Any]) -> tuple[list[Any], list[Any]]:
        moving, fixed, join = _parted(function(*joined(floats, others)))
        layout[:] = [join]
        return moving, fixed

    @jax.custom_vjp
    def run(floats: list[Any], others: list[Any]) -> tuple[list[Any], list[Any]]:
        return parted(floats, others)

    def forward(floats: list[Any], others: list[Any]) -> tuple[Any, Any]:
        # As on the way to a gradient, for an optimizer that differentiates gradients once more:
        # layers that bring gradients of their own can be gone through forwards in no other way.
        moving, _, fixed = jax.vjp(lambda floats: parted(floats, others), floats, has_aux=True)
        return (moving, fixed), (floats, others)

    def backward(kept: tuple[list[Any], list[Any]], slopes: tuple[list[Any], Any]) -> Any:
        floats, others = kept

        def pulled_back() -> Any:
            _, pull = jax.vjp(lambda floats: parted(floats, others)[0], floats)
            return pull(slopes[0])[0]

        def never() -> Any:
            return [jnp.zeros_like(each) for each in floats]

        return lax.cond(_surely(slopes[0]), pulled_back, never), None

    run.defvjp(forward, backward)
    made = run(floats, others)
    return layout[0](*made)


def _parted(tree: Any) -> tuple[list[Any], list[Any], Callable[[list[Any], list[Any]], Any]]:
    """Leaves that have slopes, those that have none, and what makes the tree of them again."""
    leaves, layout = jax.tree.flatten(tree)
    moves = [jnp.issubdtype(leaf.dtype, jnp.floating) for leaf in leaves]

    def joined(floats: list[Any], others: list[Any]) -> Any:
        rest = iter(floats), iter(others)
        return jax.tree.unflatten(layout, [next(rest[not is_float]) for is_float in moves])

    floats = [leaf for leaf, is_float in zip(leaves, moves, strict=True) if is_float]
    others = [leaf for leaf, is_float in zip(leaves, moves, strict=True) if not is_float]
    return floats, others, joined


def _surely(arrays: list[Any]) -> Any:
    """True, in a way that no compiler sees: of two numbers in a row one is even."""
    bits = jnp.uint32(0)
    for array in arrays:
        first = array.ravel()[0].astype(jnp.float32)
        bits = bits ^ lax.bitcast_convert_type(first, jnp.uint32)
    return (bits * (bits + 1)) & 1 == 0
