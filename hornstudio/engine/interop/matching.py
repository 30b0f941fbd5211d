"""One call of a layer as a node: its module, params, and which tensor goes into which port."""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.interop.config import INPUT, thing_of
from hornstudio.engine.interop.exceptions import CODE
from hornstudio.engine.interop.match import Match
from hornstudio.engine.interop.model import MASKS, Call, Tensor, Thing, tensors_in
from hornstudio.engine.interop.modules import Counterparts, NoCounterpartError, name_and_settings
from hornstudio.engine.interop.operators import match_operator
from hornstudio.engine.interop.wrappers import (
    match_bidirectional,
    match_rnn,
    match_time_distributed,
)
from hornstudio.engine.text import Text
from hornstudio.engine.training_settings import MIXED

RUN_TIME = (*MASKS, "training")
"""Arguments of a call that Keras fills in by itself; masks follow the wires here."""

STEMS = {"initial_state": "initial_"}
"""Beginnings of the ports into which a list of tensors goes, where its own name is another."""


class Matcher:
    """Finds the module for each call."""

    def __init__(self, modules: Catalog) -> None:
        self.known = Counterparts(modules)
        self._special: dict[str, Callable[[Thing], Match]] = {
            INPUT: self._input,
            "Activation": self._activation,
            "TimeDistributed": lambda thing: match_time_distributed(thing, self._inner),
            "RNN": lambda thing: match_rnn(thing, self._inner),
            "Bidirectional": lambda thing: match_bidirectional(thing, self._inner),
        }

    def match(self, thing: Thing, call: Call) -> Match:
        """The node for a call. Raises: NoCounterpartError."""
        if thing.is_operator:
            module, params, tensors = match_operator(self.known, thing, call)
            return Match(module, params, [(module.inputs[0].name, tensors)])
        match = self._inner(thing)
        self._take_arguments(match, call)
        return match

    def _inner(self, thing: Thing) -> Match:
        special = self._special.get(thing.name) if thing.is_keras else None
        return special(thing) if special else self._layer(thing)

    def _layer(self, thing: Thing) -> Match:
        module = self.known.layer(thing)
        if not module.is_node:
            raise NoCounterpartError("has no counterpart here")
        match = Match(module, self.known.params(module, thing.config))
        if thing.config.get("stateful"):
            match.remarks.append(Text("stateful in Keras; here each batch begins anew"))
        dtype = dtype_name(thing.config.get("dtype"))
        if dtype.startswith("mixed_") and dtype != MIXED:
            match.remarks.append(Text("computes with short floats in Keras; here with float32"))
        return match

    def _input(self, thing: Thing) -> Match:
        """A free input. A batch of a fixed size is left open."""
        shape = thing.config.get("batch_shape", thing.config.get("batch_input_shape"))
        module = self.known.modules.get("input")
        if not isinstance(shape, list) or not shape or module is None:
            raise NoCounterpartError("has no shape")
        dtype = dtype_name(thing.config.get("dtype"))
        kind = "int32" if dtype.startswith(("int", "uint")) else "float32"
        if dtype in ("string", "complex64", "complex128"):
            raise NoCounterpartError("takes {dtype}; here there are only numbers", dtype=dtype)
        return Match(module, self.known.params(module, {"shape": shape[1:], "dtype": kind}))

    def _activation(self, thing: Thing) -> Match:
        """The activation that the layer holds is a module of its own."""
        name, config = name_and_settings(thing.config.get("activation", "linear"))
        if name in CODE:
            raise NoCounterpartError("holds Python code, which is never run")
        module = self.known.named("activation", name)
        return Match(module, self.known.params(module, config))

    def _take_arguments(self, match: Match, call: Call) -> None:
        """Tensors go to ports, by name or in order; numbers go to params."""
        ports = {port.name: port for port in match.module.inputs}
        first = match.module.inputs[0] if match.module.inputs else None
        if first is not None and first.many:
            match.ports.append((first.name, list(tensors_in(call.args))))
        else:
            tensors = [t for arg in call.args for t in _positional(arg)]
            if len(tensors) > len(ports):
                raise NoCounterpartError("takes {n} tensors, more than here", n=len(tensors))
            match.ports += [(n, [t]) for n, t in zip(ports, tensors, strict=False)]
        settings = {}
        for name, value in call.kwargs.items():
            if value is None or name in RUN_TIME:
                continue
            tensors = list(tensors_in(value))
            if tensors:
                self._take_named(match, name, tensors)
            else:
                settings[name] = value
        if settings:
            match.params |= self.known.params(match.module, settings)

    def _take_named(self, match: Match, name: str, tensors: list[Tensor]) -> None:
        """Tensors given by name: to the port of that name, or to those that begin with it."""
        taken = {port for port, _ in match.ports}
        stem = STEMS.get(name, f"{name}_")
        fits = [p.name for p in match.module.inputs if p.name == name]
        fits = fits or [p.name for p in match.module.inputs if p.name.startswith(stem)]
        fits = [port for port in fits if port not in taken]
        count = len(tensors) // 2 if match.is_both_ways else len(tensors)
        if len(fits) < count:
            raise NoCounterpartError("gets {name}, which has no counterpart here", name=name)
        for place, port in enumerate(fits[:count]):
            match.ports.append((port, tensors[place::count]))


def _positional(arg: Any) -> list[Tensor]:
    if isinstance(arg, Tensor):
        return [arg]
    if arg is None:
        return []
    tensors = list(tensors_in(arg))
    if not tensors:
        raise NoCounterpartError(
            "is called with {value}, which has no counterpart", value=repr(arg)[:60]
        )
    return tensors


def dtype_name(raw: Any) -> str:
    """Name of a type of number, or of a policy, as a layer's settings hold it."""
    if isinstance(raw, Mapping):
        thing = thing_of(raw)
        raw = thing.config.get("name") if thing else None
    return raw if isinstance(raw, str) else "float32"
