"""A look into one step: which node makes the first number that is not finite.

Forward in the order of computing, then backward from the losses. A zero is added to everything
that a node takes in, so that the gradient with respect to it is what flows back out of the node.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.live import LiveProgram, turned_plan
from hornstudio.engine.compile.network import Batch, Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Training
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.train.steps.walk import Part

Flags = Mapping[str, Any]
"""By place: 0 where all numbers are finite, 1 for infinity among them, 2 for not a number."""

VALUES = ("", "inf", "nan")


@dataclass(frozen=True)
class Fault:
    """Where it arose. kind: data, forward, gradient or update. place: the port, or the weight.

    value: `nan` or `inf`.
    """

    kind: str
    node: str
    place: str
    value: str


def fault_in(program: Program, carry: Tree, after: Tree, part: Part, samples: Tree) -> Fault | None:
    """The first fault of a part's next step, or None where a look finds none.

    carry, after: what the step began with, and what it left. samples: the training data, arrays
    [N, ...] by `node.port`.
    """
    batch = {name: array[part.rows[part.done]] for name, array in samples.items()}
    key = jax.random.fold_in(part.key, part.done)
    with suppress(Exception):  # a look that fails must not hide what it was to explain
        return look(program, carry, after, batch, key)
    return None


def look(program: Program, carry: Tree, after: Tree, batch: Batch, key: Any) -> Fault | None:
    """The first fault of a step. carry, after: what it began with, and what it left."""
    plan = plan_at(program, carry)
    see = jitted(Probe(plan).look)
    for turn, turn_key in _turns(plan.graph.training, batch, key):
        if fault := first_fault(plan, *jax.device_get(see(carry, turn, turn_key))):
            return fault
    return _update(after["weights"])


def plan_at(program: Program, carry: Tree) -> Plan:
    """The plan with all dials where they have been turned to."""
    if isinstance(program, LiveProgram):
        return turned_plan(program.plan, carry["dials"])
    return program.plan


def _turns(how: Training, batch: Batch, key: Any) -> Iterator[tuple[Batch, Any]]:
    """The batches of an update that is made of several, as `in_turns` cuts them."""
    if how.gradient_accumulation == 1:
        yield batch, key
        return
    count = len(next(iter(batch.values())))
    for turn, first in enumerate(range(0, count, how.batch_size)):
        part = {name: array[first : first + how.batch_size] for name, array in batch.items()}
        yield part, jax.random.fold_in(key, turn)


class Probe(Program):
    """A program with a tap at each input of each call."""

    is_whole = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._taps: Tree = {}

    def look(self, carry: Tree, batch: Batch, key: Any) -> tuple[Flags, Flags, Flags]:
        """Flags of all tensors by port, of what flows back by tap, of gradients by `node.name`."""
        trained, frozen = self.split(carry["weights"])

        def total_loss(trained: Tree, taps: Tree) -> tuple[Any, tuple[Tree, Tree]]:
            weights = {**trained, **frozen}
            self._taps = taps
            tensors, _ = self.forward(weights, carry["state"], batch, training=True, key=key)
            total, sums = self.measure(weights, tensors)
            return total, (tensors, sums)

        _, (shapes, _) = jax.eval_shape(total_loss, trained, {})
        taps = {tap: jnp.zeros_like(shapes[source]) for tap, source in self._sources(shapes)}
        both = jax.grad(total_loss, argnums=(0, 1), has_aux=True)
        (gradients, flows), (tensors, sums) = both(trained, taps)
        self._taps = {}
        shown = {**tensors, **{name: jax.tree.leaves(tree) for name, tree in sums.items()}}
        return flags_of(shown), flags_of(flows), flags_of(_flat(gradients))

    def _sources(self, shapes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for call in (*self.plan.layers, *self.plan.losses):
            for source in _sources(call):
                if source in shapes and jnp.issubdtype(shapes[source].dtype, jnp.inexact):
                    yield _tap(call, source), source

    def _apply(self, call: Call, tensors: Mapping[str, Any], *rest: Any) -> Any:
        return super()._apply(call, self._tapped(call, tensors), *rest)

    def _judge(self, call: Call, tensors: Mapping[str, Any]) -> Any:
        return super()._judge(call, self._tapped(call, tensors))

    def _tapped(self, call: Call, tensors: Mapping[str, Any]) -> Mapping[str, Any]:
        added = {
            source: tensors[source] + self._taps[_tap(call, source)]
            for source in _sources(call)
            if _tap(call, source) in self._taps
        }
        return {**tensors, **added}


def _sources(call: Call) -> list[str]:
    return [source for port in call.sources for source in port]


def _tap(call: Call, source: str) -> str:
    return f"{source}>{call.node}"


def flags_of(trees: Mapping[str, Any]) -> Flags:
    """What of these trees is not finite, by their names."""
    return {name: _flag(jax.tree.leaves(tree)) for name, tree in trees.items()}


def _flag(arrays: list[Any]) -> Any:
    found = jnp.zeros((), jnp.int32)
    for array in arrays:
        if jnp.issubdtype(array.dtype, jnp.inexact):
            flag = jnp.where(jnp.isnan(array).any(), 2, jnp.where(jnp.isinf(array).any(), 1, 0))
            found = jnp.maximum(found, flag)
    return found


def _flat(weights: Tree) -> Tree:
    return {f"{n}.{name}": x for n, arrays in weights.items() for name, x in arrays.items()}


def first_fault(plan: Plan, flags: Flags, flows: Flags, gradients: Flags) -> Fault | None:
    """The first one of what a probe has seen, forward, then backward."""
    return first_forward(plan, flags) or _backward(plan, flows, gradients)


def first_forward(plan: Plan, flags: Flags) -> Fault | None:
    """The first of data, layers, losses and metrics, in this order, that is flagged."""
    for port in plan.data:
        if flags.get(port):
            return Fault("data", port.partition(".")[0], port, VALUES[int(flags[port])])
    for call in (*plan.layers, *plan.losses, *plan.metrics):
        ports = call.ports if call.module.role == "layer" else (call.name,)
        for port in ports:
            if flags.get(port):
                return Fault("forward", call.node, port, VALUES[int(flags[port])])
    return None


def _backward(plan: Plan, flows: Flags, gradients: Flags) -> Fault | None:
    for call in reversed((*plan.layers, *plan.losses)):
        found = [flows.get(_tap(call, source), 0) for source in _sources(call)]
        found += [flag for place, flag in gradients.items() if _is_of(place, call)]
        if any(found):
            return Fault("gradient", call.node, call.node, VALUES[int(max(found))])
    return None


def _is_of(place: str, call: Call) -> bool:
    return place.rpartition(".")[0] == call.owner


def _update(weights: Tree) -> Fault | None:
    for place, flag in jax.device_get(flags_of(_flat(weights))).items():
        if flag:
            return Fault("update", place.rpartition(".")[0], place, VALUES[int(flag)])
    return None
