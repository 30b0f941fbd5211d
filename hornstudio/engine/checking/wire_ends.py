"""Whether both ends of a wire exist."""

from collections.abc import Iterable, Iterator

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import Disconnect, Problem, Remedy
from hornstudio.engine.text import Text


class WireEnds:
    """Looks at the ports that wires of a graph name; at each kind's only once."""

    def __init__(self, graph: Graph, modules: Catalog) -> None:
        self._graph = graph
        self._modules = modules
        self._ports: dict[tuple[str, str, str], bool] = {}

    def problems(self, touched: Iterable[Wire]) -> Iterator[Problem]:
        """What is wrong with every wire, unless the touched ones end as all others did before."""
        if any(self._missing(wire) for wire in touched):
            for wire in self._graph.wires:
                for end in self._missing(wire)[:1]:
                    yield self._problem(wire, end)

    def _missing(self, wire: Wire) -> list[str]:
        """Those ends of a wire that do not exist."""
        ends = ((wire.source, "outputs"), (wire.target, "inputs"))
        return [end for end, side in ends if not self._has_port(end, side)]

    def _problem(self, wire: Wire, end: str) -> Problem:
        reason = Text(
            "the wire {source} to {target} ends at {end}, which does not exist",
            source=wire.source,
            target=wire.target,
            end=end,
        )
        remedy = Remedy(Text("Remove the wire"), Disconnect())
        nodes = (wire.target_node, wire.source_node)
        node = next((i for i in nodes if i in self._graph.nodes), "")
        return Problem("error", reason, node, wire=wire, remedies=(remedy,))

    def _has_port(self, end: str, side: str) -> bool:
        node_id, _, port = end.partition(".")
        if (node := self._graph.nodes.get(node_id)) is None:
            return False
        key = (node.kind, side, port)
        if key not in self._ports:
            module = self._modules.get(node.kind)
            names = [p.name for p in getattr(module, side)] if module else [port]
            self._ports[key] = port in names
        return self._ports[key]
