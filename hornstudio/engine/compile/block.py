"""A network cut into blocks, of which only what flows between them is kept for the way back."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.compile.call import Call, mask_name
from hornstudio.engine.compile.plan import Plan

_INSIDE = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Calls in order, and what they have to do with the others.

    owners: whose weights and state they use. gives: tensors and masks that are wanted elsewhere.
    """

    calls: tuple[Call, ...]
    owners: frozenset[str]
    gives: frozenset[str]

    def taken(self, tensors: Mapping[str, Any]) -> dict[str, Any]:
        """Of the tensors and masks that there are, those that the calls look at."""
        return taken_by(self.calls, tensors)

    def given(self, tensors: Mapping[str, Any]) -> dict[str, Any]:
        """Of the tensors and masks that there are, those that others look at."""
        return {name: tensor for name, tensor in tensors.items() if name in self.gives}

    def held(self, trees: Mapping[str, Any]) -> dict[str, Any]:
        """The weights or the state that the calls use."""
        return {owner: tree for owner, tree in trees.items() if owner in self.owners}


def taken_by(calls: Iterable[Call], tensors: Mapping[str, Any]) -> dict[str, Any]:
    """Of the tensors and masks that there are, those that the calls look at."""
    wanted = _looked_at(calls)
    return {name: tensor for name, tensor in tensors.items() if name in wanted}


def blocks_of(plan: Plan) -> list[Block]:
    """The layers in blocks of such a size that least is held at once.

    With n layers in blocks of k, what flows between n / k blocks is held, and k times what is
    inside a layer, which is about twice what it gives: least at k = sqrt(n / 2).
    Source: arXiv:1604.06174, section 4.
    """
    size = max(1, round(math.sqrt(len(plan.layers) / _INSIDE)))
    return [
        _block(plan, plan.layers[first : first + size])
        for first in range(0, len(plan.layers), size)
    ]


def _block(plan: Plan, calls: tuple[Call, ...]) -> Block:
    own = {call.node for call in calls}
    others = [c for c in (*plan.layers, *plan.losses, *plan.metrics) if c.node not in own]
    penalised = {port for each in plan.output_penalties for port in each.ports}
    return Block(
        calls=calls,
        owners=frozenset(call.owner for call in calls),
        gives=frozenset(_looked_at(others) | penalised | set(plan.outputs)),
    )


def _looked_at(calls: Iterable[Call]) -> set[str]:
    return {
        name
        for call in calls
        for ports, masks in zip(call.sources, call.masks, strict=True)
        for name in (*ports, *(mask_name(mask) for mask in masks if mask))
    }
