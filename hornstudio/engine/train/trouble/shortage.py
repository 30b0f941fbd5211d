"""What a person is told when memory runs out: the largest node, and what would fit."""

from typing import Any

from hornstudio.engine.errors import Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.summary import summarize
from hornstudio.engine.train.events import Failed

Node = dict[str, Any]
"""A node of a summary."""

_COPIES_OF_WEIGHTS = 4  # weights, gradients, and what an optimizer remembers of each, twice
_COPIES_OF_TENSORS = 3  # forward, backward, and what a layer needs in between
_SAFE_SHARE = 0.8
_UNITS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "KB"))


def shortage(graph: Graph, error: str, free: int) -> Failed:
    """The end of a run that did not fit. error: the machine's words. free: bytes, 0 for unknown."""
    size = graph.training.batch_size
    nodes = summarize(graph)["nodes"]
    largest = max(nodes, key=lambda node: _bytes(node, size))
    weights, tensors = _weights(largest), _tensors(largest, size)
    fits = fitting_batch(nodes, size, free)
    values = {"node": largest["id"], "batch": size, "fits": fits, "error": error}
    if weights > tensors or not fits:
        reason = Text(
            "there is not enough memory: {node} alone takes {need}; make it smaller. ({error})",
            need=size_text(weights + tensors),
            **values,
        )
    else:
        reason = Text(
            "there is not enough memory: with a batch_size of {batch}, {node} alone takes {need}. "
            "A batch_size of {fits} should fit. ({error})",
            need=size_text(tensors),
            **values,
        )
    return Failed(reason=reason, node=largest["id"])


def fitting_batch(nodes: list[Node], size: int, free: int) -> int:
    """The batch size, halved until it should fit; 0 where not even one sample does."""
    weights = sum(map(_weights, nodes))
    size //= 2
    while size and free and weights + _COPIES_OF_TENSORS * _total(nodes, size) > free * _SAFE_SHARE:
        size //= 2
    return size


def size_text(count: int) -> str:
    """Bytes as people read them: `1.5 GB`."""
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def _total(nodes: list[Node], size: int) -> int:
    return sum(_tensors(node, size) for node in nodes)


def _bytes(node: Node, size: int) -> int:
    return _weights(node) + _tensors(node, size)


def _weights(node: Node) -> int:
    return _COPIES_OF_WEIGHTS * int(node["weight_bytes"] or 0)


def _tensors(node: Node, size: int) -> int:
    return size * int(node["activation_bytes"] or 0)
