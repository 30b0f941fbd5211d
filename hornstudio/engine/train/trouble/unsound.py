"""Validation and test data of which figures mean nothing: in which place and sample it begins.

What lies in memory is looked through before the run: not every figure shows what is no number, as
the maximum of a number and none may be the number. Other data, and what layers make of it, goes
through the network once more when a figure is not finite.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from hornstudio.engine.compile import loop
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.program import Program
from hornstudio.engine.composite.way import shown_place
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.text import Text
from hornstudio.engine.train.trouble.probe import Fault, Flags, first_forward, flags_of, plan_at
from hornstudio.engine.watch.figure import HELD_BACK

VALIDATION, TEST = HELD_BACK, "test_"
_DATA = {VALIDATION: Text("validation data"), TEST: Text("test data")}


@dataclass(frozen=True)
class Unsound:
    """The first number that is not finite. sample: which one has it, from 1; 0 where it is all."""

    fault: Fault
    sample: int


class Doubt:
    """Says once for each kind of data what is wrong with it, or with the figures on it."""

    def __init__(self, graph: Graph) -> None:
        """graph: as it was drawn."""
        self._graph = graph
        self._had: set[str] = set()

    def of_data(self, data: Mapping[str, Tree]) -> Iterator[Text]:
        """Words about each kind of data that is not finite, as far as it lies in memory.

        data: arrays [samples, ...] by `node.port`, by VALIDATION and TEST.
        """
        for kind, arrays in data.items():
            if found := first_in_memory(arrays):
                self._had.add(kind)
                yield _words(found, self._graph, data=_DATA[kind])

    def why(
        self, figures: Mapping[str, float], program: Program, carry: Tree, weights: Tree, data: Tree
    ) -> Text | None:
        """Words about figures that are not finite; None where all are.

        figures: by name with VALIDATION or TEST before it. weights: those that were measured.
        data: arrays [samples, ...] by `node.port`. A figure that is not defined, though all that
        it is made of is finite, is left alone.
        """
        bad = [name for name, value in figures.items() if not math.isfinite(value)]
        kind = next((kind for kind in _DATA if bad and bad[0].startswith(kind)), "")
        if not kind or kind in self._had:
            return None
        self._had.add(kind)
        found = None
        with suppress(Exception):  # a look that fails must not end a run that goes on without it
            plan = plan_at(program, carry)
            found = first_unsound(Program(plan), weights, carry["state"], data)
        if found is None:
            return None
        values = {"figure": bad[0], "value": str(figures[bad[0]]), "data": _DATA[kind]}
        return _words(found, self._graph, **values)


def first_in_memory(arrays: Tree) -> Unsound | None:
    """The first sample of the first array that is not finite."""
    for place, array in arrays.items():
        if type(array) is not np.ndarray or array.dtype.kind != "f":
            continue
        rows = max(1, loop.EVALUATION_BYTES * len(array) // max(1, array.nbytes))
        for first in range(0, len(array), rows):
            numbers = array[first : first + rows].reshape(len(array[first : first + rows]), -1)
            bad = ~np.isfinite(numbers)
            if bad.any():
                sample, at = divmod(int(np.argmax(bad)), bad.shape[1])
                value = "nan" if np.isnan(numbers[sample, at]) else "inf"
                fault = Fault("data", place.partition(".")[0], place, value)
                return Unsound(fault, first + sample + 1)
    return None


def first_unsound(program: Program, weights: Tree, state: Tree, data: Tree) -> Unsound | None:
    """The first place in the first batch: data before layers, those in their order, then losses."""
    look = jitted(lambda *given: _look(program, *given))
    before = 0
    for take in loop.evaluation_batches(data):
        batch = take()
        flags, firsts = jax.device_get(look(weights, state, batch))
        if fault := first_forward(program.plan, flags):
            sample = int(firsts.get(fault.place, -1))
            return Unsound(fault, before + sample + 1 if sample >= 0 else 0)
        before += len(next(iter(batch.values())))
    return None


def _look(program: Program, weights: Tree, state: Tree, batch: Tree) -> tuple[Flags, Tree]:
    """Flags of tensors and figures by place, and the first sample of each tensor that has one."""
    tensors, _ = program.forward(weights, state, batch, training=False)
    _, sums = program.measure(weights, tensors)
    firsts = {place: _first(x) for place, x in tensors.items() if _is_of_samples(x)}
    return flags_of({**tensors, **sums}), firsts


def _is_of_samples(tensor: Any) -> bool:
    return tensor.ndim > 0 and jnp.issubdtype(tensor.dtype, jnp.inexact)


def _first(tensor: Any) -> Any:
    """The first sample that is not finite; -1 where all are."""
    is_bad = ~jnp.isfinite(tensor).reshape(len(tensor), -1).all(axis=1)
    return jnp.where(is_bad.any(), jnp.argmax(is_bad), -1)


def _words(found: Unsound, graph: Graph, **values: Any) -> Text:
    fault = found.fault
    values |= {"place": shown_place(graph, fault.node, fault.place), "held": fault.value}
    if fault.kind == "data":
        return Text(
            "sample {sample} of the {data} holds {held} in {place}: figures on it mean nothing; "
            "correct the data, or leave out what has no number",
            sample=found.sample,
            **values,
        )
    if found.sample:
        return Text(
            "{figure} is {value}: {place} gives {held} for sample {sample} of the {data}",
            sample=found.sample,
            **values,
        )
    return Text("{figure} is {value}: {place} gives {held} on the {data}", **values)
