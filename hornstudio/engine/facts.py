"""What is known of one node without computing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


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
