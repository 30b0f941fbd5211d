"""The line at a node's foot: what it costs, how much data it gives, or that it is left out."""

from hornstudio.engine.check import Report
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.module import no_arrays
from hornstudio.engine.shapes import Spec
from hornstudio.ui.canvas.paint.number import brief_text, count_text, flops_text
from hornstudio.ui.words.translate import tr


def flow_text(spec: Spec) -> str:
    """What flows: its shape, or of labels how many classes there are."""
    if spec.is_label:
        return tr("{count} classes", count=spec.classes) if spec.classes else tr("labels")
    return str(spec)


def footer_of(node_id: str, report: Report) -> tuple[str, str] | None:
    """What stands left and right; None for a node that has no such line."""
    is_owner = report.graph.weights_owner(node_id) == node_id
    footer = _footer(report.facts[node_id], report, is_owner=is_owner)
    if footer is None or not report.is_absent(node_id):
        return footer
    return (tr("disabled") if report.graph.nodes[node_id].disabled else tr("left out")), ""


def brief_of(facts: NodeFacts, report: Report) -> str:
    """What its left says where there is little room."""
    if not facts.weights or facts.module.kind in report.graph.groups:
        return ""
    return tr("{count} params", count=brief_text(facts.weight_count))


def _footer(facts: NodeFacts, report: Report, *, is_owner: bool) -> tuple[str, str] | None:
    role = facts.module.role
    if facts.module.kind in report.graph.groups:
        count = len(report.graph.groups[facts.module.kind].body.nodes)
        inside = count - len(facts.module.inputs) - len(facts.module.outputs)
        known = count_text(facts.weight_count) if facts.is_settled else "?"
        params = tr("{count} params", count=known)
        words = tr("1 module") if inside == 1 else tr("{count} modules", count=inside)
        return words, params if is_owner else tr("shared")
    if role == "data" and facts.module.examples and facts.values is not None:
        return _examples(facts)
    if role == "optimizer":
        return tr("{count} params", count=count_text(report.weight_count)), ""
    if role in ("loss", "metric"):
        target = next((s for s in facts.inputs.get("target", ()) if s), None)
        return (flow_text(target) if target else "", "")
    if facts.weights:
        cost = flops_text(facts.flops) if facts.flops else ""
        if not is_owner:
            cost = tr("shared")
        return tr("{count} params", count=count_text(facts.weight_count)), cost
    if not facts.is_settled and facts.module.weights is not no_arrays:
        return tr("{count} params", count="?"), ""  # it keeps its height, and the wires their way
    return None


def _examples(facts: NodeFacts) -> tuple[str, str]:
    assert facts.module.examples
    assert facts.values is not None
    train, _, *own = facts.module.examples(facts.values)
    if not train:
        return "", ""
    share = float(facts.values.get("validation_split", 0.0))
    kept = 0 if any(own) else round(train * share)
    left = tr("{count} train", count=count_text(train - kept))
    held_back = kept + sum(own)
    return left, tr("{count} val", count=count_text(held_back)) if held_back else ""
