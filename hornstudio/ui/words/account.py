"""A node in words, for who cannot see it: what it is and gives, its wires, its problems."""

from collections.abc import Iterable

from hornstudio.engine.check import Report
from hornstudio.engine.problem import Problem
from hornstudio.engine.shapes import Spec
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import sentence, tr, tr_engine


def shape_text(spec: Spec) -> str:
    """What flows, in a word."""
    if spec.is_loss:
        return tr("loss")
    if spec.is_label:
        return tr("one of {count} classes", count=spec.classes) if spec.classes else tr("label")
    return str(spec)


def gives_text(report: Report, node_id: str) -> str:
    """What flows out of a node: `28×28×1, one of 10 classes`."""
    return ", ".join(map(shape_text, report.facts[node_id].outputs.values()))


def node_account(report: Report, node_id: str, faults: Iterable[Problem]) -> list[str]:
    """What a node is, gives and holds, how it is switched, and what is wrong with it."""
    facts, node = report.facts[node_id], report.graph.nodes[node_id]
    said = [tr_engine(facts.module.title)]
    if gives := gives_text(report, node_id):
        said.append(tr("gives {shapes}", shapes=gives))
    if facts.weights:
        said.append(tr("{count} weights", count=count_text(facts.weight_count)))
    said += [tr("frozen")] * node.frozen + [tr("bypassed")] * node.bypassed
    if report.is_absent(node_id):
        said.append(tr("disabled") if node.disabled else tr("left out"))
    return [*said, *(sentence(problem.reason) for problem in faults)]


def port_accounts(report: Report, node_id: str) -> list[str]:
    """Inputs with where they come from, and outputs with where they go, one a line."""
    module, graph = report.facts[node_id].module, report.graph
    lines = []
    for port in module.inputs:
        sources = [w.source for w in graph.wires_into(node_id, port.name)]
        words = tr("{port} from {ends}", port=port.name, ends=", ".join(sources))
        lines.append(words if sources else tr("{port} is open", port=port.name))
    for port in module.outputs:
        targets = [w.target for w in graph.wires_from(node_id, port.name)]
        spec = report.spec(f"{node_id}.{port.name}")
        name = f"{port.name} ({shape_text(spec)})" if spec else port.name
        words = tr("{port} to {ends}", port=name, ends=", ".join(targets))
        lines.append(words if targets else tr("{port} goes nowhere", port=name))
    return lines
