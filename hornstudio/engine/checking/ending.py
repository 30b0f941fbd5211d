"""The activation that a prediction ends with, also where a composite makes it."""

from dataclasses import dataclass

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.declaration import with_values
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import PORT_IN, PORT_OUT, Graph, Node, Wire
from hornstudio.engine.params import Setting, complete

KEEPING = ("flatten", "reshape", "dropout")
"""Kinds that change neither scores into shares nor shares into scores."""


@dataclass(frozen=True)
class _Level:
    """A graph, or the body of a composite with the settings of the use that it belongs to."""

    graph: Graph
    outer: "_Level | None" = None
    use: str = ""


def ending(graph: Graph, wire: Wire, modules: Catalog) -> str | None:
    """The activation before a wire, "" where there surely is none, None if that is unknown.

    It looks through what keeps scores as they are, into composites, and out of them again.
    """
    level, found = _Level(graph), wire
    passed: set[tuple[int, Wire]] = set()
    while (id(level.graph), found) not in passed:
        passed.add((id(level.graph), found))
        node = level.graph.nodes.get(found.source_node)
        if node is None:
            return None
        step = _before(level, found, node, modules)
        if step is None:
            return _activation(node, modules)
        level, wires = step
        if len(wires) != 1:
            return None
        found = wires[0]
    return None


def _before(
    level: _Level, wire: Wire, node: Node, modules: Catalog
) -> tuple[_Level, list[Wire]] | None:
    """Where to look instead of at a node, and the wires there; None where the node decides."""
    node_id = wire.source_node
    if node.kind == PORT_IN and level.outer:
        return level.outer, level.outer.graph.wires_into(level.use, node_id)
    if node.kind in (*KEEPING, PORT_OUT):
        return level, level.graph.wires_into(node_id)
    module, groups = modules.get(node.kind), _outermost(level).groups
    is_use = module is not None and module.category == "composite" and node.kind in groups
    if node.bypassed or not is_use:
        return None
    body = with_values(groups[node.kind], node.params)
    inner = _Level(body, level, node_id)
    return inner, body.wires_into(wire.source_port)


def _outermost(level: _Level) -> Graph:
    while level.outer:
        level = level.outer
    return level.graph


def _activation(node: Node, modules: Catalog) -> str | None:
    """What a node by itself ends with; of one that is bypassed for now, nothing is said."""
    module = modules.get(node.kind)
    if node.bypassed or module is None or module.category == "composite":
        return None
    if module.category == "activation":
        return module.kind
    try:
        values = complete(module.params, node.params, modules.find)
    except ParamError:
        return None
    if "activation" not in values:
        return None
    activation = values["activation"]
    return activation.kind if isinstance(activation, Setting) else ""
