"""Pure edits of the list of callbacks in a graph's training."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import EMPTY, Graph, Held, freeze


def add(graph: Graph, kind: str, params: Mapping[str, Any] | None = None) -> Graph:
    """Add a callback behind the others."""
    held = Held(kind, freeze(params) if params else EMPTY)
    return _with(graph, [*graph.training.callbacks, held])


def remove(graph: Graph, place: int) -> Graph:
    """Take a callback away. Raises: GraphError."""
    callback_at(graph, place)
    rest = list(graph.training.callbacks)
    del rest[place]
    return _with(graph, rest)


def move(graph: Graph, place: int, to: int) -> Graph:
    """Put a callback at another place among the others. Raises: GraphError."""
    held = callback_at(graph, place)
    callback_at(graph, to)
    rest = list(graph.training.callbacks)
    del rest[place]
    rest.insert(to, held)
    return _with(graph, rest)


def set_param(graph: Graph, place: int, name: str, value: Any) -> Graph:
    """Set a param of a callback to a JSON value. Raises: GraphError."""
    held = callback_at(graph, place)
    return _replaced(graph, place, {**held.params, name: value})


def reset_param(graph: Graph, place: int, name: str) -> Graph:
    """Set a param of a callback back to its default. Raises: GraphError."""
    held = callback_at(graph, place)
    return _replaced(graph, place, {k: v for k, v in held.params.items() if k != name})


def callback_at(graph: Graph, place: int) -> Held:
    """The callback at a place, from 0. Raises: GraphError."""
    if not 0 <= place < len(graph.training.callbacks):
        raise GraphError("there is no callback {place}", place=place)
    return graph.training.callbacks[place]


def _replaced(graph: Graph, place: int, params: Mapping[str, Any]) -> Graph:
    callbacks = list(graph.training.callbacks)
    callbacks[place] = replace(callbacks[place], params=freeze(params) if params else EMPTY)
    return _with(graph, callbacks)


def _with(graph: Graph, callbacks: list[Held]) -> Graph:
    return replace(graph, training=replace(graph.training, callbacks=tuple(callbacks)))
