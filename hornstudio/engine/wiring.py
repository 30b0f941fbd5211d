"""Whether a wire may be drawn, and if not, why and what would help."""

from dataclasses import dataclass

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report, try_wire
from hornstudio.engine.errors import Text
from hornstudio.engine.graph import Wire
from hornstudio.engine.order import would_close_cycle
from hornstudio.engine.problem import Remedy


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a wire is refused, and repairs that would make it fit (with the wire drawn)."""

    reason: Text
    remedies: tuple[Remedy, ...] = ()


def why_not(report: Report, wire: Wire, modules: Catalog | None = None) -> Refusal | None:
    """Reason that this wire is refused, or None when it may be drawn.

    What is not known yet does not speak against a wire.
    """
    graph, known = report.graph, modules or catalog()
    source, target = graph.nodes.get(wire.source_node), graph.nodes.get(wire.target_node)
    if source is None or target is None:
        return Refusal(Text("one end of the wire does not exist"))
    if wire in graph.wires:
        return Refusal(Text("these ports are already wired"))
    if would_close_cycle(graph, wire.source_node, wire.target_node):
        return Refusal(Text("the wires would run in a circle"))
    from_module, into_module = known.get(source.kind), known.get(target.kind)
    if from_module and from_module.output(wire.source_port) is None:
        return Refusal(Text("{end} is not an output", end=wire.source))
    if into_module and into_module.input(wire.target_port) is None:
        return Refusal(Text("{end} is not an input", end=wire.target))
    if from_module and into_module:
        gives_loss, takes_loss = from_module.role == "loss", into_module.role == "optimizer"
        if gives_loss and not takes_loss:
            return Refusal(Text("a loss only goes into an optimizer"))
        if takes_loss and not gives_loss:
            return Refusal(Text("an optimizer only takes losses"))
    misfit = try_wire(report, wire, known)
    return Refusal(misfit.text, misfit.remedies) if misfit else None
