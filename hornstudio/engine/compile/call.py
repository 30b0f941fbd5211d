"""One node's part in a plan."""

from dataclasses import dataclass

from hornstudio.engine.module import Module, no_arrays
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


@dataclass(frozen=True, slots=True)
class Call:
    """One node's call. `sources` has the wires into each input port, in order (`node.port`).

    owner: id of the node whose weights and state it uses. is_frozen: whether these stay as they
    are. name: under what a loss or metric is reported. weight: share of a loss in the total, 0
    where no optimizer takes it. is_over_time: whether it works on every step of a sequence by
    itself. masks: as `sources`, the name of the mask that comes with each wire, or "".
    makes_mask: whether a new mask, named after the node, goes on from here. taken: for each output
    port whether some wire takes it. size: numbers in the largest of its outputs for one sample, 0
    where that is not known. flops: what it takes forward for one sample, 0 where that is not
    known. specs: of each output port, as the shape rule says.
    """

    node: str
    module: Module
    values: Values
    sources: tuple[tuple[str, ...], ...]
    owner: str
    is_frozen: bool = False
    is_bypassed: bool = False
    is_over_time: bool = False
    name: str = ""
    weight: float = 0.0
    masks: tuple[tuple[str, ...], ...] = ()
    makes_mask: bool = False
    taken: tuple[bool, ...] = ()
    size: int = 0
    flops: int = 0
    specs: tuple[Spec, ...] = ()

    @property
    def ports(self) -> tuple[str, ...]:
        """Its outputs, as `node.port`."""
        return tuple(f"{self.node}.{p.name}" for p in self.module.outputs)

    @property
    def is_at_rest(self) -> bool:
        """Whether it works as in use even while training, because its state must not move."""
        return self.is_frozen and self.module.state is not no_arrays


def mask_name(node: str) -> str:
    """Under what name the mask that a node makes stands among the tensors."""
    return f"{node} mask"
