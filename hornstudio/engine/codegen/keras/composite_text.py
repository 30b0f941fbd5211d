"""Composites as functions of the Keras script: each builds its layers under a name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from hornstudio.engine.codegen.keras.model import Model, node_of
from hornstudio.engine.codegen.keras.thing import Thing
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.codegen.names import legal
from hornstudio.engine.codegen.unit import about, free, in_order, inputs_of
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.graph import Graph

_NAME = "@NAME_@"  # as long as what stands for it in the script

Write = Callable[[Use, Thing, dict[str, str]], str]
"""The line that makes a layer and calls it; it names what the layer gives."""


@dataclass
class Composites:
    """The functions of a graph's composites, one for all uses that build the same.

    reserved: names that the script uses for something else.
    """

    model: Model
    graph: Graph
    write: Write
    reserved: set[str]
    places: dict[str, tuple[str, ...]] = field(init=False)
    _texts: dict[str, str] = field(default_factory=dict)
    _needed: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = dict(flatten(self.graph).places)

    def units(self) -> Iterator[tuple[str, list[Use]]]:
        """What is built in turn: uses of composites with what they hold, "" for a layer alone."""
        by_use: dict[str, list[Use]] = {}
        for each in self.model.uses:
            by_use.setdefault(self._use_of(each), []).append(each)
        foldable = {use for use, inner in by_use.items() if self._can_fold(use, inner)}
        units: dict[str, list[Use]] = {}
        unit_of: dict[str, str] = {}
        for each in self.model.uses:
            use = self._use_of(each)
            unit_of[each.call.node] = use if use in foldable else each.call.node
            units.setdefault(unit_of[each.call.node], []).append(each)
        for unit, inner in units.items():
            for source in _sources(inner):
                self._needed.setdefault(source, set()).add(unit)
        for port in self.model.outputs:
            self._needed.setdefault(port, set()).add("")
        before = {u: {node_of(s) for s in _sources(inner)} for u, inner in units.items()}
        takes = {u: {unit_of[n] for n in nodes if n in unit_of} for u, nodes in before.items()}
        for unit, found in in_order(units, takes):
            yield (unit if unit in foldable else "", list(found))

    def _use_of(self, use: Use) -> str:
        place = self.places.get(use.call.node, (use.call.node,))
        return place[0] if len(place) > 1 else ""

    def _can_fold(self, use: str, inner: list[Use]) -> bool:
        """Whether all layers are made here, and for this use alone."""
        if not use or len(inner) < 2:
            return False
        shared = [u.layer for u in self.model.uses]
        return all(
            u.ports == u.call.ports
            and u.layer == u.call.node
            and shared.count(u.layer) == 1
            and u.layer.startswith(f"{use}__")
            for u in inner
        )

    def line(self, use: str, inner: list[Use], names: dict[str, str]) -> str:
        """The line of `build_model` that builds a use."""
        own = {port for u in inner for port in u.call.ports}
        outside = [s for s in dict.fromkeys(_sources(inner)) if s not in own]
        exits = [p for u in inner for p in u.call.ports if self._needed.get(p, set()) - {use}]
        text = self._function(use, inner, outside, exits)
        kind = self.graph.nodes[use].kind
        if text not in self._texts:
            self._texts[text] = free(legal(kind), self.reserved)
        for port in exits:
            node, _, output = port.partition(".")
            module = next(u.call.module for u in inner if u.call.node == node)
            names[port] = legal(node if len(module.outputs) == 1 else f"{node}_{output}")
        targets = ", ".join(names[port] for port in exits)
        given = ", ".join([*(names[source] for source in outside), f'"{use}"'])
        return f"    {targets} = {self._texts[text]}({given})"

    def _function(self, use: str, inner: list[Use], outside: list[str], exits: list[str]) -> str:
        taken = {"name"} | {legal(u.call.node[len(use) + 2 :]) for u in inner}
        names = {source: free(wish, taken) for source, wish in inputs_of(outside)}
        arguments = ", ".join([*names.values(), "name"])
        lines = []
        for each in inner:
            short = each.call.node[len(use) + 2 :]
            call = replace(each.call, node=short)
            moved = replace(each, call=call, ports=call.ports)
            thing = self.model.layers[each.layer].with_settings(name=f"{_NAME}__{short}")
            lines.append(self.write(moved, thing, names))
            pairs = zip(each.call.ports, moved.call.ports, strict=True)
            names |= {port: names[there] for port, there in pairs if there in names}
        lines.append(f"    return {', '.join(names[port] for port in exits)}")
        text = re.sub(f'"{_NAME}(__[^"]*)"', r'f"{name}\1"', "\n".join(lines))
        group = self.graph.groups[self.graph.nodes[use].kind]
        docstring = about(group.title or self.graph.nodes[use].kind, len(inner))
        return f"({arguments}):\n    {docstring}\n{text}"

    def functions(self) -> list[str]:
        """Text of all functions."""
        return [f"def {name}{text}" for text, name in self._texts.items()]


def _sources(inner: list[Use]) -> Iterator[str]:
    for use in inner:
        for port in use.sources:
            yield from port
