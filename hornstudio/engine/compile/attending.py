"""Attention by a kernel where one fits: by that of a graphics card's maker, or on a processor by
our own.

Neither keeps scores of all pairs: memory grows with the length of a sequence and not with its
square. In bfloat16 a card's takes half the time; for ours see `own`.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from hornstudio.engine.compile.options import jitted
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.attention import own

APART = 1e-12
"""By how much of itself each call's scale differs from that of the call before it."""


def attention_kernel(place: int) -> Callable[..., Any]:
    """The kernel for one call of a program; each needs a place of its own.

    kernel(query, keys, values, mask=, is_causal=) gives softmax(query @ keys / sqrt(H)) @ values,
    or None where no kernel does that, or not in less time. A query that may look at nothing takes
    the mean of all.
    Shapes: query [B, T, N, H], keys and values [B, S, M, H],
    mask [B or 1, N or 1, T, S] or None, and None where it is causal -> [B, T, N, H].
    """

    def kernel(query: Any, keys: Any, values: Any, *, mask: Any, is_causal: bool) -> Any:
        if jax.default_backend() == "cpu":
            return own.attend(query, keys, values, mask=mask, is_causal=is_causal)
        if jax.default_backend() != "gpu" or query.dtype not in (jnp.bfloat16, jnp.float16):
            return None
        given = query, keys, values, mask
        shapes = jax.tree.map(lambda x: (x.shape, str(x.dtype)), given)
        if not compiles(shapes, is_causal):
            return None
        return attend(*given, is_causal, place)

    return kernel


def attend(query: Any, keys: Any, values: Any, mask: Any, is_causal: bool, place: int) -> Any:
    """The maker's kernel. place: no two calls of a program have the same.

    WORKAROUND(jax 0.11): XLA fails to compile two gradients that are the same but for what they are
    given, where sums have an order; so the scale of each differs, by less than a float32 can tell.
    Drop once two calls without a place compile on a graphics card.
    """
    scale = query.shape[-1] ** -0.5 * (1 + APART * place)
    how: Any = {"scale": scale, "is_causal": is_causal, "implementation": "cudnn"}
    if mask is None:
        return jax.nn.dot_product_attention(query, keys, values, **how)
    looks = mask.any(axis=-1, keepdims=True)
    heads = jax.nn.dot_product_attention(query, keys, values, mask=mask | ~looks, **how)
    return jnp.where(looks.swapaxes(1, 2), heads, mean_of(values, query.shape[2]))


def mean_of(values: Any, heads: int) -> Any:
    """What a query takes that looks at all alike; the kernel's gradient of that is wrong.

    Shapes: [B, S, M, H] -> [B, 1, heads, H].
    """
    mean = values.astype(jnp.float32).mean(axis=1, keepdims=True).astype(values.dtype)
    return jnp.repeat(mean, heads // values.shape[2], axis=2)


def compiles(shapes: Any, is_causal: bool) -> bool:
    """Whether the kernel and its gradient can be had here, twice in a program.

    That depends on the card, on the versions of three libraries and on the shapes; which of them
    fit is known to the compiler alone. shapes: of what is given, a shape and a type each. The
    answer is kept, but for a refusal that may pass, such as for lack of memory.
    """
    asked = shapes, is_causal
    if asked not in _answers:
        reason = _why_not(shapes, is_causal)
        if reason and (_PASSES.search(reason) or not _LASTS.search(reason)):
            return False
        _answers[asked] = not reason
    return _answers[asked]


_answers: dict[Any, bool] = {}
_LASTS = re.compile(
    r"^(ValueError|NotImplemented)|support|unimplemented|cudnn is not", re.IGNORECASE
)
"""What a refusal says that will be said again: `not supported`, `No execution plans support`."""
_PASSES = re.compile(r"resource_exhausted|out of memory|alloc", re.IGNORECASE)


def _why_not(shapes: Any, is_causal: bool) -> str:
    """What the compiler says against it; empty where nothing."""

    def total(query: Any, keys: Any, values: Any, mask: Any) -> Any:
        run = partial(attend, mask=mask, is_causal=is_causal)
        made = run(run(query, keys, values, place=0), keys, values, place=1)
        return made.astype(jnp.float32).sum()

    given = tuple(s and jax.ShapeDtypeStruct(*s) for s in shapes)
    try:
        jitted(jax.grad(total, argnums=(0, 1, 2))).lower(*given).compile()
    except Exception as error:  # each library has errors of its own, and any of them is an answer
        return f"{type(error).__name__}: {error}"
    return ""
