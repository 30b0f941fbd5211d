"""Composites as classes of the Flax script: one for all uses that are made and called the same.

A use that shares its weights calls the object of the use that owns them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hornstudio.engine.codegen.flax.model import Model, attribute, call_lines, init_lines
from hornstudio.engine.codegen.model_text import function_of, judged_ports
from hornstudio.engine.codegen.names import legal
from hornstudio.engine.codegen.unit import about, free, in_order, inputs_of
from hornstudio.engine.compile.call import Call
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.graph import Graph
from hornstudio.engine.signature import signature_of


@dataclass
class Composites:
    """The classes of a graph's composites. taken: names that the script uses for something else."""

    model: Model
    graph: Graph
    taken: set[str]
    places: dict[str, tuple[str, ...]] = field(init=False)
    calls: dict[str, list[Call]] = field(default_factory=dict)  # by use
    _original: set[str] = field(default_factory=set)  # owners of layers that the model holds
    _classes: dict[str, str] = field(default_factory=dict)  # names by their text
    _needed: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = dict(flatten(self.graph).places)
        self._original = set(self.model.attributes)
        for call in self.model.plan.layers:
            place = self.places[call.node]
            if len(place) > 1:
                self.calls.setdefault(place[0], []).append(call)
        self.calls = {u: c for u, c in self.calls.items() if self._can_fold(u, c)}
        self._note_needs()
        self._leave_odd_sharers()
        self._note_needs()

    def _can_fold(self, use: str, calls: list[Call]) -> bool:
        """Whether a plain class can stand for it: no masks, no frozen or random layers."""
        plan = self.model.plan
        owners = {c.owner for c in calls if self._has_arrays(c)}
        uses = {self.places[o][0] for o in owners}
        is_plain = not any(
            c.makes_mask or any(map(any, c.masks)) or c.owner in plan.frozen or self._is_random(c)
            for c in calls
        )
        ids = [*owners, *(c.node for c in calls)]
        is_named = all(i.startswith(f"{self.places[i][0]}__") for i in ids)
        return len(calls) > 1 and len(uses) == 1 and is_plain and is_named and not plan.adapting

    def _has_arrays(self, call: Call) -> bool:
        return call.owner in self._original

    def _is_random(self, call: Call) -> bool:
        asks = {*signature_of(function_of(call)).run_time}
        return self.model.is_quoted(call) and bool({"training", "key"} & asks)

    def _note_needs(self) -> None:
        self._needed = {}
        for call in self.model.plan.layers:
            for source in _sources([call]):
                self._needed.setdefault(source, set()).add(self._unit(call))
        for port in judged_ports(self.model.plan):
            self._needed.setdefault(port, set()).add("")

    def _leave_odd_sharers(self) -> None:
        """Those that share but are called differently stay as they are, with their owner."""
        by_owner: dict[str, list[str]] = {}
        for use, calls in self.calls.items():
            by_owner.setdefault(self._owner(calls), []).append(use)
        for owner, uses in by_owner.items():
            texts = {self._call_text(use) for use in uses}
            alone = [
                c
                for c in self.model.plan.layers
                if self.places[c.owner][0] == owner and self.places[c.node][0] not in uses
            ]
            if owner not in uses or len(texts) > 1 or any(map(self._has_arrays, alone)):
                for use in uses:
                    del self.calls[use]

    def _unit(self, call: Call) -> str:
        use = self.places[call.node][0]
        return use if use in self.calls else call.node

    def _owner(self, calls: list[Call]) -> str:
        return next(self.places[c.owner][0] for c in calls if self._has_arrays(c))

    def name_attributes(self) -> None:
        """Tell the model where its layers are now: `block_1.wide`."""
        for use, calls in self.calls.items():
            if self._owner(calls) == use:
                name = attribute(use, set(self.model.attributes.values()))
                for owner, inner in self._attributes(use).items():
                    self.model.attributes[owner] = f"{name}.{inner}"

    def _attributes(self, use: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for call in self.calls[use]:
            if call.owner in self.model.attributes and call.owner not in found:
                short = call.owner.partition("__")[2]
                found[call.owner] = attribute(short, set(found.values()))
        return found

    def init_lines(self) -> list[str]:
        """Lines of the model that make the objects, and its own layers."""
        lines = []
        held = {o for u in self.calls for o in self._attributes(u)}
        own = {o: n for o, n in self.model.attributes.items() if o not in held}
        lines += init_lines(self.model, own)
        for use, calls in self.calls.items():
            if self._owner(calls) == use:
                name = self._object(use)
                lines.append(f"        self.{name} = {self._class(use)}(rngs)")
        return lines

    def _object(self, use: str) -> str:
        first = next(iter(self._attributes(use)))
        return self.model.attributes[first].partition(".")[0]

    def call_lines(self) -> list[str]:
        """Lines of the model that call objects and layers in turn."""
        units: dict[str, list[Call]] = {}
        for call in self.model.plan.layers:
            units.setdefault(self._unit(call), []).append(call)
        unit_of = {c.node: unit for unit, calls in units.items() for c in calls}
        before = {u: {s.partition(".")[0] for s in _sources(calls)} for u, calls in units.items()}
        takes = {u: {unit_of[n] for n in nodes if n in unit_of} for u, nodes in before.items()}
        lines = []
        for unit, calls in in_order(units, takes):
            if unit not in self.calls:
                lines += call_lines(self.model, list(calls))
                continue
            outside, exits = self._border(unit)
            names = self.model.names
            targets = ", ".join(names[port] for port in exits)
            given = ", ".join(names[source] for source in outside)
            owner = self._object(self._owner(self.calls[unit]))
            lines.append(f"        {targets} = self.{owner}({given})")
        return lines

    def _border(self, use: str) -> tuple[list[str], list[str]]:
        calls = self.calls[use]
        own = {port for c in calls for port in c.ports}
        outside = [s for s in dict.fromkeys(_sources(calls)) if s not in own]
        exits = [p for c in calls for p in c.ports if self._needed.get(p, set()) - {use}]
        return outside, exits

    def _call_text(self, use: str) -> str:
        calls, (outside, exits) = self.calls[use], self._border(use)
        taken = {"self"}
        wishes = inputs_of(outside)
        for call in calls:
            short = call.node[len(use) + 2 :]
            is_single = len(call.module.outputs) == 1
            for port in call.ports:
                wishes.append((port, short if is_single else f"{short}_{port.partition('.')[2]}"))
        names = {port: free(legal(wish), taken) for port, wish in wishes}
        inner = replace(self.model, names=names, attributes=self._attributes(use))
        head = ", ".join(["self", *(names[source] for source in outside)])
        lines = [f"    def __call__({head}):", *call_lines(inner, calls)]
        return "\n".join([*lines, f"        return {', '.join(names[port] for port in exits)}"])

    def _class(self, use: str) -> str:
        inner = replace(self.model, attributes=self._attributes(use))
        init = ["    def __init__(self, rngs):", *init_lines(inner, inner.attributes)]
        kind = self.graph.nodes[use].kind
        docstring = about(self.graph.groups[kind].title or kind, len(self.calls[use]))
        text = f"(nnx.Module):\n    {docstring}\n\n" + "\n".join(init)
        text += f"\n\n{self._call_text(use)}"
        if text not in self._classes:
            wish = "".join(word[:1].upper() + word[1:] for word in kind.split("_")) or "Block"
            self._classes[text] = free(legal(wish), self.taken)
        return self._classes[text]

    def classes(self) -> list[str]:
        """Text of all classes, after the lines of the model were written."""
        return [f"class {name}{text}" for text, name in self._classes.items()]


def _sources(calls: list[Call]) -> Iterator[str]:
    for call in calls:
        for sources in call.sources:
            yield from sources
