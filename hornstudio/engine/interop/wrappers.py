"""Layers around a layer: on every step of a sequence, or both ways along it."""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.inference.over_time import can_go_over_time
from hornstudio.engine.interop.config import thing_of
from hornstudio.engine.interop.match import Match
from hornstudio.engine.interop.model import Thing
from hornstudio.engine.interop.modules import NoCounterpartError

MatchLayer = Callable[[Thing], Match]
"""Finds the node of a layer by itself."""

OWN = ("name", "go_backwards", "zero_output_for_mask")
"""Settings in which the two layers of a bidirectional one may differ; Keras sets them itself."""


def match_time_distributed(thing: Thing, inner: MatchLayer) -> Match:
    """The layer inside, over time. Raises: NoCounterpartError."""
    match = inner(_inside(thing, "layer"))
    over_time(match)
    match.trail = ("layer", *match.trail)
    return match


def over_time(match: Match, depth: int = 1) -> None:
    """Let a node work on every step of a sequence. Raises: NoCounterpartError."""
    if depth > 1 or match.attributes.get("over_time"):
        raise NoCounterpartError("works on steps of steps, which nothing here does")
    if not can_go_over_time(match.module):
        raise NoCounterpartError(
            "is around {kind}, which cannot work step by step here", kind=match.module.kind
        )
    match.attributes["over_time"] = True


CELLS = {"LSTMCell": "LSTM", "GRUCell": "GRU", "SimpleRNNCell": "SimpleRNN"}
"""Cells, and the layers that run one of them."""


def match_rnn(thing: Thing, inner: MatchLayer) -> Match:
    """The layer that runs a cell. Raises: NoCounterpartError."""
    cell = _inside(thing, "cell")
    if cell.name not in CELLS or not cell.is_keras:
        raise NoCounterpartError("runs {cell}, which has no counterpart here", cell=cell.name)
    around = {k: v for k, v in thing.config.items() if k != "cell"}
    return inner(Thing(thing.package, CELLS[cell.name], {**cell.config, **around}))


def match_bidirectional(thing: Thing, inner: MatchLayer) -> Match:
    """A recurrent layer that goes both ways. Raises: NoCounterpartError."""
    forward = _inside(thing, "layer")
    if thing.config.get("backward_layer") is not None:
        backward = _inside(thing, "backward_layer")
        if backward.name != forward.name or _shared(backward) != _shared(forward):
            raise NoCounterpartError("has two layers with different settings")
        if backward.config.get("go_backwards") == forward.config.get("go_backwards"):
            raise NoCounterpartError("has two layers that go the same way")
    config = {k: v for k, v in forward.config.items() if k not in OWN}
    match = inner(Thing(forward.package, forward.name, config))
    way = thing.config.get("merge_mode")
    known = {param.name for param in match.module.params}
    if "bidirectional" not in known or not isinstance(way, str):
        raise NoCounterpartError("joins its directions by {way}, which is not here", way=way)
    match.params["bidirectional"] = way
    match.is_both_ways = True
    return match


def _inside(thing: Thing, name: str) -> Thing:
    found = thing_of(thing.config.get(name))
    if found is None:
        raise NoCounterpartError("has no layer inside")
    return found


def _shared(thing: Thing) -> Mapping[str, Any]:
    return {k: _without_ids(v) for k, v in thing.config.items() if k not in OWN}


def _without_ids(value: Any) -> Any:
    """A setting without the number by which Keras tells that two objects are one."""
    if isinstance(value, Mapping):
        return {k: _without_ids(v) for k, v in value.items() if k != "shared_object_id"}
    return value
