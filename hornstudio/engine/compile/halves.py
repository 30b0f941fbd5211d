"""A large batch in two halves, which the cores of a processor work on side by side.

What flows between layers is then half as large and stays in a core's cache, and cores wait for
each other once a stretch of layers, not once a layer. On two cores that takes a quarter off the
step of a transformer; where what flows fits the cache anyway, or where layers look at the whole
batch, it takes nothing off, and the batch stays whole.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import no_arrays
from hornstudio.engine.signature import signature_of

_LARGE = 1 << 18  # numbers: in float32 a mebibyte, half of what is common for a core's own cache

Tensors = dict[str, Any]


def stretches_of(layers: Iterable[Call], count: int) -> list[tuple[bool, tuple[Call, ...]]]:
    """Layers in rows, and of each row whether so many samples had better go in halves.

    One large layer with weights is not worth it: its halves would be put together at once.
    """
    rows = [(alone, tuple(calls)) for alone, calls in groupby(layers, takes_halves)]
    chosen = [
        (alone and count > 1 and sum(_is_heavy(call, count) for call in calls) > 1, calls)
        for alone, calls in rows
    ]
    return [
        (has_halves, tuple(call for _, calls in some for call in calls))
        for has_halves, some in groupby(chosen, lambda row: row[0])
    ]


def _is_heavy(call: Call, count: int) -> bool:
    return call.size * count > _LARGE and call.module.weights is not no_arrays


def takes_halves(call: Call) -> bool:
    """Whether a layer makes of half a batch half of what it makes of it all.

    What is drawn at random is drawn for the whole batch, so that it is the same either way.
    """
    if call.is_bypassed:
        return True
    assert call.module.apply is not None, call.module.kind
    rate = call.values.get("dropout")
    draws = "key" in signature_of(call.module.apply).run_time
    return call.module.alone and (not draws or (isinstance(rate, float) and rate == 0.0))


def in_halves(work: Callable[[Tensors], Tensors], tensors: Mapping[str, Any]) -> Tensors:
    """`work(tensors)`, which goes through samples one by one, done for each half of the batch.

    Shapes: all that goes in and comes out is [B, ...], B at least 2.
    """
    made = [work(half) for half in _halved(tensors)]
    return {name: jnp.concatenate([half[name] for half in made]) for name in made[0]}


def _halved(tensors: Mapping[str, Any]) -> list[Tensors]:
    halves: list[Tensors] = [{}, {}]
    for name, tensor in tensors.items():
        first = len(tensor) // 2
        for half, part in zip(halves, lax.split(tensor, (first, len(tensor) - first)), strict=True):
            half[name] = part
    return halves
