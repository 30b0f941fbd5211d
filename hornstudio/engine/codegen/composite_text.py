"""Composites as functions of the script: one for all uses that compute the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hornstudio.engine.codegen.expression import Writer, assign
from hornstudio.engine.codegen.model_text import Body, given_ports, layer_lines
from hornstudio.engine.codegen.names import legal
from hornstudio.engine.codegen.unit import about, free, in_order, inputs_of
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import no_arrays

# As long as what stands for them in the script, so that lines are folded where they should be.
_NAME, _NODE = "@NAME_@", "@NODE_@"


def body_of(plan: Plan, graph: Graph, names: dict[str, str], writer: Writer) -> Body:
    """Functions of the composites of a graph, and the lines of `forward` that call them."""
    if not graph.groups:
        return Body([], [line for c in plan.layers for line in layer_lines(c, names, writer)])
    blocks = _Blocks(plan, graph, names, writer)
    lines = [line for unit in blocks.units() for line in blocks.lines(unit)]
    return Body(blocks.functions(), lines)


def inner_variables(plan: Plan, graph: Graph) -> set[str]:
    """Variables of the functions, which nothing else of the script may be called."""
    names: set[str] = set()
    if graph.groups:
        for node_id, place in flatten(graph).places.items():
            short = node_id[len(place[0]) + 2 :]
            names.add(legal(short))
        for call in plan.layers:
            names |= {legal(port.partition("__")[2].replace(".", "_")) for port in call.ports}
    return names


Unit = tuple[str, list[Call]]
"""A use with the calls that it comes to, or "" with a call by itself."""


@dataclass
class _Blocks:
    plan: Plan
    graph: Graph
    names: dict[str, str]
    writer: Writer
    places: dict[str, tuple[str, ...]] = field(init=False)
    _texts: dict[str, str] = field(default_factory=dict)  # name of a function by its text
    _needed: dict[str, set[str]] = field(default_factory=dict)  # ports by units that take them

    def __post_init__(self) -> None:
        self.places = dict(flatten(self.graph).places)

    def units(self) -> list[Unit]:
        """What is called in turn: each after what it takes from."""
        by_use: dict[str, list[Call]] = {}
        for call in self.plan.layers:
            by_use.setdefault(self.places[call.node][0], []).append(call)
        foldable = {use for use, calls in by_use.items() if self._can_fold(use, calls)}
        unit_of = {
            c.node: self.places[c.node][0] if self.places[c.node][0] in foldable else c.node
            for c in self.plan.layers
        }
        waiting: dict[str, list[Call]] = {}
        for call in self.plan.layers:
            waiting.setdefault(unit_of[call.node], []).append(call)
            for source in _sources(call):
                self._needed.setdefault(source, set()).add(unit_of[call.node])
        for port in given_ports(self.plan):
            self._needed.setdefault(port, set()).add("")
        takes = {
            u: {unit_of[n] for n in _nodes_before(c) if n in unit_of} for u, c in waiting.items()
        }
        ordered = in_order(waiting, takes)
        return [(unit if unit in foldable else "", list(calls)) for unit, calls in ordered]

    def _can_fold(self, use: str, calls: list[Call]) -> bool:
        """Whether the calls of a use can be a function: no masks, one owner of all weights."""
        if use not in self.graph.nodes or self.graph.nodes[use].kind not in self.graph.groups:
            return False
        has_masks = any(c.makes_mask or any(map(any, c.masks)) for c in calls)
        owners = {self.places[c.owner][0] for c in calls if _has_arrays(c)}
        ids = [*(c.node for c in calls), *(c.owner for c in calls if _has_arrays(c))]
        is_named = all(i.startswith(f"{self.places[i][0]}__") for i in ids)
        return len(calls) > 1 and not has_masks and len(owners) < 2 and is_named

    def lines(self, unit: Unit) -> list[str]:
        """Lines of `forward`: a call of the use's function, or the call itself."""
        use, calls = unit
        if not use:
            return [line for call in calls for line in layer_lines(call, self.names, self.writer)]
        inner = {port for call in calls for port in call.ports}
        outside = list(dict.fromkeys(s for c in calls for s in _sources(c) if s not in inner))
        exits = [p for c in calls for p in c.ports if self._needed.get(p, set()) - {use}]
        text, arguments = self._function(use, calls, outside, exits)
        kind = self.graph.nodes[use].kind
        if text not in self._texts:
            self._texts[text] = self.writer.quoter.reserve(legal(kind))
        owner = next((self.places[c.owner][0] for c in calls if _has_arrays(c)), use)
        given = {"name": f'"{owner}"', "node": f'"{use}"', "training": "training", "key": "key"}
        places = [a for a in arguments if a in ("weights", "state")]
        places += [self.names[source] for source in outside]
        keywords = {a: given[a] for a in arguments if a in given}
        targets = ", ".join(self.names[port] for port in exits)
        return [assign(targets, self._texts[text], places, keywords)]

    def _function(
        self, use: str, calls: list[Call], outside: list[str], exits: list[str]
    ) -> tuple[str, list[str]]:
        """Text of a function without its name, and what it asks for beside tensors."""
        names = self._inner_names(use, calls, outside)
        lines: list[str] = []
        for call in calls:
            owner = (
                call.owner.partition("__")[2] if _has_arrays(call) else call.node[len(use) + 2 :]
            )
            moved = replace(
                call, node=f"{_NODE}__{call.node[len(use) + 2 :]}", owner=f"{_NAME}__{owner}"
            )
            if call.owner in self.writer.owners:
                self.writer.owners.add(moved.owner)
            names |= {m: names[p] for m, p in zip(moved.ports, call.ports, strict=True)}
            lines += layer_lines(moved, names, self.writer)
        text = "\n".join([*lines, f"    return {', '.join(names[port] for port in exits)}"])
        asked = _asked(text)
        for placeholder, name in ((_NAME, "name"), (_NODE, "node")):
            text = re.sub(f'"{placeholder}(__[^"]*)"', f'f"{{{name}}}\\1"', text)
        tensors = [names[source] for source in outside]
        front = [a for a in asked if a in ("weights", "state")]
        behind = [f"{a}=None" if a == "key" else a for a in asked if a not in front]
        head = ", ".join([*front, *tensors, *(["*"] if behind else []), *behind])
        group = self.graph.groups[self.graph.nodes[use].kind]
        docstring = about(group.title or self.graph.nodes[use].kind, len(calls))
        return f"({head}):\n    {docstring}\n{text}", asked

    def _inner_names(self, use: str, calls: list[Call], outside: list[str]) -> dict[str, str]:
        wishes = inputs_of(outside)
        for call in calls:
            short = call.node[len(use) + 2 :]
            is_single = len(call.module.outputs) == 1
            for port in call.ports:
                wishes.append((port, short if is_single else f"{short}_{port.partition('.')[2]}"))
        taken = {"name", "node"}
        return {port: free(legal(wish), taken) for port, wish in wishes}

    def functions(self) -> list[str]:
        """Text of all functions."""
        return [f"def {name}{text}" for text, name in self._texts.items()]


def _nodes_before(calls: list[Call]) -> set[str]:
    return {source.partition(".")[0] for call in calls for source in _sources(call)}


def _sources(call: Call) -> Iterator[str]:
    for sources in call.sources:
        yield from sources


def _has_arrays(call: Call) -> bool:
    return call.module.weights is not no_arrays or call.module.state is not no_arrays


def _asked(text: str) -> list[str]:
    """What the lines of a function ask for beside the tensors, in the order of its arguments."""
    signs = {
        "weights": r"\bweights\[",
        "state": r"\bstate\[",
        "name": re.escape(_NAME),
        "node": re.escape(_NODE),
        "training": r"\btraining=training\b",
        "key": r"\(key, ",
    }
    return [name for name, sign in signs.items() if re.search(sign, text)]
