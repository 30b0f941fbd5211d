"""Attention by kernels of our own, on processors that have them: no scores of all pairs are kept.

Each few queries of a head have their scores, weights and sums made while they are at hand; the
gradient makes them again.
"""

from functools import cache, partial

from hornstudio.engine.kernels.attention import backward, forward
from hornstudio.engine.kernels.attention.heads import Heads, whole_vectors
from hornstudio.engine.kernels.calling import Kernel, cores, is_usable, lanes
from hornstudio.engine.kernels.primitive import Work, work
from hornstudio.engine.lazy import jax, jnp

_FEW_QUERIES, _MANY_KEYS = 8, 2048
_SMALL = 1 << 18
"""Multiplications of a head, as many as 64 queries and 64 keys of 64 numbers take."""


def attend(query, keys, values, *, mask, is_causal):
    """softmax(query @ keys / sqrt(H)) @ values, or None where that had better go another way.

    Shapes: query [B, T, N, H], keys and values [B, S, M, H], mask [B or 1, N or 1, T or 1, S or 1],
    or None -> [B, T, N, H].
    """
    if not is_usable() or any(x.dtype != jnp.float32 for x in (query, keys, values)):
        return None
    if not pays(numbers_of(query, keys, mask, is_causal), len(query), cores()):
        return None
    return attend_always(query, keys, values, mask=mask, is_causal=is_causal)


def attend_always(query, keys, values, *, mask, is_causal):
    """The same, whether it pays or not."""
    run = _attention(numbers_of(query, keys, mask, is_causal))
    if mask is None:
        return run(query, keys, values)
    return run(query, keys, values, jnp.broadcast_to(mask, (*mask.shape[:3], keys.shape[1])))


def numbers_of(query, keys, mask, is_causal):
    """What the kernels are written for."""
    (_, queries, heads, size), (_, count, sources, _) = query.shape, keys.shape
    masked = None if mask is None else tuple(n > 1 for n in mask.shape[:3])
    return Heads(queries, count, heads, sources, size, bool(is_causal), masked)


def pays(heads, samples, cores):
    """Whether the kernels take less time than XLA's own, which shares each product among all cores.

    They share sources of samples, so there should be one for each core: 4096 steps of one head on
    two cores took twice as long, of two heads two thirds. Work too small to be shared takes less
    anyway, a half to a tenth. A single query for many keys makes their copies too dear.
    """
    if heads.queries < _FEW_QUERIES and heads.keys > _MANY_KEYS:
        return False
    is_small = heads.queries * heads.keys * heads.size <= _SMALL
    return is_small or samples * heads.sources >= cores


@cache
def _attention(heads):
    """What is made of heads of these numbers, with its gradient."""
    made, slopes = (partial(way, shapes=heads) for way in _makers())
    run = jax.custom_vjp(lambda *given: made(*given)[0])

    def back(given, by):
        query, keys, values, *mask = given
        return (*slopes(query, keys, values, by, *mask), *(None for _ in mask))

    run.defvjp(lambda *given: (made(*given)[0], given), back)
    return run


@cache
def _makers():
    return (
        work(Work("attention", _attend, _attend_plainly, _like(1))),
        work(Work("attention_slopes", _slopes, _slopes_plainly, _like(3))),
    )


def _like(count):
    """What is made is as long as the first that are given."""
    return lambda *given, shapes: [array.shape for array in given[:count]]


def _attend(query, keys, values, *mask, shapes):
    write = partial(forward.write_forward, heads=shapes)
    run = Kernel(f"attention {shapes}", write, 3 + len(mask), shapes.work)
    parts = run.parts(len(query), len(query) * shapes.sources)
    room = parts, forward.room(shapes, lanes()).size
    return run((query, keys, values, *map(_filled, mask)), [query.shape, room], parts)[:1]


def _slopes(query, keys, values, by, *mask, shapes):
    write = partial(backward.write_backward, heads=shapes)
    run = Kernel(f"slopes of attention {shapes}", write, 4 + len(mask), 3 * shapes.work)
    parts = run.parts(len(query), len(query) * shapes.sources)
    made = [x.shape for x in (query, keys, values)]
    room = parts, backward.room(shapes, lanes()).size
    return run((query, keys, values, by, *map(_filled, mask)), [*made, room], parts)[:3]


def _filled(mask):
    """A mask of which each row fills whole vectors, so that they can be read."""
    count = mask.shape[-1]
    return jnp.pad(mask, [(0, 0)] * 3 + [(0, whole_vectors(count, lanes()) - count)])


def _attend_plainly(query, keys, values, *mask, shapes):
    keys, values = (jnp.repeat(x, shapes.group, axis=2) for x in (keys, values))
    scores = jnp.einsum("btnh,bsnh->bnts", query * shapes.scale, keys)
    allowed = mask[0] if mask else None
    if shapes.is_causal:
        allowed = jnp.tri(shapes.queries, shapes.keys, dtype=bool)
    if allowed is not None:
        scores = jnp.where(allowed, scores, -1e9)
    return [jnp.einsum("bnts,bsnh->btnh", jax.nn.softmax(scores), values)]


def _slopes_plainly(query, keys, values, by, *mask, shapes):
    def run(query, keys, values):
        return _attend_plainly(query, keys, values, *mask, shapes=shapes)

    return list(jax.vjp(run, query, keys, values)[1]([by]))
