"""A program whose dials are arrays: they change from dispatch to dispatch, and nothing is compiled.

The carry has the numbers under "dials", by `node.name`, and hands them on as they are. Whatever
else a step computes is what the plain program computes with these numbers in their places.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.network import Batch, Deal, Tree
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import OPTIMIZER, THAWED, kept_frozen, of_others
from hornstudio.engine.dial import FACTOR, FROZEN, dials, numbers_of
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.params import Values

Numbers = Mapping[str, Any]
"""By `node.name`: numbers, or arrays without axes."""


class LiveProgram(Program):
    """As a program, but for the dials, which come in with the carry."""

    def __init__(self, plan: Plan, deal: Deal = dict) -> None:
        super().__init__(plan, deal)
        self.dials = dials(plan.graph, plan.modules)

    def numbers(self, turned: Mapping[str, float] | None = None) -> Tree:
        """All dials as a step takes them: as the graph has them, but for those that are turned."""
        own = numbers_of(self.dials)
        numbers = own | dict(turned or {})
        return {key: np.float32(numbers[key]) for key in own}

    def step(self, carry: Tree, batch: Batch, key: Any) -> tuple[Tree, Tree]:
        """One training step with the dials where they are."""
        numbers = carry["dials"]
        plain = {name: tree for name, tree in carry.items() if name != "dials"}
        after, sums = Turned(self.plan, numbers, self.deal).step(plain, batch, key)
        return {**after, "dials": numbers}, sums

    def measure_turned(self, numbers: Numbers, weights: Tree, state: Tree, batch: Batch) -> Tree:
        """As `measure_batch`, with the dials where they are."""
        return Turned(self.plan, numbers, self.deal).measure_batch(weights, state, batch)


class Turned(Program):
    """The program of a plan with its dials at these numbers."""

    def __init__(self, plan: Plan, numbers: Numbers, deal: Deal = dict) -> None:
        self._numbers = numbers
        super().__init__(turned_plan(plan, numbers), deal)

    def _optimizer_params(self, call: Call) -> Tree:
        """As they are bound, a schedule with its factor."""
        bound = super()._optimizer_params(call)
        for name, value in bound.items():
            factor = self._numbers.get(f"{call.node}.{name}.{FACTOR}")
            if factor is not None:
                bound[name] = _multiplied(value, factor)
        return bound

    def _improve(
        self, gradients: Tree, carry: Tree, trained: Tree, **extra: Any
    ) -> tuple[Tree, Tree]:
        """As ever, but what is frozen now keeps its weights and what is remembered of them."""
        held = {owner: self._is_frozen(owner) for owner in trained}
        gradients = {
            owner: jax.tree.map(lambda g, o=owner: jnp.where(held[o], jnp.zeros_like(g), g), arrays)
            for owner, arrays in gradients.items()
        }
        after, remembered = super()._improve(gradients, carry, trained, **extra)
        kept, thawed = _held(held, after, trained), carry.get(THAWED, {})
        others = of_others(held, thawed)
        memory = {OPTIMIZER: _held(others, remembered[OPTIMIZER], carry[OPTIMIZER])}
        if thawed:
            memory[THAWED] = kept_frozen(held, remembered[THAWED], thawed)
        return kept, memory

    def _is_frozen(self, owner: str) -> Any:
        number = self._numbers.get(f"{owner}.{FROZEN}")
        return False if number is None else number > 0


def turned_plan(plan: Plan, numbers: Numbers) -> Plan:
    """The plan with its dials at these numbers."""

    def turned(call: Call) -> Call:
        keys = {name: f"{call.node}.{name}" for name in call.values}
        changed = {name: numbers[key] for name, key in keys.items() if key in numbers}
        return replace(call, values=Values({**call.values, **changed})) if changed else call

    return replace(
        plan,
        layers=tuple(map(turned, plan.layers)),
        losses=tuple(map(turned, plan.losses)),
        output_penalties=tuple(replace(p, call=turned(p.call)) for p in plan.output_penalties),
        optimizer=plan.optimizer and turned(plan.optimizer),
    )


def _multiplied(schedule: Any, factor: Any) -> Any:
    return lambda step: factor * schedule(step)


def _held(held: Mapping[str, Any], after: Any, before: Any) -> Any:
    """The new tree, the old one below every owner that is frozen now."""
    if not isinstance(after, dict):
        return after
    if after.keys() != held.keys():
        return {name: _held(held, value, before[name]) for name, value in after.items()}

    def chosen(owner: str) -> Any:
        if held[owner] is False:
            return after[owner]
        return jax.tree.map(
            lambda new, old: jnp.where(held[owner], old, new), after[owner], before[owner]
        )

    return {owner: chosen(owner) for owner in after}
