"""How Keras calls a layer: which tensors it takes by place and by name, and what it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.codegen.keras.thing import call_arguments
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import ExportError

Flow = str | tuple[str, ...]
"""The port that a tensor comes from; several where Keras takes a list."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """places and named: tensors. told: plain values that are no setting of the layer."""

    places: tuple[Flow, ...]
    named: Mapping[str, Flow] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


def arguments_of(use: Use) -> Arguments:
    """What a call is given. Raises: ExportError where Keras cannot be given it."""
    module = use.call.module
    told = call_arguments(use.call.values)
    if module.inputs[0].many:
        return Arguments((use.sources[0],), told=told)
    wired = {p.name: found[0] for p, found in zip(module.inputs, use.sources, strict=True) if found}
    if module.category == "attention":
        return _attention(use, wired, told)
    first, *others = wired
    if not others:
        return Arguments((wired[first],), told=told)
    if all(name.startswith("initial_") for name in others):
        return Arguments((wired[first],), {"initial_state": _states(use)}, told)
    raise ExportError(
        "{node}: Keras cannot be given {ports} by a wire",
        node=way_text(use.call.node),
        ports=", ".join(others),
    )


def _states(use: Use) -> tuple[str, ...]:
    """All states of one way, then all of the other. Raises: ExportError where some are open."""
    given = use.sources[1:]
    if not all(given):
        raise ExportError(
            "{node}: Keras takes all initial states or none; wire the other one too",
            node=way_text(use.call.node),
        )
    return tuple(halves[way] for way in range(len(given[0])) for halves in given)


def _attention(use: Use, wired: dict[str, str], told: dict[str, Any]) -> Arguments:
    """A value in any case; as a list where there is no port for a mask of pairs."""
    if use.hands_out_more:
        told = {**told, "return_attention_scores": True}
    tensors = tuple(_query_value_key(wired))
    if use.call.module.input("attention_mask") is None:
        return Arguments((tensors,), told=told)
    named = {name: wired[name] for name in ("attention_mask",) if name in wired}
    return Arguments(tensors, named, told)


def _query_value_key(wired: dict[str, str]) -> Iterator[str]:
    yield wired["query"]
    yield wired.get("value", wired["query"])
    if "key" in wired:
        yield wired["key"]
