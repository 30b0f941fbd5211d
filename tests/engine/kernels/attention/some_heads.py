"""Heads of all kinds, arrays for them, and what NumPy makes of these in float64."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from hornstudio.engine.kernels.attention.heads import Heads, whole_vectors


@st.composite
def some_heads(draw: st.DrawFn) -> Heads:
    """Few steps and many, sizes that fill a vector and others, with masks and without."""
    steps = st.integers(1, 40) | st.sampled_from([48, 64, 67, 150])
    queries, keys, sources = draw(steps), draw(steps), draw(st.integers(1, 3))
    size = draw(st.integers(1, 20) | st.sampled_from([32, 40, 70]))
    told = draw(st.none() | st.tuples(*[st.booleans()] * 3))
    is_causal = told is None and draw(st.booleans())
    heads = sources * draw(st.integers(1, 2))
    return Heads(queries, queries if is_causal else keys, heads, sources, size, is_causal, told)


@dataclass(frozen=True)
class Given:
    """What goes into attention and its gradient: query, keys, values, slopes, mask."""

    heads: Heads
    query: np.ndarray
    keys: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    mask: np.ndarray | None

    def masks(self, lanes: int) -> list[np.ndarray]:
        """As the kernels take it."""
        if self.mask is None:
            return []
        more = whole_vectors(self.heads.keys, lanes) - self.heads.keys
        return [np.pad(self.mask, [(0, 0)] * 3 + [(0, more)])]


def given_for(heads: Heads, samples: int = 2) -> Given:
    """Arrays for them; of a mask, the first row allows nothing."""
    rng = np.random.default_rng(0)

    def normal(steps: int, count: int) -> np.ndarray:
        return rng.normal(size=(samples, steps, count, heads.size)).astype(np.float32)

    query, slopes = (normal(heads.queries, heads.heads) for _ in range(2))
    keys, values = (normal(heads.keys, heads.sources) for _ in range(2))
    mask = None
    if heads.masked:
        counts = zip(heads.masked, (samples, heads.heads, heads.queries), strict=True)
        shape = [count if is_told else 1 for is_told, count in counts]
        mask = rng.random((*shape, heads.keys)) < 0.6
        mask[0, 0, 0] = False
    return Given(heads, query, keys, values, slopes, mask)


def made_of(given: Given) -> tuple[np.ndarray, ...]:
    """What attention makes, and the slopes of query, keys and values."""
    heads, values = given.heads, _each(given.heads, given.values)
    query, keys = given.query.astype(float), _each(heads, given.keys)
    scores = np.einsum("btnh,bsnh->bnts", query, keys) * heads.size**-0.5
    allowed = np.tri(heads.queries, heads.keys, dtype=bool) if heads.is_causal else given.mask
    allowed = np.broadcast_to(True if allowed is None else allowed, scores.shape)
    powers = np.exp(
        np.where(allowed, scores, -1e9) - np.where(allowed, scores, -1e9).max(-1, keepdims=True)
    )
    weights = powers / powers.sum(-1, keepdims=True)
    slopes = np.einsum("btnh,bsnh->bnts", given.slopes.astype(float), values)
    moved = weights * (slopes - (weights * slopes).sum(-1, keepdims=True)) * heads.size**-0.5
    moved = np.where(allowed, moved, 0.0)
    return (
        np.einsum("bnts,bsnh->btnh", weights, values),
        np.einsum("bnts,bsnh->btnh", moved, keys),
        _summed(heads, np.einsum("bnts,btnh->bsnh", moved, query)),
        _summed(heads, np.einsum("bnts,btnh->bsnh", weights, given.slopes.astype(float))),
    )


def _each(heads: Heads, array: np.ndarray) -> np.ndarray:
    """Keys or values of each head of queries."""
    return np.repeat(array.astype(float), heads.group, axis=2)


def _summed(heads: Heads, array: np.ndarray) -> np.ndarray:
    """Slopes of all heads of queries that look at the same."""
    return array.reshape(*array.shape[:2], heads.sources, heads.group, heads.size).sum(3)
