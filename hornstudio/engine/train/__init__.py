"""A run as a stream of plain events, and its checkpoints."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from hornstudio.engine.lazy import make_callable

if TYPE_CHECKING:
    from hornstudio.engine.graph import Graph
    from hornstudio.engine.watch.events import AnyEvent


def train(graph: "Graph", **wishes: Any) -> "Iterator[AnyEvent]":
    """Train a graph: a generator of events. `hornstudio.engine.train.run.train` says more."""
    events: Iterator[AnyEvent] = import_module(f"{__name__}.run").train(graph, **wishes)
    return events


make_callable(__name__)
