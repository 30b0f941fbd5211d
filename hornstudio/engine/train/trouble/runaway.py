"""What a person is told when numbers run away: the step, the node, and what may help."""

from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.errors import RunError, Text
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.trouble.probe import Fault


def runaway(graph: Graph, epoch: int, step: int, fault: Fault | None) -> RunError:
    """The refusal to go on. step: the first one that went wrong, from 1."""
    if fault is None:
        return RunError(
            "a number became infinite or undefined at epoch {epoch}, step {step}; try a smaller "
            "learning rate, or scale the input",
            epoch=epoch,
            step=step,
        )
    return RunError(_words(fault, epoch, step), node=_shown(graph, fault.node))


def _words(fault: Fault, epoch: int, step: int) -> Text:
    values = {"place": fault.place, "value": fault.value, "epoch": epoch, "step": step}
    match fault.kind:
        case "data":
            return Text(
                "{place} holds {value} at epoch {epoch}, step {step}: it came with the data; "
                "correct the data, or leave out what has no number",
                **values,
            )
        case "gradient":
            return Text(
                "the gradient through {place} became {value} at epoch {epoch}, step {step}; try a "
                "smaller learning rate, clip the gradients (clipnorm of the optimizer), or scale "
                "the input",
                **values,
            )
        case "update":
            return Text(
                "{place} became {value} at epoch {epoch}, step {step}, by the optimizer; try a "
                "smaller learning rate, or clip the gradients (clipnorm of the optimizer)",
                **values,
            )
    return Text(
        "{place} became {value} at epoch {epoch}, step {step}, the first that is not a finite "
        "number; try a smaller learning rate, or scale the input",
        **values,
    )


def _shown(graph: Graph, node: str) -> str:
    """The node that is on the canvas: of what lies in a composite, its use."""
    if node in graph.nodes or not graph.groups:
        return node
    return flatten(graph).places.get(node, (node,))[0]
