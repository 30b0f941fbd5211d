"""What a person is told when memory runs out: the largest node, and what would fit."""

import re
from functools import partial
from typing import Any

from hornstudio.engine.graph import Graph
from hornstudio.engine.summary import summarize
from hornstudio.engine.text import BYTE_UNITS, Text, bytes_text
from hornstudio.engine.train.steps.memory.holding import Holding
from hornstudio.engine.train.trouble.shrinking import shrinking
from hornstudio.engine.training_settings import MIXED
from hornstudio.engine.watch.events import Failed

Node = dict[str, Any]
"""A node of a summary."""

_COPIES_OF_WEIGHTS = 4  # weights, gradients, and what an optimizer remembers of each, twice
_COPIES_OF_TENSORS = 3  # forward, backward, and what a layer needs in between
_ASKED_FOR = re.compile(r"allocat\w+ ([\d.]+) ?(bytes|[KMGT]iB)")
_SAFE_SHARE = 0.8
_SIZES = {"bytes": 1} | {f"{name[0]}iB": unit for unit, name in BYTE_UNITS}


def shortage(graph: Graph, error: str, free: int, held: Holding | None = None) -> Failed:
    """The end of a run that did not fit.

    error: the machine's words. free: bytes when nothing of the run is held but its samples as they
    were read; 0 for unknown. held: what a run holds through all steps, whatever the batch; where
    that is not known, it is guessed from the weights.
    """
    size = graph.training.batch_size
    nodes = nodes_as_computed(graph)
    lack = _Lack(nodes, free, held)
    largest = max(nodes, key=lambda node: lack.need(node, size))
    values: dict[str, Any] = {
        "node": largest["id"],
        "need": bytes_text(lack.need(largest, size)),
        "error": error,
    }
    if fits := fitting_batch(nodes, size, free, asked_for(error), held):
        reason = Text(
            "there is not enough memory: with a batch_size of {batch}, {node} alone takes {need}. "
            "A batch_size of {fits} should fit. ({error})",
            batch=size,
            fits=fits,
            **values,
        )
    else:
        reason = _too_large(graph, lack, values)
    return Failed(reason=reason, node=largest["id"])


def nodes_as_computed(graph: Graph) -> list[Node]:
    """The nodes of a summary; in mixed precision layers hand on numbers of half the length."""
    nodes: list[Node] = summarize(graph)["nodes"]
    if graph.training.precision == MIXED:
        for node in nodes:
            node["activation_bytes"] = (node["activation_bytes"] or 0) // 2
    return nodes


class _Lack:
    """What nodes take of too little memory. nodes, free, held: as in `shortage`."""

    def __init__(self, nodes: list[Node], free: int, held: Holding | None) -> None:
        self.free = free
        self.copies, self._samples = float(_COPIES_OF_WEIGHTS), 0
        weights = _weight_bytes(nodes)
        if held is not None and weights:
            # a gradient on each device, and what is carried
            self.copies = held.devices + held.carried / weights
            self._samples = held.samples

    def need(self, node: Node, size: int) -> int:
        """Bytes of a node with a batch of so many samples."""
        return int(self.copies * _weight_bytes([node])) + _tensors(node, size)

    def has_room(self, nodes: list[Node], size: int) -> bool:
        """Whether all should fit with a batch of so many samples."""
        tensors = _COPIES_OF_TENSORS * _total(nodes, size)
        taken = self.copies * _weight_bytes(nodes) + tensors
        return self._samples + taken / _SAFE_SHARE <= self.free


def _too_large(graph: Graph, lack: _Lack, values: dict[str, Any]) -> Text:
    """Words about weights that are too many at any batch size: by what to make them fewer."""
    if not lack.free:
        return Text(
            "there is not enough memory: {node} alone takes {need}; make it smaller. ({error})",
            **values,
        )
    size, node = graph.training.batch_size, values["node"]
    for batch in (size, 1):
        if found := shrinking(graph, node, partial(lack.has_room, size=batch)):
            return Text(
                "there is not enough memory: {node} alone takes {need}, and {free} are free. With "
                "{param} {fits} instead of {value} it should fit. ({error})",
                free=bytes_text(lack.free),
                param=found.param,
                fits=found.fits,
                value=found.value,
                **values,
            )
    return Text(
        "there is not enough memory: {node} takes the most, {need}, and {free} are free; make it "
        "and other large nodes smaller. ({error})",
        free=bytes_text(lack.free),
        **values,
    )


def asked_for(error: str) -> int:
    """Bytes of the piece of memory that was not given; 0 where the machine does not say."""
    found = _ASKED_FOR.search(error)
    return int(float(found[1]) * _SIZES[found[2]]) if found else 0


def fitting_batch(
    nodes: list[Node], size: int, free: int, asked: int = 0, held: Holding | None = None
) -> int:
    """The batch size, halved until it should fit; 0 where not even one sample does.

    asked: bytes that were asked for. A step asks for all that it works with at once, so that this
    tells what layers keep inside, of which their outputs tell nothing; less than these take was
    asked for something else. Where devices share a memory, each asks for its part of the batch.
    held: as in `shortage`.
    """
    devices = held.devices if held else 1
    gradients, outputs = devices * _weight_bytes(nodes), _total(nodes, 1)
    weights = held.total + gradients if held else _COPIES_OF_WEIGHTS * gradients
    each = float(_COPIES_OF_TENSORS * outputs)
    if devices * asked >= outputs * size:
        each = max(outputs, (devices * asked - gradients) / size)
    room = (free - weights) * _SAFE_SHARE
    size //= 2
    while size and free and each * size > room:
        size //= 2
    return size


def _total(nodes: list[Node], size: int) -> int:
    return sum(_tensors(node, size) for node in nodes)


def _weight_bytes(nodes: list[Node]) -> int:
    """Those that a node has from another count there."""
    return sum(int(node["weight_bytes"] or 0) for node in nodes if not node["weights_of"])


def _tensors(node: Node, size: int) -> int:
    return size * int(node["activation_bytes"] or 0)
