"""Looking into a run every so often: as seldom as keeps what it costs below a share of the time.

Its program is compiled in a thread beside the run, once that has gone on for a while; a run that
is over before is not held up at all. Looking changes no number of the run.
"""

import math
from functools import partial
from typing import Any

import numpy as np

from hornstudio.engine.compile.inspection import Inspection
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.errors import RunError
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.clock import Clock
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.memory.device import memory_in_use
from hornstudio.engine.train.steps.walk import Part
from hornstudio.engine.watch.events import Statistics

SHARE = 0.02
INTERVAL_S = 1.0
PATIENCE_S = 2.0


class Watching:
    """Statistics of one run.

    clock: of the run. share: of its time that looking may take, with all that is done about it.
    interval_s: least time between two looks.
    patience_s: how long the run must have gone on before anything is compiled for it.
    """

    def __init__(
        self,
        share: float = SHARE,
        interval_s: float = INTERVAL_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.clock = Clock()
        self._share = share
        self._interval_s = interval_s
        self._begun = self.clock.now
        self._next = self._begun + patience_s
        self._parts: Compiled | None = None
        self._compiling: Beside | None = None
        self._look: Any = None
        self._is_warm = False

    def figures(
        self, parts: Compiled, carry: Tree, data: Tree, part: Part, size: int
    ) -> Tree | None:
        """Figures of the step that comes next, where it is time for them; then call `rest`.

        size: samples of a batch. The program may have been made for a run with others.
        Raises: RunError, once, where this run cannot be looked into.
        """
        self._begun = self.clock.now
        if self._begun < self._next or not part.left:
            return None
        rows = part.rows[part.done][:size]
        if len(rows) < size:  # what is left of the data at the end of an epoch
            return None
        try:
            at_hand = _at_hand(data, rows.astype(np.int32))
            return self._look_at(parts, carry, *at_hand, part.key, np.uint32(part.done))
        except Exception as error:  # the run must go on, whatever keeps it from being looked into
            self._next = math.inf
            raise RunError(
                "no statistics of this run: {reason}", reason=failure_of(error).reason
            ) from error

    def rest(self) -> None:
        """All that belongs to a look is done: the dearer it was, the later comes the next."""
        taken = self.clock.now - self._begun
        # the first look warms up, and says little of what the next ones take
        pause = taken / self._share if self._is_warm else 0.0
        self._next = self._begun + max(self._interval_s, pause)
        self._is_warm = True

    def _look_at(self, parts: Compiled, *given: Any) -> Tree | None:
        if lying := parts.spread.everywhere:  # what is looked at lies on all devices of the run
            given = jax.device_put(given, lying)
        if parts is not self._parts:
            self._begin(parts, given)
        if self._look is None and not self._is_compiled():
            self._next = self.clock.now + self._interval_s / 4
            return None
        figures: Tree = jax.device_get(self._look(*given))
        return figures

    def _begin(self, parts: Compiled, given: tuple[Any, ...]) -> None:
        """Compile in a thread what looks into these steps."""
        self._parts, self._look, self._is_warm = parts, None, False
        lying = parts.spread.everywhere
        form = partial(jax.ShapeDtypeStruct, sharding=lying)
        forms = jax.tree.map(lambda x: form(x.shape, x.dtype), given)
        look = Inspection(parts.program).look

        def compile(_: Any) -> Any:
            return jitted(partial(look_into, look)).lower(*forms).compile()

        self._compiling = Beside(compile, is_daemon=False)

    def _is_compiled(self) -> bool:
        if self._compiling is None or not self._compiling.is_done:
            return False
        self._look, self._compiling = self._compiling.wait(), None
        return True


def _at_hand(data: Tree, rows: np.ndarray) -> tuple[Tree, np.ndarray]:
    """Samples and rows of them, to be picked on the device; what is elsewhere is picked now."""
    if all(isinstance(array, jax.Array) for array in data.values()):
        return data, rows
    return {name: np.asarray(array[rows]) for name, array in data.items()}, np.arange(
        len(rows), dtype=rows.dtype
    )


def look_into(look: Any, carry: Tree, data: Tree, rows: Any, key: Any, step: Any) -> Tree:
    """In one program, because each call of one costs more than most of what they do."""
    batch = {name: array[rows] for name, array in data.items()}
    figures: Tree = look(carry, batch, jax.random.fold_in(key, step))
    return figures


def statistics_of(figures: Tree, epoch: int, step: int, **overall: float) -> Statistics:
    """The event of some figures, and of what else is known of the run as a whole."""
    memory = float(memory_in_use(jax.devices()[0]))
    return Statistics(
        epoch=epoch,
        step=step,
        nodes={node: _finite(found) for node, found in figures["nodes"].items()},
        wires=_finite(figures["wires"]),
        overall=_finite(figures["overall"] | overall | {"memory_bytes": memory}),
    )


def _finite(figures: Tree) -> dict[str, float]:
    """Those that are numbers, in six digits."""
    return {k: float(f"{float(v):.6g}") for k, v in figures.items() if math.isfinite(float(v))}
