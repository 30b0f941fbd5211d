"""A call of a layer as a node, before the node has an id."""

from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.graph import Node, freeze
from hornstudio.engine.interop.model import Tensor
from hornstudio.engine.module import Module
from hornstudio.engine.text import Text


@dataclass(slots=True)
class Match:
    """A module with params.

    ports: tensors by input port. trail: folders of weights below the layer's own. attributes:
    of the node, such as `over_time`. is_both_ways: whether Keras has the states of each of two
    directions by themselves. remarks: what is not quite the same.
    """

    module: Module
    params: dict[str, Any]
    ports: list[tuple[str, list[Tensor]]] = field(default_factory=list)
    trail: tuple[str, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    is_both_ways: bool = False
    remarks: list[Text] = field(default_factory=list)

    def node(self, **attributes: Any) -> Node:
        """The node."""
        return Node(self.module.kind, freeze(self.params), **self.attributes, **attributes)
