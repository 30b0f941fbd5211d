"""Whether a wire may be drawn, and if not, why and what would help."""

from dataclasses import dataclass, replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import Report
from hornstudio.engine.checking.aim import Aim
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing.order import would_close_cycle
from hornstudio.engine.errors import ShapeError
from hornstudio.engine.graph import Wire
from hornstudio.engine.inference.shape_rule import Inputs, is_whole, outputs_of
from hornstudio.engine.module import Module
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Remedy
from hornstudio.engine.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a wire is refused, and repairs that would make it fit (with the wire drawn)."""

    reason: Text
    remedies: tuple[Remedy, ...] = ()


def why_not(report: Report, wire: Wire, modules: Catalog | None = None) -> Refusal | None:
    """Reason that this wire is refused, or None when it may be drawn.

    What is not known yet does not speak against a wire.
    """
    graph = report.graph
    known = scope(graph, modules) if modules else report.modules
    source, target = graph.nodes.get(wire.source_node), graph.nodes.get(wire.target_node)
    if source is None or target is None:
        return Refusal(Text("one end of the wire does not exist"))
    if wire in graph.wires:
        return Refusal(Text("these ports are already wired"))
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
            return Refusal(
                Text("an optimizer only takes losses; wire this into a loss, and that loss here")
            )
    if would_close_cycle(graph, wire.source_node, wire.target_node):
        return Refusal(Text("the wires would run in a circle; wire this into a module further on"))
    return _misfit(report, wire, known)


def _misfit(report: Report, wire: Wire, modules: Catalog) -> Refusal | None:
    """What the target's shape rule says of the wire; None while not everything is known."""
    facts, spec = report.facts[wire.target_node], report.spec(wire.source)
    port = facts.module.input(wire.target_port)
    if port is None or spec is None or facts.values is None:
        return None
    others = facts.inputs.get(port.name, ()) if port.many else ()
    inputs = {p.name: facts.inputs.get(p.name, ()) for p in facts.module.inputs}
    inputs[port.name] = (*others, spec)
    if not is_whole(facts.module, inputs):
        return None
    bypassed = report.graph.nodes[wire.target_node].bypassed
    try:
        outputs_of(facts.module, facts.values, inputs, bypassed=bypassed)
    except ShapeError as error:
        if port.many:
            further = _with_one_more(facts.module, facts.values, inputs, port.name)
            if further is None:
                return None
            error = error if others else further
        faulty = replace(facts, inputs=inputs)
        aim = Aim(report.graph, report.facts, modules, faulty, wire)
        return Refusal(error.text, aim.remedies(error))
    return None


def _with_one_more(module: Module, values: Values, inputs: Inputs, port: str) -> ShapeError | None:
    """What would be wrong if one more wire like the last came; most merging wants two."""
    try:
        outputs_of(module, values, {**inputs, port: (*inputs[port], inputs[port][-1])})
    except ShapeError as error:
        return error
    return None
