"""The first numbers of all arrays, drawn so that what is alike is drawn at once.

A compiler takes its time for every random generator and for every piece of a program that is cut
out of another: array by array that is minutes for a network of hundreds of layers. So what is
alike is drawn as one array by one program, and taken apart by another that serves for all.
"""

import zlib
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np

from hornstudio.engine.compile.binding import bind_setting
from hornstudio.engine.compile.loop import key_of
from hornstudio.engine.compile.plan import Plan, Start
from hornstudio.engine.lazy import jax

Trees = tuple[dict[str, Any], dict[str, Any]]
"""Weights and state."""
QUICKLY = {"xla_backend_optimization_level": 1}


class Drawing:
    """The start of one plan: each array from a random key of its own, as if drawn by itself."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._alike = _alike(plan.starts)

    def trees(self, seed: int) -> Trees:
        """Weights and state, as a function that can be part of a program."""
        return self._apart(self.drawn(seed), _pick)

    def start(self, seed: int) -> Trees:
        """The same, computed at once."""
        drawn = jax.block_until_ready(self._draw_at_once(seed))  # where memory runs out, it says so
        return self._apart(drawn, jax.jit(_pick))

    def drawn(self, seed: int) -> list[Any]:
        """Arrays [count, ...] of those that are alike; of one that is alone, itself."""
        return [self._draw(starts, seed) for starts in self._alike]

    def _apart(self, drawn: list[Any], take: Callable[[Any, int], Any]) -> Trees:
        """Each array by itself. drawn: is emptied on the way. take(array, number) -> one of it."""
        found: dict[Start, Any] = {}
        for starts in self._alike:
            array = drawn.pop(0)
            each = [array] if len(starts) == 1 else [take(array, i) for i in range(len(starts))]
            found |= zip(starts, each, strict=True)
        trees: Trees = ({}, {})
        for start in self._plan.starts:
            trees[start.is_state].setdefault(start.owner, {})[start.array.name] = found[start]
        return trees

    @cached_property
    def _draw_at_once(self) -> Any:
        """One program, because array by array takes far longer.

        It runs once, and on a CPU its compiling is what it takes: without the last polish that is
        a seventh, and the numbers have the same bits. Without any polish they would not.
        """
        is_polished = not jax.config.read("jax_disable_most_optimizations")
        is_quick = is_polished and jax.default_backend() == "cpu"
        return jax.jit(self.drawn, compiler_options=QUICKLY if is_quick else None)

    def _draw(self, starts: list[Start], seed: int) -> Any:
        array, purposes = starts[0].array, [start.purpose for start in starts]
        initialize = bind_setting("initializer", starts[0].initializer, self._plan.modules)

        def draw(key: Any) -> Any:
            drawn = initialize(key, array.drawn_as or array.shape).reshape(array.shape)
            return drawn.at[slice(*array.ones)].set(1.0) if array.ones else drawn

        if len(starts) == 1:
            return draw(key_of(seed, purposes[0]))
        return jax.vmap(draw)(_keys_of(seed, purposes))


def _alike(starts: Iterable[Start]) -> list[list[Start]]:
    """Arrays that differ in nothing but their key."""
    found: dict[Any, list[Start]] = {}
    for start in starts:
        array = start.array
        how = (start.initializer, array.drawn_as, array.shape, array.ones)
        found.setdefault(how, []).append(start)
    return list(found.values())


def _keys_of(seed: int, purposes: list[str]) -> Any:
    """As `key_of` for each."""
    numbers = np.array([zlib.crc32(purpose.encode()) >> 1 for purpose in purposes])
    return jax.vmap(jax.random.fold_in, (None, 0))(jax.random.key(seed), numbers)


def _pick(array: Any, number: int) -> Any:
    """One of those that were drawn at once."""
    return array[number]
