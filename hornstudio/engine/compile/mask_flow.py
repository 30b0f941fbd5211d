"""Which masks reach which calls. A mask says which steps of a sequence count.

A mask is named after the node that makes it; calls that carry it on share it, so that no program
copies it.
"""

from collections.abc import Iterable
from dataclasses import replace

from hornstudio.engine.compile.call import Call


class MaskFlow:
    """Follows masks along the wires, call by call in the order of computing."""

    def __init__(self) -> None:
        self._mask_of: dict[str, str] = {}

    def through(self, calls: Iterable[Call]) -> tuple[Call, ...]:
        """The calls with the masks that reach them; later calls see what these carry on."""
        return tuple(self._pass(call) for call in calls)

    def mask_at(self, port: str) -> str:
        """Name of the mask that goes with a tensor, or ""."""
        return self._mask_of.get(port, "")

    def _pass(self, call: Call) -> Call:
        """The call with the masks that it sees.

        One over time sees single steps, of which masks say nothing; others do not heed theirs.
        """
        masks = tuple(tuple(self._mask_of.get(s, "") for s in port) for port in call.sources)
        call = replace(call, masks=masks)
        mask = self._carried(call)
        if mask and call.module.outputs:
            self._mask_of[call.ports[0]] = mask
        is_blind = call.is_over_time or not call.module.mask.heeds(tuple(map(bool, call.sources)))
        seen = tuple(("",) * len(port) for port in masks) if is_blind else masks
        return replace(call, masks=seen, makes_mask=mask == call.node)

    def _carried(self, call: Call) -> str:
        """Name of the mask that goes on with the first output, or ""."""
        first = next((mask for port in call.masks for mask in port), "")
        if call.is_bypassed:
            return first
        rule = call.module.mask.rule(call.values, _masked(call))
        return {"keep": first, "make": call.node, "drop": ""}[rule]


def _masked(call: Call) -> tuple[bool | tuple[bool, ...], ...]:
    """For each port whether a mask comes with it; a tuple for a growing one."""
    return tuple(
        tuple(map(bool, masks)) if port.many else any(masks)
        for port, masks in zip(call.module.inputs, call.masks, strict=True)
    )
