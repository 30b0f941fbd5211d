"""What is known of one node without computing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What is known of a node: checked params, shapes by port, arrays and cost of one sample.

    weights and state are those the node uses, also when it shares them; `flops` is None where
    a shape is unknown.
    """

    module: Module
    values: Values | None = None
    inputs: Mapping[str, tuple[Spec | None, ...]] = field(default_factory=dict)
    outputs: Mapping[str, Spec] = field(default_factory=dict)
    weights: Arrays = ()
    state: Arrays = ()
    flops: int | None = None
    is_settled: bool = False
    _weight_count: int = field(default=-1, init=False, repr=False, compare=False)

    @property
    def weight_count(self) -> int:
        """Numbers in the weights; counted once."""
        if self._weight_count < 0:
            object.__setattr__(self, "_weight_count", sum(a.size for a in self.weights))
        return self._weight_count

    @property
    def idle(self) -> Mapping[str, Text]:
        """Params that change nothing as the others are, with why."""
        own = self.module.own
        return own.idle(self.values) if own is not None and self.values is not None else {}

    @property
    def holds_back(self) -> bool:
        """Whether it gives samples to validate with, as far as its params tell."""
        if self.values is None or "validation_split" in self.idle:
            return True
        return bool(self.values.get("validation_split", 0.0))
