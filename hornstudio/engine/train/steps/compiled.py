"""Compiled programs, kept from run to run: the same graph trained again starts at once."""

import functools
import json
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.chunk import run_chunk
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.plan import at_rest, plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.storage import files
from hornstudio.engine.train.steps.memory.holding import spread_that_fits
from hornstudio.engine.train.steps.spread import Spread
from hornstudio.engine.training_settings import STEP_PARAMS

_KEPT = 4
_LOOKS = ("at", "title", "note")

AnyProgram = TypeVar("AnyProgram", bound=Program)

_programs: "OrderedDict[str, Compiled]" = OrderedDict()


class Compiled:
    """A program with its functions jitted; JAX keeps what it compiled with them."""

    def __init__(self, program: Program, spread: Spread) -> None:
        self.program = program
        self.spread = spread
        self.run_steps = self._jitted(loop.run_steps)
        self.run_chunk = self._jitted(run_chunk)
        self.measure = jitted(_to_measure(program, spread).measure_batch)
        self._row_log: Tree | None = None

    def _jitted(self, loop: Callable[..., tuple[Tree, Tree]]) -> Any:
        """A loop over steps, which uses up the carry and the log that it is given."""
        take, used_up = functools.partial(loop, self.program.step), (0, 1)
        if self.spread.everywhere is None:
            return jitted(take, donate_argnums=used_up)
        return _Laid(functools.partial(jitted, take, donate_argnums=used_up), self.spread)

    @functools.cached_property
    def live(self) -> "LiveCompiled":
        """The same with dials that can be turned; it is compiled when a run first needs it."""
        return LiveCompiled(LiveProgram(self.program.plan, self.program.deal), self.spread)

    def measure_of(self, carry: Tree) -> Callable[[Tree, Tree, Tree], Tree]:
        """The function of weights, state and batch that measures what is carried."""
        return self.measure

    def empty_log(self, carry: Tree, data: Tree, rows: np.ndarray, key: Any) -> Tree:
        """A log for these rows; its layout is worked out once."""
        if self._row_log is None:
            batch = {name: _rows_of(array, rows.shape[1]) for name, array in data.items()}
            _, sums = jax.eval_shape(self.program.step, carry, batch, key)
            self._row_log = jax.tree.map(lambda s: np.zeros((1, *s.shape), s.dtype), sums)
        return jax.tree.map(
            lambda row: np.zeros((len(rows), *row.shape[1:]), row.dtype), self._row_log
        )


class _Laid:
    """A jitted loop over steps, whose carry and log lie on the devices before it as after it.

    It would else be compiled for each way in which they come: from NumPy, and as it left them.
    """

    def __init__(self, jitted: Callable[..., Any], spread: Spread) -> None:
        self._jitted, self._spread = jitted, spread
        self._ways: dict[Any, tuple[Any, Any]] = {}  # by what is carried

    def __call__(self, carry: Tree, log: Tree, *rest: Any) -> tuple[Tree, Tree]:
        lying, take = self._way(carry, log)
        given, how = jax.tree.leaves((carry, log)), jax.tree.leaves(lying)
        if any(getattr(x, "sharding", None) != way for x, way in zip(given, how, strict=True)):
            carry, log = jax.device_put((carry, log), lying)
        after: tuple[Tree, Tree] = take(carry, log, *rest)
        return after

    def lower(self, carry: Tree, log: Tree, *rest: Any) -> Any:
        """What a call runs, ready to be compiled."""
        lying, take = self._way(carry, log)
        forms = jax.tree.map(
            lambda x, lying: jax.ShapeDtypeStruct(x.shape, x.dtype, sharding=lying),
            (carry, log),
            lying,
        )
        return take.lower(*forms, *rest)

    def _way(self, carry: Tree, log: Tree) -> tuple[Any, Any]:
        """How these lie, and the loop that leaves them so."""
        key = jax.tree.structure((carry, log))
        if key not in self._ways:
            lying = self._spread.carried((carry, log))
            self._ways[key] = lying, self._jitted(out_shardings=lying)
        return self._ways[key]


def _to_measure(program: AnyProgram, spread: Spread) -> AnyProgram:
    """The program of an evaluation, which cores do not share; see `Spread.to_measure`."""
    return type(program)(program.plan) if spread.is_one else program


def _rows_of(array: Any, count: int) -> Any:
    """So many samples of it, by shape and type: to pick some would be to compile, or to read."""
    return jax.ShapeDtypeStruct((count, *array.shape[1:]), array.dtype)


class LiveCompiled(Compiled):
    """A live program, jitted."""

    program: LiveProgram

    def __init__(self, program: LiveProgram, spread: Spread) -> None:
        super().__init__(program, spread)
        self._measure_turned = jitted(_to_measure(program, spread).measure_turned)

    @property
    def live(self) -> "LiveCompiled":
        """It is so already."""
        return self

    def measure_of(self, carry: Tree) -> Callable[[Tree, Tree, Tree], Tree]:
        """As in Compiled; what is measured counts with the dials where they are."""
        return functools.partial(self._measure_turned, self.spread.to_measure(carry["dials"]))


def compiled(
    graph: Graph,
    resting: Collection[str] = (),
    *,
    own_data: bool = False,
    spread: Spread | None = None,
) -> Compiled:
    """The program of a graph; an earlier one where only looks or settings differ.

    resting: owners of weights that work as in use while training, as what is frozen does.
    own_data: other data than the graph's is worked on, which may be missing. spread: of a run that
    goes on with another program. Raises: RunError when the graph has errors.
    """
    plan = at_rest(plan_graph(graph, own_data=own_data), resting)
    spread = spread or spread_that_fits(plan)
    key = _key(graph, spread) + "".join(sorted(f" {owner}" for owner in resting))
    if key not in _programs:
        deal = spread.deal if spread.everywhere else dict
        _programs[key] = Compiled(Program(plan, deal), spread)
    _programs.move_to_end(key)
    while len(_programs) > _KEPT:
        _programs.popitem(last=False)
    return _programs[key]


def _key(graph: Graph, spread: Spread) -> str:
    """What decides the program: nodes without their looks, wires, composites, way and devices.

    And shapes of the user's own files, which may have other columns or classes by now.
    """
    data = files.to_json(graph)
    nodes = {
        node_id: {name: value for name, value in node.items() if name not in _LOOKS}
        for node_id, node in data["nodes"].items()
    }
    how = graph.training
    steps = [getattr(how, param.name) for param in STEP_PARAMS]
    batch_size = how.batch_size if how.gradient_accumulation > 1 else None  # it is cut by this
    devices = [spread.why, *map(str, spread.devices)]
    decisive = [nodes, data["wires"], data.get("groups"), steps, batch_size, devices]
    decisive.append(_own_shapes(graph))
    return json.dumps(decisive, sort_keys=False)


def _own_shapes(graph: Graph) -> dict[str, str]:
    """What leaves the sources that read the user's own files; most graphs have none, and are not
    checked for it.
    """
    known = catalog()
    kinds = {node.kind for _, node in graph}
    if not any(module.own for module in map(known.get, kinds) if module is not None):
        return {}
    facts = check(graph).facts
    return {node_id: repr(f.outputs) for node_id, f in facts.items() if f.module.own is not None}
