"""What a person is told when memory runs out: the largest node, and what would fit."""

import re
from typing import Any

from hornstudio.engine.errors import Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.summary import summarize
from hornstudio.engine.train.events import Failed

Node = dict[str, Any]
"""A node of a summary."""

_COPIES_OF_WEIGHTS = 4  # weights, gradients, and what an optimizer remembers of each, twice
_COPIES_OF_TENSORS = 3  # forward, backward, and what a layer needs in between
_ASKED_FOR = re.compile(r"allocat\w+ (\d+) bytes")
_SAFE_SHARE = 0.8
_UNITS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "KB"))


def shortage(graph: Graph, error: str, free: int, kept: int = 0) -> Failed:
    """The end of a run that did not fit.

    error: the machine's words. free: bytes when nothing of the run is held but its samples as they
    were read; 0 for unknown. kept: bytes that a run holds through all steps, whatever the batch;
    where 0, it is guessed from the weights.
    """
    size = graph.training.batch_size
    nodes = summarize(graph)["nodes"]
    largest = max(nodes, key=lambda node: _bytes(node, size))
    weights, tensors = _weights(largest), _tensors(largest, size)
    fits = fitting_batch(nodes, size, free, asked_for(error), kept)
    values = {"node": largest["id"], "batch": size, "fits": fits, "error": error}
    if not fits:
        reason = Text(
            "there is not enough memory: {node} alone takes {need}; make it smaller. ({error})",
            need=size_text(weights + tensors),
            **values,
        )
    else:
        reason = Text(
            "there is not enough memory: with a batch_size of {batch}, {node} alone takes {need}. "
            "A batch_size of {fits} should fit. ({error})",
            need=size_text(weights + tensors),
            **values,
        )
    return Failed(reason=reason, node=largest["id"])


def asked_for(error: str) -> int:
    """Bytes of the piece of memory that was not given; 0 where the machine does not say."""
    found = _ASKED_FOR.search(error)
    return int(found[1]) if found else 0


def fitting_batch(nodes: list[Node], size: int, free: int, asked: int = 0, kept: int = 0) -> int:
    """The batch size, halved until it should fit; 0 where not even one sample does.

    asked: bytes that were asked for. A step asks for all that it works with at once, so that this
    tells what layers keep inside, of which their outputs tell nothing; less than these take was
    asked for something else.
    """
    weights, outputs = sum(map(_weights, nodes)), _total(nodes, 1)
    gradient = weights // _COPIES_OF_WEIGHTS
    each = float(_COPIES_OF_TENSORS * outputs)
    if asked >= outputs * size:
        each = max(outputs, (asked - gradient) / size)
    room = (free - (kept + gradient if kept else weights)) * _SAFE_SHARE
    size //= 2
    while size and free and each * size > room:
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
